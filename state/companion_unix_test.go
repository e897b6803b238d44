//go:build unix

package state

import (
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A companion is made once, for the owner of the state file alone, beside the
// file itself; one that is replaced is replaced whole.
func TestCompanions(t *testing.T) {
	directory := t.TempDir()
	target, link := filepath.Join(directory, "real", "state.json"), filepath.Join(directory, "link.json")
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	check := func(suffix, content string, mode fs.FileMode, owner uint32) {
		t.Helper()
		got, err := os.ReadFile(target + suffix)
		if err != nil || string(got) != content {
			t.Errorf("%s holds %q, %v, want %q", suffix, got, err, content)
		}
		info, err := os.Stat(target + suffix)
		if err != nil || info.Mode() != mode || info.Sys().(*syscall.Stat_t).Uid != owner {
			t.Errorf("%s is %v, %v, want %v of user %d", suffix, info, err, mode, owner)
		}
	}
	me := uint32(os.Geteuid())
	for _, text := range []string{"first", "second"} {
		if err := CreateCompanion(link, ".a", []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	check(".a", "first", 0o600, me)

	owner := me
	if err := os.WriteFile(target, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if owner == 0 { // as under sudo
		owner = 65534
		if err := os.Chown(target, int(owner), -1); err != nil {
			t.Fatal(err)
		}
	}
	if err := CreateCompanion(link, ".b", []byte("b")); err != nil {
		t.Fatal(err)
	}
	check(".b", "b", 0o600, owner)
	for _, text := range []string{"first", "second"} {
		if err := ReplaceCompanion(link, ".c", []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	check(".c", "second", 0o644, owner)
	if entries, err := os.ReadDir(filepath.Dir(target)); err != nil || len(entries) != 4 {
		t.Errorf("beside the state file are %v, %v", entries, err)
	}
}
