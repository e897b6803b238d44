package authorizer

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// errorOf is the description of a key error, "" for none.
func errorOf(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	e, ok := errors.AsType[*keyError](err)
	if !ok {
		t.Fatalf("the error is %v (%T), want a *keyError", err, err)
	}
	if e.note == "" || strings.ContainsAny(e.note, "\r\n") {
		t.Errorf("the note is %q, want one line", e.note)
	}
	return e.description
}

func TestFetchKeys(t *testing.T) {
	answer := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			io.WriteString(w, body)
		}
	}
	leadTo := func(place string) http.HandlerFunc { return answer(200, fmt.Sprintf(`{"jwks_uri":%q}`, place)) }
	redirect := func(place string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", place)
			w.WriteHeader(302)
		}
	}
	padded := func(length int) string {
		set := jwksOf(jwkOf("k1", &signingKey().PublicKey))
		return set + strings.Repeat(" ", length-len(set))
	}
	endless := func(w http.ResponseWriter, _ *http.Request) {
		for {
			if _, err := io.WriteString(w, strings.Repeat(" ", 1000)); err != nil {
				return
			}
		}
	}
	tests := []struct {
		name            string
		discovery, jwks http.HandlerFunc // nil is that of a good issuer
		want            string
	}{
		{name: "a good issuer"},
		{name: "no discovery document", discovery: answer(404, "{}"), want: noDiscovery},
		{name: "an error as discovery document", discovery: answer(500, "{}"), want: noDiscovery},
		{name: "success without a document", discovery: answer(204, ""), want: noDiscovery},
		{name: "a discovery document that is no JSON", discovery: answer(200, "<html>"), want: noDiscovery},
		{name: "a discovery document that is no object", discovery: answer(200, "[]"), want: noDiscovery},
		{name: "a discovery document without a place of keys", discovery: answer(200, "{}"), want: noDiscovery},
		{name: "a discovery document that is too long", discovery: endless, want: noDiscovery},
		{name: "a place of keys that is none", discovery: leadTo("http://[::1"), want: noKeys},
		{name: "a place of keys without a scheme", discovery: leadTo("/keys"), want: noKeys},
		{name: "a file as place of keys", discovery: leadTo("file:///etc/passwd"), want: noKeys},
		{name: "a place of keys with plain HTTP elsewhere", discovery: leadTo("http://issuer.example/keys"), want: noKeys},
		{name: "a port where nobody listens", discovery: leadTo("http://127.0.0.1:1/keys"), want: noKeys},
		{name: "no keys", jwks: answer(404, ""), want: noKeys},
		{name: "an error as keys", jwks: answer(502, "{}"), want: noKeys},
		{name: "keys that are no JSON", jwks: answer(200, `{"keys":[`), want: noKeys},
		{name: "a JWK Set without keys", jwks: answer(200, `{}`), want: noKeys},
		{name: "a JWK Set of nothing", jwks: answer(200, `null`), want: noKeys},
		{name: "keys that are no list", jwks: answer(200, `{"keys":{}}`), want: noKeys},
		{name: "keys as long as may be", jwks: answer(200, padded(maxDocument))},
		{name: "keys a byte too long", jwks: answer(200, padded(maxDocument+1)), want: noKeys},
		{name: "keys that never end", jwks: endless, want: noKeys},
		{name: "a connection that breaks", jwks: func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) }, want: noKeys},
		{name: "an answer shorter than it says", jwks: func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100000")
			io.WriteString(w, "{")
		}, want: noKeys},
		{name: "a redirection", discovery: redirect("/other")},
		{name: "a redirection to plain HTTP elsewhere", discovery: redirect("http://issuer.example/"), want: noDiscovery},
		{name: "a redirection without an end", discovery: redirect("/.well-known/openid-configuration"), want: noDiscovery},
		{name: "a redirection to another scheme", jwks: redirect("file:///etc/passwd"), want: noKeys},
		{name: "a redirection without a place", jwks: answer(302, ""), want: noKeys},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			i := newIssuer(t)
			good := i.discovery
			i.Config.Handler.(*http.ServeMux).HandleFunc("/other", func(w http.ResponseWriter, r *http.Request) { good(w, r) })
			if test.discovery != nil {
				i.discovery = test.discovery
			}
			if test.jwks != nil {
				i.jwks = test.jwks
			}
			set, err := fetchKeys(context.Background(), newClient(nil), i.URL)
			if got := errorOf(t, err); got != test.want {
				t.Fatalf("fetchKeys() = %v, want %q", err, test.want)
			}
			if err == nil && (set.keys["k1"] == nil || set.origin != i.URL+"/keys") {
				t.Errorf("fetchKeys() = %+v, want k1 of %s/keys", set, i.URL)
			}
		})
	}
}

func TestFetchKeysFollowsAFewRedirections(t *testing.T) {
	for hops, want := range map[int]string{maxRedirects: "", maxRedirects + 1: noDiscovery} {
		i := newIssuer(t)
		good := i.discovery
		i.discovery = func(w http.ResponseWriter, r *http.Request) {
			if n := len(r.URL.RawQuery); n < hops {
				http.Redirect(w, r, r.URL.Path+"?"+strings.Repeat("x", n+1), http.StatusFound)
				return
			}
			good(w, r)
		}
		_, err := fetchKeys(context.Background(), newClient(nil), i.URL)
		if got := errorOf(t, err); got != want {
			t.Errorf("fetchKeys() over %d redirections = %v, want %q", hops, err, want)
		}
	}
}

func TestFetchKeysAsksAsLittleAsItNeeds(t *testing.T) {
	i := newIssuer(t)
	var asked []string
	mux := i.Config.Handler
	i.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.Method+" "+r.URL.String())
		if r.Header.Get("Cookie") != "" || r.Header.Get("Authorization") != "" {
			t.Errorf("the request has %v", r.Header)
		}
		http.SetCookie(w, &http.Cookie{Name: "a", Value: "b"})
		mux.ServeHTTP(w, r)
	})
	if _, err := fetchKeys(context.Background(), newClient(nil), i.URL); err != nil {
		t.Fatal(err)
	}
	if got, want := strings.Join(asked, ", "), "GET /.well-known/openid-configuration, GET /keys"; got != want {
		t.Errorf("asked for %s, want %s", got, want)
	}
}

func TestFetchKeysOverTLS(t *testing.T) {
	var server *httptest.Server
	server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/keys":
			io.WriteString(w, testSet())
		case "/down/.well-known/openid-configuration":
			http.Redirect(w, r, "http://127.0.0.1/", http.StatusFound)
		default:
			fmt.Fprintf(w, `{"jwks_uri":%q}`, server.URL+"/keys")
		}
	}))
	defer server.Close()
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	if _, err := fetchKeys(context.Background(), newClient(roots), server.URL); err != nil {
		t.Errorf("fetchKeys() from an issuer that is trusted = %v", err)
	}
	_, err := fetchKeys(context.Background(), newClient(x509.NewCertPool()), server.URL)
	if got := errorOf(t, err); got != noDiscovery {
		t.Errorf("fetchKeys() from an issuer that is not trusted = %v", err)
	}
	_, err = fetchKeys(context.Background(), newClient(roots), server.URL+"/down")
	if got := errorOf(t, err); got != noDiscovery || !strings.Contains(err.Error(), "redirection from https") {
		t.Errorf("fetchKeys() over a redirection to plain HTTP = %v", err)
	}
}

// Names below localhost are this machine without being looked up.
func TestFetchKeysFromANameBelowLocalhost(t *testing.T) {
	i := newIssuer(t)
	if _, err := fetchKeys(context.Background(), newClient(nil), strings.Replace(i.URL, "127.0.0.1", "issuer.localhost", 1)); err != nil {
		t.Error(err)
	}
}

func TestCheckPlace(t *testing.T) {
	tests := []struct {
		place string
		local bool // the issuer
		ok    bool
	}{
		{"https://issuer.example/keys", false, true},
		{"https://issuer.example/keys", true, true},
		{"http://issuer.example/keys", false, false},
		{"http://issuer.example/keys", true, false},
		{"http://localhost:9000/keys", true, true},
		{"http://issuer.localhost./keys", true, true},
		{"http://127.8.9.1/keys", true, true},
		{"http://[::1]:80/keys", true, true},
		{"https://localhost/keys", false, false},
		{"https://127.0.0.1/keys", false, false},
		{"http://127.0.0.1/keys", false, false},
		{"http://localhost.example/keys", true, false},
		{"http://0.0.0.0/keys", true, false},
		{"HTTPS:///keys", true, false},
		{"https:keys", true, false},
		{"ftp://localhost/keys", true, false},
	}
	for _, test := range tests {
		place, err := url.Parse(test.place)
		if err != nil {
			t.Fatal(err)
		}
		err = (&fetcher{local: test.local}).check(place)
		if (err == nil) != test.ok {
			t.Errorf("check(%q) from an issuer on this machine (%t) = %v, want ok %t", test.place, test.local, err, test.ok)
		}
	}
}

func TestClientIgnoresProxies(t *testing.T) {
	if newClient(nil).Transport.(*http.Transport).Proxy != nil {
		t.Error("the client for issuers has a proxy")
	}
}
