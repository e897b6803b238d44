package state

import (
	"context"
	"errors"
	"os"
	"slices"
	"sync"

	"gatehouse/model"
)

// A change is one operation that is to be run and, if it changes something,
// written.
type change struct {
	region string
	op     *model.Operation
	in     *model.Document

	outcome

	// turn is told true when the change has to lead the next batch, false when
	// it has been made.
	turn  chan bool
	leads bool // told to lead
}

// An outcome is what a change is told.
type outcome struct {
	out *model.Document
	err error
}

// A queue holds the changes that this process has not made yet. One of those
// who wait leads: it takes the lock, runs all changes that have come by then,
// one on top of the other, and writes them in one go, since what costs is to
// bring a file to the disk. A change has been made only when it is there.
type queue struct {
	mu      sync.Mutex
	waiting []*change
	led     bool // somebody leads
}

// errGivenUp is the answer to changes whose leader did not come to an end.
var errGivenUp = errors.New("the change was given up")

// commit runs a change alone or with others, and returns its result.
func (f *File) commit(ctx context.Context, c *change) (*model.Document, error) {
	q := &f.queue
	q.mu.Lock()
	q.waiting = append(q.waiting, c)
	leads := !q.led
	q.led = true
	q.mu.Unlock()
	if !leads {
		select {
		case leads = <-c.turn:
		case <-ctx.Done():
			if q.withdraw(c) {
				return nil, f.interrupted(ctx)
			}
			leads = <-c.turn // too late: it is being made
		}
	}
	if leads {
		f.lead(ctx, c)
	}
	return c.out, c.err
}

// withdraw takes a change out of the queue, unless somebody has begun to make
// it. If it had been told to lead, the next one is.
func (q *queue) withdraw(c *change) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	i := slices.Index(q.waiting, c)
	if i < 0 {
		return false
	}
	q.waiting = slices.Delete(q.waiting, i, i+1)
	if c.leads {
		q.passOn()
	}
	return true
}

// passOn lets the next change lead, if there is one. q.mu is held.
func (q *queue) passOn() {
	if q.led = len(q.waiting) > 0; q.led {
		q.waiting[0].leads = true
		q.waiting[0].turn <- true
	}
}

// lead takes the lock, makes its own change and all that have come by then,
// and passes the lead on.
func (f *File) lead(ctx context.Context, c *change) {
	q := &f.queue
	defer func() {
		q.mu.Lock()
		q.passOn()
		q.mu.Unlock()
	}()
	path, unlock, err := f.begin(ctx)
	if err != nil { // the others may have more time
		c.leads = false
		q.withdraw(c)
		c.err = err
		return
	}
	defer unlock()
	q.mu.Lock()
	batch := q.waiting
	q.waiting = nil
	q.mu.Unlock()
	defer func() {
		for _, other := range batch {
			if other != c {
				other.turn <- false
			}
		}
	}()
	for _, member := range batch {
		member.err = errGivenUp
	}
	f.make(path, batch)
}

// begin takes the lock, and removes what a writer that died may have left.
func (f *File) begin(ctx context.Context) (path string, unlock func(), err error) {
	path, err = f.resolve()
	if err != nil {
		return "", nil, err
	}
	if err := makeDirectory(path); err != nil {
		return "", nil, f.cannotWrite(path, err)
	}
	unlock, err = f.lock(ctx, path)
	if err != nil {
		return "", nil, err
	}
	if !f.spare.has(path) {
		os.Remove(path + temporarySuffix) // most often there is none
	}
	return path, unlock, nil
}

// overtakings is how often a batch is made anew because the file was changed
// by hand meanwhile.
const overtakings = 5

// make runs changes one on top of the other, writes the result and then tells
// the changes theirs. One that is refused leaves no trace.
func (f *File) make(path string, batch []*change) {
	outcomes := make([]outcome, len(batch))
	for try := 1; ; try++ {
		first, err := f.attempt(path, batch, outcomes)
		if errors.Is(err, errOvertaken) && try < overtakings {
			continue
		}
		if err != nil {
			// What came after the first change may have been told of it.
			for i := range outcomes[first:] {
				outcomes[first+i] = outcome{err: err}
			}
		}
		break
	}
	for i, c := range batch {
		c.outcome = outcomes[i]
	}
}

// attempt is make with the file as it is now. first is the first change that
// an error concerns.
func (f *File) attempt(path string, batch []*change, outcomes []outcome) (first int, err error) {
	r, err := f.read(path)
	if err != nil {
		return 0, err
	}
	img, first := r.image, len(batch)
	for i, c := range batch {
		account, o := img.account(c.region, f.Settings), &outcomes[i]
		o.out, o.err = account.do(c.op, c.in)
		if o.err != nil || !account.changed() {
			continue
		}
		changed := account.changedImage()
		if changed.size() > maxFileSize {
			*o = outcome{err: &FileError{Path: path, Problem: "would be larger than two gigabytes", Remedy: "Remove what is no longer used"}}
			continue
		}
		img, first = changed, min(first, i)
	}
	if first == len(batch) {
		return first, nil
	}
	if err := f.replace(path, r.stamp, img); err != nil {
		return first, f.cannotWrite(path, err)
	}
	return first, nil
}
