package state

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

func TestServeURL(t *testing.T) {
	f := &File{Path: filepath.Join(t.TempDir(), "new", "state.json")}
	if got := f.ServeURL(); got != "" {
		t.Errorf("ServeURL() without a serve = %q", got)
	}
	remove, err := f.RecordServe("http://127.0.0.1:8080/a-long-address")
	if err != nil {
		t.Fatal(err)
	}
	if got := f.ServeURL(); got != "http://127.0.0.1:8080/a-long-address" {
		t.Errorf("ServeURL() = %q", got)
	}
	second, err := f.RecordServe("http://127.0.0.1:9")
	if err != nil || f.ServeURL() != "http://127.0.0.1:8080/a-long-address" {
		t.Errorf("a second serve took the place of the first: %v", err)
	}
	second()
	remove()
	if got := f.ServeURL(); got != "" {
		t.Errorf("ServeURL() after remove = %q", got)
	}
	if err := os.WriteFile(f.Path+serveSuffix, []byte("http://127.0.0.1:1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := f.ServeURL(); got != "" {
		t.Errorf("ServeURL() of a dead serve = %q", got)
	}
	remove, err = f.RecordServe("http://127.0.0.1:2")
	if err != nil || f.ServeURL() != "http://127.0.0.1:2" {
		t.Errorf("a dead serve's place is not taken: %q, %v", f.ServeURL(), err)
	}
	remove()
}

// Those that look for a serve at the same time do not take each other for one.
func TestServeURLOfManyAtOnce(t *testing.T) {
	f := newScene(t).file
	remove, err := f.RecordServe("http://127.0.0.1:8080")
	if err != nil {
		t.Fatal(err)
	}
	remove()
	if err := os.WriteFile(f.Path+serveSuffix, []byte("http://127.0.0.1:8080\n"), 0o600); err != nil {
		t.Fatal(err) // as a serve that was killed leaves it
	}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for range 2000 {
				if url := f.ServeURL(); url != "" {
					t.Errorf("the address of a dead serve: %s", url)
					return
				}
			}
		})
	}
	wait.Wait()
}

// A second serve is not kept waiting by the first, and its address counts once
// the first has ended.
func TestASecondServeTakesOver(t *testing.T) {
	f := newScene(t).file
	first, err := f.RecordServe("http://127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	second, err := f.RecordServe("http://127.0.0.1:2")
	if err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took >= lookTries*lockPauseMax {
		t.Errorf("the second serve was kept for %v", took)
	}
	if got := f.ServeURL(); got != "http://127.0.0.1:1" {
		t.Errorf("while both run: %q", got)
	}
	first()
	for deadline := time.Now().Add(20 * takeOver); f.ServeURL() == "" && time.Now().Before(deadline); {
		time.Sleep(lockPauseMax)
	}
	if got := f.ServeURL(); got != "http://127.0.0.1:2" {
		t.Errorf("after the end of the first: %q", got)
	}
	second()
	if got := f.ServeURL(); got != "" {
		t.Errorf("after the end of both: %q", got)
	}
}
