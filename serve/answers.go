package serve

import (
	"net/http"
	"strconv"
)

// A refusal is an answer that the gateway makes itself in the place of an
// integration's. Its status says its body.
type refusal struct {
	status       int
	authenticate string // value of www-authenticate; "" sends none
}

// gatewayMessage is the message of the gateway's own answer with a status.
//
// A body over the limit and a header section over the limit are documented
// limits whose answers are guesses; so is the answer to a target that is none.
func gatewayMessage(status int) string {
	switch status {
	case http.StatusBadRequest:
		return "Bad Request"
	case http.StatusUnauthorized:
		return "Unauthorized"
	case http.StatusForbidden:
		return "Forbidden"
	case http.StatusNotFound:
		return "Not Found"
	case http.StatusMisdirectedRequest: // RFC 9110, section 15.5.20
		return "Misdirected Request"
	case http.StatusRequestEntityTooLarge:
		return "Request Entity Too Large"
	case http.StatusTooManyRequests:
		return "Too Many Requests"
	case http.StatusRequestHeaderFieldsTooLarge:
		return "Request Header Fields Too Large"
	case http.StatusServiceUnavailable:
		return "Service Unavailable"
	}
	return "Internal Server Error"
}

// gatewayBody is the body of the gateway's own answer with a status. All have
// this form, without spaces and with a lower-case key (observed).
func gatewayBody(dst []byte, status int) []byte {
	dst = append(dst, `{"message":"`...)
	dst = append(dst, gatewayMessage(status)...)
	return append(dst, `"}`...)
}

// The gateway's own field names are in lower case on the wire, also on
// HTTP/1.1 (observed); Content-Type, Content-Length and Connection are not.
const (
	fieldAllowOrigin      = "access-control-allow-origin"
	fieldAllowMethods     = "access-control-allow-methods"
	fieldAllowHeaders     = "access-control-allow-headers"
	fieldAllowCredentials = "access-control-allow-credentials"
	fieldExposeHeaders    = "access-control-expose-headers"
	fieldMaxAge           = "access-control-max-age"
	fieldVary             = "vary"
	fieldAuthenticate     = "www-authenticate"
	fieldRequestID        = "apigw-requestid"
)

// refuse answers with the gateway's own body for a status. CORS headers are
// laid over it as over an integration's answer, if the request got as far as
// a stage.
func (x *exchange) refuse(a refusal) {
	x.decision = x.decision.refused(a.status)
	x.refused = true
	x.answer = gatewayBody(x.answer[:0], a.status)
	h := x.w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(len(x.answer)))
	x.decision.apply(x)
	if a.authenticate != "" {
		x.set(fieldAuthenticate, a.authenticate)
	}
	x.finish(a.status)
	x.send(x.answer)
}

// finish adds what every answer of the gateway has and ends the header.
func (x *exchange) finish(status int) {
	x.identify()
	if x.conn != nil {
		x.conn.addField(fieldRequestID, string(x.id[:])) // not through set, which would make garbage
	} else {
		x.set(fieldRequestID, string(x.id[:]))
	}
	x.status = status
	x.w.WriteHeader(status)
}

// bodiless says whether an answer to a method with a status has no body,
// whatever the integration sent (RFC 9110, section 6.4.1).
func bodiless(method string, status int) bool {
	return method == http.MethodHead || status == http.StatusNoContent || status == http.StatusNotModified
}

// send writes the body of the answer, if it may have one.
func (x *exchange) send(body []byte) {
	if len(body) > 0 && !bodiless(x.r.Method, x.status) {
		x.length = int64(len(body))
		x.w.Write(body) // an error means that the client has gone
	}
}
