package serve

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"gatehouse/state"
)

// TestHostileRequests holds that what is no proper request is refused and
// reaches no backend.
func TestHostileRequests(t *testing.T) {
	backend := newEcho(t, nil)
	s := start(t, (&account{cors: fullCors()}).route("$default", backend.URL).catalog())
	const host = "\r\nHost: " + testAPI + ".execute-api.us-east-1.localhost\r\n"
	tests := []struct {
		name, request string
		status        int // 0: the connection may just end
	}{
		{"length and chunks", "POST / HTTP/1.1" + host + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG", 200}, // RFC 9112, section 6.3: chunked counts
		{"two lengths", "POST / HTTP/1.1" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400},
		{"a list of lengths", "POST / HTTP/1.1" + host + "Content-Length: 1, 2\r\n\r\nab", 400},
		{"a signed length", "POST / HTTP/1.1" + host + "Content-Length: +1\r\n\r\na", 400},
		{"a hexadecimal length", "POST / HTTP/1.1" + host + "Content-Length: 0x1\r\n\r\na", 400},
		{"an unknown coding", "POST / HTTP/1.1" + host + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501},
		{"two codings", "POST / HTTP/1.1" + host + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501},
		{"a hidden coding", "POST / HTTP/1.1" + host + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400},
		{"a bad chunk", "POST / HTTP/1.1" + host + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400},
		{"a chunk that ends early", "POST / HTTP/1.1" + host + "Transfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n", 400},
		{"a folded field", "GET / HTTP/1.1" + host + "X: a\r\n b\r\n\r\n", 200}, // RFC 9112, section 5.2: taken as a space
		{"a name with a space", "GET / HTTP/1.1" + host + "X Y: a\r\n\r\n", 400},
		{"a value with a null byte", "GET / HTTP/1.1" + host + "X: a\x00b\r\n\r\n", 400},
		{"a value with a carriage return", "GET / HTTP/1.1" + host + "X: a\rb\r\n\r\n", 400},
		{"two hosts", "GET / HTTP/1.1\r\nHost: a" + host + "\r\n", 400},
		{"no host", "GET / HTTP/1.1\r\n\r\n", 400},
		{"a host with a space", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400},
		{"a host with a quote", "GET / HTTP/1.1\r\nHost: 127.0.0.1:80\"\r\n\r\n", 400},
		{"a host in the target with a quote", "GET http://[::1]\":1/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
		{"a host in the target with quotes", "GET http://a\";for=b;c=\"/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
		{"a host in the target with a bracket", "GET http://a<b/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
		{"a host in the target with an escaped letter", "GET http://%C3%A9/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
		{"a broken escape", "GET /%zz HTTP/1.1" + host + "\r\n", 400},
		{"a control byte in the target", "GET /a\x01b HTTP/1.1" + host + "\r\n", 400},
		{"a target with a space", "GET /a b HTTP/1.1" + host + "\r\n", 400},
		{"no version", "GET /\r\n\r\n", 400},
		{"an unknown version", "GET / HTTP/9.9" + host + "\r\n", 505},
		{"HTTP/2 without TLS", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 0},
		{"TLS on the plain port", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 0},
		{"a header section without end", "GET / HTTP/1.1" + host + "X: " + strings.Repeat("x", 1<<20), 431},
		{"eleven thousand fields", "GET / HTTP/1.1" + host + strings.Repeat("X: y\r\n", 11000) + "\r\n", 431},
		{"a huge list of requested headers", "OPTIONS / HTTP/1.1" + host + "Origin: " + appOrigin + "\r\nAccess-Control-Request-Method: GET\r\nAccess-Control-Request-Headers: " + strings.Repeat("a,", 6000) + "\r\n\r\n", 431},
		{"a huge origin", "GET / HTTP/1.1" + host + "Origin: https://" + strings.Repeat("a", 20000) + "\r\n\r\n", 431},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			before := backend.count()
			c := s.dial(t)
			defer c.Close()
			io.WriteString(c, test.request) // the server may have refused before the end
			if test.status == 0 {
				c.(*net.TCPConn).CloseWrite()
			}
			resp, err := http.ReadResponse(bufio.NewReader(c), nil)
			if err != nil {
				if test.status != 0 {
					t.Fatalf("no answer: %v", err)
				}
				return
			}
			resp.Body.Close()
			if test.status != 0 && resp.StatusCode != test.status {
				t.Errorf("status %d, want %d", resp.StatusCode, test.status)
			}
			if n := backend.count() - before; test.status != 200 && n != 0 {
				t.Errorf("%d requests reached the backend", n)
			}
		})
	}
}

// What follows a request on its connection is a request of its own, never
// part of another: the framing that reaches the backend is the gateway's.
func TestPipelinedRequests(t *testing.T) {
	backend := newEcho(t, func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, r.URL.Path) })
	s := start(t, (&account{}).route("$default", backend.URL).catalog())
	c := s.dial(t)
	defer c.Close()
	const host = "\r\nHost: localhost\r\n"
	io.WriteString(c, "POST /1 HTTP/1.1"+host+"Content-Length: 4\r\n\r\nbodyGET /2 HTTP/1.1"+host+"\r\n"+
		"POST /3 HTTP/1.1"+host+"Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\nTrailer: x\r\n\r\nGET /4 HTTP/1.1"+host+"\r\n")
	br := bufio.NewReader(c)
	for _, want := range []string{"/1", "/2", "/3", "/4"} {
		if got := readReply(t, br, "GET"); got.status != 200 || got.body != want {
			t.Errorf("answer %d %q, want %q", got.status, got.body, want)
		}
	}
	for i, want := range []string{"body", "", "body", ""} {
		if got := backend.requests[i]; got.body != want {
			t.Errorf("request %d arrived with the body %q, want %q", i+1, got.body, want)
		}
	}
}

// An integration's answer cannot smuggle fields or answers to the client.
func TestHostileAnswers(t *testing.T) {
	for _, test := range []struct {
		name, answer string
		want         int
	}{
		{"a second answer behind the first", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil", 200},
		{"a value with a carriage return", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX: a\rSet-Cookie: b\r\n\r\nok", 500},
		{"length and chunks", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", 200},
		{"a field with a space in its name", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX Set-Cookie: a\r\n\r\nok", 200},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := start(t, (&account{}).route("$default", newRawBackend(t, test.answer, false)).catalog())
			for range 2 { // a connection that holds more than an answer is not used again
				got := s.send(t, "GET / HTTP/1.1")
				if got.status != test.want || test.want == 200 && got.body != "ok" {
					t.Fatalf("the client got %d %q %q", got.status, got.fields, got.body)
				}
				for _, line := range got.fields {
					if strings.Contains(line, "Set-Cookie") {
						t.Errorf("the client got the field %q", line)
					}
				}
			}
		})
	}
}

// The management API is nobody's but the user's: not a page's in his browser,
// not a name's that somebody else points at his machine.
func TestManagementRequests(t *testing.T) {
	const scope = "Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261122/us-east-1/%s/aws4_request, SignedHeaders=host;x-amz-date, Signature=0"
	sign := func(service string) string { return strings.Replace(scope, "%s", service, 1) }
	backend := newEcho(t, nil)
	catalog := (&account{}).route("GET /x", backend.URL).catalog()
	file := &state.File{Path: t.TempDir() + "/state.json"}
	s := start(t, catalog, func(c *Config) { c.File, c.AllowHosts = file, []string{"gatehouse.test"} })

	for _, test := range []struct {
		name, request string
		status        int
		managed       bool // carried out
	}{
		{"signed, on localhost", "GET /v2/apis HTTP/1.1\nHost: localhost:8080\n" + sign("apigateway"), 200, true},
		{"signed, for what is not there", "GET /v2/apis/none HTTP/1.1\nHost: localhost:8080\n" + sign("apigateway"), 404, false},
		{"signed, on an address", "GET /v2/apis HTTP/1.1\nHost: 127.0.0.1:8080\n" + sign("apigateway"), 200, true},
		{"signed, for the service's own host", "GET /v2/apis HTTP/1.1\nHost: apigateway.us-east-1.amazonaws.com\n" + sign("apigateway"), 200, true},
		{"signed, on an allowed host", "GET /v2/apis HTTP/1.1\nHost: gatehouse.test:1\n" + sign("apigateway"), 200, true},
		{"signed, by a page", "GET /v2/apis HTTP/1.1\nHost: localhost\nOrigin: https://evil.example\n" + sign("apigateway"), 403, false},
		{"signed, by a page of its own origin", "GET /v2/apis HTTP/1.1\nHost: localhost\nSec-Fetch-Site: same-origin\n" + sign("apigateway"), 403, false},
		{"signed, under a stranger's name", "GET /v2/apis HTTP/1.1\nHost: evil.example\n" + sign("apigateway"), 403, false},
		{"signed, on an API's host", "GET /v2/apis HTTP/1.1\n" + sign("apigateway"), 404, false},
		{"not signed", "GET /v2/apis HTTP/1.1\nHost: localhost", 404, false},
		{"signed for execute-api", "GET /x HTTP/1.1\nHost: localhost\n" + sign("execute-api"), 200, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := s.send(t, test.request)
			if managed := strings.Contains(got.body, `"items"`); got.status != test.status || managed != test.managed {
				t.Errorf("%d %s, want %d, carried out: %t", got.status, got.body, test.status, test.managed)
			}
		})
	}
	if got := s.send(t, "GET / HTTP/1.1\nHost: localhost\n"+sign("lambda")); got.status < 400 || !strings.Contains(got.body, "lambda") {
		t.Errorf("another service: %d %q %s", got.status, got.fields, got.body)
	}
	s.stop()
	for _, want := range []string{
		"  200  GET /v2/apis  ", "management GetApis\n", "  404  GET /v2/apis/none  ", "management GetApi: NotFoundException\n", "refused as a management request: a web page sent it",
		"no route takes it; it is no management request either: it is not signed",
	} {
		if !strings.Contains(s.out.String(), want) {
			t.Errorf("the log does not say %q: %s", want, s.out)
		}
	}
}

// A server that other machines can reach takes no management requests unless
// it was told to.
func TestManagementBeyondLoopback(t *testing.T) {
	const request = "GET /v2/apis HTTP/1.1\nHost: 127.0.0.1\nAuthorization: AWS4-HMAC-SHA256 Credential=A/20261122/us-east-1/apigateway/aws4_request"
	for _, allowed := range []bool{false, true} {
		s := start(t, (&account{}).catalog(), func(c *Config) {
			c.Host, c.ManageBeyond = "0.0.0.0", allowed
			c.File = &state.File{Path: t.TempDir() + "/state.json"}
		})
		s.address = "127.0.0.1:" + s.local.Port
		if got := s.send(t, request); strings.Contains(got.body, `"items"`) != allowed {
			t.Errorf("ManageBeyond %t: %d %s", allowed, got.status, got.body)
		}
	}
}

// What a client calls its host is one value of Forwarded, whatever it is.
func TestForwardedHost(t *testing.T) {
	backend := newEcho(t, nil)
	g, err := compile((&account{}).route("$default", backend.URL).catalog(), "")
	if err != nil {
		t.Fatal(err)
	}
	g.hosts["a;proto=b"], g.hosts["a,b"] = host{api: g.only}, host{api: g.only}
	l := &live{warn: func(string) {}}
	l.gateway.Store(g)
	s := startLive(t, l)
	for host, want := range map[string]string{
		"localhost": "localhost", "localhost:80": `"localhost:80"`, "[::1]": `"[::1]"`,
		"a;proto=b": `"a;proto=b"`, "a,b": `"a,b"`,
	} {
		s.send(t, "GET / HTTP/1.1\nHost: "+host)
		if got := backend.last(t).header.Get("Forwarded"); got != "by=127.0.0.1;for=127.0.0.1;host="+want+";proto=http" {
			t.Errorf("for %s: Forwarded: %s, want the host %s", host, got, want)
		}
	}
}

// A state file that was changed by hand can hold any text.
func TestIntegrationMethodThatIsNone(t *testing.T) {
	backend := newEcho(t, nil)
	for _, method := range []string{"GET /evil HTTP/1.1\r\nHost: x\r\n\r\nGET", "GE T", "GET\n", "G\x00", "", "é"} {
		a := (&account{}).route("GET /x", backend.URL)
		a.integration().IntegrationMethod = new(method)
		s := start(t, a.catalog())
		want := pick(method == "", 200, 500)
		if got := s.send(t, "GET /x HTTP/1.1"); got.status != want {
			t.Errorf("with the method %q: status %d, want %d", method, got.status, want)
		}
		s.stop()
		if want == 500 && !strings.Contains(s.out.String(), "is no HTTP method") {
			t.Errorf("with the method %q the log does not say what is wrong: %s", method, s.out.String())
		}
	}
	if n := backend.count(); n != 1 {
		t.Errorf("%d requests reached the backend, want 1", n)
	}
}

// Nothing that a terminal would obey comes out of a state file.
func TestTerminalIsLeftAlone(t *testing.T) {
	const evil = "\x1b[2J\n"
	a := (&account{stage: "dev" + evil}).route("GET /x"+evil, "http://127.0.0.1:9000/"+evil)
	a.integration().IntegrationMethod = new("GET" + evil)
	a.route("GET /y", "http://127.0.0.1:9000/")
	a.last().AuthorizationType = new("kind" + evil)
	catalog := &state.Catalog{APIs: []state.API{a.api("abcde"+evil, "us-east-1"+evil), a.api(testAPI, "us-west-2")}}
	catalog.APIs[0].Api.Name = new("pets" + evil)
	s := start(t, catalog)
	s.send(t, "GET /_aws/execute-api/abcde%1B[2J%0A/dev%1B[2J%0A/x HTTP/1.1\nHost: localhost")
	s.stop()
	if out := s.out.String(); strings.Contains(out, "\x1b") || strings.Contains(out, "[2J\n") {
		t.Errorf("the output holds control characters: %q", out)
	} else if !strings.Contains(out, `api abcde\x1b[2J\x0a`) {
		t.Errorf("the log does not name the API: %q", out)
	}
}
