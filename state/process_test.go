package state

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"

	"gatehouse/model"
)

// The test binary is also the program that the tests run many of: with these
// variables set it creates APIs in a file and prints the name of each that
// has been created.
const (
	writerPath  = "GATEHOUSE_TEST_WRITER"
	writerName  = "GATEHOUSE_TEST_WRITER_NAME"
	writerCount = "GATEHOUSE_TEST_WRITER_COUNT"
)

func TestMain(m *testing.M) {
	if path := os.Getenv(writerPath); path != "" {
		if err := writeAPIs(path); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func writeAPIs(path string) error {
	f := &File{Path: path}
	defer f.KeepSpare()()
	count, err := strconv.Atoi(os.Getenv(writerCount))
	if err != nil {
		return err
	}
	for i := range count {
		name := os.Getenv(writerName) + strconv.Itoa(i)
		if _, err := f.Do(context.Background(), "us-east-1", model.OperationByCommand("create-api"), newAPI(name)); err != nil {
			return err
		}
		fmt.Println(name)
	}
	return nil
}

func newAPI(name string) *model.Document {
	return model.NewDocument(model.Field{Name: "Name", Value: name}, model.Field{Name: "ProtocolType", Value: "HTTP"})
}

// writer is a process that creates APIs.
func writer(path, name string, count int) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), writerPath+"="+path, writerName+"="+name, writerCount+"="+strconv.Itoa(count))
	cmd.Stderr = os.Stderr
	return cmd
}

// names returns how often each API name is in the file.
func (s *scene) apiNames() map[string]int {
	s.t.Helper()
	catalog, err := s.file.Load()
	if err != nil {
		s.t.Fatal(err)
	}
	names := map[string]int{}
	for _, api := range catalog.APIs {
		names[*api.Api.Name]++
	}
	return names
}

func TestManyProcessesLoseNothing(t *testing.T) {
	const processes, each = 40, 5
	s := newScene(t)
	var wait sync.WaitGroup
	for p := range processes {
		wait.Go(func() {
			if err := writer(s.file.Path, fmt.Sprintf("p%d-", p), each).Run(); err != nil {
				t.Errorf("process %d: %v", p, err)
			}
		})
	}
	wait.Wait()
	names := s.apiNames()
	for p := range processes {
		for i := range each {
			if name := fmt.Sprintf("p%d-%d", p, i); names[name] != 1 {
				t.Errorf("API %s is there %d times", name, names[name])
			}
		}
	}
}

func TestManyGoroutinesLoseNothing(t *testing.T) {
	const goroutines, each = 20, 10
	s := newScene(t)
	s.file.Settings.NewID = nil
	var wait sync.WaitGroup
	for g := range goroutines {
		wait.Go(func() {
			for i := range each {
				name := fmt.Sprintf("g%d-%d", g, i)
				if _, err := s.file.Do(context.Background(), "us-east-1", model.OperationByCommand("create-api"), newAPI(name)); err != nil {
					t.Error(err)
				}
				// What has been answered is there.
				if out, err := s.file.Do(context.Background(), "us-east-1", model.OperationByCommand("get-apis"), model.NewDocument()); err != nil || out == nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	if names := s.apiNames(); len(names) != goroutines*each {
		t.Errorf("%d APIs are there, want %d", len(names), goroutines*each)
	}
}

func TestAKilledWriterLeavesTheOldFileOrTheNew(t *testing.T) {
	s := newScene(t)
	acknowledged := 0
	for round := range 15 {
		cmd := writer(s.file.Path, fmt.Sprintf("r%d-", round), 1_000_000)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for range 1 + rand.IntN(8) {
			if !lines.Scan() {
				t.Fatal("the writer ended by itself")
			}
			acknowledged++
		}
		cmd.Process.Kill()
		for lines.Scan() { // what it had printed by then
			acknowledged++
		}
		cmd.Wait()
		names := s.apiNames()
		if n := len(names); n < acknowledged || n > acknowledged+round+1 {
			t.Fatalf("after %d kills %d APIs are there and %d were acknowledged", round+1, n, acknowledged)
		}
	}
	s.do(`create-api {"Name":"last","ProtocolType":"HTTP"}`)
	if _, err := os.Stat(s.file.Path + temporarySuffix); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a temporary file is left: %v", err)
	}
}

func TestChangesOfOneProcessAreWrittenTogether(t *testing.T) {
	s := newScene(t)
	s.do(`create-api {"Name":"first","ProtocolType":"HTTP"}`)
	// While the lock is held elsewhere, changes pile up; some are refused, one
	// is not waited for.
	_, unlock, err := (&File{Path: s.file.Path}).begin(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	given, give := context.WithCancel(context.Background())
	give()
	create := model.OperationByCommand("create-api")
	var wait sync.WaitGroup
	for i := range 10 {
		wait.Go(func() {
			if _, err := s.file.Do(context.Background(), "us-east-1", create, newAPI(fmt.Sprint("n", i))); err != nil {
				t.Error(err)
			}
		})
		wait.Go(func() {
			if _, err := s.file.Do(context.Background(), "us-east-1", create, model.NewDocument()); err == nil {
				t.Error("an API without a name was created")
			}
		})
	}
	wait.Go(func() {
		for {
			s.file.queue.mu.Lock()
			n := len(s.file.queue.waiting)
			s.file.queue.mu.Unlock()
			runtime.Gosched()
			if n >= 20 {
				break
			}
		}
		if _, err := s.file.Do(given, "us-east-1", create, newAPI("given up")); !errors.Is(err, context.Canceled) {
			t.Errorf("a change that is not waited for = %v", err)
		}
		unlock()
	})
	wait.Wait()
	names := s.apiNames()
	if len(names) != 11 || names["given up"] != 0 {
		t.Errorf("the APIs are %v", names)
	}
}

func TestWhoIsInterruptedIsToldWhoHoldsTheLock(t *testing.T) {
	s := newScene(t)
	_, unlock, err := (&File{Path: s.file.Path}).begin(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	ctx, interrupt := context.WithCancel(context.Background())
	var wait sync.WaitGroup
	for range 3 { // one waits for the lock, the others for that one
		wait.Go(func() {
			_, err := s.file.Do(ctx, "us-east-1", model.OperationByCommand("create-api"), newAPI("x"))
			want := fmt.Sprintf("state file %s: is locked by process %d: context canceled. Wait until that process has ended, or end it", s.file.Path, os.Getpid())
			if !errors.Is(err, context.Canceled) || err.Error() != want {
				t.Errorf("Do() = %v, want %s", err, want)
			}
		})
	}
	for waiting := 0; waiting < 3; runtime.Gosched() {
		s.file.queue.mu.Lock()
		waiting = len(s.file.queue.waiting)
		s.file.queue.mu.Unlock()
	}
	interrupt()
	wait.Wait()
}

func TestAFailedWriteFailsAllWhoBuiltOnIt(t *testing.T) {
	s := newScene(t)
	s.do(`create-api {"Name":"first","ProtocolType":"HTTP"}`)
	// A directory in the place of the temporary file makes every write fail.
	if err := os.MkdirAll(s.file.Path+temporarySuffix+"/x", 0o700); err != nil {
		t.Fatal(err)
	}
	batch := []*change{}
	for _, name := range []string{"", "a", "b", ""} {
		batch = append(batch, &change{region: "us-east-1", op: model.OperationByCommand("create-api"), in: newAPI(name)})
	}
	s.file.make(s.file.Path, batch)
	if _, ok := errors.AsType[*ServiceError](batch[0].err); !ok {
		t.Errorf("a refusal before the first change = %v", batch[0].err)
	}
	for _, c := range batch[1:] {
		if _, ok := errors.AsType[*FileError](c.err); !ok || c.out != nil {
			t.Errorf("a change that was not written = %v, %v", c.out, c.err)
		}
	}
	if names := s.apiNames(); len(names) != 1 {
		t.Errorf("the APIs are %v", names)
	}
}

// A panic ends the batch, and nobody is told that his change was made.
func TestAPanicIsNobodysSuccess(t *testing.T) {
	s := newScene(t)
	s.do(`create-api {"Name":"first","ProtocolType":"HTTP"}`)
	before := s.content()
	ids := 0
	s.file.Settings.NewID = func(n int) string {
		if ids++; ids == 2 {
			panic("no identifier")
		}
		return "newnewnewn"[:n]
	}
	batch := []*change{}
	for _, name := range []string{"a", "b", "c"} {
		batch = append(batch, &change{region: "us-east-1", op: model.OperationByCommand("create-api"), in: newAPI(name), turn: make(chan bool, 1)})
	}
	s.file.queue.waiting, s.file.queue.led = slices.Clone(batch), true
	func() {
		defer func() {
			if recover() == nil {
				t.Error("lead() has not panicked")
			}
		}()
		s.file.lead(t.Context(), batch[0])
	}()
	for i, c := range batch {
		if c.err != errGivenUp || c.out != nil {
			t.Errorf("change %d = %v, %v", i, c.out, c.err)
		}
		if i > 0 && <-c.turn {
			t.Errorf("change %d is to lead", i)
		}
	}
	if s.content() != before {
		t.Errorf("the file is %s", s.content())
	}
	s.do(`create-api {"Name":"d","ProtocolType":"HTTP"}`)
}
