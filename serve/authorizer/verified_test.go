package authorizer

import (
	"crypto/rsa"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// A token that has passed once passes no longer than it would have anyway.
func TestVerifiedTokensAreCheckedAgain(t *testing.T) {
	i := newIssuer(t)
	now := testTime()
	clock := func() time.Time { return now }
	source := newSource(t, KeyConfig{Now: clock})
	j, err := NewJWT(jwtModel(i.URL), Env{Keys: source, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	valid := with(validClaims(i.URL), jwt.MapClaims{"scope": "a", "exp": testTime().Unix() + 3600})
	token := sign(t, "k1", valid)

	wantError(t, authorize(j, token, "a"), "")
	wantError(t, authorize(j, token, "a"), "")
	wantError(t, authorize(j, token, "b"), "insufficient_scope: expected scopes: [b]")
	if v := authorize(j, token); !v.Allowed() || v.Scopes != nil {
		t.Errorf("Authorize() on a route without scopes = %+v", v)
	}
	wantError(t, authorize(j, token[:len(token)-4]+"AAAA"), "invalid_token: crypto/rsa: verification error")

	// Another key under the same identifier.
	i.publish(jwkOf("k1", &otherKey().PublicKey))
	now = now.Add(time.Minute)
	wantError(t, authorize(j, sign(t, "k2", valid)), "invalid_token: "+noSigningKey) // fetches
	wantError(t, authorize(j, token, "a"), "invalid_token: crypto/rsa: verification error")
	i.publish(jwkOf("k1", &signingKey().PublicKey))
	now = now.Add(time.Minute)
	wantError(t, authorize(j, sign(t, "k2", valid)), "invalid_token: "+noSigningKey)
	wantError(t, authorize(j, token, "a"), "")

	now = testTime().Add(time.Hour)
	wantError(t, authorize(j, token, "a"), "invalid_token: the token has expired")
}

func TestVerifiedTokens(t *testing.T) {
	v := newVerifiedTokens()
	key := &rsa.PublicKey{}
	var wg sync.WaitGroup
	for worker := range 4 {
		wg.Go(func() {
			for n := range 4 * verifiedSlots {
				text := fmt.Sprintf("token %d", n*(worker+1))
				v.remember(verifiedToken{text: text, kid: strings.ToUpper(text), key: key})
				if got := v.find(text); got != nil && (got.text != text || got.kid != strings.ToUpper(text) || got.key != key) {
					t.Errorf("find(%q) = %+v", text, got)
				}
			}
		})
	}
	wg.Wait()
	v.remember(verifiedToken{text: "last"})
	if got := v.find("last"); got == nil || got.text != "last" {
		t.Errorf("find() = %+v, want the last token", got)
	}
	if got := v.find("never"); got != nil {
		t.Errorf("find() = %+v, want nil", got)
	}
}
