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

// gatewayBody is the body of the gateway's own answer with a status. All have
// this form, without spaces and with a lower-case key (observed).
//
// A body over the limit and a header section over the limit are documented
// limits whose answers are guesses; so is the answer to a target that is none.
func gatewayBody(status int) string {
	switch status {
	case http.StatusBadRequest:
		return `{"message":"Bad Request"}`
	case http.StatusUnauthorized:
		return `{"message":"Unauthorized"}`
	case http.StatusForbidden:
		return `{"message":"Forbidden"}`
	case http.StatusNotFound:
		return `{"message":"Not Found"}`
	case http.StatusRequestEntityTooLarge:
		return `{"message":"Request Entity Too Large"}`
	case http.StatusTooManyRequests:
		return `{"message":"Too Many Requests"}`
	case http.StatusRequestHeaderFieldsTooLarge:
		return `{"message":"Request Header Fields Too Large"}`
	case http.StatusServiceUnavailable:
		return `{"message":"Service Unavailable"}`
	}
	return `{"message":"Internal Server Error"}`
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
	body := gatewayBody(a.status)
	h := x.w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	x.decision.apply(x)
	if a.authenticate != "" {
		x.set(fieldAuthenticate, a.authenticate)
	}
	x.finish(a.status)
	x.answer = append(x.answer[:0], body...)
	x.w.Write(x.answer)
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
