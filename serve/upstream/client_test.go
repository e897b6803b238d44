package upstream

import (
	"bufio"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// request serialises a request for a server.
func request(address, method, body string) *Request {
	return &Request{
		Endpoint: Endpoint{Address: address},
		Method:   method,
		Head:     fmt.Appendf(nil, "%s / HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n", method, len(body)),
		Body:     []byte(body),
		Deadline: time.Now().Add(20 * time.Second),
	}
}

func newClient(t *testing.T) *Client {
	c := &Client{MaxBody: 1 << 20}
	t.Cleanup(c.Close)
	return c
}

// failureOf is the failure of a call, 0 if it did not fail.
func failureOf(t *testing.T, err error) Failure {
	t.Helper()
	if err == nil {
		return 0
	}
	e, ok := errors.AsType[*Error](err)
	if !ok {
		t.Fatalf("%v is no *Error", err)
	}
	return e.Failure
}

// A scripted server answers each connection's requests by a function.
type scripted struct {
	net.Listener
	connections atomic.Int32
	wg          sync.WaitGroup
}

func newScripted(t *testing.T, serve func(n int, c net.Conn, br *bufio.Reader)) *scripted {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &scripted{Listener: l}
	s.wg.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			n := int(s.connections.Add(1))
			s.wg.Go(func() {
				defer c.Close()
				c.SetDeadline(time.Now().Add(20 * time.Second))
				serve(n, c, bufio.NewReader(c))
			})
		}
	})
	t.Cleanup(func() { l.Close(); s.wg.Wait() })
	return s
}

// readRequest reads one request with its body.
func readRequest(br *bufio.Reader) (string, bool) {
	r, err := http.ReadRequest(br)
	if err != nil {
		return "", false
	}
	body, err := io.ReadAll(r.Body)
	return string(body), err == nil
}

const ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

func TestConnectionsAreKept(t *testing.T) {
	server := newScripted(t, func(_ int, c net.Conn, br *bufio.Reader) {
		for {
			if _, more := readRequest(br); !more {
				return
			}
			io.WriteString(c, ok)
		}
	})
	client := newClient(t)
	for range 10 {
		resp, body, err := client.Do(t.Context(), request(server.Addr().String(), "GET", ""), nil)
		if err != nil || resp.StatusCode != 200 || string(body) != "ok" {
			t.Fatalf("Do = %v, %q, %v", resp, body, err)
		}
	}
	if n := server.connections.Load(); n != 1 {
		t.Errorf("ten calls took %d connections", n)
	}
}

// TestConnectionsThatAreNotKept holds after which answers a connection is not
// used again.
func TestConnectionsThatAreNotKept(t *testing.T) {
	for name, answer := range map[string]string{
		"the server says so":       "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
		"the answer has no end":    "HTTP/1.1 200 OK\r\n\r\nok",
		"HTTP/1.0":                 "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
		"HTTP/1.0 with keep-alive": "HTTP/1.0 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok",
		"something follows":        ok + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
	} {
		t.Run(name, func(t *testing.T) {
			server := newScripted(t, func(_ int, c net.Conn, br *bufio.Reader) {
				readRequest(br)
				io.WriteString(c, answer)
			})
			client := newClient(t)
			for range 2 {
				if _, body, err := client.Do(t.Context(), request(server.Addr().String(), "GET", ""), nil); err != nil || string(body) != "ok" {
					t.Fatalf("Do = %q, %v", body, err)
				}
			}
			if n := server.connections.Load(); n != 2 {
				t.Errorf("two calls took %d connections", n)
			}
		})
	}
}

// A server that closes a kept connection just when it is asked again has
// answered nothing: what may be sent twice is.
func TestClosedWhenAskedAgain(t *testing.T) {
	for method, want := range map[string]Failure{"GET": 0, "PUT": 0, "DELETE": 0, "POST": Broken, "PATCH": Broken} {
		t.Run(method, func(t *testing.T) {
			var asked atomic.Int32
			server := newScripted(t, func(n int, c net.Conn, br *bufio.Reader) {
				readRequest(br)
				asked.Add(1)
				io.WriteString(c, ok)
				if n == 1 {
					readRequest(br)
					asked.Add(1)
				}
			})
			client := newClient(t)
			if _, _, err := client.Do(t.Context(), request(server.Addr().String(), method, "x"), nil); err != nil {
				t.Fatal(err)
			}
			_, _, err := client.Do(t.Context(), request(server.Addr().String(), method, "x"), nil)
			if got := failureOf(t, err); got != want {
				t.Errorf("the second call failed with %d (%v), want %d", got, err, want)
			}
			if n := asked.Load(); want == 0 && n != 3 || want != 0 && n != 2 {
				t.Errorf("the server was asked %d times", n)
			}
		})
	}
}

// A half-read answer is never repeated, nor is a first call.
func TestNothingElseIsRepeated(t *testing.T) {
	server := newScripted(t, func(n int, c net.Conn, br *bufio.Reader) {
		if n == 1 {
			readRequest(br)
			io.WriteString(c, ok)
		}
		readRequest(br)
		io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no")
	})
	client := newClient(t)
	client.Do(t.Context(), request(server.Addr().String(), "GET", ""), nil)
	for range 2 {
		_, body, err := client.Do(t.Context(), request(server.Addr().String(), "GET", ""), nil)
		if failureOf(t, err) != Broken {
			t.Errorf("half an answer = %q, %v", body, err)
		}
	}
	if n := server.connections.Load(); n != 2 {
		t.Errorf("three calls took %d connections", n)
	}
}

// A server that answers before it has read a big body is heard, one that reads
// while it answers too.
func TestBigBodies(t *testing.T) {
	body := strings.Repeat("x", 8<<20)
	early := newScripted(t, func(_ int, c net.Conn, br *bufio.Reader) {
		br.ReadString('\n')
		io.WriteString(c, "HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno")
		c.(*net.TCPConn).CloseWrite()
		io.Copy(io.Discard, br) // so that no reset overtakes the answer
	})
	client := newClient(t)
	resp, got, err := client.Do(t.Context(), request(early.Addr().String(), "POST", body), nil)
	if err != nil || resp.StatusCode != 413 || string(got) != "no" {
		t.Errorf("an early answer = %v, %q, %v", resp, got, err)
	}

	echo := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.NewResponseController(w).EnableFullDuplex()
		io.Copy(w, r.Body)
	}))
	defer echo.Close()
	client.MaxBody = len(body)
	_, got, err = client.Do(t.Context(), request(echo.Listener.Addr().String(), "POST", body), nil)
	if err != nil || string(got) != body {
		t.Errorf("an echo of 8 MB = %d bytes, %v", len(got), err)
	}
	// A server that takes nothing at all costs no more than the deadline.
	deaf := newScripted(t, func(_ int, c net.Conn, br *bufio.Reader) {
		<-t.Context().Done()
	})
	req := request(deaf.Addr().String(), "POST", strings.Repeat(body, 4))
	req.Deadline = time.Now().Add(100 * time.Millisecond)
	if _, _, err := client.Do(t.Context(), req, nil); failureOf(t, err) != TimedOut {
		t.Errorf("a deaf server: %v", err)
	}
}

func TestLimits(t *testing.T) {
	send := ""
	server := newScripted(t, func(_ int, c net.Conn, br *bufio.Reader) {
		readRequest(br)
		io.WriteString(c, send)
	})
	client := &Client{MaxBody: 10}
	defer client.Close()
	for _, test := range []struct {
		answer string
		want   Failure
	}{
		{"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789", 0},
		{"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n0123456789a", TooLarge},
		{"HTTP/1.1 200 OK\r\n\r\n0123456789", 0},
		{"HTTP/1.1 200 OK\r\n\r\n0123456789a", TooLarge},
		{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n0\r\n\r\n", 0},
		{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n1\r\na\r\n0\r\n\r\n", TooLarge},
		{"HTTP/1.1 200 OK\r\n" + strings.Repeat("X: y\r\n", 1<<18) + "\r\n", Malformed},
		{"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + ok, 0},
		{strings.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 1<<17), Malformed},
		{"HTTP/1.1 099 Low\r\n\r\n", Malformed},
		{"HTTP/1.1 101 Switching Protocols\r\n\r\n", Malformed},
	} {
		send = test.answer
		_, body, err := client.Do(t.Context(), request(server.Addr().String(), "GET", ""), nil)
		if got := failureOf(t, err); got != test.want {
			t.Errorf("%.60q = %.20q, %v, want failure %d", test.answer, body, err, test.want)
		}
	}
}

// A HEAD request's answer has no body, whatever length it announces.
func TestHead(t *testing.T) {
	server := newScripted(t, func(_ int, c net.Conn, br *bufio.Reader) {
		for {
			if _, more := readRequest(br); !more {
				return
			}
			io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n")
		}
	})
	client := newClient(t)
	for range 2 {
		resp, body, err := client.Do(t.Context(), request(server.Addr().String(), "HEAD", ""), nil)
		if err != nil || len(body) != 0 || resp.ContentLength != 999999999 {
			t.Fatalf("HEAD = %v, %q, %v", resp, body, err)
		}
	}
	if n := server.connections.Load(); n != 1 {
		t.Errorf("two calls took %d connections", n)
	}
}

func TestDeadlines(t *testing.T) {
	server := newScripted(t, func(n int, c net.Conn, br *bufio.Reader) {
		readRequest(br)
		io.WriteString(c, []string{"", "HTTP/1.1 20", "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n"}[n-1])
		io.Copy(io.Discard, br) // until the client has enough
	})
	client := newClient(t)
	for n := range 3 {
		req := request(server.Addr().String(), "GET", "")
		req.Deadline = time.Now().Add(30 * time.Millisecond)
		_, _, err := client.Do(t.Context(), req, nil)
		e, _ := errors.AsType[*Error](err)
		if e == nil || e.Failure != TimedOut || e.EventStream != (n == 2) || !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("call %d: %v", n, err)
		}
	}
	req := request(server.Addr().String(), "GET", "")
	req.Deadline = time.Now().Add(-time.Second)
	if _, _, err := client.Do(t.Context(), req, nil); failureOf(t, err) != TimedOut {
		t.Errorf("a deadline of the past: %v", err)
	}
}

func TestUnreachable(t *testing.T) {
	client := newClient(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	if _, _, err := client.Do(t.Context(), request(l.Addr().String(), "GET", ""), nil); failureOf(t, err) != Unreachable {
		t.Errorf("nobody there: %v", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := client.Do(ended, request(l.Addr().String(), "GET", ""), nil); failureOf(t, err) != Unreachable {
		t.Errorf("with a context that has ended: %v", err)
	}
}

func TestTLS(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, r.Proto)
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	var connections atomic.Int32
	server.Config.ConnState = func(_ net.Conn, to http.ConnState) {
		if to == http.StateNew {
			connections.Add(1)
		}
	}
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	client := &Client{MaxBody: 100, RootCAs: roots}
	defer client.Close()
	req := request(server.Listener.Addr().String(), "GET", "")
	req.Endpoint.ServerName = "example.com" // as the certificate of httptest says
	for range 5 {
		_, body, err := client.Do(t.Context(), req, nil)
		if err != nil || string(body) != "HTTP/1.1" {
			t.Fatalf("Do = %q, %v", body, err)
		}
	}
	if n := connections.Load(); n != 1 {
		t.Errorf("five calls took %d connections", n)
	}
	req.Endpoint.ServerName = "other.example"
	if _, _, err := client.Do(t.Context(), req, nil); failureOf(t, err) != Unreachable {
		t.Errorf("a certificate for another name: %v", err)
	}
	if _, _, err := newClient(t).Do(t.Context(), request(server.Listener.Addr().String(), "GET", ""), nil); err != nil {
		t.Errorf("plain HTTP to a TLS server: %v", err) // it answers 400 in plain text
	}
}

// Close ends calls under way and leaves nothing open.
func TestClose(t *testing.T) {
	asked := make(chan struct{})
	server := newScripted(t, func(_ int, c net.Conn, br *bufio.Reader) {
		readRequest(br)
		close(asked)
		io.Copy(io.Discard, br)
	})
	client := &Client{MaxBody: 1}
	failed := make(chan error, 1)
	go func() {
		_, _, err := client.Do(context.Background(), request(server.Addr().String(), "GET", ""), nil)
		failed <- err
	}()
	<-asked
	client.Close()
	if err := <-failed; failureOf(t, err) != Broken {
		t.Errorf("a call under way ended with %v", err)
	}
	if _, _, err := client.Do(t.Context(), request(server.Addr().String(), "GET", ""), nil); err == nil {
		t.Error("a closed client makes calls")
	}
	if len(client.open) != 0 || client.reaper != nil {
		t.Errorf("%d connections are left", len(client.open))
	}
}

// Connections that nobody uses are closed after a while.
func TestReap(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer server.Close()
	client := newClient(t)
	if _, _, err := client.Do(t.Context(), request(server.Listener.Addr().String(), "GET", ""), nil); err != nil {
		t.Fatal(err)
	}
	client.reap()
	if len(client.open) != 1 {
		t.Errorf("a fresh connection was closed")
	}
	for _, list := range client.idle {
		list[0].since = time.Now().Add(-2 * idleTime)
	}
	client.reap()
	if len(client.open) != 0 || len(client.idle) != 0 || client.reaper != nil {
		t.Errorf("%d connections are left, %d endpoints, timer %v", len(client.open), len(client.idle), client.reaper)
	}
}

// Many callers share the connections without mixing answers up.
func TestConcurrentCalls(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		w.Write(body)
	}))
	defer server.Close()
	client := newClient(t)
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			var buffer []byte
			for j := range 50 {
				want := strings.Repeat(fmt.Sprintf("%d.%d ", i, j), 1+j*100)
				_, got, err := client.Do(t.Context(), request(server.Listener.Addr().String(), "POST", want), buffer[:0])
				if err != nil || string(got) != want {
					t.Errorf("call %d.%d = %d bytes of %d, %.20q, %v", i, j, len(got), len(want), got, err)
					return
				}
				buffer = got
			}
		})
	}
	wg.Wait()
}

func BenchmarkDo(b *testing.B) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, "ok")
	}))
	defer server.Close()
	client := &Client{MaxBody: 100}
	defer client.Close()
	req := request(server.Listener.Addr().String(), "GET", "")
	var buffer []byte
	b.ReportAllocs()
	for b.Loop() {
		req.Deadline = time.Now().Add(time.Minute)
		_, body, err := client.Do(b.Context(), req, buffer[:0])
		if err != nil {
			b.Fatal(err)
		}
		buffer = body
	}
}
