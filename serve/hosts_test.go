package serve

import (
	"fmt"
	"strings"
	"testing"

	"gatehouse/serve/hostname"
	"gatehouse/state"
)

func TestIsLocal(t *testing.T) {
	for name, want := range map[string]bool{
		"localhost": true, "127.0.0.1": true, "::1": true, "192.168.1.5": true, "fe80::1": true, "0.0.0.0": true,
		"": false, "evil.example": false, "localhost.evil.example": false, "127.0.0.1.nip.io": false, "1.example": false,
		"app.localhost": false, "a:b": false,
	} {
		if got := isLocal(name); got != want {
			t.Errorf("isLocal(%q) = %t, want %t", name, got, want)
		}
	}
}

// TestSelection holds which API and stage a request's host and path select.
func TestSelection(t *testing.T) {
	backend := newEcho(t, nil)
	one := (&account{}).route("$default", backend.URL+"/one")
	two := (&account{stage: "dev"}).route("$default", backend.URL+"/two")
	three := (&account{}).route("$default", backend.URL+"/three-default")
	first, second, third := one.api("aaaaaaaaaa", "us-east-1"), two.api("bbbbbbbbbb", "eu-west-1"), three.api("cccccccccc", "cn-north-1")
	dev := (&account{stage: "dev"}).route("$default", backend.URL+"/three-dev").api("cccccccccc", "cn-north-1")
	third.Stages = append(third.Stages, dev.Stages...)
	several := start(t, &state.Catalog{APIs: []state.API{first, second, third}})
	only := start(t, &state.Catalog{APIs: []state.API{first}})

	tests := []struct {
		name   string
		server *running
		host   string
		target string
		status int
		line   string // what reaches the backend
		note   string // in the log
	}{
		{"by local host", several, "aaaaaaaaaa.execute-api.us-east-1.localhost:8080", "/x", 200, "GET /one/x", ""},
		{"in any case", several, "AAAAAAAAAA.Execute-Api.US-EAST-1.LocalHost", "/x", 200, "GET /one/x", ""},
		{"by AWS's host", several, "aaaaaaaaaa.execute-api.us-east-1.amazonaws.com", "/x", 200, "GET /one/x", ""},
		{"by AWS's host in China", several, "cccccccccc.execute-api.cn-north-1.amazonaws.com.cn", "/x", 200, "GET /three-default/x", ""},
		{"by path", several, "localhost:1", "/_aws/execute-api/aaaaaaaaaa/$default/x", 200, "GET /one/x", ""},
		{"by path with an escaped $", several, "127.0.0.1", "/_aws/execute-api/aaaaaaaaaa/%24default/x?q=1", 200, "GET /one/x?q=1", ""},
		{"by path on IPv6", several, "[::1]:8080", "/_aws/execute-api/cccccccccc/dev/x", 200, "GET /three-dev/x", ""},
		{"by path to the root", several, "localhost", "/_aws/execute-api/aaaaaaaaaa/$default", 200, "GET /one/", ""},
		{"the path form is not an API's own", several, "aaaaaaaaaa.execute-api.us-east-1.localhost", "/_aws/execute-api/bbbbbbbbbb/dev/x", 200, "GET /one/_aws/execute-api/bbbbbbbbbb/dev/x", ""},
		{"a stage by name", several, "cccccccccc.execute-api.cn-north-1.localhost", "/dev/x", 200, "GET /three-dev/x", ""},
		{"a stage's root", several, "cccccccccc.execute-api.cn-north-1.localhost", "/dev", 200, "GET /three-dev/", ""},
		{"a stage's name with case", several, "cccccccccc.execute-api.cn-north-1.localhost", "/Dev/x", 200, "GET /three-default/Dev/x", ""},
		{"$default is not a stage's path", several, "cccccccccc.execute-api.cn-north-1.localhost", "/$default/x", 200, "GET /three-default/$default/x", ""},
		{"no stage matches", several, "bbbbbbbbbb.execute-api.eu-west-1.localhost", "/x", 404, "", "the path names no stage"},
		{"the wrong region", several, "bbbbbbbbbb.execute-api.us-east-1.localhost", "/dev/x", 403, "", "API bbbbbbbbbb is in eu-west-1, not in us-east-1: http://bbbbbbbbbb.execute-api.eu-west-1.localhost:"},
		{"an unknown API", several, "zzzzzzzzzz.execute-api.us-east-1.localhost", "/x", 403, "", "there is no API zzzzzzzzzz"},
		{"an unknown API by path", several, "localhost", "/_aws/execute-api/zzzzzzzzzz/dev/x", 403, "", "there is no API zzzzzzzzzz"},
		{"an unknown stage by path", several, "localhost", "/_aws/execute-api/aaaaaaaaaa/dev/x", 404, "", "the path names no stage"},
		{"a stranger's host", several, "evil.example", "/x", 403, "", `no API lives on the host "evil.example"`},
		{"a stranger's host when there is one API only", only, "evil.example", "/x", 403, "", `no API lives on the host "evil.example"`},
		{"plain localhost is the only API", only, "localhost:8080", "/x", 200, "GET /one/x", ""},
		{"an address is the only API", only, "10.0.0.7", "/x", 200, "GET /one/x", ""},
		{"no Host at all", only, "", "/x", 403, "", "no API lives on the host"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			before := backend.count()
			got := test.server.send(t, fmt.Sprintf("GET %s HTTP/1.1\nHost: %s", test.target, test.host))
			if got.status != test.status {
				t.Errorf("status %d %s, want %d", got.status, got.body, test.status)
			}
			if test.line == "" && backend.count() != before {
				t.Errorf("%q reached the backend", backend.last(t).line)
			}
			if test.line != "" && backend.last(t).line != test.line {
				t.Errorf("%q reached the backend, want %q", backend.last(t).line, test.line)
			}
		})
	}
	several.stop()
	only.stop()
	log := several.out.String() + only.out.String()
	for _, test := range tests {
		if !strings.Contains(log, test.note) {
			t.Errorf("%s: the log does not say %q", test.name, test.note)
		}
	}
}

func TestSeveralAPIsAreListed(t *testing.T) {
	one := (&account{}).api("aaaaaaaaaa", "us-east-1")
	two := (&account{stage: "dev"}).api("bbbbbbbbbb", "eu-west-1")
	s := start(t, &state.Catalog{APIs: []state.API{one, two}})
	got := s.send(t, "GET /x HTTP/1.1\nHost: localhost")
	for _, want := range []string{
		"http://aaaaaaaaaa.execute-api.us-east-1.localhost:" + s.local.Port,
		s.url + "/_aws/execute-api/aaaaaaaaaa/%24default/",
		"http://bbbbbbbbbb.execute-api.eu-west-1.localhost:" + s.local.Port,
		s.url + "/_aws/execute-api/bbbbbbbbbb/dev/",
	} {
		if got.status != 404 || !strings.Contains(got.body, `"`+want+`"`) {
			t.Errorf("plain localhost = %d %s, want 404 with %s", got.status, got.body, want)
		}
	}
}

func TestNamedAPI(t *testing.T) {
	backend := newEcho(t, nil)
	catalog := &state.Catalog{APIs: []state.API{
		(&account{}).route("$default", backend.URL+"/one").api("aaaaaaaaaa", "us-east-1"),
		(&account{}).route("$default", backend.URL+"/two").api("bbbbbbbbbb", "eu-west-1"),
	}}
	for id, want := range map[string]string{"bbbbbbbbbb": "GET /two/x", "zzzzzzzzzz": ""} {
		g, err := compile(catalog, id)
		if err != nil {
			t.Fatal(err)
		}
		l := &live{apiID: id}
		l.gateway.Store(g)
		s := startLive(t, l, func(c *Config) { c.APIID = id })
		got := s.send(t, "GET /x HTTP/1.1\nHost: localhost")
		if want == "" {
			if got.status != 404 || !strings.Contains(got.body, "There is no API zzzzzzzzzz") {
				t.Errorf("with an unknown --api-id plain localhost = %d %s", got.status, got.body)
			}
		} else if got.status != 200 || backend.last(t).line != want {
			t.Errorf("plain localhost = %d, %q, want %q", got.status, backend.last(t).line, want)
		}
	}
}

func TestUndeployedStage(t *testing.T) {
	api := (&account{}).api(testAPI, "us-east-1")
	api.Stages[0].Snapshot = nil
	got := start(t, &state.Catalog{APIs: []state.API{api}}).send(t, "GET /x HTTP/1.1")
	if got.status != 404 || got.body != `{"message":"Not Found"}` {
		t.Errorf("a stage without deployment = %d %s", got.status, got.body)
	}
}

func TestOwnPages(t *testing.T) {
	s := start(t, (&account{}).catalog())
	for request, want := range map[string]int{
		"GET /_gatehouse/health HTTP/1.1\nHost: localhost:8080":                   200,
		"GET /_gatehouse/health HTTP/1.1\nHost: gatehouse.localhost":              200,
		"GET /_gatehouse/other HTTP/1.1\nHost: gatehouse.localhost":               404,
		"GET /_gatehouse/health HTTP/1.1\nHost: evil.example":                     403,
		"GET /_gatehouse/health HTTP/1.1\n" + "Host: x.execute-api.y.localhost":   403,
		"GET /_gatehouse/health HTTP/1.1\nOrigin: https://a.example\nHost: [::1]": 200,
	} {
		got := s.send(t, request)
		if got.status != want || want == 200 && got.body != "{\"status\":\"ready\"}\n" {
			t.Errorf("%q = %d %s, want %d", request, got.status, got.body, want)
		}
	}
	// An API's host has no such page: the request is the API's.
	if got := s.send(t, "GET /_gatehouse/health HTTP/1.1"); got.body != `{"message":"Not Found"}` {
		t.Errorf("an API's host answers %s for the tool's page", got.body)
	}
}

func FuzzHosts(f *testing.F) {
	for _, seed := range []string{"localhost:8080", "[::1]:1", "a.execute-api.b.localhost", "1.2.3.4.", "::", "[", "a:b:c"} {
		f.Add(seed)
	}
	g, err := compile((&account{}).catalog(), "")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, host string) {
		name := hostname.Of(host)
		isLocal(name)
		if note := g.strangerNote(name, state.LocalServer{Port: "1"}); note == "" {
			t.Errorf("the host %q is refused without a reason", host)
		}
	})
}
