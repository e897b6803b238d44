package state

import (
	"encoding/json"
	"math"
	"slices"

	"gatehouse/model"
)

// isSchema reports whether a value is a JSON schema of draft 4, in which models
// are written (doc): an object whose keywords have values of the kind that the
// draft gives them. Other members mean nothing to it.
//
// https://json-schema.org/draft-04/draft-fge-json-schema-validation-00
func isSchema(v any) bool {
	schema, ok := v.(*model.Document)
	if !ok {
		return false
	}
	if reference, ok := schema.Get("$ref"); ok { // what stands beside it does not count
		return isString(reference)
	}
	for name, value := range schema.All() {
		if !isKeyword(name, value) {
			return false
		}
	}
	return true
}

// isKeyword reports whether a member of a schema has a value that its name
// allows.
func isKeyword(name string, v any) bool {
	switch name {
	case "$schema", "id", "title", "description", "format", "pattern":
		return isString(v)
	case "type":
		return isSimpleType(v) || isSet(v, isSimpleType)
	case "enum":
		return isSet(v, func(any) bool { return true })
	case "required":
		return isSet(v, isString)
	case "properties", "patternProperties", "definitions":
		return isObject(v, isSchema)
	case "dependencies":
		return isObject(v, func(v any) bool { return isSchema(v) || isSet(v, isString) })
	case "items":
		return isSchema(v) || isList(v, isSchema)
	case "additionalProperties", "additionalItems":
		return isBool(v) || isSchema(v)
	case "allOf", "anyOf", "oneOf":
		return isList(v, isSchema)
	case "not":
		return isSchema(v)
	case "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties":
		return isCount(v)
	case "minimum", "maximum", "multipleOf":
		return isNumber(v)
	case "exclusiveMinimum", "exclusiveMaximum", "uniqueItems":
		return isBool(v)
	}
	return true
}

func isSimpleType(v any) bool {
	name, ok := v.(string)
	return ok && slices.Contains([]string{"array", "boolean", "integer", "null", "number", "object", "string"}, name)
}

func isString(v any) bool { _, ok := v.(string); return ok }

func isBool(v any) bool { _, ok := v.(bool); return ok }

func isCount(v any) bool {
	switch n := v.(type) {
	case int64:
		return n >= 0
	case float64:
		return n >= 0 && n == math.Trunc(n)
	case json.Number: // a whole one that does not fit
		return n[0] != '-'
	}
	return false
}

func isNumber(v any) bool {
	switch v.(type) {
	case int64, float64, json.Number:
		return true
	}
	return false
}

// isList reports whether a value is a list of elements of a kind, and not empty
// (obs for "required": the CDK's issue 27433).
func isList(v any, is func(any) bool) bool {
	list, ok := v.([]any)
	return ok && len(list) > 0 && !slices.ContainsFunc(list, func(e any) bool { return !is(e) })
}

// isSet is isList, of which no two elements are the same (obs for "enum": the
// CDK's issue 18715).
func isSet(v any, is func(any) bool) bool {
	if !isList(v, is) {
		return false
	}
	seen := make(map[string]bool)
	for _, e := range v.([]any) {
		text := string(model.AppendJSON(nil, e, 0))
		if seen[text] {
			return false
		}
		seen[text] = true
	}
	return true
}

// isObject reports whether a value is an object whose members are of a kind.
func isObject(v any, is func(any) bool) bool {
	object, ok := v.(*model.Document)
	if !ok {
		return false
	}
	for _, member := range object.All() {
		if !is(member) {
			return false
		}
	}
	return true
}
