package authorizer

import (
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"
)

// The sizes of keys that are used, in bits: those of crypto/rsa and, above, what
// takes too long to compute with.
const (
	minModulus = 1024
	maxModulus = 8192
)

// A keySet has an issuer's keys by their identifiers. It never changes.
type keySet struct {
	keys   map[string]*rsa.PublicKey
	origin string // where they are from
}

// unknown says that there is no such key.
func (s *keySet) unknown(kid string) error {
	return &keyError{noSigningKey, "the token's kid " + quote(kid) + " names none of the keys of " + s.origin + ": " + quoteAll(slices.Sorted(maps.Keys(s.keys)))}
}

// add adds a key, unless there is one of the identifier already.
func (s *keySet) add(kid string, key *rsa.PublicKey) {
	if bits := key.N.BitLen(); bits < minModulus || bits > maxModulus {
		return
	}
	if s.keys == nil {
		s.keys = make(map[string]*rsa.PublicKey)
	}
	if s.keys[kid] == nil {
		s.keys[kid] = key
	}
}

// A jsonWebKey is a key in a JWK Set (RFC 7517; RFC 7518, section 6.3).
type jsonWebKey struct {
	Kind string `json:"kty"`
	ID   string `json:"kid"`
	Use  string `json:"use"`
	N    string `json:"n"`
	E    string `json:"e"`
}

// parseJWKS reads a JWK Set. Keys that can verify no token, those of other
// kinds among them, are left out (RFC 7517, section 5).
func parseJWKS(text []byte) (*keySet, error) {
	var document struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if err := json.Unmarshal(text, &document); err != nil {
		return nil, err
	}
	if document.Keys == nil {
		return nil, errors.New("this is no JWK Set: it has no keys")
	}
	set := &keySet{}
	for _, text := range document.Keys {
		var jwk jsonWebKey
		if json.Unmarshal(text, &jwk) != nil || jwk.Kind != "RSA" || jwk.ID == "" || jwk.Use != "" && jwk.Use != "sig" {
			continue
		}
		if key, ok := jwk.publicKey(); ok {
			set.add(jwk.ID, key)
		}
	}
	return set, nil
}

// publicKey is the RSA key.
func (k *jsonWebKey) publicKey() (*rsa.PublicKey, bool) {
	n, err := base64.RawURLEncoding.DecodeString(k.N)
	if err != nil {
		return nil, false
	}
	e, err := base64.RawURLEncoding.DecodeString(k.E)
	if err != nil || len(e) > 8 {
		return nil, false
	}
	exponent := binary.BigEndian.Uint64(append(make([]byte, 8-len(e)), e...))
	if exponent < 3 || exponent&1 == 0 || exponent >= 1<<31 {
		return nil, false // crypto/rsa verifies nothing with these
	}
	return &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: int(exponent)}, true
}

// parsePEM reads the RSA keys in a PEM file: public ones, private ones and those
// of certificates, identified by their thumbprints.
func parsePEM(text []byte) (*keySet, error) {
	set := &keySet{}
	for {
		var block *pem.Block
		if block, text = pem.Decode(text); block == nil {
			break
		}
		key, err := publicKeyIn(block)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", block.Type, err)
		}
		if key != nil {
			set.add(thumbprint(key), key)
		}
	}
	if len(set.keys) == 0 {
		return nil, errors.New("there is no RSA key in it")
	}
	return set, nil
}

// publicKeyIn is the public key in a PEM block, nil if it is not RSA's or the
// block is of another kind.
func publicKeyIn(block *pem.Block) (*rsa.PublicKey, error) {
	var key any
	var err error
	switch block.Type {
	case "PUBLIC KEY":
		key, err = x509.ParsePKIXPublicKey(block.Bytes)
	case "RSA PUBLIC KEY":
		key, err = x509.ParsePKCS1PublicKey(block.Bytes)
	case "CERTIFICATE":
		var certificate *x509.Certificate
		if certificate, err = x509.ParseCertificate(block.Bytes); err == nil {
			key = certificate.PublicKey
		}
	case "PRIVATE KEY", "RSA PRIVATE KEY":
		var private *rsa.PrivateKey
		if private, err = privateKeyIn(block); private != nil {
			key = &private.PublicKey
		}
	}
	public, _ := key.(*rsa.PublicKey)
	return public, err
}

// privateKeyIn is the private key in a PEM block, nil if it is not RSA's or the
// block is of another kind.
func privateKeyIn(block *pem.Block) (*rsa.PrivateKey, error) {
	switch block.Type {
	case "PRIVATE KEY":
		key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
		private, _ := key.(*rsa.PrivateKey)
		return private, err
	case "RSA PRIVATE KEY":
		return x509.ParsePKCS1PrivateKey(block.Bytes)
	}
	return nil, nil
}

// thumbprint is the identifier that a key has by itself (RFC 7638): the hash of
// its required members in the order of their names.
func thumbprint(key *rsa.PublicKey) string {
	encode := base64.RawURLEncoding.EncodeToString
	text := fmt.Sprintf(`{"e":"%s","kty":"RSA","n":"%s"}`, encode(big.NewInt(int64(key.E)).Bytes()), encode(key.N.Bytes()))
	hash := sha256.Sum256([]byte(text))
	return encode(hash[:])
}
