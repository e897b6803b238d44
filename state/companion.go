package state

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// CompanionPath is the path of a file that lies beside the state file: beside
// the file itself, be it there or not, if the path is a symbolic link to it.
func CompanionPath(path, suffix string) string {
	if target, err := resolve(path); err == nil {
		path = target
	}
	return path + suffix
}

// CreateCompanion leaves a file beside the state file that only the owner of
// that can read, unless there is one by then: of two processes that make one,
// both use the first. A command under sudo makes its user's.
func CreateCompanion(path, suffix string, text []byte) error {
	name := CompanionPath(path, suffix)
	if err := makeDirectory(name); err != nil {
		return err
	}
	temporary, err := writeCompanion(path, name, text, 0o600)
	if err != nil {
		return err
	}
	defer os.Remove(temporary)
	if err := os.Link(temporary, name); err == nil || errors.Is(err, fs.ErrExist) {
		return nil
	}
	return os.Rename(temporary, name) // a file system without links: the last of two processes wins
}

// ReplaceCompanion puts a file beside the state file, with a mode, in the place
// of the one that may be there.
func ReplaceCompanion(path, suffix string, text []byte, mode fs.FileMode) error {
	name := CompanionPath(path, suffix)
	temporary, err := writeCompanion(path, name, text, mode)
	if err != nil {
		return err
	}
	if err := os.Rename(temporary, name); err != nil {
		os.Remove(temporary)
		return err
	}
	return nil
}

// writeCompanion writes a file of another name beside the state file, and
// returns that.
func writeCompanion(path, name string, text []byte, mode fs.FileMode) (string, error) {
	file, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".*.tmp") // of mode 0600
	if err != nil {
		return "", err
	}
	if info, err := os.Stat(path); err == nil {
		keepOwner(file, info)
	}
	_, err = file.Write(text)
	if err := errors.Join(err, file.Sync(), file.Close(), os.Chmod(file.Name(), mode)); err != nil {
		os.Remove(file.Name())
		return "", err
	}
	return file.Name(), nil
}

// openCompanion opens a file that lies beside the state file for good, for
// reading and writing, and makes it if it is not there: for those who may write
// the state file, whoever comes first. A command under sudo must not keep its
// user from writing.
func openCompanion(path, suffix string) (*os.File, error) {
	file, err := os.OpenFile(path+suffix, os.O_RDWR, 0)
	if !errors.Is(err, fs.ErrNotExist) {
		return file, err
	}
	file, err = os.OpenFile(path+suffix, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(path); err == nil {
		keepOwner(file, info)
		file.Chmod(info.Mode().Perm() | 0o600)
	}
	return file, nil
}
