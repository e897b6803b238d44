package accesslog

import (
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"gatehouse/serve/batch"
)

const (
	// backlog is how much waits for a reader that does not read, in bytes.
	// What comes after that is counted and left out.
	backlog = 8 << 20

	// closeLimit is how long the end waits for an output that takes nothing.
	closeLimit = 3 * time.Second
)

// A Writer appends entries to a file or a stream, in batches. It must be
// closed.
type Writer struct {
	batches *batch.Writer
	failed  func(error)
	closing sync.Once

	// These are for one batch after the other.
	out     output
	torn    bool // what was written last does not end with a line end
	trouble bool // the last batch failed, which has been reported
}

// NewWriter returns a Writer to a stream, which stays open. failed is told, from
// another goroutine, when entries could not be written: once until they can be
// written again. It may be nil.
func NewWriter(out io.Writer, failed func(error)) *Writer {
	return newWriter(stream{out}, failed)
}

// Open returns a Writer that appends to the file of this name, which it creates
// if need be, readable by its owner only. If the file is renamed or removed, as
// rotation of logs does, entries go to a new file of the name from the next
// batch on. A named pipe must have a reader.
func Open(name string, failed func(error)) (*Writer, error) {
	f := &logFile{name: name}
	if err := f.open(); err != nil {
		return nil, fmt.Errorf("open access log: %w", err)
	}
	return newWriter(f, failed), nil
}

func newWriter(out output, failed func(error)) *Writer {
	w := &Writer{out: out, failed: failed}
	w.batches = batch.NewWriter(backlog, closeLimit, w.flush)
	return w
}

// Add takes an entry, with its line end. The caller keeps the slice. It may be
// called concurrently, and not after Close.
func (w *Writer) Add(entry []byte) { w.batches.Add(entry) }

// Close writes what waits and ends. It gives up on an output that takes nothing
// for closeLimit, such as a pipe that nobody reads: failed is told, and the
// entries are lost. A second call does nothing.
func (w *Writer) Close() {
	w.closing.Do(func() {
		switch {
		case w.batches.Close():
			w.report(w.out.close())
		case w.failed != nil:
			w.failed(errors.New("write access log: the last entries are lost, because nothing took them"))
		}
	})
}

// flush writes a batch.
func (w *Writer) flush(entries []byte, missed int) {
	err := w.out.ready()
	if err == nil {
		err = w.write(entries)
	}
	if err == nil && missed > 0 {
		err = fmt.Errorf("%d entries were left out because nothing took them", missed)
	}
	w.report(err)
}

// write writes entries. A line that a failure cut off is ended first.
func (w *Writer) write(entries []byte) error {
	if w.torn {
		if _, err := w.out.Write([]byte("\n")); err != nil {
			return err
		}
	}
	n, err := w.out.Write(entries)
	w.torn = err != nil && n > 0 && n <= len(entries) && entries[n-1] != '\n'
	return err
}

// report tells failed about the first of several failures.
func (w *Writer) report(err error) {
	if err != nil && !w.trouble && w.failed != nil {
		w.failed(fmt.Errorf("write access log: %w", err))
	}
	w.trouble = err != nil
}
