package serve

import (
	"net"
	"net/http"

	"gatehouse/serve/management"
)

// newManagement is the handler of management requests, or nil if they are not
// taken: without a file there is nothing to manage, and other machines are not
// let in unless they shall be.
func newManagement(cfg Config, listeners []net.Listener, beyondLoopback bool, warn func(string)) *management.Handler {
	if cfg.File == nil || beyondLoopback && !cfg.ManageBeyond {
		return nil
	}
	addresses := make([]net.Addr, len(listeners))
	for i, l := range listeners {
		addresses[i] = l.Addr()
	}
	return management.New(management.Config{File: cfg.File, AllowHosts: cfg.AllowHosts, Listeners: addresses, Log: warn})
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
	x.note = "management"
	if v.Reason != management.Accepted {
		x.note = "refused as a management request: " + v.Reason.String()
	}
	w := &statusWriter{ResponseWriter: x.w}
	s.management.Serve(w, x.r, v)
	x.status = w.status
	return true
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

// A statusWriter remembers the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(p []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(p)
}

// Unwrap is for http.ResponseController.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
