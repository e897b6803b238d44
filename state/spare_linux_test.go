package state

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// spareScene is an account whose file has been written twice by a process that
// keeps a spare.
func spareScene(t *testing.T) *scene {
	s := newScene(t)
	t.Cleanup(s.file.KeepSpare())
	s.do(`create-api {"Name":"x","ProtocolType":"HTTP"}`)
	s.describe("first")
	if !s.file.spare.has(s.file.Path) {
		t.Skip("this file system cannot exchange names")
	}
	return s
}

// describe changes the file. Texts of one length give files of one size.
func (s *scene) describe(text string) {
	s.t.Helper()
	s.do(fmt.Sprintf(`update-api {"ApiId":"0000000001","Description":%q}`, text))
}

func (s *scene) inode() uint64 {
	s.t.Helper()
	info, err := os.Stat(s.file.Path)
	if err != nil {
		s.t.Fatal(err)
	}
	return info.Sys().(*syscall.Stat_t).Ino
}

// spared is the content of what has the temporary file's name, "" without one.
func (s *scene) spared() string {
	s.t.Helper()
	content, err := os.ReadFile(s.file.Path + temporarySuffix)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		s.t.Fatal(err)
	}
	return string(content)
}

func TestTheSpareIsWrittenOver(t *testing.T) {
	s := spareScene(t)
	var inodes []uint64
	for _, text := range []string{"longer than the one before", "short", strings.Repeat("long", 250), "", "x"} {
		before := s.content()
		s.describe(text)
		if s.spared() != before {
			t.Errorf("the spare of %.20q is not the file that was in place", text)
		}
		other := &scene{t: t, file: &File{Path: s.file.Path}}
		if got := other.do(`get-api {"ApiId":"0000000001"}`); text != "" && !strings.Contains(got, `"Description":"`+text+`"`) {
			t.Errorf("another process reads %.200s", got)
		}
		inodes = append(inodes, s.inode())
	}
	for i := 2; i < len(inodes); i++ {
		if inodes[i] != inodes[i-2] || inodes[i] == inodes[i-1] {
			t.Errorf("the files are %v, want two in turn", inodes)
		}
	}
}

func TestWhoReadsTheOldFileReadsItToItsEnd(t *testing.T) {
	s := spareScene(t)
	for range 2 {
		want := s.content()
		file, err := os.Open(s.file.Path)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		s.describe("second")
		s.describe("third-")
		s.describe("fourth")
		if got, err := io.ReadAll(file); err != nil || string(got) != want {
			t.Errorf("the file that was opened holds\n%s, %v, want\n%s", got, err, want)
		}
	}
}

func TestWhoOpensTheOldFileLateReadsTheNewOne(t *testing.T) {
	s := spareScene(t)
	// A reader that has found the file by its name and is only then overtaken
	// opens what has become the spare.
	path := s.file.Path + temporarySuffix
	info, err := os.Stat(s.file.Path)
	if err != nil {
		t.Fatal(err)
	}
	s.file.spare.mu.Lock()
	spare := s.file.spare.take(s.file.Path, info)
	s.file.spare.mu.Unlock()
	if spare == nil {
		t.Skip("this file system has no leases")
	}
	defer spare.Close()
	read := make(chan string)
	go func() {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Error(err)
		}
		read <- string(content)
	}()
	if err := overwrite(spare, slices.Values([]string{"new"}), 3); err != nil {
		t.Fatal(err)
	}
	if got := <-read; got != "new" {
		t.Errorf("a reader that came while the spare was written over reads %q", got)
	}
}

func TestAnotherNameOfTheFileKeepsItsContent(t *testing.T) {
	s := spareScene(t)
	want, backup := s.content(), s.file.Path+"-backup"
	if err := os.Link(s.file.Path, backup); err != nil {
		t.Skip(err)
	}
	for _, text := range []string{"second", "third-", "fourth"} {
		s.describe(text)
	}
	if got, err := os.ReadFile(backup); err != nil || string(got) != want {
		t.Errorf("the other name has\n%s, %v, want\n%s", got, err, want)
	}
}

func TestNothingIsWrittenOverThatAnotherSystemMayHaveOpen(t *testing.T) {
	for fileSystem, want := range map[int64]bool{
		unix.EXT4_SUPER_MAGIC: true, unix.TMPFS_MAGIC: true, unix.OVERLAYFS_SUPER_MAGIC: true,
		unix.FUSE_SUPER_MAGIC: false,
	} {
		if got := knowsAllOpeners(fileSystem); got != want {
			t.Errorf("a file system of type %#x knows who has a file open: %v", fileSystem, got)
		}
	}
}

func TestTheSpareHasTheFilesMode(t *testing.T) {
	s := spareScene(t)
	if err := os.Chmod(s.file.Path, 0o640); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"second", "third-", "fourth"} {
		s.describe(text)
		if info, err := os.Stat(s.file.Path); err != nil || info.Mode().Perm() != 0o640 {
			t.Errorf("after %s the file has mode %v, %v, want 0640", text, info.Mode(), err)
		}
	}
}

// Whoever opens the state file gets it at once, also when the spare has taken its
// place by renaming because somebody had saved the file by hand.
func TestAReaderNeverWaitsForTheStateFile(t *testing.T) {
	s := spareScene(t)
	for _, edit := range []func(){
		func() {},
		func() { s.byHand(`"Name": "x"`, `"Name": "y"`) },
		func() { s.write(strings.Replace(s.content(), `"Name": "y"`, `"Name": "z"`, 1)) },
	} {
		s.describe("second")
		s.describe("third-")
		edit()
		s.describe("fourth")
		// O_NONBLOCK: what would have to wait fails.
		fd, err := syscall.Open(s.file.Path, syscall.O_RDONLY|syscall.O_NONBLOCK|syscall.O_CLOEXEC, 0)
		if err != nil {
			t.Fatalf("the state file cannot be opened at once: %v", err)
		}
		syscall.Close(fd)
	}
}

func TestOthersMayWriteBetweenTwoExchanges(t *testing.T) {
	s := spareScene(t)
	others := map[string]func(){
		"another gatehouse": func() {
			other := &scene{t: t, file: &File{Path: s.file.Path}}
			other.do(`tag-resource {"ResourceArn":"arn:aws:apigateway:us-east-1::/apis/0000000001","Tags":{"by":"other"}}`)
		},
		"a person in place": func() {
			s.write(strings.Replace(s.content(), `"Name": "x"`, `"Name": "y"`, 1))
		},
		"a person by renaming": func() {
			path := s.file.Path + "~"
			if err := os.WriteFile(path, []byte(strings.Replace(s.content(), `"Name": "y"`, `"Name": "z"`, 1)), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(path, s.file.Path); err != nil {
				t.Fatal(err)
			}
		},
	}
	for _, who := range []string{"another gatehouse", "a person in place", "a person by renaming"} {
		others[who]()
		for _, text := range []string{"second", "third-", "fourth"} {
			s.describe(text + who)
		}
	}
	want := `"Description":"fourtha person by renaming","DisableExecuteApiEndpoint":false,"IpAddressType":"ipv4","Name":"z","ProtocolType":"HTTP","RouteSelectionExpression":"$request.method $request.path","Tags":{"by":"other"}`
	if got := (&scene{t: t, file: &File{Path: s.file.Path}}).do(`get-api {"ApiId":"0000000001"}`); !strings.Contains(got, want) {
		t.Errorf("the API is\n%s, want\n%s", got, want)
	}
}

func TestASpareThatIsNotUsedIsRemoved(t *testing.T) {
	s := spareScene(t)
	for deadline := time.Now().Add(20 * spareIdle); s.spared() != ""; time.Sleep(spareIdle / 10) {
		if time.Now().After(deadline) {
			t.Fatal("the spare is still there")
		}
	}
	s.describe("second")
	s.describe("third-")
	if s.spared() == "" {
		t.Error("there is no spare after two more writes")
	}
	s.file.KeepSpare()()
	if s.spared() != "" {
		t.Error("the spare is there when no more is to be kept")
	}
	s.describe("fourth")
	s.describe("fifth-")
	if s.spared() != "" {
		t.Error("there is a spare of a process that keeps none")
	}
}

func TestASpareIsRemovedAroundAnothersWrite(t *testing.T) {
	s := spareScene(t)
	_, unlock, err := (&File{Path: s.file.Path}).begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// The other one is at work: the name is its own now.
	s.write(emptyFile)
	if err := os.WriteFile(s.file.Path+temporarySuffix, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.file.dropSpare()
	if got := s.spared(); got != "half" {
		t.Errorf("another writer's temporary file is %q", got)
	}
	unlock()
	s.file.dropSpare()
	if got := s.spared(); got != "" {
		t.Errorf("what the other one left is %q", got)
	}
}

func TestReadersSeeWholeFilesWhileTheSpareIsWrittenOver(t *testing.T) {
	s := spareScene(t)
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				content, err := os.ReadFile(s.file.Path)
				if err != nil {
					t.Error(err)
					return
				}
				if _, err := newImage("x", string(content)); err != nil {
					t.Errorf("a reader sees %v in\n%s", err, content)
					return
				}
			}
		})
	}
	for i := range 150 {
		s.describe(strings.Repeat("x", i*37%1000))
	}
	close(done)
	readers.Wait()
}

// Who removes the file, to begin anew, gets a new one by the next write.
func TestTheFileIsRemovedBesideASpare(t *testing.T) {
	s := spareScene(t)
	if err := os.Remove(s.file.Path); err != nil {
		t.Fatal(err)
	}
	s.do(`create-api {"Name":"y","ProtocolType":"HTTP"}`)
	s.do(`create-api {"Name":"z","ProtocolType":"HTTP"}`)
	if names := s.apiNames(); !maps.Equal(names, map[string]int{"y": 1, "z": 1}) {
		t.Errorf("the APIs are %v", names)
	}
	if s.file.dropSpare(); s.spared() != "" {
		t.Error("a temporary file is left")
	}
}

// Who makes the file a link leaves the spare beside the link.
func TestTheFileBecomesALinkBesideASpare(t *testing.T) {
	s := spareScene(t)
	moved := s.file.Path + ".moved"
	if err := errors.Join(os.Rename(s.file.Path, moved), os.Symlink(moved, s.file.Path)); err != nil {
		t.Fatal(err)
	}
	s.describe("behind the link")
	if s.spared() != "" {
		t.Error("a temporary file is left beside the link")
	}
	content, err := os.ReadFile(moved)
	if err != nil || !strings.Contains(string(content), "behind the link") {
		t.Errorf("the link leads to %v, %s", err, content)
	}
}
