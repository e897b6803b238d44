package management

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	"github.com/aws/smithy-go"

	"gatehouse/model"
)

// An exchange is one management request and its answer.
type exchange struct {
	h       *Handler
	w       http.ResponseWriter
	r       *http.Request
	id      string // of the answer
	dialect dialect
	outcome Outcome
}

// serveOperation carries out an operation of API Gateway v2 on a region's part
// of the account.
func (x *exchange) serveOperation(region string) {
	b, labels := x.h.routes.find(x.r.Method, x.r.URL.EscapedPath())
	if b == nil {
		x.refuse(unknownOperation(x.r))
		return
	}
	x.outcome.Operation = b.operation.Name
	body, err := x.body()
	if err != nil {
		x.fail(err)
		return
	}
	in, err := b.input(labels, x.r.URL.RawQuery, body)
	if err != nil {
		x.fail(err)
		return
	}
	out, err := x.h.file.Do(x.r.Context(), region, b.operation, in)
	if err != nil {
		x.fail(err)
		return
	}
	x.answer(b.operation, out)
}

// answer sends an operation's output.
func (x *exchange) answer(op *model.Operation, out *model.Document) {
	if op.Output == nil || op.Status == http.StatusNoContent {
		x.send(op.Status, "", nil)
		return
	}
	if op.Output.Payload != "" {
		document, _ := out.Get(op.Output.Payload)
		data, _ := document.([]byte)
		x.send(op.Status, x.documentType(), data)
		return
	}
	x.sendJSON(op.Status, mediaJSON, model.EncodeWire(out, op.Output))
}

// documentType is the media type of an exported document, which is the whole
// body (guess: by the type that was asked for).
func (x *exchange) documentType() string {
	if x.r.URL.Query().Get("outputType") == "YAML" {
		return "application/yaml"
	}
	return mediaJSON
}

const mediaJSON = "application/json"

// sendJSON sends a document of wire names.
func (x *exchange) sendJSON(status int, contentType string, d *model.Document) {
	buffer := x.h.buffers.Get().(*[]byte)
	defer x.h.putBuffer(buffer)
	*buffer = model.AppendJSON((*buffer)[:0], d, 0)
	x.send(status, contentType, *buffer)
}

// send sends an answer; a body without a type is none.
func (x *exchange) send(status int, contentType string, body []byte) {
	x.outcome.Status = status
	header := x.w.Header()
	header[headerRequestID] = []string{x.id}
	if contentType != "" {
		header["Content-Type"] = []string{contentType}
		header["Content-Length"] = []string{strconv.Itoa(len(body))}
	}
	x.w.WriteHeader(status)
	if len(body) > 0 {
		x.w.Write(body) // an error means that nobody listens any more
	}
}

// The service's own header fields, in the case in which it sends them (obs).
const (
	headerRequestID = "x-amzn-RequestId"
	headerErrorType = "x-amzn-ErrorType"
)

// fail answers a request that was not carried out. It is the one place where
// the kind of an error becomes a status.
func (x *exchange) fail(err error) {
	if e, ok := errors.AsType[*refusal](err); ok {
		x.refuse(e)
		return
	}
	if e, ok := errors.AsType[smithy.APIError](err); ok {
		x.sendError(statusOf(e.ErrorCode()), e.ErrorCode(), e.ErrorMessage(), membersOf(e))
		return
	}
	if errors.Is(err, context.Canceled) && x.r.Context().Err() != nil {
		return // the client has gone
	}
	// What is left is this machine's fault: most often a state file that
	// cannot be used, whose error says what to do.
	x.outcome.Fault = true
	x.refuse(&refusal{http.StatusInternalServerError, "InternalFailure", err.Error()})
}

// refuse sends a refusal.
func (x *exchange) refuse(e *refusal) {
	x.outcome.Problem = e.message
	x.sendError(e.status, e.code, e.message, nil)
}
