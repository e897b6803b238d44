package jmespath

import "strings"

// A parser turns tokens into a tree, as Pratt's top-down operator precedence
// has it: an operand, then whatever binds it closer than what stands before.
type parser struct {
	expr   string
	tokens []token
	at     int
	depth  int

	// references counts the expression references that may become a result.
	references int
}

func (p *parser) parse() (node, error) {
	root, err := p.expression(0)
	if err != nil {
		return nil, err
	}
	if t := p.tokens[p.at]; t.kind != eofToken {
		return nil, p.fail(t, "Unexpected token: "+t.python())
	}
	return root, nil
}

// peek returns the type of the next token.
func (p *parser) peek() tokenKind { return p.tokens[p.at].kind }

// next returns the next token and steps over it. Nothing steps over the
// eofToken: it is no operand and binds nothing.
func (p *parser) next() token {
	t := p.tokens[p.at]
	p.at++
	return t
}

// accept steps over the next token if it is of a kind.
func (p *parser) accept(kind tokenKind) bool {
	if p.peek() != kind {
		return false
	}
	p.at++
	return true
}

// expect steps over the next token, which must be of a kind.
func (p *parser) expect(kind tokenKind) error {
	if p.accept(kind) {
		return nil
	}
	return p.unexpected(kind.String())
}

// unexpected says that something else than the next token was needed.
func (p *parser) unexpected(want string) error {
	t := p.tokens[p.at]
	if t.kind == eofToken {
		return p.incomplete()
	}
	return p.fail(t, "Expecting: "+want+", got: "+t.kind.String())
}

func (p *parser) incomplete() error {
	return &SyntaxError{Expression: p.expr, Offset: len(p.expr)}
}

func (p *parser) fail(t token, problem string) error {
	return p.failAt(t.offset, t, problem)
}

func (p *parser) failAt(offset int, t token, problem string) error {
	return &SyntaxError{
		Expression: p.expr,
		Offset:     offset,
		Problem:    problem,
		Type:       strings.ToUpper(t.kind.String()),
		Token:      t.python(),
	}
}

// expression parses an operand and all that follows and binds it closer than power.
func (p *parser) expression(power int) (node, error) {
	if p.depth == maxDepth {
		return nil, &DepthError{}
	}
	p.depth++
	defer func() { p.depth-- }()
	left, err := p.operand(p.next())
	for err == nil && power < p.peek().power() {
		left, err = p.operator(left, p.next())
	}
	return left, err
}

// operand parses what begins with t.
func (p *parser) operand(t token) (node, error) {
	switch t.kind {
	case bareToken:
		return &field{name: t.text}, nil
	case quotedToken:
		if p.peek() == lparenToken {
			// The library puts the caret below the beginning, wherever this is.
			return nil, p.failAt(0, p.tokens[p.at], "Quoted identifier not allowed for function names.")
		}
		return &field{name: t.text}, nil
	case literalToken:
		return &literal{t.value}, nil
	case currentToken:
		return current{}, nil
	case expressionToken:
		of, err := p.expression(0)
		p.references++
		return &reference{of}, err
	case notToken:
		of, err := p.expression(notToken.power())
		return &not{of}, err
	case lparenToken:
		n, err := p.expression(0)
		if err != nil {
			return nil, err
		}
		return n, p.expect(rparenToken)
	case starToken:
		return p.values(current{}, starToken.power())
	case flattenToken, filterToken:
		return p.operator(current{}, t)
	case lbraceToken:
		return p.hash()
	case lbracketToken:
		return p.leadingBracket()
	case eofToken:
		return nil, p.incomplete()
	}
	return nil, p.fail(t, "invalid token")
}

// operator parses what t, which stands after left, makes of it.
func (p *parser) operator(left node, t token) (node, error) {
	switch t.kind {
	case dotToken:
		return p.step(left)
	case lbracketToken:
		return p.trailingBracket(left)
	case flattenToken:
		right, err := p.projected(flattenToken.power())
		return &projection{&flatten{left}, right}, err
	case filterToken:
		return p.filter(left)
	case lparenToken:
		return p.call(left)
	case pipeToken:
		right, err := p.expression(t.kind.power())
		return &pipe{left, right}, err
	case orToken:
		right, err := p.expression(t.kind.power())
		return &or{left, right}, err
	case andToken:
		right, err := p.expression(t.kind.power())
		return &and{left, right}, err
	case eqToken, neToken, ltToken, lteToken, gtToken, gteToken:
		right, err := p.expression(t.kind.power())
		return &comparison{t.kind, left, right}, err
	}
	return nil, p.fail(t, "invalid token")
}

// step parses what follows a dot.
func (p *parser) step(left node) (node, error) {
	if p.accept(starToken) {
		return p.values(left, dotToken.power())
	}
	right, err := p.member(dotToken.power())
	if err != nil {
		return nil, err
	}
	if s, ok := left.(*steps); ok {
		s.nodes = append(s.nodes, right)
		return s, nil
	}
	return &steps{nodes: []node{left, right}}, nil
}

// member parses a name or list or hash after a dot, and what binds it closer than power.
func (p *parser) member(power int) (node, error) {
	switch t := p.tokens[p.at]; t.kind {
	case bareToken, quotedToken, starToken:
		return p.expression(power)
	case lbracketToken:
		p.at++
		return p.list()
	case lbraceToken:
		p.at++
		return p.hash()
	default:
		return nil, p.fail(t, "Expecting: ['quoted_identifier', 'unquoted_identifier', 'lbracket', 'lbrace'], got: "+t.kind.String())
	}
}

// projected parses what is done with each element of a projection.
func (p *parser) projected(power int) (node, error) {
	switch t := p.tokens[p.at]; {
	case t.kind.power() < projectionEnd:
		return current{}, nil
	case t.kind == lbracketToken || t.kind == filterToken:
		return p.expression(power)
	case t.kind == dotToken:
		p.at++
		return p.member(power)
	default:
		return nil, p.fail(t, "syntax error")
	}
}

// values parses what follows a star that stands for an object's values.
func (p *parser) values(left node, power int) (node, error) {
	right, err := p.projected(power)
	return &valueProjection{left, right}, err
}

// filter parses a condition, its bracket, and what is done with what passes.
func (p *parser) filter(left node) (node, error) {
	condition, err := p.expression(0)
	if err != nil {
		return nil, err
	}
	if err := p.expect(rbracketToken); err != nil {
		return nil, err
	}
	right, err := p.projected(filterToken.power())
	return &filterProjection{left, condition, right}, err
}

// leadingBracket parses what follows a bracket that begins an operand.
func (p *parser) leadingBracket() (node, error) {
	switch p.peek() {
	case numberToken, colonToken:
		return p.element(current{})
	case starToken:
		if p.tokens[p.at+1].kind == rbracketToken {
			return p.elements(current{})
		}
	}
	return p.list()
}

// trailingBracket parses what follows a bracket after an operand.
func (p *parser) trailingBracket(left node) (node, error) {
	if k := p.peek(); k == numberToken || k == colonToken {
		return p.element(left)
	}
	return p.elements(left)
}

// elements parses the rest of "[*]" and what is done with each element.
func (p *parser) elements(left node) (node, error) {
	if err := p.expect(starToken); err != nil {
		return nil, err
	}
	if err := p.expect(rbracketToken); err != nil {
		return nil, err
	}
	right, err := p.projected(starToken.power())
	return &projection{left, right}, err
}

// element parses the rest of an index or slice. After an index, the library
// adds another or a slice to it, and so the slice projects nothing.
func (p *parser) element(left node) (node, error) {
	taken, sliced, err := p.subscript()
	if err != nil {
		return nil, err
	}
	if e, ok := left.(*subscripts); ok {
		e.nodes = append(e.nodes, taken)
		return e, nil
	}
	n := &subscripts{of: left, nodes: []node{taken}}
	if !sliced {
		return n, nil
	}
	right, err := p.projected(starToken.power())
	return &projection{n, right}, err
}

// subscript parses an index or slice and its bracket.
func (p *parser) subscript() (n node, sliced bool, err error) {
	if p.peek() == colonToken || p.tokens[p.at+1].kind == colonToken {
		n, err := p.slice()
		return n, true, err
	}
	n = &index{p.next().number}
	return n, false, p.expect(rbracketToken)
}

// slice parses up to two colons and the numbers before, between and after
// them. Of several numbers in one place the last counts.
func (p *parser) slice() (node, error) {
	var parts [3]*int
	for i := 0; p.peek() != rbracketToken; {
		t := p.tokens[p.at]
		switch {
		case t.kind == numberToken:
			parts[i] = new(t.number)
		case t.kind == colonToken && i < 2:
			i++
		default:
			return nil, p.fail(t, "syntax error")
		}
		p.at++
	}
	p.at++
	return &slice{parts[0], parts[1], parts[2]}, nil
}

func (p *parser) list() (node, error) {
	var list multiList
	for {
		n, err := p.expression(0)
		if err != nil {
			return nil, err
		}
		list.nodes = append(list.nodes, n)
		if p.accept(rbracketToken) {
			return &list, nil
		}
		if err := p.expect(commaToken); err != nil {
			return nil, err
		}
	}
}

// hash parses the pairs of a hash and its brace. The comma may be missing.
func (p *parser) hash() (node, error) {
	var hash multiHash
	for {
		key := p.tokens[p.at]
		if key.kind != bareToken && key.kind != quotedToken {
			return nil, p.unexpected("['quoted_identifier', 'unquoted_identifier']")
		}
		p.at++
		if err := p.expect(colonToken); err != nil {
			return nil, err
		}
		n, err := p.expression(0)
		if err != nil {
			return nil, err
		}
		hash.add(key.text, n)
		if p.accept(rbraceToken) {
			return &hash, nil
		}
		p.accept(commaToken)
	}
}

// call parses the arguments of a call. The commas may be missing, and one may
// stand before the parenthesis.
func (p *parser) call(left node) (node, error) {
	name, ok := left.(*field)
	if !ok {
		t := p.tokens[p.at-2] // what stands before the parenthesis
		return nil, p.fail(t, "Invalid function name '"+t.python()+"'")
	}
	c := call{name: name.name}
	c.function, c.known = lookup(c.name)
	for !p.accept(rparenToken) {
		arg, err := p.expression(0)
		if err != nil {
			return nil, err
		}
		if _, ok := arg.(*reference); ok && c.function.consumes {
			p.references--
		}
		c.args = append(c.args, arg)
		p.accept(commaToken)
	}
	return &c, nil
}
