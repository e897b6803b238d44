package management

import (
	"bytes"
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
	"time"

	"gatehouse/model"
	"gatehouse/state"
)

// now is the time in the answers of a server under test.
var now = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// A server is a handler under test with an account of its own.
type server struct {
	t    testing.TB
	url  string
	file *state.File

	mu        sync.Mutex
	lines     []string        // what there was to log of requests
	succeeded map[string]bool // operations that have
}

// newServer starts a server whose clock stands still and whose identifiers
// are random, or counted if counted is true.
func newServer(t testing.TB, counted bool) *server {
	s := &server{t: t, succeeded: map[string]bool{}, file: &state.File{
		Path:     filepath.Join(t.TempDir(), "state.json"),
		Settings: state.Settings{Now: func() time.Time { return now }},
	}}
	if counted {
		var mu sync.Mutex
		next := 0
		s.file.Settings.NewID = func(n int) string {
			mu.Lock()
			defer mu.Unlock()
			next++
			return fmt.Sprintf("%0*d", n, next)
		}
	}
	front := httptest.NewUnstartedServer(nil)
	front.Config.Handler = s.recording(New(Config{
		File:       s.file,
		AllowHosts: []string{"host.docker.internal", "Build.Example:8080"},
		Listeners:  []net.Addr{front.Listener.Addr()},
	}))
	front.Start()
	t.Cleanup(front.Close)
	s.url = front.URL
	return s
}

// recording is a handler whose operations are noted when they succeed.
func (s *server) recording(h *Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		o := h.Serve(w, r, h.Judge(r))
		s.mu.Lock()
		defer s.mu.Unlock()
		if o.Status < 300 {
			s.succeeded[o.Operation] = true
		}
		if o.Problem != "" {
			s.lines = append(s.lines, fmt.Sprintf("%s %d %s: %s", o.Operation, o.Status, o.Code, o.Problem))
		}
	})
}

// untried are the operations that have not succeeded yet.
func (s *server) untried() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var names []string
	for _, op := range model.Operations() {
		if !s.succeeded[op.Name] {
			names = append(names, op.Name)
		}
	}
	return names
}

// log returns what there was to log since the last call.
func (s *server) log() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	text := strings.Join(s.lines, "\n")
	s.lines = nil
	return text
}

// content is the state file, "" if there is none.
func (s *server) content() string {
	content, err := os.ReadFile(s.file.Path)
	if err != nil && !os.IsNotExist(err) {
		s.t.Fatal(err)
	}
	return string(content)
}

// signature is an Authorization field for a service.
func signature(service, region string) string {
	return "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/" + region + "/" + service +
		"/aws4_request, SignedHeaders=host;x-amz-date, Signature=0123456789abcdef"
}

// request makes a request that is signed for apigateway in us-east-1. The path
// is sent as it is written.
func (s *server) request(method, path, body string) *http.Request {
	r, err := http.NewRequest(method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	if body == "" {
		r.Body, r.ContentLength = nil, 0
	}
	r.Header.Set("Authorization", signature("apigateway", "us-east-1"))
	return r
}

// An answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
}

// send sends a request.
func (s *server) send(r *http.Request) answer {
	s.t.Helper()
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(body)}
}

// call sends a signed request and returns status and body in one text.
func (s *server) call(method, path, body string) string {
	s.t.Helper()
	a := s.send(s.request(method, path, body))
	return strings.TrimSpace(fmt.Sprintf("%d %s", a.status, bytes.TrimSpace([]byte(a.body))))
}

// must sends a signed request that has to succeed.
func (s *server) must(method, path, body string) string {
	s.t.Helper()
	a := s.send(s.request(method, path, body))
	if a.status >= 300 {
		s.t.Fatalf("%s %s %s: %d %s", method, path, body, a.status, a.body)
	}
	return a.body
}
