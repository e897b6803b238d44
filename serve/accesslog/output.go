package accesslog

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
)

// An output is where a Writer writes.
type output interface {
	io.Writer
	// ready is called before each batch.
	ready() error
	close() error
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
