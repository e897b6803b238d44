package state

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"time"
)

// A reading is the content of the file and what identified the file when it
// was read, or when this process wrote it.
type reading struct {
	*image
	stamp Stamp

	// written is open on a file that this process wrote itself. As long as it
	// is, no other file can have its inode, so one that looks the same is the
	// same, young or not: what is left is that somebody writes into that very
	// file, within one step of the clock after it was written and without
	// changing its size. That is noticed when the file is no longer young.
	written *os.File
}

// isCurrent reports whether a file that was identified just now holds what was
// read.
func (r *reading) isCurrent(now fs.FileInfo) bool {
	return r.stamp.settled() == stampOf(now) && (!r.stamp.racy || r.written != nil && isYoung(now))
}

// wrote reports whether a file is the one that this process wrote when it made
// the reading, which may be nil.
func (r *reading) wrote(file fs.FileInfo) bool {
	if r == nil || r.written == nil || file == nil {
		return false
	}
	now := stampOf(file)
	return r.stamp.device == now.device && r.stamp.inode == now.inode
}

// read returns the content of the file, which may be what was read before or
// what this process wrote, if the file has not changed since.
func (f *File) read(path string) (*reading, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &reading{image: emptyImage(path)}, nil
	case err != nil:
		return nil, f.cannotRead(path, err)
	case info.IsDir():
		return nil, &FileError{Path: path, Problem: "is a directory", Remedy: "Name a file in it"}
	case !info.Mode().IsRegular():
		return nil, &FileError{Path: path, Problem: "is not a regular file", Remedy: "Name another file"}
	}
	if last := f.last.Load(); last != nil && last.isCurrent(info) {
		return last, nil
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &reading{image: emptyImage(path)}, nil
	}
	if err != nil {
		return nil, f.cannotRead(path, err)
	}
	defer file.Close()
	return f.readAll(path, file)
}

// readAll reads an open file. If it holds what was read before, that is used
// again: to compare two texts is faster by far than to index one.
func (f *File) readAll(path string, file *os.File) (*reading, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, f.cannotRead(path, err)
	}
	if info.Size() > maxFileSize {
		return nil, tooLarge(path)
	}
	buffer, _ := f.buffers.Get().(*[]byte)
	if buffer == nil || int64(cap(*buffer)) < info.Size() {
		buffer = new(newBuffer(int(info.Size())))
	}
	content := (*buffer)[:info.Size()]
	n, err := io.ReadFull(file, content)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, f.cannotRead(path, err)
	}
	content = content[:n]
	r := &reading{stamp: takeStamp(info)}
	if last := f.last.Load(); last != nil && last.holds(content) {
		r.image = last.image
		f.buffers.Put(buffer)
	} else if r.image, err = newImage(path, shareText(content)); err != nil {
		return nil, err
	}
	f.keep(r)
	return r, nil
}

// keep makes a reading the last one.
func (f *File) keep(r *reading) {
	if old := f.last.Swap(r); old != nil && old.written != nil {
		old.written.Close()
	}
}

// isYoung reports whether a file may change without looking any different.
func isYoung(info fs.FileInfo) bool { return time.Since(info.ModTime()) < racyAge }
