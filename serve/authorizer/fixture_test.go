package authorizer

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"maps"
	"math/big"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"gatehouse/model"
)

// Two keys for all tests, since they take long to make.
var (
	signingKey = sync.OnceValue(func() *rsa.PrivateKey { return newKey(2048) })
	otherKey   = sync.OnceValue(func() *rsa.PrivateKey { return newKey(2048) })
)

func newKey(bits int) *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		panic(err)
	}
	return key
}

const testAudience = "app-client"

// testTime is the time in all tests that have their own.
func testTime() time.Time { return time.Unix(1_800_000_000, 0) }

// jwkOf is a key as a JWK Set has it.
func jwkOf(kid string, key *rsa.PublicKey) map[string]any {
	encode := base64.RawURLEncoding.EncodeToString
	return map[string]any{
		"kty": "RSA", "kid": kid, "use": "sig", "alg": "RS256",
		"n": encode(key.N.Bytes()), "e": encode(big.NewInt(int64(key.E)).Bytes()),
	}
}

func jwksOf(keys ...map[string]any) string {
	text, err := json.Marshal(map[string]any{"keys": keys})
	if err != nil {
		panic(err)
	}
	return string(text)
}

// An issuer publishes keys. Its handlers may be replaced before it is used.
type issuer struct {
	*httptest.Server
	discovery, jwks http.HandlerFunc
	discoveries     atomic.Int64
	fetches         atomic.Int64
	set             atomic.Pointer[string] // the JWK Set that is published
}

// newIssuer starts an issuer whose key is signingKey under the kid "k1".
func newIssuer(t testing.TB) *issuer {
	t.Helper()
	i := &issuer{}
	i.publish(jwkOf("k1", &signingKey().PublicKey))
	i.discovery = func(w http.ResponseWriter, _ *http.Request) {
		json.NewEncoder(w).Encode(map[string]string{"issuer": i.URL, "jwks_uri": i.URL + "/keys"})
	}
	i.jwks = func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(*i.set.Load())) }
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, r *http.Request) {
		i.discoveries.Add(1)
		i.discovery(w, r)
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, r *http.Request) {
		i.fetches.Add(1)
		i.jwks(w, r)
	})
	i.Server = httptest.NewServer(mux)
	t.Cleanup(i.Close)
	return i
}

func (i *issuer) publish(keys ...map[string]any) { i.set.Store(new(jwksOf(keys...))) }

// newSource makes a source at the time of tests.
func newSource(t testing.TB, config KeyConfig) *KeySource {
	t.Helper()
	if config.Now == nil {
		config.Now = testTime
	}
	source, err := NewKeySource(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(source.Close)
	return source
}

// jwtModel is the configuration of a JWT authorizer.
func jwtModel(issuer string) *model.Authorizer {
	return &model.Authorizer{
		AuthorizerId: new("a1b2c3"), AuthorizerType: new("JWT"), Name: new("jwt"),
		IdentitySource:   []string{"$request.header.Authorization"},
		JwtConfiguration: &model.JWTConfiguration{Issuer: new(issuer), Audience: []string{"other", testAudience}},
	}
}

// newJWT compiles an authorizer with a source, at the time of tests.
func newJWT(t testing.TB, a *model.Authorizer, source *KeySource) *JWT {
	t.Helper()
	j, err := NewJWT(a, Env{Keys: source, Now: testTime})
	if err != nil {
		t.Fatal(err)
	}
	return j
}

// validClaims are the claims of a token that passes.
func validClaims(issuer string) jwt.MapClaims {
	return jwt.MapClaims{
		"iss": issuer, "aud": testAudience, "sub": "alice",
		"iat": testTime().Unix() - 60, "exp": testTime().Unix() + 60,
	}
}

// with is the claims with others; nil takes one away.
func with(claims jwt.MapClaims, others jwt.MapClaims) jwt.MapClaims {
	claims = maps.Clone(claims)
	maps.Copy(claims, others)
	maps.DeleteFunc(claims, func(_ string, value any) bool { return value == nil })
	return claims
}

// sign makes a token with RS256 and signingKey.
func sign(t testing.TB, kid string, claims jwt.MapClaims) string {
	t.Helper()
	return signWith(t, jwt.SigningMethodRS256, signingKey(), map[string]any{"kid": kid}, claims)
}

func signWith(t testing.TB, method jwt.SigningMethod, key any, header map[string]any, claims jwt.MapClaims) string {
	t.Helper()
	token := jwt.NewWithClaims(method, claims)
	maps.Copy(token.Header, header)
	text, err := token.SignedString(key)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// authorize asks about a request with an Authorization field, or without one.
func authorize(j *JWT, field string, scopes ...string) Verdict {
	r := httptest.NewRequest("GET", "/", nil)
	if field != "" {
		r.Header.Set("Authorization", field)
	}
	return j.Authorize(context.Background(), r, scopes)
}
