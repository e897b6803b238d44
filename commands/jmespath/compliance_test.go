package jmespath

import (
	"os"
	"path/filepath"
	"testing"

	"gatehouse/model"
)

// TestCompliance runs testdata/*.json, one file for each section of the
// language. Each expression there, searched in the given value, finds a result
// or ends in an error; what it must be was observed with jmespath 1.0.1 under
// Python 3.11 and 3.13. Results are compared as text, so that the order of
// members and the difference between 1 and 1.0 count.
func TestCompliance(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.json")
	if err != nil || len(paths) == 0 {
		t.Fatalf("Glob = %v, %v", paths, err)
	}
	total := 0
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			count := 0
			for _, group := range readCases(t, path) {
				given, _ := group.Get("given")
				cases, _ := group.Get("cases")
				for _, c := range cases.([]any) {
					checkCase(t, given, c.(*model.Document))
					count++
				}
			}
			t.Logf("%d cases", count)
			total += count
		})
	}
	t.Logf("%d cases in all", total)
	if total < 1900 {
		t.Errorf("%d cases, want at least 1900: some are missing", total)
	}
}

func readCases(t *testing.T, path string) []*model.Document {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	v, err := model.ParseJSON(string(text))
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	var groups []*model.Document
	for _, group := range v.([]any) {
		groups = append(groups, group.(*model.Document))
	}
	return groups
}

func checkCase(t *testing.T, given any, c *model.Document) {
	t.Helper()
	expr := c.String("expression")
	got, err := search(expr, given)
	switch want, fails := c.Get("error"); {
	case !fails:
		want, _ := c.Get("result")
		if err != nil || compact(got) != compact(want) {
			t.Errorf("%q in %s = %s, %v, want %s", expr, compact(given), compact(got), err, compact(want))
		}
	case err == nil:
		t.Errorf("%q in %s = %s, want the error %q", expr, compact(given), compact(got), want)
	case err.Error() != want:
		t.Errorf("%q in %s fails with %q, want %q", expr, compact(given), err, want)
	}
}

func search(expr string, v any) (any, error) {
	e, err := Compile(expr)
	if err != nil {
		return nil, err
	}
	return e.Search(v)
}

func compact(v any) string { return string(model.AppendJSON(nil, v, 0)) }

// parse reads the JSON text of a test.
func parse(t testing.TB, text string) any {
	t.Helper()
	v, err := model.ParseJSON(text)
	if err != nil {
		t.Fatalf("ParseJSON(%q): %v", text, err)
	}
	return v
}
