//go:build linux || openbsd || dragonfly || solaris || aix

package state

import (
	"io/fs"
	"syscall"
)

// stampOf identifies a file by what one stat tells.
func stampOf(info fs.FileInfo) Stamp {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return Stamp{size: uint64(info.Size()), mtime: uint64(info.ModTime().UnixNano())}
	}
	return Stamp{
		device: uint64(s.Dev), inode: uint64(s.Ino), size: uint64(s.Size),
		mtime: uint64(s.Mtim.Nano()), ctime: uint64(s.Ctim.Nano()),
	}
}
