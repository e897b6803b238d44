package serve

import (
	"net/http"
	"time"

	"gatehouse/serve/contextvars"
	"gatehouse/serve/hostname"
	"gatehouse/serve/truststore"
)

// Context is what the variables of $context are read from, as far as it is
// known by now. It is made anew each time, in the same place: the few routes
// whose mappings ask for a variable ask for one or two. The request has come as
// far as a stage.
func (x *exchange) Context() *contextvars.Context {
	x.identify()
	c := &x.context
	*c = contextvars.Context{
		AccountID:       x.account,
		APIID:           x.api.id,
		Stage:           x.stage.name,
		DomainName:      hostname.Of(x.r.Host),
		BasePath:        x.base,
		HTTPMethod:      x.r.Method,
		Path:            x.fullPath(),
		Protocol:        "HTTP/1.1", // whatever the client speaks (doc)
		RequestID:       string(x.id[:]),
		RequestTime:     x.start,
		SourceIP:        x.clientAddress(),
		UserAgent:       combined(x.r.Header["User-Agent"]),
		Status:          x.status,
		ResponseLength:  x.length,
		ResponseLatency: time.Since(x.start),
		DataProcessed:   x.length + int64(len(x.body)), // guess: the two bodies
		Integration:     x.called,
	}
	c.Authorizer.Error = x.verdict.Error
	if x.verdict.Claims.Exist() {
		c.Authorizer.Claims = x.verdict.Claims
	}
	if x.domain != nil && x.domain.mutual {
		c.ClientCert = truststore.ClientCert(x.r.TLS.PeerCertificates[0]) // admit has seen it
	}
	if id := x.verdict.Identity; id != nil {
		c.Identity = contextvars.Identity{AccountID: id.AccountID, Caller: id.CallerID, User: id.UserID, UserARN: id.UserARN}
	}
	if x.route != nil {
		c.RouteKey = x.route.text
	}
	if x.refused {
		c.Error = x.gatewayError()
	}
	return c
}

// gatewayError is what $context.error says of an answer that the gateway made
// itself.
func (x *exchange) gatewayError() contextvars.Error {
	e := contextvars.GatewayError(x.status, gatewayMessage(x.status))
	if x.called.Called {
		e.ResponseType = "INTEGRATION_FAILURE" // guess: as REST APIs have it
		if x.called.Error == timeoutError {
			e.ResponseType = "INTEGRATION_TIMEOUT"
		}
	}
	return e
}

// What $context.integrationErrorMessage says when an integration did not
// answer, or not in a way that could be passed on (guess: the texts are those
// of REST APIs).
const (
	timeoutError = "Execution failed due to a timeout error"
	networkError = "Network error communicating with endpoint"
	answerError  = "Execution failed due to configuration error: Malformed response from endpoint"
)

// wantsCalled says whether anything may read x.called.
func (x *exchange) wantsCalled(i *integration) bool { return x.stage.log != nil || i.answers != nil }

// noteCall keeps what became of a call to the integration; resp is nil if there
// was no answer that can be passed on.
func (x *exchange) noteCall(i *integration, resp *http.Response, failure string) {
	x.called = contextvars.Integration{
		Called:  true,
		Latency: time.Since(x.outgoing.Deadline.Add(-i.timeout)),
		Error:   failure,
	}
	if resp == nil {
		return
	}
	x.called.Status = resp.StatusCode
	x.called.RequestID = resp.Header.Get("X-Amz-Request-Id")
	if x.called.RequestID == "" {
		x.called.RequestID = resp.Header.Get("X-Amzn-Requestid")
	}
	x.called.RequestID2 = resp.Header.Get("X-Amz-Id-2")
}

// fullPath is the path of the request with its stage, unless that is $default
// (observed). Under a custom domain name it is the path as it was called, with
// the base path and without a stage (guess: that is so with REST APIs).
func (x *exchange) fullPath() string {
	switch {
	case x.domain != nil:
		return x.requested
	case x.stage.name == defaultStage:
		return x.path
	}
	return "/" + x.stage.name + x.path
}

// clientAddress is the IP address of the client.
func (x *exchange) clientAddress() string {
	if x.conn != nil {
		return x.conn.address
	}
	return hostOf(x.r.RemoteAddr)
}
