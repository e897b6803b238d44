package commands

import (
	"strings"
	"unicode"

	"gatehouse/commands/argparse"
	"gatehouse/model"
	"gatehouse/shorthand"
)

// input returns the operation's input: what the flags say, in the model's
// order, then what --cli-input-json or -yaml adds. Each flag is loaded and
// converted before the next, so that the first one that fails is reported.
func (inv *invocation) input() (*model.Document, error) {
	in := new(model.Document)
	members := inv.op.Input.Members
	for i := range members {
		if err := inv.takeMember(in, &members[i]); err != nil {
			return nil, err
		}
	}
	texts, err := inv.loadInputTexts()
	if err != nil {
		return nil, err
	}
	if err := inv.takePaging(in); err != nil {
		return nil, err
	}
	return in, inv.mergeInputText(in, texts)
}

// takeMember sets a member of the input, if its flag is given.
func (inv *invocation) takeMember(in *model.Document, m *model.Member) error {
	name := flagName(m)
	given, ok := inv.given.Lookup(name)
	if !ok {
		return nil
	}
	if m.Shape.Kind == model.Boolean {
		in.Set(m.Name, given.Name == name)
		return nil
	}
	a := argument{name, m.Shape, inv.loader()}
	value, err := a.value(given)
	if err != nil {
		return err
	}
	in.Set(m.Name, value)
	return nil
}

// An argument turns the words of one flag into a value of its shape.
type argument struct {
	name  string
	shape *model.Shape
	files loader
}

func (a argument) value(given argparse.Given) (any, error) {
	if a.shape.Kind == model.List && len(given.Words) != 1 {
		list := make([]any, len(given.Words))
		for i, word := range given.Words {
			list[i] = word
		}
		return a.convert(list)
	}
	raw, fromFile, err := a.files.loadFor(a.name, given.Words[0])
	if err != nil {
		return nil, err
	}
	if a.shape.Kind == model.List && !fromFile {
		return a.convert([]any{raw})
	}
	return a.convert(raw)
}

// convert reads JSON, shorthand or a scalar, whichever the shape and the
// text call for. raw is a string, for a list []any of strings, or []byte.
func (a argument) convert(raw any) (any, error) {
	if a.takesShorthand() && !looksLikeJSON(raw) {
		return a.shorthand(raw)
	}
	return a.plain(raw, a.shape)
}

// takesShorthand: structures and maps do, and lists of them.
func (a argument) takesShorthand() bool {
	switch a.shape.Kind {
	case model.Structure, model.Map:
		return true
	case model.List:
		switch a.shape.Element.Kind {
		case model.Structure, model.Map, model.List:
			return true
		}
	}
	return false
}

// looksLikeJSON reports whether a text, or the first word of several, begins
// as JSON does.
func looksLikeJSON(raw any) bool {
	if list, ok := raw.([]any); ok && len(list) > 0 {
		raw = list[0]
	}
	text, _ := raw.(string)
	text = trimLeft(text)
	return text != "" && (text[0] == '[' || text[0] == '{')
}

// shorthand reads one text, or each word of a list. A text from a file stays
// one structure even where a list is wanted: validation then refuses it, as
// the AWS CLI does.
func (a argument) shorthand(raw any) (any, error) {
	var parsed any
	switch raw := raw.(type) {
	case []any:
		list := make([]any, len(raw))
		for i, word := range raw {
			d, err := a.parseShorthand(word.(string))
			if err != nil {
				return nil, err
			}
			list[i] = d
		}
		parsed = list
	case string:
		d, err := a.parseShorthand(raw)
		if err != nil || a.shape.Kind == model.List {
			return d, err
		}
		parsed = d
	default:
		return nil, cliErrorf("'in <string>' requires string as left operand, not int")
	}
	return shorthand.Convert(parsed, a.shape)
}

func (a argument) parseShorthand(text string) (*model.Document, error) {
	d, err := shorthand.ParseWith(text, func(uri string) (any, error) {
		v, _, err := a.files.load(uri)
		return v, err
	})
	if is[*shorthand.SyntaxError](err) || is[*shorthand.DuplicateKeyError](err) {
		return nil, parameterError(a.name, "%s", err)
	}
	return d, err
}

// plain reads what is not shorthand: JSON for structures and maps, JSON or
// one word for each element for lists, the text itself for anything else.
func (a argument) plain(raw any, shape *model.Shape) (any, error) {
	switch shape.Kind {
	case model.Structure, model.Map:
		text, ok := raw.(string)
		if !ok || trimLeft(text) == "" {
			return nil, cliErrorf("string index out of range")
		}
		if trimLeft(text)[0] != '{' {
			return nil, parameterError(a.name, "Invalid JSON:\n%s", text)
		}
		return a.json(text)
	case model.List:
		return a.list(raw, shape)
	case model.Integer, model.Long, model.Double:
		return shorthand.Convert(raw, shape)
	}
	return raw, nil
}

// list reads a list. A text that comes from a file and is not JSON falls into
// its characters, and bytes into numbers: each is taken for an element.
func (a argument) list(raw any, shape *model.Shape) (any, error) {
	words, _ := raw.([]any)
	switch raw := raw.(type) {
	case string:
		if trimLeft(raw) == "" {
			return nil, cliErrorf("string index out of range")
		}
		if trimLeft(raw)[0] == '[' {
			return a.json(raw)
		}
		for _, r := range raw {
			words = append(words, string(r))
		}
	case []byte:
		for _, b := range raw {
			words = append(words, int64(b))
		}
	case []any:
		if len(raw) == 1 && strings.HasPrefix(trimLeft(raw[0].(string)), "[") {
			return a.json(raw[0].(string))
		}
	}
	list := make([]any, len(words))
	for i, word := range words {
		var err error
		if list[i], err = a.plain(word, shape.Element); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (a argument) json(text string) (any, error) {
	v, err := model.ParseJSON(text)
	if err != nil {
		return nil, parameterError(a.name, "Invalid JSON: %s\nJSON received: %s", err, text)
	}
	markJSON(v)
	return v, nil
}

// markJSON notes of every object in a value that it comes from a flag's JSON.
func markJSON(v any) {
	switch v := v.(type) {
	case []any:
		for _, element := range v {
			markJSON(element)
		}
	case *model.Document:
		v.FromJSON = true
		for _, member := range v.All() {
			markJSON(member)
		}
	}
}

func trimLeft(s string) string { return strings.TrimLeftFunc(s, isSpace) }

// isSpace reports what Python's str.strip takes for white space.
func isSpace(r rune) bool { return unicode.IsSpace(r) || '\x1c' <= r && r <= '\x1f' }
