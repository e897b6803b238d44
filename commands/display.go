package commands

import (
	"context"
	"io"

	"gatehouse/commands/output"
	"gatehouse/model"
)

// project brings an output into the form that is printed and queried.
func (inv *invocation) project(out *model.Document) *model.Document {
	format, _ := inv.config.TimestampFormat() // checked with the global options
	timestamps := output.ISO8601
	if format == "wire" {
		timestamps = output.Wire
	}
	if inv.op.Output == nil {
		return new(model.Document)
	}
	return output.Project(out, inv.op.Output, timestamps)
}

// print prints a whole result, or what --query makes of it.
func (inv *invocation) print(result *model.Document) error {
	return inv.display(func(w *output.Writer) error { return inv.printPage(w, result) })
}

func (inv *invocation) printPage(w *output.Writer, page *model.Document) error {
	var value any = page
	if inv.globals.query != nil {
		var err error
		if value, err = inv.globals.query.Search(value); err != nil {
			return err
		}
	}
	return w.Page(value)
}

// printPages fetches and prints a result of several pages: one by one where
// the format is such, else merged.
func (inv *invocation) printPages(ctx context.Context, p *pages) error {
	return inv.display(func(w *output.Writer) error {
		if !w.Paged() {
			result, err := p.merged(ctx)
			if err != nil {
				return err
			}
			// The token is the CLI's own, so it is no member to project.
			token, cut := result.Get("NextToken")
			result = inv.project(result)
			if cut {
				result.Set("NextToken", token)
			}
			return inv.printPage(w, result)
		}
		w.ExpectPages()
		err := p.each(ctx, func(page *model.Document) error {
			return inv.printPage(w, inv.pageOf(inv.project(page)))
		})
		if err != nil || p.resume == "" || inv.format() != "text" {
			return err
		}
		return inv.printPage(w, output.TokenPage(p.resume))
	})
}

// pageOf returns what is printed of a page: as text only its items, null if
// there are none, else all of it.
func (inv *invocation) pageOf(page *model.Document) *model.Document {
	if inv.format() != "text" {
		return page
	}
	key := inv.op.Paginator.ResultKey
	items, _ := page.Get(key)
	return model.NewDocument(model.Field{Name: key, Value: items})
}

func (c *cli) format() string { return c.config.Output(c.globals.output) }

// display has something printed on stdout, by way of the pager if there is
// to be one.
func (inv *invocation) display(print func(*output.Writer) error) error {
	options := inv.outputOptions(inv.format(), inv.op.Name)
	if options.Format == "" { // only the environment or a file can say so
		return &output.FormatError{}
	}
	if err := output.Check(options.Format); err != nil {
		return err
	}
	return inv.withPager(func(w io.Writer) error {
		return print(output.NewWriter(w, options))
	})
}
