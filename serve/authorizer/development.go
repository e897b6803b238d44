package authorizer

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io/fs"

	"gatehouse/state"
)

// DevelopmentIssuer is the issuer of this program's own tokens (local). An
// authorizer accepts them if this is its issuer, and only then. The name is one
// that nobody can own (RFC 6761), and nothing is asked of it.
const DevelopmentIssuer = "https://issuer.gatehouse.localhost"

// developmentPreamble stands before the key, where PEM allows any text.
const developmentPreamble = `The private key of gatehouse's development issuer, ` + DevelopmentIssuer + `.
Whoever has it can make tokens for local APIs whose JWT authorizer names that issuer,
and for nothing else. Keep it out of version control. Without it, a new one is made.
`

// DevelopmentKeyPath is where the development issuer's private key lies for a
// state file.
func DevelopmentKeyPath(path string) string { return state.CompanionPath(path, developmentSuffix) }

const developmentSuffix = ".issuer.pem"

// developmentKey reads the development issuer's private key for a state file. If
// there is none yet, it makes one.
func developmentKey(path string) (*rsa.PrivateKey, error) {
	key, err := readPrivateKey(DevelopmentKeyPath(path))
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	if key, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
		return nil, err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, err
	}
	text := append([]byte(developmentPreamble), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})...)
	if err := state.CreateCompanion(path, developmentSuffix, text); err != nil {
		return nil, err
	}
	return readPrivateKey(DevelopmentKeyPath(path))
}

// readPrivateKey reads the first RSA private key of a PEM file.
func readPrivateKey(path string) (*rsa.PrivateKey, error) {
	text, _, err := readFile(path)
	if err != nil {
		return nil, err
	}
	for {
		var block *pem.Block
		if block, text = pem.Decode(text); block == nil {
			return nil, &KeyFileError{path, "there is no RSA private key in it, as PEM"}
		}
		key, err := privateKeyIn(block)
		if err != nil {
			return nil, &KeyFileError{path, err.Error()}
		}
		if key != nil {
			return key, nil
		}
	}
}
