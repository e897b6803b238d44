package serve

import (
	"time"

	"gatehouse/serve/contextvars"
	"gatehouse/serve/hostname"
)

// Context is what the variables of $context are read from, as far as it is
// known by now. It is made anew each time: the few routes whose mappings ask
// for a variable ask for one or two.
func (x *exchange) Context() *contextvars.Context {
	x.identify()
	c := &contextvars.Context{
		AccountID:       x.account,
		APIID:           x.api.id,
		Stage:           x.stage.name,
		RouteKey:        x.route.text,
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
		ResponseLatency: time.Since(x.start),
		Integration:     x.called,
	}
	c.Authorizer.Error = x.verdict.Error
	if x.verdict.Claims.Exist() {
		c.Authorizer.Claims = x.verdict.Claims
	}
	if id := x.verdict.Identity; id != nil {
		c.Identity = contextvars.Identity{AccountID: id.AccountID, Caller: id.CallerID, User: id.UserID, UserARN: id.UserARN}
	}
	return c
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
