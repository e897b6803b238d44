// Package output prints results as the AWS CLI does: as JSON, YAML, text and
// tables, byte for byte.
//
// The formats differ in what they make of several pages. Text and yaml-stream
// print page by page; for the others the caller merges the pages first.
//
// Observed, where a comment does not say otherwise: the bytes are those of the
// AWS CLI 2.9.19, compared with its own formatters over generated values, and
// of 2.36.7, as far as that was looked at.
package output

import (
	"io"

	"gatehouse/model"
)

// Options say how results are printed.
type Options struct {
	Format string // json, yaml, yaml-stream, text, table or off; "" is json
	Title  string // the operation's name, e.g. GetApi: the title of tables
	Color  bool   // colour tables
	Width  int    // columns of the terminal, which tables try to keep; 0 is 80
}

// A FormatError says that there is no such output format.
type FormatError struct{ Format string }

// Error returns the AWS CLI's text.
func (e *FormatError) Error() string { return "Unknown output type: " + e.Format }

// Check returns a *FormatError if there is no such output format. The AWS CLI
// finds a bad format of the environment only when it prints the response.
func Check(format string) error {
	switch format {
	case "", "json", "yaml", "yaml-stream", "text", "table", "off":
		return nil
	}
	return &FormatError{format}
}

// Write prints one response, or what a query made of it, which may be any
// value that a model.Document holds. The error is a *FormatError, a
// *LayoutError or one of w.
func Write(w io.Writer, o Options, v any) error {
	return NewWriter(w, o).Page(v)
}

// A Writer prints the pages of one result as they come.
type Writer struct {
	w io.Writer
	o Options
	b []byte // of the last page, to be used again

	ofMany bool // what is printed is one page of several
}

// NewWriter returns a Writer that prints on w.
func NewWriter(w io.Writer, o Options) *Writer { return &Writer{w: w, o: o} }

// Paged reports whether the format takes a result page by page, with the
// query applied to each page, rather than merged.
func (p *Writer) Paged() bool { return p.o.Format == "text" || p.o.Format == "yaml-stream" }

// ExpectPages says that what is printed from now on are pages of one result.
// As yaml-stream, a page is then printed even if it is an empty object.
func (p *Writer) ExpectPages() { p.ofMany = true }

// TokenPage returns the page by which a result in text ends when there are
// more pages than the caller asked for. It is a page like any other: a query
// applies to it too, so that most queries end such a text in a line "None".
func TokenPage(token string) *model.Document {
	return model.NewDocument(model.Field{Name: "NextToken", Value: model.NewDocument(
		model.Field{Name: "NextToken", Value: token})})
}

// Page prints one page, in a single write. It may be called again for the
// next page. After a *LayoutError the text that precedes the place is printed.
func (p *Writer) Page(v any) error {
	var err error
	p.b, err = p.appendPage(p.b[:0], v)
	if len(p.b) == 0 {
		return err
	}
	if _, werr := p.w.Write(p.b); werr != nil {
		return werr
	}
	return err
}

func (p *Writer) appendPage(b []byte, v any) ([]byte, error) {
	if err := Check(p.o.Format); err != nil {
		return b, err
	}
	switch p.o.Format {
	case "text":
		return appendText(b, v)
	case "table":
		return appendTable(b, v, p.o)
	case "off":
		return b, nil
	}
	if d, ok := v.(*model.Document); ok && d.Len() == 0 && !(p.ofMany && p.o.Format == "yaml-stream") {
		return b, nil
	}
	switch p.o.Format {
	case "yaml":
		return appendYAML(b, v), nil
	case "yaml-stream":
		return appendYAML(b, []any{v}), nil
	}
	return append(model.AppendJSON(b, v, 4), '\n'), nil
}

// A LayoutError says that a value has no form as text or as a table: in the
// words of the Python exception that the AWS CLI ends with.
type LayoutError struct{ Text string }

// Error returns the exception's text.
func (e *LayoutError) Error() string { return e.Text }
