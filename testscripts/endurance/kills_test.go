package endurance

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"gatehouse/state"
)

// writers is how many processes write at a time.
const writers = 8

// Eight processes at a time create routes in one file, and are killed at any
// moment. Every route whose creation was told is there, the file can always be
// read, and nothing is left beside it.
func TestKilledWriters(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.json")
	id := run(t, path, "apigatewayv2", "create-api", "--name", "pets", "--protocol-type", "HTTP", "--query", "ApiId", "--output", "text")
	var (
		mu    sync.Mutex
		told  = map[string]bool{}
		left  = *kills
		began = time.Now()
		wait  sync.WaitGroup
	)
	for w := range writers {
		wait.Go(func() {
			for round := 0; ; round++ {
				mu.Lock()
				left--
				done := left < 0
				mu.Unlock()
				if done || t.Failed() {
					return
				}
				for key := range killedWriter(t, path, id, fmt.Sprintf("w%d-r%d", w, round)) {
					mu.Lock()
					told[key] = true
					mu.Unlock()
				}
			}
		})
	}
	wait.Wait()
	run(t, path, "apigatewayv2", "create-stage", "--api-id", id, "--stage-name", "$default", "--auto-deploy")
	catalog, err := (&state.File{Path: path}).Load()
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for _, r := range catalog.APIs[0].Stages[0].Snapshot.Routes {
		there[*r.RouteKey] = true
	}
	for key := range told {
		if !there[key] {
			t.Errorf("the route %q was created and is not there", key)
		}
	}
	t.Logf("%d kills in %v: %d routes were told of, %d are there", *kills, time.Since(began).Round(time.Millisecond), len(told), len(there))
	if len(told) == 0 {
		t.Error("no writer came to tell of a route: nothing was tried")
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if name := e.Name(); name != "state.json" && name != "state.json.lock" {
			t.Errorf("left over: %s", name)
		}
	}
}

// killedWriter runs commands that create routes, one after the other, and
// kills the one that runs when the time is up. It returns the route keys of
// those that ended well.
func killedWriter(t *testing.T, path, id, name string) map[string]bool {
	created := map[string]bool{}
	end := time.Now().Add(time.Duration(rand.Int64N(int64(200 * time.Millisecond))))
	for i := 0; ; i++ {
		key := fmt.Sprintf("GET /%s/%d", name, i)
		cmd := program(path, "apigatewayv2", "create-route", "--api-id", id, "--route-key", key, "--query", "RouteKey", "--output", "text")
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Error(err)
			return created
		}
		var problem strings.Builder
		cmd.Stderr = &problem
		if err := cmd.Start(); err != nil {
			t.Error(err)
			return created
		}
		kill := time.AfterFunc(time.Until(end), func() { cmd.Process.Kill() })
		lines := bufio.NewScanner(out)
		if lines.Scan() && lines.Text() == key {
			created[key] = true
		}
		err = cmd.Wait()
		if kill.Stop() {
			if err != nil {
				t.Errorf("create-route, which nobody killed: %v\n%s", err, &problem)
				return created
			}
			continue
		}
		return created
	}
}
