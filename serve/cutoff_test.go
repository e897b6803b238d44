package serve

import (
	"bufio"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// says waits for a log to say something.
func says(t *testing.T, s *running, want string) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !strings.Contains(s.out.String(), want); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("the log does not say %q: %s", want, s.out)
		}
	}
}

// A client that leaves has its line all the same.
func TestClientsThatLeave(t *testing.T) {
	arrived, answer := make(chan struct{}), make(chan struct{})
	backend := newEcho(t, func(w http.ResponseWriter, r *http.Request) {
		arrived <- struct{}{}
		<-answer
	})
	s := start(t, (&account{}).route("ANY /slow", backend.URL).catalog())
	const host = "\r\nHost: " + testAPI + ".execute-api.us-east-1.localhost\r\n"

	c := s.dial(t)
	io.WriteString(c, "GET /slow HTTP/1.1"+host+"\r\n")
	<-arrived
	c.Close()
	time.AfterFunc(50*time.Millisecond, func() { close(answer) }) // once the server has seen it
	says(t, s, "200  GET /slow  ")
	says(t, s, "the client closed the connection before the answer")

	c = s.dial(t)
	io.WriteString(c, "POST /slow HTTP/1.1"+host+"Content-Length: 5\r\n\r\nab")
	c.Close()
	says(t, s, "400  POST /slow  ")
	says(t, s, "the body did not come to its end: unexpected EOF")
}

// What is no request has a line too, which quotes nothing of it.
func TestRefusalsOfTheServer(t *testing.T) {
	for _, json := range []bool{false, true} {
		s := start(t, (&account{}).catalog(), func(c *Config) { c.JSONLog = json })
		for _, request := range []string{
			"GET / HTTP/1.1\r\nHost: a\r\nX Evil: a\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET /\x01evil HTTP/1.1\r\n\r\n",
			"GET / HTTP/1.1\r\nHost: a\r\nExpect: evil\r\n\r\n",
			"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\nX Evil: a\r\n\r\n",
		} {
			c := s.dial(t)
			io.WriteString(c, request)
			answers := bufio.NewReader(c)
			var resp *http.Response
			for range strings.Count(request, "GET ") {
				var err error
				if resp, err = http.ReadResponse(answers, nil); err != nil {
					t.Fatalf("%q: %v", request, err)
				}
				io.Copy(io.Discard, resp.Body)
			}
			if want := 400 + 17*strings.Count(request, "Expect"); resp.StatusCode != want {
				t.Errorf("%q: %s", request, resp.Status)
			}
			c.Close()
		}
		s.stop()
		out := s.out.String()
		for _, want := range []string{"what came from 127.0.0.1 is no HTTP request that is taken: invalid header name", "is taken: missing required Host header", "is taken: Expectation Failed"} {
			if !strings.Contains(out, want) {
				t.Errorf("the log does not say %q: %s", want, out)
			}
		}
		if got := strings.Count(out, "is no HTTP request"); got != 5 || strings.Contains(strings.ToLower(out), "evil") {
			t.Errorf("%d lines, want 5 that quote nothing: %s", got, out)
		}
	}
}

// Requests that are cut off at the end say so.
func TestCutOffRequestsHaveALine(t *testing.T) {
	arrived, release := make(chan struct{}), make(chan struct{})
	backend := newEcho(t, func(w http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-release
	})
	defer close(release)
	s := start(t, (&account{}).route("GET /slow", backend.URL).catalog())
	c := s.dial(t)
	defer c.Close()
	io.WriteString(c, "GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
	<-arrived
	s.drainLimit = 50 * time.Millisecond
	s.stop()
	if got := s.out.String(); !strings.Contains(got, "GET /slow  ") || !strings.Contains(got, "cut off, because the server ended") {
		t.Errorf("the log does not say that the request was cut off: %s", got)
	}
}
