package argparse

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
)

// testParser has an argument of every kind.
func testParser() Parser {
	return Parser{
		{Name: "--name", Required: true},
		{Name: "--name-server"},
		{Name: "--words", Arity: ZeroOrMore},
		{Name: "--on", Arity: Zero, Key: "on"},
		{Name: "--no-on", Arity: Zero, Key: "on"},
		{Name: "--sample", Arity: ZeroOrOne, Choices: []string{"input", "output"}},
		{Name: "--count", Type: &Type{"int", func(w string) bool { _, err := strconv.Atoi(w); return err == nil }}},
		{Name: "--exact", Whole: true},
		{Name: "--version", Arity: Zero, Stops: true},
		{Name: "file", Required: true},
		{Name: "help", Arity: ZeroOrOne},
	}
}

// describe writes a result as name=words pairs and the rest.
func describe(p Parser, r *Result) string {
	var b strings.Builder
	seen := map[string]bool{}
	for i := range p {
		key := p[i].key()
		if g, given := r.Lookup(key); given && !seen[key] {
			seen[key] = true
			fmt.Fprintf(&b, "%s=%q ", g.Name, g.Words)
		}
	}
	if r.Stopped {
		b.WriteString("stopped ")
	}
	fmt.Fprintf(&b, "rest=%q", r.Rest)
	return b.String()
}

func TestParse(t *testing.T) {
	tests := []struct {
		name  string
		words []string
		want  string // of describe, or the error's text after "error: "
	}{
		{"a word after an option or attached to it", []string{"--name", "a", "f"},
			`--name=["a"] file=["f"] rest=[]`},
		{"an attached value may be empty", []string{"--name=", "f"},
			`--name=[""] file=["f"] rest=[]`},
		{"an attached value may begin with a dash and hold an equals sign", []string{"--name=-x=y", "f"},
			`--name=["-x=y"] file=["f"] rest=[]`},
		{"the last of several counts, for lists too", []string{"--name", "a", "--name", "b", "--words", "1", "2", "--words", "3", "--on", "f"},
			`--name=["b"] --words=["3"] --on=[] file=["f"] rest=[]`},
		{"an exact name wins over longer ones", []string{"--name", "a", "--name-server", "b", "f"},
			`--name=["a"] --name-server=["b"] file=["f"] rest=[]`},
		{"a unique prefix names an option", []string{"--name-s=b", "--n=x"},
			`error: ambiguous option: --n=x could match --name, --name-server, --no-on`},
		{"an ambiguous prefix is reported before anything else", []string{"--name", "--na"},
			`error: ambiguous option: --na could match --name, --name-server`},
		{"an option that must be written out has no prefixes", []string{"--name", "a", "--exac", "b", "--exact", "c"},
			`--name=["a"] --exact=["c"] file=["b"] rest=["--exac"]`},
		{"negative numbers, a lone dash, spaces and emptiness make values", []string{"--words", "-5", "-1.5", "-.5", "-", "-a b", "--c d", "", "--name", "-٣", "f"},
			`--name=["-٣"] --words=["-5" "-1.5" "-.5" "-" "-a b" "--c d" ""] file=["f"] rest=[]`},
		{"other words with a dash are options", []string{"--name", "-1.5e3"},
			`error: argument --name: expected one argument`},
		{"an option without its word", []string{"f", "--name"},
			`error: argument --name: expected one argument`},
		{"a list may be empty", []string{"f", "--name", "a", "--words"},
			`--name=["a"] --words=[] file=["f"] rest=[]`},
		{"a switch takes no word", []string{"--on", "true", "--name", "a"},
			`--name=["a"] --on=[] file=["true"] rest=[]`},
		{"nor an attached one", []string{"--on=true"},
			`error: argument --on: ignored explicit argument 'true'`},
		{"of a pair of switches the last counts", []string{"--on", "--no-on", "--name", "a", "f"},
			`--name=["a"] --no-on=[] file=["f"] rest=[]`},
		{"an optional word may be left out", []string{"f", "--name", "a", "--sample"},
			`--name=["a"] --sample=[] file=["f"] rest=[]`},
		{"or be given", []string{"--sample", "output", "f", "--name=a"},
			`--name=["a"] --sample=["output"] file=["f"] rest=[]`},
		{"a word must be among the choices", []string{"--sample", "outputs"},
			"error: argument --sample: Found invalid choice 'outputs'\n\nMaybe you meant:\n\n  * output"},
		{"without a near one there is no suggestion", []string{"--sample", "it's"},
			"error: argument --sample: Found invalid choice \"it's\"\n"},
		{"a word must be of the type", []string{"--count", "x"},
			`error: argument --count: invalid int value: 'x'`},
		{"required arguments are reported together", []string{"--on"},
			`error: the following arguments are required: --name, file`},
		{"unknown options stay where they stand among the rest", []string{"--bogus", "f", "x", "y", "-z", "--name", "a", "--b=1", "w"},
			`--name=["a"] file=["f"] help=["x"] rest=["--bogus" "y" "-z" "--b=1" "w"]`},
		{"an optional positional beside another is passed over once it was empty", []string{"f", "--name", "a", "x"},
			`--name=["a"] file=["f"] rest=["x"]`},
		{"after the separator every word is a value", []string{"--name", "a", "--", "--name", "--"},
			`--name=["a"] file=["--name"] help=["--"] rest=[]`},
		{"the separator ends a list", []string{"--name", "a", "--words", "1", "--", "2"},
			`--name=["a"] --words=["1"] file=["2"] rest=[]`},
		{"the separator is no option's word", []string{"--name", "--", "a"},
			`error: argument --name: expected one argument`},
		{"a separator at the end disturbs nobody", []string{"f", "--name", "a", "--"},
			`--name=["a"] file=["f"] rest=["--"]`},
		{"an option that stops spares the rest", []string{"--version", "--name"},
			`--version=[] stopped rest=[]`},
		{"but not what stands before it", []string{"--name", "--version"},
			`error: argument --name: expected one argument`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := testParser()
			got := ""
			if r, err := p.Parse(tt.words); err != nil {
				got = "error: " + err.Error()
			} else {
				got = describe(p, r)
			}
			if got != tt.want {
				t.Errorf("Parse(%q)\n got %s\nwant %s", tt.words, got, tt.want)
			}
		})
	}
}

func TestEmptyChoice(t *testing.T) {
	p := Parser{{Name: "command", Required: true, Choices: []string{"a"}}}
	_, err := p.Parse([]string{""})
	if want := "the following arguments are required: command"; err == nil || err.Error() != want {
		t.Errorf("an empty command: %v, want %s", err, want)
	}
}

func BenchmarkParse(b *testing.B) {
	p := testParser()
	words := strings.Fields("--name a --name-server=b --words 1 2 3 --no-on f")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Parse(words); err != nil {
			b.Fatal(err)
		}
	}
}

// Whatever the words, each of them ends up somewhere, once.
func FuzzParse(f *testing.F) {
	f.Add("--name a f")
	f.Add("--words 1 -2 -- --name x")
	f.Add("--na --version --=x -")
	f.Fuzz(func(t *testing.T, line string) {
		words := strings.Split(line, " ")
		p := testParser()
		r, err := p.Parse(words)
		if err != nil || r.Stopped {
			return
		}
		for _, word := range r.Rest {
			if !strings.Contains(line, word) {
				t.Fatalf("Parse(%q) left %q, which was not given", words, word)
			}
		}
		if len(r.Rest) > len(words) {
			t.Fatalf("Parse(%q) left more than was given: %q", words, r.Rest)
		}
	})
}
