package state

import (
	"iter"
	"os"
)

const (
	// overwriteBlock is how much of a text is read, or written, at once at most.
	overwriteBlock = 64 << 10

	// overwriteAhead is after how many bytes the disk is told to begin, in
	// which time the next are made ready.
	overwriteAhead = 512 << 10
)

// overwrite makes a text of so many bytes, which comes in pieces of which the
// last is not empty, the content of a file and brings it to the disk. What the
// file begins with already is left alone, nobody else being able to change it
// now: a spare of megabytes most often differs from where the change is. Then
// the file may be read: a claim on it ends here, before it has the state file's
// name, by whatever way it gets that.
func overwrite(file *os.File, text iter.Seq[string], size int) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	w := newOverwriter(file, info.Size() > 0, size)
	for piece := range text {
		if err := w.add(piece); err != nil {
			return err
		}
	}
	if err := w.end(); err != nil {
		return err
	}
	if info.Size() > w.at {
		if err := file.Truncate(w.at); err != nil {
			return err
		}
	}
	if err := file.Sync(); err != nil {
		return err
	}
	release(file)
	return nil
}

// An overwriter compares a text with what a file holds, and from the first
// piece on that differs writes it there.
type overwriter struct {
	file *os.File
	at   int64 // up to where the file has the text
	same bool  // it has had it from the beginning on

	there []byte // while it has: what comes in the file next, as far as it was read
	last  string // while it has: the last piece
	block []byte // from then on: what comes in the text next
	ahead int64  // from then on: up to where the disk has begun
	room  []byte // for there and block
}

// newOverwriter writes about so many bytes to a file, which may hold something
// already.
func newOverwriter(file *os.File, holds bool, size int) *overwriter {
	room := make([]byte, min(max(size, 1), overwriteBlock))
	return &overwriter{file: file, same: holds, block: room[:0], room: room}
}

func (w *overwriter) add(piece string) error {
	if w.same {
		if w.has(piece) {
			w.last = piece
			return nil
		}
		w.begin()
	}
	for piece != "" {
		n := min(len(piece), len(w.room)-len(w.block))
		w.block = append(w.block, piece[:n]...)
		piece = piece[n:]
		if len(w.block) == len(w.room) {
			if err := w.write(); err != nil {
				return err
			}
		}
	}
	return nil
}

// has reports whether the file has a piece in its place, and steps over it. What
// cannot be read is not there.
func (w *overwriter) has(piece string) bool {
	from := w.at
	for piece != "" {
		if len(w.there) == 0 {
			n, _ := w.file.ReadAt(w.room, w.at)
			w.there = w.room[:n]
		}
		n := min(len(piece), len(w.there))
		if n == 0 || string(w.there[:n]) != piece[:n] {
			w.at = from
			return false
		}
		w.there, piece = w.there[n:], piece[n:]
		w.at += int64(n)
	}
	return true
}

// begin begins to write.
func (w *overwriter) begin() { w.same, w.block, w.ahead = false, w.room[:0], w.at }

// end writes what is left. A file that has the whole text is given the last of
// it all the same: one that is in place anew has been written anew.
func (w *overwriter) end() error {
	if w.same {
		w.at -= int64(len(w.last))
		w.begin()
		w.block = append(w.block, w.last...)
	}
	return w.write()
}

func (w *overwriter) write() error {
	if _, err := w.file.WriteAt(w.block, w.at); err != nil {
		return err
	}
	w.at += int64(len(w.block))
	w.block = w.block[:0]
	if n := w.at - w.ahead; n >= overwriteAhead {
		writeAhead(w.file, w.ahead, n)
		w.ahead = w.at
	}
	return nil
}
