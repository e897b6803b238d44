package authorizer

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"maps"
	"math/big"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestParseJWKS(t *testing.T) {
	key := &signingKey().PublicKey
	good := jwkOf("k1", key)
	changed := func(member string, value any) map[string]any {
		jwk := maps.Clone(good)
		jwk[member] = value
		if value == nil {
			delete(jwk, member)
		}
		return jwk
	}
	number := func(bits uint) string {
		n := new(big.Int).Lsh(big.NewInt(1), bits)
		return base64.RawURLEncoding.EncodeToString(n.Sub(n, big.NewInt(1)).Bytes())
	}
	tests := []struct {
		name string
		jwk  map[string]any
		used bool
	}{
		{"a key", good, true},
		{"a key without use", changed("use", nil), true},
		{"a key with members that are not known", changed("x5c", []any{1, nil}), true},
		{"a key for another algorithm of RSA", changed("alg", "RS512"), true},
		{"the largest key", changed("n", number(maxModulus)), true},
		{"the smallest key", changed("n", number(minModulus)), true},
		{"a key of another kind", changed("kty", "EC"), false},
		{"a key without a kind", changed("kty", nil), false},
		{"a key for encryption", changed("use", "enc"), false},
		{"a key without an identifier", changed("kid", nil), false},
		{"a key with a number as identifier", changed("kid", 1), false},
		{"a key without a modulus", changed("n", nil), false},
		{"a key that is too large", changed("n", number(maxModulus+1)), false},
		{"a key that is too small", changed("n", number(minModulus-1)), false},
		{"a modulus that is no base64", changed("n", "*"), false},
		{"an exponent that is no base64", changed("e", "*"), false},
		{"no exponent", changed("e", nil), false},
		{"the exponent 1", changed("e", "AQ"), false},
		{"an even exponent", changed("e", "BA"), false},
		{"an exponent of 32 bits", changed("e", number(32)), false},
		{"an exponent of many bytes", changed("e", number(512)), false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			set, err := parseJWKS([]byte(jwksOf(test.jwk, jwkOf("k2", key))))
			if err != nil {
				t.Fatal(err)
			}
			if got := set.keys["k1"] != nil; got != test.used || set.keys["k2"] == nil {
				t.Errorf("parseJWKS() = %v, want k1 in it: %t", set.keys, test.used)
			}
		})
	}
}

func TestParseJWKSKeepsTheFirstOfTwo(t *testing.T) {
	set, err := parseJWKS([]byte(jwksOf(jwkOf("k1", &signingKey().PublicKey), jwkOf("k1", &otherKey().PublicKey))))
	if err != nil || !set.keys["k1"].Equal(&signingKey().PublicKey) {
		t.Errorf("parseJWKS() = %+v, %v", set, err)
	}
	set, err = parseJWKS([]byte(`{"keys":[1,null,"x",[]]}`))
	if err != nil || len(set.keys) != 0 {
		t.Errorf("parseJWKS() of what is no key = %+v, %v, want none", set, err)
	}
}

// pemOf is blocks as a file.
func pemOf(t testing.TB, kind string, der []byte, err error) []byte {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

func privatePEM(t testing.TB, key *rsa.PrivateKey) []byte {
	der, err := x509.MarshalPKCS8PrivateKey(key)
	return pemOf(t, "PRIVATE KEY", der, err)
}

func TestParsePEM(t *testing.T) {
	key := signingKey()
	pkix509, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	public := pemOf(t, "PUBLIC KEY", pkix509, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "issuer"}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	certificate := pemOf(t, "CERTIFICATE", der, err)
	elliptical, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err = x509.MarshalPKIXPublicKey(&elliptical.PublicKey)
	ecPublic := pemOf(t, "PUBLIC KEY", der, err)
	der, err = x509.MarshalPKCS8PrivateKey(elliptical)
	ecPrivate := pemOf(t, "PRIVATE KEY", der, err)

	ours, others := thumbprint(&key.PublicKey), thumbprint(&otherKey().PublicKey)
	tests := []struct {
		name string
		text []byte
		want []string // identifiers; nil: an error
	}{
		{"a public key", public, []string{ours}},
		{"a public key of PKCS #1", pemOf(t, "RSA PUBLIC KEY", x509.MarshalPKCS1PublicKey(&key.PublicKey), nil), []string{ours}},
		{"a private key", privatePEM(t, key), []string{ours}},
		{"a private key of PKCS #1", pemOf(t, "RSA PRIVATE KEY", x509.MarshalPKCS1PrivateKey(key), nil), []string{ours}},
		{"a certificate", certificate, []string{ours}},
		{"several keys among other things", slices.Concat([]byte("Keys:\n"), public, ecPublic, ecPrivate, []byte("and\n"), privatePEM(t, otherKey())), []string{ours, others}},
		{"nothing", nil, nil},
		{"a text", []byte("ssh-rsa AAAA"), nil},
		{"keys of another kind", ecPublic, nil},
		{"a damaged key", pemOf(t, "PUBLIC KEY", pkix509[:40], nil), nil},
		{"a damaged private key", pemOf(t, "PRIVATE KEY", pkix509, nil), nil},
		{"a damaged private key of PKCS #1", pemOf(t, "RSA PRIVATE KEY", pkix509, nil), nil},
		{"a damaged certificate", pemOf(t, "CERTIFICATE", pkix509, nil), nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			set, err := parsePEM(test.text)
			if err != nil {
				if test.want != nil {
					t.Errorf("parsePEM() = %v, want %q", err, test.want)
				}
				return
			}
			slices.Sort(test.want)
			if got := slices.Sorted(maps.Keys(set.keys)); !reflect.DeepEqual(got, test.want) {
				t.Errorf("parsePEM() = %q, want %q", got, test.want)
			}
		})
	}
}

// The example of RFC 7638, section 3.1.
func TestThumbprint(t *testing.T) {
	n := strings.Join([]string{
		"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMs",
		"tn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbI",
		"SD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
	}, "")
	jwk := jsonWebKey{N: n, E: "AQAB"}
	key, ok := jwk.publicKey()
	if !ok {
		t.Fatal("the key cannot be read")
	}
	if got, want := thumbprint(key), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"; got != want {
		t.Errorf("thumbprint() = %q, want %q", got, want)
	}
}

// A private key in a JWK Set is not needed and does no harm.
func TestParseJWKSOfPrivateKeys(t *testing.T) {
	jwk := jwkOf("k1", &signingKey().PublicKey)
	jwk["d"] = base64.RawURLEncoding.EncodeToString(signingKey().D.Bytes())
	set, err := parseJWKS(bytes.TrimSpace([]byte(jwksOf(jwk))))
	if err != nil || set.keys["k1"] == nil {
		t.Errorf("parseJWKS() = %+v, %v", set, err)
	}
}
