package state

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// mount mounts something for the time of a test, or skips the test.
func mount(t *testing.T, source, target, kind string, flags uintptr, options string) {
	t.Helper()
	if err := syscall.Mount(source, target, kind, flags, options); err != nil {
		t.Skipf("mounting needs privileges: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(target, syscall.MNT_DETACH); err != nil {
			t.Errorf("unmount %s: %v", target, err)
		}
	})
}

func TestAFullDiskLeavesTheOldFile(t *testing.T) {
	s := newScene(t)
	dir := t.TempDir()
	mount(t, "tmpfs", dir, "tmpfs", 0, "size=64k")
	s.file.Path = filepath.Join(dir, "state.json")
	s.do(`create-api {"Name":"first","ProtocolType":"HTTP"}`)
	before := s.content()
	big := `create-api {"Name":"big","ProtocolType":"HTTP","CorsConfiguration":{"AllowHeaders":["` + strings.Repeat("x", 100_000) + `"]}}`
	_, err := s.try(big)
	e, ok := errors.AsType[*FileError](err)
	if !ok || !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("Do() on a full disk = %v", err)
	}
	want := "state file " + s.file.Path + ": cannot be written: no space left on device. Make room on the disk; the file was left as it was"
	if e.Error() != want {
		t.Errorf("Do() on a full disk = %q, want %q", e, want)
	}
	if s.content() != before {
		t.Error("the file changed")
	}
	if _, err := os.Stat(s.file.Path + temporarySuffix); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the temporary file is left: %v", err)
	}
	s.do(`create-api {"Name":"small","ProtocolType":"HTTP"}`)
}

func TestAReadOnlyFileSystemIsRefused(t *testing.T) {
	s := newScene(t)
	dir := t.TempDir()
	mount(t, "tmpfs", dir, "tmpfs", 0, "size=64k")
	s.file.Path = filepath.Join(dir, "state.json")
	s.do(`create-api {"Name":"first","ProtocolType":"HTTP"}`)
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Skipf("remounting needs privileges: %v", err)
	}
	_, err := s.try(`create-api {"Name":"second","ProtocolType":"HTTP"}`)
	if e, ok := errors.AsType[*FileError](err); !ok || !strings.HasSuffix(e.Error(), "cannot be written: read-only file system. Make the directory "+dir+" writable, or name another file") {
		t.Errorf("Do() on a read-only file system = %v", err)
	}
	s.do(`get-apis {}`)
}

// nobody is a user who owns nothing.
const nobody = 65534

// asNobody runs a function without the superuser's right to read and write
// everything.
func asNobody(t *testing.T, s *scene, run func() error) error {
	if os.Geteuid() != 0 {
		return run()
	}
	// Nobody else may enter what is above a test's directory.
	if err := os.Chmod(filepath.Dir(filepath.Dir(s.file.Path)), 0o711); err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	go func() {
		// This thread gives the right up and, still locked, ends with the
		// goroutine.
		runtime.LockOSThread()
		if err := syscall.Setfsuid(nobody); err != nil {
			t.Error(err)
		}
		done <- run()
	}()
	return <-done
}

func TestAnUnreadableFileIsRefused(t *testing.T) {
	s := newScene(t)
	s.write(emptyFile)
	if err := os.Chmod(s.file.Path, 0); err != nil {
		t.Fatal(err)
	}
	err := asNobody(t, s, func() error {
		_, err := s.try(`get-apis {}`)
		return err
	})
	want := "state file " + s.file.Path + ": cannot be read: permission denied. Make it readable, or name another file"
	if err == nil || err.Error() != want {
		t.Errorf("Do() = %v, want %s", err, want)
	}
}

func TestAReadOnlyDirectoryIsRefused(t *testing.T) {
	s := newScene(t)
	s.do(`create-api {"Name":"first","ProtocolType":"HTTP"}`)
	before := s.content()
	dir := filepath.Dir(s.file.Path)
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() == 0 {
		for _, path := range []string{s.file.Path, s.file.Path + lockSuffix, dir} {
			if err := os.Chown(path, nobody, nobody); err != nil {
				t.Error(err)
			}
		}
	}
	err := asNobody(t, s, func() error {
		_, err := s.try(`create-api {"Name":"second","ProtocolType":"HTTP"}`)
		return err
	})
	if e, ok := errors.AsType[*FileError](err); !ok || !strings.HasSuffix(e.Error(), "cannot be written: permission denied. Make the directory "+dir+" writable, or name another file") {
		t.Errorf("Do() in a read-only directory = %v", err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if s.content() != before {
		t.Error("the file changed")
	}
}

// Who may write a directory and not read it cannot bring it to the disk.
func TestADirectoryThatCannotBeReadIsWritten(t *testing.T) {
	s := newScene(t)
	dir := filepath.Dir(s.file.Path)
	if err := os.Chmod(dir, 0o333); err != nil {
		t.Fatal(err)
	}
	if err := asNobody(t, s, func() error {
		_, err := s.try(`create-api {"Name":"x","ProtocolType":"HTTP"}`)
		return err
	}); err != nil {
		t.Error(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(s.content(), `"Name": "x"`) {
		t.Error("the API is not there")
	}
}

func TestAnUnconfirmedChangeIsNoFailedOne(t *testing.T) {
	f := &File{Path: "x.json"}
	err := f.cannotWrite(f.Path, &unconfirmedError{&os.PathError{Op: "sync", Path: "/", Err: syscall.EIO}})
	want := "state file x.json: was changed, but the disk does not confirm it: input/output error. Check the disk, and whether the change is there, before you try again"
	if err.Error() != want {
		t.Errorf("the error is %v, want %s", err, want)
	}
}

func TestAFileMountedByItselfIsExplained(t *testing.T) {
	s := newScene(t)
	s.do(`create-api {"Name":"first","ProtocolType":"HTTP"}`)
	before := s.content()
	target := filepath.Join(t.TempDir(), "state.json")
	if err := os.WriteFile(target, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	mount(t, s.file.Path, target, "", syscall.MS_BIND, "")
	s.file.Path = target
	_, err := s.try(`create-api {"Name":"second","ProtocolType":"HTTP"}`)
	want := "state file " + target + ": cannot be written: device or resource busy. It seems to be mounted as a single file, which cannot be replaced: mount the directory that it is in"
	if err == nil || err.Error() != want {
		t.Errorf("Do() = %v, want %s", err, want)
	}
	if s.content() != before {
		t.Error("the file changed")
	}
	if _, err := os.Stat(target + temporarySuffix); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the temporary file is left: %v", err)
	}
}

func TestOwnerIsKept(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only the superuser can write another's file")
	}
	s := newScene(t)
	s.write(emptyFile)
	if err := os.Chown(s.file.Path, 12345, 12346); err != nil {
		t.Fatal(err)
	}
	s.do(`create-api {"Name":"x","ProtocolType":"HTTP"}`)
	remove, err := s.file.RecordServe("http://127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	defer remove()
	for _, suffix := range []string{"", lockSuffix, serveSuffix} {
		info, err := os.Stat(s.file.Path + suffix)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Sys().(*syscall.Stat_t); got.Uid != 12345 || got.Gid != 12346 {
			t.Errorf("the file%s belongs to %d:%d, want 12345:12346", suffix, got.Uid, got.Gid)
		}
	}
}

func TestWhoMayWriteTheFileMayLockIt(t *testing.T) {
	for file, lock := range map[fs.FileMode]fs.FileMode{0o600: 0o600, 0o660: 0o660, 0o440: 0o640} {
		s := newScene(t)
		s.write(emptyFile)
		if err := os.Chmod(s.file.Path, file); err != nil {
			t.Fatal(err)
		}
		s.do(`create-api {"Name":"x","ProtocolType":"HTTP"}`)
		if info, err := os.Stat(s.file.Path + lockSuffix); err != nil || info.Mode().Perm() != lock {
			t.Errorf("the lock of a file of mode %v has mode %v, %v, want %v", file, info.Mode(), err, lock)
		}
	}
}

func TestAnotherUsersLockIsExplained(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only the superuser can make another's file")
	}
	s := newScene(t)
	s.do(`create-api {"Name":"x","ProtocolType":"HTTP"}`)
	for _, path := range []string{s.file.Path, filepath.Dir(s.file.Path)} {
		if err := os.Chown(path, nobody, nobody); err != nil {
			t.Fatal(err)
		}
	}
	err := asNobody(t, s, func() error {
		_, err := s.try(`create-api {"Name":"second","ProtocolType":"HTTP"}`)
		return err
	})
	want := "state file " + s.file.Path + ": cannot be locked: permission denied. Make " + s.file.Path + lockSuffix + " yours, or writable for you"
	if err == nil || err.Error() != want {
		t.Errorf("Do() = %v, want %s", err, want)
	}
}

func TestDescriptorsAreClosed(t *testing.T) {
	s := newScene(t)
	count := func() int {
		entries, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Skip(err)
		}
		return len(entries)
	}
	s.do(`create-api {"Name":"x","ProtocolType":"HTTP"}`)
	before := count()
	other := &scene{t: t, file: &File{Path: s.file.Path}}
	for range 20 {
		s.do(`update-api {"ApiId":"0000000001","Name":"y"}`)
		s.do(`get-apis {}`)
		s.refused(`update-api {"ApiId":"none"}`)
		other.do(`update-api {"ApiId":"0000000001","Name":"z"}`)
	}
	if after := count(); after > before+1 { // the other's own
		t.Errorf("%d descriptors are open, there were %d", after, before)
	}
}
