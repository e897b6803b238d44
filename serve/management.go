package serve

import (
	"net"

	"gatehouse/serve/management"
)

// newManagement is the handler of management requests, or nil if they are not
// taken: without a file there is nothing to manage, and other machines are not
// let in unless they shall be.
func newManagement(cfg Config, listeners []net.Listener, beyondLoopback bool) *management.Handler {
	if cfg.File == nil || beyondLoopback && !cfg.ManageBeyond {
		return nil
	}
	addresses := make([]net.Addr, len(listeners))
	for i, l := range listeners {
		addresses[i] = l.Addr()
	}
	return management.New(management.Config{File: cfg.File, AllowHosts: cfg.AllowHosts, Listeners: addresses})
}

// manage answers a management request and says whether it was one. Only the
// request's header decides, never its path; the host of an API is found before.
func (s *server) manage(x *exchange) bool {
	if _, ok := x.r.Header["Authorization"]; !ok || s.management == nil {
		return false
	}
	v := s.management.Judge(x.r)
	if !v.Management() {
		return false
	}
	o := s.management.Serve(x.w, x.r, v)
	x.status, x.managed = o.Status, &o
	x.note = managementNote(v, &o)
	if o.Fault {
		s.live.warn(x.note) // also where requests are not logged
	}
	return true
}

// managementNote is what a log line says of a management request: what it was
// and, if it was not carried out, why.
func managementNote(v management.Verdict, o *management.Outcome) string {
	note := "management"
	if o.Operation != "" {
		note += " " + o.Operation
	}
	if o.Code != "" {
		note += ": " + o.Code
	}
	switch {
	case v.Reason != management.Accepted:
		note = "refused as a management request: " + v.Reason.String()
		if v.Reason == management.ForeignHost {
			note += "; --allow-host names hosts that are"
		}
	case o.Problem != "":
		note += ": " + o.Problem
	case o.Status == 0:
		note += ": the client went away before the answer"
	}
	return note
}

// unroutedNote is a note about a request that nothing takes, and what else may
// have been meant by it.
func (s *server) unroutedNote(x *exchange, note string) string {
	switch {
	case s.management == nil || !s.management.Resembles(x.r):
		return note
	case x.domain != nil:
		return note + "; management requests are not taken on a custom domain name"
	}
	return note + "; it is no management request either: " + s.management.Judge(x.r).Reason.String()
}
