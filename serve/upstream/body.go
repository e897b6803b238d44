package upstream

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
)

var (
	// ErrTooLong is the error of AppendBody for a body beyond its limit.
	ErrTooLong = errors.New("the body is longer than allowed")

	errEndlessHead = errors.New("the answer's header section does not end")
	errUpgrade     = errors.New("the endpoint switched protocols unasked")
	errStatus      = errors.New("the answer's status is no HTTP status")
)

// trusted is how much memory a declared length gets before its bytes are there.
const trusted = 64 << 10

// appendAll appends the body of an answer.
func appendAll(dst []byte, resp *http.Response, limit int) ([]byte, error) {
	if resp.ContentLength > int64(limit) && resp.Request.Method != http.MethodHead {
		return dst, ErrTooLong
	}
	if resp.ContentLength > 0 {
		// One more byte, for the read that finds the end.
		dst = slices.Grow(dst, int(min(resp.ContentLength, trusted))+1)
	}
	return AppendBody(dst, resp.Body, limit)
}

// AppendBody reads to the end and appends to dst. It returns ErrTooLong as
// soon as dst is longer than limit, and what it has in every case.
func AppendBody(dst []byte, r io.Reader, limit int) ([]byte, error) {
	for {
		if len(dst) == cap(dst) {
			dst = slices.Grow(dst, max(512, min(len(dst), limit-len(dst)+1)))
		}
		n, err := r.Read(dst[len(dst):cap(dst)])
		dst = dst[:len(dst)+n]
		switch {
		case len(dst) > limit:
			return dst, ErrTooLong
		case err == io.EOF:
			return dst, nil
		case err != nil:
			return dst, err
		}
	}
}

func isEventStream(contentType string) bool {
	kind, _, err := mime.ParseMediaType(contentType)
	return err == nil && kind == "text/event-stream"
}
