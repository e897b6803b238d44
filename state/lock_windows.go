package state

import (
	"os"

	"golang.org/x/sys/windows"
)

// tryLock takes the lock of an open file if nobody has it, else the error is
// errLocked. Closing the file, or the end of the process, gives it back. The
// byte that is locked lies far behind the content, which others may read.
func tryLock(file *os.File) error { return lockFile(file, windows.LOCKFILE_EXCLUSIVE_LOCK) }

// tryShare is tryLock for a lock that any number may have at once, while none
// has the other.
func tryShare(file *os.File) error { return lockFile(file, 0) }

func lockFile(file *os.File, how uint32) error {
	err := windows.LockFileEx(windows.Handle(file.Fd()), how|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &windows.Overlapped{OffsetHigh: 1})
	if err == windows.ERROR_LOCK_VIOLATION {
		return errLocked
	}
	return err
}
