package endurance

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"
)

var (
	small = strings.Repeat("s", 100)
	large = strings.Repeat("0123456789abcdef", 1<<16) // 1 MiB
)

// newBackend is a backend that does, by path, what backends do on good days
// and on bad ones. It sends CORS headers of its own, which nobody may see.
func newBackend(t *testing.T) *httptest.Server {
	mux := http.NewServeMux()
	answer := func(path string, f http.HandlerFunc) {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Access-Control-Allow-Origin", "https://backend.example")
			f(w, r)
		})
	}
	answer("/small", func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, small) })
	answer("/large", func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, large) })
	answer("/slow", func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(20 * time.Millisecond)
		io.WriteString(w, small)
	})
	answer("/echo", func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		w.Write(body)
	})
	answer("/hang", func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	mux.HandleFunc("/half", raw("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nten bytes."))
	mux.HandleFunc("/halfchunk", raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\nten bytes."))
	mux.HandleFunc("/twolengths", raw("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\nseven.."))
	mux.HandleFunc("/nohttp", raw("good day to you\r\n\r\n"))
	mux.HandleFunc("/nothing", raw(""))
	mux.HandleFunc("/reset", func(w http.ResponseWriter, r *http.Request) {
		c, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		c.(*net.TCPConn).SetLinger(0)
		c.Close()
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

// raw answers with these bytes and closes the connection.
func raw(answer string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			return
		}
		io.WriteString(c, answer)
		c.Close()
	}
}
