package mapping

import (
	"iter"
	"strconv"
	"strings"
)

// A jsonPath selects values of a JSON document, step by step: the selectors of
// a step each select from every value that the step before selected. It has
// neither ".." nor filters (doc).
type jsonPath [][]selector

// A selector selects members of an object or elements of an array.
type selector struct {
	kind       selectorKind
	name       string
	start, end int // element, or bounds of a slice; negative ones count from the end
	openEnd    bool
	step       int
}

type selectorKind int

const (
	byName selectorKind = iota
	byIndex
	bySlice
	every
)

// parseJSONPath compiles a path, which begins with "." or "[". If it is none, want
// says what the grammar allows at a place in it:
//
//	path     = { "." ( name | "*" ) | "[" selector { "," selector } "]" }
//	selector = quoted | "*" | index | [ index ] ":" [ index ] [ ":" [ index ] ]
//	quoted   = "'" text "'" | '"' text '"'
//	name     = one or more bytes but . [ ] ' " *
func parseJSONPath(text string) (path jsonPath, at int, want string) {
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
	path jsonPath
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
		p.path = append(p.path, []selector{{kind: every}})
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
	p.path = append(p.path, []selector{{name: name}})
}

// brackets takes what follows an opening bracket, with the closing one.
func (p *pathParser) brackets() {
	var step []selector
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

func (p *pathParser) selector() selector {
	switch c := p.peek(); c {
	case '*':
		p.pos++
		return selector{kind: every}
	case '\'', '"':
		return p.quoted(c)
	}
	s := selector{kind: byIndex, step: 1, openEnd: true}
	given := p.index(&s.start)
	p.spaces()
	if p.peek() != ':' {
		if !given {
			p.fail("a number, a name in quotes or \"*\"")
		}
		return s
	}
	s.kind = bySlice
	p.pos++
	p.spaces()
	s.openEnd = !p.index(&s.end)
	p.spaces()
	if p.peek() == ':' {
		p.pos++
		p.spaces()
		if p.index(&s.step) && s.step <= 0 {
			p.fail("a step of 1 or more")
		}
	}
	return s
}

// quoted takes a name in quotes, in which a backslash takes the next byte as it
// is.
func (p *pathParser) quoted(quote byte) selector {
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
		return selector{}
	}
	p.pos++
	return selector{name: string(name)}
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

// definite reports whether the path selects one value at most.
func (p jsonPath) definite() bool {
	for _, step := range p {
		if len(step) != 1 || step[0].kind > byIndex {
			return false
		}
	}
	return true
}

// maxVisits bounds how many values an indefinite path looks at. Lists in one
// step after another would else multiply without end.
const maxVisits = 100_000

// appendValue appends what the path selects from a valid document: a text as it
// is, other values as JSON without spaces; all that an indefinite path selects
// as a JSON array (guess: what JSONPath libraries answer). It is false if
// nothing is there, or null (guess).
func (p jsonPath) appendValue(dst, document []byte) ([]byte, bool) {
	value := trim(document)
	if p.definite() {
		for _, step := range p {
			if value = step[0].one(value); value == nil {
				return dst, false
			}
		}
		return appendText(dst, value)
	}
	v := visitor{dst: append(dst, '['), left: maxVisits}
	v.visit(p, value)
	if v.left <= 0 || v.found == 0 {
		return v.dst, false
	}
	return append(v.dst, ']'), true
}

// A visitor gathers what an indefinite path selects.
type visitor struct {
	dst   []byte
	found int
	left  int // values that may still be looked at
}

func (v *visitor) visit(p jsonPath, value []byte) {
	if v.left--; v.left <= 0 {
		return
	}
	if len(p) == 0 {
		if v.found > 0 {
			v.dst = append(v.dst, ',')
		}
		v.found++
		v.dst = appendCompact(v.dst, value)
		return
	}
	for i := range p[0] {
		for child := range p[0][i].all(value) {
			v.visit(p[1:], child)
		}
	}
}

// one is the value that a selector by name or index selects, or nil.
func (s *selector) one(value []byte) []byte {
	if s.kind == byName {
		return member(value, s.name)
	}
	return element(value, s.start)
}

// all goes through the values that a selector selects.
func (s *selector) all(value []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		switch s.kind {
		case byName, byIndex:
			if one := s.one(value); one != nil {
				yield(one)
			}
		case every:
			for _, v := range children(value) {
				if !yield(v) {
					return
				}
			}
		case bySlice:
			s.slice(value, yield)
		}
	}
}

func (s *selector) slice(value []byte, yield func([]byte) bool) {
	if value[0] != '[' {
		return
	}
	start, end := s.start, s.end
	if start < 0 || end < 0 {
		count := countElements(value)
		if start < 0 {
			start = max(0, start+count)
		}
		if end < 0 {
			end = max(0, end+count)
		}
	}
	i := 0
	for _, v := range children(value) {
		if !s.openEnd && i >= end {
			return
		}
		if i >= start && (i-start)%s.step == 0 && !yield(v) {
			return
		}
		i++
	}
}
