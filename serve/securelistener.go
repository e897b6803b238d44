package serve

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"gatehouse/serve/truststore"
)

// handshakeTimeout is how long a client may take for a handshake.
const handshakeTimeout = 10 * time.Second

// A secureListener gives out connections whose TLS handshake is done. Those
// that speak HTTP/1.1 are clientConns, with what these do, above TLS; those
// that speak HTTP/2 are *tls.Conns, by which net/http knows them.
type secureListener struct {
	connListener
	config *tls.Config
	failed func(*rawConn, error) // told of handshakes that came to nothing

	begin, end sync.Once
	accepted   chan accepted
	quit       chan struct{}
	work       sync.WaitGroup
}

type accepted struct {
	conn net.Conn
	err  error
}

func newSecureListener(l connListener, config *tls.Config, failed func(*rawConn, error)) *secureListener {
	return &secureListener{connListener: l, config: config, failed: failed, accepted: make(chan accepted), quit: make(chan struct{})}
}

// A rawConn is the connection below TLS.
type rawConn struct {
	net.Conn
	domain string            // the custom domain name whose truststore the handshake used; "" if none
	store  *truststore.Store // that
}

// A secureConn is a clientConn above TLS; net/http asks it about that.
type secureConn struct {
	*clientConn
	state tls.ConnectionState
}

// ConnectionState is what http.Request.TLS will be.
func (c *secureConn) ConnectionState() tls.ConnectionState { return c.state }

// rawConnOf is the connection below TLS on which a request came, or nil.
func rawConnOf(r *http.Request) *rawConn {
	c := r.Context().Value(connKey{})
	if cc, ok := c.(*clientConn); ok {
		c = cc.Conn
	}
	if t, ok := c.(*tls.Conn); ok {
		raw, _ := t.NetConn().(*rawConn)
		return raw
	}
	return nil
}

// Accept returns the next connection that is ready.
func (l *secureListener) Accept() (net.Conn, error) {
	l.begin.Do(func() { l.work.Go(l.run) })
	select {
	case a := <-l.accepted:
		return a.conn, a.err
	case <-l.quit:
		return nil, net.ErrClosed
	}
}

// Close ends the listener and the handshakes under way.
func (l *secureListener) Close() error {
	var err error
	l.end.Do(func() {
		l.begin.Do(func() {}) // or else a later Accept would begin
		close(l.quit)
		err = l.Listener.Close()
		l.work.Wait()
	})
	return err
}

// run accepts connections until the listener is closed, each to its own
// handshake: none waits for another.
func (l *secureListener) run() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for {
		c, err := l.Listener.Accept()
		if err == nil {
			l.work.Go(func() { l.handshake(ctx, c) })
		} else if !l.give(accepted{err: err}) || errors.Is(err, net.ErrClosed) {
			return
		}
	}
}

// give hands a connection or an error to Accept. It reports whether the
// listener is still open.
func (l *secureListener) give(a accepted) bool {
	select {
	case l.accepted <- a:
		return true
	case <-l.quit:
		return false
	}
}

func (l *secureListener) handshake(ctx context.Context, c net.Conn) {
	ctx, cancel := context.WithTimeout(ctx, handshakeTimeout)
	defer cancel()
	cc := l.wrap(c)
	raw := &rawConn{Conn: c}
	secured := tls.Server(raw, l.config)
	if err := secured.HandshakeContext(ctx); err != nil {
		l.failed(raw, err)
		if e, ok := errors.AsType[tls.RecordHeaderError](err); ok && e.Conn != nil && 'A' <= e.RecordHeader[0] && e.RecordHeader[0] <= 'Z' {
			refusePlain(c)
		}
		cc.Close()
		return
	}
	state := secured.ConnectionState()
	var ready net.Conn = secured
	if state.NegotiatedProtocol == "h2" {
		l.unused.remove(c) // net/http sees to it from here on
	} else {
		cc.Conn = secured
		ready = &secureConn{cc, state}
	}
	if !l.give(accepted{conn: ready}) {
		ready.Close()
	}
}

// refusePlain answers a client that speaks HTTP where TLS is spoken. The
// service has no such port at all, so what works here without TLS would not
// work there.
func refusePlain(c net.Conn) {
	const body = "Client sent an HTTP request to an HTTPS server: this is gatehouse serve --tls, call it with https.\n"
	c.SetDeadline(time.Now().Add(time.Second))
	io.WriteString(c, "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"+body)
	if tcp, ok := c.(*net.TCPConn); ok {
		tcp.CloseWrite() // and let him read it: closing at once could take it from him
		io.Copy(io.Discard, io.LimitReader(c, maxHeaderBytes))
	}
}
