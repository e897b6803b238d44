package endpoint

import (
	"encoding/json"
	"math"
	"math/big"
	"strconv"
	"strings"

	"gatehouse/model"
)

// decodeStructure returns the members of an answer's object that the shape
// has, with the API's names, in the shape's order. Null members are left out.
// Values are made the model's types where botocore does so (observed with
// 1.43: numbers, booleans, timestamps), strings stay whatever they are.
func decodeStructure(value any, shape *model.Shape) (*model.Document, error) {
	d, ok := value.(*model.Document)
	if !ok {
		return nil, noAttribute(value, "get")
	}
	out := &model.Document{}
	for i := range shape.Members {
		m := &shape.Members[i]
		v, _ := d.Get(m.Wire)
		if v == nil {
			continue
		}
		decoded, err := decode(v, m.Shape)
		if err != nil {
			return nil, err
		}
		out.Set(m.Name, decoded)
	}
	return out, nil
}

func decode(v any, shape *model.Shape) (any, error) {
	if v == nil {
		return nil, nil
	}
	switch shape.Kind {
	case model.Structure:
		return decodeStructure(v, shape)
	case model.Map:
		return decodeMap(v, shape)
	case model.List:
		return decodeList(v, shape)
	case model.Integer, model.Long:
		return decodeInteger(v)
	case model.Double:
		return decodeDouble(v)
	case model.Boolean:
		return decodeBoolean(v), nil
	case model.Timestamp:
		return decodeTimestamp(v)
	}
	return v, nil
}

func decodeMap(v any, shape *model.Shape) (any, error) {
	d, ok := v.(*model.Document)
	if !ok {
		return nil, noAttribute(v, "items")
	}
	fields := make([]model.Field, 0, d.Len())
	for name, value := range d.All() {
		decoded, err := decode(value, shape.Element)
		if err != nil {
			return nil, err
		}
		fields = append(fields, model.Field{Name: name, Value: decoded})
	}
	return model.NewDocument(fields...), nil
}

// decodeList takes what Python can iterate: an object's names and a text's
// characters too.
func decodeList(v any, shape *model.Shape) (any, error) {
	var elements []any
	switch v := v.(type) {
	case []any:
		elements = v
	case string:
		for _, r := range v {
			elements = append(elements, string(r))
		}
	case *model.Document:
		for name := range v.All() {
			elements = append(elements, name)
		}
	default:
		return nil, notIterable(v)
	}
	out := make([]any, len(elements))
	for i, element := range elements {
		decoded, err := decode(element, shape.Element)
		if err != nil {
			return nil, err
		}
		out[i] = decoded
	}
	return out, nil
}

func decodeInteger(v any) (any, error) {
	switch v := v.(type) {
	case int64, json.Number:
		return v, nil
	case bool:
		if v {
			return int64(1), nil
		}
		return int64(0), nil
	case float64:
		switch {
		case math.IsNaN(v):
			return nil, &ResponseError{Text: "cannot convert float NaN to integer"}
		case math.IsInf(v, 0):
			return nil, &ResponseError{Text: "cannot convert float infinity to integer"}
		case math.Abs(v) < 1<<63:
			return int64(v), nil
		}
		n, _ := big.NewFloat(v).Int(nil)
		return json.Number(n.String()), nil
	case string:
		n, ok := new(big.Int).SetString(strings.TrimSpace(v), 10)
		if !ok {
			return nil, &ResponseError{Text: "invalid literal for int() with base 10: " + model.PythonRepr(v)}
		}
		if n.IsInt64() {
			return n.Int64(), nil
		}
		return json.Number(n.String()), nil
	}
	return nil, &ResponseError{Text: "int() argument must be a string, a bytes-like object or a real number, not '" + typeName(v) + "'"}
}

func decodeDouble(v any) (any, error) {
	switch v := v.(type) {
	case float64:
		return v, nil
	case int64:
		return float64(v), nil
	case bool:
		if v {
			return 1.0, nil
		}
		return 0.0, nil
	case json.Number:
		f, err := v.Float64()
		if err != nil {
			return nil, &ResponseError{Text: "int too large to convert to float"}
		}
		return f, nil
	case string:
		f, err := strconv.ParseFloat(strings.TrimSpace(v), 64)
		if err != nil && !math.IsInf(f, 0) {
			return nil, &ResponseError{Text: "could not convert string to float: " + model.PythonRepr(v)}
		}
		return f, nil
	}
	return nil, &ResponseError{Text: "float() argument must be a string or a real number, not '" + typeName(v) + "'"}
}

// decodeBoolean is true for true and for its name, and false for all else.
func decodeBoolean(v any) bool {
	switch v := v.(type) {
	case bool:
		return v
	case string:
		return strings.EqualFold(v, "true")
	}
	return false
}

// decodeTimestamp returns a time in UTC; the AWS CLI keeps the offset that
// the service wrote, which is always UTC.
func decodeTimestamp(v any) (any, error) {
	text := model.PythonString(v)
	switch v := v.(type) {
	case bool:
		text = "0"
		if v {
			text = "1"
		}
	case []any, *model.Document:
		return nil, &ResponseError{Text: "Invalid timestamp \"" + text + "\": Parser must be a string or character stream, not " + typeName(v)}
	}
	t, err := model.ParseTimestamp(text)
	if err != nil {
		return nil, &ResponseError{Text: "Invalid timestamp \"" + text + "\": Unknown string format: " + text}
	}
	return t, nil
}

func noAttribute(v any, name string) error {
	return &ResponseError{Text: "'" + typeName(v) + "' object has no attribute '" + name + "'"}
}

func notIterable(v any) error {
	return &ResponseError{Text: "'" + typeName(v) + "' object is not iterable"}
}

// typeName returns the name of a value's Python type.
func typeName(v any) string {
	return strings.TrimSuffix(strings.TrimPrefix(model.PythonType(v), "<class '"), "'>")
}
