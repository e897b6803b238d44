package output

import (
	"strings"
	"unicode/utf8"
)

// An analysis says which styles a text can be written in, in a block context.
// Double quotes hold any text.
type analysis struct {
	plain  bool // needs no quotes, unless it reads as another type
	single bool // single quotes hold it
	breaks bool // has line breaks
}

// analyze finds the styles that hold a text, which is UTF-8, without a change.
func analyze(s string) analysis {
	a := analysis{plain: true, single: true}
	if strings.HasPrefix(s, "---") || strings.HasPrefix(s, "...") {
		a.plain = false
	}
	var before rune // the character before; 0 at the start
	for i, c := range s {
		n := utf8.RuneLen(c)
		switch {
		case i == 0 && isIndicator(c, s[n:]), i > 0 && isInnerIndicator(before, c, s[i+n:]):
			a.plain = false
		case c == ' ' && (i == 0 || i+n == len(s)):
			a.plain = false
		case isBreak(c):
			a.plain = false
			a.breaks = true
		}
		// White space next to a line break would be lost in folding.
		if c == ' ' && isBreak(before) || isBreak(c) && before == ' ' || !isPrintable(c) && c != '\n' {
			a.plain, a.single = false, false
		}
		before = c
	}
	return a
}

// isIndicator reports whether a character that begins a text means something
// to YAML, given the text after it.
func isIndicator(c rune, after string) bool {
	switch c {
	case '#', ',', '[', ']', '{', '}', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`':
		return true
	case '?', ':', '-':
		return endsWord(after)
	}
	return false
}

func isInnerIndicator(before, c rune, after string) bool {
	return c == ':' && endsWord(after) || c == '#' && isSpace(before)
}

func endsWord(after string) bool { return after == "" || isSpace(firstRune(after)) }

func isSpace(c rune) bool { return c == ' ' || c == '\t' || c == '\r' || c == 0 || isBreak(c) }

// isSimpleKey reports whether a key goes on the line of its value.
func isSimpleKey(s string) bool {
	return len(s) <= longestSimpleKey && !analyze(s).breaks
}

// resolves reports whether a plain text reads as something else than a string,
// by YAML 1.2's core schema with a few remnants of 1.1: timestamps, the merge
// key, binary integers and underscores in numbers.
func resolves(s string) bool {
	switch s {
	case "~", "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE", "=", "<<":
		return true
	}
	switch c := s[0]; {
	case '0' <= c && c <= '9':
		return isInteger(s) || isFloat(s) || isTimestamp(s)
	case c == '-' || c == '+':
		return isInteger(s[1:]) || isFloat(s[1:]) || isInfinity(s[1:])
	case c == '.':
		return isFloat(s) || isInfinity(s) || s == ".nan" || s == ".NaN" || s == ".NAN"
	}
	return false
}

// isInteger reports whether a text is an integer without a sign.
func isInteger(s string) bool {
	for _, base := range [...]struct{ prefix, digits string }{
		{"0b", "01_"}, {"0o", "01234567_"}, {"0x", "0123456789abcdefABCDEF_"}, {"", digits + "_"},
	} {
		if rest, ok := strings.CutPrefix(s, base.prefix); ok && rest != "" && strings.Trim(rest, base.digits) == "" {
			return true
		}
	}
	return false
}

const digits = "0123456789"

// isFloat reports whether a text is a number with a point or an exponent,
// without a sign.
func isFloat(s string) bool {
	if rest, ok := strings.CutPrefix(s, "."); ok {
		fraction := strings.TrimLeft(rest, digits+"_")
		return len(fraction) < len(rest) && (fraction == "" || isExponent(fraction, true))
	}
	rest := strings.TrimLeft(s, digits+"_")
	if len(rest) == len(s) || s[0] == '_' {
		return false
	}
	if fraction, ok := strings.CutPrefix(rest, "."); ok {
		rest = strings.TrimLeft(fraction, digits+"_")
		return rest == "" || isExponent(rest, false)
	}
	return isExponent(rest, false)
}

// isExponent reports whether a text is an exponent, with a sign if it needs one.
func isExponent(s string, signed bool) bool {
	if s == "" || s[0] != 'e' && s[0] != 'E' {
		return false
	}
	s = s[1:]
	if s != "" && (s[0] == '-' || s[0] == '+') {
		s = s[1:]
	} else if signed {
		return false
	}
	return s != "" && strings.Trim(s, digits) == ""
}

func isInfinity(s string) bool { return s == ".inf" || s == ".Inf" || s == ".INF" }
