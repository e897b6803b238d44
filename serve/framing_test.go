package serve

import (
	"bufio"
	"io"
	"net/http"
	"strings"
	"testing"

	"gatehouse/model"
)

// What an integration answers is framed anew: the client gets a body and its
// length where HTTP has one, and nothing where it has none.
func TestFramingOfAnswers(t *testing.T) {
	chunked := func(w http.ResponseWriter, r *http.Request) {
		w.(http.Flusher).Flush()
		io.WriteString(w, "hello")
	}
	whole := func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "hello") }
	for _, test := range []struct {
		name, request string
		backend       http.HandlerFunc
		method        string // of the integration; "" is the client's
		status        string // that the answer is mapped to
		want          int
		length, body  string
	}{
		{"chunks", "GET / HTTP/1.1", chunked, "", "", 200, "5", "hello"},
		{"HEAD has the length that the backend says", "HEAD / HTTP/1.1", whole, "", "", 200, "5", ""},
		{"HEAD has no length that nobody knows", "HEAD / HTTP/1.1", chunked, "", "", 200, "", ""},
		{"HEAD answered by GET has the length of the body", "HEAD / HTTP/1.1", whole, "GET", "", 200, "5", ""},
		{"HEAD answered by GET in chunks too", "HEAD / HTTP/1.1", chunked, "GET", "", 200, "5", ""},
		{"GET answered by HEAD has no body", "GET / HTTP/1.1", whole, "HEAD", "", 200, "0", ""},
		{"mapped to 204", "GET / HTTP/1.1", whole, "", "204", 204, "", ""},
		{"mapped to 304", "GET / HTTP/1.1", whole, "", "304", 304, "", ""},
		{"HEAD mapped to 204", "HEAD / HTTP/1.1", whole, "", "204", 204, "", ""},
		{"mapped to 205", "GET / HTTP/1.1", whole, "", "205", 205, "5", "hello"},
	} {
		t.Run(test.name, func(t *testing.T) {
			backend := newEcho(t, test.backend)
			a := (&account{}).route("$default", backend.URL)
			if test.method != "" {
				a.integration().IntegrationMethod = new(test.method)
			}
			if test.status != "" {
				a.integration().ResponseParameters.Set("200", model.StringMap[string]{{Key: "overwrite:statuscode", Value: test.status}})
			}
			s := start(t, a.catalog())
			c := s.dial(t)
			defer c.Close()
			br := bufio.NewReader(c)
			method, _, _ := strings.Cut(test.request, " ")
			for range 2 { // nothing is left over on the connection
				io.WriteString(c, test.request+"\r\nHost: localhost\r\n\r\n")
				got := readReply(t, br, method)
				if got.status != test.want || got.field("Content-Length") != test.length || got.body != test.body || got.field("Transfer-Encoding") != "" {
					t.Fatalf("%d %q %q, want %d, length %q, body %q", got.status, got.fields, got.body, test.want, test.length, test.body)
				}
			}
		})
	}
}

// Statuses that are none are no answers, and informational ones are skipped.
func TestOddStatuses(t *testing.T) {
	for _, test := range []struct {
		name, answer string
		want         int
	}{
		{"less than 100", "HTTP/1.1 099 Odd\r\nContent-Length: 2\r\n\r\nok", 500},
		{"600", "HTTP/1.1 600 Odd\r\nContent-Length: 2\r\n\r\nok", 500},
		{"999", "HTTP/1.1 999 Odd\r\nContent-Length: 2\r\n\r\nok", 500},
		{"an unknown one of a known class", "HTTP/1.1 599 Odd\r\nContent-Length: 2\r\n\r\nok", 599},
		{"four digits", "HTTP/1.1 2000 Odd\r\nContent-Length: 2\r\n\r\nok", 500},
		{"no digits", "HTTP/1.1 abc Odd\r\nContent-Length: 2\r\n\r\nok", 500},
		{"early hints", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 200},
		{"continue, unasked", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 200},
		{"another protocol", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", 500},
		{"informational ones without end", strings.Repeat("HTTP/1.1 103 Early Hints\r\nX: "+strings.Repeat("x", 1000)+"\r\n\r\n", 1100), 500},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := start(t, (&account{}).route("$default", newRawBackend(t, test.answer, false)).catalog())
			got := s.send(t, "GET / HTTP/1.1")
			if got.status != test.want || test.want < 500 && got.body != "ok" || got.field("Link") != "" {
				t.Errorf("the client got %d %q %q, want %d", got.status, got.fields, got.body, test.want)
			}
		})
	}
}
