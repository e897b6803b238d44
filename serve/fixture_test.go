package serve

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"gatehouse/model"
	"gatehouse/state"
)

const testAPI = "abcdefghij"

// An account builds the catalog of one HTTP API with one auto-deployed stage.
type account struct {
	cors         *model.Cors
	stage        string // "" is $default
	variables    model.StringMap[string]
	disabled     bool
	routes       []model.Route
	integrations []model.Integration
	authorizers  []model.Authorizer
}

// route adds a route to an HTTP_PROXY integration; an empty uri adds one
// without a target.
func (a *account) route(key, uri string) *account {
	r := model.Route{RouteKey: new(key)}
	if uri != "" {
		id := "i" + strconv.Itoa(len(a.integrations))
		r.Target = new("integrations/" + id)
		a.integrations = append(a.integrations, model.Integration{
			IntegrationId: new(id), IntegrationType: new("HTTP_PROXY"), IntegrationMethod: new("ANY"),
			IntegrationUri: new(uri), PayloadFormatVersion: new("1.0"),
		})
	}
	a.routes = append(a.routes, r)
	return a
}

// jwt makes the route added last demand a token of an issuer, and one of the
// scopes if there are any. The authorizer's audience is "app".
func (a *account) jwt(issuer string, scopes ...string) *account {
	id := "auth" + strconv.Itoa(len(a.authorizers))
	a.authorizers = append(a.authorizers, model.Authorizer{
		AuthorizerId: new(id), AuthorizerType: new("JWT"), Name: new(id), IdentitySource: []string{"$request.header.Authorization"},
		JwtConfiguration: &model.JWTConfiguration{Issuer: new(issuer), Audience: []string{"app"}},
	})
	r := a.last()
	r.AuthorizationType, r.AuthorizerId, r.AuthorizationScopes = new("JWT"), new(id), scopes
	return a
}

// last is the route added last, to be changed.
func (a *account) last() *model.Route { return &a.routes[len(a.routes)-1] }

// integration is the integration added last, to be changed.
func (a *account) integration() *model.Integration { return &a.integrations[len(a.integrations)-1] }

func (a *account) api(id, region string) state.API {
	name := a.stage
	if name == "" {
		name = "$default"
	}
	return state.API{
		Region: region,
		Api:    model.Api{ApiId: new(id), Name: new("pets"), ProtocolType: new("HTTP")},
		Stages: []state.Stage{{
			Stage: model.Stage{StageName: new(name), AutoDeploy: new(true), StageVariables: a.variables},
			Snapshot: &state.Snapshot{
				Cors: a.cors, DisableExecuteApiEndpoint: a.disabled, Routes: a.routes, Integrations: a.integrations, Authorizers: a.authorizers,
			},
		}},
	}
}

func (a *account) catalog() *state.Catalog {
	return &state.Catalog{APIs: []state.API{a.api(testAPI, "us-east-1")}}
}

// A running is a server under test.
type running struct {
	*server
	address string
	out     *syncBuffer
	stop    func() error
}

// start serves a catalog on a free port until the test ends.
func start(t *testing.T, catalog *state.Catalog, change ...func(*Config)) *running {
	t.Helper()
	g, err := compile(catalog, "")
	if err != nil {
		t.Fatal(err)
	}
	l := &live{warn: func(string) {}}
	l.gateway.Store(g)
	return startLive(t, l, change...)
}

func startLive(t *testing.T, l *live, change ...func(*Config)) *running {
	t.Helper()
	out := new(syncBuffer)
	cfg := Config{Stdout: out, Stderr: io.Discard}
	for _, f := range change {
		f(&cfg)
	}
	listeners, err := listen(cfg)
	if err != nil {
		t.Fatal(err)
	}
	known, err := newCallers(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(known.close)
	secured, err := newSecured(cfg, l.warn)
	if err != nil {
		t.Fatal(err)
	}
	s := newServer(cfg, l, listeners)
	s.secure(secured)
	s.around.callers = known
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.run(ctx, cfg, listeners, "the test") }()
	stop := sync.OnceValue(func() error {
		cancel()
		return <-ended
	})
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Errorf("run = %v", err)
		}
	})
	return &running{server: s, address: listeners[0].Addr().String(), out: out, stop: stop}
}

// An echo is a backend that keeps what it was sent and answers as it is told.
type echo struct {
	*httptest.Server
	mu       sync.Mutex
	requests []seen
}

// seen is a request as it reached a backend.
type seen struct {
	line   string // method and request target
	host   string
	header http.Header
	body   string
}

func newEcho(t *testing.T, answer http.HandlerFunc) *echo {
	e := new(echo)
	e.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		e.mu.Lock()
		e.requests = append(e.requests, seen{r.Method + " " + r.RequestURI, r.Host, r.Header, string(body)})
		e.mu.Unlock()
		if answer != nil {
			answer(w, r)
		}
	}))
	t.Cleanup(e.Close)
	return e
}

// last is the request that came last; it fails the test if there was none.
func (e *echo) last(t *testing.T) seen {
	t.Helper()
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.requests) == 0 {
		t.Fatal("no request reached the backend")
	}
	return e.requests[len(e.requests)-1]
}

func (e *echo) count() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.requests)
}

// deadURL is where nobody listens.
func deadURL(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return "http://" + l.Addr().String()
}

// A reply is an answer as it came over the wire.
type reply struct {
	status int
	proto  string
	fields []string // lines, without Date, and with the request's identifier masked
	body   string
}

// field is the value of the field of that name, in exactly that spelling.
func (r reply) field(name string) string {
	for _, line := range r.fields {
		if value, ok := strings.CutPrefix(line, name+": "); ok {
			return value
		}
	}
	return ""
}

// send writes one request as it stands and reads the answer as it comes.
// Lines end with \n in request; Host is added if it is missing.
func (r *running) send(t *testing.T, request string) reply {
	t.Helper()
	c := r.dial(t)
	defer c.Close()
	head, body, _ := strings.Cut(request, "\n\n")
	if !strings.Contains(strings.ToLower(head), "\nhost:") {
		head += "\nHost: " + testAPI + ".execute-api.us-east-1.localhost"
	}
	if _, err := io.WriteString(c, strings.ReplaceAll(head, "\n", "\r\n")+"\r\n\r\n"+body); err != nil {
		t.Fatal(err)
	}
	method, _, _ := strings.Cut(request, " ")
	return readReply(t, bufio.NewReader(c), method)
}

func (r *running) dial(t *testing.T) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", r.address)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return c
}

// readReply reads an answer, keeping the letters of its fields, which
// http.ReadResponse would not.
func readReply(t *testing.T, br *bufio.Reader, method string) reply {
	t.Helper()
	var head []string
	for {
		line, err := br.ReadString('\n')
		if err != nil {
			t.Fatalf("reading an answer's head after %q: %v", head, err)
		}
		if line = strings.TrimSuffix(line, "\r\n"); line == "" {
			break
		}
		head = append(head, line)
	}
	got := reply{}
	var status string
	got.proto, status, _ = strings.Cut(head[0], " ")
	got.status, _ = strconv.Atoi(status[:3])
	length := 0
	for _, line := range head[1:] {
		name, value, _ := strings.Cut(line, ": ")
		switch strings.ToLower(name) {
		case "date":
			continue
		case "apigw-requestid":
			if len(value) != 16 || value[15] != '=' {
				t.Errorf("request identifier %q is not 16 characters that end in =", value)
			}
			line = name + ": ID"
		case "content-length":
			length, _ = strconv.Atoi(value)
		}
		got.fields = append(got.fields, line)
	}
	if method == http.MethodHead || got.status == http.StatusNotModified {
		length = 0
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(br, body); err != nil {
		t.Fatalf("reading an answer's body of %d bytes: %v", length, err)
	}
	got.body = string(body)
	return got
}

// cors are the lines that have to do with CORS.
func (r reply) cors() []string {
	var lines []string
	for _, line := range r.fields {
		lower := strings.ToLower(line)
		if strings.HasPrefix(lower, "access-control-") || strings.HasPrefix(lower, "vary") {
			lines = append(lines, line)
		}
	}
	slices.Sort(lines)
	return lines
}

// A syncBuffer is a bytes.Buffer for several goroutines.
type syncBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}
