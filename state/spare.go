package state

import (
	"errors"
	"io/fs"
	"os"
	"sync"
	"time"
)

// A spare is the file that this process wrote before the one that is in place:
// the two changed names, so it has that of a temporary file, and the next
// content is written over it. To make a file and to free the blocks of another
// is what costs most about a write beside the disk itself, and the directory
// is on the disk the sooner the less changes in it.
//
// Nobody sees the difference. What is written over has no other name and is
// open nowhere else: a reader that came late goes on reading the content that
// it opened, and the next write makes a new file as ever. A process that dies
// leaves it behind as it would any temporary file.
type spare struct {
	mu   sync.Mutex // held by whoever holds the lock of the state file
	kept bool       // this process keeps one
	file *os.File   // open for writing; nil: there is none
	path string     // of the state file
	idle *time.Timer
}

// spareIdle is how long a spare lies unused before it is removed: a person who
// looks into the directory finds no copies there.
const spareIdle = time.Second

// KeepSpare tells that this process goes on writing and may, between two writes
// that follow each other quickly, keep a file beside the state file for the sake
// of speed, until remove is called.
func (f *File) KeepSpare() (remove func()) {
	if !canExchange {
		return func() {}
	}
	f.spare.mu.Lock()
	defer f.spare.mu.Unlock()
	f.spare.kept = true
	return func() {
		f.spare.mu.Lock()
		f.spare.kept = false
		f.spare.mu.Unlock()
		f.dropSpare()
	}
}

// dropSpare removes the spare. While somebody holds the lock the name may be
// another writer's: it is tried again later, or that writer removes it.
func (f *File) dropSpare() {
	s := &f.spare
	s.mu.Lock()
	path, none := s.path, s.file == nil
	s.mu.Unlock()
	if none {
		return
	}
	unlock, err := lockAtOnce(path)
	if err == nil {
		defer unlock()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil { // the name is for whoever holds the lock
		os.Remove(path + temporarySuffix)
	}
	switch {
	case s.file == nil || s.path != path: // written elsewhere in the meantime
		return
	case errors.Is(err, errLocked) && s.kept:
		s.idle.Reset(spareIdle)
		return
	}
	s.forget()
}

// put makes what has the temporary file's name beside path the spare, which it
// stays for a while. file is open on it; it is what that name stands for unless
// somebody exchanged the state file in the meantime, which take finds out.
func (s *spare) put(file *os.File, path string, idle func()) {
	s.file, s.path = file, path
	if s.idle == nil {
		s.idle = time.AfterFunc(spareIdle, idle)
		return
	}
	s.idle.Reset(spareIdle)
}

// take returns the spare to be written over, for a file beside path that is to
// have the owner and mode of another; like is nil if there is no other. The
// result is nil if no spare may be written over, and then there is none any more.
func (s *spare) take(path string, like fs.FileInfo) *os.File {
	file := s.file
	if file == nil {
		return nil
	}
	if s.path != path { // the state file has become a link
		s.remove()
		return nil
	}
	if like == nil || !s.isAt(path) || !isAlike(file, like) || claim(file) != nil {
		s.forget()
		return nil
	}
	s.file = nil
	return file
}

// isAt reports whether the spare has the temporary file's name beside path.
func (s *spare) isAt(path string) bool {
	if s.file == nil || s.path != path {
		return false
	}
	own, err := s.file.Stat()
	if err != nil {
		return false
	}
	named, err := os.Lstat(path + temporarySuffix)
	return err == nil && os.SameFile(own, named)
}

// has reports whether there may be a spare beside path.
func (s *spare) has(path string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.file != nil && s.path == path
}

// remove removes the spare from beside a file whose lock is not held, unless
// somebody else writes there: he removes it himself.
func (s *spare) remove() {
	defer s.forget()
	unlock, err := lockAtOnce(s.path)
	if err != nil {
		return
	}
	defer unlock()
	if s.isAt(s.path) {
		os.Remove(s.path + temporarySuffix)
	}
}

func (s *spare) forget() {
	s.file.Close()
	s.file = nil
}
