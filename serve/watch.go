package serve

import (
	"errors"
	"net"
	"os"
	"sync"
	"time"
)

// watchDelay is how long a client that leaves may go unnoticed.
const watchDelay = 5 * time.Millisecond

// A watch puts off the read by which net/http watches a client while a handler
// is at work: it asks for one byte in the background, and ends that by a
// deadline of the past once the handler has returned. Nearly every answer is
// ready within microseconds, before anything could be seen; the system calls
// and timers that begin and end such a read are then a twentieth of what the
// answer costs. So the read begins after watchDelay, and one that is ended
// before has never begun.
//
// It knows what the timer of reads is set to, for the reads that are no
// watching too: one that is set earlier than need be is left alone, and the
// read that it ends is begun again.
type watch struct {
	possible bool // the head of a request has been read, and it is not answered yet
	wanted   bool // a read of one byte is watching; another such read comes before, where a buffer has room for no more

	ended bool      // reads fail at once; written with mu held, by the goroutine that serves the connection
	timer time.Time // of reads; zero: not set. Written with mu held while a read may be under way

	mu      sync.Mutex
	waiting bool // for watchDelay
	reading bool // from the connection
	end     chan struct{}
	delay   *time.Timer
}

// wake sees to it that a read that begins now ends when the time comes, or
// earlier.
func (w *watch) wake(conn net.Conn, by time.Time) {
	if w.timer.IsZero() || by.Before(w.timer) {
		w.timer = by
		conn.SetReadDeadline(by) // an error means that the connection has ended
	}
}

// read waits for watchDelay, and then reads until interrupt.
func (w *watch) read(conn net.Conn, p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.ended {
		w.wait()
	}
	for !w.ended {
		w.reading = true
		w.mu.Unlock()
		n, err := conn.Read(p)
		w.mu.Lock()
		w.reading = false
		if n > 0 || !errors.Is(err, os.ErrDeadlineExceeded) || w.ended {
			return n, err
		}
		w.timer = time.Time{} // it was set for an earlier read
		conn.SetReadDeadline(w.timer)
	}
	return 0, os.ErrDeadlineExceeded
}

// wait waits for watchDelay, or for interrupt. w.mu is held before and after.
func (w *watch) wait() {
	if w.delay == nil {
		w.end, w.delay = make(chan struct{}, 1), time.NewTimer(watchDelay)
	} else {
		w.delay.Reset(watchDelay)
	}
	w.waiting = true
	w.mu.Unlock()
	select {
	case <-w.end:
		w.delay.Stop()
	case <-w.delay.C:
	}
	w.mu.Lock()
	if !w.waiting { // interrupted, maybe while the time was up
		select {
		case <-w.end:
		default:
		}
	}
	w.waiting = false
}

// interrupt ends the watching, until resume.
func (w *watch) interrupt(conn net.Conn) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ended = true
	if w.waiting {
		w.waiting = false
		w.end <- struct{}{}
	}
	if w.reading {
		w.timer = time.Unix(1, 0)
		conn.SetReadDeadline(w.timer)
	}
}

// resume lets reads begin again.
func (w *watch) resume(conn net.Conn) {
	if !w.ended {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ended = false
	if w.timer.Unix() == 1 { // interrupt set it
		w.timer = time.Time{}
		conn.SetReadDeadline(w.timer)
	}
}
