// Package completion finds what may stand where the cursor is, for the shells
// that ask when a key is pressed.
//
// It answers the protocol of complete -C, as the AWS CLI's aws_completer does:
// the line is in the environment's COMP_LINE, the cursor's place in it in
// COMP_POINT, and the answer is a candidate a line, one empty line if there is
// none. Commands and options are offered by the AWS CLI's rules and in its
// order:
//
//   - words after the cursor count for nothing, nor does the program's name
//   - commands before options; a command that is whole and begins no other is
//     not offered again
//   - of options those that are not given yet, the operation's before the
//     global ones; one of a pair does not hide the other
//   - nothing after a word that is out of place
//
// Where the AWS CLI has nothing to offer there are more: the values that an
// option is restricted to, identifiers and names that the state file knows,
// paths where a file is named. Quotes are understood, and put round what the
// shell would take for its own.
package completion

import (
	"slices"
	"strings"

	"gatehouse/commands/help"
	"gatehouse/model"
)

// A Source knows what is outside of the line. Completion is no place to
// complain: what cannot be found out is empty.
type Source interface {
	// List returns the items of an operation that lists, of all pages.
	List(q Query) []*model.Document

	// Profiles returns the names of the configured profiles.
	Profiles() []string

	// Home returns the directory that ~ stands for, or "".
	Home() string
}

// A Query is a call of an operation that lists.
type Query struct {
	Op    *model.Operation
	Input *model.Document

	// Region, Profile and State are the global options on the line, "" where
	// not given.
	Region, Profile, State string
}

// Complete returns what may stand in the place of the word in which the
// cursor is, as it is written in a shell. Point is the cursor's place in the
// line, in characters; a negative one is the line's end.
func Complete(line string, point int, src Source) []string {
	return Request{Line: line, Point: point}.Candidates(src)
}

// Words returns what may stand in the place of a fragment after words, the
// first of which is a command, for the scripts that cobra makes: words and
// candidates are without quotes, and candidates for the value in --option=value
// are the values alone.
func Words(words []string, fragment string, src Source) []string {
	candidates := after(words, fragment, src)
	if option, _, attached := strings.Cut(fragment, "="); attached && strings.HasPrefix(option, "--") {
		for i := range candidates {
			candidates[i] = candidates[i][len(option)+1:]
		}
	}
	return candidates
}

// after returns what may stand in the place of a fragment after words.
func after(words []string, fragment string, src Source) []string {
	p := newParser()
	for _, word := range words {
		p.take(word)
	}
	return p.candidates(fragment, src)
}

// A parser knows what the words of a line that are whole mean.
type parser struct {
	at      scope
	given   map[string]string // last value by option
	open    *argument         // an option that still takes words, or nil
	strayed bool              // a word was out of place
}

func newParser() *parser { return &parser{at: root(), given: map[string]string{}} }

// take goes past a whole word.
func (p *parser) take(word string) {
	if p.open != nil {
		if p.open.takes == one || !strings.HasPrefix(word, "--") {
			p.given[p.open.name] = word
			if p.open.takes != many {
				p.open = nil
			}
			return
		}
		p.open = nil
	}
	if strings.HasPrefix(word, "--") {
		p.takeOption(word)
		return
	}
	if next, ok := p.at.enter(word); ok {
		p.at = next
		return
	}
	for i := range p.at.arguments {
		a := &p.at.arguments[i]
		if _, given := p.given[a.name]; a.word() && !given {
			p.given[a.name] = word
			return
		}
	}
	// The AWS CLI goes on after paths, for the sake of commands that take
	// them, and after options that it does not know.
	if !strings.ContainsAny(word, `./\:`) {
		p.strayed = true
	}
}

func (p *parser) takeOption(word string) {
	name, value, attached := strings.Cut(word, "=")
	a := p.option(name)
	if a == nil {
		return
	}
	p.given[a.name] = value
	if a.takes != none && !attached {
		p.open = a
	}
}

// option returns the option of that name, or the only one that begins so, or
// nil. Global ones come first, as when a command is run.
func (p *parser) option(name string) *argument {
	for _, arguments := range [][]argument{globals(), p.at.arguments} {
		var found *argument
		for i := range arguments {
			switch a := &arguments[i]; {
			case a.name == name:
				return a
			case !a.word() && strings.HasPrefix(a.name, name) && name != "--":
				if found != nil {
					return nil
				}
				found = a
			}
		}
		if found != nil {
			return found
		}
	}
	return nil
}

// candidates returns what may stand in the place of a fragment.
func (p *parser) candidates(fragment string, src Source) []string {
	isOption := strings.HasPrefix(fragment, "--")
	if p.open != nil && (p.open.takes == one || !isOption) {
		return p.values(p.open, fragment, src)
	}
	if p.strayed {
		return nil
	}
	if name, value, attached := strings.Cut(fragment, "="); isOption && attached {
		a := p.option(name)
		if a == nil || a.takes == none {
			return nil
		}
		values := p.values(a, value, src)
		for i := range values {
			values[i] = name + "=" + values[i]
		}
		return values
	}
	if !isOption && len(p.at.commands) > 0 {
		return matching(p.at.commands, fragment, true)
	}
	if !isOption {
		for i := range p.at.arguments {
			a := &p.at.arguments[i]
			if _, given := p.given[a.name]; a.word() && !given && len(a.choices) > 0 {
				return matching(a.choices, fragment, false)
			}
		}
	}
	return matching(p.options(), fragment, false)
}

// options returns the names that are not given yet.
func (p *parser) options() []string {
	var names []string
	for _, arguments := range [][]argument{p.at.arguments, globals()} {
		for i := range arguments {
			if _, given := p.given[arguments[i].name]; !given && !arguments[i].hidden {
				names = append(names, arguments[i].name)
			}
		}
	}
	return names
}

// matching returns the candidates that begin with a fragment. If whole is
// set, a fragment that is one of them and begins no other matches none.
func matching(candidates []string, fragment string, whole bool) []string {
	matches := slices.DeleteFunc(slices.Clone(candidates), func(s string) bool { return !strings.HasPrefix(s, fragment) })
	if whole && len(matches) == 1 && matches[0] == fragment {
		return nil
	}
	return matches
}

// globals are the options of all commands.
func globals() []argument {
	options := help.GlobalOptions()
	arguments := make([]argument, len(options))
	for i, o := range options {
		arguments[i] = argument{name: o.Name, takes: none, choices: o.Choices}
		if o.Value {
			arguments[i].takes = one
		}
	}
	return arguments
}
