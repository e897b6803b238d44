package authorizer

import (
	"context"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// bubbleIssuer answers as an issuer whose URL is http://localhost.
func bubbleIssuer(set func() string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/keys" {
			w.Write([]byte(set()))
			return
		}
		w.Write([]byte(`{"jwks_uri":"http://localhost/keys"}`))
	}
}

func testSet() string { return jwksOf(jwkOf("k1", &signingKey().PublicKey)) }

func wantError(t *testing.T, v Verdict, want string) {
	t.Helper()
	if v.Error != want || v.Allowed() != (want == "") {
		t.Errorf("Authorize() = %+v, want error %q", v, want)
	}
}

func TestKeysAreFetchedOnceForAll(t *testing.T) {
	signingKey() // made outside of the bubble
	token := sign(t, "k1", validClaims("http://localhost"))
	synctest.Test(t, func(t *testing.T) {
		source := newSource(t, KeyConfig{})
		release := make(chan struct{})
		var requests atomic.Int64
		answer := bubbleIssuer(testSet)
		defer serveBubble(t, source, func(w http.ResponseWriter, r *http.Request) {
			requests.Add(1)
			<-release
			answer(w, r)
		})()
		var allowed atomic.Int64
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				// Each has an authorizer of its own, as after reloads.
				if v := authorize(newJWT(t, jwtModel("http://localhost"), source), token); v.Allowed() {
					allowed.Add(1)
				}
			})
		}
		synctest.Wait()
		if n := requests.Load(); n != 1 {
			t.Errorf("%d requests for the same document at once, want 1", n)
		}
		close(release)
		wg.Wait()
		if allowed.Load() != 20 || requests.Load() != 2 {
			t.Errorf("%d of 20 tokens allowed by %d requests, want all by 2", allowed.Load(), requests.Load())
		}
	})
}

func TestKeysRotate(t *testing.T) {
	i := newIssuer(t)
	now := testTime()
	source := newSource(t, KeyConfig{Now: func() time.Time { return now }})
	j := newJWT(t, jwtModel(i.URL), source)
	first := sign(t, "k1", validClaims(i.URL))
	second := signWith(t, jwt.SigningMethodRS256, otherKey(), map[string]any{"kid": "k2"}, validClaims(i.URL))
	const unknown = "invalid_token: " + noSigningKey

	wantError(t, authorize(j, first), "")
	i.publish(jwkOf("k2", &otherKey().PublicKey))
	now = now.Add(refetchInterval - time.Millisecond)
	wantError(t, authorize(j, second), unknown)
	wantError(t, authorize(j, first), "")
	if n := i.fetches.Load(); n != 1 {
		t.Errorf("%d fetches within the interval, want 1", n)
	}
	now = now.Add(time.Millisecond)
	wantError(t, authorize(j, second), "")
	wantError(t, authorize(j, first), unknown)
	if n := i.fetches.Load(); n != 2 {
		t.Errorf("%d fetches after the interval, want 2", n)
	}
}

func TestKeysExpire(t *testing.T) {
	i := newIssuer(t)
	now := testTime()
	source := newSource(t, KeyConfig{Now: func() time.Time { return now }})
	j := newJWT(t, jwtModel(i.URL), source)
	token := sign(t, "k1", validClaims(i.URL))

	wantError(t, authorize(j, token), "")
	now = now.Add(keyLifetime - time.Second)
	wantError(t, authorize(j, token), "")
	if n := i.fetches.Load(); n != 1 {
		t.Errorf("%d fetches within the lifetime, want 1", n)
	}

	jwks := i.jwks
	i.jwks = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }
	now = now.Add(time.Second)
	wantError(t, authorize(j, token), "invalid_token: JWKS communication error")
	i.jwks = jwks
	wantError(t, authorize(j, token), "") // a failure is not kept
	if n := i.fetches.Load(); n != 3 {
		t.Errorf("%d fetches, want 3", n)
	}
}

// A fetch for an unknown kid that fails leaves the known keys as they are.
func TestKeysOutliveAFailure(t *testing.T) {
	i := newIssuer(t)
	now := testTime()
	source := newSource(t, KeyConfig{Now: func() time.Time { return now }})
	j := newJWT(t, jwtModel(i.URL), source)
	token := sign(t, "k1", validClaims(i.URL))

	wantError(t, authorize(j, token), "")
	now = now.Add(time.Minute)
	i.discovery = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }
	wantError(t, authorize(j, sign(t, "k2", validClaims(i.URL))), "invalid_token: OIDC discovery endpoint communication error")
	wantError(t, authorize(j, token), "")
}

func TestKeysOfSlowIssuers(t *testing.T) {
	signingKey()
	token := sign(t, "k1", validClaims("http://localhost"))
	hang := func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(200)
		w.Write([]byte("{"))
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}
	tests := []struct {
		name    string
		handler http.HandlerFunc
		want    string
	}{
		{"discovery that does not answer", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, "invalid_token: OIDC discovery endpoint communication error"},
		{"discovery that does not end", hang, "invalid_token: OIDC discovery endpoint communication error"},
		{"keys that do not end", func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/keys" {
				hang(w, r)
				return
			}
			bubbleIssuer(testSet)(w, r)
		}, "invalid_token: JWKS communication error"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				source := newSource(t, KeyConfig{})
				defer serveBubble(t, source, test.handler)()
				start := time.Now()
				wantError(t, authorize(newJWT(t, jwtModel("http://localhost"), source), token), test.want)
				if took := time.Since(start); took != fetchTimeout {
					t.Errorf("refused after %v, want %v", took, fetchTimeout)
				}
			})
		})
	}
}

// Who gives up does not end the fetch for the others.
func TestKeysArriveAfterTheRequestEnded(t *testing.T) {
	signingKey()
	token := sign(t, "k1", validClaims("http://localhost"))
	synctest.Test(t, func(t *testing.T) {
		source := newSource(t, KeyConfig{})
		release := make(chan struct{})
		var requests atomic.Int64
		answer := bubbleIssuer(testSet)
		defer serveBubble(t, source, func(w http.ResponseWriter, r *http.Request) {
			requests.Add(1)
			<-release
			answer(w, r)
		})()
		j := newJWT(t, jwtModel("http://localhost"), source)
		ctx, cancel := context.WithCancel(t.Context())
		verdict := make(chan Verdict)
		go func() {
			r := httptest.NewRequest("GET", "/", nil)
			r.Header.Set("Authorization", token)
			verdict <- j.Authorize(ctx, r, nil)
		}()
		synctest.Wait()
		cancel()
		wantError(t, <-verdict, "invalid_token: OIDC discovery endpoint communication error")
		close(release)
		synctest.Wait()
		wantError(t, authorize(j, token), "")
		if n := requests.Load(); n != 2 {
			t.Errorf("%d requests, want 2", n)
		}
	})
}

func TestCloseEndsFetches(t *testing.T) {
	signingKey()
	token := sign(t, "k1", validClaims("http://localhost"))
	synctest.Test(t, func(t *testing.T) {
		source := newSource(t, KeyConfig{})
		defer serveBubble(t, source, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })()
		j := newJWT(t, jwtModel("http://localhost"), source)
		verdict := make(chan Verdict)
		start := time.Now()
		go func() { verdict <- authorize(j, token) }()
		synctest.Wait()
		source.Close()
		wantError(t, <-verdict, "invalid_token: OIDC discovery endpoint communication error")
		wantError(t, authorize(j, token), "invalid_token: OIDC discovery endpoint communication error")
		if took := time.Since(start); took != 0 {
			t.Errorf("Close took %v", took)
		}
	})
}
