//go:build unix

package testscripts

import (
	"context"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"
)

// A chromium is a running headless Chromium with a profile of its own.
type chromium struct {
	*devtools
	output *buffer
}

// browserPatience bounds the wait for the browser, which has more to do than
// the programs that scripts start.
const browserPatience = time.Minute

// startChromium starts Chromium, or skips the test where there is none. The
// browser ends with the test; should the test binary be killed, it ends
// because its pipes do.
func startChromium(t *testing.T, flags ...string) *chromium {
	t.Helper()
	profile, err := os.MkdirTemp("", "gatehouse-browser")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(profile) })
	cmd := exec.Command(findChromium(t), append(chromiumFlags(profile), flags...)...)
	cmd.Env = append(os.Environ(), "HOME="+profile)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // its helpers end with it
	cmd.WaitDelay = patience
	c := &chromium{output: &buffer{}}
	cmd.Stdout, cmd.Stderr = c.output, c.output

	commandsOut, commandsIn := pipe(t)
	eventsOut, eventsIn := pipe(t)
	cmd.ExtraFiles = []*os.File{commandsOut, eventsIn} // descriptors 3 and 4
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	commandsOut.Close()
	eventsIn.Close()
	c.devtools = newDevtools(commandsIn, eventsOut)
	t.Cleanup(func() {
		c.close(cmd)
		commandsIn.Close()
		eventsOut.Close()
	})

	ctx, cancel := context.WithTimeout(t.Context(), browserPatience)
	defer cancel()
	var version struct{ Product string }
	if err := c.root().call(ctx, "Browser.getVersion", nil, &version); err != nil {
		t.Fatalf("Chromium does not start: %v\n%s", err, c.output.String())
	}
	t.Log(version.Product)
	return c
}

// close lets the browser end by itself, and kills it and all its helpers if
// it does not. Wait returns once none of them holds its output any more.
func (c *chromium) close(cmd *exec.Cmd) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if c.root().call(ctx, "Browser.close", nil, nil) == nil {
		select {
		case <-c.ended:
		case <-ctx.Done():
		}
	}
	syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
	cmd.Wait()
	<-c.ended
}

func findChromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("the browser's verdict needs Chromium, which is not installed (apt-get install chromium)")
	return ""
}

// chromiumFlags are for a browser that is driven through pipes, also by root
// in a container, and that talks to this machine alone.
func chromiumFlags(profile string) []string {
	return []string{
		"--headless",
		"--remote-debugging-pipe",
		"--user-data-dir=" + profile,
		"--no-sandbox", // which root may not have; the pages are our own
		"--disable-dev-shm-usage",
		"--disable-gpu",
		"--no-first-run",
		"--no-proxy-server",
		"--disable-background-networking",
		"--disable-component-update",
		"--disable-sync",
		"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1",
	}
}

func pipe(t *testing.T) (out, in *os.File) {
	t.Helper()
	out, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	return out, in
}
