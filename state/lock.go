package state

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"
)

// lockSuffix makes the name of the file that writers lock. It stays for good:
// were it removed, one writer could hold the lock of the removed file and
// another that of its successor.
const lockSuffix = ".lock"

const (
	// A lock that is taken is tried again after lockPause, then after twice
	// as long, up to lockPauseMax: a write holds it for a few milliseconds.
	lockPause    = 200 * time.Microsecond
	lockPauseMax = 8 * time.Millisecond

	// lockPatience is how long somebody waits before being told for whom.
	lockPatience = 2 * time.Second
)

// errLocked says that somebody else holds a lock.
var errLocked = errors.New("locked by another process")

// lock takes the lock of the file at path, waiting for it until ctx is done.
func (f *File) lock(ctx context.Context, path string) (unlock func(), err error) {
	file, err := openCompanion(path, lockSuffix)
	if err != nil {
		return nil, f.cannotOpenLock(path, err)
	}
	if err := f.waitForLock(ctx, file); err != nil {
		file.Close()
		return nil, err
	}
	signLock(file)
	return func() { file.Close() }, nil // which unlocks
}

// lockAtOnce takes the lock of the file at path, if nobody holds it: else the
// error is errLocked.
func lockAtOnce(path string) (unlock func(), err error) {
	lock, err := os.OpenFile(path+lockSuffix, os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	if err := tryLock(lock); err != nil {
		lock.Close()
		return nil, err
	}
	return func() { lock.Close() }, nil
}

// signLock writes into the lock who holds it, for those who wait. The length is
// always the same, so that nothing of an older number is left. A process that
// held it last need not sign it again.
func signLock(file *os.File) {
	sign := fmt.Appendf(nil, "%-10d\n", os.Getpid())
	was := make([]byte, len(sign))
	if n, _ := file.ReadAt(was, 0); !bytes.Equal(was[:n], sign) {
		file.WriteAt(sign, 0)
	}
}

func (f *File) waitForLock(ctx context.Context, file *os.File) error {
	err := tryLock(file)
	if err == nil || !errors.Is(err, errLocked) {
		return f.lockError(file, err)
	}
	if f.Waiting != nil {
		f.Waiting()
	}
	patience := time.NewTimer(lockPatience)
	defer patience.Stop()
	pause := time.NewTimer(lockPause)
	defer pause.Stop()
	for wait := lockPause; ; {
		select {
		case <-ctx.Done():
			return f.locked(file, ctx.Err())
		case <-patience.C:
			if f.Notice != nil {
				f.Notice(fmt.Sprintf("waiting for %s, which %s is changing", f.Path, holder(file)))
			}
		case <-pause.C:
			if err := tryLock(file); !errors.Is(err, errLocked) {
				return f.lockError(file, err)
			}
			wait = min(2*wait, lockPauseMax)
			pause.Reset(wait)
		}
	}
}

// locked is the error of somebody who waits no longer for a lock.
func (f *File) locked(file *os.File, err error) error {
	return &FileError{
		Path: f.Path, Problem: "is locked by " + holder(file), Err: err,
		Remedy: "Wait until that process has ended, or end it",
	}
}

// interrupted is the error of somebody who waits no longer for another of this
// process to get the lock.
func (f *File) interrupted(ctx context.Context) error {
	path, err := f.resolve()
	if err != nil {
		return ctx.Err()
	}
	file, err := os.Open(path + lockSuffix)
	if err != nil {
		return ctx.Err()
	}
	defer file.Close()
	return f.locked(file, ctx.Err())
}

// cannotOpenLock tells a lock that is another user's from a directory in which
// none can be made.
func (f *File) cannotOpenLock(path string, err error) error {
	name := path + lockSuffix
	if _, missing := os.Stat(name); missing != nil || !errors.Is(err, fs.ErrPermission) {
		return f.cannotWrite(path, err)
	}
	return &FileError{Path: path, Problem: "cannot be locked", Remedy: "Make " + name + " yours, or writable for you", Err: cause(err)}
}

func (f *File) lockError(file *os.File, err error) error {
	if err == nil {
		return nil
	}
	return &FileError{
		Path: f.Path, Problem: "cannot be locked", Err: cause(err),
		Remedy: "Keep it on a file system that can lock " + file.Name(),
	}
}

// holder names the process that holds a lock.
func holder(file *os.File) string {
	content, _ := io.ReadAll(io.NewSectionReader(file, 0, 20))
	pid := strings.TrimSpace(string(content))
	if pid == "" {
		return "another process"
	}
	return "process " + pid
}
