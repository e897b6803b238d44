package authorizer

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
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
// state file: beside the file itself, if the path is a symbolic link to it.
func DevelopmentKeyPath(state string) string {
	if target, err := filepath.EvalSymlinks(state); err == nil {
		state = target
	}
	return state + ".issuer.pem"
}

// developmentKey reads the development issuer's private key. If there is none
// yet, it makes one that only the user can read.
func developmentKey(path string) (*rsa.PrivateKey, error) {
	key, err := readPrivateKey(path)
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	if err := makeDevelopmentKey(path); err != nil {
		return nil, err
	}
	return readPrivateKey(path)
}

// makeDevelopmentKey leaves a new key at a path, unless there is one by then:
// when two processes make one, both use the first.
func makeDevelopmentKey(path string) error {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	text := append([]byte(developmentPreamble), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})...)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	// CreateTemp gives the mode 0600.
	temporary, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.tmp")
	if err != nil {
		return err
	}
	defer os.Remove(temporary.Name())
	_, err = temporary.Write(text)
	if err := errors.Join(err, temporary.Sync(), temporary.Close()); err != nil {
		return err
	}
	err = os.Link(temporary.Name(), path)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		// A file system without links. The last of two processes wins then,
		// and a token of the other one is not valid.
		err = os.Rename(temporary.Name(), path)
	}
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
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
