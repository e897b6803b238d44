package management

import (
	"net"
	"net/http"
	"sync"

	"gatehouse/state"
)

// A Config is what a Handler needs to know.
type Config struct {
	// File is the account. The Settings of the file name the account that
	// GetCallerIdentity answers.
	File *state.File

	// AllowHosts are host names, beside those of this machine and AWS's own,
	// under which clients may call: without port, in any case.
	AllowHosts []string

	// Listeners are the addresses on which the server listens. Their IP
	// addresses are accepted as host names; an unspecified one (0.0.0.0, ::)
	// stands for every address.
	Listeners []net.Addr
}

// A Handler answers management requests. It is safe for concurrent use; make
// one with New.
type Handler struct {
	file    *state.File
	hosts   hosts
	routes  *node
	buffers sync.Pool // of *[]byte, for bodies in both directions
}

// New returns a handler with the paths of all operations compiled.
func New(cfg Config) *Handler {
	h := &Handler{
		file:   cfg.File,
		hosts:  newHosts(cfg.AllowHosts, cfg.Listeners),
		routes: compileRoutes(),
	}
	h.buffers.New = func() any { return new([]byte) }
	return h
}

// Answers reports whether requests under a host name, as hostname.Of returns
// it, may be management requests.
func (h *Handler) Answers(name string) bool { return h.hosts.accept(name) }

// ServeHTTP judges and answers a request. One that is no management request at
// all gets the answer that the service gives without a signature.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.Serve(w, r, h.Judge(r))
}

// Serve answers a request on which Judge has returned v.
func (h *Handler) Serve(w http.ResponseWriter, r *http.Request, v Verdict) Outcome {
	x := &exchange{h: h, w: w, r: r, id: newRequestID(), dialect: dialectOf(r, v.Service)}
	switch {
	case v.Reason != Accepted:
		x.refuseVerdict(v)
	case v.Service == serviceSTS:
		x.serveSTS()
	default:
		x.serveOperation(v.Region)
	}
	return x.outcome
}

// Resembles reports whether a request has the method and path of an operation,
// signed or not. A server that finds no route for such a request can say in
// its log why it was not taken for a management request.
func (h *Handler) Resembles(r *http.Request) bool {
	operation, _ := h.routes.find(r.Method, r.URL.EscapedPath())
	return operation != nil
}
