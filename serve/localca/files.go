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
	"path/filepath"
	"time"
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

// CertificatePath is where the certificate of the authority of a state file is.
func CertificatePath(state string) string { return state + ".ca.pem" }

// KeyPath is where its key is, with the certificate once more.
func KeyPath(state string) string { return state + ".ca-key.pem" }

// Open returns the authority of a state file. If there is none yet, it is made;
// of two processes that make one at once, both get the same. The certificate's
// file is written anew if it is missing or another's. The error is a
// *FileError.
func Open(state string) (*Authority, error) {
	path := KeyPath(state)
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := create(path); err != nil {
			return nil, unusable(path, err)
		}
		text, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, unusable(path, err)
	}
	if err := hide(path); err != nil {
		return nil, unusable(path, err)
	}
	a, err := parse(path, text)
	if err != nil {
		return nil, err
	}
	if err := a.publish(CertificatePath(state)); err != nil {
		return nil, unusable(CertificatePath(state), err)
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

// create makes an authority's file, which only the user can read, unless there
// is one by then.
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
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	temporary, err := writeBeside(path, append(text, a.text()...), 0o600)
	if err != nil {
		return err
	}
	defer os.Remove(temporary)
	if err = os.Link(temporary, path); err == nil || errors.Is(err, fs.ErrExist) {
		return nil
	}
	return os.Rename(temporary, path) // a file system without links: the last of two processes wins
}

// writeBeside writes a file of another name in a path's directory, and returns
// that.
func writeBeside(path string, text []byte, mode fs.FileMode) (string, error) {
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.tmp") // of mode 0600
	if err != nil {
		return "", err
	}
	_, err = file.Write(text)
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		os.Remove(file.Name())
		return "", err
	}
	if err := os.Chmod(file.Name(), mode); err != nil {
		os.Remove(file.Name())
		return "", err
	}
	return file.Name(), nil
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

// publish leaves the certificate in a file that everybody can read.
func (a *Authority) publish(path string) error {
	if text, err := os.ReadFile(path); err == nil && bytes.Equal(text, a.text()) {
		return nil
	}
	temporary, err := writeBeside(path, a.text(), 0o644)
	if err != nil {
		return err
	}
	if err := os.Rename(temporary, path); err != nil {
		os.Remove(temporary)
		return err
	}
	return nil
}
