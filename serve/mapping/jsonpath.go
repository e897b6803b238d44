package mapping

import (
	"iter"

	"gatehouse/state/expression"
)

// A jsonPath is a path that selects from a document.
type jsonPath expression.Path

// definite reports whether the path selects one value at most.
func (p jsonPath) definite() bool {
	for _, step := range p {
		if len(step) != 1 || step[0].Kind > expression.ByIndex {
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
			if value = one(step[0], value); value == nil {
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
		for child := range all(p[0][i], value) {
			v.visit(p[1:], child)
		}
	}
}

// one is the value that a selector by name or index selects, or nil.
func one(s expression.Selector, value []byte) []byte {
	if s.Kind == expression.ByName {
		return member(value, s.Name)
	}
	return element(value, s.Start)
}

// all goes through the values that a selector selects.
func all(s expression.Selector, value []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		switch s.Kind {
		case expression.ByName, expression.ByIndex:
			if one := one(s, value); one != nil {
				yield(one)
			}
		case expression.Every:
			for _, v := range children(value) {
				if !yield(v) {
					return
				}
			}
		case expression.BySlice:
			slice(s, value, yield)
		}
	}
}

func slice(s expression.Selector, value []byte, yield func([]byte) bool) {
	if value[0] != '[' {
		return
	}
	start, end := s.Start, s.End
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
		if !s.OpenEnd && i >= end {
			return
		}
		if i >= start && (i-start)%s.Step == 0 && !yield(v) {
			return
		}
		i++
	}
}
