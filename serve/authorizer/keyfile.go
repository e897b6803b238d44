package authorizer

import (
	"bytes"
	"context"
	"crypto/rsa"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync/atomic"
	"time"
)

// fileKeys are the keys of an issuer that are in a file.
type fileKeys struct {
	path     string
	optional bool // the file may be absent: then there are no keys
	loaded   atomic.Pointer[loadedKeys]
}

// loadedKeys are the keys that a file had when it was of that age and size.
type loadedKeys struct {
	keySet
	info fs.FileInfo
}

// A KeyFileError is a file with keys that is of no use.
type KeyFileError struct {
	Path    string
	Problem string
}

func (e *KeyFileError) Error() string { return fmt.Sprintf("key file %s: %s", e.Path, e.Problem) }

func (k *fileKeys) key(_ context.Context, kid string) (*rsa.PublicKey, error) {
	set, err := k.current()
	if err != nil {
		return nil, &keyError{noKeys, printable(err.Error())}
	}
	if key := set.keys[kid]; key != nil {
		return key, nil
	}
	return nil, set.unknown(kid)
}

// current returns the keys in the file, which is read when it has changed since
// the last time. The error is a *KeyFileError.
func (k *fileKeys) current() (*keySet, error) {
	info, err := os.Stat(k.path)
	if k.optional && errors.Is(err, fs.ErrNotExist) {
		return &keySet{origin: k.path + ", which is made with the first token"}, nil
	}
	switch {
	case err != nil:
		return nil, k.unreadable(err)
	case !info.Mode().IsRegular():
		return nil, &KeyFileError{k.path, "not a regular file"} // opening a pipe might never end
	}
	loaded := k.loaded.Load()
	if loaded != nil && sameFile(loaded.info, info) {
		return &loaded.keySet, nil
	}
	text, info, err := readFile(k.path)
	if err != nil {
		return nil, k.unreadable(err)
	}
	parse := parseJWKS
	if !bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("{")) {
		parse = parsePEM
	}
	set, err := parse(text)
	if err != nil {
		return nil, &KeyFileError{k.path, "neither a JWK Set nor RSA keys in PEM: " + err.Error()}
	}
	set.origin = k.path
	loaded = &loadedKeys{*set, info}
	// A file that was written just now may be written again without its time
	// showing it, so it is read until it has been left alone for a while.
	const settled = 2 * time.Second
	if time.Since(info.ModTime()) > settled {
		k.loaded.Store(loaded)
	}
	return &loaded.keySet, nil
}

func (k *fileKeys) unreadable(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		err = e.Err
	}
	return &KeyFileError{k.path, err.Error()}
}

// sameFile reports whether a file is still as it was.
func sameFile(a, b fs.FileInfo) bool {
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

// readFile reads a file with keys.
func readFile(path string) ([]byte, fs.FileInfo, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, nil, err
	}
	text, err := io.ReadAll(io.LimitReader(file, maxDocument+1))
	switch {
	case err != nil:
		return nil, nil, err
	case len(text) > maxDocument:
		return nil, nil, fmt.Errorf("longer than %d bytes", maxDocument)
	}
	return text, info, nil
}
