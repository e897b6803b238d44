package state

import (
	"math/bits"
	"strings"
	"unicode/utf8"
)

// maxDepth is how deep values may nest, as for model.ParseJSON.
const maxDepth = 1000

// A scanner walks over the text of a file and makes an index of it. Members of
// the objects under way wait on a stack, and what is finished is cut from
// pieces that are made for many: nothing is copied while it grows.
type scanner struct {
	text    string
	stack   []entry
	entries []entry
	indexes []index
}

// scanObject checks that text, from at on, begins with a JSON object, and
// indexes that object and, levels deep, those in it. It returns the place
// behind the object. Valid is what model.ParseJSON takes for valid; ok is
// false for anything else, whose place and reason model.ParseJSON knows how to
// tell.
//
// The other values are checked byte by byte too, but nothing is made of them.
func scanObject(text string, at, levels int) (x *index, end int, ok bool) {
	if peek(text, at) != '{' {
		return nil, at, false
	}
	var room [16]entry
	s := scanner{text: text, stack: room[:0]}
	x, end = s.object(at, 1, levels)
	return x, end, end >= 0
}

// object indexes the object that begins at a place inside depth-1 others, and
// returns the place behind it, or -1 if it is none.
func (s *scanner) object(begin, depth, levels int) (*index, int) {
	text, base, escaped := s.text, len(s.stack), false
	at := skipSpace(text, begin+1)
	if peek(text, at) == '}' {
		return s.finish(base, false), at + 1
	}
	for {
		nameEnd := skipString(text, at)
		if nameEnd < 0 {
			return nil, -1
		}
		e := entry{name: int32(at + 1 - begin), nameEnd: int32(nameEnd - 1 - begin)}
		escaped = escaped || strings.IndexByte(text[at:nameEnd], '\\') >= 0
		value := skipColon(text, nameEnd)
		if value < 0 {
			return nil, -1
		}
		var end int
		if levels > 0 && peek(text, value) == '{' {
			e.sub, end = s.object(value, depth+1, levels-1)
		} else {
			end = skipValue(text, value, depth)
		}
		if end < 0 {
			return nil, -1
		}
		e.value, e.end = int32(value-begin), int32(end-begin)
		s.stack = append(s.stack, e)
		switch at = skipSpace(text, end); peek(text, at) {
		case '}':
			return s.finish(base, escaped), at + 1
		case ',':
			at = skipSpace(text, at+1)
		default:
			return nil, -1
		}
	}
}

// finish makes an index of the entries on the stack from base on.
func (s *scanner) finish(base int, escaped bool) *index {
	n := len(s.stack) - base
	if len(s.entries) < n {
		s.entries = make([]entry, max(n, min(len(s.text)/256, 4096)))
	}
	if len(s.indexes) == 0 {
		s.indexes = make([]index, max(1, min(len(s.text)/4096, 256)))
	}
	x := &s.indexes[0]
	s.indexes = s.indexes[1:]
	x.entries, s.entries = s.entries[:n:n], s.entries[n:]
	copy(x.entries, s.stack[base:])
	x.escaped = escaped
	s.stack = s.stack[:base]
	return x
}

// The functions below walk over JSON text. They take the place where something
// begins and return the place behind it, or -1 if the text is not JSON there.

// skipColon walks over the colon between a name and its value.
func skipColon(text string, at int) int {
	if at+2 < len(text) && text[at] == ':' && text[at+1] == ' ' && text[at+2] > ' ' {
		return at + 2 // as this program writes it
	}
	at = skipSpace(text, at)
	if peek(text, at) != ':' {
		return -1
	}
	return skipSpace(text, at+1)
}

// skipValue walks over any value inside depth objects and arrays.
func skipValue(text string, at, depth int) int {
	switch c := peek(text, at); c {
	case '"':
		return skipString(text, at)
	case '{':
		return skipObject(text, at, depth+1)
	case '[':
		return skipArray(text, at, depth+1)
	case 't':
		return skipWord(text, at, "true")
	case 'f':
		return skipWord(text, at, "false")
	case 'n':
		return skipWord(text, at, "null")
	case 'N':
		return skipWord(text, at, "NaN")
	case 'I':
		return skipWord(text, at, "Infinity")
	default:
		return skipNumber(text, at)
	}
}

func skipObject(text string, at, depth int) int {
	if depth > maxDepth {
		return -1
	}
	at = skipSpace(text, at+1)
	if peek(text, at) == '}' {
		return at + 1
	}
	for {
		if at = skipString(text, at); at < 0 {
			return -1
		}
		if at = skipColon(text, at); at < 0 {
			return -1
		}
		if peek(text, at) == '"' {
			at = skipString(text, at)
		} else {
			at = skipValue(text, at, depth)
		}
		if at < 0 {
			return -1
		}
		switch at = skipSpace(text, at); peek(text, at) {
		case '}':
			return at + 1
		case ',':
			at = skipSpace(text, at+1)
		default:
			return -1
		}
	}
}

func skipArray(text string, at, depth int) int {
	if depth > maxDepth {
		return -1
	}
	at = skipSpace(text, at+1)
	if peek(text, at) == ']' {
		return at + 1
	}
	for {
		if at = skipValue(text, at, depth); at < 0 {
			return -1
		}
		switch at = skipSpace(text, at); peek(text, at) {
		case ']':
			return at + 1
		case ',':
			at = skipSpace(text, at+1)
		default:
			return -1
		}
	}
}

func skipWord(text string, at int, word string) int {
	if !strings.HasPrefix(text[at:], word) {
		return -1
	}
	return at + len(word)
}

func skipNumber(text string, at int) int {
	if peek(text, at) == '-' {
		at++
		if peek(text, at) == 'I' {
			return skipWord(text, at, "Infinity")
		}
	}
	end := skipDigits(text, at)
	if end == at {
		return -1
	}
	if text[at] == '0' {
		end = at + 1 // what follows a leading zero is another token
	}
	if peek(text, end) == '.' {
		if fraction := skipDigits(text, end+1); fraction > end+1 {
			end = fraction
		}
	}
	if c := peek(text, end); c == 'e' || c == 'E' {
		at = end + 1
		if c := peek(text, at); c == '+' || c == '-' {
			at++
		}
		if exponent := skipDigits(text, at); exponent > at {
			end = exponent
		}
	}
	return end
}

func skipDigits(text string, at int) int {
	for c := peek(text, at); '0' <= c && c <= '9'; c = peek(text, at) {
		at++
	}
	return at
}

// peek returns the byte at a place, or 0 behind the end.
func peek(text string, at int) byte {
	if at < len(text) {
		return text[at]
	}
	return 0
}

// Eight bytes are looked at in one step where there are as many: half of an
// indented file is blanks, the other half strings.
const (
	eachByte = 0x0101010101010101
	highBits = 0x8080808080808080
)

func eight(text string, at int) uint64 {
	t := text[at : at+8]
	return uint64(t[0]) | uint64(t[1])<<8 | uint64(t[2])<<16 | uint64(t[3])<<24 |
		uint64(t[4])<<32 | uint64(t[5])<<40 | uint64(t[6])<<48 | uint64(t[7])<<56
}

// skipSpace walks over white space.
func skipSpace(text string, at int) int {
	if peek(text, at) > ' ' {
		return at
	}
	return skipBlanks(text, at)
}

func skipBlanks(text string, at int) int {
	for at < len(text) {
		switch text[at] {
		case '\n':
			at++
			for at+8 <= len(text) { // most often an indented line follows
				if other := eight(text, at) ^ ' '*eachByte; other != 0 {
					at += bits.TrailingZeros64(other) / 8
					break
				}
				at += 8
			}
		case ' ', '\t', '\r':
			at++
		default:
			return at
		}
	}
	return at
}

// skipString walks over a string, quotes included.
func skipString(text string, at int) int {
	if peek(text, at) != '"' {
		return -1
	}
	for at++; at+8 <= len(text); {
		x := eight(text, at)
		quote, slash := x^'"'*eachByte, x^'\\'*eachByte
		special := ((x - ' '*eachByte) &^ x) | ((quote - eachByte) &^ quote) | ((slash - eachByte) &^ slash)
		if special = (special | x) & highBits; special == 0 {
			at += 8
			continue
		}
		at += bits.TrailingZeros64(special) / 8
		if text[at] == '"' {
			return at + 1
		}
		if at = skipCharacter(text, at); at < 0 {
			return -1
		}
	}
	for at < len(text) {
		if text[at] == '"' {
			return at + 1
		}
		if at = skipCharacter(text, at); at < 0 {
			return -1
		}
	}
	return -1
}

// skipCharacter walks over a character of a string, or an escape.
func skipCharacter(text string, at int) int {
	switch c := text[at]; {
	case c < ' ':
		return -1
	case c == '\\':
		return skipEscape(text, at+1)
	case c >= utf8.RuneSelf:
		r, n := utf8.DecodeRuneInString(text[at:])
		if r == utf8.RuneError && n == 1 {
			return -1
		}
		return at + n
	}
	return at + 1
}

// skipEscape walks over what follows a backslash.
func skipEscape(text string, at int) int {
	switch peek(text, at) {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return at + 1
	case 'u':
		for i := at + 1; i < at+5; i++ {
			c := peek(text, i)
			if !('0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f') {
				return -1
			}
		}
		return at + 5
	}
	return -1
}
