package state

import (
	"io/fs"
	"syscall"
)

// stampOf identifies a file by what one stat tells, which on Windows is
// neither a device nor an inode but the time of creation, which a replaced
// file has anew.
func stampOf(info fs.FileInfo) Stamp {
	stamp := Stamp{size: uint64(info.Size()), mtime: uint64(info.ModTime().UnixNano())}
	if s, ok := info.Sys().(*syscall.Win32FileAttributeData); ok {
		stamp.ctime = uint64(s.CreationTime.Nanoseconds())
	}
	return stamp
}
