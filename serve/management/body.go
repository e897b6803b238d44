package management

import (
	"errors"
	"io"
	"net/http"
	"strconv"

	"gatehouse/serve/upstream"
)

const (
	// maxBody is the largest body taken, in bytes: what AWS's front ends take
	// (obs: REST APIs). A document of 6 MB to import (doc: the limit of
	// ImportRestApi) fits with its quotes and line ends escaped.
	maxBody = 10 << 20

	// maxDiscard is how much of a body over that limit is read before it is
	// refused. Many clients read no answer before they have sent everything.
	maxDiscard = 64 << 20

	// maxKept is the largest buffer that waits for another use.
	maxKept = 64 << 10
)

// body reads the whole request body, that of an operation without one too: a
// request that broke off is not carried out. How long the client may take is
// the server's affair.
func (x *exchange) body() (string, error) {
	if x.r.Body == nil || x.r.Body == http.NoBody || x.r.ContentLength == 0 {
		return "", nil
	}
	if x.r.ContentLength > maxBody {
		return "", x.discardBody()
	}
	buffer := x.h.buffers.Get().(*[]byte)
	defer x.h.putBuffer(buffer)
	data, err := upstream.AppendBody((*buffer)[:0], x.r.Body, maxBody)
	*buffer = data
	switch {
	case errors.Is(err, upstream.ErrTooLong):
		return "", x.discardBody()
	case err != nil:
		return "", brokenBody(err)
	}
	return string(data), nil
}

// discardBody reads what is left of a body that is too long, up to maxDiscard,
// and returns the refusal. The text is that of AWS's front ends (obs:
// REST APIs; guess: that the management API's is the same).
func (x *exchange) discardBody() error {
	io.CopyN(io.Discard, x.r.Body, maxDiscard)
	x.w.Header().Set("Connection", "close")
	return &refusal{
		http.StatusRequestEntityTooLarge, "RequestEntityTooLargeException",
		"HTTP content length exceeded " + strconv.Itoa(maxBody) + " bytes.",
	}
}

// brokenBody refuses a request whose body did not arrive whole (guess).
func brokenBody(err error) *refusal {
	message := "The request body ended before its announced length"
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return badBody(message)
	}
	return badBody("The request body could not be read: " + err.Error())
}

// putBuffer keeps a buffer for another use, unless it has grown large.
func (h *Handler) putBuffer(buffer *[]byte) {
	if cap(*buffer) <= maxKept {
		h.buffers.Put(buffer)
	}
}
