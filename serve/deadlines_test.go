package serve

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"gatehouse/serve/localca"
	"gatehouse/serve/upstream"
	"gatehouse/state"
)

// A read ends when the client's time is up: not earlier, though timers of
// earlier reads may go off meanwhile, and not later.
func TestReadDeadlines(t *testing.T) {
	send := func(c *clientConn, far net.Conn) { // something comes, and is read
		go far.Write([]byte("x"))
		if n, err := c.Read(make([]byte, 100)); n != 1 || err != nil {
			panic(err)
		}
	}
	handle := func(c *clientConn) {
		noteState(c, http.StateActive)
		c.time.begin(c, time.Now())
	}
	answer := func(c *clientConn, took time.Duration) { // as net/http goes about it
		handle(c)
		c.SetReadDeadline(time.Time{})
		ended := watching(c)
		time.Sleep(took)
		c.time.ended = time.Now()
		c.SetReadDeadline(longAgo)
		<-ended
		c.SetReadDeadline(time.Time{})
		noteState(c, http.StateIdle)
	}
	tests := []struct {
		name string
		act  func(c *clientConn, far net.Conn)
		want time.Duration // from then to the end of the next read
	}{
		{"of a new connection", func(c *clientConn, far net.Conn) {}, requestTimeout},
		{"when some of its first request has come", func(c *clientConn, far net.Conn) {
			time.Sleep(20 * time.Second)
			send(c, far)
		}, requestTimeout - 20*time.Second},
		{"after an answer", func(c *clientConn, far net.Conn) {
			time.Sleep(50 * time.Second)
			send(c, far)
			answer(c, 0)
		}, idleTimeout},
		{"after many", func(c *clientConn, far net.Conn) {
			for range 20 {
				time.Sleep(50 * time.Second)
				send(c, far)
				answer(c, 30*time.Second)
			}
		}, idleTimeout},
		{"when some of a later request has come", func(c *clientConn, far net.Conn) {
			send(c, far)
			answer(c, 0)
			time.Sleep(70 * time.Second)
			send(c, far)
		}, requestTimeout},
		{"when more of a later request has come", func(c *clientConn, far net.Conn) {
			send(c, far)
			answer(c, 0)
			for range 3 { // the first of these begins the request, the second finds the time out
				send(c, far)
				time.Sleep(10 * time.Second)
			}
		}, requestTimeout - 20*time.Second},
		{"of a body", func(c *clientConn, far net.Conn) {
			send(c, far)
			answer(c, 0)
			send(c, far)
			handle(c)
			time.Sleep(15 * time.Second)
		}, requestTimeout - 15*time.Second},
		{"of the body of a request that came with the one before", func(c *clientConn, far net.Conn) {
			send(c, far)
			answer(c, time.Minute)
			handle(c)
		}, requestTimeout},
		{"when some of a request has come soon after a watched answer", func(c *clientConn, far net.Conn) {
			send(c, far)
			answer(c, watchDelay+1)
			send(c, far)
		}, requestTimeout},
	}
	for _, test := range tests {
		for _, room := range []int{100, 1} { // 1: a buffer is full but for that, as it is when somebody watches
			t.Run(fmt.Sprint(test.name, "/", room), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					near, far := net.Pipe()
					defer far.Close()
					c := connListener{unused: newConnections()}.wrap(near)
					defer c.Close()
					test.act(c, far)
					began := time.Now()
					_, err := c.Read(make([]byte, room))
					if took := time.Since(began); !errors.Is(err, os.ErrDeadlineExceeded) || took != test.want || !c.late.Load() {
						t.Errorf("the read ended after %v with %v, want %v", took, err, test.want)
					}
				})
			})
		}
	}
}

// A client that trickles, idles or does not read keeps its connection for as
// long as the server's time-outs say, although timers are set coarsely: with
// TLS as without.
func TestSlowClients(t *testing.T) {
	const (
		request = "GET /_gatehouse/health HTTP/1.1\r\nHost: localhost\r\n\r\n"
		post    = "POST /x HTTP/1.1\r\nHost: localhost\r\n"
		managed = "POST /v2/apis HTTP/1.1\r\nHost: localhost\r\n" +
			"Authorization: AWS4-HMAC-SHA256 Credential=x/20300101/us-east-1/apigateway/aws4_request, SignedHeaders=host, Signature=x\r\n"
		buffer = 4096 // net/http's
	)
	// says lets a client send something, and then wait.
	says := func(text string) func(c net.Conn) string {
		return func(c net.Conn) string {
			go io.WriteString(c, text)
			answer, _ := io.ReadAll(c)
			return string(answer)
		}
	}
	trickles := func(begin, on string) func(c net.Conn) string {
		return func(c net.Conn) string {
			answer := make(chan string, 1)
			go func() { answer <- says("")(c) }()
			io.WriteString(c, begin)
			for i := 0; ; i++ {
				if _, err := c.Write([]byte{on[i%len(on)]}); err != nil {
					return <-answer
				}
				time.Sleep(7 * time.Second)
			}
		}
	}
	tests := []struct {
		name        string
		act         func(c net.Conn) (answer string) // until the connection fails
		answer      string                           // the begin of the last one
		least, most time.Duration
	}{
		{"says nothing", says(""), "", requestTimeout, requestTimeout},
		{"trickles its head", trickles("", request[:4]), "400", requestTimeout, requestTimeout + 7*time.Second},
		{"leaves one byte of a buffer", says("GET /" + strings.Repeat("a", buffer-1-len("GET /"))), "400", requestTimeout, requestTimeout},
		{"leaves one byte of a buffer in a later request", says(request + "GET /" + strings.Repeat("a", buffer-1-len("GET /"))), "400", requestTimeout, requestTimeout},
		{"leaves one byte of the head's limit", says("GET / HTTP/1.1\r\nHost: localhost\r\nX: " +
			strings.Repeat("a", maxHeaderBytes+buffer-1-len("GET / HTTP/1.1\r\nHost: localhost\r\nX: "))), "", requestTimeout, requestTimeout},
		{"leaves one byte of a buffer in a chunk", says(post + "Transfer-Encoding: chunked\r\n\r\n1;" + strings.Repeat("a", buffer-3)), "400", requestTimeout, requestTimeout},
		{"idles after an answer", says(request), "200", idleTimeout, idleTimeout},
		{"trickles its body", trickles(post+"Content-Length: 1000\r\n\r\n", "x"), "400", requestTimeout, requestTimeout + 7*time.Second},
		{"trickles the body of a management request", trickles(managed+"Content-Length: 1000\r\n\r\n", "x"), "400", requestTimeout, requestTimeout + 7*time.Second},
		{"does not read its answer", func(c net.Conn) string {
			io.WriteString(c, request)
			time.Sleep(time.Hour)
			return ""
		}, "", time.Hour, time.Hour}, // what counts is that the server has ended by then
	}
	for _, test := range tests {
		for _, secured := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s/TLS %t", test.name, secured), func(t *testing.T) {
				path := filepath.Join(t.TempDir(), "state.json")
				synctest.Test(t, func(t *testing.T) {
					conn, closed, end := serveOne(t, path, secured)
					if secured {
						client := tls.Client(conn, &tls.Config{InsecureSkipVerify: true})
						if err := client.Handshake(); err != nil {
							t.Fatal(err)
						}
						conn = client
					}
					began := time.Now()
					answer := test.act(conn)
					if i := strings.LastIndex(answer, "HTTP/1.1 "); test.answer == "" && i >= 0 || test.answer != "" && (i < 0 || !strings.HasPrefix(answer[i:], "HTTP/1.1 "+test.answer)) {
						t.Errorf("the last answer is of %q, want %s", answer, test.answer)
					}
					if took := time.Since(began); took < test.least || took > test.most {
						t.Errorf("the connection was kept for %v, want %v to %v", took, test.least, test.most)
					}
					if !closed() {
						t.Error("the server has not closed the connection")
					}
					end()
				})
			})
		}
	}
}

// The time-outs of HTTP/2 are net/http's own, those of a handshake the
// listener's.
func TestSlowClientsOfTLS(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.json")
	http2 := func(frames string) func(c net.Conn) {
		return func(c net.Conn) {
			client := tls.Client(c, &tls.Config{InsecureSkipVerify: true, NextProtos: []string{"h2"}})
			go io.WriteString(client, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00"+frames)
			io.Copy(io.Discard, client)
		}
	}
	for _, test := range []struct {
		name string
		act  func(c net.Conn)
		want time.Duration
	}{
		{"no handshake", func(c net.Conn) { io.Copy(io.Discard, c) }, handshakeTimeout},
		{"half a handshake", func(c net.Conn) {
			c.Write([]byte("\x16\x03\x01\x01\x00\x01"))
			io.Copy(io.Discard, c)
		}, handshakeTimeout},
		{"idle", http2(""), idleTimeout},
		{"headers without their end", http2("\x00\x00\x01\x01\x00\x00\x00\x00\x01\x82"), idleTimeout},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				conn, closed, end := serveOne(t, path, true)
				began := time.Now()
				test.act(conn)
				if took := time.Since(began); took < test.want || took > test.want+time.Second || !closed() {
					t.Errorf("the connection was kept for %v, want %v", took, test.want)
				}
				end()
			})
		})
	}
}

// serveOne serves one connection, with the state file at a path. closed
// reports whether the server has closed it.
func serveOne(t *testing.T, path string, secure bool) (conn net.Conn, closed func() bool, end func()) {
	t.Helper()
	g, err := compile((&account{}).route("POST /x", "http://127.0.0.1:9").catalog(), "")
	if err != nil {
		t.Fatal(err)
	}
	s := &server{live: &live{}, client: new(upstream.Client), management: newManagement(Config{File: &state.File{Path: path}}, nil, false)}
	s.exchanges.New = func() any { return new(exchange) }
	s.live.gateway.Store(g)
	near, far := net.Pipe()
	l := oneConn{make(chan net.Conn, 1)}
	l.conn <- near
	plain := connListener{l, newConnections(), &sync.Pool{New: func() any { return new([]byte) }}, nil}
	var accepting net.Listener = plain
	if secure {
		authority, err := localca.New()
		if err != nil {
			t.Fatal(err)
		}
		s.secured = &secured{authority: authority}
		accepting = newSecureListener(plain, s.tlsConfig(), func(*rawConn, error) {})
	}
	httpServer := s.newHTTPServer(io.Discard)
	served := make(chan struct{})
	go func() {
		httpServer.Serve(accepting)
		close(served)
	}()
	closed = func() bool {
		_, err := near.Write(nil)
		return err != nil
	}
	return far, closed, func() {
		far.Close()
		close(l.conn)
		<-served
		accepting.Close()
	}
}

func TestWriteDeadlines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		defer far.Close()
		c := newTestConn(near)
		defer c.Close()
		for range 100 { // as many answers, of which the last is not read
			c.time.begin(c, time.Now())
			time.Sleep(time.Second)
		}
		began := time.Now()
		c.time.begin(c, began)
		_, err := c.Write([]byte("x"))
		if took := time.Since(began); !errors.Is(err, os.ErrDeadlineExceeded) || took > answerTimeout || took < answerTimeout-earlyWrites || !c.late.Load() {
			t.Errorf("the write ended after %v with %v", took, err)
		}
	})
}

// What net/http answers by itself has its time too, though the answer before,
// with whose request it came, took long.
func TestWriteDeadlineOfARefusal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		defer far.Close()
		c := newTestConn(near)
		defer c.Close()
		c.time.begin(c, time.Now())
		time.Sleep(answerTimeout - 10*time.Second)
		noteState(c, http.StateIdle)
		noteState(c, http.StateActive)
		began := time.Now()
		_, err := c.Write([]byte("HTTP/1.1 400 Bad Request\r\n"))
		if took := time.Since(began); !errors.Is(err, os.ErrDeadlineExceeded) || took < answerTimeout-earlyWrites {
			t.Errorf("the write ended after %v with %v", took, err)
		}
	})
}

// An exchange tells its connection when the request was taken up, and when its
// answer was ready.
func TestAnExchangeTellsItsConnection(t *testing.T) {
	near, far := net.Pipe()
	defer far.Close()
	c := newTestConn(near)
	defer c.Close()
	r := httptest.NewRequestWithContext(withConn(t.Context(), c), "GET", "/", nil)
	x := new(exchange)
	x.begin(httptest.NewRecorder(), r)
	began := x.start
	if !c.time.handled || c.time.began != began || c.time.writes != began.Add(answerTimeout) {
		t.Errorf("the connection knows %+v of a request taken up at %v", c.time, began)
	}
	if x.end(3 * time.Second); c.time.ended != began.Add(3*time.Second) {
		t.Errorf("the connection has the answer's end at %v, want 3 s after %v", c.time.ended, began)
	}
}

// A client that takes long to read an answer has his time to idle all the same.
func TestIdlingAfterALongAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		defer far.Close()
		c := newTestConn(near)
		defer c.Close()
		c.time.begin(c, time.Now())
		go func() {
			time.Sleep(100 * time.Second)
			io.Copy(io.Discard, far)
		}()
		if _, err := c.Write(make([]byte, longWrite)); err != nil {
			t.Fatal(err)
		}
		noteState(c, http.StateIdle)
		began := time.Now()
		c.Read(make([]byte, 100))
		if took := time.Since(began); took != idleTimeout {
			t.Errorf("the connection was kept for %v, want %v", took, idleTimeout)
		}
	})
}
