package model

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A ValidationError lists what is wrong with an input, as the AWS CLI does
// before it sends a request.
type ValidationError struct {
	Findings []string // one line each, in the order of botocore's walk
}

// Error returns botocore's message: a heading and the findings, line by line.
func (e *ValidationError) Error() string {
	return "Parameter validation failed:\n" + strings.Join(e.Findings, "\n")
}

// Validate checks an input against its shape as botocore does: required and
// unknown members, types, and minimum lengths and values. Maximum, pattern
// and enumeration are left to the service. The error is a *ValidationError
// with all findings.
func Validate(in *Document, shape *Shape) error {
	var v validator
	v.structure(in, shape, "")
	if len(v.findings) == 0 {
		return nil
	}
	return &ValidationError{Findings: v.findings}
}

type validator struct{ findings []string }

func (v *validator) report(format string, args ...any) {
	v.findings = append(v.findings, fmt.Sprintf(format, args...))
}

// nameOf is how a finding calls the value at a path.
func nameOf(path string) string {
	if path == "" {
		return "input"
	}
	return strings.TrimPrefix(path, ".")
}

func (v *validator) wrongType(value any, path, valid string) {
	v.report("Invalid type for parameter %s, value: %s, type: %s, valid types: %s", nameOf(path), PythonString(value), PythonType(value), valid)
}

func (v *validator) value(value any, shape *Shape, path string) {
	switch shape.Kind {
	case Structure:
		if d, ok := value.(*Document); ok {
			v.structure(d, shape, path)
			return
		}
		v.wrongType(value, path, "<class 'dict'>")
	case Map:
		if d, ok := value.(*Document); ok {
			for key, entry := range d.All() {
				v.value(key, shape.Key, path+" (key: "+key+")")
				v.value(entry, shape.Element, path+"."+key)
			}
			return
		}
		v.wrongType(value, path, "<class 'dict'>")
	case List:
		list, ok := value.([]any)
		if !ok {
			v.wrongType(value, path, "<class 'list'>, <class 'tuple'>")
			return
		}
		v.length(len(list), shape, path)
		for i, element := range list {
			v.value(element, shape.Element, path+"["+strconv.Itoa(i)+"]")
		}
	case String:
		s, ok := value.(string)
		if !ok {
			v.wrongType(value, path, "<class 'str'>")
			return
		}
		v.length(utf8.RuneCountInString(s), shape, path)
	case Integer, Long:
		switch value.(type) {
		case int64, json.Number, bool:
			v.minimum(value, shape, path)
		default:
			v.wrongType(value, path, "<class 'int'>")
		}
	case Double:
		switch value.(type) {
		case float64, int64, json.Number, bool:
			v.minimum(value, shape, path)
		default:
			v.wrongType(value, path, "<class 'float'>, <class 'decimal.Decimal'>, <class 'int'>")
		}
	case Boolean:
		if _, ok := value.(bool); !ok {
			v.wrongType(value, path, "<class 'bool'>")
		}
	case Timestamp:
		if !isTimestamp(value) {
			v.wrongType(value, path, "<class 'datetime.datetime'>, timestamp-string")
		}
	case Blob:
		switch value.(type) {
		case []byte, string:
		default:
			v.wrongType(value, path, "<class 'bytes'>, <class 'bytearray'>, file-like object")
		}
	}
}

func (v *validator) structure(d *Document, shape *Shape, path string) {
	for _, name := range shape.Required {
		if !d.Has(name) {
			v.report("Missing required parameter in %s: \"%s\"", nameOf(path), name)
		}
	}
	for name := range d.All() {
		if shape.Member(name) == nil {
			v.report("Unknown parameter in %s: \"%s\", must be one of: %s", nameOf(path), name, memberNames(shape))
		}
	}
	for name, value := range d.All() {
		if m := shape.Member(name); m != nil {
			v.value(value, m.Shape, path+"."+name)
		}
	}
}

func memberNames(s *Shape) string {
	names := make([]string, len(s.Members))
	for i := range s.Members {
		names[i] = s.Members[i].Name
	}
	return strings.Join(names, ", ")
}

func (v *validator) length(n int, shape *Shape, path string) {
	if shape.HasMin && int64(n) < shape.Min {
		v.report("Invalid length for parameter %s, value: %d, valid min length: %d", nameOf(path), n, shape.Min)
	}
}

func (v *validator) minimum(value any, shape *Shape, path string) {
	if shape.HasMin && isBelow(value, shape.Min) {
		v.report("Invalid value for parameter %s, value: %s, valid min value: %d", nameOf(path), PythonString(value), shape.Min)
	}
}

// isBelow compares a number as Python does, to which true is 1 and false 0.
func isBelow(value any, limit int64) bool {
	switch n := value.(type) {
	case int64:
		return n < limit
	case float64:
		return n < float64(limit)
	case json.Number: // too big for an int64, so only its sign counts
		return strings.HasPrefix(string(n), "-")
	case bool:
		if n {
			return 1 < limit
		}
		return 0 < limit
	}
	return false
}

// isTimestamp accepts what asTimestamp does, and the bytes of a text.
func isTimestamp(value any) bool {
	if b, ok := value.([]byte); ok {
		value = string(b)
	}
	_, ok := asTimestamp(value)
	return ok
}
