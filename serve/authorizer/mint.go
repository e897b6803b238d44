package authorizer

import (
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"gatehouse/model"
)

// The values of a minted token that are not asked for.
const (
	defaultSubject  = "developer"
	defaultLifetime = time.Hour
)

// A MintRequest describes a token for an authorizer. This is for a command,
//
//	gatehouse jwt mint --api-id ID --authorizer-id ID
//	    [--scope S …] [--claim NAME=VALUE …] [--audience A] [--subject S]
//	    [--expires-in 1h] [--key FILE [--key-id KID]]
//
// which finds the authorizer in the state and prints the token alone. Each flag
// is the field of its name; --scope and --claim can be repeated.
type MintRequest struct {
	Authorizer *model.Authorizer

	// Scopes become the claim scope; without any there is none.
	Scopes []string

	// Claims are more claims, or others: they replace those that a token has
	// by itself, iss among them, and nil takes one of them away. ParseClaim
	// makes them of a flag's value.
	Claims map[string]any

	// Audience is the claim aud; "" is the first that the authorizer accepts.
	Audience string

	// Subject is the claim sub; "" is developer.
	Subject string

	// ExpiresIn is the token's lifetime; nil is an hour. A negative one makes a
	// token that has expired.
	ExpiresIn *time.Duration

	// Key is a file with the RSA private key to sign with, in PEM. "" is the
	// key at the DevelopmentKeyPath of State, the state file, which is made if
	// there is none, and is for tokens of the DevelopmentIssuer alone.
	Key   string
	State string

	// KeyID is the token's kid; "" is the key's thumbprint, which is the kid of
	// a key that KeyConfig.Files has as PEM.
	KeyID string

	Now time.Time
}

// A NoKeyError is a token that cannot be signed, since its issuer's key is not
// known.
type NoKeyError struct{ Issuer string }

func (e *NoKeyError) Error() string {
	return fmt.Sprintf("the tokens of issuer %s are signed with its own private key, which is not known here", e.Issuer)
}

// Mint makes a token that the authorizer accepts, unless it is asked for another
// one. The error is a *ConfigError, a *NoKeyError, a *KeyFileError or one of the
// file system.
func Mint(request MintRequest) (string, error) {
	config, err := jwtConfiguration(request.Authorizer)
	if err != nil {
		return "", err
	}
	key, err := request.signingKey(*config.Issuer)
	if err != nil {
		return "", err
	}
	token := jwt.NewWithClaims(jwt.SigningMethodRS256, request.claims(config))
	token.Header["kid"] = request.KeyID
	if request.KeyID == "" {
		token.Header["kid"] = thumbprint(&key.PublicKey)
	}
	return token.SignedString(key)
}

// signingKey is the key to sign with. The development issuer's own key signs for
// that issuer alone.
func (m *MintRequest) signingKey(issuer string) (*rsa.PrivateKey, error) {
	switch {
	case m.Key != "":
		key, err := readPrivateKey(m.Key)
		if e, ok := errors.AsType[*fs.PathError](err); ok {
			return nil, &KeyFileError{m.Key, e.Err.Error()}
		}
		return key, err
	case base(issuer) == DevelopmentIssuer:
		return developmentKey(m.State)
	}
	return nil, &NoKeyError{issuer}
}

// claims are the claims of the token.
func (m *MintRequest) claims(config *model.JWTConfiguration) jwt.MapClaims {
	lifetime := defaultLifetime
	if m.ExpiresIn != nil {
		lifetime = *m.ExpiresIn
	}
	claims := jwt.MapClaims{
		"iss": *config.Issuer,
		"sub": defaultSubject,
		"iat": m.Now.Unix(),
		"exp": m.Now.Add(lifetime).Unix(),
	}
	if m.Subject != "" {
		claims["sub"] = m.Subject
	}
	switch {
	case m.Audience != "":
		claims["aud"] = m.Audience
	case len(config.Audience) > 0:
		claims["aud"] = config.Audience[0]
	}
	if len(m.Scopes) > 0 {
		claims["scope"] = strings.Join(m.Scopes, " ")
	}
	maps.Copy(claims, m.Claims)
	maps.DeleteFunc(claims, func(_ string, value any) bool { return value == nil })
	return claims
}

// ParseClaim takes apart NAME=VALUE. A value that is JSON stands for what it is
// there (7, true, ["a","b"], {"a":1}, "7", null), every other one is a string. It
// reports false if there is no name.
func ParseClaim(text string) (name string, value any, ok bool) {
	name, literal, found := strings.Cut(text, "=")
	if !found || name == "" {
		return "", nil, false
	}
	return name, claimValue(literal), true
}

// claimValue is a value as JSON, else as a string.
func claimValue(literal string) any {
	if !json.Valid([]byte(literal)) {
		return literal
	}
	decoder := json.NewDecoder(strings.NewReader(literal))
	decoder.UseNumber() // the token has numbers as they were typed
	var value any
	if decoder.Decode(&value) != nil {
		return literal
	}
	return value
}
