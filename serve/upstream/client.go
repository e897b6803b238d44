package upstream

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"sync"
	"time"
)

const (
	// maxIdle bounds the connections kept for one endpoint. More callers at
	// once than that still get a connection each; it is closed after use.
	maxIdle = 512

	// idleTime is how long an unused connection is kept. Most servers close
	// theirs after 5 to 75 seconds.
	idleTime = 30 * time.Second
)

// An Endpoint is what a connection leads to.
type Endpoint struct {
	Address    string // host:port to dial
	ServerName string // the name that the peer's certificate must bear; "" speaks plain HTTP
}

// A Request is one request, serialised by its caller.
type Request struct {
	Endpoint Endpoint
	Method   string // as in Head
	Head     []byte // request line and fields, with the empty line; the client may append to it
	Body     []byte // framed as Head says
	Deadline time.Time
}

// A Client keeps connections to endpoints and makes calls on them. The zero
// value is ready to use. Its methods may be called concurrently.
type Client struct {
	MaxBody int            // the biggest answer body taken, in bytes
	RootCAs *x509.CertPool // whom to trust; nil is the system's choice

	mu      sync.Mutex
	idle    map[Endpoint][]*conn // the one used last stands last
	open    map[*conn]struct{}   // idle and busy ones
	reaper  *time.Timer          // set while idle is not empty
	tickets tls.ClientSessionCache
	closed  bool
}

// Do sends a request and reads the answer. The body is appended to dst, which
// is returned even on failure so that its memory can be used again; the Body
// of the response is closed. Every failure is an *Error. Do returns soon after
// the request's deadline or after Close; the end of ctx ends dialling only.
func (c *Client) Do(ctx context.Context, req *Request, dst []byte) (*http.Response, []byte, error) {
	kept := c.keptConn(req)
	if kept != nil {
		resp, body, err := kept.exchange(req, dst, c.MaxBody)
		c.release(kept, err == nil)
		if err == nil || !kept.silent || !idempotent(req.Method) {
			return resp, body, err
		}
	}
	fresh, err := c.dial(ctx, req)
	if err != nil {
		return nil, dst, err
	}
	resp, body, err := fresh.exchange(req, dst, c.MaxBody)
	c.release(fresh, err == nil)
	return resp, body, err
}

// Close closes all connections. Calls under way fail, and so do later ones.
func (c *Client) Close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed = true
	for cn := range c.open {
		cn.nc.Close()
	}
	c.open, c.idle = nil, nil
	if c.reaper != nil {
		c.reaper.Stop()
		c.reaper = nil
	}
}

// keptConn takes the connection to the endpoint that was used last, if one is
// left that still works.
func (c *Client) keptConn(req *Request) *conn {
	for {
		c.mu.Lock()
		list := c.idle[req.Endpoint]
		if len(list) == 0 {
			c.mu.Unlock()
			return nil
		}
		cn := list[len(list)-1]
		list[len(list)-1] = nil
		c.idle[req.Endpoint] = list[:len(list)-1]
		c.mu.Unlock()
		if cn.alive(req.Deadline) {
			return cn
		}
		c.discard(cn)
	}
}

// release keeps a connection for the next call, or closes it.
func (c *Client) release(cn *conn, ok bool) {
	if !ok || !cn.reusable {
		c.discard(cn)
		return
	}
	cn.since = time.Now()
	c.mu.Lock()
	list := c.idle[cn.endpoint]
	full := c.closed || len(list) >= maxIdle
	if !full {
		if c.idle == nil {
			c.idle = make(map[Endpoint][]*conn)
		}
		c.idle[cn.endpoint] = append(list, cn)
		if c.reaper == nil {
			c.reaper = time.AfterFunc(idleTime/2, c.reap)
		}
	}
	c.mu.Unlock()
	if full {
		c.discard(cn)
	}
}

func (c *Client) discard(cn *conn) {
	cn.nc.Close()
	c.mu.Lock()
	delete(c.open, cn)
	c.mu.Unlock()
}

// reap closes the connections that nobody has used for idleTime.
func (c *Client) reap() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return
	}
	oldest := time.Now().Add(-idleTime)
	for endpoint, list := range c.idle {
		n := 0
		for n < len(list) && list[n].since.Before(oldest) {
			list[n].nc.Close()
			delete(c.open, list[n])
			n++
		}
		if n == len(list) {
			delete(c.idle, endpoint)
			continue
		}
		c.idle[endpoint] = append([]*conn(nil), list[n:]...)
	}
	c.reaper = nil
	if len(c.idle) > 0 {
		c.reaper = time.AfterFunc(idleTime/2, c.reap)
	}
}

// dial opens a connection.
func (c *Client) dial(ctx context.Context, req *Request) (*conn, error) {
	if c.isClosed() {
		return nil, &Error{Failure: Unreachable, Err: net.ErrClosed}
	}
	dialer := net.Dialer{Deadline: req.Deadline}
	nc, err := dialer.DialContext(ctx, "tcp", req.Endpoint.Address)
	if err != nil {
		return nil, &Error{Failure: dialFailure(err), Err: err}
	}
	cn := &conn{nc: nc, endpoint: req.Endpoint}
	cn.watch(nc)
	if req.Endpoint.ServerName != "" {
		if err := c.secure(ctx, cn, req.Deadline); err != nil {
			nc.Close()
			return nil, &Error{Failure: dialFailure(err), Err: err}
		}
	}
	cn.in.r = cn.nc
	cn.br = bufio.NewReader(&cn.in)

	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		cn.nc.Close()
		return nil, &Error{Failure: Unreachable, Err: net.ErrClosed}
	}
	if c.open == nil {
		c.open = make(map[*conn]struct{})
	}
	c.open[cn] = struct{}{}
	return cn, nil
}

func (c *Client) isClosed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.closed
}

// sessions is the cache of TLS sessions of all connections.
func (c *Client) sessions() tls.ClientSessionCache {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.tickets == nil {
		c.tickets = tls.NewLRUClientSessionCache(0)
	}
	return c.tickets
}

// secure puts TLS on a new connection.
func (c *Client) secure(ctx context.Context, cn *conn, deadline time.Time) error {
	ctx, cancel := context.WithDeadline(ctx, deadline)
	defer cancel()
	secured := tls.Client(cn.nc, &tls.Config{
		ServerName:         cn.endpoint.ServerName,
		RootCAs:            c.RootCAs,
		NextProtos:         []string{"http/1.1"},
		ClientSessionCache: c.sessions(),
		MinVersion:         tls.VersionTLS12,
	})
	if err := secured.HandshakeContext(ctx); err != nil {
		return err
	}
	cn.nc = secured
	cn.secured = true
	return nil
}

// idempotent says whether a method may be sent twice.
func idempotent(method string) bool {
	switch method {
	case "GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE":
		return true
	}
	return false
}
