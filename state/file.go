package state

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"

	"gatehouse/model"
)

// A File is the account on disk. Its methods may be called concurrently, also
// by other processes on the same path. A File must not be copied once it has
// been used.
type File struct {
	Path     string
	Settings Settings

	// Notice, if set, is told once when a write has to wait for another
	// process, in a sentence that names the holder of the lock.
	Notice func(string)

	// Waiting, if set, is called when an operation has to wait for another
	// process, before it does.
	Waiting func()

	last    atomic.Pointer[reading] // what was read or written last
	loaded  atomic.Pointer[loading] // what was loaded last
	buffers sync.Pool               // of *[]byte, to read into what may be known already
	queue   queue
	spare   spare
}

// Do runs one operation on a region's account. Operations that only read do so
// without the lock; the others lock, read, change and write. The output is nil
// for operations without one.
//
// A refusal of the service is a smithy.APIError, an unusable file a
// *FileError; in both cases the file is as it was, unless the *FileError says
// that the disk does not confirm the change.
func (f *File) Do(ctx context.Context, region string, op *model.Operation, in *model.Document) (*model.Document, error) {
	if op.Method != "GET" {
		return f.commit(ctx, &change{region: region, op: op, in: in, turn: make(chan bool, 1)})
	}
	r, err := f.read(f.Path)
	if err != nil {
		return nil, err
	}
	return r.account(region, f.Settings).do(op, in)
}

// resolve follows symbolic links to the file itself, which need not exist: the
// lock, the temporary file and the rename belong beside it.
func (f *File) resolve() (string, error) { return resolve(f.Path) }

func resolve(path string) (string, error) {
	const maxLinks = 40 // as Linux allows
	link := path
	for range maxLinks {
		target, err := os.Readlink(path)
		if err != nil {
			// No link, or nothing there at all; the path up to it may hold
			// links of its own, which the system follows.
			return path, nil
		}
		if !filepath.IsAbs(target) {
			// Relative to where the link really is: its directory may be a
			// link too, and ".." leads out of what that points at.
			directory := filepath.Dir(path)
			if real, err := filepath.EvalSymlinks(directory); err == nil {
				directory = real
			}
			target = filepath.Join(directory, target)
		}
		path = target
	}
	return "", &FileError{Path: link, Problem: "is a symbolic link to itself", Remedy: "Name another file"}
}

func (f *File) cannotRead(path string, err error) error {
	return &FileError{Path: path, Problem: "cannot be read", Remedy: "Make it readable, or name another file", Err: cause(err)}
}

// cannotWrite says what to do about a write that failed. The file is as it
// was, unless the error says otherwise.
func (f *File) cannotWrite(path string, err error) error {
	if u, ok := errors.AsType[*unconfirmedError](err); ok {
		return &FileError{
			Path: path, Problem: "was changed, but the disk does not confirm it", Err: cause(u.err),
			Remedy: "Check the disk, and whether the change is there, before you try again",
		}
	}
	e := &FileError{Path: path, Problem: "cannot be written", Err: cause(err)}
	switch {
	case errors.Is(err, errOvertaken):
		e.Remedy = "Try again when nobody else writes to it"
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, errDiskQuota):
		e.Remedy = "Make room on the disk; the file was left as it was"
	case errors.Is(err, syscall.EBUSY), errors.Is(err, syscall.EXDEV):
		e.Remedy = "It seems to be mounted as a single file, which cannot be replaced: mount the directory that it is in"
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		e.Remedy = "Make the directory " + filepath.Dir(path) + " writable, or name another file"
	default:
		e.Remedy = "Check the disk and the directory " + filepath.Dir(path)
	}
	return e
}

// cause is an error without the system call and the path that failed, which
// the message has already or which is a temporary file's.
func cause(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	if e, ok := errors.AsType[*os.LinkError](err); ok {
		return e.Err
	}
	return err
}
