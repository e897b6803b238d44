package jmespath

import "gatehouse/model"

// subscripts take an element or a part of a list, and again of what they
// took: "a[0]", "a[1:3]", "a[0][1]".
type subscripts struct {
	of    node
	nodes []node
}

func (n *subscripts) search(v any, depth int) (any, error) {
	v, err := eval(n.of, v, depth)
	for _, s := range n.nodes {
		if err != nil {
			return nil, err
		}
		v, err = eval(s, v, depth)
	}
	return v, err
}

// An index takes a list's element, from the end if it is negative.
type index struct{ at int }

func (n *index) search(v any, depth int) (any, error) {
	list, ok := v.([]any)
	if !ok {
		return nil, nil
	}
	at := n.at
	if at < 0 {
		at += len(list)
	}
	if at < 0 || at >= len(list) {
		return nil, nil
	}
	return list[at], nil
}

// A slice takes each step-th element from start up to, without, stop. Where
// one of these is nil, it is the end of the list that the direction of step
// suggests, or a step of one.
type slice struct{ start, stop, step *int }

func (n *slice) search(v any, depth int) (any, error) {
	list, ok := v.([]any)
	if !ok {
		return nil, nil
	}
	step := 1
	if n.step != nil {
		step = *n.step
	}
	if step == 0 {
		return nil, &ValueError{"slice step cannot be zero"}
	}
	if step > 0 {
		b := bounds{length: len(list), least: 0, most: len(list)}
		return forwards(list, b.clamp(n.start, b.least), b.clamp(n.stop, b.most), step), nil
	}
	b := bounds{length: len(list), least: -1, most: len(list) - 1}
	return backwards(list, b.clamp(n.start, b.most), b.clamp(n.stop, b.least), step), nil
}

// bounds hold the ends of a slice within a list.
type bounds struct{ length, least, most int }

// clamp returns an end, which counts from the end of the list if it is
// negative, as far as the bounds reach.
func (b bounds) clamp(end *int, missing int) int {
	if end == nil {
		return missing
	}
	at := *end
	if at < 0 {
		at += b.length
	}
	return max(b.least, min(at, b.most))
}

// forwards and backwards watch the distance that is left, because adding a
// huge step would overflow.

func forwards(list []any, start, stop, step int) []any {
	part := []any{}
	for start < stop {
		part = append(part, list[start])
		if stop-start <= step {
			break
		}
		start += step
	}
	return part
}

func backwards(list []any, start, stop, step int) []any {
	part := []any{}
	for start > stop {
		part = append(part, list[start])
		if stop-start >= step {
			break
		}
		start += step
	}
	return part
}

// A flatten puts the elements of a list's lists in their place: "a[]".
type flatten struct{ of node }

func (n *flatten) search(v any, depth int) (any, error) {
	v, err := eval(n.of, v, depth)
	if err != nil {
		return nil, err
	}
	list, ok := v.([]any)
	if !ok {
		return nil, nil
	}
	flat := make([]any, 0, len(list))
	for _, e := range list {
		if inner, ok := e.([]any); ok {
			flat = append(flat, inner...)
		} else {
			flat = append(flat, e)
		}
	}
	return flat, nil
}

// A projection searches each element of a list: "a[*].b".
type projection struct{ of, each node }

func (n *projection) search(v any, depth int) (any, error) {
	v, err := eval(n.of, v, depth)
	if err != nil {
		return nil, err
	}
	list, ok := v.([]any)
	if !ok {
		return nil, nil
	}
	found := make([]any, 0, len(list))
	for _, e := range list {
		if found, err = project(found, n.each, e, depth); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// project searches an element and adds to found what it finds, if anything.
func project(found []any, each node, element any, depth int) ([]any, error) {
	v, err := eval(each, element, depth)
	if err != nil {
		return nil, err
	}
	if v == nil {
		return found, nil
	}
	return append(found, v), nil
}

// A valueProjection searches each member's value of an object: "a.*.b".
type valueProjection struct{ of, each node }

func (n *valueProjection) search(v any, depth int) (any, error) {
	v, err := eval(n.of, v, depth)
	if err != nil {
		return nil, err
	}
	d, ok := v.(*model.Document)
	if !ok {
		return nil, nil
	}
	found := make([]any, 0, d.Len())
	for _, value := range d.All() {
		if found, err = project(found, n.each, value, depth); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// A filterProjection searches those elements of a list that meet a
// condition: "a[?b].c".
type filterProjection struct{ of, condition, each node }

func (n *filterProjection) search(v any, depth int) (any, error) {
	v, err := eval(n.of, v, depth)
	if err != nil {
		return nil, err
	}
	list, ok := v.([]any)
	if !ok {
		return nil, nil
	}
	found := []any{}
	for _, e := range list {
		passes, err := eval(n.condition, e, depth)
		if err != nil {
			return nil, err
		}
		if !isTrue(passes) {
			continue
		}
		if found, err = project(found, n.each, e, depth); err != nil {
			return nil, err
		}
	}
	return found, nil
}
