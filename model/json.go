package model

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxJSONDepth bounds how deep arrays and objects may nest, so that a hostile
// text cannot exhaust the stack of whatever walks its value. Python gives up
// a little below 1,000; no input of the service nests deeper than ten.
const maxJSONDepth = 1000

// manyMembers is the size from which an object's names are looked up in a map
// to find duplicates: below it, comparing is faster.
const manyMembers = 24

// A JSONError says where a text stopped being JSON, in the words of Python's
// json module, which the AWS CLI passes on.
type JSONError struct {
	Msg    string // e.g. "Expecting value"
	Offset int    // bytes before the offending one; len(text) if it ended early

	// The place as Python counts it, in code points: Char from 0, Line and
	// Column from 1.
	Char, Line, Column int
}

// Error returns Python's message, e.g. "Expecting value: line 1 column 6 (char 5)".
func (e *JSONError) Error() string {
	return fmt.Sprintf("%s: line %d column %d (char %d)", e.Msg, e.Line, e.Column, e.Char)
}

// ParseJSON parses a text that is one JSON value, as json.loads of Python 3.11
// does: NaN, Infinity and -Infinity are numbers, and of members with one name
// the last value counts, at the first one's place. Integers become int64, or
// json.Number if they do not fit, all other numbers float64, and objects a
// *Document whose FromJSON is not set. An error is a *JSONError.
//
// Strings without escapes share the memory of text. Half a surrogate pair,
// which UTF-8 cannot hold, becomes U+FFFD; Python keeps it, and fails when it
// is to be written. Python's limit of 4,300 digits is not imitated.
func ParseJSON(text string) (any, error) {
	p := jsonParser{text: text}
	if strings.HasPrefix(text, "\ufeff") {
		return nil, p.fail(0, "Unexpected UTF-8 BOM (decode using utf-8-sig)")
	}
	v, err := p.value(p.token())
	if err != nil {
		return nil, err
	}
	p.token()
	if p.at < len(text) {
		return nil, p.fail(p.at, "Extra data")
	}
	return v, nil
}

// A jsonParser reads one text. The members and elements of the objects and
// arrays under way wait on two stacks, so that each object and array is
// allocated once, in its size.
type jsonParser struct {
	text   string
	at     int
	depth  int
	fields []Field
	items  []any
}

func (p *jsonParser) fail(at int, msg string) error {
	before := p.text[:at]
	line := before[strings.LastIndexByte(before, '\n')+1:]
	return &JSONError{
		Msg:    msg,
		Offset: at,
		Char:   utf8.RuneCountInString(before),
		Line:   strings.Count(before, "\n") + 1,
		Column: utf8.RuneCountInString(line) + 1,
	}
}

// token skips white space and returns the byte after it, or 0 at the end.
func (p *jsonParser) token() byte {
	for ; p.at < len(p.text); p.at++ {
		switch c := p.text[p.at]; c {
		case ' ', '\t', '\n', '\r':
		default:
			return c
		}
	}
	return 0
}

// peek returns the next byte, or 0 at the end.
func (p *jsonParser) peek() byte {
	if p.at < len(p.text) {
		return p.text[p.at]
	}
	return 0
}

// value parses a value that begins with c.
func (p *jsonParser) value(c byte) (any, error) {
	switch c {
	case '"':
		return boxString(p.string())
	case '{':
		if err := p.enter(); err != nil {
			return nil, err
		}
		d, err := p.object()
		p.depth--
		if err != nil {
			return nil, err
		}
		return d, nil
	case '[':
		if err := p.enter(); err != nil {
			return nil, err
		}
		list, err := p.array()
		p.depth--
		if err != nil {
			return nil, err
		}
		return list, nil
	case 't':
		if p.word("true") {
			return true, nil
		}
	case 'f':
		if p.word("false") {
			return false, nil
		}
	case 'n':
		if p.word("null") {
			return nil, nil
		}
	case 'N':
		if p.word("NaN") {
			return math.NaN(), nil
		}
	case 'I':
		if p.word("Infinity") {
			return math.Inf(1), nil
		}
	case '-':
		if p.word("-Infinity") {
			return math.Inf(-1), nil
		}
		return p.number()
	case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return p.number()
	}
	return nil, p.fail(p.at, "Expecting value")
}

func boxString(s string, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return s, nil
}

func (p *jsonParser) word(w string) bool {
	if !strings.HasPrefix(p.text[p.at:], w) {
		return false
	}
	p.at += len(w)
	return true
}

// enter steps over the bracket that opens an object or array.
func (p *jsonParser) enter() error {
	if p.depth == maxJSONDepth {
		return p.fail(p.at, fmt.Sprintf("Nesting deeper than %d levels", maxJSONDepth))
	}
	p.depth++
	p.at++
	return nil
}

func (p *jsonParser) object() (*Document, error) {
	if p.token() == '}' {
		p.at++
		return &Document{}, nil
	}
	base := len(p.fields)
	var places map[string]int // by name, once there are manyMembers
	for {
		name, value, err := p.member()
		if err != nil {
			return nil, err
		}
		if len(p.fields)-base == manyMembers && places == nil {
			places = map[string]int{}
			for i, f := range p.fields[base:] {
				places[f.Name] = base + i
			}
		}
		if i := p.place(base, places, name); i >= 0 {
			p.fields[i].Value = value
		} else {
			if places != nil {
				places[name] = len(p.fields)
			}
			p.fields = append(p.fields, Field{name, value})
		}
		c := p.token()
		if c == '}' {
			p.at++
			break
		}
		if c != ',' {
			return nil, p.fail(p.at, "Expecting ',' delimiter")
		}
		p.at++
	}
	d := &Document{fields: make([]Field, len(p.fields)-base)}
	copy(d.fields, p.fields[base:])
	p.fields = p.fields[:base]
	return d, nil
}

// member parses a name, a colon and a value.
func (p *jsonParser) member() (name string, value any, err error) {
	if name, err = p.memberName(); err != nil {
		return "", nil, err
	}
	value, err = p.value(p.token())
	return name, value, err
}

// memberName parses a name and a colon.
func (p *jsonParser) memberName() (string, error) {
	if p.token() != '"' {
		return "", p.fail(p.at, "Expecting property name enclosed in double quotes")
	}
	name, err := p.string()
	if err != nil {
		return "", err
	}
	if p.token() != ':' {
		return "", p.fail(p.at, "Expecting ':' delimiter")
	}
	p.at++
	return name, nil
}

// place returns where the object whose members begin at base has a name
// already, or -1.
func (p *jsonParser) place(base int, places map[string]int, name string) int {
	if places != nil {
		if i, ok := places[name]; ok {
			return i
		}
		return -1
	}
	for i := base; i < len(p.fields); i++ {
		if p.fields[i].Name == name {
			return i
		}
	}
	return -1
}

func (p *jsonParser) array() ([]any, error) {
	c := p.token()
	if c == ']' {
		p.at++
		return []any{}, nil
	}
	base := len(p.items)
	for {
		v, err := p.value(c)
		if err != nil {
			return nil, err
		}
		p.items = append(p.items, v)
		c = p.token()
		if c == ']' {
			p.at++
			break
		}
		if c != ',' {
			return nil, p.fail(p.at, "Expecting ',' delimiter")
		}
		p.at++
		c = p.token()
	}
	list := make([]any, len(p.items)-base)
	copy(list, p.items[base:])
	p.items = p.items[:base]
	return list, nil
}

// number parses an integer, and a fraction and an exponent as far as they
// have digits: what follows is somebody else's error.
func (p *jsonParser) number() (any, error) {
	start := p.at
	if p.peek() == '-' {
		p.at++
	}
	if p.peek() == '0' {
		p.at++
	} else if !p.digits() {
		p.at = start
		return nil, p.fail(start, "Expecting value")
	}
	end := p.at
	if p.peek() == '.' {
		p.at++
		if p.digits() {
			end = p.at
		}
		p.at = end
	}
	if c := p.peek(); c == 'e' || c == 'E' {
		p.at++
		if c := p.peek(); c == '+' || c == '-' {
			p.at++
		}
		if p.digits() {
			end = p.at
		}
		p.at = end
	}
	return jsonNumber(p.text[start:end]), nil
}

// digits skips digits and reports whether there were any.
func (p *jsonParser) digits() bool {
	start := p.at
	for p.at < len(p.text) && '0' <= p.text[p.at] && p.text[p.at] <= '9' {
		p.at++
	}
	return p.at > start
}

func jsonNumber(text string) any {
	if strings.ContainsAny(text, ".eE") {
		f, _ := strconv.ParseFloat(text, 64) // out of range: infinite, as in Python
		return f
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n
	}
	return json.Number(text)
}
