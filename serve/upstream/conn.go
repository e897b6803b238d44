package upstream

import (
	"bufio"
	"errors"
	"io"
	"math"
	"net"
	"net/http"
	"os"
	"syscall"
	"time"
)

const (
	// maxHead bounds the header section of an answer, informational answers
	// before it included: what http.Transport takes for one answer.
	maxHead = 1 << 20

	// maxBesides is the longest body that is written before reading: it fits
	// into the socket's buffer, so that writing cannot wait for the peer.
	maxBesides = 16 << 10
)

// A conn is a connection to an endpoint. One caller at a time uses it.
type conn struct {
	nc       net.Conn
	raw      syscall.RawConn // of the TCP connection; nil if it has none
	endpoint Endpoint
	secured  bool
	in       input
	br       *bufio.Reader
	request  http.Request // tells http.ReadResponse the method
	since    time.Time    // of the last use, while idle
	probe    probe

	silent   bool // in the last exchange, the connection ended before any answer
	reusable bool // the last exchange left the connection ready for another
}

// exchange sends a request and reads its answer, whose body it appends to dst.
func (c *conn) exchange(req *Request, dst []byte, maxBody int) (*http.Response, []byte, error) {
	c.silent, c.reusable = false, false
	if err := c.nc.SetDeadline(req.Deadline); err != nil {
		c.silent = true
		return nil, dst, &Error{Failure: Broken, Err: err}
	}
	sent := c.send(req)
	resp, body, err := c.receive(req.Method, dst, maxBody)
	whole := c.sent(sent)
	if err != nil {
		return nil, body, err
	}
	c.reusable = whole && !resp.Close && c.br.Buffered() == 0 && resp.ProtoAtLeast(1, 1)
	return resp, body, nil
}

// send writes the request. The channel, if any, tells how the writing that is
// still under way ends. That a write fails shows in the reading: a peer may
// have answered before it stopped listening.
func (c *conn) send(req *Request) chan error {
	if len(req.Body) <= maxBesides {
		req.Head = append(req.Head, req.Body...)
		c.nc.Write(req.Head)
		req.Head = req.Head[:len(req.Head)-len(req.Body)]
		return nil
	}
	sent := make(chan error, 1)
	go func() {
		parts := net.Buffers{req.Head, req.Body}
		_, err := parts.WriteTo(c.nc)
		sent <- err
	}()
	return sent
}

// sent says whether the request was written to its end by the time its answer
// had come. If not, it ends the writing and waits for that, since the body
// belongs to the caller again when exchange returns.
func (c *conn) sent(sent chan error) bool {
	if sent == nil {
		return true
	}
	select {
	case err := <-sent:
		return err == nil
	default:
		c.nc.Close()
		<-sent
		return false
	}
}

// receive reads an answer, skipping informational ones.
func (c *conn) receive(method string, dst []byte, maxBody int) (*http.Response, []byte, error) {
	c.in.left, c.in.err = maxHead, nil
	if _, err := c.br.Peek(1); err != nil {
		c.silent = !errors.Is(err, os.ErrDeadlineExceeded)
		return nil, dst, c.failed(err, nil)
	}
	c.request.Method = method
	for {
		resp, err := http.ReadResponse(c.br, &c.request)
		switch {
		case err != nil:
			return nil, dst, c.failed(err, nil)
		case resp.StatusCode == http.StatusSwitchingProtocols:
			return nil, dst, c.failed(errUpgrade, nil)
		case resp.StatusCode >= 100 && resp.StatusCode < 200:
			continue
		case resp.StatusCode < 100, resp.StatusCode > 599: // RFC 9110, section 15; guess: refused like no HTTP at all
			return nil, dst, c.failed(errStatus, nil)
		}
		c.in.left = math.MaxInt64
		body, err := appendAll(dst, resp, maxBody)
		resp.Body.Close()
		if err != nil {
			return nil, body, c.failed(err, resp)
		}
		return resp, body, nil
	}
}

// failed says how the reading of an answer failed; resp is the answer whose
// body was being read, if it came to that.
func (c *conn) failed(err error, resp *http.Response) error {
	e := &Error{Failure: Malformed, Err: err}
	switch {
	case errors.Is(err, ErrTooLong):
		e.Failure = TooLarge
	case errors.Is(c.in.err, os.ErrDeadlineExceeded):
		e.Failure, e.Err = TimedOut, c.in.err
	case c.in.err != nil:
		e.Failure = Broken
	}
	e.EventStream = resp != nil && isEventStream(resp.Header.Get("Content-Type"))
	return e
}

// alive says whether a kept connection can be used: its peer has neither
// closed it nor sent anything since the last answer ended.
func (c *conn) alive(deadline time.Time) bool {
	// A deadline of the past would keep the probe from looking.
	if err := c.nc.SetDeadline(deadline); err != nil {
		return false
	}
	if c.raw == nil || !c.probe.possible() {
		return time.Since(c.since) < unprobedTime
	}
	switch c.probe.look(c) {
	case quiet:
		return true
	case spoke:
		return c.secured && c.onlyTickets()
	}
	return false
}

// unprobedTime is for how long a connection is taken to be alive that cannot
// be asked.
const unprobedTime = time.Second

// onlyTickets says whether what a TLS peer sent unasked is of no concern to
// HTTP, such as a session ticket.
func (c *conn) onlyTickets() bool {
	if err := c.nc.SetReadDeadline(time.Now().Add(time.Millisecond)); err != nil {
		return false
	}
	_, err := c.br.Peek(1)
	return errors.Is(err, os.ErrDeadlineExceeded)
}

// watch prepares the probe of a connection.
func (c *conn) watch(nc net.Conn) {
	if sc, ok := nc.(syscall.Conn); ok {
		if raw, err := sc.SyscallConn(); err == nil {
			c.raw = raw
		}
	}
}

// An input is a connection's read side. It stops an endless header section
// and keeps the error of the connection, which http.ReadResponse hides.
type input struct {
	r    io.Reader
	left int64 // bytes until errEndlessHead
	err  error
}

func (in *input) Read(p []byte) (int, error) {
	if in.left <= 0 {
		return 0, errEndlessHead
	}
	n, err := in.r.Read(p[:min(int64(len(p)), in.left)])
	in.left -= int64(n)
	if err != nil {
		in.err = err
	}
	return n, err
}
