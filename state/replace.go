package state

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// temporarySuffix makes the name of the file that is to replace the state
// file. Only the holder of the lock writes it, so one name is enough, and what
// a writer that died left behind is known by it.
const temporarySuffix = ".gatehouse-tmp"

// replace puts a new content in the place of the file, so that every reader
// and every crash sees the old or the new one. On an error the temporary file
// is gone, and the old file is there, unless it is the disk that failed to
// confirm the renaming. The caller holds the lock.
func replace(path string, img *image) (r *reading, err error) {
	temporary := path + temporarySuffix
	mode := fs.FileMode(0o600)
	old, err := os.Stat(path)
	switch {
	case err == nil:
		mode = old.Mode().Perm()
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	file, err := os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			file.Close()
			os.Remove(temporary)
		}
	}()
	if old != nil {
		keepOwner(file, old)
	}
	if mode != 0o600 {
		if err := file.Chmod(mode); err != nil {
			return nil, err
		}
	}
	if _, err := file.WriteString(img.text); err != nil {
		return nil, err
	}
	if err := file.Sync(); err != nil {
		return nil, err
	}
	info, err := rename(file, temporary, path)
	if err != nil {
		return nil, err
	}
	if err := syncDirectory(filepath.Dir(path)); err != nil {
		return nil, err
	}
	r = &reading{image: img, stamp: takeStamp(info)}
	if staysOpen {
		r.written = file
	}
	return r, nil
}

// makeDirectory makes the directory that a file is to be in.
func makeDirectory(path string) error { return os.MkdirAll(filepath.Dir(path), 0o700) }
