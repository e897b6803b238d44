package testscripts

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gatehouse/commands"
	"gatehouse/commands/help"
)

// TestHelpExamples runs each example of the help pages, on the account that
// they are about, and compares what it prints with the page. With
// UPDATE_SCRIPTS set the pages are rewritten instead.
func TestHelpExamples(t *testing.T) {
	update := os.Getenv("UPDATE_SCRIPTS") != ""
	pages, err := filepath.Abs("../commands/help/examples")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir()) // where the file is that examples write and read
	account := newExampleAccount(t)
	for _, command := range help.Account() {
		account.run(t, command)
	}
	for _, command := range help.Documented() {
		t.Run(command, func(t *testing.T) {
			examples := help.Examples(command)
			for i, e := range examples {
				got := account.fork(t).run(t, e.Command)
				if got != e.Output && !update {
					t.Errorf("%s\n%s\nprints\n%s\nwant\n%s", e.Title, e.Command, got, e.Output)
				}
				examples[i].Output = got
			}
			if update {
				writeExamples(t, filepath.Join(pages, command+".txt"), examples)
			}
		})
	}
}

// An exampleAccount is a state file and the identifiers that were given out
// for it.
type exampleAccount struct {
	state string
	given map[int]int // identifiers by length
}

func newExampleAccount(t *testing.T) *exampleAccount {
	return &exampleAccount{filepath.Join(t.TempDir(), "state.json"), map[int]int{}}
}

// fork returns a copy of the account.
func (a *exampleAccount) fork(t *testing.T) *exampleAccount {
	t.Helper()
	b, err := os.ReadFile(a.state)
	if err != nil {
		t.Fatal(err)
	}
	f := newExampleAccount(t)
	for n, count := range a.given {
		f.given[n] = count
	}
	if err := os.WriteFile(f.state, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return f
}

// exampleIDs are the identifiers that things get, by length and in order.
var exampleIDs = map[int][]string{
	10: {"a1b2c3d4e5", "d0d1d2d3d4", "f6g7h8i9j0", "k1l2m3n4o5", "p6q7r8s9t0", "u1v2w3x4y5", "z6a7b8c9d0"},
	7:  {"abcd123", "wxyz789", "efgh456", "ijkl012", "mnop345", "qrst678", "uvwx901", "yzab234", "cdef567", "ghij890"},
	6:  {"aabb11", "ccdd22", "eeff33", "gghh44", "iijj55", "kkll66", "mmnn77", "oopp88", "qqrr99", "sstt00"},
}

func (a *exampleAccount) newID(n int) string {
	id := exampleIDs[n][a.given[n]]
	a.given[n]++
	return id
}

// run runs a command, which must succeed, and returns what it prints, less
// the final newline.
func (a *exampleAccount) run(t *testing.T, command string) string {
	t.Helper()
	words := shellWords(t, command)
	if words[0] != "gatehouse" {
		t.Fatalf("the example runs %q", words[0])
	}
	var stdout, stderr bytes.Buffer
	environ := map[string]string{"GATEHOUSE_STATE": a.state, "HOME": filepath.Dir(a.state)}
	code := commands.Main(context.Background(), words[1:], commands.Env{
		Program: words[0],
		Stdin:   strings.NewReader(""), Stdout: &stdout, Stderr: &stderr,
		Getenv: func(name string) string { return environ[name] },
		Now:    func() time.Time { return scriptTime },
		NewID:  a.newID,
	})
	if code != 0 || stderr.Len() > 0 {
		t.Fatalf("%s\nexits with %d and says %s", command, code, stderr.String())
	}
	return strings.TrimSuffix(stdout.String(), "\n")
}

// shellWords divides a command as a POSIX shell does, as far as examples go:
// quotes, backslashes, and lines that a backslash continues.
func shellWords(t *testing.T, command string) []string {
	t.Helper()
	var words []string
	var word strings.Builder
	inWord := false
	var quote rune
	escaped := false
	for _, c := range command {
		switch {
		case escaped:
			escaped = false
			if c != '\n' {
				word.WriteRune(c)
				inWord = true
			}
		case quote != 0 && c == quote:
			quote = 0
		case c == '\\' && quote != '\'':
			escaped = true
		case quote != 0:
			word.WriteRune(c)
		case c == '\'' || c == '"':
			quote, inWord = c, true
		case c == ' ' || c == '\n':
			if inWord {
				words = append(words, word.String())
			}
			word.Reset()
			inWord = false
		case strings.ContainsRune("$`*?[#~&|;<>(){}", c):
			t.Fatalf("%s\nthe shell would take %q for its own", command, c)
		default:
			word.WriteRune(c)
			inWord = true
		}
	}
	if quote != 0 || escaped {
		t.Fatalf("%s\nends within quotes", command)
	}
	if inWord {
		words = append(words, word.String())
	}
	return words
}

func writeExamples(t *testing.T, file string, examples []help.Example) {
	t.Helper()
	var b strings.Builder
	for i, e := range examples {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString("# " + e.Title + "\n\n")
		if e.About != "" {
			b.WriteString(e.About + "\n\n")
		}
		b.WriteString("$ " + e.Command + "\n")
		if e.Output != "" {
			b.WriteString("\n" + e.Output + "\n")
		}
	}
	if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
