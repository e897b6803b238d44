package serve

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"gatehouse/serve/upstream"
)

// maxHops bounds how often a request may pass through gateways, this one among
// them: one integration may call another API, but not for ever.
const maxHops = 8

// gatewayVia is what the service adds to Via (observed).
const gatewayVia = "HTTP/1.1 AmazonAPIGateway"

// proxy calls an integration and passes its answer on, whole. Nothing is sent
// to the client before the answer has come to its end.
func (s *server) proxy(x *exchange, i *integration) {
	if strings.Count(combined(x.r.Header["Via"]), gatewayVia) >= maxHops {
		x.note = "the request has come through gateways " + strconv.Itoa(maxHops) + " times: the integration calls itself"
		x.refuse(refusal{status: http.StatusInternalServerError})
		return
	}
	x.outgoing.Deadline = x.start.Add(i.timeout)
	if x.r.ContentLength != 0 || x.route.gate != nil { // the body and the gate may have taken their time
		if status := x.readBody(); status != 0 {
			x.refuse(refusal{status: status})
			return
		}
		x.outgoing.Deadline = time.Now().Add(i.timeout)
	}
	endpoint, host, err := i.target(x.values)
	if err != nil {
		x.note = err.Error()
		x.refuse(refusal{status: http.StatusInternalServerError})
		return
	}
	x.outgoing.Endpoint = endpoint
	if i.service != nil {
		i.service.write(x, i, host)
	} else {
		x.write(i, host)
	}
	resp, body, err := s.client.Do(x.r.Context(), &x.outgoing, x.answer[:0])
	x.answer = body
	if err != nil {
		x.fail(i, err)
		return
	}
	x.pass(i, resp)
}

// write writes the request for an integration into the exchange.
func (x *exchange) write(i *integration, host string) {
	if i.private {
		host = x.r.Host // observed
	}
	out := outgoing{header: x.r.Header, query: x.r.URL.RawQuery, host: host}
	if i.requests != nil {
		out.apply(i.requests, x)
	}
	x.outgoing.Method = i.method
	if i.method == "" {
		x.outgoing.Method = x.r.Method
	}
	x.outgoing.Head = appendHead(x.outgoing.Head[:0], x, i, &out)
	x.outgoing.Body = x.body
}

// readBody reads the body of the request, if that is not done yet. A status
// other than 0 refuses it.
func (x *exchange) readBody() int {
	if x.bodyRead || x.r.ContentLength == 0 {
		return 0
	}
	x.bodyRead = true
	body, err := upstream.AppendBody(x.body[:0], x.r.Body, maxPayload)
	x.body = body
	switch {
	case err == nil:
		return 0
	case errors.Is(err, upstream.ErrTooLong):
		x.note = "the body is longer than 10 MB"
		return http.StatusRequestEntityTooLarge
	}
	x.note = "the body did not come to its end: " + err.Error()
	return http.StatusBadRequest
}

// appendHead writes the request line and the fields for the integration: the
// client's, less those that belong to its connection, and the gateway's own.
// Fields are in order of their names, so that a request looks the same every
// time.
func appendHead(dst []byte, x *exchange, i *integration, out *outgoing) []byte {
	dst = append(dst, x.outgoing.Method...)
	dst = append(dst, ' ')
	dst = i.appendURL(dst, x, out)
	dst = append(dst, " HTTP/1.1\r\nHost: "...)
	dst = append(dst, out.host...)
	dst = append(dst, "\r\n"...)
	for name := range out.header {
		if !connectionField(name) && !ownField(name) && !x.signedIn(name) {
			x.names = append(x.names, name)
		}
	}
	slices.Sort(x.names)
	for _, name := range x.names {
		if out.mapped || !nominated(x.r.Header["Connection"], name) {
			dst = appendField(dst, name, out.header[name])
		}
	}
	if len(x.body) > 0 || takesBody(x.outgoing.Method) {
		dst = append(dst, "Content-Length: "...)
		dst = strconv.AppendInt(dst, int64(len(x.body)), 10)
		dst = append(dst, "\r\n"...)
	}
	dst = appendForwarded(dst, x, i.private)
	dst = append(dst, "Via: "...)
	for _, line := range x.r.Header["Via"] {
		dst = append(append(dst, line...), ", "...)
	}
	dst = append(dst, gatewayVia+"\r\n"...)
	dst = appendTrace(dst, x)
	return append(dst, "\r\n"...)
}

// signedIn says whether a field is the Authorization with which the request was
// signed for the route. That is not passed on (guess).
func (x *exchange) signedIn(name string) bool {
	return x.verdict.Identity != nil && name == "Authorization"
}

// appendURL writes the request target. The query is the URI's own and then the
// client's, as it was sent (doc).
func (i *integration) appendURL(dst []byte, x *exchange, out *outgoing) []byte {
	switch {
	case out.path != "":
		dst = append(dst, out.path...)
	case i.whole:
		dst = i.path.append(dst, x.values, appendPath)
		if i.private && x.stage.name != defaultStage { // doc; guess: under a custom domain name too
			dst = appendPath(append(dst, '/'), x.stage.name)
		}
		dst = appendPath(dst, x.path)
	default:
		dst = i.path.append(dst, x.values, appendPath)
	}
	before := byte('?')
	if len(i.query) > 0 {
		dst = append(dst, '?')
		dst = i.query.append(dst, x.values, appendQueryValue)
		before = '&'
	}
	if out.query != "" {
		dst = append(dst, before)
		dst = appendLiteral(dst, out.query)
	}
	return dst
}

// appendField writes a field; several lines become one (doc).
func appendField(dst []byte, name string, lines []string) []byte {
	between := ","
	if name == "Cookie" {
		between = "; " // RFC 9113, section 8.2.3
	}
	dst = append(dst, name...)
	dst = append(dst, ": "...)
	for i, line := range lines {
		if i > 0 {
			dst = append(dst, between...)
		}
		dst = append(dst, line...)
	}
	return append(dst, "\r\n"...)
}

// appendTrace writes the trace identifier: a new one, or the client's with the
// gateway's own before it (observed).
func appendTrace(dst []byte, x *exchange) []byte {
	dst = append(dst, "X-Amzn-Trace-Id: "...)
	if lines := x.r.Header["X-Amzn-Trace-Id"]; len(lines) > 0 {
		dst = append(dst, "Self="...)
		dst = appendTraceID(dst, x.start)
		for _, line := range lines {
			dst = append(append(dst, ';'), line...)
		}
	} else {
		dst = append(dst, "Root="...)
		dst = appendTraceID(dst, x.start)
	}
	return append(dst, "\r\n"...)
}

// pass sends an integration's answer on: status and body unchanged but for
// mappings, without the fields that belong to its connection, and with the
// API's CORS headers in the place of its own.
func (x *exchange) pass(i *integration, resp *http.Response) {
	fields := x.w.Header()
	connection := resp.Header["Connection"]
	// The length of what an integration would have answered to GET is known to
	// it alone, if it was asked by HEAD too.
	headOnly := x.r.Method == http.MethodHead && x.outgoing.Method == http.MethodHead
	for name, lines := range resp.Header {
		switch {
		case connectionField(name), nominated(connection, name), x.stage.cors.Strips(name):
		case name == "Date", name == "Apigw-Requestid": // the gateway's own (guess; observed)
		case name == "Content-Length" && !headOnly:
		case len(lines) > 1 && name != "Set-Cookie":
			fields[name] = []string{strings.Join(lines, ",")} // guess
		default:
			fields[name] = lines
		}
	}
	status := resp.StatusCode
	if x.wantsCalled(i) {
		x.noteCall(i, resp, "")
	}
	if m := i.answers.For(status); m != nil {
		mapped, err := x.mapAnswer(m, resp, fields)
		if err != nil {
			clear(fields)
			x.note = err.Error()
			x.called.Error = answerError
			x.refuse(refusal{status: http.StatusInternalServerError})
			return
		}
		status = mapped
	}
	if _, ok := fields["Content-Type"]; !ok {
		fields["Content-Type"] = nil // or else net/http would guess one
	}
	if !headOnly && status != http.StatusNoContent && status != http.StatusNotModified {
		fields["Content-Length"] = contentLength(resp, len(x.answer))
	}
	x.decision.apply(x)
	x.finish(status)
	x.send(x.answer)
}

// contentLength is the length of an answer in decimal, as its sender wrote it
// if he did.
func contentLength(resp *http.Response, length int) []string {
	if lines := resp.Header["Content-Length"]; len(lines) == 1 && resp.ContentLength == int64(length) {
		return lines
	}
	return []string{strconv.Itoa(length)}
}

// fail answers for an integration that did not.
func (x *exchange) fail(i *integration, err error) {
	failed, ok := errors.AsType[*upstream.Error](err)
	if !ok {
		failed = &upstream.Error{Err: err}
	}
	switch {
	case failed.EventStream:
		x.note = "the integration answered with an event stream that did not end; HTTP APIs pass on whole answers only"
	case failed.Failure == upstream.TimedOut:
		x.note = "no complete answer within " + i.timeout.String()
	case failed.Failure == upstream.Unreachable:
		x.note = "no connection to the integration: " + err.Error()
	case failed.Failure == upstream.TooLarge:
		x.note = "the answer is longer than the 10 MB that HTTP APIs pass on"
	case failed.Failure == upstream.Broken:
		x.note = "the integration closed the connection before its answer was complete"
	default:
		x.note = "the integration's answer is not HTTP: " + err.Error()
	}
	if x.wantsCalled(i) {
		x.noteCall(i, nil, failureText(failed.Failure))
	}
	x.refuse(refusal{status: failureStatus(failed.Failure)})
}

// failureStatus is the status for a failed call: 503 for a time-out
// (observed), for an integration that cannot be reached and for one that
// breaks off (guess); 500 for an answer that cannot be passed on (guess).
func failureStatus(f upstream.Failure) int {
	switch f {
	case upstream.TimedOut, upstream.Unreachable, upstream.Broken:
		return http.StatusServiceUnavailable
	}
	return http.StatusInternalServerError
}

// failureText is what access logs say of a failed call.
func failureText(f upstream.Failure) string {
	switch f {
	case upstream.TimedOut:
		return timeoutError
	case upstream.Unreachable, upstream.Broken:
		return networkError
	}
	return answerError
}
