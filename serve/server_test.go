package serve

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"gatehouse/state"
)

func TestRunServesAFile(t *testing.T) {
	file := &state.File{Path: filepath.Join(t.TempDir(), "state.json")}
	out, in := io.Pipe()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		ended <- Run(ctx, Config{File: file, Stdout: in, Stderr: io.Discard})
		in.Close()
	}()
	lines := bufio.NewScanner(out)
	url := ""
	for url == "" && lines.Scan() {
		url, _ = strings.CutPrefix(lines.Text(), "gatehouse ready on ")
		if !strings.HasPrefix(url, "http://") {
			url = ""
		}
	}
	go io.Copy(io.Discard, out)
	if got := file.ServeURL(); got != url {
		t.Errorf("the file's record of the server is %q, want %q", got, url)
	}
	resp, err := http.Get(url + "/_gatehouse/health")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 200 {
		t.Errorf("health = %s", resp.Status)
	}

	// A second one on the same port says who is there.
	port := mustPort(t, url)
	err = Run(ctx, Config{File: file, Port: port, Stdout: io.Discard, Stderr: io.Discard})
	busy, ok := errors.AsType[*ListenError](err)
	if !ok || !busy.Busy || busy.Port != port || busy.Holder != url {
		t.Errorf("a second server = %v", err)
	}

	cancel()
	if err := <-ended; err != nil {
		t.Errorf("Run = %v after its context ended", err)
	}
	if got := file.ServeURL(); got != "" {
		t.Errorf("the record of the server is left behind: %q", got)
	}
	http.DefaultClient.CloseIdleConnections()
}

func mustPort(t *testing.T, url string) int {
	t.Helper()
	address, err := net.ResolveTCPAddr("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	return address.Port
}

func TestBusyPort(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	port := l.Addr().(*net.TCPAddr).Port
	_, err = listen(Config{Port: port})
	busy, ok := errors.AsType[*ListenError](err)
	if !ok || !busy.Busy || busy.Port != port || !strings.Contains(err.Error(), "--port") {
		t.Errorf("listen on a busy port = %v", err)
	}
	if _, err := listen(Config{Port: 70000}); err == nil {
		t.Error("listen accepts port 70000")
	}
	if _, err := listen(Config{Host: "192.0.2.1"}); err == nil || strings.Contains(err.Error(), "in use") {
		t.Errorf("listen on an address that is not ours = %v", err)
	}
}

// Both loopback addresses are listened on, at the same port.
func TestBothLoopbacks(t *testing.T) {
	probe, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		t.Skip("no IPv6 here: ", err)
	}
	probe.Close()
	s := start(t, (&account{}).catalog())
	for _, host := range []string{"127.0.0.1", "::1"} {
		s.address = net.JoinHostPort(host, s.local.Port)
		if got := s.send(t, "GET /_gatehouse/health HTTP/1.1\nHost: localhost"); got.status != 200 {
			t.Errorf("%s answers %d", s.address, got.status)
		}
	}
}

// A request under way when the server is told to end is answered; idle and
// unused connections do not hold it up.
func TestDrain(t *testing.T) {
	entered, release := make(chan struct{}), make(chan struct{})
	backend := newEcho(t, func(w http.ResponseWriter, r *http.Request) {
		close(entered)
		<-release
		io.WriteString(w, "late")
	})
	s := start(t, (&account{}).route("$default", backend.URL).catalog())
	unused := s.dial(t)
	defer unused.Close()
	idle := s.dial(t)
	defer idle.Close()
	io.WriteString(idle, "GET /_gatehouse/health HTTP/1.1\r\nHost: localhost\r\n\r\n")
	readReply(t, bufio.NewReader(idle), "GET")

	busy := s.dial(t)
	defer busy.Close()
	io.WriteString(busy, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
	<-entered
	stopped := make(chan error, 1)
	go func() { stopped <- s.stop() }()
	// The listener goes first: wait until it is gone, then let the request end.
	for {
		c, err := net.Dial("tcp", s.address)
		if err != nil {
			break
		}
		c.Close()
		runtime.Gosched()
	}
	close(release)
	if got := readReply(t, bufio.NewReader(busy), "GET"); got.status != 200 || got.body != "late" || got.field("Connection") != "close" {
		t.Errorf("the request under way got %d %q %q", got.status, got.fields, got.body)
	}
	if err := <-stopped; err != nil {
		t.Errorf("run = %v", err)
	}
	if !strings.Contains(s.out.String(), "200  GET /  ") {
		t.Errorf("the last line is missing from the log: %s", s.out.String())
	}
}

// TestNoGoroutineIsLeft counts the package's goroutines after a server with
// all kinds of connections has ended.
func TestNoGoroutineIsLeft(t *testing.T) {
	backend := newEcho(t, func(w http.ResponseWriter, r *http.Request) { io.Copy(w, r.Body) })
	s := start(t, (&account{}).route("$default", backend.URL).route("GET /hang", newRawBackend(t, "HTTP/1.1 200 OK\r\n", false)).catalog())
	for range 10 {
		s.send(t, "GET / HTTP/1.1")
		s.send(t, "POST / HTTP/1.1\nContent-Length: 100000\n\n"+strings.Repeat("x", 100000))
		s.send(t, "GET /hang HTTP/1.1")
	}
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	backend.Close()
	deadline := time.Now().Add(10 * time.Second)
	for {
		stacks := make([]byte, 1<<20)
		stacks = stacks[:runtime.Stack(stacks, true)]
		left := 0
		for stack := range bytes.SplitSeq(stacks, []byte("\n\n")) {
			if bytes.Contains(stack, []byte("gatehouse/serve.")) && !bytes.Contains(stack, []byte("testing.")) && !bytes.Contains(stack, []byte("newRawBackend")) {
				left++
			}
		}
		if left == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines are left:\n%s", left, stacks)
		}
		runtime.Gosched()
	}
}

// The commands that the demo prints do what they say when pasted.
func TestDemo(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("curl is not installed")
	}
	out := new(syncBuffer)
	ready, cfg := readyWriter(out), Config{Stderr: io.Discard}
	cfg.Stdout = ready
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- RunDemo(ctx, cfg) }()
	<-ready.seen
	var answers []string
	for line := range strings.Lines(out.String()) {
		if strings.HasPrefix(line, "curl ") {
			answer, err := exec.Command("sh", "-c", line).Output()
			if err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			answers = append(answers, string(answer))
		}
	}
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("RunDemo = %v", err)
	}
	if len(answers) != 3 {
		t.Fatalf("the demo prints %d commands:\n%s", len(answers), out)
	}
	const allow = "access-control-allow-origin: https://www.example.com\r\n"
	for i, want := range []struct {
		first   string
		allowed bool
	}{{"HTTP/1.1 204 No Content", true}, {"HTTP/1.1 204 No Content", false}, {"HTTP/1.1 200 OK", true}} {
		if got := answers[i]; !strings.HasPrefix(got, want.first) || strings.Contains(got, allow) != want.allowed || strings.Contains(got, "Allow-Origin: *") {
			t.Errorf("command %d answers\n%s", i+1, got)
		}
	}
	if log := out.String(); strings.Count(log, "CORS allowed") != 2 || strings.Count(log, "CORS blocked") != 1 {
		t.Errorf("the demo's log: %s", log)
	}
}

// A readySink tells when the line has come that says the server is ready.
type readySink struct {
	*syncBuffer
	seen chan struct{}
	said bool
}

func readyWriter(b *syncBuffer) *readySink {
	return &readySink{syncBuffer: b, seen: make(chan struct{})}
}

func (r *readySink) Write(p []byte) (int, error) {
	n, err := r.syncBuffer.Write(p)
	if !r.said && bytes.Contains(p, []byte("ready")) {
		r.said = true
		close(r.seen)
	}
	return n, err
}

// The listener beyond loopback is said loudly.
func TestBeyondLoopbackIsSaid(t *testing.T) {
	var warned []string
	l := &live{warn: func(text string) { warned = append(warned, text) }}
	l.gateway.Store(new(Gateway))
	s := startLive(t, l, func(c *Config) { c.Host = "0.0.0.0" })
	s.stop()
	if len(warned) != 1 || !strings.Contains(warned[0], "other machines can reach") {
		t.Errorf("warned %q", warned)
	}
}
