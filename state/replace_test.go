package state

import (
	"os"
	"path/filepath"
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
			if err := overwrite(file, text); err != nil {
				t.Error(err)
			}
			file.Close()
			if got, err := os.ReadFile(path); err != nil || string(got) != text {
				t.Errorf("%s, written over with %d bytes: %d other bytes, %v", name, len(text), len(got), err)
			}
		}
	}
}

// Of what the file holds already nothing is written, but for its end.
func TestSameBytes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	long := strings.Repeat("0123456789abcdef", 10_000)
	if err := os.WriteFile(path, []byte(long), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	const block = 32 << 10
	for text, want := range map[string]int{
		long: 4 * block, long + "more": 4 * block, "X" + long: 0, long[:block]: 0, long[:block+1]: block,
		long[:2*block] + "X" + long: 2 * block, long + long: 4 * block,
	} {
		if got := sameBytes(file, text); got != want {
			t.Errorf("sameBytes of %d bytes = %d, want %d", len(text), got, want)
		}
	}
}
