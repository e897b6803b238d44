package serve

import (
	"strings"
	"testing"

	"gatehouse/model"
)

// Whatever a request's target is, what reaches the backend is one request with
// one target and none of the client's line ends.
func TestOddTargets(t *testing.T) {
	backend := newEcho(t, nil)
	a := (&account{cors: fullCors()}).route("GET /files/{name}", backend.URL+"/{name}?q={name}")
	a.integration().RequestParameters.Set("overwrite:header.x-name", "$request.path.name")
	a.integration().RequestParameters.Set("overwrite:querystring.n", "$request.path.name")
	a.route("GET /moved/{name}", backend.URL)
	a.integration().RequestParameters = model.StringMap[string]{{Key: "overwrite:path", Value: "$request.path.name"}}
	a.route("$default", backend.URL)
	s := start(t, a.catalog())
	for _, test := range []struct {
		target string
		status int
		want   string // the backend's request line, "" if it must not be reached
		name   string // x-name
	}{
		{"/a%0D%0AX-Evil:%20b", 200, "GET /a%0D%0AX-Evil:%20b", ""},
		{"/a%00b", 200, "GET /a%00b", ""},
		{"//evil.example/a", 200, "GET //evil.example/a", ""},
		{"/a#b", 200, "GET /a%23b", ""},
		{"/../../etc/passwd", 200, "GET /../../etc/passwd", ""},
		{"/%2e%2e%2fetc", 200, "GET /../etc", ""},
		{"/a?b=%0d%0ac&d=é", 200, "GET /a?b=%0d%0ac&d=%C3%A9", ""},
		{"/a?b HTTP/1.1", 400, "", ""},
		{"/files/a%0D%0Ab%26c%23d%3Fe", 200, "GET /a%0D%0Ab&c%23d?q=a%0D%0Ab%26c%23d&n=a%0D%0Ab%26c%23d", "a  b&c#d"},
		{"/moved/a%0D%0Ab", 200, "GET /a%0D%0Ab", ""},
		{"/moved/a%20HTTP%2F1.1", 200, "GET /moved/a%20HTTP/1.1", ""},
		{"http://127.0.0.1/abs", 200, "GET /abs", ""},
		{"http://evil.example/abs", 403, "", ""},
		{"http://u:p@127.0.0.1/abs", 200, "GET /abs", ""},
		{"ftp://127.0.0.1/x", 200, "GET /x", ""},
		{"*", 400, "", ""},
		{"evil", 400, "", ""},
		{"/%", 400, "", ""},
		{"/a\tb", 400, "", ""},
		{"/" + strings.Repeat("a", 9000), 200, "GET /" + strings.Repeat("a", 9000), ""},
		{"/" + strings.Repeat("a", maxHeader), 431, "", ""},
		{"/" + strings.Repeat("a/", 4000), 200, "GET /" + strings.Repeat("a/", 4000), ""},
	} {
		before := backend.count()
		got := s.send(t, "GET "+test.target+" HTTP/1.1\nHost: 127.0.0.1")
		if got.status != test.status || (backend.count() > before) != (test.want != "") {
			t.Errorf("GET %.60q = %d %s, want %d; %d requests reached the backend", test.target, got.status, got.body, test.status, backend.count()-before)
			continue
		}
		if test.want == "" {
			continue
		}
		sent := backend.last(t)
		if sent.line != test.want || sent.header.Get("X-Name") != test.name || sent.header.Get("X-Evil") != "" {
			t.Errorf("GET %.60q arrives as %.100q with the name %q, want %.100q and %q", test.target, sent.line, sent.header.Get("X-Name"), test.want, test.name)
		}
	}
}

// Fields that steer CORS may come many times, and be as long as the limit lets
// them: the decision is made on all of them.
func TestManyCorsFields(t *testing.T) {
	backend := newEcho(t, nil)
	s := start(t, (&account{cors: fullCors()}).route("GET /x", backend.URL).catalog())
	const preflight = "OPTIONS /x HTTP/1.1\nOrigin: " + appOrigin + "\nAccess-Control-Request-Method: GET"
	for _, test := range []struct {
		name, request string
		status        int
		allowed       bool
	}{
		{"a header many times", preflight + strings.Repeat("\nAccess-Control-Request-Headers: content-type", 500), 204, true},
		{"a header many times and another once", preflight + strings.Repeat("\nAccess-Control-Request-Headers: content-type", 500) + "\nAccess-Control-Request-Headers: x-evil", 204, false},
		{"empty elements", preflight + "\nAccess-Control-Request-Headers: " + strings.Repeat(",", 9000) + "content-type", 204, true},
		{"two methods", preflight + "\nAccess-Control-Request-Method: GET", 204, false},
		{"two origins", preflight + "\nOrigin: " + appOrigin, 204, false},
		{"two origins, no preflight", "GET /x HTTP/1.1\nOrigin: " + appOrigin + "\nOrigin: " + evilOrigin, 200, false},
		{"a list of origins", "GET /x HTTP/1.1\nOrigin: " + appOrigin + " " + evilOrigin, 200, false},
		{"the end of an origin", "GET /x HTTP/1.1\nOrigin: " + appOrigin + ".evil.example", 200, false},
		{"an origin with a tab", "GET /x HTTP/1.1\nOrigin: " + appOrigin + "\t" + evilOrigin, 200, false},
	} {
		got := s.send(t, test.request)
		if allowed := got.field("access-control-allow-origin") != ""; got.status != test.status || allowed != test.allowed {
			t.Errorf("%s: %d %q, want %d, allowed: %t", test.name, got.status, got.fields, test.status, test.allowed)
		}
	}
	if n := backend.count(); n != 4 {
		t.Errorf("%d requests reached the backend, want 4", n)
	}
}
