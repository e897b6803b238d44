package model

// DecodeWire returns a document with the API's member names in the place of
// the wire's, at every level, in the order of the shape. Members that the
// shape does not have, and those that are null, are left out; map keys stay
// as they are. Timestamps that are text become time.Time if they can be read.
func DecodeWire(d *Document, shape *Shape) *Document {
	out := &Document{fields: make([]Field, 0, min(d.Len(), len(shape.Members)))}
	for i := range shape.Members {
		m := &shape.Members[i]
		if v, ok := d.Get(m.Wire); ok && v != nil {
			out.fields = append(out.fields, Field{m.Name, rename(v, m.Shape, DecodeWire)})
		}
	}
	return out
}

// EncodeWire is the reverse: it returns a document with the wire's member
// names, in the order of d. Members that the shape does not have are left
// out. A timestamp given as text becomes a time.Time.
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
		out.fields = append(out.fields, Field{m.Wire, rename(v, m.Shape, EncodeWire)})
	}
	return out
}

// rename applies structure to the structures within a value. A value that is
// not of its shape's type stays as it is.
func rename(v any, shape *Shape, structure func(*Document, *Shape) *Document) any {
	switch v := v.(type) {
	case *Document:
		switch shape.Kind {
		case Structure:
			return structure(v, shape)
		case Map:
			out := &Document{fields: make([]Field, v.Len())}
			for i, f := range v.fields {
				out.fields[i] = Field{f.Name, rename(f.Value, shape.Element, structure)}
			}
			return out
		}
	case []any:
		if shape.Kind != List {
			return v
		}
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = rename(e, shape.Element, structure)
		}
		return out
	default:
		if shape.Kind == Timestamp {
			if t, ok := asTimestamp(v); ok {
				return t
			}
		}
	}
	return v
}
