package commands

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"gatehouse/commands/output"
	"gatehouse/model"
)

// report prints an error as the AWS CLI does and returns the exit code. It
// is the only place that prints errors.
func (c *cli) report(err error) int {
	err = classify(err)
	if flushed := c.flush(); err == nil {
		err = flushed
	}
	code := exitCode(err)
	switch {
	case err == nil:
	case is[*bareError](err):
		fmt.Fprint(c.env.Stderr, err)
	case code == exitInterrupted:
		fmt.Fprintln(c.env.Stdout)
	case is[*unknownOptionsError](err):
		fmt.Fprintf(c.env.Stderr, "\n%s\n", c.usageText())
		c.printLine(err.Error())
	default:
		c.printProblem(describe(err))
	}
	if usage, ok := errors.AsType[*UsageError](err); ok && usage.Note != "" {
		fmt.Fprintln(c.env.Stderr, usage.Note)
	}
	return code
}

// flush writes out what was printed.
func (c *cli) flush() error {
	if err := c.stdout.Flush(); err != nil {
		return fmt.Errorf("write output: %w", err)
	}
	return nil
}

// A problem is an error in the forms in which it may be printed.
type problem struct {
	plain    string          // the text as such
	enhanced string          // with what the AWS CLI puts before it
	fields   *model.Document // of the structured formats; nil if the error is always plain
}

func describe(err error) problem {
	if e, ok := errors.AsType[*operationError](err); ok {
		fields := model.NewDocument(
			model.Field{Name: "Message", Value: e.err.ErrorMessage()},
			model.Field{Name: "Code", Value: e.err.ErrorCode()})
		for name, value := range e.members().All() {
			fields.Set(name, value)
		}
		return problem{e.Error(), e.Error(), fields}
	}
	code := ""
	if e, ok := errors.AsType[*ConfigError](err); ok {
		code = e.Code
	} else if exitCode(err) == exitUsage {
		code = codeParamValidation
	}
	if code == "" {
		return problem{plain: err.Error()}
	}
	return problem{err.Error(), fmt.Sprintf("An error occurred (%s): %s", code, err), model.NewDocument(
		model.Field{Name: "Code", Value: code},
		model.Field{Name: "Message", Value: err.Error()})}
}

// printProblem prints a problem in the format of --cli-error-format. A
// structured format that fails, by --query for one, gives way to plain text.
func (c *cli) printProblem(p problem) {
	format := "enhanced"
	if c.config != nil {
		format = c.config.ErrorFormat(c.globals.errorFormat)
	}
	switch {
	case p.fields == nil || format == "legacy":
		c.printLine(p.plain)
	case format == "enhanced":
		c.printLine(p.enhanced)
		printDetails(c.env.Stderr, p.fields)
	default:
		if c.printStructured(format, p.fields) != nil {
			c.printLine(p.plain)
		}
	}
}

func (c *cli) printLine(text string) {
	fmt.Fprintf(c.env.Stderr, "\n%s: [ERROR]: %s\n", c.prog, strings.TrimFunc(text, isSpace))
}

func (c *cli) printStructured(format string, fields *model.Document) error {
	var value any = fields
	if c.globals.query != nil {
		var err error
		if value, err = c.globals.query.Search(value); err != nil {
			return err
		}
	}
	return output.Write(c.env.Stderr, c.outputOptions(format, "error"), value)
}

// maxInlineItems bounds the lists and maps that are shown among the details.
const maxInlineItems = 5

// printDetails prints what a service's error holds beside code and message.
func printDetails(w io.Writer, fields *model.Document) {
	headed := false
	for name, value := range fields.All() {
		if name == "Code" || name == "Message" {
			continue
		}
		if !headed {
			fmt.Fprint(w, "\nAdditional error details:\n")
			headed = true
		}
		fmt.Fprintf(w, "%s: %s\n", name, inline(value))
	}
}

func inline(value any) string {
	var items []string
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			if isScalar(item) {
				items = append(items, model.PythonString(item))
			}
		}
		if len(items) == len(v) && len(v) < maxInlineItems {
			return "[" + strings.Join(items, ", ") + "]"
		}
	case *model.Document:
		for name, item := range v.All() {
			if isScalar(item) {
				items = append(items, name+": "+model.PythonString(item))
			}
		}
		if len(items) == v.Len() && v.Len() < maxInlineItems {
			return "{" + strings.Join(items, ", ") + "}"
		}
	default:
		return model.PythonString(value)
	}
	return "<complex value> (Use --cli-error-format with json or yaml to see full details)"
}

func isScalar(v any) bool {
	switch v.(type) {
	case []any, *model.Document:
		return false
	}
	return true
}
