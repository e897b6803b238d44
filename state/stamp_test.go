package state

import (
	"os"
	"strings"
	"testing"
	"time"
)

func TestChanged(t *testing.T) {
	s := newScene(t)
	changed := func(since Stamp) bool {
		t.Helper()
		c, err := s.file.Changed(since)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	if changed(Stamp{}) {
		t.Error("no file has changed since there was none")
	}
	s.do(`create-api {"Name":"x","ProtocolType":"HTTP"}`)
	if !changed(Stamp{}) {
		t.Error("a new file is no change")
	}
	load := func() Stamp {
		t.Helper()
		catalog, err := s.file.Load()
		if err != nil {
			t.Fatal(err)
		}
		return catalog.Stamp
	}
	since := load()
	if changed(since) {
		t.Error("a young file that nobody touched has changed")
	}
	// A change within one step of the file system's clock: same place, same
	// size, same times.
	content := s.content()
	info, err := os.Stat(s.file.Path)
	if err != nil {
		t.Fatal(err)
	}
	s.write(strings.Replace(content, `"x"`, `"y"`, 1))
	if err := os.Chtimes(s.file.Path, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	info, err = os.Stat(s.file.Path)
	if err != nil {
		t.Fatal(err)
	}
	twin := stampOf(info)
	twin.racy, twin.sum = since.racy, since.sum
	if !changed(twin) {
		t.Error("a change that only the content shows is not seen")
	}
	since = load()
	if err := os.Chtimes(s.file.Path, info.ModTime(), info.ModTime().Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	if !changed(since) {
		t.Error("another time is no change")
	}
	if since = load(); since.racy {
		t.Error("an hour-old file counts as young")
	}
	if changed(since) {
		t.Error("an old file that nobody touched has changed")
	}
	if err := os.Remove(s.file.Path); err != nil {
		t.Fatal(err)
	}
	if !changed(since) {
		t.Error("a file that is gone is no change")
	}
}
