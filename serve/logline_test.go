package serve

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// lines are what a server logged for requests, without the times, which vary.
func (r *running) lines(t *testing.T) []string {
	t.Helper()
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	_, log, _ := strings.Cut(r.out.String(), "gatehouse ready on "+r.url+"\n")
	var lines []string
	for line := range strings.Lines(log) {
		columns := strings.Split(strings.TrimSuffix(line, "\n"), "  ")
		if len(columns) < 4 || !strings.HasSuffix(columns[3], " ms") {
			t.Fatalf("log line %q", line)
		}
		lines = append(lines, strings.Join(slices.Delete(columns, 3, 4)[1:], " | "))
	}
	return lines
}

func TestLogLines(t *testing.T) {
	backend := newEcho(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == "OPTIONS" {
			w.WriteHeader(http.StatusMethodNotAllowed)
		}
	})
	s := start(t, (&account{cors: fullCors()}).route("GET /pets/{id}", backend.URL+"/p/{id}").route("ANY /any", backend.URL).catalog())
	for _, request := range []string{
		"GET /pets/1?token=secret HTTP/1.1",
		"GET /pets/1 HTTP/1.1\nOrigin: " + appOrigin,
		"GET /pets/1 HTTP/1.1\nOrigin: " + evilOrigin,
		"OPTIONS /pets/1 HTTP/1.1\nOrigin: " + appOrigin + "\nAccess-Control-Request-Method: PATCH",
		"OPTIONS /any HTTP/1.1\nOrigin: " + appOrigin + "\nAccess-Control-Request-Method: PUT",
		"GET /a\xff\xc2\x9b31m HTTP/1.1",
	} {
		s.send(t, request)
	}
	want := []string{
		"200 | GET /pets/1 | route GET /pets/{id} -> " + backend.URL + "/p/{id}",
		"200 | GET /pets/1 | route GET /pets/{id} -> " + backend.URL + "/p/{id} | CORS allowed: AllowOrigins lists https://app.example",
		"200 | GET /pets/1 | route GET /pets/{id} -> " + backend.URL + "/p/{id} | CORS blocked: AllowOrigins does not list https://evil.example; add https://evil.example to AllowOrigins",
		"204 | OPTIONS /pets/1 | CORS blocked: AllowMethods does not list PATCH; add PATCH to AllowMethods",
		"405 | OPTIONS /any | route ANY /any -> " + backend.URL + " | CORS allowed: AllowOrigins lists https://app.example; but the browser wants a status from 200 to 299 for a preflight",
		`404 | GET /a\xff\xc2\x9b31m | no route takes it`,
	}
	if got := s.lines(t); !slices.Equal(got, want) {
		t.Errorf("the log is\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestJSONLog(t *testing.T) {
	backend := newEcho(t, nil)
	clock := time.Date(2026, 11, 22, 17, 0, 0, 0, time.UTC)
	s := start(t, (&account{cors: fullCors()}).route("GET /pets", backend.URL).catalog(), func(c *Config) {
		c.JSONLog, c.Now = true, func() time.Time { return clock }
	})
	s.send(t, "GET /pets?secret HTTP/1.1\nOrigin: "+evilOrigin)
	s.stop()
	var entries []map[string]any
	for line := range strings.Lines(s.out.String()) {
		var entry map[string]any
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		entries = append(entries, entry)
	}
	if len(entries) != 3 || entries[0]["event"] != "api" || entries[1]["event"] != "ready" || entries[1]["url"] != s.url {
		t.Fatalf("the lines are %v", entries)
	}
	got := entries[2]
	for name, want := range map[string]any{
		"time": "2026-11-22T17:00:00.000Z", "status": 200.0, "method": "GET", "path": "/pets", "apiId": testAPI, "stage": "$default",
		"routeKey": "GET /pets", "integration": backend.URL,
	} {
		if got[name] != want {
			t.Errorf("%s: %v, want %v", name, got[name], want)
		}
	}
	cors := got["cors"].(map[string]any)
	if cors["verdict"] != "blocked" || cors["row"] != 11.0 || cors["origin"] != evilOrigin || cors["reason"] == "" || cors["remedy"] == "" {
		t.Errorf("cors: %v", cors)
	}
}

func TestQuiet(t *testing.T) {
	s := start(t, (&account{}).catalog(), func(c *Config) { c.Quiet = true })
	s.send(t, "GET / HTTP/1.1")
	s.stop()
	if got := s.out.String(); got != "gatehouse ready on "+s.url+"\n" {
		t.Errorf("a quiet server prints %q", got)
	}
}

// A reader that does not read holds nobody up; when he reads again he is told
// what he missed.
func TestJournalDoesNotWait(t *testing.T) {
	reading, writing := io.Pipe()
	j := newJournal(writing, false)
	line := bytes.Repeat([]byte("x"), 1023)
	line = append(line, '\n')
	const n = 3 * journalLimit / 1024
	for range n {
		j.Add(line)
	}
	var got bytes.Buffer
	var wg sync.WaitGroup
	wg.Go(func() { io.Copy(&got, reading) })
	j.Close()
	writing.Close()
	wg.Wait()
	whole := bytes.Count(got.Bytes(), line)
	if whole == n || whole == 0 || !bytes.Contains(got.Bytes(), []byte(" log lines were left out because nobody read them\n")) {
		t.Errorf("%d of %d lines were written, ending in %q", whole, n, got.Bytes()[max(0, got.Len()-100):])
	}
}

// A program that reads late is told in its own language what it missed.
func TestJournalForPrograms(t *testing.T) {
	var got bytes.Buffer
	j := newJournal(&got, true)
	j.Add(make([]byte, journalLimit+1))
	j.Add(make([]byte, journalLimit+1))
	j.Close()
	if want := `{"event":"missed","lines":2}` + "\n"; got.String() != want {
		t.Errorf("the journal writes %q, want %q", got.String(), want)
	}
}

// Nobody has to read for a server to end.
func TestJournalEndsUnread(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		reading, writing := io.Pipe()
		defer reading.Close()
		j := newJournal(writing, false)
		j.Add([]byte("line\n"))
		begin := time.Now()
		j.Close()
		if took := time.Since(begin); took != journalClose {
			t.Errorf("close took %v, want %v", took, journalClose)
		}
	})
}

type brokenWriter struct{}

func (brokenWriter) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestJournalOnABrokenPipe(t *testing.T) {
	j := newJournal(brokenWriter{}, false)
	j.Add([]byte("line\n"))
	j.Close()
}

func TestStartUpListing(t *testing.T) {
	a := (&account{cors: fullCors()}).route("GET /pets", "http://127.0.0.1:9000/pets").route("$default", "http://127.0.0.1:9000")
	a.integration().IntegrationMethod = new("POST")
	a.route("GET /jwt", "http://127.0.0.1:9000/x")
	a.last().AuthorizationType = new("JWT")
	a.route("GET /token", "http://127.0.0.1:9000/x").jwt("https://issuer.example", "a/read", "a/write")
	a.route("GET /iam", "http://127.0.0.1:9000/x")
	a.last().AuthorizationType = new("AWS_IAM")
	s := start(t, a.catalog())
	s.stop()
	got, _, _ := strings.Cut(s.out.String(), "\ngatehouse ready on")
	want := `gatehouse serves 1 API from the test (all regions)

pets (abcdefghij in us-east-1)
  http://abcdefghij.execute-api.us-east-1.localhost:` + s.local.Port + `
  ` + s.url + `
  stage $default: ` + s.url + `/_aws/execute-api/abcdefghij/%24default/
    GET /pets -> http://127.0.0.1:9000/pets
    $default -> POST http://127.0.0.1:9000 + the request's path
    GET /jwt -> 401: the route's JWT authorizer cannot be used, so every request is refused: the route names none
    GET /token -> http://127.0.0.1:9000/x (JWT of https://issuer.example, scope a/read or a/write)
    GET /iam -> 403: the route demands AWS_IAM, and the server knows no access key: serve --iam-credential names one
    CORS AllowOrigins=https://app.example,http://localhost:3000 AllowMethods=GET,POST,PUT AllowHeaders=content-type,x-api-key ExposeHeaders=date,x-total MaxAge=600 AllowCredentials=true
`
	if got != want {
		t.Errorf("the start-up prints\n%s\nwant\n%s", got, want)
	}
}

// newExampleExchange is an exchange that has come to its end.
func newExampleExchange() *exchange {
	p := NewCorsPolicy(fullCors())
	return &exchange{passing: passing{
		r:        &http.Request{Method: "GET", RequestURI: "/pets?q"},
		start:    time.Now(),
		route:    &route{logged: "  route GET /pets -> http://127.0.0.1:9000/pets"},
		decision: p.Decide(CorsRequest{Method: "GET", Origin: evilOrigin, Routed: true}),
		status:   200,
	}}
}

func BenchmarkLogLine(b *testing.B) {
	s := &server{live: &live{}}
	s.live.gateway.Store(new(Gateway))
	x := newExampleExchange()
	b.ReportAllocs()
	for b.Loop() {
		x.line = s.appendLine(x.line[:0], x, 1234567)
	}
}
