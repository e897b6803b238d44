package state

import (
	"bytes"

	"gatehouse/model"
)

// indent is how many blanks a level of the file is indented by.
const indent = 2

// render appends the object as text, depth levels deep, and returns the index
// of what it appended, which is what a scan of it would make, or more.
func (o *object) render(dst []byte, depth int) ([]byte, *index) {
	if !o.isChanged() {
		return append(dst, o.text...), o.index
	}
	x := &index{entries: make([]entry, o.len())}
	if len(x.entries) == 0 {
		return append(dst, "{}"...), x
	}
	begin := len(dst)
	dst = append(dst, '{')
	for i := range x.entries {
		m, e := o.memberAt(i), &x.entries[i]
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendLine(dst, depth+1)
		e.name = int32(len(dst)-begin) + 1
		dst = appendName(dst, m.name)
		e.nameEnd = int32(len(dst)-begin) - 1
		x.escaped = x.escaped || bytes.IndexByte(dst[begin+int(e.name):begin+int(e.nameEnd)], '\\') >= 0
		dst = append(dst, ": "...)
		e.value = int32(len(dst) - begin)
		switch {
		case m.node != nil:
			dst, e.sub = m.node.render(dst, depth+1)
		case m.isSet:
			dst = appendValue(dst, m.value, depth+1)
		default:
			dst = append(dst, m.text...)
			e.sub = m.index
		}
		e.end = int32(len(dst) - begin)
	}
	dst = appendLine(dst, depth)
	return append(dst, '}'), x
}

// appendLine begins a line that is depth levels deep.
func appendLine(dst []byte, depth int) []byte {
	dst = append(dst, '\n')
	for range depth * indent {
		dst = append(dst, ' ')
	}
	return dst
}

// appendName appends a member's name, which most often needs no escapes.
func appendName(dst []byte, name string) []byte {
	for i := range len(name) {
		if c := name[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return model.AppendJSON(dst, name, 0)
		}
	}
	dst = append(dst, '"')
	dst = append(dst, name...)
	return append(dst, '"')
}

// appendValue appends a value as text whose lines are depth levels deep.
func appendValue(dst []byte, v any, depth int) []byte {
	start := len(dst)
	dst = model.AppendJSON(dst, v, indent)
	lines := 0
	for _, c := range dst[start:] {
		if c == '\n' { // never within a string, where it is written as \n
			lines++
		}
	}
	if lines == 0 || depth == 0 {
		return dst
	}
	// From the end, each line moves right by the blanks of those before it.
	width := depth * indent
	from := len(dst)
	for range lines * width {
		dst = append(dst, ' ')
	}
	for to := len(dst); from > start; {
		from--
		to--
		if dst[from] == '\n' {
			for i := range width {
				dst[to-i] = ' '
			}
			to -= width
		}
		dst[to] = dst[from]
	}
	return dst
}
