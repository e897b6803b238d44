package expression

import (
	"strconv"
	"strings"
)

// A Path selects values of a JSON document, step by step: the selectors of
// a step each select from every value that the step before selected. It has
// neither ".." nor filters (doc).
type Path [][]Selector

// A Selector selects members of an object or elements of an array.
type Selector struct {
	Kind       SelectorKind
	Name       string
	Start, End int // element, or bounds of a slice; negative ones count from the end
	OpenEnd    bool
	Step       int
}

// A SelectorKind is how a selector selects.
type SelectorKind int

// The kinds of selectors.
const (
	ByName SelectorKind = iota
	ByIndex
	BySlice
	Every
)

// ParsePath takes a path apart, which begins with "." or "[". If it is none, want
// says what the grammar allows at a place in it:
//
//	path     = { "." ( name | "*" ) | "[" selector { "," selector } "]" }
//	selector = quoted | "*" | index | [ index ] ":" [ index ] [ ":" [ index ] ]
//	quoted   = "'" text "'" | '"' text '"'
//	name     = one or more bytes but . [ ] ' " *
func ParsePath(text string) (path Path, at int, want string) {
	p := &pathParser{text: text}
	for p.want == "" && p.pos < len(text) {
		switch text[p.pos] {
		case '.':
			p.pos++
			p.member()
		case '[':
			p.pos++
			p.brackets()
		default:
			p.fail("\".\" or \"[\"")
		}
	}
	return p.path, p.pos, p.want
}

type pathParser struct {
	text string
	pos  int
	path Path
	want string // not "" after a mistake, which is at pos
}

func (p *pathParser) fail(want string) {
	if p.want == "" {
		p.want = want
	}
}

// peek is the byte at pos, 0 at the end.
func (p *pathParser) peek() byte {
	if p.pos < len(p.text) {
		return p.text[p.pos]
	}
	return 0
}

func (p *pathParser) spaces() {
	for p.peek() == ' ' {
		p.pos++
	}
}

// member takes what follows a point.
func (p *pathParser) member() {
	rest := p.text[p.pos:]
	if strings.HasPrefix(rest, "*") {
		p.pos++
		p.path = append(p.path, []Selector{{Kind: Every}})
		return
	}
	name := rest
	if end := strings.IndexAny(rest, ".[]'\"*"); end >= 0 {
		name = rest[:end]
	}
	if name == "" {
		p.fail("the name of a member")
		return
	}
	p.pos += len(name)
	p.path = append(p.path, []Selector{{Name: name}})
}

// brackets takes what follows an opening bracket, with the closing one.
func (p *pathParser) brackets() {
	var step []Selector
	for p.want == "" {
		p.spaces()
		step = append(step, p.selector())
		p.spaces()
		if p.peek() != ',' {
			break
		}
		p.pos++
	}
	if p.want == "" && p.peek() != ']' {
		p.fail("\",\" or \"]\"")
	}
	if p.want == "" {
		p.pos++
		p.path = append(p.path, step)
	}
}

func (p *pathParser) selector() Selector {
	switch c := p.peek(); c {
	case '*':
		p.pos++
		return Selector{Kind: Every}
	case '\'', '"':
		return p.quoted(c)
	}
	s := Selector{Kind: ByIndex, Step: 1, OpenEnd: true}
	given := p.index(&s.Start)
	p.spaces()
	if p.peek() != ':' {
		if !given {
			p.fail("a number, a name in quotes or \"*\"")
		}
		return s
	}
	s.Kind = BySlice
	p.pos++
	p.spaces()
	s.OpenEnd = !p.index(&s.End)
	p.spaces()
	if p.peek() == ':' {
		p.pos++
		p.spaces()
		if p.index(&s.Step) && s.Step <= 0 {
			p.fail("a step of 1 or more")
		}
	}
	return s
}

// quoted takes a name in quotes, in which a backslash takes the next byte as it
// is.
func (p *pathParser) quoted(quote byte) Selector {
	p.pos++
	var name []byte
	for p.pos < len(p.text) && p.text[p.pos] != quote {
		if p.text[p.pos] == '\\' && p.pos+1 < len(p.text) {
			p.pos++
		}
		name = append(name, p.text[p.pos])
		p.pos++
	}
	if p.pos >= len(p.text) {
		p.fail("a closing quote")
		return Selector{}
	}
	p.pos++
	return Selector{Name: string(name)}
}

// index takes a number into n and reports whether there is one.
func (p *pathParser) index(n *int) bool {
	end := p.pos
	if end < len(p.text) && p.text[end] == '-' {
		end++
	}
	for end < len(p.text) && '0' <= p.text[end] && p.text[end] <= '9' {
		end++
	}
	if end == p.pos {
		return false
	}
	value, err := strconv.ParseInt(p.text[p.pos:end], 10, 32)
	if err != nil {
		p.fail("a number of 32 bits")
		return false
	}
	*n, p.pos = int(value), end
	return true
}
