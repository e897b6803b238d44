package state

import (
	"errors"
	"hash/crc32"
	"io/fs"
	"os"
	"time"
)

// A Stamp identifies the content of the file when it was read. Stamps can be
// compared with ==; the zero Stamp is that of no file.
type Stamp struct {
	device, inode, size, mtime, ctime uint64

	// racy marks a file that was younger than two seconds when it was read:
	// a later change within one step of the file system's clock would leave
	// all of the above as it is. sum, which only a catalog's stamp has, tells
	// the contents apart then.
	racy bool
	sum  uint32
}

// racyAge is the coarsest step of a clock that file systems have (FAT).
const racyAge = 2 * time.Second

// takeStamp identifies a file that is about to be read.
func takeStamp(info fs.FileInfo) Stamp {
	s := stampOf(info)
	s.racy = isYoung(info)
	return s
}

// stampAt identifies a file, young or not; no file is the zero Stamp.
func stampAt(path string) (Stamp, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Stamp{}, nil
	}
	if err != nil {
		return Stamp{}, err
	}
	return stampOf(info), nil
}

// settled is the stamp of a file that looks the same and is old enough.
func (s Stamp) settled() Stamp {
	s.racy, s.sum = false, 0
	return s
}

// Changed reports whether the file may hold something else than when the
// catalog with that stamp was loaded. It costs one stat; for a file that was
// younger than two seconds then, it also costs reading the file, until the
// file has once been read at a greater age.
func (f *File) Changed(since Stamp) (bool, error) {
	info, err := os.Stat(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return since != Stamp{}, nil
	}
	if err != nil {
		return true, f.cannotRead(f.Path, err)
	}
	if stampOf(info) != since.settled() {
		return true, nil
	}
	if !since.racy {
		return false, nil
	}
	r, err := f.read(f.Path)
	if err != nil {
		return true, err
	}
	return r.sum() != since.sum, nil
}

// sum is a check sum of the file's content, made when it is first asked for.
func (img *image) sum() uint32 {
	const made = 1 << 32
	sum := img.checkSum.Load()
	if sum&made == 0 {
		table, of := crc32.MakeTable(crc32.Castagnoli), uint32(0)
		for piece := range img.pieces() {
			of = crc32.Update(of, table, textBytes(piece))
		}
		sum = made | uint64(of)
		img.checkSum.Store(sum)
	}
	return uint32(sum)
}
