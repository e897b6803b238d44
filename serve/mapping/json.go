package mapping

import (
	"iter"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// The functions here read JSON that is known to be valid, in place: of a
// document only the way to one value is looked at, and nothing is kept.

// trim removes the spaces around a value.
func trim(value []byte) []byte {
	for len(value) > 0 && isSpace(value[0]) {
		value = value[1:]
	}
	for len(value) > 0 && isSpace(value[len(value)-1]) {
		value = value[:len(value)-1]
	}
	return value
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// children goes through the values of an object or an array; those of an object
// with their names, in quotes. Other values have none.
func children(value []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(name, child []byte) bool) {
		if value[0] != '{' && value[0] != '[' {
			return
		}
		object := value[0] == '{'
		for i := skipSpace(value, 1); value[i] != '}' && value[i] != ']'; {
			var name []byte
			if object {
				end := skipString(value, i)
				name = value[i:end]
				i = skipSpace(value, skipSpace(value, end)+1) // over the colon
			}
			end := skipValue(value, i)
			if !yield(name, value[i:end]) {
				return
			}
			if i = skipSpace(value, end); value[i] == ',' {
				i = skipSpace(value, i+1)
			}
		}
	}
}

// member is the value of an object's member, or nil. Of several of the name the
// last counts (guess: as in most parsers).
func member(value []byte, name string) []byte {
	if value[0] != '{' {
		return nil
	}
	var found []byte
	for quoted, child := range children(value) {
		if isName(quoted, name) {
			found = child
		}
	}
	return found
}

// isName reports whether a name in quotes is this one.
func isName(quoted []byte, name string) bool {
	inner := quoted[1 : len(quoted)-1]
	for _, c := range inner {
		if c == '\\' || c >= utf8.RuneSelf {
			text := appendUnquoted(nil, quoted)
			return string(text) == name
		}
	}
	return string(inner) == name
}

// element is an element of an array, or nil. Negative indexes count from the
// end.
func element(value []byte, index int) []byte {
	if value[0] != '[' {
		return nil
	}
	if index < 0 {
		index += countElements(value)
	}
	i := 0
	for _, child := range children(value) {
		if i == index {
			return child
		}
		i++
	}
	return nil
}

func countElements(array []byte) int {
	n := 0
	for range children(array) {
		n++
	}
	return n
}

func skipSpace(value []byte, i int) int {
	for isSpace(value[i]) {
		i++
	}
	return i
}

// skipString is the place after the string that begins at i.
func skipString(value []byte, i int) int {
	for i++; value[i] != '"'; i++ {
		if value[i] == '\\' {
			i++
		}
	}
	return i + 1
}

// skipValue is the place after the value that begins at i.
func skipValue(value []byte, i int) int {
	depth := 0
	for {
		switch value[i] {
		case '"':
			i = skipString(value, i)
		case '{', '[':
			depth++
			i++
		case '}', ']':
			depth--
			i++
		case ',', ':', ' ', '\t', '\r', '\n':
			i++
		default: // a number, true, false or null
			for i < len(value) && !isDelimiter(value[i]) {
				i++
			}
		}
		if depth == 0 {
			return i
		}
	}
}

func isDelimiter(c byte) bool {
	return c == ',' || c == ']' || c == '}' || isSpace(c)
}

// appendText appends a value as a mapping has it: a string without quotes, null
// not at all, numbers as they are written, objects and arrays as JSON.
func appendText(dst, value []byte) ([]byte, bool) {
	switch value[0] {
	case '"':
		return appendUnquoted(dst, value), true
	case 'n':
		return dst, false
	}
	return appendCompact(dst, value), true
}

// appendCompact appends a value without the spaces between its tokens.
func appendCompact(dst, value []byte) []byte {
	for i := 0; i < len(value); {
		switch c := value[i]; {
		case c == '"':
			end := skipString(value, i)
			dst = append(dst, value[i:end]...)
			i = end
		case isSpace(c):
			i++
		default:
			dst = append(dst, c)
			i++
		}
	}
	return dst
}

// appendUnquoted appends the text that a string stands for. What is not UTF-8,
// and half a surrogate pair, becomes U+FFFD.
func appendUnquoted(dst, quoted []byte) []byte {
	text := quoted[1 : len(quoted)-1]
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c == '\\':
			var size int
			dst, size = appendEscape(dst, text[i:])
			i += size
		case c < utf8.RuneSelf:
			dst = append(dst, c)
			i++
		default:
			r, size := utf8.DecodeRune(text[i:])
			dst = utf8.AppendRune(dst, r)
			i += size
		}
	}
	return dst
}

// appendEscape appends what the escape sequence stands for that text begins
// with, and returns its length.
func appendEscape(dst, text []byte) ([]byte, int) {
	switch c := text[1]; c {
	case 'b':
		return append(dst, '\b'), 2
	case 'f':
		return append(dst, '\f'), 2
	case 'n':
		return append(dst, '\n'), 2
	case 'r':
		return append(dst, '\r'), 2
	case 't':
		return append(dst, '\t'), 2
	case 'u':
		r := unicodeEscape(text)
		if utf16.IsSurrogate(r) {
			if pair := utf16.DecodeRune(r, unicodeEscape(text[6:])); pair != utf8.RuneError {
				return utf8.AppendRune(dst, pair), 12
			}
		}
		return utf8.AppendRune(dst, r), 6
	default: // a quote, a backslash or a slash
		return append(dst, c), 2
	}
}

// unicodeEscape is the number in \uXXXX, or -1 if text begins otherwise.
func unicodeEscape(text []byte) rune {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return -1
	}
	n, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	if err != nil {
		return -1
	}
	return rune(n)
}
