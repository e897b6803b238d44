package testscripts

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// A process is a command that runs beside its script.
type process struct {
	cmd            *exec.Cmd
	stdout, stderr buffer
	exited         chan struct{}
	err            error
}

// running holds the server of each script, by the script's work directory.
var running sync.Map

// patience bounds the wait for anything that a script starts.
const patience = 20 * time.Second

var readyLine = regexp.MustCompile(`https?://127\.0\.0\.1:\d+`)

func cmdServe(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("serve cannot be expected to fail: use exitcode")
	}
	work := ts.Getenv("WORK")
	if _, ok := running.Load(work); ok {
		ts.Fatalf("the script's server is running already")
	}
	p := &process{exited: make(chan struct{})}
	p.cmd = exec.Command(lookPath(ts, "gatehouse"), append([]string{"serve", "--port", "0"}, args...)...)
	p.cmd.Dir = ts.MkAbs(".")
	p.cmd.Env = environ(ts)
	p.cmd.Stderr = &p.stderr
	out, err := p.cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(p.cmd.Start())
	ready := make(chan string, 1)
	go p.watch(out, ready)
	running.Store(work, p)
	ts.Defer(func() {
		if _, ok := running.LoadAndDelete(work); ok {
			p.cmd.Process.Kill()
			<-p.exited
		}
	})
	select {
	case url := <-ready:
		ts.Setenv("PORT", url[strings.LastIndexByte(url, ':')+1:])
		ts.Setenv("URL", url)
	case <-p.exited:
		ts.Fatalf("serve ended: %v\n%s%s", p.err, p.stdout.String(), p.stderr.String())
	case <-time.After(patience):
		ts.Fatalf("serve is not ready after %v\n%s%s", patience, p.stdout.String(), p.stderr.String())
	}
}

// watch keeps the process's output, says when it is ready, and waits for its end.
func (p *process) watch(out io.Reader, ready chan<- string) {
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		p.stdout.Write(append(lines.Bytes(), '\n'))
		if line := lines.Text(); strings.Contains(line, "ready") {
			if m := readyLine.FindString(line); m != "" {
				select {
				case ready <- m:
				default:
				}
			}
		}
	}
	p.err = p.cmd.Wait()
	close(p.exited)
}

func cmdInterrupt(ts *testscript.TestScript, neg bool, args []string) {
	v, ok := running.LoadAndDelete(ts.Getenv("WORK"))
	if !ok {
		ts.Fatalf("no server is running")
	}
	p := v.(*process)
	ts.Check(p.cmd.Process.Signal(os.Interrupt))
	select {
	case <-p.exited:
	case <-time.After(patience):
		p.cmd.Process.Kill()
		ts.Fatalf("serve does not end when interrupted\n%s%s", p.stdout.String(), p.stderr.String())
	}
	io.WriteString(ts.Stdout(), p.stdout.String())
	io.WriteString(ts.Stderr(), p.stderr.String())
	if failed := p.err != nil; failed != neg {
		ts.Fatalf("serve ended with %v", p.err)
	}
}

func cmdExitCode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exitcode N COMMAND [ARG...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	cmd := exec.Command(lookPath(ts, args[1]), args[2:]...)
	cmd.Args[0] = args[1]
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = environ(ts)
	cmd.Stdout, cmd.Stderr = ts.Stdout(), ts.Stderr()
	err = cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		ts.Fatalf("%v", err)
	}
	if got := cmd.ProcessState.ExitCode(); got != want {
		ts.Fatalf("%s exited with %d, want %d", args[1], got, want)
	}
}

// scriptVariables are handed on to the processes that our own commands start.
var scriptVariables = []string{
	"HOME", "PATH", "WORK", "TMPDIR", "GATEHOUSE_STATE", "GATEHOUSE_TEST_IDS", "GATEHOUSE_PORT", "GATEHOUSE_API_ENDPOINT",
	"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION", "AWS_DEFAULT_REGION", "AWS_PROFILE", "AWS_CONFIG_FILE",
	"AWS_SHARED_CREDENTIALS_FILE", "AWS_DEFAULT_OUTPUT", "AWS_CLI_ERROR_FORMAT", "AWS_ENDPOINT_URL", "AWS_ACCOUNT_ID",
	"AWS_PAGER", "AWS_MAX_ATTEMPTS", "AWS_CA_BUNDLE", "GORACE", "COMP_LINE", "COMP_POINT", "http_proxy", "HTTP_PROXY",
}

func environ(ts *testscript.TestScript) []string {
	var env []string
	for _, name := range scriptVariables {
		if v := ts.Getenv(name); v != "" {
			env = append(env, name+"="+v)
		}
	}
	return env
}

func lookPath(ts *testscript.TestScript, name string) string {
	for _, dir := range filepath.SplitList(ts.Getenv("PATH")) {
		path := filepath.Join(dir, name)
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	ts.Fatalf("%s: not found in $PATH", name)
	return ""
}

// A buffer is a bytes.Buffer for several goroutines.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}
