package expression

import (
	"net/textproto"
	"strings"
)

// A Value is the value of a mapping, taken apart: pieces that together make a
// text. Its grammar:
//
//	value  = { text | source | "${" name "}" }
//	source = "$" name                   up to a space or the next "$"
//	name   = "request.header." field | "request.querystring." parameter
//	       | "request.path" | "request.path." variable
//	       | "request.body" [ path ]
//	       | "response.header." field | "response.body" [ path ]
//	       | "context." variable | "stageVariables." variable
//
// A "$" with less than two characters behind it is text, braces elsewhere are
// mistakes (observed).
type Value []Piece

// A Piece is text or a source.
type Piece struct {
	Kind Kind
	Text string // Literal, or the name of a field (canonical), parameter or variable
	Path Path   // of BodyPath
}

// A Kind is what a piece of a value is.
type Kind int

// The kinds.
const (
	Literal Kind = iota
	Field
	Parameter
	RequestPath
	PathVariable
	Body
	BodyPath
	ContextVariable
	StageVariable
)

// Static is the text of a value without sources.
func (v Value) Static() (text string, ok bool) {
	if len(v) != 1 || v[0].Kind != Literal {
		return "", false
	}
	return v[0].Text, true
}

// A parser takes the text of a value apart.
type parser struct {
	text    string
	side    Side // what may be read
	pos     int
	pending strings.Builder // literal text before pos that is in no piece yet
	out     Value
}

// ParseValue takes a value apart. The error is a *SyntaxError. An empty text is
// one empty piece.
func ParseValue(text string, side Side) (Value, error) {
	p := &parser{text: text, side: side}
	for p.pos < len(text) {
		if err := p.next(); err != nil {
			return nil, err
		}
	}
	p.endLiteral()
	return p.out, nil
}

// next takes a source or a byte of text.
func (p *parser) next() error {
	rest := p.text[p.pos:]
	switch {
	case strings.HasPrefix(rest, "${") && strings.Contains(rest, "}"):
		name, _, _ := strings.Cut(rest[2:], "}")
		if err := p.source(p.pos+2, name); err != nil {
			return err
		}
		p.pos += len("${") + len(name) + len("}")
	case rest[0] == '$' && sourceLength(rest[1:]) >= 2:
		name := rest[1 : 1+sourceLength(rest[1:])]
		if brace := strings.IndexAny(name, "{}"); brace >= 0 {
			return p.want(p.pos+1+brace, "no brace outside of ${name}")
		}
		if err := p.source(p.pos+1, name); err != nil {
			return err
		}
		p.pos += len("$") + len(name)
	case rest[0] == '{', rest[0] == '}':
		return p.want(p.pos, "no brace outside of ${name}")
	default:
		p.pending.WriteByte(rest[0])
		p.pos++
	}
	return nil
}

// sourceLength is the length of the source that text begins with.
func sourceLength(text string) int {
	if end := strings.IndexAny(text, " $"); end >= 0 {
		return end
	}
	return len(text)
}

func (p *parser) want(offset int, what string) error {
	return &SyntaxError{Input: p.text, Offset: offset, Want: what}
}

// endLiteral makes a piece of the text that is pending.
func (p *parser) endLiteral() {
	if p.pending.Len() > 0 || p.pos == len(p.text) && len(p.out) == 0 {
		p.out = append(p.out, Piece{Text: p.pending.String()})
		p.pending.Reset()
	}
}

func (p *parser) add(source Piece) {
	p.endLiteral()
	p.out = append(p.out, source)
}

// source takes the name of a source, which stands at an offset.
func (p *parser) source(offset int, name string) error {
	if rest, ok := strings.CutPrefix(name, "context."); ok {
		return p.contextSource(offset+len("context."), rest)
	}
	if rest, ok := strings.CutPrefix(name, "stageVariables."); ok {
		return p.stageSource(offset+len("stageVariables."), rest)
	}
	prefix, request := p.side.prefix(), p.side == OfRequest
	rest, ok := strings.CutPrefix(name, prefix)
	if !ok {
		return p.want(offset, prefix+"…, context.… or stageVariables.…")
	}
	offset += len(prefix)
	if path, ok := strings.CutPrefix(rest, "body"); ok {
		return p.bodySource(offset+len("body"), path)
	}
	if rest == "path" && request {
		p.add(Piece{Kind: RequestPath})
		return nil
	}
	place, name, _ := strings.Cut(rest, ".")
	source := Piece{Text: name}
	switch {
	case place == "header":
		source.Kind, source.Text = Field, textproto.CanonicalMIMEHeaderKey(name)
	case place == "querystring" && request:
		source.Kind = Parameter
	case place == "path" && request:
		source.Kind = PathVariable
	case request:
		return p.want(offset, "header.…, querystring.…, body or path")
	default:
		return p.want(offset, "header.… or body")
	}
	if name == "" {
		return p.want(offset+len(rest), "a name")
	}
	p.add(source)
	return nil
}

func (p *parser) bodySource(offset int, text string) error {
	if text == "" {
		p.add(Piece{Kind: Body})
		return nil
	}
	path, at, want := ParsePath(text)
	if want != "" {
		return p.want(offset+at, want)
	}
	p.add(Piece{Kind: BodyPath, Path: path})
	return nil
}

// contextSource takes a context variable. It has letters, digits, "." and "_"
// only (doc).
func (p *parser) contextSource(offset int, name string) error {
	length := ContextNameLength(name)
	if length == 0 || length < len(name) {
		return p.want(offset+length, "letters, digits and underscores, joined by points")
	}
	p.add(Piece{Kind: ContextVariable, Text: name})
	return nil
}

// stageSource takes a stage variable.
func (p *parser) stageSource(offset int, name string) error {
	for i := range len(name) {
		if c := name[i]; !isAlphanumeric(c) && c != '_' {
			return p.want(offset+i, "a letter, a digit or an underscore")
		}
	}
	if name == "" {
		return p.want(offset, "a name")
	}
	p.add(Piece{Kind: StageVariable, Text: name})
	return nil
}

func isAlphanumeric(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// ContextNameLength is how many bytes at the beginning of text are the name of a
// context variable: words of letters, digits and "_", joined by points. The service
// supports no other characters (doc).
func ContextNameLength(text string) int {
	end := 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '_':
			end = i + 1
		case c == '.' && i > 0 && end == i:
		default:
			return end
		}
	}
	return end
}
