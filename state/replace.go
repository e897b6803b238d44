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

// errOvertaken says that somebody who does not heed the lock, such as a person
// with an editor, has changed the file since it was read.
var errOvertaken = errors.New("the file was changed by somebody else at the same time, again and again")

// An unconfirmedError says that the new content is in place, and that the disk
// failed to say whether it stays there.
type unconfirmedError struct{ err error }

func (e *unconfirmedError) Error() string { return e.err.Error() }

// replace puts a new content in the place of the file that was read, so that
// every reader and every crash sees the old or the new one. On an error the
// temporary file is gone, and the old file is there, unless the error is an
// *unconfirmedError; errOvertaken is one. The caller holds the lock.
func (f *File) replace(path string, was Stamp, img *image) (err error) {
	f.spare.mu.Lock()
	defer f.spare.mu.Unlock()
	temporary := path + temporarySuffix
	old, err := os.Stat(path)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		old = nil
	}
	file, err := f.temporary(path, old)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			file.Close()
			os.Remove(temporary)
		}
	}()
	if err := overwrite(file, img.pieces(), img.size()); err != nil {
		return err
	}
	// What takes long is done: who saves the file by hand has a few
	// microseconds left in which to be overlooked.
	if is, err := stampAt(path); err != nil {
		return err
	} else if is != was.settled() {
		return errOvertaken
	}
	info, exchanged, err := f.publish(file, path, old)
	if err != nil {
		return err
	}
	confirmed, err := syncDirectory(filepath.Dir(path))
	if err != nil {
		return &unconfirmedError{err}
	}
	r := &reading{image: img, stamp: takeStamp(info)}
	if staysOpen {
		r.written = file
	}
	last := f.last.Swap(r)
	switch {
	case last != nil && last.written != nil && exchanged && confirmed:
		f.spare.put(last.written, path, f.dropSpare)
		return nil
	case last != nil && last.written != nil:
		last.written.Close()
	}
	if exchanged {
		// Somebody has read another file since, or the old one may not be
		// written over, for the disk may have it in place still.
		os.Remove(temporary)
	}
	return nil
}

// temporary opens the temporary file, with the owner and the mode of the old
// file, which is nil if there is none. It may have a content.
func (f *File) temporary(path string, old fs.FileInfo) (*os.File, error) {
	if file := f.spare.take(path, old); file != nil {
		return file, nil
	}
	const how = os.O_RDWR | os.O_CREATE | os.O_EXCL // read by sameBytes, as a spare
	name := path + temporarySuffix
	file, err := os.OpenFile(name, how, 0o600)
	if errors.Is(err, fs.ErrExist) {
		// A spare that was not to be had, or what a writer that died has left.
		os.Remove(name)
		file, err = os.OpenFile(name, how, 0o600)
	}
	if err != nil || old == nil {
		return file, err
	}
	keepOwner(file, old)
	if mode := old.Mode().Perm(); mode != 0o600 {
		if err := file.Chmod(mode); err != nil {
			file.Close()
			os.Remove(name)
			return nil, err
		}
	}
	return file, nil
}

// publish gives the temporary file the state file's name, and identifies it
// there. If exchanged, the old file has the temporary one's now.
func (f *File) publish(file *os.File, path string, old fs.FileInfo) (info fs.FileInfo, exchanged bool, err error) {
	temporary := path + temporarySuffix
	if f.spare.kept && f.last.Load().wrote(old) {
		exchanged = exchange(temporary, path) == nil
	}
	if !exchanged {
		info, err = rename(file, temporary, path)
		return info, false, err
	}
	info, err = file.Stat()
	return info, true, err
}

// makeDirectory makes the directory that a file is to be in.
func makeDirectory(path string) error { return os.MkdirAll(filepath.Dir(path), 0o700) }
