package mapping

import (
	"encoding/json"
	"net/http"
	"strings"

	"gatehouse/model"
	"gatehouse/serve/contextvars"
)

// A Value is the value of a mapping, compiled. It never changes. Its grammar:
//
//	value  = { text | source | "${" name "}" }
//	source = "$" name                   up to a space or the next "$"
//	name   = "request.header." field | "request.querystring." parameter
//	       | "request.path" | "request.path." variable
//	       | "request.body" [ jsonpath ]
//	       | "response.header." field | "response.body" [ jsonpath ]
//	       | "context." variable | "stageVariables." variable
//
// A "$" with less than two characters behind it is text, braces elsewhere are
// mistakes (observed). A value of which any source is missing has no text
// (inferred).
type Value struct {
	parts []piece

	// never is set if a source can never exist: a stage variable that the
	// stage does not have.
	never bool
}

// A piece is text or a source.
type piece struct {
	kind     kind
	text     string // literal, or the name of a field, parameter or variable
	path     jsonPath
	variable contextvars.Variable
}

type kind int

const (
	literal kind = iota
	field
	parameter
	requestPath
	pathVariable
	body
	bodyPath
	contextVariable
)

// ParseValue compiles a value that reads a request, for a stage with
// these variables. The error is a *SyntaxError.
func ParseValue(text string, stage model.StringMap[string]) (*Value, error) {
	return parse(text, "request.", stage)
}

// Text evaluates the value for a request. It is false if a source is
// missing.
func (v *Value) Text(src ClientRequest) (string, bool) {
	ev := evaluator{src: src, request: src}
	return v.eval(&ev)
}

// eval evaluates the value.
func (v *Value) eval(ev *evaluator) (string, bool) {
	if v.never {
		return "", false
	}
	if len(v.parts) == 1 {
		return v.parts[0].eval(ev)
	}
	all := ev.assembled[:0]
	for i := range v.parts {
		text, ok := v.parts[i].eval(ev)
		if !ok {
			return "", false
		}
		all = append(all, text...)
	}
	ev.assembled = all
	return string(all), true
}

// eval evaluates one piece.
func (p *piece) eval(ev *evaluator) (string, bool) {
	switch p.kind {
	case literal:
		return p.text, true
	case field:
		lines := ev.src.Field(p.text)
		return joined(lines), len(lines) > 0
	case parameter:
		return queryValue(ev.request.Query(), p.text)
	case requestPath:
		return ev.request.Path(), true
	case pathVariable:
		return ev.request.PathVariable(p.text)
	case body:
		return string(ev.src.Body()), true
	case bodyPath:
		return ev.selected(p.path)
	default:
		return p.variable.Text(ev.src.Context())
	}
}

// maxDocument is where a body is cut off before a path selects from it: at 100
// KB (doc; guess: 1024 bytes each).
const maxDocument = 100 << 10

// selected is what a path selects from the body. A body that is no JSON, or is
// not any longer when it has been cut off, has nothing to select (guess).
func (ev *evaluator) selected(path jsonPath) (string, bool) {
	if ev.validity == unknown {
		ev.document = ev.src.Body()
		ev.document = ev.document[:min(len(ev.document), maxDocument)]
		ev.validity = invalid
		if json.Valid(ev.document) {
			ev.validity = valid
		}
	}
	if ev.validity == invalid {
		return "", false
	}
	value, ok := path.appendValue(ev.value[:0], ev.document)
	ev.value = value
	return string(value), ok
}

// joined is a field's value when its lines are taken together (doc).
func joined(lines []string) string {
	if len(lines) == 1 {
		return lines[0]
	}
	return strings.Join(lines, ",")
}

// A parser takes the text of a value apart.
type parser struct {
	text    string
	message string // "request." or "response.": what may be read
	stage   model.StringMap[string]
	pos     int
	pending strings.Builder // literal text before pos that is in no piece yet
	out     Value
}

func parse(text, message string, stage model.StringMap[string]) (*Value, error) {
	p := &parser{text: text, message: message, stage: stage}
	for p.pos < len(text) {
		if err := p.next(); err != nil {
			return nil, err
		}
	}
	p.endLiteral()
	return &p.out, nil
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
	if p.pending.Len() > 0 || p.pos == len(p.text) && len(p.out.parts) == 0 {
		p.out.parts = append(p.out.parts, piece{text: p.pending.String()})
		p.pending.Reset()
	}
}

func (p *parser) add(source piece) {
	p.endLiteral()
	p.out.parts = append(p.out.parts, source)
}

// source takes the name of a source, which stands at an offset.
func (p *parser) source(offset int, name string) error {
	if rest, ok := strings.CutPrefix(name, "context."); ok {
		return p.contextSource(offset+len("context."), rest)
	}
	if rest, ok := strings.CutPrefix(name, "stageVariables."); ok {
		return p.stageSource(offset+len("stageVariables."), rest)
	}
	rest, ok := strings.CutPrefix(name, p.message)
	if !ok {
		return p.want(offset, p.message+"…, context.… or stageVariables.…")
	}
	offset += len(p.message)
	if path, ok := strings.CutPrefix(rest, "body"); ok {
		return p.bodySource(offset+len("body"), path)
	}
	if rest == "path" && p.message == "request." {
		p.add(piece{kind: requestPath})
		return nil
	}
	place, name, _ := strings.Cut(rest, ".")
	source := piece{text: name}
	switch {
	case place == "header":
		source.kind, source.text = field, http.CanonicalHeaderKey(name)
	case place == "querystring" && p.message == "request.":
		source.kind = parameter
	case place == "path" && p.message == "request.":
		source.kind = pathVariable
	case p.message == "request.":
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
		p.add(piece{kind: body})
		return nil
	}
	path, at, want := parseJSONPath(text)
	if want != "" {
		return p.want(offset+at, want)
	}
	p.add(piece{kind: bodyPath, path: path})
	return nil
}

// contextSource takes a context variable. It has letters, digits, "." and "_"
// only (doc).
func (p *parser) contextSource(offset int, name string) error {
	length := contextvars.NameLength(name)
	if length == 0 || length < len(name) {
		return p.want(offset+length, "letters, digits and underscores, joined by points")
	}
	p.add(piece{kind: contextVariable, variable: contextvars.Parse(name)})
	return nil
}

// stageSource takes a stage variable, whose value is text of this stage.
func (p *parser) stageSource(offset int, name string) error {
	for i := range len(name) {
		if c := name[i]; !isAlphanumeric(c) && c != '_' {
			return p.want(offset+i, "a letter, a digit or an underscore")
		}
	}
	if name == "" {
		return p.want(offset, "a name")
	}
	value, ok := p.stage.Get(name)
	p.out.never = p.out.never || !ok
	p.pending.WriteString(value)
	return nil
}

func isAlphanumeric(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}
