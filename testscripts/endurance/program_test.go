package endurance

import (
	"bufio"
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"gatehouse/commands"
	"gatehouse/model"
	"gatehouse/state"
)

var (
	endurance = flag.Duration("endurance", 4*time.Second, "how long the server is under load")
	kills     = flag.Int("kills", 40, "how many writers are killed")
)

// asProgram, set in the environment, makes the test binary the program.
const asProgram = "GATEHOUSE_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) == "" {
		os.Exit(m.Run())
	}
	os.Exit(commands.Main(context.Background(), os.Args[1:], commands.Env{
		Program: "gatehouse",
		Stdin:   os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Getenv: os.Getenv, LookupEnv: os.LookupEnv,
		Interrupts: signal.NotifyContext,
	}))
}

// program is a command of the program on a state file.
func program(file string, args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProgram+"=1", "GATEHOUSE_STATE="+file, "HOME="+os.DevNull, "AWS_PAGER=", "GORACE=atexit_sleep_ms=0")
	return cmd
}

// run runs a command to its end and returns what it printed.
func run(t *testing.T, file string, args ...string) string {
	t.Helper()
	cmd := program(file, args...)
	var problem bytes.Buffer
	cmd.Stderr = &problem
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, &problem)
	}
	return strings.TrimSpace(string(out))
}

// A served is a server that runs as a process of its own.
type served struct {
	cmd    *exec.Cmd
	url    string
	ended  chan error
	mu     sync.Mutex
	output bytes.Buffer
}

var readyLine = regexp.MustCompile(`gatehouse ready on (http://\S+)`)

// serve starts a server on any free port; the test's end is its end, too.
func serve(t *testing.T, file string, flags ...string) *served {
	t.Helper()
	s := &served{cmd: program(file, append([]string{"serve", "--port", "0"}, flags...)...), ended: make(chan error, 1)}
	s.cmd.Stderr = s
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ready := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if m := readyLine.FindStringSubmatch(lines.Text()); m != nil {
				ready <- m[1]
				break
			}
		}
		io.Copy(io.Discard, out)
		s.ended <- s.cmd.Wait()
	}()
	t.Cleanup(func() { s.cmd.Process.Kill() })
	select {
	case s.url = <-ready:
	case <-time.After(20 * time.Second):
		t.Fatalf("the server is not ready\n%s", s.said())
	}
	return s
}

// Write keeps what the server says on stderr.
func (s *served) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.output.Write(p)
}

func (s *served) said() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.output.String()
}

// terminate sends SIGTERM and waits for the end, which must be an orderly one.
func (s *served) terminate(t *testing.T) {
	t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-s.ended:
		if err != nil {
			t.Errorf("serve ended with %v\n%s", err, s.said())
		}
	case <-time.After(30 * time.Second):
		t.Errorf("serve does not end after SIGTERM\n%s", s.said())
	}
}

// do runs an operation on a file as another process than the server's.
func do(file *state.File, operation string, fields ...model.Field) (*model.Document, error) {
	op := model.OperationByName(operation)
	if op == nil {
		return nil, fmt.Errorf("no operation %s", operation)
	}
	return file.Do(context.Background(), "us-east-1", op, model.NewDocument(fields...))
}

func text(name, value string) model.Field { return model.Field{Name: name, Value: value} }

// client is a client whose connections end with the test.
func client(t *testing.T) *http.Client {
	transport := &http.Transport{MaxIdleConnsPerHost: 64, DisableCompression: true}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: time.Minute}
}
