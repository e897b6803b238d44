//go:build unix

package testscripts

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The README's scene works when pasted: in a fresh directory, with nothing but
// the program, and says what the README says of it. Only the two ports are
// replaced, since they may be in use here.
func TestReadmeScene(t *testing.T) {
	for _, tool := range []string{"bash", "curl", "python3"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("the README's scene needs %s, which is not installed", tool)
		}
	}
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	backend, gateway := freePort(t), freePort(t)
	local := strings.NewReplacer("9000", backend, "8080", gateway)
	scene, requests, authorizers := local.Replace(block(t, readme, "scene")), local.Replace(block(t, readme, "requests")), local.Replace(block(t, readme, "authorizers"))

	dir := t.TempDir()
	env := append(os.Environ(), "HOME="+dir, "GATEHOUSE_STATE="+filepath.Join(dir, "state.json"), "GATEHOUSE_PORT="+gateway, "GATEHOUSE_TEST_IDS="+filepath.Join(dir, "ids"))
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	shell := exec.CommandContext(ctx, "bash", "-c", scene)
	shell.Dir, shell.Env = dir, env
	shell.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // its background job ends with it
	shell.Cancel = func() error { return syscall.Kill(-shell.Process.Pid, syscall.SIGKILL) }
	var out buffer
	shell.Stdout, shell.Stderr = &out, &out
	if err := shell.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { cancel(); shell.Wait() }()
	awaitPort(t, ctx, gateway, &out)
	awaitPort(t, ctx, backend, &out)

	curl := exec.CommandContext(ctx, "bash", "-c", requests+authorizers)
	curl.Dir, curl.Env = dir, env
	var answers bytes.Buffer
	curl.Stdout = &answers
	if err := curl.Run(); err != nil {
		t.Fatalf("requests: %v\n%s", err, out.String())
	}
	got := regexp.MustCompile(`(?m)^(HTTP/1\.1 \d+|(?i:access-control-[a-z-]*): .*|\[.*\])`).FindAllString(strings.ReplaceAll(answers.String(), "\r", ""), -1)
	want := []string{
		"HTTP/1.1 204", "access-control-allow-origin: https://www.example.com",
		"HTTP/1.1 204",
		"HTTP/1.1 200", "access-control-allow-origin: https://www.example.com", `["rex","tom"]`,
		"HTTP/1.1 200", `["rex","tom"]`,
		"HTTP/1.1 401",
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("the README's requests are answered\n%s\nwant\n%s\nall of it:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"), answers.String())
	}
}

// block returns the README's shell block that follows the comment "test: name".
func block(t *testing.T, readme []byte, name string) string {
	t.Helper()
	m := regexp.MustCompile("(?s)<!-- test: " + name + " -->\n```sh\n(.*?)```").FindSubmatch(readme)
	if m == nil {
		t.Fatalf("the README has no block %q", name)
	}
	return string(m[1])
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

// awaitPort waits until something listens on a port of this machine.
func awaitPort(t *testing.T, ctx context.Context, port string, out *buffer) {
	t.Helper()
	for {
		conn, err := net.Dial("tcp", "127.0.0.1:"+port)
		if err == nil {
			conn.Close()
			return
		}
		select {
		case <-ctx.Done():
			t.Fatalf("nothing listens on port %s\n%s", port, out.String())
		case <-time.After(20 * time.Millisecond):
		}
	}
}
