package serve

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"sync"
	"time"
)

// maxWatched bounds the files with certificates, in bytes.
const maxWatched = 16 << 20

// A watched is what files say that are read again when one of them changes.
// Whoever asks within a millisecond gets what is known.
type watched[T any] struct {
	paths []string
	parse func(texts [][]byte) (T, error)

	mu     sync.Mutex
	looked time.Time     // when the files were looked at last
	infos  []fs.FileInfo // as they were read; nil: they are read again
	texts  [][]byte
	value  T     // of the texts
	err    error // what is wrong with the files now
}

// A watchedFileError is a file that is of no use.
type watchedFileError struct {
	Path string
	Err  error
}

func (e *watchedFileError) Error() string { return fmt.Sprintf("%s: %v", e.Path, e.Err) }
func (e *watchedFileError) Unwrap() error { return e.Err }

// current returns what the files say now, or what they said when that was last
// of use, with the error that tells what is wrong with them.
func (w *watched[T]) current() (T, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if now := time.Now(); now.Sub(w.looked) >= freshness {
		w.look(now)
		w.looked = now
	}
	return w.value, w.err
}

func (w *watched[T]) look(now time.Time) {
	infos := make([]fs.FileInfo, len(w.paths))
	same, settled := w.infos != nil, true
	for i, path := range w.paths {
		info, err := os.Stat(path)
		if err == nil && !info.Mode().IsRegular() {
			err = errors.New("not a regular file") // opening a pipe might never end
		}
		if err != nil {
			w.infos, w.err = nil, w.unusable(path, err)
			return
		}
		infos[i] = info
		same = same && os.SameFile(w.infos[i], info) && w.infos[i].Size() == info.Size() && w.infos[i].ModTime().Equal(info.ModTime())
		settled = settled && now.Sub(info.ModTime()) > settling
	}
	if same {
		return
	}
	w.infos = nil
	texts := make([][]byte, len(w.paths))
	for i, path := range w.paths {
		var err error
		if texts[i], err = readWhole(path); err != nil {
			w.err = w.unusable(path, err)
			return
		}
	}
	if w.texts == nil || w.err != nil || !slices.EqualFunc(w.texts, texts, bytes.Equal) {
		value, err := w.parse(texts)
		if err != nil {
			w.err = w.unusable(w.paths[0], err)
			return
		}
		w.value, w.texts, w.err = value, texts, nil
	}
	if settled { // else it may change once more without its time showing it
		w.infos = infos
	}
}

func (w *watched[T]) unusable(path string, err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		err = e.Err
	}
	return &watchedFileError{path, err}
}

func readWhole(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxWatched+1))
	if err == nil && len(text) > maxWatched {
		err = fmt.Errorf("longer than %d bytes", maxWatched)
	}
	return text, err
}
