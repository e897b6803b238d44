package state

import (
	"os"
	"strings"
	"testing"
)

// byHand replaces a text in the file as an editor does that knows no lock.
func (s *scene) byHand(old, new string) {
	s.t.Helper()
	path := s.file.Path + "~"
	if err := os.WriteFile(path, []byte(strings.Replace(s.content(), old, new, 1)), 0o600); err != nil {
		s.t.Fatal(err)
	}
	if err := os.Rename(path, s.file.Path); err != nil {
		s.t.Fatal(err)
	}
}

// Who saves the file by hand while an operation is at work loses nothing: the
// operation is made anew on what he has saved.
func TestEditsByHandDuringAnOperation(t *testing.T) {
	for _, edits := range []int{1, overtakings - 1, overtakings} {
		s := newScene(t)
		s.do(`create-api {"Name":"first","ProtocolType":"HTTP"}`)
		made := 0
		identify := s.file.Settings.NewID
		s.file.Settings.NewID = func(n int) string {
			if made < edits {
				s.byHand(`"Name": "first`, `"Name": "firsts`)
				made++
			}
			return identify(n)
		}
		out, err := s.try(`create-api {"Name":"second","ProtocolType":"HTTP"}`)
		want := `"Name": "first` + strings.Repeat("s", edits) + `"`
		if !strings.Contains(s.content(), want) {
			t.Errorf("%d edits by hand: the file has no %s: %s", edits, want, s.content())
		}
		refused := edits == overtakings
		if (err != nil) != refused || strings.Contains(s.content(), "second") == refused {
			t.Errorf("%d edits by hand: %v, %v", edits, out, err)
		}
		if refused && err.Error() != "state file "+s.file.Path+": cannot be written: the file was changed by somebody else at the same time, again and again. Try again when nobody else writes to it" {
			t.Errorf("the error is %v", err)
		}
		if _, err := os.Stat(s.file.Path + temporarySuffix); err == nil {
			t.Error("a temporary file is left")
		}
	}
}
