package model

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// string parses a string, beginning at its quote.
func (p *jsonParser) string() (string, error) {
	begin := p.at
	for i := begin + 1; i < len(p.text); i++ {
		switch c := p.text[i]; {
		case c == '"':
			p.at = i + 1
			return p.text[begin+1 : i], nil
		case c == '\\':
			p.at = i
			return p.escaped(begin)
		case c < ' ':
			return "", p.fail(i, "Invalid control character at")
		}
	}
	return "", p.fail(begin, "Unterminated string starting at")
}

// escaped goes on with the string that began at begin, from its first backslash.
func (p *jsonParser) escaped(begin int) (string, error) {
	b := append(make([]byte, 0, 2*(p.at-begin)+32), p.text[begin+1:p.at]...)
	for p.at < len(p.text) {
		switch c := p.text[p.at]; {
		case c == '"':
			p.at++
			return string(b), nil
		case c < ' ':
			return "", p.fail(p.at, "Invalid control character at")
		case c == '\\':
			var err error
			if b, err = p.escape(b, begin); err != nil {
				return "", err
			}
		default:
			b = append(b, c)
			p.at++
		}
	}
	return "", p.fail(begin, "Unterminated string starting at")
}

// escape appends what the escape at the parser's place stands for.
func (p *jsonParser) escape(b []byte, begin int) ([]byte, error) {
	p.at++
	if p.at == len(p.text) {
		return nil, p.fail(begin, "Unterminated string starting at")
	}
	c := p.text[p.at]
	if c != 'u' {
		i := strings.IndexByte(`"\/bfnrt`, c)
		if i < 0 {
			return nil, p.fail(p.at-1, `Invalid \escape`)
		}
		p.at++
		return append(b, "\"\\/\b\f\n\r\t"[i]), nil
	}
	r, ok := p.hex(p.at + 1)
	if !ok || p.at+5 == len(p.text) { // Python looks ahead for the quote
		return nil, p.fail(p.at, `Invalid \uXXXX escape`)
	}
	p.at += 5
	if utf16.IsSurrogate(r) && p.at+6 < len(p.text) && strings.HasPrefix(p.text[p.at:], `\u`) {
		if low, ok := p.hex(p.at + 2); ok {
			if both := utf16.DecodeRune(r, low); both != utf8.RuneError {
				p.at += 6
				r = both
			}
		}
	}
	return utf8.AppendRune(b, r), nil
}

// hex reads four hexadecimal digits.
func (p *jsonParser) hex(at int) (r rune, ok bool) {
	if at+4 > len(p.text) {
		return 0, false
	}
	for _, c := range []byte(p.text[at : at+4]) {
		switch {
		case '0' <= c && c <= '9':
			r = r<<4 | rune(c-'0')
		case 'a' <= c && c <= 'f':
			r = r<<4 | rune(c-'a'+10)
		case 'A' <= c && c <= 'F':
			r = r<<4 | rune(c-'A'+10)
		default:
			return 0, false
		}
	}
	return r, true
}
