package state

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"time"
)

// errDiskQuota is what Windows says of a full disk (ERROR_DISK_FULL).
const errDiskQuota = syscall.Errno(112)

const (
	renameTries = 100
	renamePause = 10 * time.Millisecond
)

// staysOpen says that rename leaves the file open.
const staysOpen = false

// rename puts the temporary file in the place of the state file and identifies
// it there. Windows renames no file that is open, and refuses to while another
// process reads the old one, which takes it a few milliseconds.
func rename(file *os.File, from, to string) (fs.FileInfo, error) {
	if err := file.Close(); err != nil {
		return nil, err
	}
	err := os.Rename(from, to)
	for range renameTries {
		if !errors.Is(err, syscall.ERROR_ACCESS_DENIED) && !errors.Is(err, syscall.Errno(32)) { // a sharing violation
			break
		}
		time.Sleep(renamePause)
		err = os.Rename(from, to)
	}
	if err != nil {
		return nil, err
	}
	return os.Stat(to)
}

// syncDirectory does nothing: Windows brings a renaming to the disk itself.
func syncDirectory(string) (confirmed bool, err error) { return true, nil }

// keepOwner does nothing: who owns a file is the directory's to say.
func keepOwner(*os.File, fs.FileInfo) {}
