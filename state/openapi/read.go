package openapi

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"gatehouse/model"
)

// maxDocument is the length in bytes of the longest document: as much as a
// whole request may have. REST APIs take 6 MB (doc); what HTTP APIs take is
// not documented.
const maxDocument = 10 << 20

// readDocument reads the text of a document, JSON or YAML, into the values
// that a model.Document holds. A text whose first character is an opening
// brace is JSON, any other is YAML (guess: the parser that the service uses
// tells them apart so). The error is a *DocumentError.
func readDocument(body string) (*model.Document, error) {
	if len(body) > maxDocument {
		return nil, invalidInput(fmt.Sprintf("The document has %d bytes, and %d are allowed.", len(body), maxDocument))
	}
	if !utf8.ValidString(body) {
		line := 1 + strings.Count(body[:invalidUTF8(body)], "\n")
		return nil, unreadable(line, 0, fmt.Sprintf("line %d is not UTF-8", line))
	}
	text := strings.TrimPrefix(body, "\ufeff")
	first := strings.TrimLeft(text, " \t\r\n")
	var v any
	var err error
	switch {
	case first == "":
		return nil, invalidInput("The document is empty.")
	case first[0] == '{':
		v, err = readJSON(text)
	default:
		v, err = readYAML(text)
	}
	if err != nil {
		return nil, err
	}
	root, ok := v.(*model.Document)
	if !ok {
		return nil, invalidInput("The document is not an object.")
	}
	return root, nil
}

func readJSON(text string) (any, error) {
	v, err := model.ParseJSON(text)
	if e, ok := errors.AsType[*model.JSONError](err); ok {
		return nil, unreadable(e.Line, e.Column, "it is not valid JSON: "+e.Error())
	}
	return v, err
}

// unreadable refuses a text that is neither JSON nor YAML (guess: the text).
func unreadable(line, column int, reason string) error {
	return &DocumentError{
		Message: failedOnErrors([]string{"Unable to parse API definition: " + reason}),
		Line:    line,
		Column:  column,
	}
}

// invalidUTF8 returns the offset of the first byte that is not UTF-8.
func invalidUTF8(s string) int {
	for i, c := range s {
		if c == utf8.RuneError {
			if _, n := utf8.DecodeRuneInString(s[i:]); n == 1 {
				return i
			}
		}
	}
	return len(s)
}

// expandVariables puts the values of AWS's variables in their place, anywhere
// in the text (doc). Other variables, those of stages for one, stay.
func expandVariables(body string, o Options) string {
	partition := "aws"
	switch {
	case strings.HasPrefix(o.Region, "cn-"):
		partition = "aws-cn"
	case strings.HasPrefix(o.Region, "us-gov-"):
		partition = "aws-us-gov"
	}
	return strings.NewReplacer(
		"${AWS::Region}", o.Region,
		"${AWS::AccountId}", o.AccountID,
		"${AWS::Partition}", partition,
	).Replace(body)
}

// text returns the text of a value that has one: a string, or a number or a
// boolean as it is written.
func text(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case int64, float64, json.Number:
		return model.PythonString(v), true
	case bool:
		return string(model.AppendJSON(nil, v, 0)), true
	}
	return "", false
}
