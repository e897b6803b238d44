// Package argparse divides the words of a command line into options and
// positional arguments by the rules of Python's argparse module, which the
// AWS CLI uses and whose every corner scripts have come to rely on: unique
// prefixes of options, values attached by "=", words that begin with a dash
// and are values all the same, and the order in which mistakes are reported.
//
// The words are looked at twice. First each one is classed:
//
//	option      begins with "-" and is none of the following
//	value       is empty, "-" or without a leading dash; looks like a negative
//	            number; or names no option and contains a space
//	separator   the first "--"; every word after it is a value
//
// Then options take as many of the values behind them as their arity allows,
// and positionals take the values that no option took.
//
// Observed with Python 3.11, https://docs.python.org/3/library/argparse.html.
package argparse

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"gatehouse/model"
)

// An Arity says how many words an argument takes.
type Arity uint8

// The arities.
const (
	One        Arity = iota // exactly one word
	Zero                    // none: a switch
	ZeroOrOne               // one if there is one
	ZeroOrMore              // all up to the next option
)

// An Argument is an option, whose name begins with "--", or a positional.
type Argument struct {
	Name  string
	Arity Arity

	// Key is the name under which the result is kept; "" is Name. Options
	// with the same Key override each other: the last one given counts.
	Key string

	Required bool
	Choices  []string // the only words allowed; nil allows all
	Type     *Type    // of its words; nil is text
	Whole    bool     // must be written out: no prefix of the name is taken for it
	Stops    bool     // ends parsing at once when it is met, as --version does

	// Neighbours are words that are suggested for a wrong one like Choices,
	// though they are not allowed.
	Neighbours []string
}

// A Type restricts the words of an argument.
type Type struct {
	Name    string // Python's name for it, e.g. "int"
	Accepts func(word string) bool
}

func (a *Argument) option() bool { return strings.HasPrefix(a.Name, "-") }

// wants reports whether an argument that has n words takes another.
func (a *Argument) wants(n int) bool {
	switch a.Arity {
	case One, ZeroOrOne:
		return n == 0
	case ZeroOrMore:
		return true
	}
	return false
}

func (a *Argument) key() string {
	if a.Key != "" {
		return a.Key
	}
	return a.Name
}

// A Parser knows the arguments that may be given, in the order in which
// messages list them. A positional of arity ZeroOrOne must be the last one;
// other positionals have arity One.
type Parser []Argument

// A Given is what one argument got.
type Given struct {
	Name  string   // of the argument: tells options with the same Key apart
	Words []string // nil for a switch and for an optional word that was left out
}

// A Result is what the arguments got.
type Result struct {
	given   []keyed
	Stopped bool     // an argument with Stops was met; nothing else was checked
	Rest    []string // the words that no argument took, in order
}

type keyed struct {
	key string
	Given
}

// Lookup returns what was given under a key, and whether anything was.
func (r *Result) Lookup(key string) (Given, bool) {
	for i := range r.given {
		if r.given[i].key == key {
			return r.given[i].Given, true
		}
	}
	return Given{}, false
}

// Word returns the only word given under a key, or "", and whether the
// argument was given.
func (r *Result) Word(key string) (string, bool) {
	g, given := r.Lookup(key)
	if len(g.Words) == 0 {
		return "", given
	}
	return g.Words[0], given
}

// Has reports whether anything was given under a key.
func (r *Result) Has(key string) bool {
	_, given := r.Lookup(key)
	return given
}

func (r *Result) set(a *Argument, words []string) {
	given := Given{a.Name, words}
	for i := range r.given {
		if r.given[i].key == a.key() {
			r.given[i].Given = given
			return
		}
	}
	r.given = append(r.given, keyed{a.key(), given})
}

// An Error says why a command line cannot be parsed, in argparse's words.
type Error struct {
	Argument string // the argument that is wrong; "" if it is not just one
	Message  string
}

func (e *Error) Error() string { return e.Message }

func (a *Argument) errorf(format string, args ...any) *Error {
	return &Error{a.Name, "argument " + a.Name + ": " + fmt.Sprintf(format, args...)}
}

// Parse divides words among the arguments. Words that no argument takes are
// left in the Result's Rest. An error is an *Error.
func (p Parser) Parse(words []string) (*Result, error) {
	run := run{parser: p, words: words, seen: make([]bool, len(p)), result: &Result{}}
	if err := run.classify(); err != nil {
		return nil, err
	}
	if err := run.consume(); err != nil {
		return nil, err
	}
	if run.result.Stopped {
		return run.result, nil
	}
	return run.result, run.missing()
}

// A class says what a word may be taken for.
type class struct {
	kind     kind
	argument int    // the option's index in the parser, or -1 if it is unknown
	attached string // what follows "=", if hasValue
	hasValue bool
}

type kind uint8

const (
	value kind = iota
	option
	separator
)

// A run is one parse under way.
type run struct {
	parser  Parser
	words   []string
	classes []class
	seen    []bool // by index of argument
	next    int    // index in the parser from which positionals are still to be filled
	result  *Result
}

func (r *run) classify() error {
	r.classes = make([]class, len(r.words))
	for i, word := range r.words {
		if word == "--" {
			r.classes[i].kind = separator
			return nil // the zero class, value, is right for the others
		}
		c, err := r.parser.classify(word)
		if err != nil {
			return err
		}
		r.classes[i] = c
	}
	return nil
}

func (p Parser) classify(word string) (class, error) {
	if len(word) < 2 || word[0] != '-' {
		return class{}, nil
	}
	if i := p.index(word); i >= 0 {
		return class{kind: option, argument: i}, nil
	}
	name, attached, hasValue := strings.Cut(word, "=")
	if i := p.index(name); i >= 0 {
		return class{option, i, attached, hasValue}, nil
	}
	switch matches := p.completions(name); {
	case len(matches) == 1:
		return class{option, matches[0], attached, hasValue}, nil
	case len(matches) > 1:
		return class{}, &Error{Message: fmt.Sprintf("ambiguous option: %s could match %s", word, p.names(matches))}
	case negativeNumber(word) || strings.Contains(word, " "):
		return class{}, nil
	}
	return class{kind: option, argument: -1}, nil
}

func (p Parser) index(name string) int {
	return slices.IndexFunc(p, func(a Argument) bool { return a.Name == name })
}

// completions returns the indices of the options that begin with a prefix.
func (p Parser) completions(prefix string) (matches []int) {
	if !strings.HasPrefix(prefix, "--") {
		return nil // there are no options with a single dash
	}
	for i := range p {
		if !p[i].Whole && strings.HasPrefix(p[i].Name, prefix) {
			matches = append(matches, i)
		}
	}
	return matches
}

func (p Parser) names(indices []int) string {
	names := make([]string, len(indices))
	for i, index := range indices {
		names[i] = p[index].Name
	}
	return strings.Join(names, ", ")
}

// negativeNumber reports whether a word looks like -5, -1.5 or -.5.
func negativeNumber(word string) bool {
	whole, fraction, hasFraction := strings.Cut(word[1:], ".")
	if hasFraction {
		return digits(whole) && fraction != "" && digits(fraction)
	}
	return whole != "" && digits(whole)
}

func digits(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsDigit(r) }) < 0
}

// consume gives options and positionals, in turn, the words they take.
func (r *run) consume() error {
	i := 0
	for {
		nextOption := r.nextOption(i)
		if nextOption < 0 {
			break
		}
		if i < nextOption {
			end, err := r.positionals(i)
			if err != nil {
				return err
			}
			if end > i {
				i = end
				continue
			}
			r.result.Rest = append(r.result.Rest, r.words[i:nextOption]...)
			i = nextOption
		}
		var err error
		if i, err = r.option(i); err != nil || r.result.Stopped {
			return err
		}
	}
	i, err := r.positionals(i)
	r.result.Rest = append(r.result.Rest, r.words[i:]...)
	return err
}

func (r *run) nextOption(from int) int {
	for i := from; i < len(r.classes); i++ {
		if r.classes[i].kind == option {
			return i
		}
	}
	return -1
}

// option gives the option at word i its words and returns where they end.
func (r *run) option(i int) (end int, err error) {
	c := r.classes[i]
	if c.argument < 0 {
		r.result.Rest = append(r.result.Rest, r.words[i])
		return i + 1, nil
	}
	a := &r.parser[c.argument]
	if c.hasValue {
		if a.Arity == Zero {
			return 0, a.errorf("ignored explicit argument %s", model.PythonRepr(c.attached))
		}
		return i + 1, r.take(c.argument, []string{c.attached})
	}
	end = i + 1
	for end < len(r.words) && r.classes[end].kind == value && a.wants(end-i-1) {
		end++
	}
	words := r.words[i+1 : end]
	if len(words) == 0 {
		switch a.Arity {
		case One:
			return 0, a.errorf("expected one argument")
		case Zero, ZeroOrOne:
			words = nil
		}
	}
	return end, r.take(c.argument, words)
}

// positionals fills as many positionals as the values from word i on allow
// and returns where the values end that were taken. The separator goes to the
// positional beside it.
func (r *run) positionals(i int) (end int, err error) {
	for ; r.next < len(r.parser); r.next++ {
		a := &r.parser[r.next]
		if a.option() {
			continue
		}
		end, words := r.positionalWords(i)
		if len(words) == 0 && a.Arity == One {
			return i, nil
		}
		if err := r.take(r.next, words); err != nil {
			return i, err
		}
		i = end
	}
	return i, nil
}

// positionalWords returns the value, if any, that a positional finds at word
// i, past separators, and where the next one would look for its own.
func (r *run) positionalWords(i int) (end int, words []string) {
	separators := func() {
		for i < len(r.words) && r.classes[i].kind == separator {
			i++
		}
	}
	separators()
	if i < len(r.words) && r.classes[i].kind == value {
		words = r.words[i : i+1]
		i++
		separators()
	}
	return i, words
}

// take checks and keeps what an argument got.
func (r *run) take(argument int, words []string) error {
	a := &r.parser[argument]
	if !a.option() && a.Choices != nil && len(words) == 1 && words[0] == "" {
		// The AWS CLI takes an empty word for a missing one here (observed of
		// the operation, a guess for other positionals).
		return nil
	}
	r.seen[argument] = true
	if a.Stops {
		r.result.Stopped = true
	}
	for _, word := range words {
		if a.Type != nil && !a.Type.Accepts(word) {
			return a.errorf("invalid %s value: %s", a.Type.Name, model.PythonRepr(word))
		}
		if a.Choices != nil && !slices.Contains(a.Choices, word) {
			return a.errorf("%s", a.invalidChoice(word))
		}
	}
	if words == nil && !a.option() {
		return nil // a positional that was left out
	}
	r.result.set(a, words)
	return nil
}

// missing reports the required arguments that were not given.
func (r *run) missing() error {
	var names []string
	for i := range r.parser {
		if r.parser[i].Required && !r.seen[i] {
			names = append(names, r.parser[i].Name)
		}
	}
	if names == nil {
		return nil
	}
	return &Error{Message: "the following arguments are required: " + strings.Join(names, ", ")}
}
