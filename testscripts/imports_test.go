package testscripts

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// allowed says which packages of the module a top-level package may import.
var allowed = map[string][]string{
	"gatehouse":   {"commands"},
	"commands":    {"serve", "state", "shorthand", "model"},
	"serve":       {"state", "model"},
	"state":       {"model"},
	"shorthand":   {"model"},
	"model":       {},
	"testscripts": {"commands"},
}

// only says which top-level package alone may import a dependency.
var only = map[string]string{
	"github.com/spf13/cobra": "commands",
	"github.com/spf13/pflag": "commands",
}

// Imports follow the arrows of the design: nothing imports commands but main
// and these scripts, and the lower packages know nothing of the upper ones.
func TestImportsFollowTheArrows(t *testing.T) {
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "gatehouse/...")
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	seen := map[string]bool{}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var pkg struct {
			ImportPath string
			Imports    []string
		}
		if err := d.Decode(&pkg); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		from := topLevel(pkg.ImportPath)
		seen[from] = true
		for _, path := range pkg.Imports {
			if owner, ok := only[path]; ok && owner != from {
				t.Errorf("%s imports %s, which only %s may", pkg.ImportPath, path, owner)
			}
			if path != "gatehouse" && !strings.HasPrefix(path, "gatehouse/") {
				continue
			}
			if to := topLevel(path); to != from && !slices.Contains(allowed[from], to) {
				t.Errorf("%s imports %s against the arrows", pkg.ImportPath, path)
			}
		}
	}
	for name := range allowed {
		if !seen[name] {
			t.Errorf("package %s is not there", name)
		}
	}
}

// topLevel is the top-level package of a path in the module.
func topLevel(path string) string {
	rest, ok := strings.CutPrefix(path, "gatehouse/")
	if !ok {
		return path
	}
	first, _, _ := strings.Cut(rest, "/")
	return first
}
