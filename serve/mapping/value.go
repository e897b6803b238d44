package mapping

import (
	"encoding/json"
	"strings"

	"gatehouse/model"
	"gatehouse/serve/contextvars"
	"gatehouse/state/expression"
)

// A Value is the value of a mapping, compiled. It never changes. A value of
// which any source is missing has no text (inferred).
type Value struct {
	parts []piece

	// never is set if a source can never exist: a stage variable that the
	// stage does not have.
	never bool
}

// A piece is text or a source.
type piece struct {
	expression.Piece
	path     jsonPath
	variable contextvars.Variable
}

// ParseValue compiles a value that reads a request, for a stage with
// these variables. The error is an *expression.SyntaxError.
func ParseValue(text string, stage model.StringMap[string]) (*Value, error) {
	return parse(text, expression.OfRequest, stage)
}

func parse(text string, side expression.Side, stage model.StringMap[string]) (*Value, error) {
	pieces, err := expression.ParseValue(text, side)
	if err != nil {
		return nil, err
	}
	v := &Value{}
	for _, p := range pieces {
		v.add(p, stage)
	}
	return v, nil
}

// add adds a piece. A stage variable is text of this stage, and text that
// follows text belongs to it.
func (v *Value) add(p expression.Piece, stage model.StringMap[string]) {
	if p.Kind == expression.StageVariable {
		value, ok := stage.Get(p.Text)
		v.never = v.never || !ok
		p = expression.Piece{Text: value}
	}
	if last := len(v.parts) - 1; p.Kind == expression.Literal && last >= 0 && v.parts[last].Kind == expression.Literal {
		v.parts[last].Text += p.Text
		return
	}
	compiled := piece{Piece: p, path: jsonPath(p.Path)}
	if p.Kind == expression.ContextVariable {
		compiled.variable = contextvars.Parse(p.Text)
	}
	v.parts = append(v.parts, compiled)
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
	switch p.Kind {
	case expression.Literal:
		return p.Text, true
	case expression.Field:
		lines := ev.src.Field(p.Text)
		return joined(lines), len(lines) > 0
	case expression.Parameter:
		return queryValue(ev.request.Query(), p.Text)
	case expression.RequestPath:
		return ev.request.Path(), true
	case expression.PathVariable:
		return ev.request.PathVariable(p.Text)
	case expression.Body:
		return string(ev.src.Body()), true
	case expression.BodyPath:
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
