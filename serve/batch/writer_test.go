package batch

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A recorder notes what is written, and how many lines were left out.
type recorder struct {
	mu     sync.Mutex
	writes []string
	missed int
	block  chan struct{} // if not nil, writing waits until it is closed
}

func (r *recorder) write(lines []byte, missed int) {
	if r.block != nil {
		<-r.block
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.writes = append(r.writes, string(lines))
	r.missed += missed
}

func (r *recorder) text() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Join(r.writes, "|")
}

func TestLinesWaitForOthersButNotLong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out recorder
		w := NewWriter(4<<20, time.Second, out.write)
		w.Add([]byte("a\n"))
		time.Sleep(Delay - time.Millisecond)
		w.Add([]byte("b\n"))
		synctest.Wait()
		if got := out.text(); got != "" {
			t.Errorf("written early: %q", got)
		}
		time.Sleep(time.Millisecond)
		synctest.Wait()
		if got := out.text(); got != "a\nb\n" {
			t.Errorf("after %v %q is written", Delay, got)
		}
		w.Add([]byte("c\n"))
		if !w.Close() {
			t.Error("Close gives up on an output that takes everything")
		}
		if got := out.text(); got != "a\nb\n|c\n" {
			t.Errorf("at the end %q is written", got)
		}
	})
}

func TestManyLinesDoNotWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out recorder
		w := NewWriter(4<<20, time.Second, out.write)
		w.Add(bytes.Repeat([]byte("x"), Size))
		synctest.Wait()
		if got := len(out.text()); got != Size {
			t.Errorf("%d bytes are written at once, want %d", got, Size)
		}
		w.Close()
	})
}

func TestLinesOfManyRequestsStayWhole(t *testing.T) {
	var out recorder
	w := NewWriter(4<<20, time.Second, out.write)
	var requests sync.WaitGroup
	for i := range 8 {
		requests.Go(func() {
			line := fmt.Appendf(nil, "%d %s\n", i, strings.Repeat("y", 100))
			for range 500 {
				w.Add(line)
			}
		})
	}
	requests.Wait()
	w.Close()
	lines := strings.Split(strings.TrimSuffix(strings.Join(out.writes, ""), "\n"), "\n")
	if len(lines) != 8*500 {
		t.Fatalf("%d lines, want %d", len(lines), 8*500)
	}
	for _, line := range lines {
		if len(line) != 102 || line[1:2] != " " || line[2:] != strings.Repeat("y", 100) {
			t.Fatalf("a broken line: %q", line)
		}
	}
}

// Lines beyond the limit are left out and counted, and nobody waits.
func TestALimitedBacklog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := recorder{block: make(chan struct{})}
		w := NewWriter(2*Size, time.Second, out.write)
		line := make([]byte, Size)
		w.Add(line)
		synctest.Wait() // it is being written
		for range 5 {
			w.Add(line)
		}
		w.Add(make([]byte, 2*Size+1)) // never fits
		close(out.block)
		if !w.Close() {
			t.Error("Close gives up on an output that goes on")
		}
		if got := len(out.text()); got != 3*Size+len("|") || out.missed != 4 {
			t.Errorf("%d bytes are written and %d lines left out, want %d and 4", got, out.missed, 3*Size+len("|"))
		}
	})
}

// What never fits is counted even if nothing else is written.
func TestALineThatNeverFits(t *testing.T) {
	var out recorder
	w := NewWriter(10, time.Second, out.write)
	w.Add(make([]byte, 11))
	w.Close()
	if out.missed != 1 || out.text() != "" {
		t.Errorf("%d lines left out, %q written", out.missed, out.text())
	}
}

func TestCloseIsPatientButNotForever(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := recorder{block: make(chan struct{})}
		w := NewWriter(Size, time.Second, out.write)
		w.Add([]byte("a\n"))
		began := time.Now()
		if w.Close() {
			t.Error("Close reports that everything was written")
		}
		if took := time.Since(began); took != time.Second {
			t.Errorf("Close takes %v", took)
		}
		close(out.block) // synctest wants all goroutines to end
	})
}
