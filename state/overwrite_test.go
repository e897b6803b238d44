package state

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Whatever a file held, what it holds after it was written over is the text.
func TestOverwrite(t *testing.T) {
	long := strings.Repeat("0123456789abcdef", 10_000)
	changed := func(at int) string { return long[:at] + "X" + long[at+1:] }
	contents := map[string]string{
		"nothing": "", "a little": "little", "the same": long, "the same and more": long + "more",
		"the beginning": long[:100_000], "the beginning, in whole blocks": long[:64<<10],
		"another first byte": changed(0), "another byte in the middle": changed(80_000),
		"another last byte": changed(len(long) - 1), "a byte more at the beginning": "X" + long,
		"another text": strings.Repeat("x", 200_000),
	}
	for name, content := range contents {
		for _, text := range []string{long, "short", long[:64<<10], long + long} {
			path := filepath.Join(t.TempDir(), "file")
			if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
				t.Fatal(err)
			}
			file, err := os.OpenFile(path, os.O_RDWR, 0)
			if err != nil {
				t.Fatal(err)
			}
			if err := overwrite(file, slices.Values(chunks(text)), len(text)); err != nil {
				t.Error(err)
			}
			file.Close()
			if got, err := os.ReadFile(path); err != nil || string(got) != text {
				t.Errorf("%s, written over with %d bytes: %d other bytes, %v", name, len(text), len(got), err)
			}
		}
	}
}

// chunks are a text in pieces of several lengths.
func chunks(text string) (pieces []string) {
	for n := 1; text != ""; n = n*3 + 1 {
		n = min(n, len(text))
		pieces, text = append(pieces, text[:n]), text[n:]
	}
	return pieces
}

// Of what the file holds already nothing is written but the last piece, and the
// one in which the difference is.
func TestOverwriteLeavesTheBeginningAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	long := strings.Repeat("0123456789abcdef", 10_000)
	if err := os.WriteFile(path, []byte(long), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path) // so that the first write fails
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, text := range []string{long, long + "more", "X" + long, long[:1000], long[:70_000], long[:90_000] + "X" + long, long + long} {
		common := 0
		for common < min(len(text), len(long)) && text[common] == long[common] {
			common++
		}
		w := newOverwriter(file, true, len(text))
		begin, err := 0, error(nil) // of the piece
		for _, piece := range chunks(text) {
			if err = w.add(piece); err != nil || !w.same || begin+len(piece) == len(text) {
				break
			}
			begin += len(piece)
		}
		if err == nil {
			err = w.end()
		}
		if err == nil || w.at != int64(begin) || begin > common {
			t.Errorf("%d bytes, of which %d are there, were written from byte %d on, the piece that differs from %d on (%v)", len(text), common, w.at, begin, err)
		}
	}
}
