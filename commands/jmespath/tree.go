package jmespath

import "gatehouse/model"

// A node is a part of an expression. search returns what it finds in a value,
// nil if nothing, and may go depth levels deeper.
type node interface {
	search(v any, depth int) (any, error)
}

// eval searches v, unless that is too deep.
func eval(n node, v any, depth int) (any, error) {
	if depth == 0 {
		return nil, &DepthError{}
	}
	return n.search(v, depth-1)
}

// A current is the value itself: "@".
type current struct{}

func (n current) search(v any, depth int) (any, error) { return v, nil }

type literal struct{ value any }

func (n *literal) search(v any, depth int) (any, error) { return n.value, nil }

// A field is an object's member: "name".
type field struct{ name string }

func (n *field) search(v any, depth int) (any, error) {
	d, ok := v.(*model.Document)
	if !ok {
		return nil, nil
	}
	found, _ := d.Get(n.name)
	return found, nil
}

// steps search each what the one before found: "a.b.c". They go on through
// null, in which a literal or a function may find something.
type steps struct{ nodes []node }

func (n *steps) search(v any, depth int) (found any, err error) {
	for _, step := range n.nodes {
		if v, err = eval(step, v, depth); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// A pipe is two steps, of which the second is outside the first's projections.
type pipe struct{ left, right node }

func (n *pipe) search(v any, depth int) (any, error) {
	left, err := eval(n.left, v, depth)
	if err != nil {
		return nil, err
	}
	return eval(n.right, left, depth)
}

// An or finds what its left finds, if that counts as true, else what its right does.
type or struct{ left, right node }

func (n *or) search(v any, depth int) (any, error) {
	left, err := eval(n.left, v, depth)
	if err != nil || isTrue(left) {
		return left, err
	}
	return eval(n.right, v, depth)
}

// An and finds what its left finds, if that counts as false, else what its right does.
type and struct{ left, right node }

func (n *and) search(v any, depth int) (any, error) {
	left, err := eval(n.left, v, depth)
	if err != nil || !isTrue(left) {
		return left, err
	}
	return eval(n.right, v, depth)
}

type not struct{ of node }

func (n *not) search(v any, depth int) (any, error) {
	of, err := eval(n.of, v, depth)
	if err != nil {
		return nil, err
	}
	return !isTrue(of), nil
}

type comparison struct {
	operator    tokenKind
	left, right node
}

func (n *comparison) search(v any, depth int) (any, error) {
	left, err := eval(n.left, v, depth)
	if err != nil {
		return nil, err
	}
	right, err := eval(n.right, v, depth)
	if err != nil {
		return nil, err
	}
	switch n.operator {
	case eqToken:
		return same(left, right), nil
	case neToken:
		return !same(left, right), nil
	}
	return inOrder(n.operator, left, right)
}

// A multiList is a list of what each node finds: "[a, b]".
type multiList struct{ nodes []node }

func (n *multiList) search(v any, depth int) (any, error) {
	if v == nil {
		return nil, nil
	}
	list := make([]any, len(n.nodes))
	for i, of := range n.nodes {
		found, err := eval(of, v, depth)
		if err != nil {
			return nil, err
		}
		list[i] = found
	}
	return list, nil
}

// A multiHash is an object of what each pair finds: "{a: b, c: d}". Of pairs
// with one name the first gives the place and the last the value.
type multiHash struct {
	names []string // without repetitions
	pairs []pair
}

type pair struct {
	place int // of the name
	of    node
}

func (n *multiHash) add(name string, of node) {
	for i, known := range n.names {
		if known == name {
			n.pairs = append(n.pairs, pair{i, of})
			return
		}
	}
	n.pairs = append(n.pairs, pair{len(n.names), of})
	n.names = append(n.names, name)
}

func (n *multiHash) search(v any, depth int) (any, error) {
	if v == nil {
		return nil, nil
	}
	fields := make([]model.Field, len(n.names))
	for _, p := range n.pairs {
		found, err := eval(p.of, v, depth)
		if err != nil {
			return nil, err
		}
		fields[p.place] = model.Field{Name: n.names[p.place], Value: found}
	}
	return model.NewDocument(fields...), nil
}

// A call is a call of a function. Its arguments are searched even if there
// is no such function.
type call struct {
	name     string
	function function
	known    bool
	args     []node
}

func (n *call) search(v any, depth int) (any, error) {
	args := make([]any, len(n.args))
	for i, arg := range n.args {
		found, err := eval(arg, v, depth)
		if err != nil {
			return nil, err
		}
		args[i] = found
	}
	if !n.known {
		return nil, &UnknownFunctionError{n.name}
	}
	if err := n.function.check(n.name, args); err != nil {
		return nil, err
	}
	return n.function.run(args, depth)
}

// A reference is an expression as a value, for a function to search with:
// "&a". Each search makes a value of its own.
type reference struct{ of node }

func (n *reference) search(v any, depth int) (any, error) {
	return &referenceValue{n.of}, nil
}

type referenceValue struct{ of node }
