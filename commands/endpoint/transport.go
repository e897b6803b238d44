package endpoint

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"
)

// attempt sends a request once and reads the whole answer. Redirections are
// answers like others.
func (c *Client) attempt(ctx context.Context, r *request) (*answer, error) {
	u := c.base.target(r)
	if c.transport == nil {
		if err := c.makeTransport(u); err != nil {
			return nil, err
		}
	}
	resp, err := c.transport.RoundTrip(c.httpRequest(ctx, u, r))
	if err != nil {
		return nil, c.explain(ctx, u, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, c.explain(ctx, u, err)
	}
	return &answer{status: resp.StatusCode, header: resp.Header, body: body}, nil
}

// httpRequest returns a request for one attempt, signed now.
func (c *Client) httpRequest(ctx context.Context, u *url.URL, r *request) *http.Request {
	req := &http.Request{
		Method:        r.method,
		URL:           u,
		Host:          hostHeader(u),
		Header:        http.Header{},
		Body:          http.NoBody,
		ContentLength: int64(len(r.body)),
	}
	if len(r.body) > 0 {
		req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(r.body)), nil }
		req.Body, _ = req.GetBody()
	}
	req.Header.Set("Accept-Encoding", "identity")
	req.Header.Set("User-Agent", c.UserAgent)
	if c.UserAgent == "" {
		req.Header.Set("User-Agent", "gatehouse")
	}
	if r.contentType != "" {
		req.Header.Set("Content-Type", r.contentType)
	}
	if !c.NoSign {
		sign(req, r.body, c.Credentials, c.Region, r.service, c.now())
	}
	return req.WithContext(ctx)
}

// makeTransport prepares for connections to the endpoint of u.
func (c *Client) makeTransport(u *url.URL) error {
	proxy, err := proxyFor(c.Env, u)
	if err != nil {
		return err
	}
	transport := &http.Transport{
		DialContext:            c.dial,
		DisableCompression:     true,
		IdleConnTimeout:        DefaultTimeout,
		TLSHandshakeTimeout:    c.ConnectTimeout,
		OnProxyConnectResponse: checkTunnel,
	}
	if proxy != nil {
		transport.Proxy = http.ProxyURL(proxy)
	}
	if u.Scheme == "https" {
		if transport.TLSClientConfig, err = c.tlsConfig(u); err != nil {
			return err
		}
	}
	c.transport, c.proxy = transport, proxy
	return nil
}

func (c *Client) tlsConfig(u *url.URL) (*tls.Config, error) {
	if c.NoVerify {
		return &tls.Config{InsecureSkipVerify: true}, nil
	}
	if c.CABundle == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(c.CABundle)
	if err != nil {
		return nil, &SetupError{Text: "SSL validation failed for " + u.String() + " " + errnoText(err)}
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, &SetupError{Text: "SSL validation failed for " + u.String() +
			" [X509: NO_CERTIFICATE_OR_CRL_FOUND] no certificate or crl found"}
	}
	return &tls.Config{RootCAs: pool}, nil
}

// A dialError is a failure to reach the endpoint or the proxy.
type dialError struct{ error }

func (e dialError) Unwrap() error { return e.error }

func (c *Client) dial(ctx context.Context, network, address string) (net.Conn, error) {
	dialer := net.Dialer{Timeout: c.ConnectTimeout}
	conn, err := dialer.DialContext(ctx, network, address)
	if err != nil {
		return nil, dialError{err}
	}
	if c.ReadTimeout == 0 {
		return conn, nil
	}
	return &timedConn{Conn: conn, timeout: c.ReadTimeout}, nil
}

// A timedConn bounds the wait for the next bytes. The wait begins anew with
// each write too, since the transport reads ahead of its requests.
type timedConn struct {
	net.Conn
	timeout time.Duration
}

func (c *timedConn) Read(p []byte) (int, error) {
	if err := c.SetReadDeadline(time.Now().Add(c.timeout)); err != nil {
		return 0, err
	}
	return c.Conn.Read(p)
}

func (c *timedConn) Write(p []byte) (int, error) {
	if err := c.SetDeadline(time.Now().Add(c.timeout)); err != nil {
		return 0, err
	}
	return c.Conn.Write(p)
}
