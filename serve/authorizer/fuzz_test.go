package authorizer

import (
	"context"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"
)

// checkRefusal holds what is true of every refusal.
func checkRefusal(t *testing.T, v Verdict) {
	t.Helper()
	if v.Identity != nil || v.Scopes != nil || v.Claims.values != nil {
		t.Errorf("a refusal has results: %+v", v)
	}
	if v.Note == "" || !isPrintable(v.Error) || !isPrintable(v.WWWAuthenticate) || strings.ContainsAny(v.Note, "\r\n\x00") {
		t.Errorf("a refusal cannot be written: %+v", v)
	}
}

// FuzzToken holds that a token passes only if its signature is the issuer's, and
// that every refusal can be sent.
func FuzzToken(f *testing.F) {
	const issuer = "https://issuer.example"
	set, err := parseJWKS([]byte(testSet()))
	if err != nil {
		f.Fatal(err)
	}
	j := newJWT(f, jwtModel(issuer), newSource(f, KeyConfig{}))
	j.keys = fixedKeys{set}

	valid := sign(f, "k1", validClaims(issuer))
	for _, seed := range []string{
		"", "Bearer", "Bearer ", "a.b.c", valid, "bearer " + valid, valid + "=", valid + ".", valid + "," + valid,
		strings.Replace(valid, ".", "\n.", 1), strings.Repeat(".", 100),
		sign(f, "k2", validClaims(issuer)),
		signWith(f, jwt.SigningMethodHS256, []byte("k1"), map[string]any{"kid": "k1"}, validClaims(issuer)),
		segment(`{"alg":"none"}`) + "." + segment(`{}`) + ".",
		segment(`{"alg":"RS256","kid":"k1"}`) + "." + segment(`{"a":`+strings.Repeat("[", 500)) + ".",
		segment(`{"alg":"RS256","alg":"none","kid":{}}`) + "." + segment(`{"exp":1e999}`) + ".x",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, field string) {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header["Authorization"] = []string{field}
		v := j.Authorize(t.Context(), r, nil)
		if !v.Allowed() {
			checkRefusal(t, v)
			if parameters := strings.Count(v.WWWAuthenticate, `"`); v.Status != 401 || parameters != 0 && parameters != 6 {
				t.Errorf("Authorize(%q) = %+v", field, v)
			}
			return
		}
		if !isSigned(j.source.token(r)) {
			t.Errorf("Authorize(%q) passes without a signature", field)
		}
	})
}

// fixedKeys are keys that are always there.
type fixedKeys struct{ *keySet }

func (k fixedKeys) key(_ context.Context, kid string) (*rsa.PublicKey, error) {
	if key := k.keys[kid]; key != nil {
		return key, nil
	}
	return nil, k.unknown(kid)
}

// isSigned verifies a token's signature without any of the code under test.
func isSigned(token string) bool {
	end := strings.LastIndexByte(token, '.')
	signature, err := base64.RawURLEncoding.DecodeString(token[end+1:])
	if err != nil {
		return false
	}
	hash := sha256.Sum256([]byte(token[:end]))
	return rsa.VerifyPKCS1v15(&signingKey().PublicKey, crypto.SHA256, hash[:], signature) == nil
}

// FuzzSignature holds that parsing what a signature is formatted to gives the
// same signature, and that a request passes only with the one that was made for
// it.
func FuzzSignature(f *testing.F) {
	for _, v := range vectors() {
		r, _, _ := v.request(f)
		f.Add(r.Header.Get("Authorization"), r.URL.RawQuery, r.Header.Get("X-Amz-Date"))
	}
	f.Add("AWS4-HMAC-SHA256 Credential=a/20260102/b/c/aws4_request,SignedHeaders=host,Signature=", "", "20260102T030405Z")
	f.Add("", "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=%00", "")
	plain := vectors()[0]
	f.Fuzz(func(t *testing.T, field, query, date string) {
		r := httptest.NewRequest("GET", "/", nil)
		r.Host = testHost
		r.URL.RawQuery = query
		if field != "" {
			r.Header["Authorization"] = []string{field}
		}
		r.Header["X-Amz-Date"] = []string{date}

		v := VerifySigV4(r, nil, testKeys(), "us-east-1", signedTime())
		s, ok := parseSignature(r)
		switch {
		case !v.Allowed():
			checkRefusal(t, v)
			if v.Status != 403 || v.WWWAuthenticate != "" {
				t.Errorf("VerifySigV4(%q) = %+v", field, v)
			}
		case !ok:
			t.Errorf("VerifySigV4(%q) passes a request without a signature", field)
		case query == "" && s.value != plain.signature && slices.Equal(s.signedHeaders, []string{"host", "x-amz-date"}) && date == "20260102T030405Z":
			t.Errorf("VerifySigV4(%q) passes another signature than %s", field, plain.signature)
		}
		if !ok {
			return
		}
		if s.accessKey == "" || len(s.value) != 64 || !slices.Contains(s.signedHeaders, "host") || !slices.IsSorted(s.signedHeaders) {
			t.Errorf("parseSignature(%q) = %+v", field, s)
		}
		if s.presigned {
			return
		}
		again := http.Header{"X-Amz-Date": {date}, "X-Amz-Content-Sha256": nil}
		formatted := signingAlgorithm + " Credential=" + s.accessKey + "/" + s.scope() + ", SignedHeaders=" + strings.Join(s.signedHeaders, ";") + ", Signature=" + s.value
		s2, ok := parseAuthorization(formatted, again)
		if !ok || s2.scope() != s.scope() || s2.value != s.value || !slices.Equal(s2.signedHeaders, s.signedHeaders) || !s2.time.Equal(s.time) {
			t.Errorf("parseAuthorization(%q) = %+v, want %+v", formatted, s2, s)
		}
	})
}

// FuzzJWKS holds that every key that is read from a JWK Set can be used.
func FuzzJWKS(f *testing.F) {
	f.Add([]byte(testSet()))
	f.Add([]byte(`{"keys":[{"kty":"RSA","kid":"a","n":"AQAB","e":"AQAB"},{}]}`))
	f.Add([]byte(`{"keys":` + strings.Repeat("[", 100)))
	f.Fuzz(func(t *testing.T, text []byte) {
		set, err := parseJWKS(text)
		if err != nil {
			return
		}
		for kid, key := range set.keys {
			if bits := key.N.BitLen(); kid == "" || bits < minModulus || bits > maxModulus || key.E < 3 || key.E&1 == 0 {
				t.Errorf("parseJWKS(%q) has the key %q: %d bits, exponent %d", text, kid, key.N.BitLen(), key.E)
			}
			again, err := parseJWKS([]byte(jwksOf(jwkOf(kid, key))))
			if err != nil || !key.Equal(again.keys[kid]) {
				t.Errorf("the key %q is another one when read again: %v", kid, err)
			}
		}
	})
}
