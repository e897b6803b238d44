package state

import (
	"os"

	"golang.org/x/sys/unix"
)

// writeAhead tells the disk to begin with a part of a file, for which nobody
// waits yet. Where that cannot be said, Sync will.
func writeAhead(file *os.File, at, n int64) {
	_ = unix.SyncFileRange(int(file.Fd()), at, n, unix.SYNC_FILE_RANGE_WRITE)
}
