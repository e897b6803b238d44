package help

import (
	"strconv"

	"gatehouse/model"
)

// An option is one entry of an operation's OPTIONS.
type option struct {
	names    []string // alternatives, e.g. --x and --no-x
	typeName string
	required bool
	member   *model.Member // nil for those of the AWS CLI itself
	runIn    bool          // the text follows on the same line, as in the AWS CLI's pages
}

// operationOptions lists an operation's options in the AWS CLI's order. The
// members that page a result are hidden behind the CLI's own options.
func operationOptions(op *model.Operation) []option {
	var options []option
	limit := "string"
	for i := range op.Input.Members {
		m := &op.Input.Members[i]
		if p := op.Paginator; p != nil && (m.Name == p.InputToken || m.Name == p.LimitKey) {
			if m.Name == p.LimitKey {
				limit = m.Shape.Kind.String()
			}
			continue
		}
		options = append(options, memberOption(m, op.Input.Requires(m.Name)))
	}
	if writesFile(op) {
		return append(options, option{names: []string{"outfile"}, typeName: "string", required: true, runIn: true})
	}
	options = append(options, option{names: []string{"--cli-input-json", "--cli-input-yaml"}, typeName: "string", runIn: true})
	if op.Paginator != nil {
		options = append(options,
			option{names: []string{"--starting-token"}, typeName: "string"},
			option{names: []string{"--page-size"}, typeName: limit},
			option{names: []string{"--max-items"}, typeName: limit})
	}
	return append(options, option{names: []string{"--generate-cli-skeleton"}, typeName: "string", runIn: true})
}

func memberOption(m *model.Member, required bool) option {
	name := m.Flag
	if name == "version" { // --version is a global option
		name = "api-version"
	}
	o := option{names: []string{"--" + name}, typeName: m.Shape.Kind.String(), required: required, member: m}
	if m.Shape.Kind == model.Boolean {
		o.names = append(o.names, "--no-"+name)
	}
	return o
}

// writesFile reports whether an operation's output goes to a file instead of
// being printed. Only these lack --cli-input-json and its kin.
func writesFile(op *model.Operation) bool {
	if op.Output == nil || op.Output.Payload == "" {
		return false
	}
	return op.Output.Member(op.Output.Payload).Shape.Kind == model.Blob
}

func (o *option) synopsis() string {
	text := o.names[0]
	switch {
	case len(o.names) > 1:
		text += " | " + o.names[1]
	case o.names[0] == "outfile":
		text = "<outfile>"
	default:
		text += " <value>"
	}
	if o.required {
		return text
	}
	return "[" + text + "]"
}

// head is the line that names the option.
func (o *option) head() string {
	text := bold(o.names[0])
	if len(o.names) > 1 {
		text += " | " + bold(o.names[1])
	}
	text += " (" + o.typeName + ")"
	if o.required && !o.runIn {
		text += " [required]"
	}
	return text
}

func (o *option) describe(d *document, t Texts, op *model.Operation) {
	if o.member == nil {
		text := t.first(o.names[0])
		if o.runIn {
			d.prose(0, o.head()+" "+text)
			return
		}
		d.add(term, 0, o.head())
		d.prose(1, text)
		return
	}
	d.add(term, 0, o.head())
	m := members{d, t, op}
	m.value(1, t.member(op, op.Input, o.member), o.member.Shape)
	if text := shorthandSyntax(o.member.Shape); text != "" {
		d.add(paragraph, 0, "Shorthand Syntax:")
		d.add(literal, 1, text)
	}
	switch {
	case isScalarList(o.member.Shape):
		d.add(paragraph, 0, "Syntax:")
		d.add(literal, 1, jsonScalar(o.member.Shape.Element)+" "+jsonScalar(o.member.Shape.Element)+" ...")
	case !isScalar(o.member.Shape):
		d.add(paragraph, 0, "JSON Syntax:")
		d.add(literal, 1, jsonSyntax(o.member.Shape))
	}
}

func isScalar(s *model.Shape) bool {
	switch s.Kind {
	case model.Structure, model.List, model.Map:
		return false
	}
	return true
}

func isScalarList(s *model.Shape) bool { return s.Kind == model.List && isScalar(s.Element) }

// members describes the values within options and outputs.
type members struct {
	d     *document
	texts Texts
	op    *model.Operation
}

// structure describes each member of a structure.
func (w *members) structure(level int, s *model.Shape) {
	for i := range s.Members {
		m := &s.Members[i]
		w.named(level, m.Name, m.Shape, s.Requires(m.Name), w.texts.member(w.op, s, m))
	}
}

// named describes a member, or a map's key or value.
func (w *members) named(level int, name string, shape *model.Shape, required bool, text string) {
	head := name + " -> (" + shape.Kind.String() + ")"
	if required {
		head += " [required]"
	}
	w.d.add(term, level, head)
	w.value(level+1, text, shape)
}

// value describes a value: the text about it, what the model demands of it,
// and what it is made of.
func (w *members) value(level int, text string, shape *model.Shape) {
	w.d.prose(level, text)
	if len(shape.Enum) > 0 {
		w.d.add(paragraph, level, "Possible values:")
		for _, v := range shape.Enum {
			w.d.add(bullet, level, bold(v))
		}
	}
	if c := constraints(shape); len(c) > 0 {
		w.d.add(paragraph, level, "Constraints:")
		w.d.bullets(level, c)
	}
	switch shape.Kind {
	case model.Structure:
		w.structure(level, shape)
	case model.List:
		w.d.add(term, level, "("+shape.Element.Kind.String()+")")
		w.value(level+1, w.texts.value(shape.Element), shape.Element)
	case model.Map:
		w.named(level, "key", shape.Key, false, w.texts.value(shape.Key))
		w.named(level, "value", shape.Element, false, w.texts.value(shape.Element))
	}
}

// constraints are the bounds of a value, or of a text's or list's length.
func constraints(s *model.Shape) []string {
	var c []string
	if s.HasMin {
		c = append(c, "min: "+bold(strconv.FormatInt(s.Min, 10)))
	}
	if s.HasMax {
		c = append(c, "max: "+bold(strconv.FormatInt(s.Max, 10)))
	}
	if s.Pattern != "" {
		c = append(c, "pattern: "+bold(s.Pattern))
	}
	return c
}
