package serve

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
)

func newTestConn(c net.Conn) *clientConn {
	return &clientConn{Conn: c, unused: newConnections(), scratch: &sync.Pool{New: func() any { return new([]byte) }}}
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
