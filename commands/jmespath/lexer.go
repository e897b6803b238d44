package jmespath

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"gatehouse/model"
)

// maxDigits is the length from which Python refuses to read an integer.
const maxDigits = 4300

// scan splits an expression into tokens, the last of which is an eofToken. The
// library does so before it parses, so that a bad character at the end is
// reported before bad grammar at the beginning.
func scan(expr string) ([]token, error) {
	if expr == "" {
		return nil, &SyntaxError{}
	}
	l := lexer{expr: expr, tokens: make([]token, 0, len(expr)/4+4)}
	for l.at < len(expr) {
		if err := l.next(); err != nil {
			return nil, err
		}
	}
	l.emit(eofToken, 0)
	return l.tokens, nil
}

type lexer struct {
	expr   string
	at     int
	tokens []token
}

// emit adds the token of the next n bytes and steps over them.
func (l *lexer) emit(kind tokenKind, n int) {
	l.tokens = append(l.tokens, token{kind: kind, offset: l.at, text: l.expr[l.at : l.at+n]})
	l.at += n
}

func (l *lexer) fail(at int, problem string) error {
	return &SyntaxError{Expression: l.expr, Offset: at, Problem: problem}
}

// follows reports whether the byte after the next one is c.
func (l *lexer) follows(c byte) bool {
	return l.at+1 < len(l.expr) && l.expr[l.at+1] == c
}

// next reads a token, or steps over white space.
func (l *lexer) next() error {
	switch c := l.expr[l.at]; c {
	case ' ', '\t', '\n', '\r':
		l.at++
	case '.':
		l.emit(dotToken, 1)
	case '*':
		l.emit(starToken, 1)
	case ']':
		l.emit(rbracketToken, 1)
	case ',':
		l.emit(commaToken, 1)
	case ':':
		l.emit(colonToken, 1)
	case '@':
		l.emit(currentToken, 1)
	case '(':
		l.emit(lparenToken, 1)
	case ')':
		l.emit(rparenToken, 1)
	case '{':
		l.emit(lbraceToken, 1)
	case '}':
		l.emit(rbraceToken, 1)
	case '[':
		l.bracket()
	case '|':
		l.either('|', orToken, pipeToken)
	case '&':
		l.either('&', andToken, expressionToken)
	case '<':
		l.either('=', lteToken, ltToken)
	case '>':
		l.either('=', gteToken, gtToken)
	case '!':
		l.either('=', neToken, notToken)
	case '=':
		if !l.follows('=') {
			return l.fail(l.at, "Unknown token '='")
		}
		l.emit(eqToken, 2)
	case '"':
		return l.quoted()
	case '\'':
		return l.raw()
	case '`':
		return l.literal()
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return l.number()
	default:
		return l.bare()
	}
	return nil
}

func (l *lexer) bracket() {
	switch {
	case l.follows(']'):
		l.emit(flattenToken, 2)
	case l.follows('?'):
		l.emit(filterToken, 2)
	default:
		l.emit(lbracketToken, 1)
	}
}

// either reads the token of two bytes if the second is c, else that of one.
func (l *lexer) either(c byte, two, one tokenKind) {
	if l.follows(c) {
		l.emit(two, 2)
	} else {
		l.emit(one, 1)
	}
}

func (l *lexer) bare() error {
	end := l.at
	for end < len(l.expr) && isNameByte(l.expr[end]) {
		end++
	}
	if end == l.at {
		_, n := utf8.DecodeRuneInString(l.expr[l.at:])
		return l.fail(l.at, "Unknown token "+l.expr[l.at:l.at+n])
	}
	l.emit(bareToken, end-l.at)
	return nil
}

func isNameByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_'
}

func (l *lexer) number() error {
	begin := l.at
	end := begin + 1
	for end < len(l.expr) && '0' <= l.expr[end] && l.expr[end] <= '9' {
		end++
	}
	digits := strings.TrimPrefix(l.expr[begin:end], "-")
	if digits == "" {
		return l.fail(begin, "Unknown token '-'")
	}
	if len(digits) > maxDigits {
		return &ValueError{fmt.Sprintf("Exceeds the limit (%d digits) for integer string conversion: value has %d digits; "+
			"use sys.set_int_max_str_digits() to increase the limit", maxDigits, len(digits))}
	}
	negative := l.expr[begin] == '-'
	n, err := strconv.Atoi(digits)
	if err != nil {
		n = math.MaxInt // beyond every list, like all numbers of that size
	}
	text := strings.TrimLeft(digits, "0")
	switch {
	case text == "":
		text = "0"
	case negative:
		n, text = -n, "-"+text
	}
	l.tokens = append(l.tokens, token{kind: numberToken, offset: begin, text: text, number: n})
	l.at = end
	return nil
}

// until returns what stands between the delimiter at the lexer's place and
// the next one that has no backslash before it, and steps over it.
func (l *lexer) until(delimiter byte) (string, error) {
	begin := l.at
	for i := begin + 1; i < len(l.expr); i++ {
		switch l.expr[i] {
		case delimiter:
			l.at = i + 1
			return l.expr[begin+1 : i], nil
		case '\\':
			i++
		}
	}
	return "", l.fail(begin, fmt.Sprintf("Unclosed %c delimiter", delimiter))
}

func (l *lexer) quoted() error {
	begin := l.at
	name, err := l.until('"')
	if err != nil {
		return err
	}
	if strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == '\\' }) {
		v, err := model.ParseJSON(l.expr[begin:l.at])
		if err != nil {
			// The library passes on Python's message up to the place.
			problem, _, _ := strings.Cut(err.Error(), ":")
			return l.fail(begin, problem)
		}
		name, _ = v.(string)
	}
	l.tokens = append(l.tokens, token{kind: quotedToken, offset: begin, text: name})
	return nil
}

func (l *lexer) raw() error {
	begin := l.at
	text, err := l.until('\'')
	if err != nil {
		return err
	}
	text = strings.ReplaceAll(text, `\'`, "'")
	l.tokens = append(l.tokens, token{kind: literalToken, offset: begin, value: text})
	return nil
}

// literal reads a literal. What is not JSON is read again as a string, as
// before JMESPath's proposal 12: `foo` is "foo", and `{bad` is "{bad". That
// includes what is nested deeper than model.ParseJSON goes, where Python gives up.
func (l *lexer) literal() error {
	begin := l.at
	text, err := l.until('`')
	if err != nil {
		return err
	}
	text = strings.ReplaceAll(text, "\\`", "`")
	v, err := model.ParseJSON(text)
	if err != nil {
		v, err = model.ParseJSON(`"` + strings.TrimLeftFunc(text, isPythonSpace) + `"`)
	}
	if err != nil {
		return l.fail(begin, "Bad token "+text)
	}
	l.tokens = append(l.tokens, token{kind: literalToken, offset: begin, value: v})
	return nil
}

// isPythonSpace reports whether str.strip() of Python strips r: Unicode's
// white space and ASCII's four separators.
func isPythonSpace(r rune) bool {
	return unicode.IsSpace(r) || '\x1c' <= r && r <= '\x1f'
}
