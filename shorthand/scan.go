package shorthand

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// quoted reads a value in quotes. If its end is missing it reads nothing and
// ok is false.
func (p *parser) quoted(quote byte) (s string, ok bool) {
	start := p.at + 1
	end := closingQuote(p.text[start:], quote)
	if end < 0 {
		return "", false
	}
	s = p.text[start : start+end]
	p.at = start + end + 1
	if strings.IndexByte(s, '\\') < 0 {
		return s, true
	}
	s = strings.ReplaceAll(s, `\`+string(rune(quote)), string(rune(quote)))
	return strings.ReplaceAll(s, `\\`, `\`), true
}

// closingQuote returns the index of the quote that ends a quoted value whose
// opening quote stands before text, or -1: the first one that has no backslash
// before it, else the last one.
func closingQuote(text string, quote byte) int {
	last := -1
	for {
		i := strings.IndexByte(text[last+1:], quote)
		if i < 0 {
			return last
		}
		last += 1 + i
		if last == 0 || text[last-1] != '\\' {
			return last
		}
	}
}

// bare reads a value without quotes, which may be empty. Its first character
// is one of start, each other one of follow.
func (p *parser) bare(follow func(byte) bool) string {
	begin, commas := p.at, false
	for p.at < len(p.text) {
		c := p.text[p.at]
		if c == '\\' && strings.HasPrefix(p.text[p.at+1:], ",") {
			commas = true
			p.at += 2
			continue
		}
		if p.at == begin && !isStart(c) || p.at > begin && !follow(c) || c >= 0xF0 && isBeyond(p.text[p.at:]) {
			break
		}
		p.at++
	}
	s := trimBare(p.text[begin:p.at])
	if commas {
		return strings.ReplaceAll(s, `\,`, `,`)
	}
	return s
}

// trimBare drops the white space at the end of a bare value.
func trimBare(s string) string {
	if n := len(s); n > 0 && s[n-1] > ' ' && s[n-1] < utf8.RuneSelf {
		return s
	}
	return strings.TrimRightFunc(s, isPythonSpace)
}

// isStart, isFollow1 and isFollow2 report whether a byte may stand in a bare
// value: at its start, after it, and after it in the second and later values
// between commas. Bytes outside ASCII are taken to belong to a character up to
// U+FFFF, which isBeyond finds out.
func isStart(c byte) bool {
	switch c {
	case '"', '\'', ',', '=', '[', '{':
		return false
	}
	return c > ' '
}

func isFollow1(c byte) bool {
	switch c {
	case '"', '\'', ',', ']', '}':
		return false
	}
	return c >= ' ' || isFollowSpace(c)
}

func isFollow2(c byte) bool {
	switch c {
	case '"', '\'', ',', '=':
		return false
	}
	return c >= ' ' || isFollowSpace(c)
}

// isFollowSpace reports whether a control character counts as space in a
// Python regular expression.
func isFollowSpace(c byte) bool { return '\t' <= c && c <= '\r' || 0x1C <= c && c <= 0x1F }

// isBeyond reports whether text begins with a character above U+FFFF.
func isBeyond(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return r > 0xFFFF
}

// isPythonSpace reports whether Python's str.isspace holds for a character.
func isPythonSpace(r rune) bool { return unicode.IsSpace(r) || 0x1C <= r && r <= 0x1F }

// isSpaceByte reports whether a byte is white space between tokens.
func isSpaceByte(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' }

func isKeyByte(c byte) bool {
	switch c {
	case '-', '_', '.', '#', '/', ':':
		return true
	}
	return '0' <= c && c <= '9' || 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z'
}
