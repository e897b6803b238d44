package commands

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gatehouse/model"
)

// A shell runs command lines in a home of its own.
type shell struct {
	t       *testing.T
	home    string
	program string
	env     map[string]string
	ids     int
}

func newShell(t *testing.T) *shell {
	home := t.TempDir()
	return &shell{t: t, home: home, program: "/usr/bin/aws", env: map[string]string{
		"HOME":            home,
		"GATEHOUSE_STATE": filepath.Join(home, "state.json"),
	}}
}

// write puts a file into the home and returns its path.
func (s *shell) write(name, text string) string {
	s.t.Helper()
	path := filepath.Join(s.home, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// A ran is what a command line did.
type ran struct {
	code           int
	stdout, stderr string
}

func (s *shell) run(args ...string) ran {
	s.t.Helper()
	return s.runWith(func(*cli) {}, args...)
}

// runOn runs a command line whose operations do what a caller does.
func (s *shell) runOn(do caller, args ...string) ran {
	s.t.Helper()
	return s.runWith(func(c *cli) {
		c.services = func(string) *service {
			return &service{name: "apigatewayv2", operations: model.Operations(), local: func(*cli) caller { return do }}
		}
	}, args...)
}

func (s *shell) runWith(change func(*cli), args ...string) ran {
	s.t.Helper()
	var stdout, stderr bytes.Buffer
	c := newCLI(Env{
		Program: s.program,
		Stdin:   strings.NewReader(""), Stdout: &stdout, Stderr: &stderr,
		Getenv:    func(name string) string { return s.env[name] },
		LookupEnv: func(name string) (string, bool) { v, ok := s.env[name]; return v, ok },
		Now:       func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) },
		NewID: func(n int) string {
			s.ids++
			return fmt.Sprintf("a%0*d", n-1, s.ids)
		},
	})
	change(c)
	code := c.main(s.t.Context(), args)
	return ran{code, stdout.String(), stderr.String()}
}

// ok runs a command line that must succeed and returns what it printed.
func (s *shell) ok(args ...string) string {
	s.t.Helper()
	r := s.run(args...)
	if r.code != 0 || r.stderr != "" {
		s.t.Fatalf("%q: exit code %d\n%s", args, r.code, r.stderr)
	}
	return r.stdout
}

// words splits a line at white space; a word in single quotes may hold it.
func words(line string) []string {
	var words []string
	for line = strings.TrimLeft(line, " "); line != ""; line = strings.TrimLeft(line, " ") {
		word := ""
		for line != "" && line[0] != ' ' {
			end := strings.IndexAny(line, " '")
			if line[0] == '\'' {
				quoted, rest, _ := strings.Cut(line[1:], "'")
				word, line = word+quoted, rest
				continue
			}
			if end < 0 {
				end = len(line)
			}
			word, line = word+line[:end], line[end:]
		}
		words = append(words, word)
	}
	return words
}
