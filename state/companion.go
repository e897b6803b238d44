package state

import (
	"errors"
	"io/fs"
	"os"
)

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
