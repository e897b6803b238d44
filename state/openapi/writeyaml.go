package openapi

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"gatehouse/model"
)

// The YAML is that of the service's exports (obs): texts in double quotes,
// keys without where they can be, lists not indented in their mapping. It is
// written here because go.yaml.in/yaml/v3 would need a tree of nodes with the
// style of each, and folds long texts elsewhere.

const (
	// yamlWidth is the column behind which a long text goes on in a new line
	// at the next blank (obs).
	yamlWidth = 80

	// longestSimpleKey is the length beyond which a key is written after a
	// "? ", and its value after a ": " on a line of its own.
	longestSimpleKey = 128
)

// appendYAML appends a document with a line break at its end.
func appendYAML(dst []byte, d *model.Document) []byte {
	w := yamlWriter{b: dst}
	w.mapping(d, 0)
	return append(w.b, '\n')
}

type yamlWriter struct {
	b      []byte
	column int
}

func (w *yamlWriter) write(s string) {
	w.b = append(w.b, s...)
	w.column += utf8.RuneCountInString(s)
}

func (w *yamlWriter) line(indent int) {
	w.b = append(w.b, '\n')
	w.column = 0
	w.write(strings.Repeat(" ", indent))
}

// mapping writes the members of an object that is not empty, the first of
// them on the present line.
func (w *yamlWriter) mapping(d *model.Document, indent int) {
	for i := range d.Len() {
		if i > 0 {
			w.line(indent)
		}
		name := d.At(i).Name
		ofList := indent
		switch {
		case utf8.RuneCountInString(name) > longestSimpleKey:
			w.write("? ")
			w.quoted(name, indent+2, true)
			w.line(indent)
			ofList += 2
		case isPlainKey(name):
			w.write(name)
		default:
			w.quoted(name, indent+2, false)
		}
		w.write(":")
		w.member(d.At(i).Value, indent, ofList)
	}
}

// isPlainKey reports whether a key needs no quotes, as the names of attributes
// and most paths do not.
func isPlainKey(name string) bool {
	switch strings.ToLower(name) {
	case "", "true", "false", "yes", "no", "on", "off", "y", "n", "null":
		return false
	}
	if !isLetter(name[0]) && name[0] != '/' && name[0] != '$' {
		return false
	}
	for i := range len(name) {
		if c := name[i]; !isLetter(c) && !('0' <= c && c <= '9') && !strings.ContainsRune("/$-_.{}+:~", rune(c)) {
			return false
		}
	}
	return !strings.HasSuffix(name, ":")
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// member writes the value behind a key. ofList is the indentation that a list
// has there.
func (w *yamlWriter) member(v any, indent, ofList int) {
	switch v := v.(type) {
	case *model.Document:
		if v.Len() > 0 {
			w.line(indent + 2)
			w.mapping(v, indent+2)
			return
		}
	case []any:
		if len(v) > 0 {
			w.line(ofList)
			w.list(v, ofList)
			return
		}
	}
	w.write(" ")
	w.scalar(v, indent)
}

// list writes the elements of a list that is not empty, the first of them on
// the present line.
func (w *yamlWriter) list(list []any, indent int) {
	for i, v := range list {
		if i > 0 {
			w.line(indent)
		}
		w.write("- ")
		switch v := v.(type) {
		case *model.Document:
			if v.Len() > 0 {
				w.mapping(v, indent+2)
				continue
			}
		case []any:
			if len(v) > 0 {
				w.list(v, indent+2)
				continue
			}
		}
		w.scalar(v, indent)
	}
}

// scalar writes a value that is no collection, or an empty one.
func (w *yamlWriter) scalar(v any, indent int) {
	switch v := v.(type) {
	case *model.Document:
		w.write("{}")
	case []any:
		w.write("[]")
	case string:
		w.quoted(v, indent+2, true)
	default:
		w.write(string(model.AppendJSON(nil, v, 0)))
	}
}

// quoted writes a text in double quotes. If fold is set, a text that runs over
// the width is divided before a blank or behind an escape: a backslash ends the
// line, and if the next one begins with a blank, another says that it counts.
// A key must stay on its line.
func (w *yamlWriter) quoted(s string, indent int, fold bool) {
	text := []rune(s)
	start := 0 // of what has not been written yet
	w.write(`"`)
	for end, c := range text {
		if escaped := yamlEscape(c); escaped != "" {
			w.write(string(text[start:end]))
			w.write(escaped)
			start = end + 1
		}
		inside := 0 < end && end < len(text)-1
		if !fold || !inside || c != ' ' && start < end || w.column+end-start <= yamlWidth {
			continue
		}
		if start < end {
			w.write(string(text[start:end]))
			start = end
		}
		w.write(`\`)
		w.line(indent)
		if text[start] == ' ' {
			w.write(`\`)
		}
	}
	w.write(string(text[start:]))
	w.write(`"`)
}

// yamlEscape returns what stands for a character between double quotes, or ""
// if it stands for itself.
func yamlEscape(c rune) string {
	const special, letter = "\"\\\x00\a\b\t\n\v\f\r\x1b\u0085\u2028\u2029", "\"\\0abtnvfreNLP"
	if i := strings.IndexRune(special, c); i >= 0 {
		return `\` + string(letter[utf8.RuneCountInString(special[:i])])
	}
	switch {
	case ' ' <= c && c <= '~', 0xa0 <= c && c != 0xfeff && c != 0xfffe && c != 0xffff:
		return ""
	case c <= 0xff:
		return fmt.Sprintf(`\x%02X`, c)
	}
	return fmt.Sprintf(`\u%04X`, c)
}
