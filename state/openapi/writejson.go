package openapi

import (
	"gatehouse/model"
)

// appendJSON appends a document in the layout of the service's exports (obs):
// blanks on both sides of a colon, a member to a line, two blanks for each
// object around it, and lists on one line with what is in them.
func appendJSON(dst []byte, v any) []byte {
	w := jsonWriter{}
	return w.value(dst, v)
}

type jsonWriter struct{ level int }

func (w *jsonWriter) value(dst []byte, v any) []byte {
	switch v := v.(type) {
	case *model.Document:
		return w.object(dst, v)
	case []any:
		return w.list(dst, v)
	}
	return model.AppendJSON(dst, v, 0)
}

func (w *jsonWriter) object(dst []byte, d *model.Document) []byte {
	if d.Len() == 0 {
		return append(dst, "{ }"...)
	}
	dst = append(dst, '{')
	w.level++
	for i := range d.Len() {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = w.line(dst)
		dst = model.AppendJSON(dst, d.At(i).Name, 0)
		dst = append(dst, " : "...)
		dst = w.value(dst, d.At(i).Value)
	}
	w.level--
	dst = w.line(dst)
	return append(dst, '}')
}

func (w *jsonWriter) list(dst []byte, list []any) []byte {
	if len(list) == 0 {
		return append(dst, "[ ]"...)
	}
	for i, v := range list {
		opening := ", "
		if i == 0 {
			opening = "[ "
		}
		dst = append(dst, opening...)
		dst = w.value(dst, v)
	}
	return append(dst, " ]"...)
}

// line begins a line.
func (w *jsonWriter) line(dst []byte) []byte {
	dst = append(dst, '\n')
	for range w.level {
		dst = append(dst, "  "...)
	}
	return dst
}
