package testscripts

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A scenario is a sequence of command lines that share a state and a
// directory. The files of testdata/differential hold them in this form:
//
//	# a comment
//	== title                        begins a scenario
//	env NAME=VALUE...               sets variables for the lines that follow
//	env NAME                        removes one
//	answer STATUS [Field:value...] [BODY]
//	                                what the endpoint answers the next lines, instead of doing
//	                                what they ask; of several, each answers one request of a
//	                                line, the last one all that come after
//	get-api --api-id x              a command line without "aws apigatewayv2"
//	aws sts get-caller-identity     a command line
//	NAME=VALUE... get-apis          a command line with variables of its own
//
// Words are separated by blanks. In 'single quotes' everything stands for
// itself, in "double quotes" backslashes escape as in Go. <ApiId> is the text
// that an earlier line printed under that name, <URL> the endpoint's address.
// A scenario with answers, or with "wire" behind its title in brackets, is
// only sent to the endpoint.
type scenario struct {
	file   string
	number int // of the line in the file
	title  string
	wire   bool
	lines  []line
}

// A line is one command line.
type line struct {
	number  int
	text    string   // as it stands in the file
	words   []string // from "apigatewayv2" on
	env     []string // NAME=VALUE, or NAME for one that is not set
	answers []answer
}

// An answer is what the endpoint says without having done anything.
type answer struct {
	status int
	header http.Header
	body   string
}

// allScenarios returns those of all files.
func allScenarios(t *testing.T) []scenario {
	t.Helper()
	files, err := filepath.Glob("testdata/differential/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no command lines: %v", err)
	}
	var all []scenario
	for _, file := range files {
		scenarios, err := readScenarios(file)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, scenarios...)
	}
	return all
}

func readScenarios(file string) ([]scenario, error) {
	contents, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var r scenarioReader
	for i, text := range strings.Split(string(contents), "\n") {
		if err := r.read(file, i+1, text); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, i+1, err)
		}
	}
	return r.list, nil
}

// A scenarioReader holds what the lines so far mean for the next.
type scenarioReader struct {
	list      []scenario
	env       []string
	answers   []answer
	answering bool // the last line was an answer
}

func (r *scenarioReader) read(file string, number int, text string) error {
	if text == "" || strings.HasPrefix(text, "#") {
		return nil
	}
	if title, ok := strings.CutPrefix(text, "== "); ok {
		title, wire := strings.CutSuffix(title, " [wire]")
		*r = scenarioReader{list: append(r.list, scenario{file: file, number: number, title: title, wire: wire})}
		return nil
	}
	if len(r.list) == 0 {
		return fmt.Errorf("no scenario has begun")
	}
	words, err := splitWords(text)
	if err != nil {
		return err
	}
	s := &r.list[len(r.list)-1]
	answering := words[0] == "answer"
	defer func() { r.answering = answering }()
	switch words[0] {
	case "env":
		r.env = append(r.env, words[1:]...)
	case "answer":
		if !r.answering {
			r.answers = nil
		}
		a, err := readAnswer(words[1:])
		r.answers = append(r.answers, a)
		s.wire = true
		return err
	default:
		s.lines = append(s.lines, r.line(number, text, words))
	}
	return nil
}

func (r *scenarioReader) line(number int, text string, words []string) line {
	l := line{number: number, text: text, answers: r.answers}
	l.env = append(l.env, r.env...)
	for len(words) > 0 && isAssignment(words[0]) {
		l.env, words = append(l.env, words[0]), words[1:]
	}
	if len(words) > 0 && words[0] == "aws" {
		l.words = words[1:]
	} else {
		l.words = append([]string{"apigatewayv2"}, words...)
	}
	return l
}

// isAssignment reports whether a word sets a variable.
func isAssignment(word string) bool {
	name, _, ok := strings.Cut(word, "=")
	return ok && name != "" && strings.Trim(strings.ToUpper(name), "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == ""
}

func readAnswer(words []string) (answer, error) {
	a := answer{header: http.Header{}}
	if len(words) == 0 {
		return a, fmt.Errorf("an answer has a status")
	}
	var err error
	if a.status, err = strconv.Atoi(words[0]); err != nil {
		return a, err
	}
	for _, word := range words[1:] {
		name, value, ok := strings.Cut(word, ":")
		if ok && strings.Trim(strings.ToLower(name), "abcdefghijklmnopqrstuvwxyz-") == "" {
			a.header.Set(name, value)
		} else {
			a.body = word
		}
	}
	return a, nil
}

// splitWords splits a line as the comment of scenario says.
func splitWords(text string) ([]string, error) {
	var words []string
	var word strings.Builder
	within := false // a word has begun, be it an empty one
	for text != "" {
		switch c := text[0]; c {
		case ' ', '\t':
			if within {
				words = append(words, word.String())
			}
			word.Reset()
			within = false
			text = text[1:]
		case '\'':
			quoted, rest, ok := strings.Cut(text[1:], "'")
			if !ok {
				return nil, fmt.Errorf("unclosed single quote")
			}
			word.WriteString(quoted)
			within, text = true, rest
		case '"':
			quoted, err := strconv.QuotedPrefix(text)
			if err != nil {
				return nil, fmt.Errorf("unclosed double quote, or an escape that Go does not know")
			}
			value, err := strconv.Unquote(quoted)
			if err != nil {
				return nil, err
			}
			word.WriteString(value)
			within, text = true, text[len(quoted):]
		default:
			word.WriteByte(c)
			within, text = true, text[1:]
		}
	}
	if within {
		words = append(words, word.String())
	}
	return words, nil
}

// expand puts texts in the places of their names.
func expand(words []string, names map[string]string) []string {
	var pairs []string
	for name, text := range names {
		pairs = append(pairs, "<"+name+">", text)
	}
	replace := strings.NewReplacer(pairs...)
	expanded := make([]string, len(words))
	for i, word := range words {
		expanded[i] = replace.Replace(word)
	}
	return expanded
}
