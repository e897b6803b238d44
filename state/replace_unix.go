//go:build unix

package state

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// errDiskQuota says that the user's share of the disk is full.
const errDiskQuota = syscall.EDQUOT

// staysOpen says that rename leaves the file open.
const staysOpen = true

// rename puts the temporary file in the place of the state file and identifies
// it there.
func rename(file *os.File, from, to string) (fs.FileInfo, error) {
	if err := os.Rename(from, to); err != nil {
		return nil, err
	}
	return file.Stat()
}

// syncDirectory brings the renaming to the disk. A file system that cannot do
// that for directories has nothing to be told, and confirms nothing; nor does a
// directory that one may write, but not read.
func syncDirectory(path string) (confirmed bool, err error) {
	dir, err := os.Open(path)
	if errors.Is(err, fs.ErrPermission) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer dir.Close()
	err = dir.Sync()
	if err != nil && isUnsupported(err) {
		return false, nil
	}
	return err == nil, err
}

func isUnsupported(err error) bool {
	e, ok := cause(err).(syscall.Errno)
	return ok && (e == syscall.EINVAL || e == syscall.ENOTSUP || e == syscall.ENOSYS)
}

// keepOwner gives the new file the owner of the old one, as far as the system
// lets us: a command under sudo must not take the file away from its user.
func keepOwner(file *os.File, old fs.FileInfo) {
	if s, ok := old.Sys().(*syscall.Stat_t); ok && (int(s.Uid) != os.Geteuid() || int(s.Gid) != os.Getegid()) {
		file.Chown(int(s.Uid), int(s.Gid))
	}
}
