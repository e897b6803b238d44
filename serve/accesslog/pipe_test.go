//go:build unix

package accesslog

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Opening a pipe that nobody reads would last until somebody does.
func TestAPipeIsNotWaitedFor(t *testing.T) {
	name := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(name, 0o600); err != nil {
		t.Skip("no named pipes here:", err)
	}
	if _, err := Open(name, nil); err == nil || !strings.Contains(err.Error(), "nobody reads the pipe "+name) {
		t.Fatalf("Open of a pipe that nobody reads: %v", err)
	}

	reader, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	w, err := Open(name, func(err error) { t.Error(err) })
	if err != nil {
		t.Fatal(err)
	}
	w.Add([]byte("a\n"))
	w.Close()
	if got, err := io.ReadAll(reader); err != nil || string(got) != "a\n" {
		t.Errorf("the reader gets %q, %v", got, err)
	}
}
