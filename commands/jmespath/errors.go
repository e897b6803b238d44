package jmespath

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"gatehouse/model"
)

// A SyntaxError says where a text stopped being an expression. An empty
// Expression is the whole of the mistake.
type SyntaxError struct {
	Expression string
	Offset     int // bytes before the offending ones; len(Expression) if it ended early

	// Problem is what is wrong at the offset; "" if the expression ended
	// there though more was needed.
	Problem string

	// Type is the offending token's type, e.g. RBRACE, and Token the token
	// itself. Without a Type, what stands at the offset is no token.
	Type  string
	Token string
}

// Error returns the library's message: several lines, of which the last has a
// caret below the offset.
func (e *SyntaxError) Error() string {
	column := utf8.RuneCountInString(e.Expression[:e.Offset])
	indent := strings.Repeat(" ", column)
	switch {
	case e.Expression == "":
		return "Invalid JMESPath expression: cannot be empty."
	case e.Problem == "":
		return fmt.Sprintf("Invalid jmespath expression: Incomplete expression:\n\"%s\"\n %s^", e.Expression, indent)
	case e.Type == "":
		return fmt.Sprintf("Bad jmespath expression: %s:\n%s\n%s^", e.Problem, e.Expression, indent)
	}
	return fmt.Sprintf("%s: Parse error at column %d, token \"%s\" (%s), for expression:\n\"%s\"\n %s^",
		e.Problem, column, e.Token, e.Type, e.Expression, indent)
}

// A DepthError says that an expression nests, or evaluates itself, too deep.
type DepthError struct{}

// Error returns the words of Python's RecursionError.
func (e *DepthError) Error() string { return "maximum recursion depth exceeded" }

// An UnknownFunctionError says that there is no function of a name.
type UnknownFunctionError struct{ Name string }

func (e *UnknownFunctionError) Error() string { return "Unknown function: " + e.Name + "()" }

// An ArityError says that a function was called with too few or too many arguments.
type ArityError struct {
	Function string
	Want     int
	AtLeast  bool // whether Want is only the least number
	Got      int
}

func (e *ArityError) Error() string {
	want, plural := "", "s"
	if e.AtLeast {
		want = "at least "
	}
	if e.Want == 1 {
		plural = ""
	}
	return fmt.Sprintf("Expected %s%d argument%s for function %s(), received %d", want, e.Want, plural, e.Function, e.Got)
}

// A TypeError says that an argument, or an element of one, has a type that
// the function does not take.
type TypeError struct {
	Function string
	Value    any
	Want     []string // names of types, e.g. "array-string"
	Got      string
}

func (e *TypeError) Error() string {
	return fmt.Sprintf("In function %s(), invalid type for value: %s, expected one of: ['%s'], received: \"%s\"",
		e.Function, model.PythonString(printable(e.Value)), strings.Join(e.Want, "', '"), e.Got)
}

// A ValueError says that a value does not bear what is done with it, where
// the library leaves the check, and so the message, to Python.
type ValueError struct{ Message string }

func (e *ValueError) Error() string { return e.Message }
