package shorthand

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"gatehouse/model"
)

// maxDepth bounds how deep brackets and braces may nest, so that a hostile
// argument cannot exhaust the stack of whatever walks its value. It is where
// the AWS CLI gives up too (observed: 480 levels are read, 490 are not), with
// a message about recursion; no input of the service nests deeper than six.
const maxDepth = 480

// manyKeys is the number of keys from which one is looked up in a map to find
// duplicates: below it, comparing is faster.
const manyKeys = 24

// A Loader returns what a uri that begins with file:// or fileb:// refers to:
// a string, or bytes for fileb://.
type Loader func(uri string) (any, error)

// Parse parses an argument. Its values are strings, lists ([]any) and
// documents. An error is a *SyntaxError or a *DuplicateKeyError.
//
// Parse reads no files: it takes k@=v for k=v. The strings may share the
// memory of text.
func Parse(text string) (*model.Document, error) { return ParseWith(text, nil) }

// ParseWith parses an argument as Parse does, but replaces the strings of
// k@=v that begin with file:// or fileb:// by what load returns for them. Like
// the AWS CLI it loads each as soon as it has read it, so load may be called
// though the rest of the argument is no shorthand, and even for what turns out
// to be the next pair's key. An error of load is returned as it is. A nil load
// leaves the strings.
func ParseWith(text string, load Loader) (*model.Document, error) {
	p := parser{text: text, load: load}
	var fields [8]model.Field // enough for most arguments
	var items [8]any
	p.fields, p.items = fields[:0], items[:0]
	return p.input()
}

// A parser reads one argument. The members and items of the hashes and lists
// under way wait on two stacks, so that each hash and list is allocated once,
// in its size.
type parser struct {
	text  string
	at    int // bytes read
	depth int
	load  Loader

	loading bool // whether the key read last has an "@" after it

	fields []model.Field
	items  []any
}

// input parses a whole argument.
func (p *parser) input() (*model.Document, error) {
	s := scope{}
	for {
		after := p.at // where the pair before ends; 0 before the first one
		if after > 0 {
			if err := p.expect(','); err != nil {
				return nil, err
			}
			p.space()
		}
		key, err := p.key()
		if err != nil {
			return nil, err
		}
		v, err := p.values()
		if err != nil {
			return nil, err
		}
		if p.find(&s, key) >= 0 {
			return nil, &DuplicateKeyError{Input: p.text, Key: key, Offset: after + 1}
		}
		p.add(&s, key, v)
		if p.at == len(p.text) {
			return p.document(s), nil
		}
	}
}

// key parses the key of a pair or an entry, up to its value.
func (p *parser) key() (string, error) {
	start := p.at
	for p.at < len(p.text) && isKeyByte(p.text[p.at]) {
		p.at++
	}
	key := p.text[start:p.at]
	p.space()
	p.loading = p.peek() == '@'
	if p.loading {
		p.at++
	}
	if err := p.expect('='); err != nil {
		return "", err
	}
	p.space()
	return key, nil
}

// values parses the value of a pair.
func (p *parser) values() (any, error) {
	switch p.peek() {
	case '[':
		return p.list()
	case '{':
		return p.hash()
	}
	return p.comma()
}

// comma parses a value, or several between commas.
func (p *parser) comma() (any, error) {
	v, err := p.first()
	if err != nil {
		return nil, err
	}
	p.space()
	if p.peek() != ',' {
		return v, nil
	}
	base := len(p.items)
	p.items = append(p.items, v)
	for p.at < len(p.text) { // at a comma
		p.at++
		p.space()
		s, ok := p.second()
		if !ok && p.at == len(p.text) {
			return nil, p.failRule("<second>")
		}
		if ok {
			if v, err = p.loaded(s); err != nil {
				return nil, err
			}
			p.space()
		}
		if !ok || p.at < len(p.text) && p.text[p.at] != ',' {
			p.at = strings.LastIndexByte(p.text[:p.at+1], ',')
			break
		}
		p.items = append(p.items, v)
	}
	if len(p.items) == base+1 {
		v = p.items[base]
		p.items = p.items[:base]
		return v, nil
	}
	return p.popItems(base), nil
}

// list parses a list in brackets.
func (p *parser) list() (any, error) {
	if err := p.enter(); err != nil {
		return nil, err
	}
	base := len(p.items)
	for p.peek() != ']' {
		v, err := p.item()
		if err != nil {
			return nil, err
		}
		p.items = append(p.items, v)
		if err := p.separator(']'); err != nil {
			return nil, err
		}
	}
	p.at++
	p.depth--
	return p.popItems(base), nil
}

// hash parses entries in braces.
func (p *parser) hash() (any, error) {
	if err := p.enter(); err != nil {
		return nil, err
	}
	s := scope{base: len(p.fields)}
	for p.peek() != '}' {
		key, err := p.key()
		if err != nil {
			return nil, err
		}
		v, err := p.item()
		if err != nil {
			return nil, err
		}
		if i := p.find(&s, key); i >= 0 {
			p.fields[i].Value = v
		} else {
			p.add(&s, key, v)
		}
		if err := p.separator('}'); err != nil {
			return nil, err
		}
	}
	p.at++
	p.depth--
	return p.document(s), nil
}

// item parses an item of a list or the value of an entry.
func (p *parser) item() (any, error) {
	switch p.peek() {
	case '[':
		return p.list()
	case '{':
		return p.hash()
	}
	return p.first()
}

// first parses a string that is not the second or a later one between commas.
func (p *parser) first() (any, error) {
	switch quote := p.peek(); quote {
	case '\'', '"':
		s, ok := p.quoted(quote)
		if !ok && quote == '"' {
			return nil, p.failRule("<double quoted>")
		}
		if !ok {
			return nil, p.failRule("<singled quoted>") // the CLI's spelling
		}
		return p.loaded(s)
	}
	return p.loaded(p.bare(isFollow1))
}

// second parses the second or a later string between commas. If there is none
// it reads nothing and ok is false.
func (p *parser) second() (s string, ok bool) {
	switch quote := p.peek(); quote {
	case '\'', '"':
		return p.quoted(quote)
	}
	start := p.at
	s = p.bare(isFollow2)
	return s, p.at > start
}

// loaded returns a string, or what it refers to if the pair asks for that.
func (p *parser) loaded(s string) (any, error) {
	if p.loading && p.load != nil && (strings.HasPrefix(s, "file://") || strings.HasPrefix(s, "fileb://")) {
		return p.load(s)
	}
	return s, nil
}

// enter reads an opening bracket and the white space after it.
func (p *parser) enter() error {
	if p.depth == maxDepth {
		return p.fail(fmt.Sprintf("at most %d levels of brackets", maxDepth))
	}
	p.depth++
	p.at++
	p.space()
	return nil
}

// separator reads what follows an item or entry: a comma, unless the closing
// bracket does, which stays.
func (p *parser) separator(closing byte) error {
	p.space()
	if p.peek() == closing {
		return nil
	}
	if err := p.expect(','); err != nil {
		return err
	}
	p.space()
	return nil
}

// expect reads a character that must come next, after white space.
func (p *parser) expect(c byte) error {
	p.space()
	if p.peek() != c {
		return p.fail(string(rune(c)))
	}
	p.at++
	return nil
}

// space skips white space.
func (p *parser) space() {
	for p.at < len(p.text) && isSpaceByte(p.text[p.at]) {
		p.at++
	}
}

// peek returns the next byte, or 0, which begins nothing, at the end.
func (p *parser) peek() byte {
	if p.at < len(p.text) {
		return p.text[p.at]
	}
	return 0
}

// fail returns the error that something else than what was wanted comes next.
func (p *parser) fail(want string) error {
	got := "EOF"
	if p.at < len(p.text) {
		_, n := utf8.DecodeRuneInString(p.text[p.at:])
		got = p.text[p.at : p.at+n]
	}
	return &SyntaxError{Input: p.text, Offset: p.at, Want: want, Got: got}
}

// failRule returns the error that a rule of the grammar matches nothing here.
func (p *parser) failRule(rule string) error {
	return &SyntaxError{Input: p.text, Offset: p.at, Want: rule, Got: "<none>"}
}

// popItems takes the items from base on off their stack, as a list.
func (p *parser) popItems(base int) []any {
	list := append(make([]any, 0, len(p.items)-base), p.items[base:]...)
	p.items = p.items[:base]
	return list
}

// A scope is where a hash's members begin on the stack of fields.
type scope struct {
	base   int
	places map[string]int // index on the stack by key, once there are many
}

// find returns the index on the stack of a key of the hash, or -1.
func (p *parser) find(s *scope, key string) int {
	if s.places == nil {
		for i := s.base; i < len(p.fields); i++ {
			if p.fields[i].Name == key {
				return i
			}
		}
		return -1
	}
	if i, ok := s.places[key]; ok {
		return i
	}
	return -1
}

// add puts a new member of the hash on the stack.
func (p *parser) add(s *scope, key string, v any) {
	p.fields = append(p.fields, model.Field{Name: key, Value: v})
	switch n := len(p.fields) - s.base; {
	case n > manyKeys:
		s.places[key] = len(p.fields) - 1
	case n == manyKeys:
		s.places = make(map[string]int, 2*manyKeys)
		for i := s.base; i < len(p.fields); i++ {
			s.places[p.fields[i].Name] = i
		}
	}
}

// document takes a hash's members off the stack, as a document.
func (p *parser) document(s scope) *model.Document {
	d := model.NewDocument(append([]model.Field(nil), p.fields[s.base:]...)...)
	p.fields = p.fields[:s.base]
	return d
}
