package main

import (
	"bytes"
	"fmt"
	"go/format"
	"slices"
	"strings"
	"unicode"
)

var scalars = map[string]string{
	"string": "*string", "integer": "*int64", "long": "*int64", "double": "*float64", "float": "*float64",
	"boolean": "*bool", "timestamp": "*time.Time", "blob": "[]byte",
}

// writeStructs writes a Go struct for each operation's input and output and
// for each structure in them. Fields stand in the order of the shape's
// members, one for each. A list output gets a struct of its own; an output
// that has just the members of a resource does not.
func writeStructs(d *description) ([]byte, error) {
	names := d.structNames()
	var body bytes.Buffer
	for _, op := range d.Operations.names {
		o := d.Operations.values[op]
		fmt.Fprintf(&body, "// %sInput is the input of %s.\n", op, op)
		d.writeStruct(&body, op+"Input", o.Input.Shape, names)
		if o.Output.Shape != "" && names[o.Output.Shape] == op+"Output" {
			fmt.Fprintf(&body, "// %sOutput is the output of %s.\n", op, op)
			d.writeStruct(&body, op+"Output", o.Output.Shape, names)
		}
	}
	for _, shape := range d.reachable() {
		if names[shape] == goName(shape) && d.Shapes.values[shape].Error.HTTPStatusCode == 0 {
			fmt.Fprintf(&body, "// %s is the structure of that name in the service's interface.\n", goName(shape))
			d.writeStruct(&body, goName(shape), shape, names)
		}
	}
	var b bytes.Buffer
	b.WriteString(header)
	b.WriteString("import \"time\"\n\n")
	b.Write(body.Bytes())
	return format.Source(b.Bytes())
}

// structNames gives each structure that is used its Go name. Several
// operations may share one output shape; the first names it.
func (d *description) structNames() map[string]string {
	names := map[string]string{}
	top := map[string]bool{}
	for _, op := range d.Operations.names {
		o := d.Operations.values[op]
		top[o.Input.Shape], top[o.Output.Shape] = true, true
	}
	resources := map[string]bool{} // by their members
	for _, shape := range d.reachable() {
		s := d.Shapes.values[shape]
		if s.Type != "structure" || top[shape] {
			continue
		}
		names[shape] = goName(shape)
		if len(s.Members.names) > 0 {
			resources[memberSet(s)] = true
		}
	}
	for _, op := range d.Operations.names {
		o := d.Operations.values[op]
		names[o.Input.Shape] = op + "Input"
		out := d.Shapes.values[o.Output.Shape]
		if o.Output.Shape == "" || len(out.Members.names) == 0 || resources[memberSet(out)] {
			continue
		}
		resources[memberSet(out)] = true
		names[o.Output.Shape] = op + "Output"
	}
	return names
}

// memberSet tells structures with the same members from others.
func memberSet(s shape) string {
	var members []string
	for _, m := range s.Members.names {
		members = append(members, m+" "+s.Members.values[m].Shape)
	}
	slices.Sort(members)
	return strings.Join(members, ",")
}

func (d *description) writeStruct(b *bytes.Buffer, name, shape string, names map[string]string) {
	s := d.Shapes.values[shape]
	if len(s.Members.names) == 0 {
		fmt.Fprintf(b, "type %s struct{}\n\n", name)
		return
	}
	fmt.Fprintf(b, "type %s struct {\n", name)
	for _, member := range s.Members.names {
		fmt.Fprintf(b, "%s %s\n", upperFirst(member), d.goType(s.Members.values[member].Shape, names))
	}
	b.WriteString("}\n\n")
}

// goType is the type of a field: nil is always an absent member.
func (d *description) goType(shape string, names map[string]string) string {
	s := d.Shapes.values[shape]
	switch s.Type {
	case "structure":
		return "*" + names[shape]
	case "list":
		return "[]" + elementType(d.goType(s.Member.Shape, names))
	case "map":
		return "StringMap[" + elementType(d.goType(s.Value.Shape, names)) + "]"
	}
	return scalars[s.Type]
}

// elementType is the type of a list's element, which is never absent.
func elementType(t string) string { return strings.TrimPrefix(t, "*") }

func goName(shape string) string { return upperFirst(strings.TrimLeft(shape, "_")) }

func upperFirst(s string) string {
	r := []rune(s)
	r[0] = unicode.ToUpper(r[0])
	return string(r)
}
