package serve

import (
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
type watch struct {
	mu      sync.Mutex
	waiting bool // for watchDelay
	reading bool // from the connection
	ended   bool // the deadline is of the past: reads fail at once
	end     chan struct{}
	timer   *time.Timer
}

// begin says whether a read of n bytes may begin; a read of one byte, which
// nothing but the watching asks for, waits first. If not, its deadline has
// passed. After the read comes done.
func (w *watch) begin(n int) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if n == 1 && !w.ended {
		w.wait()
	}
	w.reading = !w.ended
	return w.reading
}

// wait waits for watchDelay, or for the end. w.mu is held before and after.
func (w *watch) wait() {
	if w.timer == nil {
		w.end, w.timer = make(chan struct{}, 1), time.NewTimer(watchDelay)
	} else {
		w.timer.Reset(watchDelay)
	}
	w.waiting = true
	w.mu.Unlock()
	select {
	case <-w.end:
		w.timer.Stop()
	case <-w.timer.C:
	}
	w.mu.Lock()
	if !w.waiting { // ended, maybe while the time was up
		select {
		case <-w.end:
		default:
		}
	}
	w.waiting = false
}

func (w *watch) done() {
	w.mu.Lock()
	w.reading = false
	w.mu.Unlock()
}

// interrupt ends reads. It reports whether that is all there is to do, no read
// from the connection being under way.
func (w *watch) interrupt() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ended = true
	if w.waiting {
		w.waiting = false
		w.end <- struct{}{}
	}
	return !w.reading
}

// resume lets reads begin again.
func (w *watch) resume() {
	w.mu.Lock()
	w.ended = false
	w.mu.Unlock()
}
