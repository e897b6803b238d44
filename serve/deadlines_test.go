package serve

import (
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"gatehouse/serve/upstream"
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
	answer := func(c *clientConn, took time.Duration) {
		c.time.begin(c, time.Now())
		time.Sleep(took)
		c.time.ended = time.Now()
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
			c.time.begin(c, time.Now())
			time.Sleep(15 * time.Second)
		}, requestTimeout - 15*time.Second},
		{"of the body of a request that came with the one before", func(c *clientConn, far net.Conn) {
			send(c, far)
			answer(c, time.Minute)
			c.time.begin(c, time.Now())
		}, requestTimeout},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				near, far := net.Pipe()
				defer far.Close()
				c := connListener{unused: newConnections()}.wrap(near)
				defer c.Close()
				test.act(c, far)
				began := time.Now()
				_, err := c.Read(make([]byte, 100))
				if took := time.Since(began); !errors.Is(err, os.ErrDeadlineExceeded) || took != test.want {
					t.Errorf("the read ended after %v with %v, want %v", took, err, test.want)
				}
			})
		})
	}
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
			c.time.begin(c, time.Now())
			time.Sleep(time.Second)
		}
		began := time.Now()
		c.time.begin(c, began)
		_, err := c.Write([]byte("x"))
		if took := time.Since(began); !errors.Is(err, os.ErrDeadlineExceeded) || took > answerTimeout || took < answerTimeout-earlyWrites {
			t.Errorf("the write ended after %v with %v", took, err)
		}
	})
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
