package jmespath

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"gatehouse/model"
)

// kinds is a set of JMESPath's types.
type kinds uint8

const (
	nullKind kinds = 1 << iota
	booleanKind
	numberKind
	stringKind
	arrayKind
	objectKind
	referenceKind
	otherKind // no type of JMESPath's: a timestamp or blob
)

const anyKind = ^kinds(0)

func kindOf(v any) kinds {
	switch v.(type) {
	case nil:
		return nullKind
	case bool:
		return booleanKind
	case int64, float64, json.Number:
		return numberKind
	case string:
		return stringKind
	case []any:
		return arrayKind
	case *model.Document:
		return objectKind
	case *referenceValue:
		return referenceKind
	}
	return otherKind
}

// String returns the name of a set of one.
func (k kinds) String() string {
	switch k {
	case nullKind:
		return "null"
	case booleanKind:
		return "boolean"
	case numberKind:
		return "number"
	case stringKind:
		return "string"
	case arrayKind:
		return "array"
	case objectKind:
		return "object"
	case referenceKind:
		return "expref"
	}
	return "unknown"
}

// pythonType returns the name of a value's type in Python.
func pythonType(v any) string {
	switch v.(type) {
	case *referenceValue:
		return "_Expression"
	case *model.Document:
		return "dict"
	case nil, bool, int64, json.Number, float64, string, []any, time.Time, []byte:
		name := strings.TrimSuffix(strings.TrimPrefix(model.PythonType(v), "<class '"), "'>")
		return name[strings.LastIndexByte(name, '.')+1:]
	}
	return fmt.Sprintf("%T", v)
}

// isTrue is truth in conditions: all but null, false and what is empty.
// Unlike Python's, a zero is true.
func isTrue(v any) bool {
	switch v := v.(type) {
	case nil:
		return false
	case bool:
		return v
	case string:
		return v != ""
	case []any:
		return len(v) > 0
	case *model.Document:
		return v.Len() > 0
	}
	return true
}

// same is the operator "==": Python's, but that a number is never the same as
// a boolean, unless they are inside lists or objects.
func same(a, b any) bool {
	if (kindOf(a)|kindOf(b))&^(numberKind|booleanKind) == 0 && kindOf(a) != kindOf(b) {
		return false
	}
	return equal(a, b)
}

// equal is Python's "==". True is 1 and False 0, and the order of an object's
// members does not count. NaN equals nothing, though Python finds one within a
// list equal to itself.
func equal(a, b any) bool {
	a, b = numeric(a), numeric(b)
	switch a := a.(type) {
	case nil:
		return b == nil
	case string:
		b, ok := b.(string)
		return ok && a == b
	case []any:
		b, ok := b.([]any)
		return ok && equalLists(a, b)
	case *model.Document:
		b, ok := b.(*model.Document)
		return ok && equalObjects(a, b)
	case *referenceValue:
		b, ok := b.(*referenceValue)
		return ok && a == b
	case int64, float64, json.Number:
		if kindOf(b) != numberKind {
			return false
		}
		order, ok := compareNumbers(a, b)
		return ok && order == 0
	case time.Time:
		b, ok := b.(time.Time)
		return ok && a.Equal(b)
	case []byte:
		b, ok := b.([]byte)
		return ok && bytes.Equal(a, b)
	}
	return false
}

// numeric returns the number that a boolean is in Python, or else v.
func numeric(v any) any {
	b, ok := v.(bool)
	switch {
	case !ok:
		return v
	case b:
		return int64(1)
	default:
		return int64(0)
	}
}

func equalLists(a, b []any) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if !equal(a[i], b[i]) {
			return false
		}
	}
	return true
}

func equalObjects(a, b *model.Document) bool {
	if a.Len() != b.Len() {
		return false
	}
	for i := range a.Len() {
		f, other := a.At(i), b.At(i)
		if f.Name != other.Name {
			v, ok := b.Get(f.Name)
			if !ok {
				return false
			}
			other.Value = v
		}
		if !equal(f.Value, other.Value) {
			return false
		}
	}
	return true
}

// inOrder is the operators "<", "<=", ">" and ">=": of numbers and of strings,
// which are ordered by code points. Anything else gives null, but a number
// beside a string is an error.
func inOrder(operator tokenKind, a, b any) (any, error) {
	if (kindOf(a)|kindOf(b))&^(numberKind|stringKind) != 0 {
		return nil, nil
	}
	if kindOf(a) != kindOf(b) {
		return nil, notOrdered(operatorText(operator), a, b)
	}
	order, ok := compare(a, b)
	if !ok {
		return false, nil
	}
	switch operator {
	case ltToken:
		return order < 0, nil
	case lteToken:
		return order <= 0, nil
	case gtToken:
		return order > 0, nil
	}
	return order >= 0, nil
}

func operatorText(operator tokenKind) string {
	switch operator {
	case ltToken:
		return "<"
	case lteToken:
		return "<="
	case gtToken:
		return ">"
	}
	return ">="
}

func notOrdered(operator string, a, b any) error {
	return &ValueError{fmt.Sprintf("'%s' not supported between instances of '%s' and '%s'", operator, pythonType(a), pythonType(b))}
}

// compare orders two numbers or two strings. It is not ok if one is NaN.
func compare(a, b any) (order int, ok bool) {
	if a, isString := a.(string); isString {
		b, _ := b.(string)
		return strings.Compare(a, b), true
	}
	return compareNumbers(a, b)
}

// holdsReference reports whether a value is, or has in it, an expression reference.
func holdsReference(v any) bool {
	switch v := v.(type) {
	case *referenceValue:
		return true
	case []any:
		for _, e := range v {
			if holdsReference(e) {
				return true
			}
		}
	case *model.Document:
		for _, e := range v.All() {
			if holdsReference(e) {
				return true
			}
		}
	}
	return false
}

// referenceText is how Python prints an expression reference, but for the
// address, which is another each time.
const referenceText = "<jmespath.visitor._Expression object at 0x7f0000000000>"

// printable returns v with such values replaced that only this package knows.
func printable(v any) any {
	switch v := v.(type) {
	case *referenceValue:
		return json.Number(referenceText) // which is printed without quotes
	case []any:
		list := make([]any, len(v))
		for i, e := range v {
			list[i] = printable(e)
		}
		return list
	case *model.Document:
		fields := make([]model.Field, v.Len())
		for i := range fields {
			fields[i] = model.Field{Name: v.At(i).Name, Value: printable(v.At(i).Value)}
		}
		return model.NewDocument(fields...)
	case nil, bool, int64, float64, json.Number, string, time.Time, []byte:
		return v
	}
	return json.Number(fmt.Sprint(v))
}
