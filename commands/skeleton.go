package commands

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"gatehouse/commands/help"
	"gatehouse/model"
)

// skeletonKinds are the values of --generate-cli-skeleton; without one it is
// the first.
var skeletonKinds = []string{"input", "output", "yaml-input"}

// skeletonKind returns what --generate-cli-skeleton asks for, if it is given.
func (inv *invocation) skeletonKind() (kind string, asked bool) {
	kind, asked = inv.given.Word("--generate-cli-skeleton")
	if asked && kind == "" {
		kind = skeletonKinds[0]
	}
	return kind, asked
}

// printSkeleton prints an example input, as JSON or as YAML.
func (inv *invocation) printSkeleton(kind string) error {
	s := skeleton{}
	d := s.structure(inv.op.Input)
	if kind == "yaml-input" {
		_, err := inv.stdout.WriteString(yamlSkeleton(d, inv.op, help.Load(inv.prog)))
		return err
	}
	_, err := inv.stdout.Write(append(model.AppendJSON(nil, d, 4), '\n'))
	return err
}

// outputSkeleton returns an example output for a format: members of type
// string hold their own names.
func outputSkeleton(op *model.Operation, format string) *model.Document {
	s := skeleton{named: true, bareTimes: format != "json"}
	return s.structure(op.Output)
}

// A skeleton makes example values.
type skeleton struct {
	named     bool           // strings hold names instead of being empty or of an enumeration
	bareTimes bool           // timestamps are as Python writes them, which YAML does without quotes
	under     []*model.Shape // the structures that the value is within
}

// structure returns an example of a structure. One within itself is shown
// within itself once more, empty.
func (s *skeleton) structure(shape *model.Shape) *model.Document {
	d := new(model.Document)
	if slices.Contains(s.under, shape) {
		return d
	}
	s.under = append(s.under, shape)
	for i := range shape.Members {
		m := &shape.Members[i]
		d.Set(m.Name, s.value(m.Shape, m.Name))
	}
	s.under = s.under[:len(s.under)-1]
	return d
}

func (s *skeleton) value(shape *model.Shape, name string) any {
	switch shape.Kind {
	case model.Structure:
		return s.structure(shape)
	case model.List:
		return []any{s.value(shape.Element, shape.Element.Name)}
	case model.Map:
		return model.NewDocument(model.Field{Name: "KeyName", Value: s.value(shape.Element, "")})
	case model.Integer, model.Long:
		return int64(0)
	case model.Double:
		return 0.0
	case model.Boolean:
		return true
	case model.Timestamp:
		if s.bareTimes {
			return json.Number("1970-01-01 00:00:00") // what every format writes as it is
		}
		return "1970-01-01T00:00:00"
	case model.Blob:
		return nil
	}
	switch {
	case s.named:
		return name
	case len(shape.Enum) > 0:
		return shape.Enum[0]
	}
	return ""
}

// yamlSkeleton writes an example input with a comment for each member that
// there is something to say about.
func yamlSkeleton(d *model.Document, op *model.Operation, texts help.Texts) string {
	w := yamlSkeletonWriter{op: op, texts: texts}
	w.members(d, op.Input, "", "")
	return w.String()
}

type yamlSkeletonWriter struct {
	strings.Builder
	op    *model.Operation
	texts help.Texts
}

// members writes a structure: the first member after first, the others after
// indent.
func (w *yamlSkeletonWriter) members(d *model.Document, shape *model.Shape, first, indent string) {
	space := "  " // as the AWS CLI's writer does, two before the first comment, then one
	for i := range shape.Members {
		m := &shape.Members[i]
		w.WriteString(first + m.Name + ":")
		first = indent
		comment := w.comment(m, shape)
		if comment != "" {
			comment = space + "# " + comment
			space = " "
		}
		value, _ := d.Get(m.Name)
		w.value(value, m.Shape, indent, comment)
	}
}

// value writes what follows a key and its colon.
func (w *yamlSkeletonWriter) value(v any, shape *model.Shape, indent, comment string) {
	switch v := v.(type) {
	case []any:
		w.WriteString(comment + "\n")
		if shape.Element.Kind == model.Structure {
			w.members(v[0].(*model.Document), shape.Element, indent+"- ", indent+"  ")
			return
		}
		w.WriteString(indent + "-")
		w.value(v[0], shape.Element, indent+"  ", "")
	case *model.Document:
		if v.Len() == 0 {
			w.WriteString(" {}" + comment + "\n")
			return
		}
		w.WriteString(comment + "\n")
		if shape.Kind == model.Map {
			w.WriteString(indent + "  " + v.At(0).Name + ":")
			w.value(v.At(0).Value, shape.Element, indent+"  ", "")
			return
		}
		w.members(v, shape, indent+"  ", indent+"  ")
	default:
		w.WriteString(" " + yamlSkeletonScalar(v, shape) + comment + "\n")
	}
}

func yamlSkeletonScalar(v any, shape *model.Shape) string {
	switch v := v.(type) {
	case int64:
		return strconv.FormatInt(v, 10)
	case string:
		switch {
		case v == "":
			return "''"
		case shape.Kind == model.Timestamp:
			return strings.Replace(v, "T", " ", 1)
		}
		return v // of an enumeration
	}
	return string(model.AppendJSON(nil, v, 0))
}

// comment says whether a member is required, what it is and which values it
// takes.
func (w *yamlSkeletonWriter) comment(m *model.Member, in *model.Shape) string {
	var parts []string
	if in.Requires(m.Name) {
		parts = append(parts, "[REQUIRED]")
	}
	if sentence := w.texts.Sentence(w.op, in, m); sentence != "" {
		parts = append(parts, sentence)
	}
	if len(m.Shape.Enum) > 0 {
		parts = append(parts, "Valid values are: "+strings.Join(m.Shape.Enum, ", ")+".")
	}
	return strings.Join(parts, " ")
}
