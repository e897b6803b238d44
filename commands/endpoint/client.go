// Package endpoint sends operations to a service over HTTP, as the AWS CLI
// does with --endpoint-url: serialised by the model's bindings, signed with
// Signature Version 4, retried and reported in its words.
package endpoint

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"gatehouse/commands/awsconfig"
	"gatehouse/model"
)

// DefaultTimeout is what the AWS CLI waits for a connection, and for the next
// bytes of an answer, if it is not told otherwise.
const DefaultTimeout = 60 * time.Second

// DefaultMaxAttempts is how often the AWS CLI sends a request at most.
const DefaultMaxAttempts = 3

// A Client sends operations to one endpoint. Its fields are set before its
// first use and not changed afterwards; it must not be used concurrently.
// Nothing is read or connected before the first operation.
type Client struct {
	URL         string // the endpoint, e.g. "http://localhost:8080"
	Region      string // for the signature
	Credentials awsconfig.Credentials
	NoSign      bool // send no signature; Credentials are unused

	NoVerify bool   // do not verify a server's certificate
	CABundle string // file of the certificates to verify by; "" for the system's

	// ConnectTimeout bounds making a connection, ReadTimeout the wait for
	// each next part of an answer. 0 is no bound; a negative one is refused.
	ConnectTimeout time.Duration
	ReadTimeout    time.Duration

	MaxAttempts int    // how often a request is sent at most; 0 is DefaultMaxAttempts
	UserAgent   string // "" is "gatehouse"

	// Env gives the proxy variables; nil has none.
	Env awsconfig.Environment

	Now    func() time.Time                                 // nil is time.Now
	Wait   func(ctx context.Context, d time.Duration) error // between attempts; nil waits
	Random func() float64                                   // in [0, 1), spreads the waits; nil is random

	base      *base           // of URL; nil before Check
	transport *http.Transport // nil before the first attempt
	proxy     *url.URL        // that transport uses, or nil
}

// Check reports what is wrong with the endpoint's URL, the region or the
// time-outs, in the AWS CLI's words, before anything is sent. Do checks too.
func (c *Client) Check() error {
	if c.base != nil {
		return nil
	}
	for _, t := range []struct {
		name    string
		timeout time.Duration
	}{{"connect", c.ConnectTimeout}, {"read", c.ReadTimeout}} {
		if t.timeout < 0 {
			return &SetupError{Text: fmt.Sprintf(
				"Attempted to set %s timeout to %v, but the timeout cannot be set to a value less than or equal to 0.",
				t.name, t.timeout.Seconds())}
		}
	}
	if !validRegion(c.Region) {
		return &SetupError{Text: "Provided region_name '" + c.Region + "' doesn't match a supported format."}
	}
	base, err := parseEndpoint(c.URL)
	if err != nil {
		return err
	}
	c.base = base
	return nil
}

// Do runs one operation at the endpoint. in holds API member names and is
// valid (model.Validate). The result holds API member names in the model's
// order, and is nil for an operation that returns nothing.
//
// The error is a *ServiceError if the service refused, a *ConnectionError if
// there was no whole answer, a *SetupError if the client's settings are
// unusable, a *ResponseError if the answer is not of the model's types, or
// the context's.
func (c *Client) Do(ctx context.Context, op *model.Operation, in *model.Document) (*model.Document, error) {
	r := serialise(op, in)
	a, err := c.send(ctx, &r, func(a *answer) error { return decodeError(op.Name, a) })
	if err != nil {
		return nil, err
	}
	return decodeOutput(op.Output, a.body)
}

// Close closes the connections that are kept for further operations.
func (c *Client) Close() {
	if c.transport != nil {
		c.transport.CloseIdleConnections()
	}
}

func (c *Client) now() time.Time {
	if c.Now != nil {
		return c.Now()
	}
	return time.Now()
}
