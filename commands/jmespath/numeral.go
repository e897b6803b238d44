package jmespath

import (
	"math/big"
	"strconv"
	"strings"
	"unicode"
)

// parseNumber reads a number as Python's int() does, or else float(): white
// space around it, a sign, single underscores between digits, the digits of
// every script, and "inf" and "nan" are understood.
func parseNumber(text string) (v any, ok bool) {
	text = asciiDigits(strings.TrimSpace(text))
	unsigned := strings.TrimPrefix(text, "-")
	negative := len(unsigned) < len(text)
	if !negative {
		unsigned = strings.TrimPrefix(text, "+")
	}
	if digits, ok := takeDigits(unsigned); ok && digits == len(unsigned) {
		plain := strings.ReplaceAll(unsigned, "_", "")
		if len(plain) <= maxDigits {
			n, _ := new(big.Int).SetString(plain, 10)
			if negative {
				n.Neg(n)
			}
			return integer(n), true
		}
	}
	f, ok := parseFloat(unsigned)
	if negative {
		f = -f
	}
	return f, ok
}

// asciiDigits replaces the digits of every script by those of ASCII.
func asciiDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x80 || !unicode.IsDigit(r) {
			return r
		}
		return '0' + digitValue(r)
	}, text)
}

// digitValue returns the value of a decimal digit. Unicode has them in rows
// of ten, each of which begins with a zero.
func digitValue(r rune) rune {
	for _, row := range unicode.Digit.R16 {
		if rune(row.Lo) <= r && r <= rune(row.Hi) {
			return (r - rune(row.Lo)) % 10
		}
	}
	for _, row := range unicode.Digit.R32 {
		if rune(row.Lo) <= r && r <= rune(row.Hi) {
			return (r - rune(row.Lo)) % 10
		}
	}
	return 0
}

// takeDigits returns the length of the digits, with single underscores
// between them, that text begins with.
func takeDigits(text string) (n int, ok bool) {
	for n < len(text) {
		c := text[n]
		between := c == '_' && n > 0 && text[n-1] != '_' && n+1 < len(text) && isDigit(text[n+1])
		if !isDigit(c) && !between {
			break
		}
		n++
	}
	return n, n > 0
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// parseFloat reads a float without a sign. One that is too large is infinite.
func parseFloat(text string) (f float64, ok bool) {
	switch strings.ToLower(text) {
	case "inf", "infinity", "nan":
		f, err := strconv.ParseFloat(text, 64)
		return f, err == nil
	}
	whole, some := takeDigits(text)
	at := whole
	if at < len(text) && text[at] == '.' {
		at++
		fraction, more := takeDigits(text[at:])
		at += fraction
		some = some || more
	}
	if some && at < len(text) && (text[at] == 'e' || text[at] == 'E') {
		at++
		if at < len(text) && (text[at] == '+' || text[at] == '-') {
			at++
		}
		exponent, more := takeDigits(text[at:])
		at += exponent
		some = more
	}
	if !some || at != len(text) {
		return 0, false
	}
	f, _ = strconv.ParseFloat(strings.ReplaceAll(text, "_", ""), 64)
	return f, true
}
