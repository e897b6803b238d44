package mapping

import "gatehouse/serve/contextvars"

// A Message is the message that a program reads: an integration's answer, or a
// client's request. It is not changed.
type Message interface {
	// Field returns the lines of a header field, given its canonical name.
	// That of a request has its Host too.
	Field(name string) []string

	// Body returns the body, which is not kept.
	Body() []byte

	// Context returns what is known of the request.
	Context() *contextvars.Context
}

// A ClientRequest is a client's request.
type ClientRequest interface {
	Message

	// Query returns the query as it was sent, without "?".
	Query() string

	// Path returns the decoded path, without the stage (doc).
	Path() string

	// PathVariable returns the decoded value of a variable of the route.
	PathVariable(name string) (value string, ok bool)
}

// An evaluator is one run of a program.
type evaluator struct {
	src     Message
	request ClientRequest // nil for an answer

	document  []byte // the part of the body that paths select from
	validity  validity
	value     []byte // scratch
	assembled []byte // scratch
}

// validity says whether a document is JSON, as far as has been looked.
type validity int

const (
	unknown validity = iota
	valid
	invalid
)

// begin starts a run. It keeps the buffers of the last one.
func (ev *evaluator) begin(src Message, request ClientRequest) {
	*ev = evaluator{src: src, request: request, value: ev.value, assembled: ev.assembled}
}

// end forgets the message.
func (ev *evaluator) end() { ev.begin(nil, nil) }
