package serve

import (
	"net/http"
	"time"

	"gatehouse/serve/authorizer"
	"gatehouse/serve/contextvars"
	"gatehouse/serve/management"
	"gatehouse/serve/mapping"
	"gatehouse/serve/upstream"
)

// An exchange is one request on its way through the gateway, and what the log
// will say about it. Exchanges are used again, for the sake of their buffers.
type exchange struct {
	passing

	values   []string // of the route's path variables
	names    []string // of the fields for the integration
	outgoing upstream.Request
	changes  mapping.RequestChanges
	body     []byte // of the request
	answer   []byte // body of the answer
	line     []byte // of the log
	context  contextvars.Context
	clock    clock
}

// A passing is what an exchange forgets at its end.
type passing struct {
	w     http.ResponseWriter
	r     *http.Request
	conn  *clientConn // nil: another kind of connection, or none
	start time.Time
	id    [16]byte // see identify

	account string // who owns everything
	api     *api   // nil: the request names none
	stage   *stage // nil: it got no further than the API
	route   *route // nil: no route took it
	path    string // decoded, without the stage

	// These are set where a custom domain name was called.
	domain    *domain
	base      string // base path that led to the stage, or noBasePath
	requested string // path with the base path

	decision Decision
	verdict  authorizer.Verdict // of the route's gate; as it is until that is asked
	bodyRead bool
	status   int
	length   int64  // of the answer's body
	refused  bool   // the answer is the gateway's own
	note     string // what the log line adds, in words
	called   contextvars.Integration
	managed  *management.Outcome // nil: this is no management request
}

// begin takes up a request.
func (x *exchange) begin(w http.ResponseWriter, r *http.Request) {
	x.w, x.r = w, r
	x.conn = clientConnOf(r)
	x.start = time.Now()
	if x.conn != nil {
		x.conn.time.begin(x.conn, x.start)
	}
}

// keptBuffer bounds the memory that an exchange keeps for the next request, so
// that a few big payloads do not stay in memory for good.
const keptBuffer = 1 << 20

// end forgets the request, which took so long, and keeps the buffers.
func (x *exchange) end(took time.Duration) {
	if x.conn != nil {
		x.conn.time.ended = x.start.Add(took)
	}
	x.passing = passing{}
	if x.context.AccountID != "" {
		x.context = contextvars.Context{}
	}
	clear(x.values[:cap(x.values)])
	clear(x.names[:cap(x.names)])
	x.values, x.names = x.values[:0], x.names[:0]
	x.outgoing.Head, x.outgoing.Body = kept(x.outgoing.Head), nil
	x.body, x.answer, x.line = kept(x.body), kept(x.answer), kept(x.line)
}

func kept(buffer []byte) []byte {
	if cap(buffer) > keptBuffer {
		return nil
	}
	return buffer[:0]
}

// set gives a field that is the gateway's own, and nothing to net/http, one
// value. The name is sent as it is here.
func (x *exchange) set(name, value string) {
	if x.conn != nil {
		x.conn.addField(name, value)
		return
	}
	x.w.Header()[name] = []string{value}
}

// identify gives the request its identifier, if it has none yet.
func (x *exchange) identify() {
	if x.id[0] == 0 {
		x.id = newRequestID()
	}
}
