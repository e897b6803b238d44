package authorizer

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

const fileIssuer = "https://issuer.example/tenant/"

func writeFile(t testing.TB, path string, text []byte) {
	t.Helper()
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestKeysFromAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys.json")
	writeFile(t, path, []byte(testSet()))
	// Old enough not to be read again for each token.
	past := time.Now().Add(-time.Hour)
	if err := os.Chtimes(path, past, past); err != nil {
		t.Fatal(err)
	}
	source := newSource(t, KeyConfig{Files: map[string]string{strings.TrimSuffix(fileIssuer, "/"): path}})
	j := newJWT(t, jwtModel(fileIssuer), source)
	first := sign(t, "k1", validClaims(fileIssuer))
	second := signWith(t, jwt.SigningMethodRS256, otherKey(), map[string]any{"kid": thumbprint(&otherKey().PublicKey)}, validClaims(fileIssuer))

	wantError(t, authorize(j, first), "")
	wantError(t, authorize(j, sign(t, "k1", validClaims("https://issuer.example/tenant"))), "invalid_token: the token does not have a valid issuer")
	wantError(t, authorize(j, second), "invalid_token: "+noSigningKey)

	// Another file, of another form, is seen at once.
	writeFile(t, path, privatePEM(t, otherKey()))
	wantError(t, authorize(j, second), "")
	wantError(t, authorize(j, first), "invalid_token: "+noSigningKey)

	// So is that it is of no use, and of use again.
	writeFile(t, path, []byte("{"))
	wantError(t, authorize(j, second), "invalid_token: "+noKeys)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	wantError(t, authorize(j, second), "invalid_token: "+noKeys)
	writeFile(t, path, []byte(testSet()))
	wantError(t, authorize(j, first), "")
}

func TestKeyFilesOfNoUse(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		writeFile(t, path, []byte(text))
		return path
	}
	tests := []struct {
		name, issuer, path string
		problem            string // part of it
	}{
		{"absent", fileIssuer, filepath.Join(dir, "absent"), ""},
		{"a directory", fileIssuer, dir, "not a regular file"},
		{"empty", fileIssuer, file("empty", ""), "there is no RSA key in it"},
		{"a text", fileIssuer, file("text", "hello"), "there is no RSA key in it"},
		{"other JSON", fileIssuer, file("other", `{"a":1}`), "this is no JWK Set"},
		{"too long", fileIssuer, file("long", testSet()+strings.Repeat(" ", maxDocument)), "longer than 150000 bytes"},
		{"the development issuer's", DevelopmentIssuer + "/", file("good", testSet()), "has its own key"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := NewKeySource(KeyConfig{Files: map[string]string{test.issuer: test.path}})
			e, ok := errors.AsType[*KeyFileError](err)
			if !ok || e.Path != test.path || !strings.Contains(e.Problem, test.problem) {
				t.Errorf("NewKeySource() = %v, want a *KeyFileError: %s", err, test.problem)
			}
		})
	}
}
