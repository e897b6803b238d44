package model

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// A TypeError says that a document's value is not of its member's type.
type TypeError struct {
	Path string // e.g. "CorsConfiguration.AllowOrigins[0]"
	Want Kind
	Got  string // a JSON word: null, boolean, number, string, list or object; for an integer also what kind of number
}

// Error returns e.g. "CorsConfiguration.MaxAge: want integer, got string".
func (e *TypeError) Error() string {
	return fmt.Sprintf("%s: want %s, got %s", e.Path, e.Want, e.Got)
}

// Decode sets the fields of a generated struct, to which v points, from a
// document of the struct's shape. Fields whose member is absent or null keep
// their value; members that the shape or the struct does not have are
// ignored. A timestamp may also be text or epoch seconds, and a blob base64
// text. The error is a *TypeError; fields before the offending one are set.
func Decode(d *Document, shape *Shape, v any) error {
	return decodeStruct(d, shape, reflect.ValueOf(v).Elem())
}

func decodeStruct(d *Document, shape *Shape, dst reflect.Value) error {
	next := 0
	for name, value := range d.All() {
		i := memberIndex(shape, name, next)
		if i < 0 {
			continue
		}
		next = i + 1
		if value == nil {
			continue
		}
		field, ok := fieldAt(dst, i, name)
		if !ok {
			continue
		}
		if err := decodeValue(value, shape.Members[i].Shape, field); err != nil {
			return under(err, name)
		}
	}
	return nil
}

// memberIndex finds a member, which most often is the one after the last.
func memberIndex(shape *Shape, name string, next int) int {
	if next < len(shape.Members) && shape.Members[next].Name == name {
		return next
	}
	for i := range shape.Members {
		if shape.Members[i].Name == name {
			return i
		}
	}
	return -1
}

// fieldAt finds the field of a member, which is the one at the member's own
// index if the struct was generated from the member's shape.
func fieldAt(v reflect.Value, i int, name string) (reflect.Value, bool) {
	if i = fieldIndex(v.Type(), i, name); i >= 0 {
		return v.Field(i), true
	}
	return reflect.Value{}, false
}

func fieldIndex(t reflect.Type, i int, name string) int {
	if i < t.NumField() && isField(t.Field(i).Name, name) {
		return i
	}
	for i := range t.NumField() {
		if isField(t.Field(i).Name, name) {
			return i
		}
	}
	return -1
}

// fieldsOf finds the fields of a shape's members; -1 stands for none.
func fieldsOf(t reflect.Type, shape *Shape) []int {
	fields := make([]int, len(shape.Members))
	for i := range fields {
		fields[i] = fieldIndex(t, i, shape.Members[i].Name)
	}
	return fields
}

// isField reports whether a field is a member's: the same name, but that Go
// begins it with a capital.
func isField(field, member string) bool {
	return field == member || len(field) == len(member) && field[1:] == member[1:] && field[0] == member[0]&^0x20
}

// under puts a member's name or an index before the path of an error.
func under(err error, name string) error {
	e, ok := err.(*TypeError)
	if !ok {
		return err
	}
	if e.Path != "" && !strings.HasPrefix(e.Path, "[") {
		name += "."
	}
	e.Path = name + e.Path
	return e
}

func decodeValue(value any, shape *Shape, dst reflect.Value) error {
	wrong := func() error { return &TypeError{Want: shape.Kind, Got: jsonKind(value)} }
	if dst.Kind() == reflect.Pointer {
		p := reflect.New(dst.Type().Elem())
		if err := decodeValue(value, shape, p.Elem()); err != nil {
			return err
		}
		dst.Set(p)
		return nil
	}
	switch shape.Kind {
	case Structure:
		d, ok := value.(*Document)
		if !ok {
			return wrong()
		}
		return decodeStruct(d, shape, dst)
	case Map:
		d, ok := value.(*Document)
		if !ok {
			return wrong()
		}
		m := reflect.MakeSlice(dst.Type(), d.Len(), d.Len())
		for i := range d.Len() {
			f := d.At(i)
			m.Index(i).Field(0).SetString(f.Name)
			if err := decodeValue(f.Value, shape.Element, m.Index(i).Field(1)); err != nil {
				return under(err, f.Name)
			}
		}
		dst.Set(m)
	case List:
		list, ok := value.([]any)
		if !ok {
			return wrong()
		}
		s := reflect.MakeSlice(dst.Type(), len(list), len(list))
		for i, e := range list {
			if err := decodeValue(e, shape.Element, s.Index(i)); err != nil {
				return under(err, "["+strconv.Itoa(i)+"]")
			}
		}
		dst.Set(s)
	case String:
		s, ok := value.(string)
		if !ok {
			return wrong()
		}
		dst.SetString(s)
	case Integer, Long:
		switch n := value.(type) {
		case int64:
			dst.SetInt(n)
		case float64:
			return &TypeError{Want: shape.Kind, Got: "fraction"}
		case json.Number:
			return &TypeError{Want: shape.Kind, Got: "number of more than 64 bits"}
		default:
			return wrong()
		}
	case Double:
		switch n := value.(type) {
		case float64:
			dst.SetFloat(n)
		case int64:
			dst.SetFloat(float64(n))
		case json.Number:
			f, _ := n.Float64()
			dst.SetFloat(f)
		default:
			return wrong()
		}
	case Boolean:
		b, ok := value.(bool)
		if !ok {
			return wrong()
		}
		dst.SetBool(b)
	case Timestamp:
		t, ok := asTimestamp(value)
		if !ok {
			return wrong()
		}
		dst.Set(reflect.ValueOf(t))
	case Blob:
		b, ok := asBlob(value)
		if !ok {
			return wrong()
		}
		dst.SetBytes(b)
	}
	return nil
}

// asTimestamp takes texts, and numbers as seconds since 1970, of which to
// Python true is one.
func asTimestamp(value any) (time.Time, bool) {
	switch t := value.(type) {
	case time.Time:
		return t, !IsDate(t)
	case bool:
		if t {
			return epochTime(1)
		}
		return epochTime(0)
	case string:
		parsed, err := ParseTimestamp(t)
		return parsed, err == nil
	case int64:
		return epochTime(float64(t))
	case float64:
		return epochTime(t)
	}
	return time.Time{}, false
}

func asBlob(value any) ([]byte, bool) {
	switch b := value.(type) {
	case []byte:
		return b, true
	case string:
		decoded, err := base64.StdEncoding.DecodeString(b)
		return decoded, err == nil
	}
	return nil, false
}

// jsonKind is the word that JSON has for a value's type.
func jsonKind(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case int64, float64, json.Number:
		return "number"
	case []any:
		return "list"
	case *Document:
		return "object"
	}
	return "string"
}

// Encode returns the document of a generated struct, to which v points: a
// member for each field that is not nil, in the order of the shape. The
// struct may be another than the shape's own: fields are found by their name.
func Encode(v any, shape *Shape) *Document {
	return encodeStruct(reflect.Indirect(reflect.ValueOf(v)), shape)
}

func encodeStruct(src reflect.Value, shape *Shape) *Document {
	return encodeFields(src, shape, fieldsOf(src.Type(), shape))
}

func encodeFields(src reflect.Value, shape *Shape, fields []int) *Document {
	present := 0
	for _, f := range fields {
		if f >= 0 && !src.Field(f).IsNil() {
			present++
		}
	}
	d := &Document{fields: make([]Field, 0, present)}
	for i, f := range fields {
		if f < 0 {
			continue
		}
		if field := src.Field(f); !field.IsNil() {
			m := &shape.Members[i]
			d.fields = append(d.fields, Field{m.Name, encodeValue(field, m.Shape)})
		}
	}
	return d
}

func encodeValue(src reflect.Value, shape *Shape) any {
	if src.Kind() == reflect.Pointer {
		src = src.Elem()
	}
	switch shape.Kind {
	case Structure:
		return encodeStruct(src, shape)
	case Map:
		d := &Document{fields: make([]Field, src.Len())}
		for i := range d.fields {
			e := src.Index(i)
			d.fields[i] = Field{e.Field(0).String(), encodeValue(e.Field(1), shape.Element)}
		}
		return d
	case List:
		return encodeList(src, shape.Element)
	case String:
		return src.String()
	case Integer, Long:
		return src.Int()
	case Double:
		return src.Float()
	case Boolean:
		return src.Bool()
	}
	return src.Interface() // a time.Time or []byte
}

func encodeList(src reflect.Value, element *Shape) []any {
	list := make([]any, src.Len())
	if element.Kind != Structure {
		for i := range list {
			list[i] = encodeValue(src.Index(i), element)
		}
		return list
	}
	fields := fieldsOf(src.Type().Elem(), element) // once for all of them
	for i := range list {
		list[i] = encodeFields(src.Index(i), element, fields)
	}
	return list
}
