package commands

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// startupBudget is how many times as long as a Go hello world a whole get-api
// may take. Measured on a quiet machine: 1.7.
const startupBudget = 2.5

// Start-up is paid on every call, so it is kept within a budget. Both programs
// are built without cgo, as the README says to: the dynamic loader, which the
// net package otherwise needs, alone costs 0.8 hello worlds.
func TestStartup(t *testing.T) {
	if raceDetector || testing.Short() {
		t.Skip("the race detector's and short runs measure something else")
	}
	dir := t.TempDir()
	write(t, filepath.Join(dir, "hello", "main.go"), "package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(\"hello\") }\n")
	write(t, filepath.Join(dir, "hello", "go.mod"), "module hello\n")
	hello := build(t, filepath.Join(dir, "hello"), filepath.Join(dir, "hello.exe"))
	gatehouse := build(t, "..", filepath.Join(dir, "gatehouse.exe"))

	env := append(os.Environ(), "HOME="+dir, "GATEHOUSE_STATE="+filepath.Join(dir, "state.json"))
	create := exec.Command(gatehouse, words("apigatewayv2 create-api --name n --protocol-type HTTP --query ApiId --output text")...)
	create.Env = env
	id, err := create.Output()
	if err != nil {
		t.Fatalf("create-api: %v", err)
	}
	getAPI := []string{gatehouse, "apigatewayv2", "get-api", "--api-id", string(id[:len(id)-1])}

	// The machine may be busy with something else for a while, so the best of
	// several looks counts.
	var ratio float64
	for range 5 {
		if ratio = compare(t, env, []string{hello}, getAPI); ratio <= startupBudget {
			t.Logf("get-api takes %.2f times as long as a hello world", ratio)
			return
		}
	}
	t.Errorf("get-api takes %.2f times as long as a hello world, more than %.1f", ratio, startupBudget)
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// build builds the program in a directory and returns its path.
func build(t *testing.T, dir, program string) string {
	t.Helper()
	cmd := exec.Command("go", "build", "-o", program, ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build in %s: %v\n%s", dir, err, out)
	}
	return program
}

// compare runs two programs in turns and returns by how much the second is
// slower, by the medians.
func compare(t *testing.T, env, first, second []string) float64 {
	t.Helper()
	const rounds = 40
	var times [2][]time.Duration
	for range rounds {
		for i, args := range [][]string{first, second} {
			cmd := exec.Command(args[0], args[1:]...)
			cmd.Env = env
			start := time.Now()
			if err := cmd.Run(); err != nil {
				t.Fatalf("%q: %v", args, err)
			}
			times[i] = append(times[i], time.Since(start))
		}
	}
	return float64(median(times[1])) / float64(median(times[0]))
}

func median(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2]
}
