package output

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"gatehouse/model"
)

// yamlWidth is the column beyond which a text is folded at the next space.
const yamlWidth = 80

// A scalarWriter writes YAML's scalars: plain if that reads back as the same
// text, else in single quotes, else, for characters that need an escape and
// for white space next to line breaks, in double quotes.
type scalarWriter struct {
	b      []byte
	column int // characters since the last line break
}

func (w *scalarWriter) write(s string) {
	w.b = append(w.b, s...)
	w.column += utf8.RuneCountInString(s)
}

func (w *scalarWriter) newLine(indent int) {
	w.b = append(w.b, '\n')
	w.indent(indent)
}

// indent begins a line that the last write has opened.
func (w *scalarWriter) indent(indent int) {
	w.b = appendRepeat(w.b, ' ', indent)
	w.column = indent
}

// trimSpace takes back a space, before the end of a line.
func (w *scalarWriter) trimSpace() {
	w.b = w.b[:len(w.b)-1]
	w.column--
}

// scalar writes a scalar whose further lines, if it is long, are indented.
func (w *scalarWriter) scalar(v any, indent int) {
	switch v := v.(type) {
	case nil:
		w.write("null")
	case bool:
		if v {
			w.write("true")
		} else {
			w.write("false")
		}
	case float64:
		w.write(yamlFloat(v))
	case string:
		w.text(v, indent)
	default:
		w.write(model.PythonString(v))
	}
}

func yamlFloat(f float64) string {
	switch {
	case math.IsNaN(f):
		return ".nan"
	case math.IsInf(f, 1):
		return ".inf"
	case math.IsInf(f, -1):
		return "-.inf"
	}
	return model.PythonString(f)
}

// validUTF8 replaces bytes that are not UTF-8, which a text from a file could
// hold. Analysing and writing need what it returns.
func validUTF8(s string) string { return strings.ToValidUTF8(s, "\ufffd") }

// text writes a string. An indent of -1 keeps it on one line, as a key is.
func (w *scalarWriter) text(s string, indent int) {
	s = validUTF8(s)
	switch a := analyze(s); {
	case a.plain && s != "" && !resolves(s):
		w.plain(s, indent)
	case a.single:
		w.singleQuoted(s, indent)
	default:
		w.doubleQuoted([]rune(s), indent)
	}
}

func (w *scalarWriter) plain(s string, indent int) {
	for s != "" {
		n := run(s)
		if s[:n] == " " && w.folds(indent) {
			w.newLine(indent)
		} else {
			w.write(s[:n])
		}
		s = s[n:]
	}
}

// folds reports whether a single space becomes a line break here.
func (w *scalarWriter) folds(indent int) bool { return indent >= 0 && w.column > yamlWidth }

func (w *scalarWriter) singleQuoted(s string, indent int) {
	w.write("'")
	for rest := s; rest != ""; {
		n := run(rest)
		part := rest[:n]
		inner := len(rest) < len(s) && n < len(rest)
		rest = rest[n:]
		switch {
		case part == " " && inner && w.folds(indent):
			w.newLine(indent)
		case isBreak(firstRune(part)):
			if part[0] == '\n' {
				w.b = append(w.b, '\n') // the first one alone would read as a space
			}
			w.b = append(w.b, part...)
			w.indent(indent)
		case part[0] == '\'':
			w.write(part)
			w.write(part)
		default:
			w.write(part)
		}
	}
	w.write("'")
}

// run returns the length of the spaces, line breaks, quotes or other
// characters that a text begins with.
func run(s string) int {
	first := class(firstRune(s))
	for i, c := range s {
		if class(c) != first {
			return i
		}
	}
	return len(s)
}

func class(c rune) int {
	switch {
	case c == ' ':
		return 1
	case c == '\'':
		return 2
	case isBreak(c):
		return 3
	}
	return 0
}

func firstRune(s string) rune {
	c, _ := utf8.DecodeRuneInString(s)
	return c
}

func isBreak(c rune) bool { return c == '\n' || c == '\u2028' || c == '\u2029' || c == '\u0085' }

// doubleQuoted writes a text with escapes. A line break stands for one space
// where it is folded; a second space then gets a backslash, so as not to be
// taken for indentation.
func (w *scalarWriter) doubleQuoted(s []rune, indent int) {
	w.write(`"`)
	for i, c := range s {
		switch {
		case c == ' ' && 0 < i && i < len(s)-1 && s[i-1] != ' ' && w.folds(indent):
			w.newLine(indent)
			if s[i+1] == ' ' {
				w.write(`\`)
			}
		case needsEscape(c):
			w.write(escape(c))
		default:
			w.b = utf8.AppendRune(w.b, c)
			w.column++
		}
	}
	w.write(`"`)
}

func needsEscape(c rune) bool {
	switch {
	case c == '"', c == '\\', isBreak(c), c == '\ufeff':
		return true
	}
	return !isPrintable(c)
}

// isPrintable reports whether a character may stand in YAML as it is. Those
// beyond the basic plane may too, but ruamel.yaml 0.17.21, the last that the
// AWS CLI allows, escapes them.
func isPrintable(c rune) bool {
	return ' ' <= c && c <= '~' || '\u00a0' <= c && c <= '\ud7ff' || '\ue000' <= c && c <= '\ufffd' && c != '\ufeff'
}

func escape(c rune) string {
	const names = "\x000\aa\bb\tt\nn\vv\ff\rr\x1be\"\"\\\\\u0085N\u2028L\u2029P"
	for s := []rune(names); len(s) > 0; s = s[2:] {
		if s[0] == c {
			return `\` + string(s[1])
		}
	}
	switch {
	case c <= 0xff:
		return fmt.Sprintf(`\x%02X`, c)
	case c <= 0xffff:
		return fmt.Sprintf(`\u%04X`, c)
	}
	return fmt.Sprintf(`\U%08X`, c)
}
