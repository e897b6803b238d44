package shorthand

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"gatehouse/model"
)

// Convert returns a value that Parse made, with its strings turned into what
// the shape asks for, as the AWS CLI does:
//
//   - for an integer, ParseInt; for a double, ParseFloat;
//   - for a boolean, "true" and "false" in any case are the boolean, and other
//     strings stay;
//   - where a member of a structure, an entry of a map or an item of a list is
//     to be a list and is none, it becomes one of one item. That item's own
//     strings are not converted.
//
// Whatever else does not match the shape stays for model.Validate to find,
// and so do unknown members. An error is a *ConversionError, about the first
// such value in the order of the shape's members.
//
// The value belongs to Convert: its documents and lists may be changed.
//
// The CLI has two more conversions, of bare words to structures with a single
// member, for other services; no structure here is of their kind.
func Convert(v any, shape *model.Shape) (any, error) {
	if _, isList := v.([]any); shape.Kind == model.List && !isList {
		return v, nil
	}
	return convert(v, shape)
}

func convert(v any, shape *model.Shape) (any, error) {
	if v == nil {
		return nil, nil
	}
	switch shape.Kind {
	case model.Structure:
		return convertStructure(v, shape)
	case model.Map:
		return convertMap(v, shape)
	case model.List:
		return convertList(v, shape)
	case model.Integer, model.Long:
		return convertNumber(v, WantInt, ParseInt)
	case model.Double:
		return convertNumber(v, WantFloat, func(text string) (any, error) { return ParseFloat(text) })
	case model.Boolean:
		return convertBoolean(v)
	}
	return v, nil
}

func convertStructure(v any, shape *model.Shape) (any, error) {
	d, ok := v.(*model.Document)
	if !ok {
		return v, nil
	}
	for i := range shape.Members {
		m := &shape.Members[i]
		member, ok := d.Get(m.Name)
		if !ok {
			continue
		}
		converted, err := convert(member, m.Shape)
		if err != nil {
			return nil, err
		}
		d.Set(m.Name, converted)
	}
	return d, nil
}

// convertMap makes a new document, since to change each entry of one would
// take the square of their number.
func convertMap(v any, shape *model.Shape) (any, error) {
	d, ok := v.(*model.Document)
	if !ok || shape.Element.Kind == model.String {
		return v, nil
	}
	fields := make([]model.Field, 0, d.Len())
	for name, entry := range d.All() {
		converted, err := convert(entry, shape.Element)
		if err != nil {
			return nil, err
		}
		fields = append(fields, model.Field{Name: name, Value: converted})
	}
	return model.NewDocument(fields...), nil
}

func convertList(v any, shape *model.Shape) (any, error) {
	list, ok := v.([]any)
	if !ok {
		return []any{v}, nil
	}
	for i, item := range list {
		converted, err := convert(item, shape.Element)
		if err != nil {
			return nil, err
		}
		list[i] = converted
	}
	return list, nil
}

// convertNumber converts text, and bytes, which may come from a file.
func convertNumber(v any, want Want, parse func(string) (any, error)) (any, error) {
	switch v := v.(type) {
	case string:
		return parse(v)
	case []byte:
		if !isASCII(v) { // from bytes Python reads the digits of ASCII alone
			return nil, &ConversionError{Value: v, Want: want}
		}
		n, err := parse(string(v))
		if e, ok := errors.AsType[*ConversionError](err); ok {
			e.Value = v
		}
		return n, err
	case []any, *model.Document:
		return nil, &ConversionError{Value: v, Want: want}
	}
	return v, nil
}

func convertBoolean(v any) (any, error) {
	switch v := v.(type) {
	case string:
		switch strings.ToLower(v) { // not EqualFold, to which a long s is an s
		case "true":
			return true, nil
		case "false":
			return false, nil
		}
	case []any, *model.Document:
		return nil, &ConversionError{Value: v, Want: WantBool}
	}
	return v, nil
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Want is what a value was to be converted to.
type Want string

// What a shape of the service model can ask for.
const (
	WantInt   Want = "int"
	WantFloat Want = "float"
	WantBool  Want = "bool"
)

// A ConversionError says that a value cannot be made what it has to be. The
// AWS CLI reports it by its text alone, without naming the option.
type ConversionError struct {
	Value  any // a string, bytes, a list or a document
	Want   Want
	Digits int // of an integer that has too many of them; else 0
}

// maxShown is how many characters of a value Python shows when an integer
// cannot be read.
const maxShown = 200

// Error returns Python 3.11's message, e.g. "invalid literal for int() with
// base 10: 'x'".
func (e *ConversionError) Error() string {
	switch e.Value.(type) {
	case []any, *model.Document:
		return e.typeMessage()
	}
	switch {
	case e.Digits > 0:
		return fmt.Sprintf("Exceeds the limit (%d digits) for integer string conversion: value has %d digits; "+
			"use sys.set_int_max_str_digits() to increase the limit", maxDigits, e.Digits)
	case e.Want == WantInt:
		return fmt.Sprintf("invalid literal for int() with base 10: %.*s", maxShown, model.PythonRepr(e.Value))
	}
	return "could not convert string to float: " + model.PythonRepr(e.Value)
}

// typeMessage is the message about a value that is no text.
func (e *ConversionError) typeMessage() string {
	name := strings.TrimSuffix(strings.TrimPrefix(model.PythonType(e.Value), "<class '"), "'>")
	switch e.Want {
	case WantInt:
		return fmt.Sprintf("int() argument must be a string, a bytes-like object or a real number, not '%s'", name)
	case WantFloat:
		return fmt.Sprintf("float() argument must be a string or a real number, not '%s'", name)
	}
	return fmt.Sprintf("'%s' object has no attribute 'lower'", name)
}
