package jmespath

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"gatehouse/model"
)

// The functions run after their arguments' types have been checked.

func abs(args []any, depth int) (any, error) { return absolute(args[0]), nil }

// avg adds up before it divides, as a float.
func avg(args []any, depth int) (any, error) {
	list := args[0].([]any)
	if len(list) == 0 {
		return nil, nil
	}
	total, err := sum(list)
	if err != nil {
		return nil, err
	}
	f, err := toFloat(total)
	if err != nil {
		return nil, err
	}
	return f / float64(len(list)), nil
}

func ceil(args []any, depth int) (any, error) {
	if f, ok := args[0].(float64); ok {
		return whole(math.Ceil(f))
	}
	return args[0], nil
}

func floor(args []any, depth int) (any, error) {
	if f, ok := args[0].(float64); ok {
		return whole(math.Floor(f))
	}
	return args[0], nil
}

func contains(args []any, depth int) (any, error) {
	if list, ok := args[0].([]any); ok {
		return slices.ContainsFunc(list, func(e any) bool { return equal(e, args[1]) }), nil
	}
	part, ok := args[1].(string)
	if !ok {
		return nil, &ValueError{"'in <string>' requires string as left operand, not " + pythonType(args[1])}
	}
	return strings.Contains(args[0].(string), part), nil
}

func endsWith(args []any, depth int) (any, error) {
	return strings.HasSuffix(args[0].(string), args[1].(string)), nil
}

func startsWith(args []any, depth int) (any, error) {
	return strings.HasPrefix(args[0].(string), args[1].(string)), nil
}

func join(args []any, depth int) (any, error) {
	var b strings.Builder
	for i, s := range args[1].([]any) {
		if i > 0 {
			b.WriteString(args[0].(string))
		}
		b.WriteString(s.(string))
	}
	return b.String(), nil
}

func keys(args []any, depth int) (any, error) {
	d := args[0].(*model.Document)
	names := make([]any, 0, d.Len())
	for name := range d.All() {
		names = append(names, name)
	}
	return names, nil
}

func values(args []any, depth int) (any, error) {
	d := args[0].(*model.Document)
	list := make([]any, 0, d.Len())
	for _, v := range d.All() {
		list = append(list, v)
	}
	return list, nil
}

// length counts a string's code points.
func length(args []any, depth int) (any, error) {
	switch v := args[0].(type) {
	case string:
		return int64(utf8.RuneCountInString(v)), nil
	case []any:
		return int64(len(v)), nil
	default:
		return int64(v.(*model.Document).Len()), nil
	}
}

// mapped keeps the nulls that a projection leaves out.
func mapped(args []any, depth int) (any, error) {
	list := args[1].([]any)
	found := make([]any, len(list))
	for i, e := range list {
		v, err := eval(args[0].(*referenceValue).of, e, depth)
		if err != nil {
			return nil, err
		}
		found[i] = v
	}
	return found, nil
}

// merge makes one object of several, in which each name has its first place
// and its last value.
func merge(args []any, depth int) (any, error) {
	var merged model.Document
	for _, arg := range args {
		if err := update(&merged, arg); err != nil {
			return nil, err
		}
	}
	return &merged, nil
}

// update is dict.update() of Python, which takes what the library does not
// check: an object, or a list of pairs, each a list of two or a string of two
// characters.
func update(d *model.Document, with any) error {
	switch with := with.(type) {
	case *model.Document:
		for name, v := range with.All() {
			d.Set(name, v)
		}
		return nil
	case string:
		if with == "" {
			return nil
		}
		return &ValueError{"dictionary update sequence element #0 has length 1; 2 is required"}
	case []any:
		for i, e := range with {
			if err := updatePair(d, i, e); err != nil {
				return err
			}
		}
		return nil
	}
	return &ValueError{"'" + pythonType(with) + "' object is not iterable"}
}

func updatePair(d *model.Document, i int, e any) error {
	var pair []any
	switch e := e.(type) {
	case []any:
		pair = e
	case *model.Document:
		for name := range e.All() {
			pair = append(pair, name)
		}
	case string:
		for _, r := range e {
			pair = append(pair, string(r))
		}
	default:
		return &ValueError{fmt.Sprintf("cannot convert dictionary update sequence element #%d to a sequence", i)}
	}
	if len(pair) != 2 {
		return &ValueError{fmt.Sprintf("dictionary update sequence element #%d has length %d; 2 is required", i, len(pair))}
	}
	switch kindOf(pair[0]) {
	case stringKind:
		d.Set(pair[0].(string), pair[1])
	case arrayKind, objectKind:
		return &ValueError{"unhashable type: '" + pythonType(pair[0]) + "'"}
	default:
		// Python keeps the key as it is and prints it so in JSON.
		d.Set(string(appendPythonJSON(nil, pair[0])), pair[1])
	}
	return nil
}

func notNull(args []any, depth int) (any, error) {
	for _, v := range args {
		if v != nil {
			return v, nil
		}
	}
	return nil, nil
}

func reverse(args []any, depth int) (any, error) {
	if list, ok := args[0].([]any); ok {
		list = slices.Clone(list)
		slices.Reverse(list)
		return list, nil
	}
	s := args[0].(string)
	reversed := make([]byte, 0, len(s))
	for len(s) > 0 {
		_, n := utf8.DecodeLastRuneInString(s)
		reversed = append(reversed, s[len(s)-n:]...)
		s = s[:len(s)-n]
	}
	return string(reversed), nil
}

func total(args []any, depth int) (any, error) { return sum(args[0].([]any)) }

func toArray(args []any, depth int) (any, error) {
	if kindOf(args[0]) == arrayKind {
		return args[0], nil
	}
	return args, nil
}

func toNumber(args []any, depth int) (any, error) {
	switch kindOf(args[0]) {
	case numberKind:
		return args[0], nil
	case stringKind:
		if v, ok := parseNumber(args[0].(string)); ok {
			return v, nil
		}
	case referenceKind, otherKind:
		return nil, &ValueError{"int() argument must be a string, a bytes-like object or a real number, not '" + pythonType(args[0]) + "'"}
	}
	return nil, nil
}

func toString(args []any, depth int) (any, error) {
	if s, ok := args[0].(string); ok {
		return s, nil
	}
	return string(appendPythonJSON(nil, args[0])), nil
}

// typeName knows no name for expression references.
func typeName(args []any, depth int) (any, error) {
	kind := kindOf(args[0])
	if kind == referenceKind || kind == otherKind {
		return nil, nil
	}
	return kind.String(), nil
}
