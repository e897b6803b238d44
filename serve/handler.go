package serve

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"gatehouse/state"
)

const (
	// maxPayload bounds the bodies of requests and of answers (doc).
	maxPayload = 10 << 20

	// maxHeader bounds the request line and the values of the fields (doc).
	maxHeader = 10240
)

// apiPath is where plain localhost has every API, by identifier and stage.
const apiPath = "/_aws/execute-api/"

// ServeHTTP answers one request.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.underWay.Add(1)
	defer s.underWay.Add(-1)
	x := s.exchanges.Get().(*exchange)
	x.begin(w, r)
	x.account = s.account
	s.serve(x)
	x.record()
	took := time.Since(x.start)
	s.report(x, took)
	x.end(took)
	s.exchanges.Put(x)
}

// serve finds out whom a request is for: an API or a custom domain name by its
// host, the management API by its signature, plain localhost with its paths,
// the tool's own pages, or nobody.
func (s *server) serve(x *exchange) {
	x.path = requestPath(x.r)
	if x.path == "" {
		x.note = "the request's target is no path"
		x.refuse(refusal{status: http.StatusBadRequest})
		return
	}
	host := x.host()
	if host.invalid {
		x.note = "the request's host is no host"
		x.refuse(refusal{status: http.StatusBadRequest})
		return
	}
	if host.local && s.manage(x) {
		return // no API has this host: the gateway need not be up to date
	}
	g := s.live.current(x.start)
	switch called := g.called(host.name); {
	case called.api != nil:
		s.serveAPI(x, called.api)
		return
	case called.domain != nil:
		s.serveDomain(x, called.domain)
		return
	}
	if s.manage(x) {
		return
	}
	switch {
	case host.local:
		s.serveLocal(x, g)
	case host.name == pagesHost:
		s.servePage(x)
	default:
		x.note = g.strangerNote(host.name, s.local)
		x.refuse(refusal{status: http.StatusForbidden})
	}
}

// requestPath is the decoded path of a request, "" if its target has none. The
// service hands decoded paths on, cut at a decoded "?" (observed).
func requestPath(r *http.Request) string {
	path, _, _ := strings.Cut(r.URL.Path, "?")
	switch {
	case r.Method == http.MethodConnect:
		return ""
	case path == "":
		return "/" // http://host, in absolute form
	case path[0] != '/':
		return "" // OPTIONS *
	}
	return path
}

// strangerNote says why a host is nobody's. An unknown API is refused by the
// service's front end (guess, widely reported).
func (g *Gateway) strangerNote(name string, local state.LocalServer) string {
	id, region, ok := executeAPIHost(name)
	if !ok {
		return fmt.Sprintf("no API lives on the host %q; call localhost, or a host that the list at start names", name)
	}
	if a := g.apis[id]; a != nil {
		return fmt.Sprintf("API %s is in %s, not in %s: %s", id, a.region, region, a.url(local))
	}
	return fmt.Sprintf("there is no API %s, in any region", id)
}

// serveLocal answers on plain localhost.
func (s *server) serveLocal(x *exchange, g *Gateway) {
	if strings.HasPrefix(x.path, pagesPath) {
		s.servePage(x)
		return
	}
	if rest, ok := strings.CutPrefix(x.path, apiPath); ok {
		id, rest, _ := strings.Cut(rest, "/")
		name, rest, _ := strings.Cut(rest, "/")
		x.path = "/" + rest
		if x.api = g.apis[id]; x.api == nil {
			x.note = "there is no API " + id + ", in any region"
			x.refuse(refusal{status: http.StatusForbidden})
			return
		}
		s.serveStage(x, x.api.stages[name])
		return
	}
	if g.only == nil {
		s.serveList(x, g)
		return
	}
	s.serveAPI(x, g.only)
}

// serveAPI finds the stage: the one that the first segment of the path names,
// else $default (doc).
func (s *server) serveAPI(x *exchange, a *api) {
	x.api = a
	first, _, _ := strings.Cut(x.path[1:], "/")
	if named := a.stages[first]; named != nil && first != defaultStage {
		if x.path = x.path[1+len(first):]; x.path == "" {
			x.path = "/" // guess: /dev is /dev/
		}
		s.serveStage(x, named)
		return
	}
	s.serveStage(x, a.stages[defaultStage])
}

const defaultStage = "$default"

// serveStage answers a request to a stage, which may be nil. Until there is a
// stage there are no CORS headers (observed).
func (s *server) serveStage(x *exchange, st *stage) {
	if problem := x.unserved(st); problem != "" {
		x.note = problem
		x.refuse(refusal{status: pick(x.api.webSocket, http.StatusForbidden, http.StatusNotFound)})
		return
	}
	x.stage = st.ready(&s.around)
	x.route, x.values = st.routes.match(x.r.Method, x.path, x.values)
	x.decide()
	if status := x.overLimit(); status != 0 {
		x.note = "the request is bigger than HTTP APIs take"
		x.refuse(refusal{status: status})
		return
	}
	switch r := x.route; {
	case r == nil && x.r.Method == http.MethodOptions && st.cors != nil:
		// No route takes it: the gateway answers by itself, on any path (doc
		// for preflights; observed without Origin; guess for unknown paths).
		x.decision.apply(x)
		x.finish(http.StatusNoContent)
	case r == nil:
		x.note = s.unroutedNote(x, "no route takes it")
		x.refuse(refusal{status: http.StatusNotFound})
	case !r.bucket.Take(x.start):
		x.note = r.throttled
		x.refuse(refusal{status: http.StatusTooManyRequests})
	case r.refusal.status != 0:
		x.note = r.note
		x.refuse(r.refusal)
	case r.gate != nil && !x.admitted(r.gate):
		// The gate has refused it.
	case r.integration == nil:
		x.note = "the route has no target" // observed
		x.refuse(refusal{status: http.StatusNotFound})
	case r.integration.refusal.status != 0:
		x.note = r.integration.note
		x.refuse(r.integration.refusal)
	default:
		s.proxy(x, r.integration)
	}
}

// What a log line and the list at the start say of an API.
const (
	webSocketUnserved = "a WebSocket API: serving those is not part of this version"
	noStageYet        = "no stage yet"
	howToMakeStage    = ": create-stage --stage-name '$default' --auto-deploy"
)

// unserved says why a stage answers nothing, or "".
func (x *exchange) unserved(st *stage) string {
	a := x.api
	switch {
	case a.webSocket:
		return "this is " + webSocketUnserved
	case st == nil && len(a.stages) == 0:
		return "the API has " + noStageYet + howToMakeStage
	case st == nil && a.stages[defaultStage] != nil:
		return "the API has no stage of the name that the path says"
	case st == nil:
		return "the path names no stage, and there is no $default stage"
	case !st.deployed():
		return "nothing is deployed to the stage " + st.name + " yet: create-deployment, or update-stage --auto-deploy"
	case st.disabled() && x.domain == nil: // doc: for the default endpoint only
		return "the API's default endpoint is disabled (DisableExecuteApiEndpoint)"
	}
	return ""
}

// decide makes the CORS decision of the exchange.
func (x *exchange) decide() {
	q := CorsRequest{Method: x.r.Method, Origin: combined(x.r.Header["Origin"]), Routed: x.route != nil}
	if q.Origin != "" && q.Method == http.MethodOptions {
		q.RequestMethod = combined(x.r.Header["Access-Control-Request-Method"])
		q.RequestHeaders = x.r.Header["Access-Control-Request-Headers"]
	}
	x.decision = x.stage.cors.Decide(q)
}

// combined is the value of a field, its lines combined with commas (doc): two
// Origin lines are one origin that matches nothing.
func combined(lines []string) string {
	switch len(lines) {
	case 0:
		return ""
	case 1:
		return lines[0]
	}
	return strings.Join(lines, ",")
}

// overLimit is the status for a request that is too big to be looked at, or 0.
// A body of undeclared length is measured when it is read.
func (x *exchange) overLimit() int {
	r := x.r
	switch {
	case (x.conn == nil || !x.conn.headIsSmall(maxHeader)) && headLength(r) > maxHeader:
		return http.StatusRequestHeaderFieldsTooLarge
	case r.ContentLength > maxPayload:
		return http.StatusRequestEntityTooLarge
	}
	return 0
}

// headLength is the length of the request line and of the fields' values.
func headLength(r *http.Request) int {
	n := len(r.Method) + len(r.RequestURI) + len(r.Proto) + len(r.Host)
	for _, lines := range r.Header {
		for _, line := range lines {
			n += len(line)
		}
	}
	return n
}
