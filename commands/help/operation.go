package help

import (
	"strings"

	"gatehouse/model"
)

// An Operation is the page of one operation of a service.
type Operation struct {
	Service string // as on the command line
	Op      *model.Operation
}

// references are the services' names in the links to their API references.
var references = [...]struct{ service, name string }{
	{"apigatewayv2", "apigatewayv2-2018-11-29"},
	{"sts", "sts-2011-06-15"},
}

func (o Operation) document(t Texts) document {
	d := opening(o.Op.Command, t.first(o.Op.Command))
	for _, r := range references {
		if r.service == o.Service {
			d.add(paragraph, 0, "See also: AWS API Documentation, https://docs.aws.amazon.com/goto/WebAPI/"+r.name+"/"+o.Op.Name)
		}
	}
	if p := o.Op.Paginator; p != nil {
		d.prose(0, strings.NewReplacer("COMMAND", o.Op.Command, "KEY", p.ResultKey).Replace(t.first("paginated")))
	}
	options := operationOptions(o.Op)
	d.section("SYNOPSIS")
	d.add(literal, 1, synopsis(o.Op.Command, options))
	d.section("OPTIONS")
	for _, option := range options {
		option.describe(&d, t, o.Op)
	}
	globalOptions(&d, t)
	o.examples(&d, t)
	d.section("OUTPUT")
	if o.Op.Output == nil || len(o.Op.Output.Members) == 0 {
		d.add(paragraph, 0, "None")
		return d
	}
	m := members{&d, t, o.Op}
	m.structure(0, o.Op.Output)
	return d
}

func (o Operation) examples(d *document, t Texts) {
	examples := t.examples(o.Op.Command)
	if len(examples) == 0 {
		return
	}
	d.section("EXAMPLES")
	d.prose(0, t.first("examples"))
	for _, e := range examples {
		d.add(paragraph, 0, bold(e.Title))
		d.prose(0, e.About)
		d.add(literal, 1, e.Command)
		if e.Output == "" {
			d.add(paragraph, 0, "This command prints nothing.")
			continue
		}
		d.add(paragraph, 0, "Output:")
		d.add(literal, 1, e.Output)
	}
}

// synopsis lists a command's options and the global ones, as the AWS CLI
// does: its codeblock begins two columns further in than it goes on.
func synopsis(command string, options []option) string {
	lines := []string{"  " + command}
	for _, o := range options {
		lines = append(lines, o.synopsis())
	}
	for _, g := range globals {
		lines = append(lines, g.synopsis())
	}
	return strings.Join(lines, "\n")
}
