package testscripts

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gatehouse/model"
)

// TestDifferential runs the command lines of testdata/differential through the
// real AWS CLI, which talks to the management endpoint over HTTP, through
// gatehouse in the same way, and through gatehouse with a state file. All
// three must print and store the same and end with the same code, and the two
// that talk must send the same.
//
// The AWS CLI that distributions ship is an older one than the one to match;
// modern says in which texts. What differs for another reason stands with
// that reason in expected, and nowhere else.
func TestDifferential(t *testing.T) {
	witnesses := startWitnesses(t)
	program := buildProgram(t)
	for _, s := range allScenarios(t) {
		t.Run(strings.TrimSuffix(filepath.Base(s.file), ".txt")+"/"+s.title, func(t *testing.T) {
			t.Parallel()
			w := <-witnesses
			defer func() { witnesses <- w }()
			compare(t, s, []*side{
				newSide(t, "aws", w.run, true),
				newSide(t, online[0], program, true),
				newSide(t, offline[0], program, false),
			})
		})
	}
}

// compare runs a scenario on the sides, the first of which is right.
func compare(t *testing.T, s scenario, sides []*side) {
	if s.wire {
		sides = sides[:2]
	}
	names := map[string]string{}
	for _, l := range s.lines {
		place := fmt.Sprintf("%s:%d: %s", s.file, l.number, l.text)
		words := expand(l.words, names)
		for i, side := range sides {
			side.perform(t, l, words)
			if i == 0 {
				remember(names, side.last.Stdout)
				side.last = withoutProse(modern(side.last, l.words), l.words)
				continue
			}
			want, got := sides[0].last, withoutProse(side.last, l.words)
			if !side.online {
				want.Sent = nil
			}
			report(t, place, side.name, l, differences(want, got))
		}
	}
	want := sides[0].leavings(t)
	for _, side := range sides[1:] {
		if got := side.leavings(t); got != want {
			t.Errorf("%s:%d: %s leaves other files behind:\n%s", s.file, s.number, side.name, firstDifference(want, got))
		}
	}
}

// report fails the test for differences that are not expected, and for
// expected ones that are not there.
func report(t *testing.T, place, side string, l line, found []difference) {
	excused := expectedOf(l.text, side)
	for _, d := range found {
		if !strings.Contains(excused, d.aspect) {
			t.Errorf("%s\n%s: other %s\n%s", place, side, d.aspect, d.text)
		}
	}
	if excused != "" && len(found) == 0 {
		t.Errorf("%s\n%s: the same, although something else is expected", place, side)
	}
}

// A difference is what one side did otherwise than the first.
type difference struct {
	aspect string // "stdout", "stderr", "code" or "requests"
	text   string
}

func differences(want, got result) []difference {
	var list []difference
	add := func(aspect, want, got string) {
		if want != got {
			list = append(list, difference{aspect, firstDifference(want, got)})
		}
	}
	add("stdout", want.Stdout, got.Stdout)
	add("stderr", want.Stderr, got.Stderr)
	add("code", fmt.Sprint(want.Code), fmt.Sprint(got.Code))
	add("requests", requestTexts(want.Sent), requestTexts(got.Sent))
	return list
}

// firstDifference shows two texts from the line on in which they differ.
func firstDifference(want, got string) string {
	const most = 12 // lines
	w, g := strings.SplitAfter(want, "\n"), strings.SplitAfter(got, "\n")
	same := 0
	for same < len(w) && same < len(g) && w[same] == g[same] {
		same++
	}
	show := func(lines []string) string {
		lines = lines[min(same, len(lines)):]
		quoted := make([]string, 0, most)
		for _, line := range lines[:min(most, len(lines))] {
			quoted = append(quoted, fmt.Sprintf("\t%q", line))
		}
		return strings.Join(quoted, "\n")
	}
	return fmt.Sprintf("from line %d on\nwant\n%s\ngot\n%s", same+1, show(w), show(g))
}

// remember keeps the texts at the top of a printed object under their names,
// for the command lines that follow.
func remember(names map[string]string, stdout string) {
	var object map[string]any
	if json.Unmarshal([]byte(stdout), &object) != nil {
		return
	}
	for name, value := range object {
		if text, ok := value.(string); ok {
			names[name] = text
		}
	}
}

// A runner runs one command line, without the program's name.
type runner func(ctx context.Context, dir string, env, words []string) (result, error)

// A result is what a command line did.
type result struct {
	Stdout, Stderr string
	Code           int
	Sent           []request
	answered       []byte // the body of the last answer
}

// A side is a program with the world in which it runs.
type side struct {
	name   string
	run    runner
	dir    string
	online bool // the program talks to the endpoint
	*endpoint
	last result
}

func newSide(t *testing.T, name string, run runner, online bool) *side {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/differential/files")); err != nil {
		t.Fatal(err)
	}
	return &side{name: name, run: run, dir: dir, online: online, endpoint: newEndpoint(t, filepath.Join(dir, stateName))}
}

// stateName is the state file's name in each side's directory.
const stateName = "state.json"

// perform runs a line with its words and leaves what it did in s.last.
func (s *side) perform(t *testing.T, l line, words []string) {
	t.Helper()
	words = expand(words, map[string]string{"URL": s.endpoint.URL})
	if s.online {
		words = append([]string{"--endpoint-url", s.endpoint.URL}, words...)
	}
	s.endpoint.expect(l.answers)
	ctx, cancel := context.WithTimeout(t.Context(), 2*patience)
	defer cancel()
	var err error
	if s.last, err = s.run(ctx, s.dir, s.environment(l), words); err != nil {
		t.Fatalf("%s: %q: %v", s.name, words, err)
	}
	s.last.Sent, s.last.answered = s.endpoint.taken()
	s.last.Stderr = strings.ReplaceAll(s.last.Stderr, s.endpoint.URL, "<URL>")
	s.last.Stdout = strings.ReplaceAll(s.last.Stdout, s.endpoint.URL, "<URL>")
}

// environment is the line's environment: the same on every side but for names
// of files.
func (s *side) environment(l line) []string {
	env := map[string]string{
		"PATH":                      os.Getenv("PATH"),
		"HOME":                      s.dir,
		"LC_ALL":                    "C.UTF-8", // from which Python takes its encoding
		"AWS_ACCESS_KEY_ID":         "AKIDEXAMPLE",
		"AWS_SECRET_ACCESS_KEY":     "secret",
		"AWS_REGION":                "us-east-1",
		"AWS_EC2_METADATA_DISABLED": "true", // no network beyond loopback
		"GATEHOUSE_STATE":           filepath.Join(s.dir, stateName),
		"GATEHOUSE_TEST_IDS":        filepath.Join(s.dir, idsName),
		"GATEHOUSE_API_ENDPOINT":    "aws",
	}
	for _, setting := range l.env {
		name, value, set := strings.Cut(setting, "=")
		if env[name] = value; !set {
			delete(env, name)
		}
	}
	list := make([]string, 0, len(env))
	for name, value := range env {
		list = append(list, name+"="+value)
	}
	slices.Sort(list)
	return list
}

// idsName is the name of the file that counts identifiers.
const idsName = ".ids"

// leavings returns the files of the side's directory with their contents.
func (s *side) leavings(t *testing.T) string {
	t.Helper()
	var text strings.Builder
	err := filepath.WalkDir(s.dir, func(path string, entry os.DirEntry, err error) error {
		name, _ := filepath.Rel(s.dir, path)
		if err != nil || entry.IsDir() || name == idsName || strings.HasPrefix(name, "."+stateName) || name == stateName+".lock" {
			return err
		}
		contents, err := os.ReadFile(path)
		fmt.Fprintf(&text, "-- %s --\n%s\n", name, contents)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return text.String()
}

// Every command of the service is among the lines, and not only for its skeleton.
func TestDifferentialKnowsEveryCommand(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range allScenarios(t) {
		for _, l := range s.lines {
			if len(l.words) > 1 && l.words[0] == "apigatewayv2" && !strings.Contains(l.text, "--generate-cli-skeleton") {
				seen[l.words[1]] = true
			}
		}
	}
	for _, op := range model.Operations() {
		if !seen[op.Command] {
			t.Errorf("no line runs %s", op.Command)
		}
	}
}
