package accesslog

import (
	"strings"
	"unicode/utf8"

	"gatehouse/serve/contextvars"
	"gatehouse/state/expression"
)

// maxEntry is how long an entry may be, in bytes (doc). What is longer is cut
// off (guess).
const maxEntry = 1 << 20

// A Format is the format of a stage's entries, compiled. It never changes. The
// zero value writes empty entries.
type Format struct {
	parts []part
}

// A part is text, or a variable if text is "".
type part struct {
	text     string
	variable contextvars.Variable
}

// Compile compiles a format. There is no format that cannot be compiled.
func Compile(text string) *Format {
	const prefix = "$context."
	f := &Format{}
	// Whatever ends the format, an entry ends with one line end (guess).
	text = strings.TrimRight(text, "\r\n")
	done := 0 // what is before is in parts
	for at := 0; ; {
		next := strings.Index(text[at:], prefix)
		if next < 0 {
			break
		}
		at += next
		name := text[at+len(prefix):]
		name = name[:expression.ContextNameLength(name)]
		if name == "" {
			at += len(prefix)
			continue
		}
		f.addText(text[done:at])
		f.parts = append(f.parts, part{variable: contextvars.Parse(name)})
		at += len(prefix) + len(name)
		done = at
	}
	f.addText(text[done:])
	return f
}

func (f *Format) addText(text string) {
	if text != "" {
		f.parts = append(f.parts, part{text: text})
	}
}

// AppendEntry appends the entry of a request, with the line end behind it.
func (f *Format) AppendEntry(dst []byte, c *contextvars.Context) []byte {
	start := len(dst)
	for i := range f.parts {
		p := &f.parts[i]
		if p.text != "" {
			dst = append(dst, p.text...)
			continue
		}
		before := len(dst)
		dst = p.variable.AppendEscaped(dst, c)
		if len(dst) == before {
			dst = append(dst, '-')
		}
	}
	if len(dst)-start > maxEntry {
		end := start + maxEntry
		for end > start && !utf8.RuneStart(dst[end]) {
			end--
		}
		dst = dst[:end]
	}
	return append(dst, '\n')
}
