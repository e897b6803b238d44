//go:build unix

package upstream

import (
	"bufio"
	"io"
	"net"
	"runtime"
	"testing"
	"time"
)

// What a server sends on a kept connection unasked is nobody's answer.
func TestUnaskedAnswers(t *testing.T) {
	unasked := make(chan struct{})
	server := newScripted(t, func(n int, c net.Conn, br *bufio.Reader) {
		readRequest(br)
		io.WriteString(c, ok)
		if n == 1 {
			<-unasked
			io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
			unasked <- struct{}{}
			readRequest(br)
		}
	})
	client := newClient(t)
	call := func() {
		t.Helper()
		if _, body, err := client.Do(t.Context(), request(server.Addr().String(), "POST", "x"), nil); err != nil || string(body) != "ok" {
			t.Fatalf("Do = %q, %v", body, err)
		}
	}
	call()
	unasked <- struct{}{}
	<-unasked
	waitForInput(client)
	call()
}

// A server may close a kept connection at any time: the next call takes a new
// one, whatever its method.
func TestClosedWhileIdle(t *testing.T) {
	server := newScripted(t, func(_ int, c net.Conn, br *bufio.Reader) {
		readRequest(br)
		io.WriteString(c, ok)
	})
	client := newClient(t)
	for range 5 {
		if _, body, err := client.Do(t.Context(), request(server.Addr().String(), "POST", "x"), nil); err != nil || string(body) != "ok" {
			t.Fatalf("Do = %q, %v", body, err)
		}
		waitForInput(client)
	}
}

// waitForInput waits until something has come in on the kept connection, or
// its end: loopback delivers it soon, but not at once.
func waitForInput(client *Client) {
	client.mu.Lock()
	defer client.mu.Unlock()
	for _, list := range client.idle {
		for _, cn := range list {
			for deadline := time.Now().Add(10 * time.Second); sightOfConn(cn) == quiet && time.Now().Before(deadline); {
				runtime.Gosched()
			}
		}
	}
}

func sightOfConn(cn *conn) (s sight) {
	if cn.raw == nil {
		return gone
	}
	cn.raw.Read(func(fd uintptr) bool {
		s = sightOf(int(fd), true)
		return true
	})
	return s
}
