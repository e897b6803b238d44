package jmespath

import "slices"

// The functions that put values in order. Equal ones keep their order, and of
// several that are least or greatest the first is found.

func sorted(args []any, depth int) (any, error) {
	list := slices.Clone(args[0].([]any))
	slices.SortStableFunc(list, func(a, b any) int {
		order, _ := compare(a, b)
		return order
	})
	return list, nil
}

func maximum(args []any, depth int) (any, error) {
	return extreme(args[0].([]any), 1), nil
}

func minimum(args []any, depth int) (any, error) {
	return extreme(args[0].([]any), -1), nil
}

// extreme returns the least element of a list if sign is -1, the greatest if
// it is 1, and nil of an empty one.
func extreme(list []any, sign int) any {
	if len(list) == 0 {
		return nil
	}
	found := list[0]
	for _, e := range list[1:] {
		if order, ok := compare(e, found); ok && order == sign {
			found = e
		}
	}
	return found
}

// A keyed is an element with what an expression reference found in it.
type keyed struct{ element, key any }

// sortedBy wants all keys to have the type of the first. A first key of
// another type than the two is reported as its element.
func sortedBy(args []any, depth int) (any, error) {
	list, by := args[0].([]any), args[1].(*referenceValue)
	if len(list) == 0 {
		return list, nil
	}
	pairs := make([]keyed, len(list))
	var want kinds
	for i, e := range list {
		key, err := eval(by.of, e, depth)
		if err != nil {
			return nil, err
		}
		kind := kindOf(key)
		switch {
		case i == 0 && kind != numberKind && kind != stringKind:
			return nil, &TypeError{Function: "sort_by", Value: e, Want: []string{"string", "number"}, Got: kind.String()}
		case i == 0:
			want = kind
		case kind != want:
			return nil, &TypeError{Function: "sort_by", Value: key, Want: []string{want.String()}, Got: kind.String()}
		}
		pairs[i] = keyed{e, key}
	}
	slices.SortStableFunc(pairs, func(a, b keyed) int {
		order, _ := compare(a.key, b.key)
		return order
	})
	ordered := make([]any, len(pairs))
	for i, p := range pairs {
		ordered[i] = p.element
	}
	return ordered, nil
}

func maximumBy(args []any, depth int) (any, error) {
	return extremeBy("max_by", args, 1, depth)
}

func minimumBy(args []any, depth int) (any, error) {
	return extremeBy("min_by", args, -1, depth)
}

// extremeBy does not ask that all keys have one type: a number beside a string
// is Python's error, at the first comparison of the two.
func extremeBy(function string, args []any, sign, depth int) (any, error) {
	list, by := args[0].([]any), args[1].(*referenceValue)
	operator := ">"
	if sign < 0 {
		operator = "<"
	}
	var found keyed
	for i, e := range list {
		key, err := eval(by.of, e, depth)
		if err != nil {
			return nil, err
		}
		kind := kindOf(key)
		switch {
		case kind != numberKind && kind != stringKind:
			return nil, &TypeError{Function: function, Value: key, Want: []string{"number", "string"}, Got: kind.String()}
		case i == 0:
			found = keyed{e, key}
			continue
		case kind != kindOf(found.key):
			return nil, notOrdered(operator, key, found.key)
		}
		if order, ok := compare(key, found.key); ok && order == sign {
			found = keyed{e, key}
		}
	}
	return found.element, nil
}
