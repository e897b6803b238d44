package state

import (
	"os"
	"strings"
	"testing"
	"time"
)

func TestWhatThisProcessWroteIsNotReadAgain(t *testing.T) {
	s := newScene(t)
	s.do(`create-api {"Name":"x","ProtocolType":"HTTP"}`)
	written := s.file.last.Load()
	s.do(`get-apis {}`)
	if s.file.last.Load() != written {
		t.Error("a file that this process wrote was read")
	}
	if changed, err := s.file.Changed(written.stamp.settled()); changed || err != nil {
		t.Errorf("Changed() = %v, %v", changed, err)
	}
}

func TestWhatOthersWriteIsSeenAtOnce(t *testing.T) {
	s := newScene(t)
	s.do(`create-api {"Name":"old","ProtocolType":"HTTP"}`)
	other := &scene{t: t, file: &File{Path: s.file.Path}}
	for _, name := range []string{"new", "old", "now"} {
		other.do(`update-api {"ApiId":"0000000001","Name":"` + name + `"}`)
		if got := s.do(`get-api {"ApiId":"0000000001"}`); !strings.Contains(got, `"Name":"`+name+`"`) {
			t.Errorf("after the name became %q the API is %s", name, got)
		}
	}
	s.do(`update-api {"ApiId":"0000000001","Description":"mine"}`)
	s.write(strings.Replace(s.content(), `"now"`, `"own"`, 1)) // as an editor that writes into the file
	if got := s.do(`get-api {"ApiId":"0000000001"}`); !strings.Contains(got, `"Name":"own"`) {
		t.Errorf("after an edit by hand the API is %s", got)
	}
}

func TestWhatThisProcessWroteIsReadOnceWhenItIsOld(t *testing.T) {
	s := newScene(t)
	s.write(emptyFile)
	file, err := os.Open(s.file.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, c := range []struct {
		name    string
		age     time.Duration
		current bool
	}{
		{"young", 0, true},
		{"old", time.Hour, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			when := time.Now().Add(-c.age)
			if err := os.Chtimes(s.file.Path, when, when); err != nil {
				t.Fatal(err)
			}
			info, err := file.Stat()
			if err != nil {
				t.Fatal(err)
			}
			r := &reading{image: emptyImage("x"), stamp: stampOf(info), written: file}
			r.stamp.racy = true
			if r.isCurrent(info) != c.current {
				t.Errorf("isCurrent() = %v, want %v", !c.current, c.current)
			}
		})
	}
}
