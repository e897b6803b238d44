package accesslog

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"syscall"
	"time"
)

const (
	// maxDelay is how long an entry may wait for others.
	maxDelay = 100 * time.Millisecond

	// batch is how much is written at once without waiting longer.
	batch = 64 << 10

	// backlog is how much waits for a reader that does not read. What comes
	// after that is counted and left out: requests do not wait for it.
	backlog = 8 << 20

	// closeLimit is how long the end waits for an output that takes nothing.
	closeLimit = 3 * time.Second

	// spare is how much memory is kept between two batches.
	spare = 1 << 20
)

// A Writer appends entries to a file or a stream, in batches, from a goroutine
// of its own. It must be closed.
type Writer struct {
	out     output
	failed  func(error)
	torn    bool // what was written last does not end with a line end
	trouble bool // the last batch failed, which has been reported

	mu      sync.Mutex
	pending []byte
	missed  int

	wake, full, quit, done chan struct{}
	closing                sync.Once
}

// An output is where a Writer writes.
type output interface {
	io.Writer
	// ready is called before each batch.
	ready() error
	close() error
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
	w := &Writer{
		out: out, failed: failed,
		wake: make(chan struct{}, 1), full: make(chan struct{}, 1),
		quit: make(chan struct{}), done: make(chan struct{}),
	}
	go w.run()
	return w
}

// Add takes an entry, with its line end. The caller keeps the slice. It may be
// called concurrently, and not after Close.
func (w *Writer) Add(entry []byte) {
	w.mu.Lock()
	before := len(w.pending)
	if before > 0 && before+len(entry) > backlog {
		w.missed++
	} else {
		w.pending = append(w.pending, entry...)
	}
	after := len(w.pending)
	w.mu.Unlock()
	if before == 0 {
		signal(w.wake)
	}
	if before < batch && after >= batch {
		signal(w.full)
	}
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// Close writes what waits and ends. It gives up on an output that takes nothing
// for closeLimit, such as a pipe that nobody reads: failed is told, and the
// entries are lost. A second call does nothing.
func (w *Writer) Close() {
	w.closing.Do(func() {
		close(w.quit)
		select {
		case <-w.done:
		case <-time.After(closeLimit):
			if w.failed != nil {
				w.failed(errors.New("write access log: the last entries are lost, because nothing took them"))
			}
		}
	})
}

func (w *Writer) run() {
	defer close(w.done)
	timer := time.NewTimer(maxDelay)
	timer.Stop()
	var buffer []byte
	for {
		select {
		case <-w.wake:
			timer.Reset(maxDelay)
			continue
		case <-timer.C:
		case <-w.full:
		case <-w.quit:
			w.flush(nil)
			w.report(w.out.close())
			return
		}
		buffer = w.flush(buffer)
	}
}

// flush writes the entries that wait. It gives them the buffer empty to gather
// in meanwhile, and returns the one it wrote.
func (w *Writer) flush(empty []byte) []byte {
	w.mu.Lock()
	entries, missed := w.pending, w.missed
	w.pending, w.missed = empty[:0], 0
	w.mu.Unlock()
	if len(entries) > 0 {
		err := w.out.ready()
		if err == nil {
			err = w.write(entries)
		}
		if err == nil && missed > 0 {
			err = fmt.Errorf("%d entries were left out because nothing took them", missed)
		}
		w.report(err)
	}
	if cap(entries) > spare {
		return nil
	}
	return entries[:0]
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

// A stream is an output that somebody else opened.
type stream struct{ io.Writer }

func (stream) ready() error { return nil }
func (stream) close() error { return nil }

// A logFile is a file that may be moved away while it is written.
type logFile struct {
	name string
	*os.File
}

// open does not wait for the reader of a named pipe, as opening one does: the
// server would not start, and not end either.
func (f *logFile) open() (err error) {
	f.File, err = os.OpenFile(f.name, os.O_WRONLY|os.O_APPEND|os.O_CREATE|syscall.O_NONBLOCK, 0o600)
	if errors.Is(err, syscall.ENXIO) {
		return fmt.Errorf("nobody reads the pipe %s: start what reads it first", f.name)
	}
	return err
}

// ready opens the file again if another or none has its name.
func (f *logFile) ready() error {
	if f.File != nil {
		written, err := f.Stat()
		if err != nil {
			return err
		}
		named, err := os.Stat(f.name)
		if err == nil && os.SameFile(written, named) {
			return nil
		}
		f.File.Close() // what was written to it is in it
		f.File = nil
	}
	return f.open()
}

func (f *logFile) close() error {
	if f.File == nil {
		return nil
	}
	return f.File.Close()
}
