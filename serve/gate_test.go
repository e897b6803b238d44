package serve

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"gatehouse/model"
	"gatehouse/serve/authorizer"
	"gatehouse/state"
)

// withFile gives a server a state file, beside which the key of the development
// issuer lies, and returns its path.
func withFile(t *testing.T) (path string, change func(*Config)) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "state.json")
	return path, func(c *Config) { c.File = &state.File{Path: path} }
}

// mint makes a token for an authorizer, with a key in a file.
func mint(t *testing.T, request authorizer.MintRequest) string {
	t.Helper()
	if request.Now.IsZero() {
		request.Now = time.Now()
	}
	token, err := authorizer.Mint(request)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// TestTokenGate holds what a route with a JWT authorizer answers: to the byte,
// and whether the integration was called.
func TestTokenGate(t *testing.T) {
	backend := newEcho(t, nil)
	elsewhere := deadURL(t)
	path, file := withFile(t)
	a := (&account{cors: fullCors()}).route("ANY /open", backend.URL+"/x").jwt(authorizer.DevelopmentIssuer)
	a.integration().RequestParameters = entries("overwrite:header.x-user", "$context.authorizer.claims.sub", "overwrite:header.x-groups", "$context.authorizer.claims.groups")
	a.route("GET /scoped", backend.URL+"/x").jwt(authorizer.DevelopmentIssuer, "pets/read", "pets/write")
	a.route("GET /bare", "").jwt(authorizer.DevelopmentIssuer)
	a.route("GET /elsewhere", backend.URL+"/x").jwt(elsewhere)
	s := start(t, a.catalog(), file)

	dev := authorizer.MintRequest{Authorizer: &a.authorizers[0], State: path, Subject: "alice"}
	token := func(change func(*authorizer.MintRequest)) string {
		request := dev
		if change != nil {
			change(&request)
		}
		return mint(t, request)
	}
	good := token(nil)
	otherState := filepath.Join(t.TempDir(), "foreign.json")
	mint(t, authorizer.MintRequest{Authorizer: &a.authorizers[0], State: otherState})
	foreign := authorizer.DevelopmentKeyPath(otherState)
	head, body, _ := strings.Cut(good, ".")
	payload, signature, _ := strings.Cut(body, ".")
	const none = "eyJhbGciOiJub25lIn0" // {"alg":"none"}
	expired := -time.Minute

	const invalid, unauthorized, forbidden = `Bearer scope="" error="invalid_token" error_description="`, `{"message":"Unauthorized"}`, `{"message":"Forbidden"}`
	tests := []struct {
		name, line, token string
		status            int
		authenticate      string
		body              string
		note              string // in the log
	}{
		{"a good token", "GET /open", "Bearer " + token(func(m *authorizer.MintRequest) { m.Claims = map[string]any{"groups": []string{"admin", "dev"}} }), 200, "", "", ""},
		{"a bare one", "GET /open", good, 200, "", "", ""},
		{"no token", "GET /open", "", 401, "Bearer", unauthorized, "no token in $request.header.Authorization"},
		{"no token with a preflight", "OPTIONS /open HTTP/1.1\nOrigin: " + appOrigin + "\nAccess-Control-Request-Method: GET", "", 401, "Bearer", unauthorized, ""},
		{"nonsense", "GET /open", "Basic x", 401, invalid + `token contains an invalid number of segments"`, unauthorized, "the token cannot be verified"},
		{"expired", "GET /open", token(func(m *authorizer.MintRequest) { m.ExpiresIn = &expired }), 401, invalid + `the token has expired"`, unauthorized, "the token's exp is"},
		{"another audience", "GET /open", token(func(m *authorizer.MintRequest) { m.Audience = "other" }), 401, invalid + `the token does not have a valid audience"`, unauthorized, `the token's aud is \"other\"`},
		{"another issuer", "GET /open", token(func(m *authorizer.MintRequest) { m.Claims = map[string]any{"iss": "https://evil.example"} }), 401, invalid + `the token does not have a valid issuer"`, unauthorized, ""},
		{"another key", "GET /open", token(func(m *authorizer.MintRequest) { m.Key = foreign }), 401, invalid + `unable to find the signing key"`, unauthorized, "names none of the keys of"},
		{"another key under the same name", "GET /open", token(func(m *authorizer.MintRequest) { m.Key, m.KeyID = foreign, kid(t, head) }), 401, invalid + `crypto/rsa: verification error"`, unauthorized, ""},
		{"alg none", "GET /open", none + "." + payload + ".", 401, invalid + `signing method none is invalid"`, unauthorized, ""},
		{"a changed claim", "GET /open", head + "." + payload[:len(payload)-4] + "AAAA." + signature, 401, "", unauthorized, ""},
		{"two tokens", "GET /open HTTP/1.1\nAuthorization: " + good, good, 401, "", unauthorized, ""},
		{"one of the scopes", "GET /scoped", token(func(m *authorizer.MintRequest) { m.Scopes = []string{"x", "pets/write"} }), 200, "", "", ""},
		{"none of the scopes", "GET /scoped", token(func(m *authorizer.MintRequest) { m.Scopes = []string{"pets/rea"} }), 403,
			`Bearer scope="pets/read pets/write" error="insufficient_scope" error_description="expected scopes: [pets/read pets/write]"`, forbidden, "the token's scopes"},
		{"the gate comes before a missing target", "GET /bare", "", 401, "Bearer", unauthorized, ""},
		{"which is a 404 behind it", "GET /bare", good, 404, "", `{"message":"Not Found"}`, "the route has no target"},
		{"the development issuer's token where it is not the issuer", "GET /elsewhere", good, 401, invalid + `OIDC discovery endpoint communication error"`, unauthorized, ""},
		{"nor under that issuer's name", "GET /elsewhere", token(func(m *authorizer.MintRequest) { m.Claims = map[string]any{"iss": elsewhere} }), 401, "", unauthorized, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			request := test.line
			if !strings.Contains(request, " HTTP/1.1") {
				request += " HTTP/1.1\nOrigin: " + appOrigin
			}
			if test.token != "" {
				request += "\nAuthorization: " + test.token
			}
			before := backend.count()
			got := s.send(t, request)
			if got.status != test.status || got.body != test.body {
				t.Errorf("answered %d %q, want %d %q", got.status, got.body, test.status, test.body)
			}
			if field := got.field("www-authenticate"); field != test.authenticate && (test.authenticate != "" || test.status == 200) {
				t.Errorf("www-authenticate: %s, want %s", field, test.authenticate)
			}
			if strings.Contains(request, "Origin: ") && got.field("access-control-allow-origin") != appOrigin {
				t.Errorf("no CORS headers: %q", got.fields)
			}
			if called := backend.count() - before; called != 1 && test.status == 200 || called != 0 && test.status != 200 {
				t.Errorf("answered %d, and the integration was called %d times", got.status, called)
			}
		})
	}
	s.send(t, "GET /open HTTP/1.1\nX-User: mallory\nAuthorization: "+tests[0].token)
	if got := backend.last(t).header; got.Get("X-User") != "alice" || got.Get("X-Groups") != "[admin dev]" || got.Get("Authorization") != tests[0].token {
		t.Errorf("the integration got %q", got)
	}
	s.stop()
	log := s.out.String()
	for _, test := range tests {
		if !strings.Contains(log, strings.ReplaceAll(test.note, `\"`, `"`)) {
			t.Errorf("%s: the log does not say %q", test.name, test.note)
		}
	}
	if strings.Contains(log, signature) {
		t.Errorf("the log holds a token's signature: %s", log)
	}
}

// kid is the kid in a token's head.
func kid(t *testing.T, head string) string {
	t.Helper()
	var header struct {
		KeyID string `json:"kid"`
	}
	text, err := base64.RawURLEncoding.DecodeString(head)
	if err == nil {
		err = json.Unmarshal(text, &header)
	}
	if err != nil {
		t.Fatal(err)
	}
	return header.KeyID
}

// jwksOf is a JWK Set with the public part of a key in a file.
func jwksOf(t *testing.T, path, kid string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(text)
	private, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	key := private.(*rsa.PrivateKey).PublicKey
	encode := base64.RawURLEncoding.EncodeToString
	return fmt.Sprintf(`{"keys":[{"kty":"RSA","kid":"%s","n":"%s","e":"%s"}]}`, kid, encode(key.N.Bytes()), encode(big.NewInt(int64(key.E)).Bytes()))
}

// An authorizer that cannot be used closes its routes and no other.
func TestUnusableAuthorizersRefuse(t *testing.T) {
	backend := newEcho(t, nil)
	jwt := func(change func(*model.Authorizer)) *account {
		a := (&account{}).route("GET /x", backend.URL).jwt("https://issuer.example")
		change(&a.authorizers[0])
		return a.route("GET /open", backend.URL)
	}
	for name, a := range map[string]*account{
		"no identity source":       jwt(func(a *model.Authorizer) { a.IdentitySource = nil }),
		"two identity sources":     jwt(func(a *model.Authorizer) { a.IdentitySource = append(a.IdentitySource, "$request.header.b") }),
		"a source for no token":    jwt(func(a *model.Authorizer) { a.IdentitySource[0] = "$context.identity.sourceIp" }),
		"no issuer":                jwt(func(a *model.Authorizer) { a.JwtConfiguration.Issuer = nil }),
		"no configuration":         jwt(func(a *model.Authorizer) { a.JwtConfiguration = nil }),
		"a Lambda authorizer":      jwt(func(a *model.Authorizer) { a.AuthorizerType = new("REQUEST") }),
		"another API's authorizer": jwt(func(a *model.Authorizer) { a.AuthorizerId = new("other") }),
		"no type":                  jwt(func(a *model.Authorizer) { *a = model.Authorizer{AuthorizerId: a.AuthorizerId} }),
	} {
		t.Run(name, func(t *testing.T) {
			_, file := withFile(t)
			s := start(t, a.catalog(), file)
			before := backend.count()
			got := s.send(t, "GET /x HTTP/1.1\nAuthorization: Bearer a.b.c")
			if got.status != 401 || got.field("www-authenticate") != "Bearer" || got.body != `{"message":"Unauthorized"}` || backend.count() != before {
				t.Errorf("answered %d %q %q", got.status, got.fields, got.body)
			}
			if got := s.send(t, "GET /open HTTP/1.1"); got.status != 200 {
				t.Errorf("the route without an authorizer answers %d", got.status)
			}
			s.stop()
			if want := "the route's JWT authorizer cannot be used, so every request is refused: authorizer "; !strings.Contains(s.out.String(), want) {
				t.Errorf("the log does not say %q: %s", want, s.out)
			}
		})
	}
}

// A route whose authorization cannot be asked, or is none, refuses everybody
// and says why.
func TestOtherAuthorizationsRefuse(t *testing.T) {
	backend := newEcho(t, nil)
	for kind, want := range map[string]string{
		"CUSTOM": "the route has a Lambda authorizer (CUSTOM); calling one is not part of this version, so every request is refused",
		"jwt":    `the route's AuthorizationType "jwt" is none of NONE, JWT, AWS_IAM and CUSTOM, so every request is refused`,
		"none\n": `the route's AuthorizationType "none\n" is none of NONE, JWT, AWS_IAM and CUSTOM, so every request is refused`,
	} {
		a := (&account{}).route("GET /x", backend.URL)
		a.last().AuthorizationType = new(kind)
		s := start(t, a.catalog())
		if got := s.send(t, "GET /x HTTP/1.1"); got.status != 401 || got.body != `{"message":"Unauthorized"}` || backend.count() != 0 {
			t.Errorf("%q answers %d %q", kind, got.status, got.body)
		}
		s.stop()
		if !strings.Contains(s.out.String(), want) {
			t.Errorf("the log does not say %q: %s", want, s.out)
		}
	}
}

// A gateway that was compiled for nobody lets nobody in.
func TestNobodyIsKnown(t *testing.T) {
	a := (&account{}).route("GET /jwt", "http://127.0.0.1:9").jwt("https://issuer.example").route("GET /iam", "http://127.0.0.1:9")
	a.last().AuthorizationType = new("AWS_IAM")
	g, err := compile(a.catalog(), "")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range g.apis[testAPI].stages[defaultStage].ready(new(surroundings)).order {
		if r.refusal.status < 400 {
			t.Errorf("%s is open", r.text)
		}
	}
}

// The keys of an issuer are fetched once, whatever is edited meanwhile.
func TestKeysOutliveGateways(t *testing.T) {
	backend := newEcho(t, nil)
	path, file := withFile(t)
	var fetches atomic.Int64
	mux := http.NewServeMux()
	issuer := httptest.NewServer(mux)
	defer issuer.Close()
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		fetches.Add(1)
		json.NewEncoder(w).Encode(map[string]string{"jwks_uri": issuer.URL + "/keys"})
	})
	a := (&account{}).route("GET /x", backend.URL).jwt(issuer.URL)
	mint(t, authorizer.MintRequest{Authorizer: &model.Authorizer{
		AuthorizerType: new("JWT"), JwtConfiguration: &model.JWTConfiguration{Issuer: new(authorizer.DevelopmentIssuer)},
	}, State: path})
	key := authorizer.DevelopmentKeyPath(path)
	request := authorizer.MintRequest{Authorizer: &a.authorizers[0], Key: key, KeyID: "k1"}
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, jwksOf(t, key, "k1")) })

	source := &script{catalog: a.catalog()}
	l := &live{source: source, warn: func(text string) { t.Error(text) }}
	if err := l.open(); err != nil {
		t.Fatal(err)
	}
	s := startLive(t, l, file)
	for range 3 {
		if got := s.send(t, "GET /x HTTP/1.1\nAuthorization: "+mint(t, request)); got.status != 200 {
			t.Fatalf("answered %d %q", got.status, got.fields)
		}
		before := l.gateway.Load()
		a.route("GET /more", backend.URL)
		source.edit(a.catalog(), nil)
		time.Sleep(2 * freshness)
		if s.send(t, "GET / HTTP/1.1"); l.gateway.Load() == before {
			t.Fatal("the edit was not served")
		}
	}
	if n := fetches.Load(); n != 1 {
		t.Errorf("the issuer was asked %d times, want once", n)
	}
}

// The time of an integration's call begins once the gate has decided.
func TestGatesTakeNoTimeOfTheIntegration(t *testing.T) {
	backend := newEcho(t, nil)
	path, file := withFile(t)
	const timeout = 100 * time.Millisecond
	mux := http.NewServeMux()
	issuer := httptest.NewServer(mux)
	defer issuer.Close()
	a := (&account{}).route("GET /x", backend.URL).jwt(issuer.URL).route("GET /dev", "").jwt(authorizer.DevelopmentIssuer)
	a.integration().TimeoutInMillis = new(timeout.Milliseconds())
	mint(t, authorizer.MintRequest{Authorizer: &a.authorizers[1], State: path})
	key := authorizer.DevelopmentKeyPath(path)
	token := mint(t, authorizer.MintRequest{Authorizer: &a.authorizers[0], Key: key, KeyID: "k1"})
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(2 * timeout)
		json.NewEncoder(w).Encode(map[string]string{"jwks_uri": issuer.URL + "/keys"})
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, jwksOf(t, key, "k1")) })
	s := start(t, a.catalog(), file)
	if got := s.send(t, "GET /x HTTP/1.1\nAuthorization: "+token); got.status != 200 {
		t.Errorf("answered %d %s", got.status, got.body)
	}
}

// Routes of one authorizer share it, and with it the tokens that it has verified.
func TestRoutesShareTheirAuthorizer(t *testing.T) {
	_, file := withFile(t)
	a := (&account{}).route("GET /x", "").jwt("https://issuer.example").route("GET /y", "")
	a.last().AuthorizationType, a.last().AuthorizerId = new("JWT"), a.routes[0].AuthorizerId
	s := start(t, a.catalog(), file)
	order := s.live.gateway.Load().only.stages[defaultStage].ready(&s.around).order
	if x, y := order[0].gate.(*tokenGate), order[1].gate.(*tokenGate); x.jwt != y.jwt {
		t.Error("two routes have an authorizer each")
	}
}

// Who asks for an issuer's keys and goes away leaves nothing behind once the
// server has ended, even if the issuer never answers.
func TestGatesEndWithTheServer(t *testing.T) {
	path, file := withFile(t)
	asked := make(chan struct{}, 1)
	issuer := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked <- struct{}{}
		<-r.Context().Done()
	}))
	defer issuer.Close()
	a := (&account{}).route("GET /x", "http://127.0.0.1:9").jwt(issuer.URL).route("GET /dev", "http://127.0.0.1:9").jwt(authorizer.DevelopmentIssuer)
	token := mint(t, authorizer.MintRequest{Authorizer: &a.authorizers[1], State: path})
	before := runtime.NumGoroutine()
	s := start(t, a.catalog(), file)
	c := s.dial(t)
	io.WriteString(c, "GET /x HTTP/1.1\r\nHost: "+testAPI+".execute-api.us-east-1.localhost\r\nAuthorization: "+token+"\r\n\r\n")
	select {
	case <-asked:
	case <-time.After(20 * time.Second):
		t.Fatal("the issuer is not asked")
	}
	c.Close()
	s.stop()
	s.around.callers.close()
	for deadline := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<20)
			t.Fatalf("%d goroutines, before the server %d:\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
		}
	}
}

// The access log says who called, and why a caller was refused.
func TestAccessLogOfGates(t *testing.T) {
	backend := newEcho(t, nil)
	path, file := withFile(t)
	a := (&account{}).route("GET /jwt", backend.URL).jwt(authorizer.DevelopmentIssuer).route("GET /iam", backend.URL)
	a.last().AuthorizationType = new("AWS_IAM")
	a.route("GET /open", backend.URL)
	name := filepath.Join(t.TempDir(), "access.log")
	format := "$context.status|$context.error.responseType|$context.authorizer.error|$context.authorizer.claims.sub|$context.identity.userArn"
	s := start(t, logged(a.catalog(), format), file, func(c *Config) {
		c.AccessLogs = []AccessLog{{File: name}}
		c.IAMKeys = []authorizer.Key{{AccessKey: "AKID", SecretKey: "s"}}
	})
	request := authorizer.MintRequest{Authorizer: &a.authorizers[0], State: path, Subject: "alice"}
	s.send(t, "GET /jwt HTTP/1.1\nAuthorization: "+mint(t, request))
	s.send(t, "GET /open HTTP/1.1") // nothing of the caller before is left
	s.send(t, "GET /jwt HTTP/1.1")
	s.send(t, "GET /jwt HTTP/1.1\nAuthorization: Bearer x")
	s.send(t, "GET /iam HTTP/1.1")
	s.sendSigned(t, aws.Credentials{AccessKeyID: "AKID", SecretAccessKey: "s"}, signing{method: "GET", path: "/iam", service: "execute-api", region: "us-east-1", at: time.Now()})
	want := []string{
		"200|-|-|alice|-",
		"200|-|-|-|-",
		"401|UNAUTHORIZED|-|-|-",
		"401|UNAUTHORIZED|invalid_token: token contains an invalid number of segments|-|-",
		"403|ACCESS_DENIED|The request for the IAM Authorizer doesn't match the format that API Gateway expects.|-|-",
		"200|-|-|-|arn:aws:iam::123456789012:root",
	}
	if got := accessEntries(t, s, name); !slices.Equal(got, want) {
		t.Errorf("the access log holds\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
