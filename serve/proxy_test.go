package serve

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"gatehouse/model"
)

// TestIntegrationURL holds which URL of the backend a request leads to.
func TestIntegrationURL(t *testing.T) {
	backend := newEcho(t, nil)
	host := strings.TrimPrefix(backend.URL, "http://")
	variables := model.StringMap[string]{
		{Key: "host", Value: host}, {Key: "path", Value: "v1/pets"}, {Key: "url", Value: backend.URL},
	}
	tests := []struct {
		name, key, uri string
		target         string
		want           string // path and query at the backend
	}{
		{"$default appends the path", "$default", backend.URL, "/store/checkout", "/store/checkout"},
		{"$default appends the root", "$default", backend.URL, "/", "/"},
		{"$default appends the root to a path", "$default", backend.URL + "/get", "/", "/get/"},
		{"$default appends to a path", "$default", backend.URL + "/base", "/x/y", "/base/x/y"},
		{"$default joins with one slash", "$default", backend.URL + "/base/", "/x", "/base/x"},
		{"$default keeps the slash at the end", "$default", backend.URL, "/x/", "/x/"},
		{"a static route uses the URI as it is", "GET /x", backend.URL + "/fixed", "/x", "/fixed"},
		{"a static route on a URI without path", "GET /x", backend.URL, "/x", "/"},
		{"a static route does not add a slash", "GET /x", backend.URL + "/fixed", "/x/", "/fixed"},
		{"a variable in both", "GET /pets/{id}", backend.URL + "/animals/{id}/name", "/pets/7", "/animals/7/name"},
		{"a variable the URI does not have", "GET /pets/{id}", backend.URL + "/animals", "/pets/7", "/animals"},
		{"a greedy variable", "ANY /{proxy+}", backend.URL + "/base/{proxy}", "/a/b/c", "/base/a/b/c"},
		{"a greedy variable keeps the slash at the end", "ANY /{proxy+}", backend.URL + "/{proxy}", "/a/b/", "/a/b/"},
		{"a greedy variable without a place in the URI", "ANY /{proxy+}", backend.URL + "/base", "/a/b", "/base"},
		{"two variables", "GET /{a}/{b}", backend.URL + "/{b}/{a}", "/1/2", "/2/1"},
		{"a name that is no variable stays", "GET /{a}", backend.URL + "/{b}/{a}", "/1", "/%7Bb%7D/1"},
		{"a variable in the query", "GET /{a}", backend.URL + "/x?id={a}&k=v", "/1", "/x?id=1&k=v"},
		{"a variable does not break out of the query", "GET /{a}", backend.URL + "/x?id={a}", "/1%26admin=1%23", "/x?id=1%26admin%3D1%23"},
		{"the client's query", "GET /x", backend.URL + "/y", "/x?b=2&a=1&b=%20+", "/y?b=2&a=1&b=%20+"},
		{"the client's query after the URI's own", "GET /x", backend.URL + "/y?k=v", "/x?a=1", "/y?k=v&a=1"},
		{"an empty query", "GET /x", backend.URL + "/y", "/x?", "/y"},
		{"the URI's own query", "GET /x", backend.URL + "/y?k=v", "/x", "/y?k=v"},
		{"a fragment is dropped", "GET /x", backend.URL + "/y#top", "/x", "/y"},
		{"a stage variable as host", "GET /x", "http://${stageVariables.host}/y", "/x", "/y"},
		{"a stage variable as path", "GET /x", backend.URL + "/${stageVariables.path}/z", "/x", "/v1/pets/z"},
		{"a stage variable as everything", "GET /x", "${stageVariables.url}", "/x", "/"},
		{"an undefined stage variable is empty", "GET /x", backend.URL + "/a${stageVariables.none}b", "/x", "/ab"},
		{"a stage variable and a path variable", "GET /{id}", backend.URL + "/${stageVariables.path}/{id}", "/7", "/v1/pets/7"},
		{"escapes are decoded and set anew", "ANY /{proxy+}", backend.URL + "/{proxy}", "/a%20b/%C3%A4/%41%7E", "/a%20b/%C3%A4/A~"},
		{"an escaped slash becomes one", "ANY /{proxy+}", backend.URL + "/{proxy}", "/a%2Fb", "/a/b"},
		{"an escaped slash is a segment's end", "GET /{x}/{y}", backend.URL + "/{y}-{x}", "/a%2Fb", "/b-a"},
		{"a plus stays", "ANY /{proxy+}", backend.URL + "/{proxy}", "/a+b", "/a+b"},
		{"a percent sign", "ANY /{proxy+}", backend.URL + "/{proxy}", "/100%25", "/100%25"},
		{"a number sign", "ANY /{proxy+}", backend.URL + "/{proxy}", "/a%23b", "/a%23b"},
		{"the path ends at an escaped question mark", "ANY /{proxy+}", backend.URL + "/{proxy}", "/a%3Fb=c/d", "/a"},
		{"dot segments stay", "ANY /{proxy+}", backend.URL + "/base/{proxy}", "/../../x/./y", "/base/../../x/./y"},
		{"empty segments stay", "$default", backend.URL, "//a//b", "//a//b"},
		{"spaces in the URI", "GET /x", backend.URL + "/a b", "/x", "/a%20b"},
		{"escapes in the URI stay", "GET /x", backend.URL + "/a%2Fb", "/x", "/a%2Fb"},
		{"a target in absolute form", "$default", backend.URL, "http://" + testAPI + ".execute-api.us-east-1.localhost/x?y", "/x?y"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := (&account{variables: variables}).route(test.key, test.uri)
			got := start(t, a.catalog()).send(t, "GET "+test.target+" HTTP/1.1")
			if got.status != 200 {
				t.Fatalf("status %d %s", got.status, got.body)
			}
			if sent := backend.last(t); sent.line != "GET "+test.want || sent.host != host {
				t.Errorf("%q reached %q, want GET %q", sent.line, sent.host, test.want)
			}
		})
	}
}

// What is no URL that can be called is an error of the gateway, and no
// request's variables turn it into another host's.
func TestIntegrationURLThatCannotBeCalled(t *testing.T) {
	backend := newEcho(t, nil)
	host := strings.TrimPrefix(backend.URL, "http://")
	for _, test := range []struct{ name, key, uri, target string }{
		{"no scheme", "GET /x", host, "/x"},
		{"another scheme", "GET /x", "ftp://" + host, "/x"},
		{"no host", "GET /x", "http:///y", "/x"},
		{"an undefined stage variable as host", "GET /x", "http://${stageVariables.host}/y", "/x"},
		{"a port that is none", "GET /x", "http://127.0.0.1:99999/", "/x"},
		{"an empty port", "GET /x", "http://127.0.0.1:/", "/x"},
		{"a user", "GET /x", "http://user:secret@" + host, "/x"},
		{"a variable that ends the host", "GET /{h}", "http://{h}.example/", "/" + host + "%3F"},
		{"a variable that is a path", "ANY /{h+}", "http://{h}.example/", "/" + host + "/x"},
		{"a variable that is a user", "GET /{h}", "http://{h}." + host, "/a@b"},
		{"a variable with a line end", "GET /{h}", "http://{h}/", "/127.0.0.1%0d%0aX-Evil:%201"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := start(t, (&account{}).route(test.key, test.uri).catalog())
			got := s.send(t, "GET "+test.target+" HTTP/1.1")
			if got.status != 500 || got.body != `{"message":"Internal Server Error"}` {
				t.Errorf("%s with %s = %d %s, want 500", test.uri, test.target, got.status, got.body)
			}
			s.stop()
			if log := s.out.String(); strings.Contains(log, "secret") {
				t.Errorf("the log tells a password: %s", log)
			}
		})
	}
	if n := backend.count(); n != 0 {
		t.Errorf("%d requests reached the backend", n)
	}
}

// A path variable may be the host's name, as long as it stays one.
func TestVariableHost(t *testing.T) {
	backend := newEcho(t, nil)
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(backend.URL, "http://"))
	s := start(t, (&account{}).route("GET /{h}", "http://{h}:"+port+"/x").catalog())
	if got := s.send(t, "GET /127.0.0.1 HTTP/1.1"); got.status != 200 || backend.last(t).host != "127.0.0.1:"+port {
		t.Errorf("status %d, Host %q", got.status, backend.last(t).host)
	}
}

func TestRequestToTheIntegration(t *testing.T) {
	backend := newEcho(t, nil)
	a := (&account{}).route("POST /x", backend.URL+"/y")
	s := start(t, a.catalog())
	got := s.send(t, "POST /x?q=1 HTTP/1.1\n"+
		"Host: "+testAPI+".execute-api.us-east-1.localhost:9\n"+
		"user-agent: test\nx-two: a\nX-Two: b\nCookie: a=1\nCookie: b=2\nAuthorization: Basic eA==\nAccept-Encoding: br\n"+
		"X-Forwarded-For: 192.0.2.1\nForwarded: for=192.0.2.1\nVia: 1.1 front\nX-Amzn-Trace-Id: Root=1-00000000-000000000000000000000000\n"+
		"Connection: keep-alive, X-Gone\nX-Gone: 1\nKeep-Alive: 5\nTE: trailers\nProxy-Authorization: x\nProxy-Connection: x\nUpgrade: h2c\n"+
		"Origin: "+appOrigin+"\nEmpty:\nContent-Length: 5\n\nhello")
	if got.status != 200 {
		t.Fatalf("status %d %s", got.status, got.body)
	}
	sent := backend.last(t)
	if sent.line != "POST /y?q=1" || sent.body != "hello" {
		t.Errorf("the backend got %q %q", sent.line, sent.body)
	}
	traced := sent.header.Get("X-Amzn-Trace-Id")
	if !regexp.MustCompile(`^Self=1-[0-9a-f]{8}-[0-9a-f]{24};Root=1-00000000-000000000000000000000000$`).MatchString(traced) {
		t.Errorf("X-Amzn-Trace-Id: %q", traced)
	}
	sent.header.Del("X-Amzn-Trace-Id")
	want := http.Header{
		"User-Agent": {"test"}, "X-Two": {"a,b"}, "Cookie": {"a=1; b=2"}, "Authorization": {"Basic eA=="}, "Accept-Encoding": {"br"},
		"X-Forwarded-For": {"192.0.2.1"}, "Origin": {appOrigin}, "Empty": {""}, "Content-Length": {"5"},
		"Via":       {"1.1 front, HTTP/1.1 AmazonAPIGateway"},
		"Forwarded": {`for=192.0.2.1, by=127.0.0.1;for=127.0.0.1;host="` + testAPI + `.execute-api.us-east-1.localhost:9";proto=http`},
	}
	for name := range want {
		if !slices.Equal(sent.header[name], want[name]) {
			t.Errorf("%s: %q, want %q", name, sent.header[name], want[name])
		}
	}
	for name := range sent.header {
		if want[name] == nil {
			t.Errorf("the backend got %s: %q", name, sent.header[name])
		}
	}
}

func TestPlainRequestToTheIntegration(t *testing.T) {
	backend := newEcho(t, nil)
	s := start(t, (&account{}).route("$default", backend.URL).catalog())
	s.send(t, "GET / HTTP/1.1")
	sent := backend.last(t)
	if got := sent.header.Get("Forwarded"); got != "by=127.0.0.1;for=127.0.0.1;host="+testAPI+".execute-api.us-east-1.localhost;proto=http" {
		t.Errorf("Forwarded: %s", got)
	}
	if got := sent.header.Get("X-Amzn-Trace-Id"); !regexp.MustCompile(`^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$`).MatchString(got) {
		t.Errorf("X-Amzn-Trace-Id: %s", got)
	}
	if got := sent.header.Get("Via"); got != gatewayVia {
		t.Errorf("Via: %s", got)
	}
	if len(sent.header) != 3 {
		t.Errorf("the backend got %v", sent.header)
	}
	// A request of a method that takes a body has a length also without one.
	s.send(t, "POST / HTTP/1.1")
	if got := backend.last(t).header["Content-Length"]; !slices.Equal(got, []string{"0"}) {
		t.Errorf("Content-Length of an empty POST: %q", got)
	}
}

func TestIntegrationMethod(t *testing.T) {
	backend := newEcho(t, nil)
	a := (&account{}).route("ANY /fixed", backend.URL)
	a.integration().IntegrationMethod = new("PUT")
	a.route("ANY /any", backend.URL)
	s := start(t, a.catalog())
	s.send(t, "GET /fixed HTTP/1.1")
	if got := backend.last(t).line; got != "PUT /" {
		t.Errorf("an integration method of its own sends %q", got)
	}
	s.send(t, "PATCH /any HTTP/1.1\nTransfer-Encoding: chunked\n\n3\r\nabc\r\n0\r\n\r\n")
	if got := backend.last(t); got.line != "PATCH /" || got.body != "abc" || got.header.Get("Content-Length") != "3" {
		t.Errorf("ANY sends %q with %q", got.line, got.body)
	}
}

func TestAnswerOfTheIntegration(t *testing.T) {
	backend := newEcho(t, func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h["Date"] = []string{"Thu, 01 Jan 1970 00:00:00 GMT"}
		h.Set("Server", "nginx/1.20.0")
		h.Set("Etag", `"x"`)
		h["Set-Cookie"] = []string{"a=1", "b=2"}
		h["X-Two"] = []string{"a", "b"}
		h.Set("Apigw-Requestid", "the backend's")
		h.Set("Connection", "X-Gone")
		h.Set("X-Gone", "1")
		h.Set("Keep-Alive", "timeout=5")
		h.Set("Content-Encoding", "gzip")
		h.Set("Location", "http://elsewhere.example/")
		h["Content-Type"] = nil
		w.WriteHeader(http.StatusFound)
		if f, ok := w.(http.Flusher); ok {
			f.Flush() // so that the answer is chunked
		}
		io.WriteString(w, "<html>body")
	})
	s := start(t, (&account{}).route("$default", backend.URL).catalog())
	got := s.send(t, "GET / HTTP/1.1")
	want := []string{
		"Connection: keep-alive", "Content-Encoding: gzip", "Content-Length: 10", `Etag: "x"`, "Location: http://elsewhere.example/",
		"Server: nginx/1.20.0", "Set-Cookie: a=1", "Set-Cookie: b=2", "X-Two: a,b", "apigw-requestid: ID",
	}
	slices.Sort(got.fields)
	if got.status != 302 || got.body != "<html>body" || !slices.Equal(got.fields, want) {
		t.Errorf("the client got %d %q %q, want 302 %q", got.status, got.fields, got.body, want)
	}
}

func TestAnswersWithoutBody(t *testing.T) {
	backend := newEcho(t, func(w http.ResponseWriter, r *http.Request) {
		status, _ := strconv.Atoi(r.URL.Query().Get("s"))
		if r.Method == "HEAD" {
			w.Header().Set("Content-Length", "1234")
		}
		w.WriteHeader(status)
	})
	s := start(t, (&account{}).route("$default", backend.URL).catalog())
	for _, test := range []struct {
		request string
		status  int
		length  string
	}{
		{"HEAD /?s=200 HTTP/1.1", 200, "1234"},
		{"GET /?s=204 HTTP/1.1", 204, ""},
		{"GET /?s=304 HTTP/1.1", 304, ""},
		{"GET /?s=200 HTTP/1.1", 200, "0"},
		{"HEAD /none HTTP/1.1\nHost: zzzzzzzzzz.execute-api.us-east-1.localhost", 403, "23"},
	} {
		got := s.send(t, test.request)
		if got.status != test.status || got.field("Content-Length") != test.length || got.body != "" {
			t.Errorf("%s = %d %q %q, want %d with length %q", test.request, got.status, got.fields, got.body, test.status, test.length)
		}
	}
}

// TestIntegrationThatFails holds that what a client gets is whole or an error.
func TestIntegrationThatFails(t *testing.T) {
	tests := []struct {
		name    string
		answer  string // written to the connection, which is then closed
		hang    bool   // do not close
		timeout int64  // in milliseconds
		status  int
		note    string
	}{
		{name: "closes at once", status: 503, note: "closed the connection"},
		{name: "closes within the status line", answer: "HTTP/1.1 20", status: 503, note: "closed the connection"},
		{name: "closes within the head", answer: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n", status: 503, note: "closed the connection"},
		{name: "closes within the body", answer: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab", status: 503, note: "closed the connection"},
		{name: "closes within a chunk", answer: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab", status: 503, note: "closed the connection"},
		{name: "closes before the last chunk", answer: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n", status: 503, note: "closed the connection"},
		{name: "has two lengths", answer: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc", status: 500, note: "not HTTP"},
		{name: "has a negative length", answer: "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nabc", status: 500, note: "not HTTP"},
		{name: "has a chunk of no length", answer: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n", status: 500, note: "not HTTP"},
		{name: "speaks something else", answer: "SSH-2.0-OpenSSH_9.9\r\n", status: 500, note: "not HTTP"},
		{name: "has no such status", answer: "HTTP/1.1 000 OK\r\n\r\n", status: 500, note: "not HTTP"},
		{name: "switches protocols", answer: "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", status: 500, note: "not HTTP"},
		{name: "has an endless head", answer: "HTTP/1.1 200 OK\r\nX: " + strings.Repeat("y", 2<<20), status: 500, note: "not HTTP"},
		{name: "informs without end", answer: strings.Repeat("HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n", 40000), status: 500, note: "not HTTP"},
		{name: "announces more than 10 MB", answer: "HTTP/1.1 200 OK\r\nContent-Length: 10485761\r\n\r\n", status: 500, note: "longer than the 10 MB"},
		{name: "sends more than 10 MB", answer: "HTTP/1.1 200 OK\r\n\r\n" + strings.Repeat("x", 10<<20+1), status: 500, note: "longer than the 10 MB"},
		{name: "says nothing", hang: true, timeout: 50, status: 503, note: "no complete answer within 50ms"},
		{name: "stops within the head", answer: "HTTP/1.1 200 OK\r\nA: b", hang: true, timeout: 50, status: 503, note: "no complete answer within 50ms"},
		{name: "stops within the body", answer: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab", hang: true, timeout: 50, status: 503, note: "no complete answer within 50ms"},
		{name: "streams events", answer: "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n\r\ndata: 1\n\n", hang: true, timeout: 50, status: 503, note: "an event stream that did not end"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			backend := newRawBackend(t, test.answer, test.hang)
			a := (&account{cors: fullCors()}).route("$default", backend)
			if test.timeout != 0 {
				a.integration().TimeoutInMillis = new(test.timeout)
			}
			s := start(t, a.catalog())
			got := s.send(t, "GET / HTTP/1.1\nOrigin: "+appOrigin)
			if got.status != test.status || got.body != string(gatewayBody(nil, test.status)) {
				t.Errorf("the client got %d %.100q, want %d", got.status, got.body, test.status)
			}
			if want := slices.Sorted(slices.Values(answerFields)); !slices.Equal(got.cors(), want) {
				t.Errorf("the error carries %q, want %q", got.cors(), want)
			}
			s.stop()
			if !strings.Contains(s.out.String(), test.note) {
				t.Errorf("the log does not say %q: %s", test.note, s.out.String())
			}
		})
	}
}

// newRawBackend answers every connection with the same bytes.
func newRawBackend(t *testing.T, answer string, hang bool) (url string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	released := make(chan struct{})
	t.Cleanup(func() { close(released); l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer c.Close()
				c.SetDeadline(time.Now().Add(20 * time.Second))
				buf := make([]byte, 4096)
				c.Read(buf)
				io.WriteString(c, answer)
				if hang {
					<-released
				}
			}()
		}
	}()
	return "http://" + l.Addr().String()
}

func TestUnreachableIntegration(t *testing.T) {
	for _, uri := range []string{deadURL(t), "http://no-such-host.invalid/", "https://" + strings.TrimPrefix(newEcho(t, nil).URL, "http://")} {
		s := start(t, (&account{}).route("$default", uri).catalog())
		got := s.send(t, "GET / HTTP/1.1")
		if got.status != 503 || got.body != `{"message":"Service Unavailable"}` {
			t.Errorf("%s = %d %s, want 503", uri, got.status, got.body)
		}
		s.stop()
		if !strings.Contains(s.out.String(), "no connection to the integration: ") {
			t.Errorf("%s: the log says %s", uri, s.out.String())
		}
	}
}

func TestPayloads(t *testing.T) {
	backend := newEcho(t, func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.URL.Query().Get("n"))
		w.Header().Set("Content-Length", strconv.Itoa(n))
		io.WriteString(w, strings.Repeat("y", n))
	})
	s := start(t, (&account{}).route("$default", backend.URL).catalog())
	most := strings.Repeat("x", maxPayload)
	for _, test := range []struct {
		name, request string
		status, body  int
	}{
		{"10 MB both ways", fmt.Sprintf("POST /?n=%d HTTP/1.1\nContent-Length: %d\n\n%s", maxPayload, maxPayload, most), 200, maxPayload},
		{"more than 10 MB announced", fmt.Sprintf("POST / HTTP/1.1\nContent-Length: %d\n\n", maxPayload+1), 413, 38},
		{"more than 10 MB in chunks", fmt.Sprintf("POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n%x\r\n%s\r\n1\r\nx\r\n0\r\n\r\n", maxPayload, most), 413, 38},
	} {
		t.Run(test.name, func(t *testing.T) {
			before := backend.count()
			got := s.send(t, test.request)
			if got.status != test.status || len(got.body) != test.body {
				t.Errorf("got %d with %d bytes, want %d with %d", got.status, len(got.body), test.status, test.body)
			}
			if test.status == 200 && len(backend.last(t).body) != maxPayload {
				t.Errorf("the backend got %d bytes", len(backend.last(t).body))
			}
			if test.status != 200 && (backend.count() != before || got.body != `{"message":"Request Entity Too Large"}`) {
				t.Errorf("got %q, and %d requests reached the backend", got.body, backend.count()-before)
			}
		})
	}
}

// serveInstead gives a running server another configuration.
func (r *running) serveInstead(t *testing.T, a *account) {
	t.Helper()
	g, err := compile(a.catalog(), "")
	if err != nil {
		t.Fatal(err)
	}
	r.live.gateway.Store(g)
}

// A gateway that is its own integration ends the loop.
func TestLoop(t *testing.T) {
	s := start(t, (&account{}).catalog())
	s.serveInstead(t, (&account{}).route("$default", s.url))
	if got := s.send(t, "GET / HTTP/1.1"); got.status != 500 {
		t.Errorf("a loop is answered %d, want 500", got.status)
	}
	s.stop()
	if log := s.out.String(); strings.Count(log, "GET /  ") != maxHops+1 || !strings.Contains(log, "calls itself") {
		t.Errorf("the log of a loop: %s", log)
	}
}

// One API may call another on the same server.
func TestChain(t *testing.T) {
	backend := newEcho(t, nil)
	s := start(t, (&account{}).catalog())
	s.serveInstead(t, (&account{}).route("GET /end", backend.URL).route("GET /start", s.url+"/end"))
	if got := s.send(t, "GET /start HTTP/1.1"); got.status != 200 || backend.count() != 1 {
		t.Errorf("a chain of two is answered %d", got.status)
	}
	if got := backend.last(t).header.Get("Via"); got != gatewayVia+", "+gatewayVia {
		t.Errorf("Via: %s", got)
	}
}

// Proxy variables of the environment are for other programs.
func TestProxyVariablesAreIgnored(t *testing.T) {
	for _, name := range []string{"HTTP_PROXY", "http_proxy", "ALL_PROXY"} {
		t.Setenv(name, deadURL(t))
	}
	backend := newEcho(t, nil)
	s := start(t, (&account{}).route("$default", backend.URL).catalog())
	if got := s.send(t, "GET / HTTP/1.1"); got.status != 200 {
		t.Errorf("status %d with a proxy in the environment", got.status)
	}
}
