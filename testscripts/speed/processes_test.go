//go:build linux

package speed

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// peer, set in the environment, makes the test binary one of the servers that
// the program is compared with; its value is the address to listen on, and
// peerTarget what to pass requests on to, if anything.
const (
	peer       = "GATEHOUSE_TEST_PEER"
	peerTarget = "GATEHOUSE_TEST_PEER_TARGET"
)

func TestMain(m *testing.M) {
	address := os.Getenv(peer)
	if address == "" {
		code := m.Run()
		if built.dir != "" {
			os.RemoveAll(built.dir)
		}
		os.Exit(code)
	}
	fmt.Fprintln(os.Stderr, http.ListenAndServe(address, peerHandler(os.Getenv(peerTarget))))
	os.Exit(1)
}

// peerHandler answers 204, or passes requests on as a Go program of twenty
// lines does.
func peerHandler(target string) http.Handler {
	if target == "" {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNoContent) })
	}
	u, err := url.Parse(target)
	if err != nil {
		panic(err)
	}
	return &httputil.ReverseProxy{
		Rewrite:   func(r *httputil.ProxyRequest) { r.SetURL(u); r.SetXForwarded() },
		Transport: &http.Transport{MaxIdleConns: 512, MaxIdleConnsPerHost: 512, DisableCompression: true},
	}
}

// The programs that are run, built once.
var built struct {
	once      sync.Once
	err       error
	dir       string
	gatehouse string
	hello     string // prints a word
}

const hello = `package main

import "os"

func main() { os.Stdout.WriteString("hello\n") }
`

func build(b *testing.B) {
	b.Helper()
	built.once.Do(func() {
		if built.dir, built.err = os.MkdirTemp("", "gatehouse-speed"); built.err != nil {
			return
		}
		source := filepath.Join(built.dir, "hello.go")
		if built.err = os.WriteFile(source, []byte(hello), 0o644); built.err != nil {
			return
		}
		built.gatehouse, built.hello = filepath.Join(built.dir, "gatehouse"), filepath.Join(built.dir, "hello")
		for out, what := range map[string]string{built.gatehouse: "gatehouse", built.hello: source} {
			cmd := exec.Command("go", "build", "-o", out, what)
			cmd.Env = append(os.Environ(), "CGO_ENABLED=0") // as the README has it installed
			if text, err := cmd.CombinedOutput(); err != nil {
				built.err = fmt.Errorf("go build %s: %w\n%s", what, err, text)
				return
			}
		}
	})
	if built.err != nil {
		b.Fatal(built.err)
	}
}

// command is the program with a state file.
func command(state string, args ...string) *exec.Cmd {
	cmd := exec.Command(built.gatehouse, args...)
	cmd.Env = append(os.Environ(), "GATEHOUSE_STATE="+state, "HOME="+os.DevNull, "AWS_PAGER=")
	return cmd
}

// output runs a command and returns what it prints.
func output(b *testing.B, cmd *exec.Cmd) string {
	b.Helper()
	var problem bytes.Buffer
	cmd.Stderr = &problem
	out, err := cmd.Output()
	if err != nil {
		b.Fatalf("%s: %v\n%s", strings.Join(cmd.Args, " "), err, &problem)
	}
	return strings.TrimSpace(string(out))
}

// A server is a process that answers on an address.
type server struct {
	cmd     *exec.Cmd
	address string
	ready   time.Duration // from its start to its first answer
}

// launch starts a server and waits for its first answer, to a request for the
// host.
func launch(b *testing.B, cmd *exec.Cmd, address, host string) *server {
	b.Helper()
	s := &server{cmd: cmd, address: address}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(s.end)
	for {
		if c, err := net.Dial("tcp", address); err == nil {
			fmt.Fprintf(c, "OPTIONS /small HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", host)
			answer, err := io.ReadAll(c)
			c.Close()
			if err == nil && bytes.HasPrefix(answer, []byte("HTTP/1.1 ")) {
				s.ready = time.Since(began)
				return s
			}
		}
		if time.Since(began) > 20*time.Second {
			b.Fatalf("%s does not answer", cmd.Path)
		}
		time.Sleep(200 * time.Microsecond)
	}
}

func (s *server) end() {
	s.cmd.Process.Kill()
	s.cmd.Wait()
}

// launchPeer starts a server of the test binary's own; a target of "" is the
// one that answers 204.
func launchPeer(b *testing.B, target string) *server {
	b.Helper()
	address := freeAddress(b)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), peer+"="+address, peerTarget+"="+target)
	return launch(b, cmd, address, address)
}

func launchGatehouse(b *testing.B, state string) *server {
	b.Helper()
	address := freeAddress(b)
	_, port, _ := strings.Cut(address, ":")
	return launch(b, command(state, "serve", "--port", port), address, "localhost")
}

func freeAddress(b *testing.B) string {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// cpu is the processor time that a process has had.
func (s *server) cpu(b *testing.B) time.Duration {
	b.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/schedstat", s.cmd.Process.Pid))
	if err != nil {
		b.Fatal(err)
	}
	tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", s.cmd.Process.Pid))
	if err != nil || len(tasks) == 0 {
		b.Fatalf("the threads of process %d: %v %s", s.cmd.Process.Pid, err, stat)
	}
	var sum time.Duration
	for _, task := range tasks {
		stat, err := os.ReadFile(task)
		if err != nil {
			continue // the thread has ended
		}
		first, _, _ := strings.Cut(string(stat), " ")
		n, err := strconv.ParseInt(first, 10, 64)
		if err != nil {
			b.Fatal(err)
		}
		sum += time.Duration(n)
	}
	return sum
}

// residentMiB is the memory that a process holds.
func (s *server) residentMiB(b *testing.B) float64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		b.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	kib, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	if err != nil {
		b.Fatal(err)
	}
	return kib / 1024
}

// peakMiB is the most memory that a process that has ended held.
func peakMiB(cmd *exec.Cmd) float64 {
	return float64(cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss) / 1024
}

// median is the middle of what was measured.
func median[T time.Duration | float64](values []T) float64 {
	values = slices.Sorted(slices.Values(values))
	return float64(values[len(values)/2])
}
