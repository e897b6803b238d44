package serve

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"gatehouse/serve/upstream"
)

func newTestConn(c net.Conn) *clientConn {
	return &clientConn{Conn: c, unused: newConnections(), scratch: &sync.Pool{New: func() any { return new([]byte) }}}
}

// A read ends when the deadline that was wanted last comes: not when one that
// was wanted before would have.
func TestReadDeadlines(t *testing.T) {
	after := func(d time.Duration) time.Time { return time.Now().Add(d) }
	tests := []struct {
		name string
		set  func(c *clientConn) // at 0 s
		want time.Duration       // when the read ends; 0: it does not within an hour
	}{
		{"none", func(c *clientConn) {}, 0},
		{"one", func(c *clientConn) { c.SetReadDeadline(after(75 * time.Second)) }, 75 * time.Second},
		{"a later one", func(c *clientConn) {
			c.SetReadDeadline(after(10 * time.Second))
			c.SetReadDeadline(after(75 * time.Second))
		}, 75 * time.Second},
		{"an earlier one", func(c *clientConn) {
			c.SetReadDeadline(after(75 * time.Second))
			c.SetReadDeadline(after(10 * time.Second))
		}, 10 * time.Second},
		{"taken back", func(c *clientConn) {
			c.SetReadDeadline(after(10 * time.Second))
			c.SetReadDeadline(time.Time{})
		}, 0},
		{"taken back and wanted again", func(c *clientConn) {
			c.SetReadDeadline(after(10 * time.Second))
			c.SetReadDeadline(time.Time{})
			c.SetReadDeadline(after(20 * time.Second))
		}, 20 * time.Second},
		{"of the past", func(c *clientConn) { c.SetReadDeadline(time.Unix(1, 0)) }, 1},
		{"of the past, taken back", func(c *clientConn) {
			c.SetReadDeadline(time.Unix(1, 0))
			c.SetReadDeadline(time.Time{})
		}, 0},
		{"of the past, then of the future", func(c *clientConn) {
			c.SetReadDeadline(time.Unix(1, 0))
			c.SetReadDeadline(time.Time{})
			c.SetReadDeadline(after(75 * time.Second))
			c.SetReadDeadline(after(60 * time.Second))
		}, 60 * time.Second},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				near, far := net.Pipe()
				defer far.Close()
				c := newTestConn(near)
				defer c.Close()
				began := time.Now()
				test.set(c)
				ended := make(chan error, 1)
				go func() {
					_, err := c.Read(make([]byte, 1))
					ended <- err
				}()
				select {
				case err := <-ended:
					took := time.Since(began)
					if !errors.Is(err, os.ErrDeadlineExceeded) || max(took, 1) != test.want {
						t.Errorf("the read ended after %v with %v, want %v", took, err, test.want)
					}
				case <-time.After(time.Hour):
					if test.want != 0 {
						t.Errorf("the read did not end, want %v", test.want)
					}
					c.Close()
					<-ended
				}
			})
		})
	}
}

// net/http ends a read under way by a deadline of the past, from another
// goroutine; it may come at any time.
func TestReadIsEndedFromOutside(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		defer far.Close()
		c := newTestConn(near)
		defer c.Close()
		for range 100 {
			c.SetReadDeadline(time.Now().Add(time.Second))
			c.SetReadDeadline(time.Time{})
			ended := make(chan error)
			go func() {
				_, err := c.Read(make([]byte, 1))
				ended <- err
			}()
			time.Sleep(2 * time.Second) // of the test's clock: past the timer that was left alone
			c.SetReadDeadline(time.Unix(1, 0))
			if err := <-ended; !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Fatalf("the read ended with %v", err)
			}
		}
	})
}

// A client that trickles, idles or does not read keeps its connection for as
// long as the server's time-outs say, although timers are set coarsely.
func TestSlowClients(t *testing.T) {
	const request = "GET /_gatehouse/health HTTP/1.1\r\nHost: localhost\r\n\r\n"
	tests := []struct {
		name        string
		act         func(c net.Conn) // until the connection fails
		least, most time.Duration
	}{
		{"says nothing", func(c net.Conn) { c.Read(make([]byte, 1)) }, requestTimeout, requestTimeout},
		{"trickles its head", func(c net.Conn) {
			go io.Copy(io.Discard, c)
			for i := 0; ; i++ {
				if _, err := c.Write([]byte(request[i%4 : i%4+1])); err != nil {
					return
				}
				time.Sleep(7 * time.Second)
			}
		}, requestTimeout, requestTimeout + 7*time.Second},
		{"idles after an answer", func(c net.Conn) {
			io.WriteString(c, request)
			io.Copy(io.Discard, c)
		}, idleTimeout, idleTimeout},
		{"trickles its body", func(c net.Conn) {
			io.WriteString(c, "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n")
			go io.Copy(io.Discard, c)
			for {
				if _, err := c.Write([]byte("x")); err != nil {
					return
				}
				time.Sleep(7 * time.Second)
			}
		}, requestTimeout, requestTimeout + 7*time.Second},
		{"does not read its answer", func(c net.Conn) {
			io.WriteString(c, request)
			time.Sleep(time.Hour)
		}, time.Hour, time.Hour}, // what counts is that the server has ended by then
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g, err := compile((&account{}).route("POST /x", "http://127.0.0.1:9").catalog(), "")
				if err != nil {
					t.Fatal(err)
				}
				s := &server{live: &live{}, client: new(upstream.Client)}
				s.exchanges.New = func() any { return new(exchange) }
				s.live.gateway.Store(g)
				near, far := net.Pipe()
				l := oneConn{make(chan net.Conn, 1)}
				l.conn <- near
				unused := newConnections()
				httpServer := s.newHTTPServer(io.Discard)
				served := make(chan struct{})
				go func() {
					httpServer.Serve(connListener{l, unused, &sync.Pool{New: func() any { return new([]byte) }}, nil})
					close(served)
				}()
				began := time.Now()
				test.act(far)
				if took := time.Since(began); took < test.least || took > test.most {
					t.Errorf("the connection was kept for %v, want %v to %v", took, test.least, test.most)
				}
				if _, err := near.Write(nil); err == nil {
					t.Error("the server has not closed the connection")
				}
				far.Close()
				close(l.conn)
				<-served
			})
		})
	}
}

func TestWriteDeadlines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		defer far.Close()
		c := newTestConn(near)
		defer c.Close()
		for range 100 { // as many answers, of which the last is not read
			c.SetWriteDeadline(time.Now().Add(answerTimeout))
			c.SetWriteDeadline(time.Time{})
			time.Sleep(time.Second)
		}
		began := time.Now()
		c.SetWriteDeadline(time.Now().Add(answerTimeout))
		_, err := c.Write([]byte("x"))
		if took := time.Since(began); !errors.Is(err, os.ErrDeadlineExceeded) || took > answerTimeout || took < answerTimeout-earlyWrites {
			t.Errorf("the write ended after %v with %v", took, err)
		}
	})
}

// TestFieldsBehindTheStatusLine holds where the gateway's fields go, and that
// net/http has the last word on the connection.
func TestFieldsBehindTheStatusLine(t *testing.T) {
	tests := []struct{ name, written, want string }{
		{"an answer", "HTTP/1.1 204 No Content\r\nDate: x\r\n\r\n", "HTTP/1.1 204 No Content\r\na: 1\r\nb: 2  3\r\nConnection: keep-alive\r\nDate: x\r\n\r\n"},
		{"with a body", "HTTP/1.1 200 OK\r\nDate: x\r\n\r\n\nConnection: body", "HTTP/1.1 200 OK\r\na: 1\r\nb: 2  3\r\nConnection: keep-alive\r\nDate: x\r\n\r\n\nConnection: body"},
		{"that closes", "HTTP/1.1 200 OK\r\nDate: x\r\nConnection: close\r\n\r\n", "HTTP/1.1 200 OK\r\na: 1\r\nb: 2  3\r\nDate: x\r\nConnection: close\r\n\r\n"},
		{"that closes first", "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", "HTTP/1.1 200 OK\r\na: 1\r\nb: 2  3\r\nConnection: close\r\n\r\n"},
		{"HTTP/1.0", "HTTP/1.0 200 OK\r\nDate: x\r\n\r\n", "HTTP/1.0 200 OK\r\na: 1\r\nb: 2  3\r\nDate: x\r\n\r\n"},
		{"half a head", "HTTP/1.1 200 OK\r\nX: y", "HTTP/1.1 200 OK\r\na: 1\r\nb: 2  3\r\nConnection: keep-alive\r\nX: y"},
		{"no status line", "body", ""},
		{"an unfinished one", "HTTP/1.1 200 OK", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			near, far := net.Pipe()
			read := make(chan string)
			go func() {
				b, _ := io.ReadAll(far)
				read <- string(b)
			}()
			c := newTestConn(near)
			c.addField("a", "1")
			c.addField("b", "2\r\n3")
			n, err := c.Write([]byte(test.written))
			if test.want != "" && (n != len(test.written) || err != nil) || test.want == "" && err == nil {
				t.Errorf("Write(%q) = %d, %v", test.written, n, err)
			}
			c.Write([]byte{}) // fields are sent once
			c.Close()
			if got := <-read; got != test.want {
				t.Errorf("Write(%q) sent %q, want %q", test.written, got, test.want)
			}
		})
	}
}

// The same answers come without a connection of our own, as with HTTP/2.
func TestAnswersWithoutClientConn(t *testing.T) {
	backend := newEcho(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		io.WriteString(w, "pets")
	})
	s := start(t, (&account{cors: fullCors()}).route("GET /pets", backend.URL).catalog())
	s.send(t, "GET /_gatehouse/health HTTP/1.1\nHost: localhost") // it is running
	for _, test := range []struct {
		method, path string
		status       int
		want         []string
	}{
		{"OPTIONS", "/pets", 204, preflightFields},
		{"GET", "/pets", 200, answerFields},
		{"GET", "/none", 404, answerFields},
	} {
		r := httptest.NewRequest(test.method, "http://localhost"+test.path, nil)
		r.Header.Set("Origin", appOrigin)
		if test.method == "OPTIONS" {
			r.Header.Set("Access-Control-Request-Method", "PUT")
		}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		var got []string
		identified := false
		for name, lines := range w.Header() {
			identified = identified || name == fieldRequestID
			if strings.HasPrefix(strings.ToLower(name), "access-control-") || name == "vary" {
				got = append(got, name+": "+strings.Join(lines, "|"))
			}
		}
		slices.Sort(got)
		if w.Code != test.status || !slices.Equal(got, slices.Sorted(slices.Values(test.want))) || !identified {
			t.Errorf("%s %s = %d %q, want %d %q", test.method, test.path, w.Code, w.Header(), test.status, test.want)
		}
	}
	if backend.count() != 1 || !strings.HasPrefix(backend.last(t).header.Get("Forwarded"), "by=") {
		t.Errorf("Forwarded: %q", backend.last(t).header.Get("Forwarded"))
	}
}

// A connection carries many answers, each with its own fields.
func TestFieldsDoNotLeakBetweenAnswers(t *testing.T) {
	backend := newEcho(t, func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, strings.Repeat("x", 20000))
	})
	s := start(t, (&account{cors: fullCors()}).route("GET /pets", backend.URL).catalog())
	c := s.dial(t)
	defer c.Close()
	br := bufio.NewReader(c)
	for i := range 30 {
		origin, want := appOrigin, true
		if i%2 == 1 {
			origin, want = evilOrigin, false
		}
		path := []string{"/pets", "/none", "/_gatehouse/health"}[i%3]
		io.WriteString(c, "GET "+path+" HTTP/1.1\r\nHost: localhost\r\nOrigin: "+origin+"\r\n\r\n")
		head, err := br.Peek(16)
		if err != nil || !strings.HasPrefix(string(head), "HTTP/1.1 ") {
			t.Fatalf("answer %d begins %q, %v", i, head, err)
		}
		got := readReply(t, br, "GET")
		if allowed := got.field("access-control-allow-origin") == appOrigin; allowed != (want && i%3 != 2) {
			t.Errorf("answer %d carries %q", i, got.fields)
		}
	}
}
