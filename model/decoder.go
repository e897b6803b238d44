package model

import "reflect"

// A Decoder sets fields of generated structs of type T from members of a
// shape, given as JSON text. It does what Decode does, for a part of a file
// that holds many of them: it makes no document on the way, and finds out once
// which field is which member's. A Decoder may be used concurrently.
type Decoder[T any] struct {
	shape  *Shape
	fields []int // of the members, or -1
}

// NewDecoder returns a decoder for a shape.
func NewDecoder[T any](shape *Shape) *Decoder[T] {
	return &Decoder[T]{shape, fieldsOf(reflect.TypeFor[T](), shape)}
}

// Text sets the field of a member that is a string.
func (d *Decoder[T]) Text(dst *T, name, value string) {
	if i := memberIndex(d.shape, name, len(d.shape.Members)); i >= 0 && d.fields[i] >= 0 {
		present(reflect.ValueOf(dst).Elem().Field(d.fields[i])).SetString(value)
	}
}

// Member sets the field of a member. Text that is null leaves the field as it
// is, and a member that the shape or the struct does not have is ignored. The
// error is a *TypeError, or a *JSONError if text is no JSON.
func (d *Decoder[T]) Member(dst *T, name, text string) error {
	i := memberIndex(d.shape, name, len(d.shape.Members))
	if i < 0 || d.fields[i] < 0 {
		return nil
	}
	p := jsonParser{text: text}
	err := p.decode(d.shape.Members[i].Shape, reflect.ValueOf(dst).Elem().Field(d.fields[i]))
	if p.token(); err == nil && p.at == len(text) {
		return nil
	}
	// What is wrong, if anything is, the slower way tells exactly: of members
	// that are there twice only the last counts.
	v, err := ParseJSON(text)
	if err != nil {
		return err
	}
	return Decode(NewDocument(Field{name, v}), d.shape, dst)
}

// decode parses a value into a field of its type. Null leaves it as it is.
func (p *jsonParser) decode(shape *Shape, dst reflect.Value) error {
	c := p.token()
	switch {
	case c == 'n':
		_, err := p.value(c)
		return err
	case c == '{' && shape.Kind == Structure:
		if err := p.enter(); err != nil {
			return err
		}
		err := p.decodeStruct(shape, present(dst))
		p.depth--
		return err
	case c == '[' && shape.Kind == List && shape.Element.Kind == String:
		return p.decodeTexts(shape, dst)
	case c == '"' && shape.Kind == String:
		s, err := p.string()
		if err == nil {
			present(dst).SetString(s)
		}
		return err
	}
	// What is rarer goes over a document.
	v, err := p.value(c)
	if err != nil {
		return err
	}
	return decodeValue(v, shape, dst)
}

// present is where a field's value is, a new one if the field is a pointer.
func present(field reflect.Value) reflect.Value {
	if field.Kind() != reflect.Pointer {
		return field
	}
	field.Set(reflect.New(field.Type().Elem()))
	return field.Elem()
}

// decodeStruct parses the rest of an object, behind its bracket.
func (p *jsonParser) decodeStruct(shape *Shape, dst reflect.Value) error {
	if p.token() == '}' {
		p.at++
		return nil
	}
	for next := 0; ; {
		name, err := p.memberName()
		if err != nil {
			return err
		}
		i := memberIndex(shape, name, next)
		field, ok := reflect.Value{}, false
		if i >= 0 {
			next = i + 1
			field, ok = fieldAt(dst, i, name)
		}
		if ok {
			field.SetZero() // where the member is there twice
			if err := p.decode(shape.Members[i].Shape, field); err != nil {
				return err
			}
		} else if _, err := p.value(p.token()); err != nil {
			return err
		}
		c := p.token()
		p.at++
		if c == '}' {
			return nil
		}
		if c != ',' {
			return p.fail(p.at-1, "Expecting ',' delimiter")
		}
	}
}

// decodeTexts parses an array of strings. One with anything else in it is left
// to decodeValue to refuse.
func (p *jsonParser) decodeTexts(shape *Shape, dst reflect.Value) error {
	begin := p.at
	texts, ok, err := p.texts()
	if err != nil {
		return err
	}
	if ok {
		dst.Set(reflect.ValueOf(texts))
		return nil
	}
	p.at = begin
	v, err := p.value('[')
	if err != nil {
		return err
	}
	return decodeValue(v, shape, dst)
}

// texts parses an array that holds strings and nothing else; ok is false for
// any other.
func (p *jsonParser) texts() (texts []string, ok bool, err error) {
	p.at++
	texts = []string{}
	c := p.token()
	if c == ']' {
		p.at++
		return texts, true, nil
	}
	for c == '"' {
		s, err := p.string()
		if err != nil {
			return nil, false, err
		}
		texts = append(texts, s)
		c = p.token()
		p.at++
		switch c {
		case ']':
			return texts, true, nil
		case ',':
			c = p.token()
		default:
			return nil, false, nil
		}
	}
	return nil, false, nil
}
