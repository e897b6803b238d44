package serve

import (
	"strings"

	"gatehouse/model"
)

// A template is text with the path variables of one route in it, compiled: a
// request fills them in.
type template []part

// A part is literal text or, if index is not negative, the value of the
// route's path variable of that index.
type part struct {
	text  string
	index int
}

// parseTemplate compiles text for a route with these path variables. Names in
// braces that are not the route's stay as they are (guess).
func parseTemplate(text string, variables []string) template {
	var t template
	literal := ""
	for text != "" {
		before, rest, ok := strings.Cut(text, "{")
		literal += before
		if !ok {
			break
		}
		name, after, closed := strings.Cut(rest, "}")
		index := indexOfVariable(variables, name)
		if !closed || index < 0 {
			literal += "{"
			text = rest
			continue
		}
		if literal != "" {
			t = append(t, part{literal, -1})
			literal = ""
		}
		t = append(t, part{"", index})
		text = after
	}
	if literal != "" {
		t = append(t, part{literal, -1})
	}
	return t
}

// indexOfVariable finds {name}, which may also be written {name+}.
func indexOfVariable(variables []string, name string) int {
	name = strings.TrimSuffix(name, "+")
	for i, v := range variables {
		if v == name {
			return i
		}
	}
	return -1
}

// varies says whether a request has anything to fill in.
func (t template) varies() bool {
	for _, p := range t {
		if p.index >= 0 {
			return true
		}
	}
	return false
}

// append appends the text with values filled in, each part through escape.
func (t template) append(dst []byte, values []string, escape func([]byte, string) []byte) []byte {
	for _, p := range t {
		if p.index < 0 {
			dst = append(dst, p.text...)
		} else {
			dst = escape(dst, values[p.index])
		}
	}
	return dst
}

// stageText replaces each ${stageVariables.name}. An undefined variable is the
// empty string (guess).
func stageText(text string, variables model.StringMap[string]) string {
	const open = "${stageVariables."
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(text, open)
		if !ok {
			break
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed {
			break
		}
		b.WriteString(before)
		value, _ := variables.Get(name)
		b.WriteString(value)
		text = after
	}
	b.WriteString(text)
	return b.String()
}

// appendPath appends a decoded path, escaping only what may not stand in a
// request target: %2F has become a slash, and a plus stays one (guess: the
// gateway hands decoded paths on, doc).
func appendPath(dst []byte, path string) []byte {
	return appendTarget(dst, path, func(c byte) bool { return c == '%' || c == '?' || c == '#' })
}

// appendQueryValue appends a path variable that stands in the query of an
// integration's URI, where it must not end its value (guess).
func appendQueryValue(dst []byte, value string) []byte {
	return appendTarget(dst, value, func(c byte) bool {
		return c == '%' || c == '#' || c == '&' || c == '+' || c == ';' || c == '='
	})
}

// appendLiteral appends text that is escaped already, of an integration's URI
// or of a client's query.
func appendLiteral(dst []byte, text string) []byte {
	return appendTarget(dst, text, func(c byte) bool { return c == '#' })
}

// appendTarget appends text to a request target, escaping what may stand in
// none, and what besides says.
func appendTarget(dst []byte, text string, besides func(byte) bool) []byte {
	done := 0
	for i := range len(text) {
		if c := text[i]; unfit(c) || besides(c) {
			dst = append(dst, text[done:i]...)
			dst = append(dst, '%', "0123456789ABCDEF"[c>>4], "0123456789ABCDEF"[c&15])
			done = i + 1
		}
	}
	return append(dst, text[done:]...)
}

// unfit says whether a byte may not stand in a request target as it is.
func unfit(c byte) bool {
	switch c {
	case '"', '<', '>', '\\', '^', '`', '{', '|', '}':
		return true
	}
	return c <= ' ' || c >= 0x7f
}

// appendAsIs appends a path variable that stands in an authority, which is
// checked as a whole.
func appendAsIs(dst []byte, value string) []byte { return append(dst, value...) }
