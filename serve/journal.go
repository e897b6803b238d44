package serve

import (
	"io"
	"strconv"
	"sync"
	"time"
)

const (
	// journalDelay is how long a line may wait for others.
	journalDelay = 100 * time.Millisecond

	// journalBatch is how much is written at once without waiting longer.
	journalBatch = 64 << 10

	// journalLimit is how much waits for a reader that does not read. What
	// comes after that is counted and left out: requests do not wait for it.
	journalLimit = 4 << 20

	// journalClose is how long the end of the journal waits for a reader that
	// does not read. What he has not taken by then is lost.
	journalClose = 2 * time.Second
)

// A journal writes lines in batches, from a goroutine of its own, so that no
// request waits for a terminal.
type journal struct {
	out      io.Writer
	programs bool // every line is a JSON object

	mu      sync.Mutex
	pending []byte
	missed  int

	wake, full, quit chan struct{}
	done             chan struct{}
}

func newJournal(out io.Writer, programs bool) *journal {
	j := &journal{
		out: out, programs: programs,
		wake: make(chan struct{}, 1), full: make(chan struct{}, 1),
		quit: make(chan struct{}), done: make(chan struct{}),
	}
	go j.run()
	return j
}

// add takes a line, with its newline. The caller keeps the slice.
func (j *journal) add(line []byte) {
	j.mu.Lock()
	before := len(j.pending)
	if before+len(line) > journalLimit {
		j.missed++
	} else {
		j.pending = append(j.pending, line...)
	}
	after := len(j.pending)
	j.mu.Unlock()
	if before == 0 {
		signal(j.wake)
	}
	if before < journalBatch && after >= journalBatch {
		signal(j.full)
	}
}

func signal(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// close writes what is left and ends. It gives up on a reader that does not
// read after journalClose; the goroutine then stays in its write.
func (j *journal) close() {
	close(j.quit)
	select {
	case <-j.done:
	case <-time.After(journalClose):
	}
}

func (j *journal) run() {
	defer close(j.done)
	timer := time.NewTimer(journalDelay)
	timer.Stop()
	var spare []byte
	for {
		select {
		case <-j.wake:
			timer.Reset(journalDelay)
			continue
		case <-timer.C:
		case <-j.full:
		case <-j.quit:
			j.flush(nil)
			return
		}
		spare = j.flush(spare)
	}
}

// flush writes the lines that wait. It gives them the buffer spare to gather
// in meanwhile, and returns the one it wrote.
func (j *journal) flush(spare []byte) []byte {
	j.mu.Lock()
	lines, missed := j.pending, j.missed
	j.pending, j.missed = spare[:0], 0
	j.mu.Unlock()
	if missed > 0 {
		lines = j.appendMissed(lines, missed)
	}
	if len(lines) > 0 {
		j.out.Write(lines) // there is nowhere to report a failure to
	}
	if cap(lines) > keptBuffer {
		return nil
	}
	return lines[:0]
}

// appendMissed says how many lines were left out.
func (j *journal) appendMissed(dst []byte, missed int) []byte {
	before, after := "gatehouse: ", " log lines were left out because nobody read them\n"
	if j.programs {
		before, after = `{"event":"missed","lines":`, "}\n"
	}
	dst = strconv.AppendInt(append(dst, before...), int64(missed), 10)
	return append(dst, after...)
}
