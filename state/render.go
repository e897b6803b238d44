package state

import (
	"bytes"
	"strings"

	"gatehouse/model"
)

// indent is how many blanks a level of the file is indented by.
const indent = 2

// render returns the object as text, depth levels deep, and the index of that,
// which is what a scan of it would make, or more. The text of an object that is
// kept in parts is only in its index.
func (o *object) render(depth int) (text string, x *index) {
	switch {
	case !o.isChanged():
		return o.text, o.index
	case depth < partedLevels && o.len() > 0:
		return "", o.renderParts(depth)
	}
	dst, x := o.appendText(nil, depth)
	return shareText(dst), x
}

// renderParts is render for an object with members, in parts.
func (o *object) renderParts(depth int) *index {
	n := o.len()
	x := &index{entries: make([]entry, n), parts: make([]part, n)}
	var heads strings.Builder
	var scratch []byte
	at := len("{")
	for i := range x.entries {
		m, e, p := o.memberAt(i), &x.entries[i], &x.parts[i]
		p.name, p.head = m.name, m.head
		if p.head == "" {
			from := heads.Len()
			scratch = append(appendName(appendLine(scratch[:0], depth+1), m.name), ": "...)
			heads.Write(scratch)
			p.head = heads.String()[from:]
			// The name that was given may be a part of a request, or of the file
			// as it once was, and would hold on to the whole.
			if p.name = p.head[len("\n")+(depth+1)*indent+1 : len(p.head)-len(`": `)]; p.name != m.name { // it has escapes
				p.name = strings.Clone(m.name)
			}
		}
		switch {
		case m.node != nil:
			p.value, e.sub = m.node.render(depth + 1)
		case m.isSet:
			p.value = string(appendValue(nil, m.value, depth+1))
		default:
			p.value, e.sub = m.text, m.index
		}
		quote := at + len("\n") + (depth+1)*indent
		at += len(p.head)
		e.name, e.nameEnd, e.value = int32(quote+1), int32(at-len(`": `)), int32(at)
		if at += len(p.value); p.value == "" {
			at += e.sub.size
		}
		e.end = int32(at)
		at += len(",")
	}
	x.tail = string(append(appendLine(nil, depth), '}'))
	x.size = at - len(",") + len(x.tail)
	o.shareNames(x)
	return x
}

// shareNames gives the index the table of that from which the object was
// opened, if there is one and the members have the same names.
func (o *object) shareNames(x *index) {
	if o.index == nil || len(o.index.entries) != len(x.entries) {
		return
	}
	if t := o.index.names.Load(); t != nil && t.twice < 0 {
		for i := range x.parts {
			if x.parts[i].name != o.index.name(o.text, i) {
				return
			}
		}
		x.names.Store(t)
	}
}

// appendText appends the object as one text, depth levels deep, and returns the
// index of what it appended.
func (o *object) appendText(dst []byte, depth int) ([]byte, *index) {
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
			dst, e.sub = m.node.appendText(dst, depth+1)
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
