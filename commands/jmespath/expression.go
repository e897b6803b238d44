package jmespath

// maxDepth bounds how deep an expression may nest, and how deep its evaluation
// may go: an expression reference can be made to evaluate itself, and Go does
// not survive the end of the stack. Python stops at a thousand frames, of which
// the library takes two or more a level, so that whatever it accepts fits.
const maxDepth = 500

// An Expression is a compiled query. It never changes and may be used by
// several goroutines at once.
type Expression struct {
	root node

	// leaks is whether an expression reference may be among what is found,
	// because one stands where no function consumes it.
	leaks bool
}

// Compile compiles a query. The error is a *SyntaxError, or a *DepthError or
// *ValueError where Python itself gives up.
func Compile(expr string) (*Expression, error) {
	tokens, err := scan(expr)
	if err != nil {
		return nil, err
	}
	p := parser{expr: expr, tokens: tokens}
	root, err := p.parse()
	if err != nil {
		return nil, err
	}
	return &Expression{root: root, leaks: p.references > 0}, nil
}

// Search returns what the query finds in a value as described by
// model.Document; nil if it finds nothing. It never changes v. The result may
// share memory with v and with the expression, so the caller must not change
// it either. The error is an *UnknownFunctionError, *ArityError, *TypeError,
// *ValueError or *DepthError.
func (e *Expression) Search(v any) (any, error) {
	found, err := eval(e.root, v, maxDepth)
	if err != nil {
		return nil, err
	}
	if e.leaks && holdsReference(found) {
		// Observed: the AWS CLI fails with this when it prints one as JSON,
		// its default; text and table print the reference's address in memory.
		return nil, &ValueError{"Circular reference detected"}
	}
	return found, nil
}
