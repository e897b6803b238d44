// Package batch gathers lines and writes them in batches, so that requests wait
// for no disk and no terminal.
package batch

import (
	"sync"
	"time"
)

const (
	// Delay is how long a line may wait for others.
	Delay = 100 * time.Millisecond

	// Size is how much is written at once, in bytes, without waiting longer.
	Size = 64 << 10

	// spare is how much memory is kept between two batches.
	spare = 1 << 20
)

// A Writer hands lines on in batches, from a goroutine of its own. It must be
// closed.
type Writer struct {
	limit    int
	patience time.Duration
	write    func(lines []byte, missed int)

	mu      sync.Mutex
	pending []byte
	missed  int

	wake, full, quit, done chan struct{}
}

// NewWriter returns a Writer that hands batches to write, one after the other.
// The lines are write's until it returns, and may be none. Up to limit bytes
// wait while write lasts; lines beyond that are left out, and missed says how
// many since the last batch. Close waits for patience.
func NewWriter(limit int, patience time.Duration, write func(lines []byte, missed int)) *Writer {
	w := &Writer{
		limit: limit, patience: patience, write: write,
		wake: make(chan struct{}, 1), full: make(chan struct{}, 1),
		quit: make(chan struct{}), done: make(chan struct{}),
	}
	go w.run()
	return w
}

// Add takes a line, with its line end. The caller keeps the slice. It may be
// called concurrently; what comes after Close may be lost.
func (w *Writer) Add(line []byte) {
	w.mu.Lock()
	before := len(w.pending)
	if before+len(line) > w.limit {
		w.missed++
	} else {
		w.pending = append(w.pending, line...)
	}
	after := len(w.pending)
	w.mu.Unlock()
	if before == 0 {
		signal(w.wake)
	}
	if before < Size && after >= Size {
		signal(w.full)
	}
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// Close writes what waits and ends. It reports whether everything has been
// handed on: it gives up on a write that takes longer than patience, such as
// one to a pipe that nobody reads, and leaves the goroutine in it. It is called
// once.
func (w *Writer) Close() bool {
	close(w.quit)
	select {
	case <-w.done:
		return true
	case <-time.After(w.patience):
		return false
	}
}

func (w *Writer) run() {
	defer close(w.done)
	timer := time.NewTimer(Delay)
	timer.Stop()
	var buffer []byte
	for {
		select {
		case <-w.wake:
			timer.Reset(Delay)
			continue
		case <-timer.C:
		case <-w.full:
		case <-w.quit:
			w.flush(nil)
			return
		}
		buffer = w.flush(buffer)
	}
}

// flush hands on the lines that wait. It gives them the buffer empty to gather
// in meanwhile, and returns the one that has been written.
func (w *Writer) flush(empty []byte) []byte {
	w.mu.Lock()
	lines, missed := w.pending, w.missed
	w.pending, w.missed = empty[:0], 0
	w.mu.Unlock()
	if len(lines) > 0 || missed > 0 {
		w.write(lines, missed)
	}
	if cap(lines) > spare {
		return nil
	}
	return lines[:0]
}
