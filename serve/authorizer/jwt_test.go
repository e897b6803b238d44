package authorizer

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/golang-jwt/jwt/v5"

	"gatehouse/model"
)

// segment is a part of a token.
func segment(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

func TestAuthorizeRefuses(t *testing.T) {
	i := newIssuer(t)
	j := newJWT(t, jwtModel(i.URL), newSource(t, KeyConfig{}))
	valid := validClaims(i.URL)
	changed := func(others jwt.MapClaims) string { return sign(t, "k1", with(valid, others)) }
	elliptical, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	publicDER, err := x509.MarshalPKIXPublicKey(&signingKey().PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	publicPEM := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: publicDER})
	withKID := map[string]any{"kid": "k1"}
	claimsPart := strings.Split(changed(nil), ".")[1]
	parts := strings.Split(changed(nil), ".")

	tests := []struct {
		name        string
		token       string
		scopes      []string
		description string
	}{
		{name: "one segment", token: "garbage", description: "token contains an invalid number of segments"},
		{name: "two segments", token: "a.b", description: "token contains an invalid number of segments"},
		{name: "four segments", token: changed(nil) + ".x", description: "token contains an invalid number of segments"},
		{name: "a great many segments", token: strings.Repeat(".", maxToken), description: "token contains an invalid number of segments"},
		{name: "another scheme", token: "Basic dXNlcjpwYXNz", description: "token contains an invalid number of segments"},
		{name: "the scheme alone", token: "Bearer", description: "token contains an invalid number of segments"},
		{name: "two tokens", token: changed(nil) + ",Bearer " + changed(nil), description: "token contains an invalid number of segments"},
		{name: "a token longer than a request", token: strings.Repeat("a", maxToken+1), description: "token is too long"},
		{name: "no base64", token: "!." + claimsPart + ".c2ln", description: "could not base64 decode header: illegal base64 data at input byte 0"},
		{name: "a header that is no JSON", token: segment(`"`) + "." + claimsPart + ".c2ln", description: "could not JSON decode header: unexpected end of JSON input"},
		{name: "a header of null", token: segment(`null`) + "." + claimsPart + ".c2ln", description: "signing method (alg) is unspecified"},
		{name: "claims that are no object", token: parts[0] + "." + segment(`[1]`) + "." + parts[2], description: "could not JSON decode claim: json: cannot unmarshal array into Go value of type jwt.MapClaims"},
		{name: "claims that end too early", token: parts[0] + "." + segment(`{"iss":`) + "." + parts[2], description: "could not JSON decode claim: unexpected EOF"},
		{name: "wrong audience", token: changed(jwt.MapClaims{"aud": "else"}), description: "the token does not have a valid audience"},
		{name: "wrong audiences", token: changed(jwt.MapClaims{"aud": []any{"else", 7, nil}}), description: "the token does not have a valid audience"},
		{name: "an audience that is no text", token: changed(jwt.MapClaims{"aud": 7}), description: "the token does not have a valid audience"},
		{name: "no audience and no client", token: changed(jwt.MapClaims{"aud": nil}), description: "the token does not have a valid audience"},
		{name: "an empty list of audiences does not make the client count", token: changed(jwt.MapClaims{"aud": []any{}, "client_id": testAudience}), description: "the token does not have a valid audience"},
		{name: "the client does not count beside an audience", token: changed(jwt.MapClaims{"aud": "else", "client_id": testAudience}), description: "the token does not have a valid audience"},
		{name: "a wrong client", token: changed(jwt.MapClaims{"aud": nil, "client_id": "else"}), description: "the token does not have a valid audience"},
		{name: "expired", token: changed(jwt.MapClaims{"exp": testTime().Unix() - 1}), description: "the token has expired"},
		{name: "expired just now", token: changed(jwt.MapClaims{"exp": testTime().Unix()}), description: "the token has expired"},
		{name: "expired, on a route with scopes", token: changed(jwt.MapClaims{"exp": 1}), scopes: []string{"pets/read", "pets/write"}, description: "the token has expired"},
		{name: "no expiry", token: changed(jwt.MapClaims{"exp": nil}), description: "the token has expired"},
		{name: "an expiry that is no number", token: changed(jwt.MapClaims{"exp": "never"}), description: "invalid type for claim: exp is invalid"},
		{name: "an expiry too large for a number", token: rawToken(t, `{"iss":"`+i.URL+`","aud":"`+testAudience+`","exp":1e999}`), description: "invalid type for claim: exp is invalid"},
		{name: "not yet valid", token: changed(jwt.MapClaims{"nbf": testTime().Unix() + 30}), description: "the token is not valid yet"},
		{name: "issued in the future", token: changed(jwt.MapClaims{"iat": testTime().Unix() + 30}), description: "the token is not valid yet"},
		{name: "a beginning that is no number", token: changed(jwt.MapClaims{"nbf": true}), description: "invalid type for claim: nbf is invalid"},
		{name: "wrong issuer", token: changed(jwt.MapClaims{"iss": "https://else.example"}), description: "the token does not have a valid issuer"},
		{name: "an issuer with a slash more", token: changed(jwt.MapClaims{"iss": i.URL + "/"}), description: "the token does not have a valid issuer"},
		{name: "no issuer", token: changed(jwt.MapClaims{"iss": nil}), description: "the token does not have a valid issuer"},
		{name: "an issuer that is no text", token: changed(jwt.MapClaims{"iss": []any{i.URL}}), description: "the token does not have a valid issuer"},
		{name: "signed with another key", token: signWith(t, jwt.SigningMethodRS256, otherKey(), withKID, valid), description: "crypto/rsa: verification error"},
		{name: "changed after signing", token: parts[0] + "." + strings.Split(changed(jwt.MapClaims{"sub": "root"}), ".")[1] + "." + parts[2], description: "crypto/rsa: verification error"},
		{name: "no signature", token: parts[0] + "." + parts[1] + ".", description: "crypto/rsa: verification error"},
		{name: "an algorithm that is not RSA", token: signWith(t, jwt.SigningMethodES256, elliptical, withKID, valid), description: "signing method ES256 is invalid"},
		{name: "RSA-PSS", token: signWith(t, jwt.SigningMethodPS256, signingKey(), withKID, valid), description: "signing method PS256 is invalid"},
		{name: "HMAC with the public key as its secret", token: signWith(t, jwt.SigningMethodHS256, publicPEM, withKID, valid), description: "signing method HS256 is invalid"},
		{name: "no algorithm", token: signWith(t, jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType, withKID, valid), description: "signing method none is invalid"},
		{name: "no algorithm in other letters", token: segment(`{"alg":"NONE","kid":"k1"}`) + "." + claimsPart + ".", description: "signing method (alg) is unavailable"},
		{name: "an algorithm that is no text", token: segment(`{"alg":["RS256"],"kid":"k1"}`) + "." + claimsPart + ".", description: "signing method (alg) is unspecified"},
		{name: "two algorithms, of which the last counts", token: segment(`{"alg":"RS256","alg":"none","kid":"k1"}`) + "." + claimsPart + ".", description: "signing method none is invalid"},
		{name: "no kid, though the issuer has a single key", token: signWith(t, jwt.SigningMethodRS256, signingKey(), nil, valid), description: "unable to find the signing key"},
		{name: "an unknown kid", token: sign(t, "k2", valid), description: "unable to find the signing key"},
		{name: "a kid that would be something elsewhere", token: sign(t, "../k1\r\n\" OR 1=1 --", valid), description: "unable to find the signing key"},
		{name: "a kid that is no text", token: signWith(t, jwt.SigningMethodRS256, signingKey(), map[string]any{"kid": 7}, valid), description: "unable to find the signing key"},
		{name: "its own key in the header", token: signWith(t, jwt.SigningMethodRS256, otherKey(), map[string]any{"kid": "k9", "jwk": jwkOf("k9", &otherKey().PublicKey), "jku": i.URL}, valid), description: "unable to find the signing key"},
		{name: "an extension that must be understood", token: signWith(t, jwt.SigningMethodRS256, signingKey(), map[string]any{"kid": "k1", "crit": []string{"b64"}, "b64": false}, valid), description: "unsupported critical header"},
		{name: "a claim twice, of which the last counts", token: rawToken(t, `{"iss":"`+i.URL+`","aud":"`+testAudience+`","exp":1800000060,"exp":1}`), description: "the token has expired"},

		// Several faults: the first in the service's order is named.
		{name: "algorithm before kid", token: signWith(t, jwt.SigningMethodHS256, []byte("x"), nil, jwt.MapClaims{}), description: "signing method HS256 is invalid"},
		{name: "signature before issuer", token: signWith(t, jwt.SigningMethodRS256, otherKey(), withKID, jwt.MapClaims{}), description: "crypto/rsa: verification error"},
		{name: "issuer before audience", token: changed(jwt.MapClaims{"iss": "x", "aud": "x", "exp": 1}), description: "the token does not have a valid issuer"},
		{name: "audience before expiry", token: changed(jwt.MapClaims{"aud": "x", "exp": 1}), description: "the token does not have a valid audience"},
		{name: "expiry before beginning", token: changed(jwt.MapClaims{"exp": 1, "nbf": 1_900_000_000}), description: "the token has expired"},
		{name: "expiry before scope", token: changed(jwt.MapClaims{"exp": 1}), scopes: []string{"x"}, description: "the token has expired"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			field := test.token
			if !strings.Contains(field, " ") && field != "Bearer" {
				field = "Bearer " + field
			}
			got := authorize(j, field, test.scopes...)
			want := Verdict{
				Status:          401,
				WWWAuthenticate: `Bearer scope="` + strings.Join(test.scopes, " ") + `" error="invalid_token" error_description="` + test.description + `"`,
				Error:           "invalid_token: " + test.description,
				Note:            got.Note,
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("Authorize() = %+v, want %+v", got, want)
			}
			if got.Note == "" || strings.ContainsAny(got.Note, "\r\n") {
				t.Errorf("the note is %q, want one line", got.Note)
			}
		})
	}
}

// rawToken signs claims that are given as JSON.
func rawToken(t testing.TB, claims string) string {
	t.Helper()
	text := segment(`{"alg":"RS256","kid":"k1"}`) + "." + segment(claims)
	signature, err := jwt.SigningMethodRS256.Sign(text, signingKey())
	if err != nil {
		t.Fatal(err)
	}
	return text + "." + base64.RawURLEncoding.EncodeToString(signature)
}

func TestAuthorizeWithoutToken(t *testing.T) {
	j := newJWT(t, jwtModel("https://issuer.example"), newSource(t, KeyConfig{}))
	for _, lines := range [][]string{nil, {""}, {"  "}} {
		r := httptest.NewRequest("GET", "/?Authorization=Bearer+x", nil)
		r.Header["Authorization"] = lines
		got := j.Authorize(t.Context(), r, []string{"pets/read"})
		want := Verdict{Status: 401, WWWAuthenticate: "Bearer", Note: "no token in $request.header.Authorization"}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("Authorize() with Authorization %q = %+v, want %+v", lines, got, want)
		}
	}
}

func TestAuthorizeScopes(t *testing.T) {
	i := newIssuer(t)
	j := newJWT(t, jwtModel(i.URL), newSource(t, KeyConfig{}))
	tests := []struct {
		name   string
		claims jwt.MapClaims
		route  []string
		scopes []string // of the verdict; nil: refused, if the route has scopes
	}{
		{"a route without scopes has none in its events", jwt.MapClaims{"scope": "a b"}, nil, nil},
		{"one of several is enough", jwt.MapClaims{"scope": "x a y"}, []string{"b", "a"}, []string{"x", "a", "y"}},
		{"spaces do not count", jwt.MapClaims{"scope": "  a  b "}, []string{"b"}, []string{"a", "b"}},
		{"scp as a list", jwt.MapClaims{"scp": []any{"a", 1, "b"}}, []string{"b"}, []string{"a", "b"}},
		{"scp as a text", jwt.MapClaims{"scp": "a b"}, []string{"b"}, []string{"a", "b"}},
		{"scp goes before scope", jwt.MapClaims{"scp": []any{"a"}, "scope": "b"}, []string{"a"}, []string{"a"}},
		{"scope does not count beside scp", jwt.MapClaims{"scp": []any{"a"}, "scope": "b"}, []string{"b"}, nil},
		{"none", jwt.MapClaims{}, []string{"a", "b"}, nil},
		{"others", jwt.MapClaims{"scope": "c aa"}, []string{"a"}, nil},
		{"other letters", jwt.MapClaims{"scope": "A"}, []string{"a"}, nil},
		{"scope as a list", jwt.MapClaims{"scope": []any{"a"}}, []string{"a"}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := authorize(j, sign(t, "k1", with(validClaims(i.URL), test.claims)), test.route...)
			if len(test.route) > 0 && test.scopes == nil {
				list := strings.Join(test.route, " ")
				want := Verdict{
					Status:          403,
					WWWAuthenticate: `Bearer scope="` + list + `" error="insufficient_scope" error_description="expected scopes: [` + list + `]"`,
					Error:           "insufficient_scope: expected scopes: [" + list + "]",
					Note:            got.Note,
				}
				if !reflect.DeepEqual(got, want) {
					t.Errorf("Authorize() = %+v, want %+v", got, want)
				}
				return
			}
			if !got.Allowed() || !reflect.DeepEqual(got.Scopes, test.scopes) {
				t.Errorf("Authorize() = %+v, want scopes %q", got, test.scopes)
			}
		})
	}
}

func TestAuthorizeAccepts(t *testing.T) {
	i := newIssuer(t)
	source := newSource(t, KeyConfig{})
	valid := validClaims(i.URL)
	token := sign(t, "k1", valid)
	withKID := map[string]any{"kid": "k1"}
	tests := []struct {
		name   string
		source string // "" is the Authorization field
		target string
		header http.Header
	}{
		{"with the scheme", "", "/", http.Header{"Authorization": {"Bearer " + token}}},
		{"without a scheme", "", "/", http.Header{"Authorization": {token}}},
		{"with the scheme in other letters and spaces", "", "/", http.Header{"Authorization": {"bEARER   " + token + " "}}},
		{"in another field", "$request.header.x-token", "/", http.Header{"X-Token": {token}}},
		{"in the query", "$request.querystring.access_token", "/?a=1&access_token=" + token, nil},
		{"in the query with the scheme", "$request.querystring.access_token", "/?access_token=Bearer%20" + token, nil},
		{"in the query under an escaped name", "$request.querystring.access_token", "/?access%5Ftoken=" + token, nil},
		{"RS384", "", "/", http.Header{"Authorization": {signWith(t, jwt.SigningMethodRS384, signingKey(), withKID, valid)}}},
		{"RS512", "", "/", http.Header{"Authorization": {signWith(t, jwt.SigningMethodRS512, signingKey(), withKID, valid)}}},
		{"one audience of many", "", "/", http.Header{"Authorization": {sign(t, "k1", with(valid, jwt.MapClaims{"aud": []any{"x", testAudience}}))}}},
		{"the client as audience", "", "/", http.Header{"Authorization": {sign(t, "k1", with(valid, jwt.MapClaims{"aud": nil, "client_id": testAudience}))}}},
		{"without a time of issue", "", "/", http.Header{"Authorization": {sign(t, "k1", with(valid, jwt.MapClaims{"iat": nil}))}}},
		{"issued now, by a clock a little ahead", "", "/", http.Header{"Authorization": {sign(t, "k1", with(valid, jwt.MapClaims{"iat": testTime().Unix() + 1, "nbf": testTime().Unix() + 1}))}}},
		{"with fractions of seconds", "", "/", http.Header{"Authorization": {sign(t, "k1", with(valid, jwt.MapClaims{"exp": float64(testTime().Unix()) + 0.5}))}}},
		{"with objects in one another", "", "/", http.Header{"Authorization": {rawToken(t, `{"iss":"`+i.URL+`","aud":"`+testAudience+`","exp":1800000060,"x":`+strings.Repeat(`{"a":`, 500)+`1`+strings.Repeat(`}`, 500)+`}`)}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			config := jwtModel(i.URL)
			if test.source != "" {
				config.IdentitySource = []string{test.source}
			}
			r := httptest.NewRequest("GET", test.target, nil)
			maps.Copy(r.Header, test.header)
			got := newJWT(t, config, source).Authorize(t.Context(), r, nil)
			if text, _ := got.Claims.Text("iss"); !got.Allowed() || text != i.URL || got.WWWAuthenticate+got.Error+got.Note != "" {
				t.Errorf("Authorize() = %+v, want it allowed", got)
			}
		})
	}
}

func TestAuthorizeRefusesRepeatedTokens(t *testing.T) {
	i := newIssuer(t)
	source := newSource(t, KeyConfig{})
	token := sign(t, "k1", validClaims(i.URL))
	inQuery := jwtModel(i.URL)
	inQuery.IdentitySource = []string{"$request.querystring.t"}

	r := httptest.NewRequest("GET", "/?t="+token+"&t="+token, nil)
	r.Header["Authorization"] = []string{"Bearer " + token, "Bearer " + token}
	for _, config := range []*model.Authorizer{jwtModel(i.URL), inQuery} {
		got := newJWT(t, config, source).Authorize(t.Context(), r, nil)
		if want := "invalid_token: token contains an invalid number of segments"; got.Error != want {
			t.Errorf("Authorize() with %s twice: error %q, want %q", config.IdentitySource, got.Error, want)
		}
	}
}

// A refusal repeats nothing that could end the quoted text it stands in, even if
// the route's own scopes try.
func TestChallengeIsOneQuotedText(t *testing.T) {
	i := newIssuer(t)
	j := newJWT(t, jwtModel(i.URL), newSource(t, KeyConfig{}))
	scopes := []string{`a"b`, "c\r\nSet-Cookie: x", `d\`, "é"}
	for _, token := range []string{sign(t, "k1", validClaims(i.URL)), segment(`"\u0000`) + ".e30.", segment("\x80") + ".e30."} {
		got := authorize(j, token, scopes...)
		if strings.Count(got.WWWAuthenticate, `"`) != 6 || !isPrintable(got.WWWAuthenticate) || strings.Contains(got.WWWAuthenticate, `\`) {
			t.Errorf("Authorize(%q).WWWAuthenticate = %q", token, got.WWWAuthenticate)
		}
	}
}

func isPrintable(text string) bool {
	return !strings.ContainsFunc(text, func(c rune) bool { return c < ' ' || c > '~' })
}

func TestClaims(t *testing.T) {
	i := newIssuer(t)
	j := newJWT(t, jwtModel(i.URL), newSource(t, KeyConfig{}))
	v := authorize(j, rawToken(t, `{"iss":"`+i.URL+`","aud":["x","`+testAudience+`"],"exp":1800000060,
		"n":1787996002,"big":12345678901234567890,"f":1.50,"e":1e3,"yes":true,"no":false,"nothing":null,"text":"a \"b\"","empty":"",
		"roles":["admin","poweruser"],"mixed":[1,"a",true,null,[2]],"none":[],"address":{"country":"JP","area":{"n":1}},"cognito:username":"alice"}`))
	if !v.Allowed() {
		t.Fatalf("Authorize() = %+v", v)
	}
	want := map[string]string{
		"iss": i.URL, "aud": "[x " + testAudience + "]", "exp": "1800000060",
		"n": "1787996002", "big": "12345678901234567890", "f": "1.50", "e": "1e3", "yes": "true", "no": "false", "text": `a "b"`, "empty": "",
		"roles": "[admin poweruser]", "mixed": "[1 a true <nil> [2]]", "none": "[]", "address": "map[area:map[n:1] country:JP]", "cognito:username": "alice",
	}
	if got := maps.Collect(v.Claims.All()); !reflect.DeepEqual(got, want) {
		t.Errorf("Claims = %q, want %q", got, want)
	}
	var names []string
	for name := range v.Claims.All() {
		names = append(names, name)
	}
	if !slices.IsSorted(names) {
		t.Errorf("Claims.All() is in the order %q", names)
	}
	for _, name := range []string{"nothing", "else"} {
		if text, ok := v.Claims.Text(name); ok {
			t.Errorf("Claims.Text(%q) = %q, want none", name, text)
		}
	}
	if text, ok := (Claims{}).Text("sub"); ok {
		t.Errorf("Claims{}.Text() = %q, want none", text)
	}
}

func TestNewJWTRefuses(t *testing.T) {
	source := newSource(t, KeyConfig{})
	tests := []struct {
		name   string
		change func(*model.Authorizer)
	}{
		{"a Lambda authorizer", func(a *model.Authorizer) { a.AuthorizerType = new("REQUEST") }},
		{"no configuration", func(a *model.Authorizer) { a.JwtConfiguration = nil }},
		{"no issuer", func(a *model.Authorizer) { a.JwtConfiguration.Issuer = nil }},
		{"no identity source", func(a *model.Authorizer) { a.IdentitySource = nil }},
		{"two identity sources", func(a *model.Authorizer) {
			a.IdentitySource = []string{"$request.header.A", "$request.header.B"}
		}},
		{"a source for Lambda authorizers", func(a *model.Authorizer) { a.IdentitySource = []string{"$context.httpMethod"} }},
		{"a source without a name", func(a *model.Authorizer) { a.IdentitySource = []string{"$request.header."} }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			config := jwtModel("https://issuer.example")
			test.change(config)
			_, err := NewJWT(config, Env{Keys: source})
			e, ok := errors.AsType[*ConfigError](err)
			if !ok || e.AuthorizerID != "a1b2c3" {
				t.Errorf("NewJWT() = %v, want a *ConfigError about a1b2c3", err)
			}
		})
	}
}
