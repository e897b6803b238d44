package model

import "math"

// DecodeWire returns a document with the API's member names in the place of
// the wire's, at every level, in the order of the shape. Members that the
// shape does not have, and those that are null, are left out; map keys stay
// as they are. Timestamps that are text become time.Time if they can be read,
// and numbers that JSON has not, such as "NaN", a float64.
func DecodeWire(d *Document, shape *Shape) *Document {
	out := &Document{fields: make([]Field, 0, min(d.Len(), len(shape.Members)))}
	for i := range shape.Members {
		m := &shape.Members[i]
		if v, ok := d.Get(m.Wire); ok && v != nil {
			out.fields = append(out.fields, Field{m.Name, rename(v, m.Shape, DecodeWire, decodeNumber)})
		}
	}
	return out
}

// EncodeWire is the reverse: it returns a document with the wire's member
// names, in the order of d. Members that the shape does not have are left
// out. A timestamp given as text becomes a time.Time, and a number that JSON
// has not, such as NaN, text.
func EncodeWire(d *Document, shape *Shape) *Document {
	out := &Document{fields: make([]Field, 0, d.Len())}
	next := 0
	for name, v := range d.All() {
		i := memberIndex(shape, name, next)
		if i < 0 {
			continue
		}
		next = i + 1
		m := &shape.Members[i]
		out.fields = append(out.fields, Field{m.Wire, rename(v, m.Shape, EncodeWire, encodeNumber)})
	}
	return out
}

// rename applies structure to the structures within a value, and number to the
// numbers that may have a fraction. A value that is not of its shape's type
// stays as it is.
func rename(v any, shape *Shape, structure func(*Document, *Shape) *Document, number func(any) any) any {
	switch v := v.(type) {
	case *Document:
		switch shape.Kind {
		case Structure:
			return structure(v, shape)
		case Map:
			out := &Document{fields: make([]Field, v.Len())}
			for i, f := range v.fields {
				out.fields[i] = Field{f.Name, rename(f.Value, shape.Element, structure, number)}
			}
			return out
		}
	case []any:
		if shape.Kind != List {
			return v
		}
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = rename(e, shape.Element, structure, number)
		}
		return out
	default:
		switch shape.Kind {
		case Timestamp:
			if t, ok := asTimestamp(v); ok {
				return t
			}
		case Double:
			return number(v)
		}
	}
	return v
}

// encodeNumber gives a number that JSON has not the text by which the protocol
// names it.
//
// https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html
func encodeNumber(v any) any {
	if f, ok := v.(float64); ok && (math.IsNaN(f) || math.IsInf(f, 0)) {
		return string(AppendJSON(nil, f, 0)) // which writes the same names
	}
	return v
}

// decodeNumber is the reverse of encodeNumber.
func decodeNumber(v any) any {
	switch v {
	case "NaN", "Infinity", "-Infinity":
		number, _ := ParseJSON(v.(string)) // which reads the same names
		return number
	}
	return v
}
