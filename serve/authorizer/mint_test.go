package authorizer

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"gatehouse/model"
)

// mint makes a token at the time of tests.
func mint(t testing.TB, request MintRequest) string {
	t.Helper()
	request.Now = testTime()
	token, err := Mint(request)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestMintForTheDevelopmentIssuer(t *testing.T) {
	state := filepath.Join(t.TempDir(), "new", "state.json")
	path := DevelopmentKeyPath(state)
	source := newSource(t, KeyConfig{DevelopmentKey: path})
	config := jwtModel(DevelopmentIssuer)
	j := newJWT(t, config, source)

	// Before the first token there is no key, and verifying makes none.
	wantError(t, authorize(j, sign(t, "k1", validClaims(DevelopmentIssuer))), "invalid_token: "+noSigningKey)
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Stat(%s) = %v, want no file", path, err)
	}

	token := mint(t, MintRequest{Authorizer: config, State: state, Scopes: []string{"pets/read", "pets/write"}})
	v := authorize(j, "Bearer "+token, "pets/write")
	want := map[string]string{"iss": DevelopmentIssuer, "sub": "developer", "aud": "other", "scope": "pets/read pets/write", "iat": "1800000000", "exp": "1800003600"}
	if got := maps.Collect(v.Claims.All()); !v.Allowed() || !reflect.DeepEqual(got, want) {
		t.Errorf("Authorize() = %+v with claims %q, want %q", v, got, want)
	}

	// It is worth nothing to an authorizer with another issuer, whatever it
	// says of itself.
	for _, issuer := range []string{fileIssuer, DevelopmentIssuer + ".example", "http://issuer.gatehouse.localhost:1"} {
		other := newJWT(t, jwtModel(issuer), newSource(t, KeyConfig{DevelopmentKey: path, Files: map[string]string{fileIssuer: keysFile(t)}}))
		forged := mint(t, MintRequest{Authorizer: config, State: state, Claims: map[string]any{"iss": issuer}})
		if v := authorize(other, forged); v.Status != 401 {
			t.Errorf("a token of the development issuer for %s: %+v, want it refused", issuer, v)
		}
		_, err := Mint(MintRequest{Authorizer: jwtModel(issuer), State: state, Now: testTime()})
		if e, ok := errors.AsType[*NoKeyError](err); !ok || e.Issuer != issuer {
			t.Errorf("Mint() for %s = %v, want a *NoKeyError", issuer, err)
		}
	}

	// A source without the key accepts none of its tokens.
	if got := authorize(newJWT(t, config, newSource(t, KeyConfig{})), token); got.Status != 401 {
		t.Errorf("Authorize() without the key = %+v", got)
	}
}

func keysFile(t testing.TB) string {
	path := filepath.Join(t.TempDir(), "keys.json")
	writeFile(t, path, []byte(testSet()))
	return path
}

func TestDevelopmentKeyIsPrivateAndMarked(t *testing.T) {
	state := filepath.Join(t.TempDir(), "state.json")
	path := DevelopmentKeyPath(state)
	if _, err := developmentKey(state); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the key's mode is %v, want 0600", info.Mode())
	}
	text, err := os.ReadFile(path)
	if err != nil || !strings.HasPrefix(string(text), "The private key of gatehouse's development issuer") {
		t.Errorf("the key's file is %q, %v", text, err)
	}
	if files, err := os.ReadDir(filepath.Dir(path)); err != nil || len(files) != 1 {
		t.Errorf("beside the key are %v, %v", files, err)
	}

	// Through a symbolic link the key is the same, before there is a state file
	// and after.
	link := filepath.Join(t.TempDir(), "link.json")
	if err := os.Symlink(state, link); err != nil {
		t.Skip(err)
	}
	for range 2 {
		if got := DevelopmentKeyPath(link); got != path {
			t.Errorf("DevelopmentKeyPath(%q) = %q, want %q", link, got, path)
		}
		writeFile(t, state, nil)
	}
}

// Whoever makes a token at the same time signs with the same key.
func TestDevelopmentKeyIsMadeOnce(t *testing.T) {
	state := filepath.Join(t.TempDir(), "state.json")
	prints := make([]string, 8)
	var wg sync.WaitGroup
	for i := range prints {
		wg.Go(func() {
			key, err := developmentKey(state)
			if err != nil {
				t.Error(err)
				return
			}
			prints[i] = thumbprint(&key.PublicKey)
		})
	}
	wg.Wait()
	for _, print := range prints {
		if print != prints[0] {
			t.Fatalf("the keys are %q, want one", prints)
		}
	}
}

func TestMintForAFile(t *testing.T) {
	dir := t.TempDir()
	private := filepath.Join(dir, "private.pem")
	writeFile(t, private, privatePEM(t, signingKey()))
	config := jwtModel(fileIssuer)
	asPEM := newJWT(t, config, newSource(t, KeyConfig{Files: map[string]string{fileIssuer: private}}))
	asSet := newJWT(t, config, newSource(t, KeyConfig{Files: map[string]string{fileIssuer: keysFile(t)}}))

	wantError(t, authorize(asPEM, mint(t, MintRequest{Authorizer: config, Key: private})), "")
	wantError(t, authorize(asSet, mint(t, MintRequest{Authorizer: config, Key: private, KeyID: "k1"})), "")
	wantError(t, authorize(asSet, mint(t, MintRequest{Authorizer: config, Key: private})), "invalid_token: "+noSigningKey)

	// Tokens that are to be refused can be made too.
	tests := []struct {
		name    string
		request MintRequest
		want    string
	}{
		{"expired", MintRequest{ExpiresIn: new(-time.Minute)}, "the token has expired"},
		{"for another audience", MintRequest{Audience: "else"}, "the token does not have a valid audience"},
		{"of another issuer", MintRequest{Claims: map[string]any{"iss": "https://else.example"}}, "the token does not have a valid issuer"},
		{"not yet valid", MintRequest{Claims: map[string]any{"nbf": testTime().Unix() + 60}}, "the token is not valid yet"},
		{"for a client instead of an audience", MintRequest{Claims: map[string]any{"aud": nil, "client_id": testAudience}}, ""},
		{"for an audience that is not the first", MintRequest{Audience: testAudience}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.request.Authorizer, test.request.Key = config, private
			want := test.want
			if want != "" {
				want = "invalid_token: " + want
			}
			wantError(t, authorize(asPEM, mint(t, test.request)), want)
		})
	}
}

func TestMintRefuses(t *testing.T) {
	dir := t.TempDir()
	public := filepath.Join(dir, "keys.json")
	writeFile(t, public, []byte(testSet()))
	broken := filepath.Join(dir, "broken.pem")
	writeFile(t, broken, []byte("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"))

	for name, key := range map[string]string{"no private key": public, "a damaged key": broken, "no file": filepath.Join(dir, "absent")} {
		_, err := Mint(MintRequest{Authorizer: jwtModel(fileIssuer), Key: key, Now: testTime()})
		if e, ok := errors.AsType[*KeyFileError](err); !ok || e.Path != key {
			t.Errorf("Mint() with %s = %v, want a *KeyFileError", name, err)
		}
	}
	state := filepath.Join(dir, "state.json")
	if err := os.Rename(broken, DevelopmentKeyPath(state)); err != nil {
		t.Fatal(err)
	}
	_, err := Mint(MintRequest{Authorizer: jwtModel(DevelopmentIssuer), State: state, Now: testTime()})
	if _, ok := errors.AsType[*KeyFileError](err); !ok {
		t.Errorf("Mint() with a damaged development key = %v, want a *KeyFileError", err)
	}
	lambda := &model.Authorizer{AuthorizerId: new("a1b2c3"), AuthorizerType: new("REQUEST")}
	_, err = Mint(MintRequest{Authorizer: lambda, Now: testTime()})
	if e, ok := errors.AsType[*ConfigError](err); !ok || e.AuthorizerID != "a1b2c3" {
		t.Errorf("Mint() for a Lambda authorizer = %v, want a *ConfigError", err)
	}
}

func TestParseClaim(t *testing.T) {
	tests := []struct {
		text string
		name string
		want string // as a claim's text; "-" is null, "" no claim
	}{
		{"sub=alice", "sub", "alice"},
		{"n=7", "n", "7"},
		{"big=12345678901234567890", "big", "12345678901234567890"},
		{"zip=00501", "zip", "00501"},
		{`zip="7"`, "zip", "7"},
		{"yes=true", "yes", "true"},
		{`roles=["admin","user"]`, "roles", "[admin user]"},
		{"custom:a=b=c", "custom:a", "b=c"},
		{"empty=", "empty", ""},
		{"bad={", "bad", "{"},
		{"gone=null", "gone", "-"},
	}
	for _, test := range tests {
		name, value, ok := ParseClaim(test.text)
		got := "-"
		if value != nil {
			got = claimText(value)
		}
		if !ok || name != test.name || got != test.want {
			t.Errorf("ParseClaim(%q) = %q, %#v, %t, want %q", test.text, name, value, ok, test.want)
		}
	}
	for _, text := range []string{"", "sub", "=alice"} {
		if name, value, ok := ParseClaim(text); ok {
			t.Errorf("ParseClaim(%q) = %q, %#v, want none", text, name, value)
		}
	}
	if _, value, _ := ParseClaim(`zip="7"`); value != "7" {
		t.Errorf("ParseClaim of a quoted number = %#v, want a string", value)
	}
}
