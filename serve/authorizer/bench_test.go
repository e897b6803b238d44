package authorizer

import (
	"net/http/httptest"
	"testing"
)

// BenchmarkAuthorize is a valid token of an issuer whose keys are known: one
// that has been sent before, and one that has not, most of which is the RSA
// signature.
func BenchmarkAuthorize(b *testing.B) {
	i := newIssuer(b)
	j := newJWT(b, jwtModel(i.URL), newSource(b, KeyConfig{}))
	claims := validClaims(i.URL)
	claims["scope"] = "pets/read pets/write"
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Authorization", "Bearer "+sign(b, "k1", claims))
	scopes := []string{"pets/write"}
	ctx := b.Context()
	if v := j.Authorize(ctx, r, scopes); !v.Allowed() {
		b.Fatalf("Authorize() = %+v", v)
	}
	b.Run("again", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			j.Authorize(ctx, r, scopes)
		}
	})
	b.Run("first", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			j.verified = newVerifiedTokens()
			j.Authorize(ctx, r, scopes)
		}
	})
}

// BenchmarkAuthorizeWithoutToken is a preflight, as browsers send it, that a
// route with an authorizer takes.
func BenchmarkAuthorizeWithoutToken(b *testing.B) {
	j := newJWT(b, jwtModel("https://issuer.example"), newSource(b, KeyConfig{}))
	r := httptest.NewRequest("OPTIONS", "/", nil)
	ctx := b.Context()
	b.ReportAllocs()
	for b.Loop() {
		j.Authorize(ctx, r, nil)
	}
}

// BenchmarkAuthorizeForeignToken is a token with an unknown kid.
func BenchmarkAuthorizeForeignToken(b *testing.B) {
	i := newIssuer(b)
	j := newJWT(b, jwtModel(i.URL), newSource(b, KeyConfig{}))
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Authorization", "Bearer "+sign(b, "k2", validClaims(i.URL)))
	ctx := b.Context()
	b.ReportAllocs()
	for b.Loop() {
		j.Authorize(ctx, r, nil)
	}
}

func BenchmarkVerifySigV4(b *testing.B) {
	v := vectors()[0]
	r, body, now := v.request(b)
	keys := testKeys()
	b.ReportAllocs()
	for b.Loop() {
		VerifySigV4(r, body, keys, "us-east-1", now)
	}
}

// BenchmarkVerifySigV4Unsigned is a request without a signature.
func BenchmarkVerifySigV4Unsigned(b *testing.B) {
	r := httptest.NewRequest("GET", "/pets?limit=10", nil)
	keys := testKeys()
	now := signedTime()
	b.ReportAllocs()
	for b.Loop() {
		VerifySigV4(r, nil, keys, "us-east-1", now)
	}
}

// A request that brings nothing is refused without an allocation.
func TestRefusingIsCheap(t *testing.T) {
	header := newJWT(t, jwtModel("https://issuer.example"), newSource(t, KeyConfig{}))
	config := jwtModel("https://issuer.example")
	config.IdentitySource = []string{"$request.querystring.access_token"}
	query := newJWT(t, config, newSource(t, KeyConfig{}))
	r := httptest.NewRequest("GET", "/pets?limit=10&page=2", nil)
	ctx := t.Context()
	keys := testKeys()
	now := signedTime()
	for name, refuse := range map[string]func(){
		"a field with a token": func() { header.Authorize(ctx, r, nil) },
		"a token in the query": func() { query.Authorize(ctx, r, nil) },
		"a signature":          func() { VerifySigV4(r, nil, keys, "us-east-1", now) },
	} {
		if n := testing.AllocsPerRun(100, refuse); n != 0 {
			t.Errorf("a request without %s costs %v allocations, want 0", name, n)
		}
	}
}
