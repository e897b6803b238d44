//go:build unix

package state

import (
	"os"
	"syscall"
)

// tryLock takes the lock of an open file if nobody has it, else the error is
// errLocked. Closing the file, or the end of the process, gives it back.
func tryLock(file *os.File) error { return flock(file, syscall.LOCK_EX) }

// tryShare is tryLock for a lock that any number may have at once, while none
// has the other.
func tryShare(file *os.File) error { return flock(file, syscall.LOCK_SH) }

func flock(file *os.File, how int) error {
	for {
		switch err := syscall.Flock(int(file.Fd()), how|syscall.LOCK_NB); err {
		case syscall.EINTR:
		case syscall.EWOULDBLOCK:
			return errLocked
		default:
			return err
		}
	}
}
