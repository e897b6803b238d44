package management

import (
	"net/url"
	"strings"

	"gatehouse/model"
)

// A binding says where in an HTTP request an operation's input is.
type binding struct {
	operation *model.Operation
	labels    []*model.Member // in the order of the path
	query     []*model.Member
	hasBody   bool
}

// A node is a place in the tree of paths, one level for each segment. It does
// not change after it has been compiled.
type node struct {
	literals map[string]*node
	label    *node               // any other segment
	rest     *node               // all other segments together, see isRest
	bindings map[string]*binding // by HTTP method
}

// maxLabels is the largest number of labels in one path.
const maxLabels = 3

// labelValues are the segments of a path that stand for labels, as they were sent.
type labelValues [maxLabels]string

// compileRoutes makes the tree of all operations.
func compileRoutes() *node {
	root := &node{}
	operations := model.Operations()
	for i := range operations {
		b := &binding{operation: &operations[i]}
		n := root
		for segment := range strings.SplitSeq(b.operation.URI[1:], "/") {
			name, isLabel := labelName(segment)
			if isLabel {
				b.labels = append(b.labels, labelMember(b.operation.Input, name))
			}
			n = n.grow(segment, isLabel)
		}
		for i := range b.operation.Input.Members {
			switch m := &b.operation.Input.Members[i]; m.Location {
			case model.Query:
				b.query = append(b.query, m)
			case model.Body:
				b.hasBody = true
			}
		}
		if n.bindings == nil {
			n.bindings = map[string]*binding{}
		}
		n.bindings[b.operation.Method] = b
	}
	return root
}

// grow returns the node below n for a segment of a path template.
func (n *node) grow(segment string, isLabel bool) *node {
	place := &n.label
	switch {
	case isRest(segment):
		place = &n.rest
	case !isLabel:
		if n.literals == nil {
			n.literals = map[string]*node{}
		}
		child := n.literals[segment]
		if child == nil {
			child = &node{}
			n.literals[segment] = child
		}
		return child
	}
	if *place == nil {
		*place = &node{}
	}
	return *place
}

// isRest reports whether a label takes the rest of the path: the ARN of a
// tagged resource, whose slashes some clients encode and others do not (obs).
func isRest(segment string) bool { return segment == "{resource-arn}" }

// labelName takes apart a segment of a path template.
func labelName(segment string) (name string, isLabel bool) {
	if name, ok := strings.CutPrefix(segment, "{"); ok {
		return strings.CutSuffix(name, "}")
	}
	return "", false
}

// labelMember is the input's member that a label stands for.
func labelMember(input *model.Shape, name string) *model.Member {
	for i := range input.Members {
		if m := &input.Members[i]; m.Location == model.URI && m.Wire == name {
			return m
		}
	}
	panic("management: " + input.Name + " has no member for the label " + name)
}

// find returns the binding of a method and an encoded path, or nil, and the
// segments that its labels stand for, still encoded.
//
// An empty last segment is ignored: GET /v2/apis/, which clients send for an
// empty identifier, is the list (obs).
func (n *node) find(method, path string) (*binding, labelValues) {
	var values labelValues
	found := 0
	rest, more := strings.CutPrefix(path, "/")
	for more && rest != "" {
		var segment, tail string
		segment, tail, more = strings.Cut(rest, "/")
		switch child := n.literals[decode(segment)]; {
		case child != nil:
			n = child
		case n.label != nil:
			n = n.label
			values[found] = segment
			found++
		case n.rest != nil:
			n, more = n.rest, false
			values[found] = rest
			found++
		default:
			return nil, values
		}
		rest = tail
	}
	return n.bindings[method], values
}

// decode undoes the percent-encoding of a segment, once.
func decode(segment string) string {
	if strings.IndexByte(segment, '%') < 0 {
		return segment
	}
	decoded, err := url.PathUnescape(segment)
	if err != nil {
		return segment // no server parses such a path
	}
	return decoded
}
