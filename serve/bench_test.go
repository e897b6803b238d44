package serve

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"gatehouse/model"
	"gatehouse/state"
)

func BenchmarkDecide(b *testing.B) {
	p := NewCorsPolicy(fullCors())
	q := CorsRequest{Method: "OPTIONS", Origin: appOrigin, RequestMethod: "PUT", RequestHeaders: []string{"content-type,X-Api-Key"}}
	b.ReportAllocs()
	for b.Loop() {
		if d := p.Decide(q); d.Row != 3 {
			b.Fatal(d.Row)
		}
	}
}

func BenchmarkMatch(b *testing.B) {
	for _, n := range []int{1, 10, 1000} {
		keys := []string{"GET /pets/{id}/toys/{toy}"}
		for i := range n - 1 {
			keys = append(keys, fmt.Sprintf("GET /pets/{id}/toys%d/{toy}", i))
		}
		rt := newRouter(b, keys...)
		values := make([]string, 0, 8)
		b.Run(fmt.Sprintf("routes=%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if r, _ := rt.match("GET", "/pets/17/toys/ball", values[:0]); r == nil {
					b.Fatal("no match")
				}
			}
		})
	}
}

// A repeating is a connection on which the same request arrives for as long as
// the benchmark runs. Answers go nowhere.
type repeating struct {
	net.Conn
	request []byte
	more    func() bool
	rest    []byte
	ended   bool
	closed  chan struct{}
}

func (c *repeating) Read(p []byte) (int, error) {
	if len(c.rest) == 0 {
		if c.ended = c.ended || !c.more(); c.ended {
			return 0, io.EOF
		}
		c.rest = c.request
	}
	n := copy(p, c.rest)
	c.rest = c.rest[n:]
	return n, nil
}

func (c *repeating) Write(p []byte) (int, error)      { return len(p), nil }
func (c *repeating) Close() error                     { close(c.closed); return nil }
func (c *repeating) SetDeadline(time.Time) error      { return nil }
func (c *repeating) SetReadDeadline(time.Time) error  { return nil }
func (c *repeating) SetWriteDeadline(time.Time) error { return nil }
func (c *repeating) LocalAddr() net.Addr              { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }
func (c *repeating) RemoteAddr() net.Addr             { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

// A oneConn is a listener with one connection.
type oneConn struct{ conn chan net.Conn }

func (l oneConn) Accept() (net.Conn, error) {
	if c, ok := <-l.conn; ok {
		return c, nil
	}
	return nil, io.EOF
}
func (l oneConn) Close() error   { return nil }
func (l oneConn) Addr() net.Addr { return &net.TCPAddr{} }

// benchmarkServer measures what net/http and a handler do for a request, with
// no socket between.
func benchmarkServer(b *testing.B, handler http.Handler, request string) {
	conn := &repeating{request: []byte(strings.ReplaceAll(request, "\n", "\r\n")), more: b.Loop, closed: make(chan struct{})}
	l := oneConn{make(chan net.Conn, 1)}
	l.conn <- conn
	close(l.conn)
	b.ReportAllocs()
	scratch := &sync.Pool{New: func() any { return new([]byte) }}
	(&http.Server{Handler: handler, ConnContext: withConn, ConnState: noteState}).Serve(connListener{l, newConnections(), scratch, nil})
	<-conn.closed
}

const benchmarkPreflight = "OPTIONS /pets HTTP/1.1\nHost: " + testAPI + ".execute-api.us-east-1.localhost:8080\n" +
	"Origin: " + appOrigin + "\nAccess-Control-Request-Method: POST\nAccess-Control-Request-Headers: content-type\n\n"

const benchmarkGet = "GET /pets HTTP/1.1\nHost: " + testAPI + ".execute-api.us-east-1.localhost:8080\nOrigin: " + appOrigin + "\n\n"

// newBenchmarkServer is a server with CORS and one integration. It writes its
// log, to nowhere.
func newBenchmarkServer(b *testing.B, backend string, routes int) *server {
	a := (&account{cors: fullCors()}).route("GET /pets", backend)
	for i := range routes - 1 {
		a.route(fmt.Sprintf("GET /pets/{id}/%d", i), backend)
	}
	g, err := compile(a.catalog(), "")
	if err != nil {
		b.Fatal(err)
	}
	source := &script{catalog: a.catalog()}
	l := &live{source: source, warn: func(text string) { b.Error(text) }, epoch: time.Now()}
	l.gateway.Store(g)
	listeners, err := listen(Config{})
	if err != nil {
		b.Fatal(err)
	}
	s := newServer(Config{}, l, listeners)
	for _, l := range listeners {
		l.Close()
	}
	s.journal = newJournal(io.Discard, false)
	b.Cleanup(func() {
		s.journal.Close()
		s.client.Close()
	})
	return s
}

// BenchmarkPreflight measures a preflight that the gateway answers, beside the
// least that a net/http server can do.
func BenchmarkPreflight(b *testing.B) {
	b.Run("floor", func(b *testing.B) {
		benchmarkServer(b, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(204) }), benchmarkPreflight)
	})
	b.Run("routes=1", func(b *testing.B) {
		benchmarkServer(b, newBenchmarkServer(b, "http://127.0.0.1:9", 1), benchmarkPreflight)
	})
	b.Run("routes=1000", func(b *testing.B) {
		benchmarkServer(b, newBenchmarkServer(b, "http://127.0.0.1:9", 1000), benchmarkPreflight)
	})
}

// BenchmarkProxy measures a GET of 100 bytes through an integration, beside
// httputil.ReverseProxy.
func BenchmarkProxy(b *testing.B) {
	backend := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		io.WriteString(w, strings.Repeat("x", 100))
	}))
	defer backend.Close()
	b.Run("gateway", func(b *testing.B) {
		benchmarkServer(b, newBenchmarkServer(b, backend.URL, 1), benchmarkGet)
	})
	b.Run("ReverseProxy", func(b *testing.B) {
		target, err := url.Parse(backend.URL)
		if err != nil {
			b.Fatal(err)
		}
		transport := &http.Transport{DisableCompression: true}
		defer transport.CloseIdleConnections()
		benchmarkServer(b, &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) }, Transport: transport}, benchmarkGet)
	})
}

// BenchmarkCompile measures what an edit costs of a state of a thousand APIs,
// and of the one API that a request then asks for.
func BenchmarkCompile(b *testing.B) {
	c := &state.Catalog{}
	for i := range 1000 {
		a := &account{cors: fullCors()}
		for j := range 20 {
			a.route(fmt.Sprintf("GET /pets/{id}/%d", j), "http://127.0.0.1:9000/pets/{id}")
		}
		c.APIs = append(c.APIs, a.api(fmt.Sprintf("a%09d", i), "us-east-1"))
	}
	b.Run("gateway", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := compile(c, ""); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("stage", func(b *testing.B) {
		b.ReportAllocs()
		around := new(surroundings)
		for b.Loop() {
			(&stage{in: &c.APIs[0].Stages[0]}).ready(around)
		}
	})
}

func BenchmarkNewCorsPolicy(b *testing.B) {
	b.ReportAllocs()
	c := &model.Cors{AllowOrigins: []string{appOrigin}, AllowMethods: []string{"GET"}}
	for b.Loop() {
		NewCorsPolicy(c)
	}
}
