package serve

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gatehouse/model"
	"gatehouse/serve/localca"
	"gatehouse/state"
)

func withTLS(config TLS) func(*Config) { return func(c *Config) { c.TLS = &config } }

// tlsClient is a client of a server that speaks TLS: every host name leads to it,
// and its authority is trusted.
func (r *running) tlsClient(t *testing.T, proto string, certificates ...tls.Certificate) *http.Client {
	config := &tls.Config{Certificates: certificates}
	if r.secured.authority != nil {
		config.RootCAs = r.secured.authority.Pool()
	}
	transport := &http.Transport{
		TLSClientConfig:    config,
		ForceAttemptHTTP2:  proto == "HTTP/2.0",
		DisableCompression: true,
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, r.address)
		},
	}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: 20 * time.Second}
}

// apiURL is the URL of the test's API.
const apiURL = "https://" + testAPI + ".execute-api.us-east-1.localhost"

// An asking is a request to a server that speaks TLS; host is the Host field
// where that is not the URL's.
type asking struct {
	method, url, host string
	fields            http.Header
	body              io.Reader
}

func ask(t *testing.T, c *http.Client, q asking) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequest(q.method, q.url, q.body)
	if err != nil {
		t.Fatal(err)
	}
	req.Host = q.host
	for name, values := range q.fields {
		req.Header[name] = values
	}
	resp, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(body)
}

// TestTLSProtocols holds that requests over TLS are answered alike, whichever
// HTTP they come by, and as without TLS.
func TestTLSProtocols(t *testing.T) {
	backend := newEcho(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Backend", "yes")
		w.Header().Set("Access-Control-Allow-Origin", "*")
		io.WriteString(w, "hello")
	})
	a := (&account{cors: fullCors()}).route("GET /pets", backend.URL+"/pets").route("POST /pets", backend.URL+"/pets").route("OPTIONS /own", backend.URL+"/own")
	a.integrations[0].RequestParameters = model.StringMap[string]{{Key: "overwrite:header.x-protocol", Value: "$context.protocol"}}
	preflight := http.Header{"Origin": {appOrigin}, "Access-Control-Request-Method": {"PUT"}}
	management := http.Header{"Authorization": {"AWS4-HMAC-SHA256 Credential=a/20261122/us-east-1/apigateway/aws4_request, SignedHeaders=host, Signature=00"}}
	tests := []struct {
		name   string
		q      asking
		status int
		body   string
		fields map[string]string
	}{
		{"an integration", asking{method: "GET", url: apiURL + "/pets?a=b"}, 200, "hello", map[string]string{"X-Backend": "yes", "Content-Length": "5"}},
		{"a body", asking{method: "POST", url: apiURL + "/pets", body: strings.NewReader("rex")}, 200, "hello", nil},
		{"a body of unknown length", asking{method: "POST", url: apiURL + "/pets", body: io.MultiReader(strings.NewReader("rex"))}, 200, "hello", nil},
		{"HEAD", asking{method: "HEAD", url: apiURL + "/pets"}, 404, "", map[string]string{"Content-Length": "23"}},
		{"a preflight that is allowed", asking{method: "OPTIONS", url: apiURL + "/pets", fields: preflight}, 204, "",
			map[string]string{"Access-Control-Allow-Origin": appOrigin, "Access-Control-Max-Age": "600"}},
		{"a preflight that is blocked", asking{method: "OPTIONS", url: apiURL + "/pets", fields: http.Header{"Origin": {evilOrigin}, "Access-Control-Request-Method": {"PUT"}}}, 204, "",
			map[string]string{"Access-Control-Allow-Origin": ""}},
		{"a CORS request", asking{method: "GET", url: apiURL + "/pets", fields: http.Header{"Origin": {appOrigin}}}, 200, "hello", map[string]string{"Access-Control-Allow-Origin": appOrigin}},
		{"no route", asking{method: "GET", url: apiURL + "/no"}, 404, `{"message":"Not Found"}`, map[string]string{"Content-Type": "application/json"}},
		{"TRACE", asking{method: "TRACE", url: apiURL + "/pets"}, 404, `{"message":"Not Found"}`, nil},
		{"a head over the limit", asking{method: "GET", url: apiURL + "/pets", fields: http.Header{"X-Long": {strings.Repeat("x", maxHeader)}}}, 431, `{"message":"Request Header Fields Too Large"}`, nil},
		{"a body over the limit", asking{method: "POST", url: apiURL + "/pets", body: bytes.NewReader(make([]byte, maxPayload+1))}, 413, `{"message":"Request Entity Too Large"}`, nil},
		{"another host", asking{method: "GET", url: apiURL + "/pets", host: "evil.example"}, 403, `{"message":"Forbidden"}`, nil},
		{"management on an API's host", asking{method: "GET", url: apiURL + "/v2/apis", fields: management}, 404, `{"message":"Not Found"}`, nil},
		{"the tool's page", asking{method: "GET", url: "https://localhost/_gatehouse/health"}, 200, "{\"status\":\"ready\"}\n", nil},
		{"the tool's page on an API's host", asking{method: "GET", url: apiURL + "/_gatehouse/health"}, 404, `{"message":"Not Found"}`, nil},
	}
	for _, proto := range []string{"HTTP/1.1", "HTTP/2.0"} {
		s := start(t, a.catalog(), withTLS(TLS{}))
		c := s.tlsClient(t, proto)
		for _, test := range tests {
			t.Run(proto+" "+test.name, func(t *testing.T) {
				if seeker, ok := test.q.body.(io.Seeker); ok {
					seeker.Seek(0, io.SeekStart)
				} else if test.q.body != nil {
					test.q.body = io.MultiReader(strings.NewReader("rex"))
				}
				resp, body := ask(t, c, test.q)
				if resp.Proto != proto || resp.StatusCode != test.status || test.body != "" && body != test.body {
					t.Errorf("%s %d %q, want %s %d %q", resp.Proto, resp.StatusCode, body, proto, test.status, test.body)
				}
				for name, want := range test.fields {
					if got := resp.Header.Get(name); got != want {
						t.Errorf("%s: %q, want %q", name, got, want)
					}
				}
				if id := resp.Header.Get("Apigw-Requestid"); !strings.HasPrefix(test.name, "the tool's page") && len(id) != 16 {
					t.Errorf("apigw-requestid is %q", id)
				}
			})
		}
		resp, _ := ask(t, c, asking{method: "GET", url: apiURL + "/pets", fields: http.Header{"Te": {"trailers"}, "Cookie": {"a=1"}}})
		got := backend.last(t)
		if got.header.Get("Te") != "" || got.header.Get("X-Protocol") != "HTTP/1.1" || got.header.Get("Cookie") != "a=1" || got.header.Get("Via") != gatewayVia ||
			!strings.HasSuffix(got.header.Get("Forwarded"), "host="+testAPI+".execute-api.us-east-1.localhost;proto=https") {
			t.Errorf("over %s the backend was sent %v", resp.Proto, got.header)
		}
	}
}

// Over TLS, HTTP/1.1 is the same to the byte.
func TestTLSAnswersAreTheSame(t *testing.T) {
	backend := newEcho(t, func(w http.ResponseWriter, r *http.Request) { w.Header().Set("Date", "now") })
	catalog := (&account{cors: fullCors()}).route("GET /pets", backend.URL+"/pets").catalog()
	plain, secured := start(t, catalog), start(t, catalog, withTLS(TLS{}))
	for _, head := range []string{
		"GET /pets HTTP/1.1\nOrigin: " + appOrigin,
		"OPTIONS /pets HTTP/1.1\nOrigin: " + appOrigin + "\nAccess-Control-Request-Method: GET",
		"GET /no HTTP/1.1\nConnection: close",
		"GET /no HTTP/1.0",
		"OPTIONS * HTTP/1.1",
		"CONNECT a:1 HTTP/1.1",
	} {
		want := plain.send(t, head)
		c := tls.Client(secured.dial(t), &tls.Config{RootCAs: secured.secured.authority.Pool(), ServerName: "localhost"})
		if _, err := io.WriteString(c, strings.ReplaceAll(head+"\nHost: "+testAPI+".execute-api.us-east-1.localhost\n\n", "\n", "\r\n")); err != nil {
			t.Fatal(err)
		}
		method, _, _ := strings.Cut(head, " ")
		if got := readReply(t, bufio.NewReader(c), method); got.status != want.status || got.body != want.body || !slices.Equal(got.fields, want.fields) {
			t.Errorf("%q over TLS = %+v, want %+v", head, got, want)
		}
		c.Close()
	}
}

// The certificate is for the name that the client wants, if that is one that
// is answered to.
func TestCertificates(t *testing.T) {
	catalog := (&account{}).catalog()
	catalog.Domains = []state.Domain{customDomain("api.example.com"), customDomain("*.wild.example")}
	s := start(t, catalog, withTLS(TLS{}))
	for name, want := range map[string]bool{
		"localhost": true, "gatehouse.localhost": true, "app.localhost": true, "127.0.0.1": true, "::1": true,
		"abcdefghij.execute-api.us-east-1.localhost": true, "zzz.execute-api.eu-west-1.localhost": true,
		"abcdefghij.execute-api.us-east-1.amazonaws.com": true, "zzz.execute-api.us-east-1.amazonaws.com": false,
		"api.example.com": true, "API.Example.com": true, "a.wild.example": true, "a.b.wild.example": false,
		"example.com": false, "evil.example": false,
	} {
		c := tls.Client(s.dial(t), &tls.Config{RootCAs: s.secured.authority.Pool(), ServerName: name})
		if err := c.Handshake(); (err == nil) != want {
			t.Errorf("a client that wants %s: %v, want a certificate for it: %t", name, err, want)
		}
		c.Close()
	}
	old := tls.Client(s.dial(t), &tls.Config{InsecureSkipVerify: true, MaxVersion: tls.VersionTLS11})
	if err := old.Handshake(); err == nil {
		t.Error("TLS 1.1 is spoken")
	}
	for _, name := range []string{"a b", "a..b", ".localhost", "é.localhost", strings.Repeat("a.", 130) + "localhost", ""} {
		if s.certifies(name) {
			t.Errorf("certifies(%q)", name)
		}
	}
}

// A server that is told to end does not wait for handshakes that do not come,
// nor for connections that are not used.
func TestTLSEnds(t *testing.T) {
	s := start(t, (&account{}).catalog(), withTLS(TLS{}))
	silent := s.dial(t)
	defer silent.Close()
	half := s.dial(t)
	defer half.Close()
	half.Write([]byte("\x16\x03\x01\x02\x00\x01"))
	idle := tls.Client(s.dial(t), &tls.Config{RootCAs: s.secured.authority.Pool(), ServerName: "localhost", NextProtos: []string{"http/1.1"}})
	defer idle.Close()
	if err := idle.Handshake(); err != nil {
		t.Fatal(err)
	}
	c := s.tlsClient(t, "HTTP/2.0")
	ask(t, c, asking{method: "GET", url: "https://localhost/_gatehouse/health"})
	began := time.Now()
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > 4*time.Second {
		t.Errorf("the end took %v", took)
	}
}

// A handshake that does not go on keeps nobody else from his.
func TestHandshakesDoNotWait(t *testing.T) {
	s := start(t, (&account{}).catalog(), withTLS(TLS{}))
	for range 50 {
		silent := s.dial(t)
		defer silent.Close()
	}
	ask(t, s.tlsClient(t, "HTTP/1.1"), asking{method: "GET", url: "https://localhost/_gatehouse/health"})
}

// The user's own certificate is read again when it changes; while the files
// are of no use, the one from before is shown.
func TestOwnCertificate(t *testing.T) {
	directory := t.TempDir()
	certificate, key := filepath.Join(directory, "cert.pem"), filepath.Join(directory, "key.pem")
	// A local CA's files hold a pair.
	write := func(name string) {
		t.Helper()
		if _, err := localca.Open(filepath.Join(directory, name)); err != nil {
			t.Fatal(err)
		}
		for from, to := range map[string]string{localca.CertificatePath(name): certificate, localca.KeyPath(name): key} {
			text, err := os.ReadFile(filepath.Join(directory, from))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(to, text, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	write("one")
	var warnings syncBuffer
	g, err := compile((&account{}).catalog(), "")
	if err != nil {
		t.Fatal(err)
	}
	l := &live{warn: func(text string) { io.WriteString(&warnings, text) }}
	l.gateway.Store(g)
	s := startLive(t, l, withTLS(TLS{Certificate: certificate, Key: key}))
	shown := func() string {
		t.Helper()
		s.secured.pair.lookAgain()
		c := tls.Client(s.dial(t), &tls.Config{InsecureSkipVerify: true, ServerName: "any.example"})
		defer c.Close()
		if err := c.Handshake(); err != nil {
			t.Fatal(err)
		}
		return c.ConnectionState().PeerCertificates[0].Subject.CommonName
	}
	first := shown()
	if err := os.WriteFile(key, []byte("nonsense"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := shown(); got != first || !strings.Contains(warnings.String(), "the one from before is shown") {
		t.Errorf("with a broken key %q is shown, want %q; warned: %s", got, first, warnings.String())
	}
	write("two")
	if second := shown(); second == first {
		t.Error("the certificate is not read again")
	}
}

// lookAgain makes the next look one at the files.
func (w *watched[T]) lookAgain() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.looked = time.Time{}
}

func TestCurlHTTP2(t *testing.T) {
	curl, err := exec.LookPath("curl")
	if err != nil {
		t.Skip("no curl")
	}
	if version, _ := exec.Command(curl, "--version").Output(); !bytes.Contains(version, []byte("HTTP2")) {
		t.Skip("this curl has no HTTP/2")
	}
	backend := newEcho(t, nil)
	catalog := (&account{cors: fullCors()}).route("GET /pets", backend.URL).catalog()
	d := customDomain("api.example.com", [2]string{"shop", testAPI})
	catalog.Domains = []state.Domain{d}
	statePath := filepath.Join(t.TempDir(), "state.json")
	s := start(t, catalog, func(c *Config) {
		c.File = &state.File{Path: statePath}
		c.TLS = &TLS{}
	})
	port := s.local.Port
	out, err := exec.Command(curl, "--silent", "--show-error", "--http2", "--cacert", localca.CertificatePath(statePath),
		"--resolve", "api.example.com:"+port+":127.0.0.1", "--include", "-H", "Origin: "+appOrigin,
		fmt.Sprintf("https://api.example.com:%s/shop/pets", port)).CombinedOutput()
	if err != nil {
		t.Fatalf("curl: %v\n%s", err, out)
	}
	for _, want := range []string{"HTTP/2 200", "\naccess-control-allow-origin: " + appOrigin, "\napigw-requestid: "} {
		if !strings.Contains(string(out), want) {
			t.Errorf("curl --http2 lacks %q:\n%s", want, out)
		}
	}
	if strings.Contains(strings.ToLower(string(out)), "\nconnection:") {
		t.Errorf("HTTP/2 has no Connection field:\n%s", out)
	}
}
