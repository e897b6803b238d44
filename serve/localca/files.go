package localca

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"gatehouse/state"
)

// A FileError is a file of an authority that is of no use.
type FileError struct {
	Path    string
	Problem string
	Remedy  string // what to do, "" if the problem says it
}

func (e *FileError) Error() string {
	if e.Remedy == "" {
		return fmt.Sprintf("local CA %s: %s", e.Path, e.Problem)
	}
	return fmt.Sprintf("local CA %s: %s: %s", e.Path, e.Problem, e.Remedy)
}

const (
	certificateSuffix = ".ca.pem"
	keySuffix         = ".ca-key.pem"
)

// CertificatePath is where the certificate of the authority of a state file is.
func CertificatePath(path string) string { return state.CompanionPath(path, certificateSuffix) }

// KeyPath is where its key is, with the certificate once more.
func KeyPath(path string) string { return state.CompanionPath(path, keySuffix) }

// Open returns the authority of a state file. If there is none yet, it is made;
// of two processes that make one at once, both get the same. The certificate's
// file is written anew if it is missing or another's. The error is a
// *FileError.
func Open(path string) (*Authority, error) {
	key := KeyPath(path)
	text, err := os.ReadFile(key)
	if errors.Is(err, fs.ErrNotExist) {
		if err := create(path); err != nil {
			return nil, unusable(key, err)
		}
		text, err = os.ReadFile(key)
	}
	if err != nil {
		return nil, unusable(key, err)
	}
	if err := hide(key); err != nil {
		return nil, unusable(key, err)
	}
	a, err := parse(key, text)
	if err != nil {
		return nil, err
	}
	if err := a.publish(path); err != nil {
		return nil, unusable(CertificatePath(path), err)
	}
	return a, nil
}

func unusable(path string, err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		err = e.Err
	}
	return &FileError{Path: path, Problem: err.Error()}
}

const keyPreamble = `This key signs the certificates of gatehouse serve --tls. Whoever has it can
pretend to be any site to those who trust it: share it with nobody, and keep it
out of version control. Without this file, a new one is made.

`

// create makes the authority's file of a state file, unless there is one by then.
func create(path string) error {
	a, err := New()
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKCS8PrivateKey(a.key)
	if err != nil {
		return err
	}
	text := append([]byte(keyPreamble), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})...)
	return state.CreateCompanion(path, keySuffix, append(text, a.text()...))
}

// hide takes the rights of others to a key away, which a copy or a checkout
// may have given them. Where a file system has no such rights, none are taken.
func hide(path string) error {
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm()&0o077 == 0 {
		return err
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return fmt.Errorf("others can read the key, and that cannot be changed: %w", err)
	}
	return nil
}

// parse reads an authority's file.
func parse(path string, text []byte) (*Authority, error) {
	damaged := func(problem string) error {
		return &FileError{Path: path, Problem: problem, Remedy: "remove the file, and a new authority is made, which clients must be told to trust"}
	}
	var key *ecdsa.PrivateKey
	var certificate *x509.Certificate
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		switch block.Type {
		case "PRIVATE KEY":
			parsed, _ := x509.ParsePKCS8PrivateKey(block.Bytes)
			key, _ = parsed.(*ecdsa.PrivateKey)
		case "CERTIFICATE":
			certificate, _ = x509.ParseCertificate(block.Bytes)
		}
	}
	switch {
	case key == nil:
		return nil, damaged("there is no ECDSA private key in it, as PEM")
	case certificate == nil:
		return nil, damaged("there is no certificate in it, as PEM")
	case !key.PublicKey.Equal(certificate.PublicKey):
		return nil, damaged("its key is not that of its certificate")
	case time.Now().After(certificate.NotAfter.Add(-leafLife)):
		return nil, damaged("its certificate is about to expire")
	}
	return newAuthority(certificate, key)
}

// text is the authority's certificate as PEM.
func (a *Authority) text() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.certificate.Raw})
}

// publish leaves the certificate beside the state file, where everybody can read
// it.
func (a *Authority) publish(path string) error {
	if text, err := os.ReadFile(CertificatePath(path)); err == nil && bytes.Equal(text, a.text()) {
		return nil
	}
	return state.ReplaceCompanion(path, certificateSuffix, a.text(), 0o644)
}
