package authorizer

import (
	"context"
	"crypto/rsa"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"gatehouse/model"
)

const (
	// maxToken is the length of the longest token that is looked at: no
	// request with a longer one gets past the service's limit for the request
	// line and all fields (doc).
	maxToken = 10240

	// clockLeeway is how far ahead of this machine's clock an issuer's may be.
	// It is for the times at which a token begins to be valid, not for its
	// expiry. (guess: none is documented.)
	clockLeeway = time.Second
)

// An Env is what authorizers need of the server that they are part of.
type Env struct {
	Keys *KeySource
	Now  func() time.Time // nil: the clock
}

// A JWT is a JWT authorizer compiled for requests. Make one with NewJWT. Its methods may be called concurrently.
type JWT struct {
	source   identitySource
	issuer   string
	audience []string
	keys     keyring
	now      func() time.Time
	parser   *jwt.Parser
	verified *verifiedTokens
	noToken  string // the note on a request without one
}

// A ConfigError says why an authorizer cannot be used. The service refuses such
// a configuration when it is made.
type ConfigError struct {
	AuthorizerID string
	Problem      string
}

func (e *ConfigError) Error() string {
	return fmt.Sprintf("authorizer %s: %s", e.AuthorizerID, e.Problem)
}

// NewJWT compiles a JWT authorizer. Its issuer is not asked for anything before
// the first token arrives. The error is a *ConfigError.
func NewJWT(a *model.Authorizer, env Env) (*JWT, error) {
	config, err := jwtConfiguration(a)
	if err != nil {
		return nil, err
	}
	problem := func(text string) error { return &ConfigError{AuthorizerID: deref(a.AuthorizerId), Problem: text} }
	if len(a.IdentitySource) != 1 {
		return nil, problem("a JWT authorizer has exactly one identity source")
	}
	source, ok := parseIdentitySource(a.IdentitySource[0])
	if !ok {
		return nil, problem(fmt.Sprintf("the identity source %q is neither $request.header.NAME nor $request.querystring.NAME", a.IdentitySource[0]))
	}
	now := env.Now
	if now == nil {
		now = time.Now
	}
	return &JWT{
		source:   source,
		issuer:   *config.Issuer,
		audience: slices.Clone(config.Audience),
		keys:     env.Keys.keyring(*config.Issuer),
		now:      now,
		// Claims are checked here, in the order in which the service does it.
		// Numbers stay as the token has them.
		parser: jwt.NewParser(
			jwt.WithValidMethods([]string{"RS256", "RS384", "RS512"}), // doc: RSA only; guess: not PS256 and its kin
			jwt.WithJSONNumber(),
			jwt.WithoutClaimsValidation(),
		),
		verified: newVerifiedTokens(),
		noToken:  "no token in " + a.IdentitySource[0],
	}, nil
}

// Issuer is whose tokens it accepts, as the authorizer names it.
func (j *JWT) Issuer() string { return j.issuer }

// jwtConfiguration is the part of a JWT authorizer that makes it one. Its issuer
// is set.
func jwtConfiguration(a *model.Authorizer) (*model.JWTConfiguration, error) {
	if deref(a.AuthorizerType) != "JWT" || a.JwtConfiguration == nil || deref(a.JwtConfiguration.Issuer) == "" {
		return nil, &ConfigError{AuthorizerID: deref(a.AuthorizerId), Problem: "it is not a JWT authorizer with an issuer"}
	}
	return a.JwtConfiguration, nil
}

// Authorize decides about a request to a route that demands one of the scopes,
// or none if there are none. It waits for the issuer if the keys are not known
// yet, at most as long as ctx lasts.
func (j *JWT) Authorize(ctx context.Context, r *http.Request, scopes []string) Verdict {
	text := j.source.token(r)
	switch {
	case text == "":
		// Observed: no parameters, and nothing in the access log.
		return Verdict{Status: http.StatusUnauthorized, WWWAuthenticate: "Bearer", Note: j.noToken}
	case len(text) > maxToken:
		return invalidToken(scopes, "token is too long", "the token is longer than a request may be") // guess
	}
	claims, refusal := j.verify(ctx, text)
	if refusal == nil {
		refusal = j.check(claims)
	}
	if refusal != nil {
		return invalidToken(scopes, refusal.description, refusal.note)
	}
	if len(scopes) == 0 {
		return Verdict{Claims: claims}
	}
	has := claims.scopes()
	if !slices.ContainsFunc(has, func(scope string) bool { return slices.Contains(scopes, scope) }) {
		return insufficientScope(scopes, "the token's scopes: "+quoteAll(has)+"; the route demands one of: "+quoteAll(scopes))
	}
	return Verdict{Claims: claims, Scopes: has}
}

// verify parses a token and verifies its signature. The order is the
// service's: form, algorithm, key, signature (doc).
func (j *JWT) verify(ctx context.Context, text string) (Claims, *refusal) {
	if known := j.verified.find(text); known != nil {
		key, err := j.keys.key(ctx, known.kid)
		if err != nil {
			return Claims{}, refusalOf(err)
		}
		if key == known.key {
			return known.claims, nil
		}
	}
	var key *rsa.PublicKey
	values := jwt.MapClaims{}
	token, err := j.parser.ParseWithClaims(text, values, func(token *jwt.Token) (_ any, err error) {
		key, err = j.key(ctx, token)
		return key, err
	})
	if err != nil {
		return Claims{}, refusalOf(err)
	}
	claims := Claims{values}
	j.verified.remember(verifiedToken{text: text, kid: keyID(token), key: key, claims: claims})
	return claims, nil
}

// refusalOf is why a token cannot be verified. The service's texts are those of
// an older version of the library, which had no kind of error before them
// (observed: "token contains an invalid number of segments", "signing method
// ES256 is invalid").
func refusalOf(err error) *refusal {
	if e, ok := errors.AsType[*keyError](err); ok {
		return &refusal{e.description, e.note}
	}
	description := err.Error()
	if _, rest, ok := strings.Cut(description, ": "); ok {
		description = rest
	}
	return &refusal{description, "the token cannot be verified: " + printable(err.Error())}
}

// key finds the key that a token says it is signed with. Tokens that say none
// are refused, also if the issuer has a single key (doc: kid must match).
func (j *JWT) key(ctx context.Context, token *jwt.Token) (*rsa.PublicKey, error) {
	if _, ok := token.Header["crit"]; ok {
		// RFC 7515, section 4.1.11: what must be understood and is not makes a
		// token invalid. (guess: the service's answer is not known.)
		return nil, &keyError{"unsupported critical header", "the token's header has crit, which names extensions that are not known here"}
	}
	kid := keyID(token)
	if kid == "" {
		return nil, &keyError{noSigningKey, "the token's header has no kid, which must name one of the issuer's keys"}
	}
	return j.keys.key(ctx, kid)
}

// keyID is the kid of a token, or "".
func keyID(token *jwt.Token) string {
	kid, _ := token.Header["kid"].(string)
	return kid
}

// check checks the claims of a token that is verified, in the service's order
// (doc).
func (j *JWT) check(claims Claims) *refusal {
	if issuer, ok := claims.values["iss"].(string); !ok || issuer != j.issuer {
		return &refusal{
			"the token does not have a valid issuer", // guess, by analogy with the audience
			"the token's iss is " + quote(claims.values["iss"]) + ", the authorizer's issuer " + quote(j.issuer) + "; they must be equal to the last slash",
		}
	}
	if refusal := j.checkAudience(claims); refusal != nil {
		return refusal
	}
	return j.checkTimes(claims)
}

// checkAudience demands that one of the token's audiences is one of the
// authorizer's. A token without aud has its client_id as audience.
func (j *JWT) checkAudience(claims Claims) *refusal {
	name := "aud"
	claim := claims.values[name]
	if claim == nil {
		name = "client_id"
		claim = claims.values[name]
	}
	whole := func(text string) []string { return []string{text} }
	if slices.ContainsFunc(texts(claim, whole), func(audience string) bool { return slices.Contains(j.audience, audience) }) {
		return nil
	}
	return &refusal{
		"the token does not have a valid audience",
		"the token's " + name + " is " + quote(claim) + "; the authorizer's audience: " + quoteAll(j.audience),
	}
}

// checkTimes checks exp, nbf and iat. A token that never expires is refused
// (guess: what the service does is unknown; here it shall not pass more than
// there); one without the other two is not.
func (j *JWT) checkTimes(claims Claims) *refusal {
	now := j.now()
	expiry, exists, valid := claims.seconds("exp")
	switch {
	case !exists:
		return &refusal{"the token has expired", "the token has no exp"}
	case !valid:
		return notATime("exp", claims)
	case expiry <= unixSeconds(now):
		return &refusal{"the token has expired", "the token's exp is " + quote(claims.values["exp"]) + ", the time now " + now.UTC().Format(time.RFC3339)}
	}
	for _, name := range []string{"nbf", "iat"} {
		from, exists, valid := claims.seconds(name)
		switch {
		case exists && !valid:
			return notATime(name, claims)
		case exists && from > unixSeconds(now.Add(clockLeeway)):
			return &refusal{
				"the token is not valid yet", // guess
				"the token's " + name + " is " + quote(claims.values[name]) + ", the time now " + now.UTC().Format(time.RFC3339),
			}
		}
	}
	return nil
}

func notATime(name string, claims Claims) *refusal {
	return &refusal{
		"invalid type for claim: " + name + " is invalid", // guess: the library's text
		"the token's " + name + " is " + quote(claims.values[name]) + ", which is no number",
	}
}

func unixSeconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
