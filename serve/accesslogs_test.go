package serve

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"gatehouse/model"
	"gatehouse/state"
)

const testGroup = "arn:aws:logs:us-east-1:123456789012:log-group:pets"

// logged gives the stage of a catalog an access log.
func logged(c *state.Catalog, format string) *state.Catalog {
	c.APIs[0].Stages[0].Stage.AccessLogSettings = &model.AccessLogSettings{DestinationArn: new(testGroup), Format: new(format)}
	return c
}

// accessEntries are the lines of an access log, once the server has ended.
func accessEntries(t *testing.T, s *running, name string) []string {
	t.Helper()
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}

// Every way that a request can take leaves an entry which says what happened.
func TestEntriesOnAllPaths(t *testing.T) {
	backend := newEcho(t, func(w http.ResponseWriter, r *http.Request) {
		if status := r.Header.Get("X-Status"); status != "" {
			var code int
			fmt.Sscan(status, &code)
			w.WriteHeader(code)
			return
		}
		io.WriteString(w, "hello")
	})
	late := newEcho(t, func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	a := (&account{cors: fullCors()}).route("ANY /ok", backend.URL).route("GET /none", "")
	a.route("GET /gone", deadURL(t)).route("GET /broken", newRawBackend(t, "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nno", false))
	a.route("GET /nonsense", newRawBackend(t, "nonsense\r\n\r\n", false)).route("GET /late", late.URL)
	a.integration().TimeoutInMillis = new(int64(50))
	a.route("GET /mapped", backend.URL)
	a.integration().ResponseParameters.Set("200", model.StringMap[string]{{Key: "overwrite:statuscode", Value: "204"}})
	a.route("GET /unmappable", backend.URL)
	a.integration().ResponseParameters.Set("200", model.StringMap[string]{{Key: "overwrite:statuscode", Value: "99"}})
	a.route("GET /iam", backend.URL)
	a.last().AuthorizationType = new("AWS_IAM")

	name := filepath.Join(t.TempDir(), "access.log")
	format := "$context.routeKey|$context.status|$context.responseLength|$context.error.message|$context.error.responseType|" +
		"$context.integrationStatus|$context.integrationErrorMessage|$context.dataProcessed"
	s := start(t, logged(a.catalog(), format), func(c *Config) { c.AccessLogs = []AccessLog{{File: name}} })
	tests := []struct{ request, want string }{
		{"GET /ok HTTP/1.1", "ANY /ok|200|5|-|-|200|-|5"},
		{"HEAD /ok HTTP/1.1", "ANY /ok|200|0|-|-|200|-|0"},
		{"POST /ok HTTP/1.1\nContent-Length: 3\n\nabc", "ANY /ok|200|5|-|-|200|-|8"},
		{"GET /ok HTTP/1.1\nX-Status: 500", "ANY /ok|500|0|-|-|500|-|0"},
		{"GET /ok HTTP/1.1\nX: " + strings.Repeat("x", maxHeader), "ANY /ok|431|45|Request Header Fields Too Large|DEFAULT_4XX|-|-|45"},
		{"POST /ok HTTP/1.1\nContent-Length: 10485761", "ANY /ok|413|38|Request Entity Too Large|REQUEST_TOO_LARGE|-|-|38"},
		{"GET /else HTTP/1.1", "-|404|23|Not Found|RESOURCE_NOT_FOUND|-|-|23"},
		{"HEAD /else HTTP/1.1", "-|404|0|Not Found|RESOURCE_NOT_FOUND|-|-|0"},
		{"OPTIONS /else HTTP/1.1\nOrigin: " + appOrigin, "-|204|0|-|-|-|-|0"},
		{"GET /none HTTP/1.1", "GET /none|404|23|Not Found|RESOURCE_NOT_FOUND|-|-|23"},
		{"GET /gone HTTP/1.1", "GET /gone|503|33|Service Unavailable|INTEGRATION_FAILURE|-|Network error communicating with endpoint|33"},
		{"GET /broken HTTP/1.1", "GET /broken|503|33|Service Unavailable|INTEGRATION_FAILURE|-|Network error communicating with endpoint|33"},
		{"GET /nonsense HTTP/1.1", "GET /nonsense|500|35|Internal Server Error|INTEGRATION_FAILURE|-|Execution failed due to configuration error: Malformed response from endpoint|35"},
		{"GET /late HTTP/1.1", "GET /late|503|33|Service Unavailable|INTEGRATION_TIMEOUT|-|Execution failed due to a timeout error|33"},
		{"GET /mapped HTTP/1.1", "GET /mapped|204|0|-|-|200|-|0"},
		{"GET /unmappable HTTP/1.1", "GET /unmappable|500|35|Internal Server Error|INTEGRATION_FAILURE|200|Execution failed due to configuration error: Malformed response from endpoint|35"},
		{"GET /iam HTTP/1.1", "GET /iam|403|23|Forbidden|ACCESS_DENIED|-|-|23"},
	}
	for _, test := range tests {
		s.send(t, test.request)
	}
	got := accessEntries(t, s, name)
	if len(got) != len(tests) {
		t.Fatalf("%d entries for %d requests: %q", len(got), len(tests), got)
	}
	for i, test := range tests {
		if got[i] != test.want {
			t.Errorf("%.60s\n got %s\nwant %s", test.request, got[i], test.want)
		}
	}
}

// What a client sends begins no entry and steers no terminal.
func TestEntriesAreNotForged(t *testing.T) {
	backend := newEcho(t, nil)
	name := filepath.Join(t.TempDir(), "access.log")
	s := start(t, logged((&account{}).route("$default", backend.URL).catalog(), "$context.path $context.identity.userAgent $context.requestId"),
		func(c *Config) { c.AccessLogs = []AccessLog{{File: name}} })
	s.send(t, "GET /a%0Aforged%0D%1B[2J%E2%80%A8 HTTP/1.1\nUser-Agent: a\tb\x9b[2J")
	got := accessEntries(t, s, name)
	if len(got) != 1 || !strings.HasPrefix(got[0], `/a\nforged\r\u001b[2J\u2028 a\tb`) || !utf8.ValidString(got[0]) || strings.ContainsAny(got[0], "\r\x1b\u2028") {
		t.Errorf("entries %q", got)
	}
}

// No entry of an answered request is lost when the server ends.
func TestEntriesSurviveTheEnd(t *testing.T) {
	name := filepath.Join(t.TempDir(), "access.log")
	s := start(t, logged((&account{}).catalog(), "$context.requestId"), func(c *Config) { c.AccessLogs = []AccessLog{{File: name}} })
	const clients, each = 8, 25
	var all sync.WaitGroup
	for range clients {
		all.Go(func() {
			for range each {
				s.send(t, "GET / HTTP/1.1")
			}
		})
	}
	all.Wait()
	if got := accessEntries(t, s, name); len(got) != clients*each {
		t.Errorf("%d entries, want %d", len(got), clients*each)
	}
}

// A full disk is no reason to answer nobody, and is said once.
func TestFullDisk(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("there is no /dev/full here")
	}
	var warnings syncBuffer
	g, err := compile(logged((&account{}).catalog(), "$context.requestId"), "")
	if err != nil {
		t.Fatal(err)
	}
	l := &live{warn: func(text string) { fmt.Fprintln(&warnings, text) }}
	l.gateway.Store(g)
	s := startLive(t, l, func(c *Config) { c.AccessLogs = []AccessLog{{File: "/dev/full"}} })
	for range 3 {
		if got := s.send(t, "GET / HTTP/1.1"); got.status != 404 {
			t.Errorf("status %d", got.status)
		}
		for deadline := time.Now().Add(10 * time.Second); warnings.String() == "" && time.Now().Before(deadline); {
			time.Sleep(10 * time.Millisecond)
		}
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if got := warnings.String(); strings.Count(got, "\n") != 1 || !strings.Contains(got, "write access log: write /dev/full: no space left on device") {
		t.Errorf("warnings %q", got)
	}
}

// BenchmarkAccessLog measures what an access log adds to a request.
func BenchmarkAccessLog(b *testing.B) {
	format := `{ "requestId":"$context.requestId", "ip": "$context.identity.sourceIp", "requestTime":"$context.requestTime", "httpMethod":"$context.httpMethod","routeKey":"$context.routeKey", "status":"$context.status","protocol":"$context.protocol", "responseLength":"$context.responseLength" }`
	for _, name := range []string{"without", "with"} {
		b.Run(name, func(b *testing.B) {
			s := newBenchmarkServer(b, "http://127.0.0.1:9", 1)
			cfg := Config{AccessLogs: []AccessLog{{File: filepath.Join(b.TempDir(), "access.log")}}}
			if err := s.around.logs.open(cfg, s.live.warn); err != nil {
				b.Fatal(err)
			}
			defer s.around.logs.close()
			if name == "with" {
				s.live.gateway.Load().apis[testAPI].stages[defaultStage].in.Stage.AccessLogSettings = &model.AccessLogSettings{Format: new(format)}
			}
			benchmarkServer(b, s, benchmarkPreflight)
		})
	}
}
