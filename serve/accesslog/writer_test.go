package accesslog

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"gatehouse/serve/batch"
)

// A recorder is a stream that notes what is written to it, and may fail or
// stand still.
type recorder struct {
	mu     sync.Mutex
	writes []string
	fail   error
	block  chan struct{} // if not nil, writing waits until it is closed
}

func (r *recorder) Write(p []byte) (int, error) {
	if r.block != nil {
		<-r.block
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.fail != nil {
		return 0, r.fail
	}
	r.writes = append(r.writes, string(p))
	return len(p), nil
}

// breaks makes writing fail from now on, or not any longer.
func (r *recorder) breaks(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.fail = err
}

func (r *recorder) text() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return strings.Join(r.writes, "|")
}

func TestRequestsDoNotWaitForAReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := recorder{block: make(chan struct{})}
		var failures []error
		w := NewWriter(&out, func(err error) { failures = append(failures, err) })
		entry := bytes.Repeat([]byte("z"), 1<<20)
		w.Add(entry)
		synctest.Wait() // it is being written
		for range 10 {
			w.Add(entry)
		}
		close(out.block)
		w.Close()
		if got := len(out.text()); got != 9<<20+len("|") {
			t.Errorf("%d bytes are written, want %d", got, 9<<20)
		}
		if len(failures) != 1 || failures[0].Error() != "write access log: 2 entries were left out because nothing took them" {
			t.Errorf("failures %v", failures)
		}
	})
}

func TestFailuresAreReportedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		full := errors.New("no space left on device")
		var out recorder
		var failures []error
		w := NewWriter(&out, func(err error) { failures = append(failures, err) })
		add := func(entry string) {
			w.Add([]byte(entry))
			time.Sleep(2 * batch.Delay)
		}
		out.breaks(full)
		add("a\n")
		add("b\n")
		out.breaks(nil)
		add("c\n")
		out.breaks(full)
		add("d\n")
		w.Close()
		if len(failures) != 2 || !errors.Is(failures[0], full) {
			t.Errorf("failures %v", failures)
		}
		if got := out.text(); got != "c\n" {
			t.Errorf("written %q", got)
		}
	})
}

// A failure in the middle of an entry spoils that one alone.
func TestATornEntryIsEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := new(short)
		out.takes.Store(3)
		w := NewWriter(out, func(error) {})
		w.Add([]byte("first\n"))
		time.Sleep(2 * batch.Delay)
		out.takes.Store(100)
		w.Add([]byte("second\n"))
		time.Sleep(2 * batch.Delay)
		w.Add([]byte("third\n"))
		w.Close()
		if got := string(out.written); got != "fir\nsecond\nthird\n" {
			t.Errorf("written %q", got)
		}
	})
}

// A short is a stream that takes so many bytes of each write.
type short struct {
	takes   atomic.Int64
	written []byte
}

func (s *short) Write(p []byte) (int, error) {
	n := min(len(p), int(s.takes.Load()))
	s.written = append(s.written, p[:n]...)
	if n < len(p) {
		return n, errors.New("no space left on device")
	}
	return n, nil
}

func TestTheEndDoesNotWaitForeverForAReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		out := recorder{block: make(chan struct{})}
		var failures []error
		w := NewWriter(&out, func(err error) { failures = append(failures, err) })
		w.Add([]byte("a\n"))
		began := time.Now()
		w.Close()
		w.Close()
		if took := time.Since(began); took != closeLimit {
			t.Errorf("Close takes %v, want %v", took, closeLimit)
		}
		if len(failures) != 1 || !strings.Contains(failures[0].Error(), "the last entries are lost") {
			t.Errorf("failures %v", failures)
		}
		close(out.block) // synctest wants all goroutines to end
	})
}

// read is a file's content.
func read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func TestAFileIsAppendedTo(t *testing.T) {
	name := filepath.Join(t.TempDir(), "access.log")
	for _, entry := range []string{"a\n", "b\n"} {
		w, err := Open(name, nil)
		if err != nil {
			t.Fatal(err)
		}
		w.Add([]byte(entry))
		w.Close()
	}
	if got := read(t, name); got != "a\nb\n" {
		t.Errorf("the file has %q", got)
	}
	if info, err := os.Stat(name); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("the file is open to others: %v, %v", info.Mode(), err)
	}
}

// batchTo writes one batch to a file.
func batchTo(t *testing.T, f *logFile, entries string) {
	t.Helper()
	if err := f.ready(); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write([]byte(entries)); err != nil {
		t.Fatal(err)
	}
}

func TestAFileMayBeRotated(t *testing.T) {
	name := filepath.Join(t.TempDir(), "access.log")
	f := &logFile{name: name}
	batchTo(t, f, "a\n")
	batchTo(t, f, "b\n")
	if err := os.Rename(name, name+".1"); err != nil {
		t.Skip("an open file cannot be renamed here:", err)
	}
	batchTo(t, f, "c\n")
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	batchTo(t, f, "d\n")
	if err := f.close(); err != nil {
		t.Fatal(err)
	}
	if got := read(t, name+".1"); got != "a\nb\n" {
		t.Errorf("the old file has %q", got)
	}
	if got := read(t, name); got != "d\n" {
		t.Errorf("the new file has %q", got)
	}
}

func TestAFileThatIsGoneIsMissedOnlyWhileItIs(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "logs")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	f := &logFile{name: filepath.Join(dir, "access.log")}
	batchTo(t, f, "a\n")
	if err := os.RemoveAll(dir); err != nil {
		t.Skip("an open file cannot be removed here:", err)
	}
	if err := f.ready(); err == nil {
		t.Error("a file without directory is ready")
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	batchTo(t, f, "b\n")
	if err := f.close(); err != nil {
		t.Fatal(err)
	}
	if got := read(t, f.name); got != "b\n" {
		t.Errorf("the file has %q", got)
	}
}

func TestAFileThatCannotBeOpened(t *testing.T) {
	name := filepath.Join(t.TempDir(), "missing", "access.log")
	if _, err := Open(name, nil); !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), name) {
		t.Errorf("Open(%q) = %v", name, err)
	}
}

func BenchmarkAdd(b *testing.B) {
	entry := Compile(presetCLF).AppendEntry(nil, answered())
	// What the disk does not take in time is left out.
	w, err := Open(filepath.Join(b.TempDir(), "access.log"), nil)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for n := 0; pb.Next(); n++ {
			w.Add(entry)
		}
	})
	w.Close()
}
