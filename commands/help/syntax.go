package help

import (
	"strings"

	"gatehouse/model"
)

// maxShorthandDepth is the depth of nesting beyond which the AWS CLI shows no
// shorthand, although it would read it.
const maxShorthandDepth = 3

// shorthandSyntax shows how a value is written in shorthand; "" for values
// that have none or nest too deep.
func shorthandSyntax(s *model.Shape) string {
	if isScalar(s) || isScalarList(s) {
		return ""
	}
	suffix := ""
	if s.Kind == model.List {
		s, suffix = s.Element, " ..."
	}
	text, ok := shorthand(s, 0)
	if !ok {
		return ""
	}
	return text + suffix
}

func shorthand(s *model.Shape, depth int) (text string, ok bool) {
	if depth > maxShorthandDepth {
		return "", false
	}
	switch s.Kind {
	case model.Structure:
		parts := make([]string, len(s.Members))
		for i := range s.Members {
			value, ok := shorthand(s.Members[i].Shape, depth+1)
			if !ok {
				return "", false
			}
			parts[i] = s.Members[i].Name + "=" + value
		}
		return braced(strings.Join(parts, ","), depth), true
	case model.Map:
		value, ok := shorthand(s.Element, depth+1)
		return braced("KeyName1="+value+",KeyName2="+value, depth), ok
	case model.List:
		element, ok := shorthand(s.Element, depth+1)
		text := element + "," + element
		if depth > 1 || !isScalar(s.Element) {
			text = "[" + text + "]"
		}
		return text, ok
	}
	return s.Kind.String(), true
}

// braced puts braces round what is not the whole value.
func braced(text string, depth int) string {
	if depth == 0 {
		return text
	}
	return "{" + text + "}"
}

// jsonSyntax shows how a value is written in JSON.
func jsonSyntax(s *model.Shape) string {
	var w jsonSyntaxWriter
	w.value(s, "")
	return w.String()
}

type jsonSyntaxWriter struct{ strings.Builder }

// value writes a value whose first line stands behind what is there and whose
// other lines begin with indent. The places of the AWS CLI's line breaks in
// maps are kept.
func (w *jsonSyntaxWriter) value(s *model.Shape, indent string) {
	const step = "  "
	switch s.Kind {
	case model.Structure:
		w.WriteString("{\n")
		for i := range s.Members {
			m := &s.Members[i]
			w.WriteString(indent + step + `"` + m.Name + `": `)
			w.value(m.Shape, indent+step)
			if i < len(s.Members)-1 {
				w.WriteString(",")
			}
			w.WriteString("\n")
		}
		if len(s.Members) == 0 {
			w.WriteString("\n")
		}
		w.WriteString(indent + "}")
	case model.Map:
		w.WriteString(`{` + jsonScalar(s.Key) + `: `)
		w.value(s.Element, indent+step+step)
		w.WriteString("\n" + indent + step + "...}")
	case model.List:
		if isScalar(s.Element) {
			w.WriteString("[" + jsonScalar(s.Element) + ", ...]")
			return
		}
		w.WriteString("[\n" + indent + step)
		w.value(s.Element, indent+step)
		w.WriteString("\n" + indent + step + "...\n" + indent + "]")
	default:
		w.WriteString(jsonScalar(s))
	}
}

// jsonScalar shows a scalar: its values, if it has only a few, or its type.
func jsonScalar(s *model.Shape) string {
	switch {
	case len(s.Enum) > 0:
		return `"` + strings.Join(s.Enum, `"|"`) + `"`
	case s.Kind == model.String:
		return `"string"`
	case s.Kind == model.Boolean:
		return "true|false"
	}
	return s.Kind.String()
}
