package serve

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// A clientConn is a client's connection as net/http sees it. It saves the
// server the two things that, beside the system calls, cost a small answer
// most: passing a dozen fields through a header map that is cloned, sorted and
// written field by field, and keeping the time of every step.
//
// Fields: the gateway's own fields of an answer are handed to the connection as
// text, which it puts behind the status line of the answer that net/http then
// writes. Framing is net/http's alone: these fields have no say in it. It rests
// on net/http beginning every answer's head in a Write of its own, which it
// does because it flushes after each answer; a Write that does not begin with a
// status line while fields are waiting ends the connection.
//
// Time: the connection keeps it itself, see deadlines. Deadlines that net/http
// sets are without effect, but for those by which it begins and ends the
// watching of a client, see SetReadDeadline and watch.
type clientConn struct {
	net.Conn          // TLS, if that is spoken
	raw      net.Conn // below TLS
	peer
	host    calledHost   // by the last request
	fields  *[]byte      // of the answer that comes next, behind statusRoom bytes; nil: none
	arrived atomic.Int64 // bytes read since headIsSmall was asked last
	watch   watch
	time    deadlines
	late    atomic.Bool // the client has not kept to a time-out
	used    bool        // something was read
	unused  *connections
	scratch *sync.Pool // of *[]byte
	refused func(c *clientConn, answer []byte)
}

// A connListener makes every connection a clientConn.
type connListener struct {
	net.Listener
	unused  *connections
	scratch *sync.Pool

	// refused is told of what net/http refuses before it is a request. It may
	// be nil.
	refused func(c *clientConn, answer []byte)
}

func (l connListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return l.wrap(c), nil
}

func (l connListener) wrap(c net.Conn) *clientConn {
	l.unused.add(c)
	return &clientConn{
		Conn: c, raw: c, peer: newPeer(c.LocalAddr().String(), c.RemoteAddr().String()),
		time:   deadlines{began: time.Now()},
		unused: l.unused, scratch: l.scratch, refused: l.refused,
	}
}

type connKey struct{}

// withConn is the http.Server's ConnContext.
func withConn(ctx context.Context, c net.Conn) context.Context {
	if secured, ok := c.(*secureConn); ok {
		c = secured.clientConn
	}
	return context.WithValue(ctx, connKey{}, c)
}

// noteState is the http.Server's ConnState.
func noteState(c net.Conn, state http.ConnState) {
	switch c := c.(type) {
	case *clientConn:
		c.note(state)
	case *secureConn:
		c.note(state)
	}
}

// note notes where net/http is with a request: StateActive comes once its head
// has been read, StateIdle once it has been answered.
func (c *clientConn) note(state http.ConnState) {
	switch state {
	case http.StateActive:
		c.watch.possible = true
	case http.StateIdle:
		c.watch.possible, c.watch.wanted = false, false
		c.time.answered()
	}
}

// clientConnOf is the connection on which a request came, or nil if it is
// another kind of connection.
func clientConnOf(r *http.Request) *clientConn {
	c, _ := r.Context().Value(connKey{}).(*clientConn)
	return c
}

// addField adds a field to the next answer.
func (c *clientConn) addField(name, value string) {
	fields := c.gather()
	*fields = appendFieldLine(*fields, name, value)
}

// addLines adds fields to the next answer as appendFieldLine writes them.
func (c *clientConn) addLines(lines string) {
	fields := c.gather()
	*fields = append(*fields, lines...)
}

// gather begins to gather fields, if that has not been done.
func (c *clientConn) gather() *[]byte {
	if c.fields == nil {
		c.fields = c.scratch.Get().(*[]byte)
		*c.fields = append((*c.fields)[:0], make([]byte, statusRoom)...)
	}
	return c.fields
}

// appendFieldLine writes a field. The value has no line end in it, whatever it
// was made from.
func appendFieldLine(dst []byte, name, value string) []byte {
	dst = append(dst, name...)
	dst = append(dst, ": "...)
	begin := len(dst)
	dst = append(dst, value...)
	if strings.IndexByte(value, '\n') >= 0 || strings.IndexByte(value, '\r') >= 0 {
		for i, b := range dst[begin:] {
			if b == '\n' || b == '\r' {
				dst[begin+i] = ' '
			}
		}
	}
	return append(dst, "\r\n"...)
}

var errNoStatusLine = errors.New("the answer does not begin with a status line")

// Write writes p, with the fields that wait behind its first line.
func (c *clientConn) Write(p []byte) (int, error) {
	if !c.time.handled { // net/http answers by itself, what has not come to be a request
		c.time.boundWrites(c.Conn, time.Now())
		if c.refused != nil && bytes.HasPrefix(p, []byte("HTTP/1.")) {
			c.refused(c, p)
		}
	}
	if len(p) >= longWrite {
		defer func() { c.time.ended = time.Now() }()
	}
	if c.fields == nil {
		return c.write(p)
	}
	buffer := c.fields
	c.fields = nil
	defer c.scratch.Put(buffer)
	line := bytes.IndexByte(p, '\n') + 1
	if line == 0 || line > statusRoom || !bytes.HasPrefix(p, []byte("HTTP/1.")) {
		return 0, errNoStatusLine
	}
	out := *buffer
	copy(out[statusRoom-line:], p[:line])
	if bytes.HasPrefix(p, []byte("HTTP/1.1")) && !saysConnection(p[line:]) {
		out = append(out, "Connection: keep-alive\r\n"...) // observed
	}
	out = append(out, p[line:]...)
	*buffer = out
	if _, err := c.write(out[statusRoom-line:]); err != nil {
		return 0, err
	}
	return len(p), nil
}

func (c *clientConn) write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		c.late.Store(true)
	}
	return n, err
}

// statusRoom is what a status line of net/http's has room in.
const statusRoom = 64

// saysConnection says whether a head that net/http wrote has the field
// Connection, about which it decides.
func saysConnection(head []byte) bool {
	for {
		if bytes.HasPrefix(head, []byte("Connection:")) {
			return true
		}
		end := bytes.IndexByte(head, '\n')
		if end < 0 || bytes.HasPrefix(head, []byte("\r\n")) {
			return false
		}
		head = head[end+1:]
	}
}

// Read reads, as long as the client has time. net/http's watching of a client
// whose request is being answered takes any time: that is a read of one byte,
// where such a read was announced.
func (c *clientConn) Read(p []byte) (int, error) {
	if len(p) == 1 && c.watch.wanted {
		n, err := c.watch.read(c.Conn, p)
		c.arrived.Add(int64(n))
		return n, err
	}
	for {
		by := c.time.readBy()
		c.watch.wake(c.Conn, by)
		n, err := c.Conn.Read(p)
		if n > 0 {
			c.arrived.Add(int64(n))
			c.time.arrived()
			if !c.used {
				c.used = true
				c.unused.remove(c.raw)
			}
			return n, err
		}
		if !errors.Is(err, os.ErrDeadlineExceeded) {
			return n, err
		}
		if !time.Now().Before(by) {
			c.late.Store(true)
			return n, err
		}
		c.watch.timer = time.Time{} // it went off early: it was set for an earlier read
	}
}

// headIsSmall says whether the head of a request that has just come in cannot
// be longer than limit, and spares adding its fields up. What net/http may have
// read ahead with the request before is counted too.
func (c *clientConn) headIsSmall(limit int64) bool {
	const readAhead = 4096 + 1 // net/http's buffer, and the byte of a read in the background
	return c.arrived.Swap(0)+readAhead <= limit
}

// SetReadDeadline is net.Conn's for net/http's watching of the client alone: no
// deadline, once the head of a request has been read, announces it, and
// aLongTimeAgo, which no other deadline comes near, ends it. Other deadlines
// are without effect.
func (c *clientConn) SetReadDeadline(t time.Time) error {
	if !t.IsZero() && t.Unix() <= 1 {
		c.watch.interrupt(c.Conn)
		return nil
	}
	c.watch.resume(c.Conn)
	c.watch.wanted = c.watch.possible && t.IsZero()
	return nil
}

// SetWriteDeadline is net.Conn's, without effect.
func (c *clientConn) SetWriteDeadline(time.Time) error { return nil }

// SetDeadline is net.Conn's, with the effect of SetReadDeadline.
func (c *clientConn) SetDeadline(t time.Time) error { return c.SetReadDeadline(t) }

// CloseWrite tells the client that no more comes, so that net/http can wait
// for him to read the last answer before it closes.
func (c *clientConn) CloseWrite() error {
	if tcp, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return tcp.CloseWrite()
	}
	return nil
}

// Close closes the connection.
func (c *clientConn) Close() error {
	c.unused.remove(c.raw)
	return c.Conn.Close()
}

// A connections is the set of connections on which no request has begun.
// Browsers open such ahead of need; a server that is told to end does not wait
// for them.
type connections struct {
	mu     sync.Mutex
	set    map[net.Conn]struct{} // below TLS
	ending bool
}

func newConnections() *connections { return &connections{set: make(map[net.Conn]struct{})} }

func (c *connections) add(conn net.Conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ending {
		conn.Close()
		return
	}
	c.set[conn] = struct{}{}
}

func (c *connections) remove(conn net.Conn) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.set, conn)
}

func (c *connections) closeAll() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ending = true
	for conn := range c.set {
		conn.Close()
	}
	clear(c.set)
}
