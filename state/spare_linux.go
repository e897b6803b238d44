package state

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// canExchange says that two files can change names.
const canExchange = true

// exchange lets two files change names, so that at any time both names are
// there. Not every file system can.
func exchange(a, b string) error {
	return unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE)
}

// claim fails if anybody else has the file open; until release, whoever opens it
// has to wait.
func claim(file *os.File) error {
	var fs unix.Statfs_t
	if err := unix.Fstatfs(int(file.Fd()), &fs); err != nil {
		return err
	}
	if !knowsAllOpeners(int64(fs.Type)) {
		return errors.ErrUnsupported
	}
	_, err := unix.FcntlInt(file.Fd(), unix.F_SETLEASE, unix.F_WRLCK)
	return err
}

// knowsAllOpeners reports whether a lease on a file system of a type is refused
// when anybody has the file open. FUSE grants one that is this kernel's own
// affair, while the directory may be that of another system, such as the host of
// a virtual machine; others of that sort have no leases, or cannot exchange.
func knowsAllOpeners(fileSystem int64) bool { return fileSystem != unix.FUSE_SUPER_MAGIC }

// release ends a claim, if there is one.
func release(file *os.File) { unix.FcntlInt(file.Fd(), unix.F_SETLEASE, unix.F_UNLCK) }

// isAlike reports whether a file has one name only, and the owner and mode of
// another.
func isAlike(file *os.File, other fs.FileInfo) bool {
	info, err := file.Stat()
	if err != nil {
		return false
	}
	s, ok := info.Sys().(*syscall.Stat_t)
	o, isUnix := other.Sys().(*syscall.Stat_t)
	return ok && isUnix && s.Nlink == 1 && s.Mode == o.Mode && s.Uid == o.Uid && s.Gid == o.Gid
}
