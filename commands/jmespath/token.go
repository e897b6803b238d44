package jmespath

import "gatehouse/model"

// A token is one word of an expression.
type token struct {
	kind   tokenKind
	offset int    // bytes before it
	text   string // a name, or an operator as it is written
	number int    // of a number, as far as an int reaches
	value  any    // of a literal
}

// python returns the token as Python prints its value.
func (t token) python() string {
	if t.kind == literalToken {
		return model.PythonString(t.value)
	}
	return t.text
}

// A tokenKind is a token's type.
type tokenKind uint8

const (
	eofToken tokenKind = iota
	bareToken
	quotedToken
	literalToken
	numberToken
	currentToken
	expressionToken
	rbracketToken
	rparenToken
	rbraceToken
	commaToken
	colonToken
	pipeToken
	orToken
	andToken
	eqToken
	neToken
	ltToken
	lteToken
	gtToken
	gteToken
	flattenToken
	starToken
	filterToken
	dotToken
	notToken
	lbraceToken
	lbracketToken
	lparenToken
)

// projectionEnd is the least power of a token that goes on with a projection.
const projectionEnd = 10

// power returns how close a token binds what stands before it; 0 if it never
// follows an operand.
func (k tokenKind) power() int {
	switch k {
	case pipeToken:
		return 1
	case orToken:
		return 2
	case andToken:
		return 3
	case eqToken, neToken, ltToken, lteToken, gtToken, gteToken:
		return 5
	case flattenToken:
		return 9
	case starToken:
		return 20
	case filterToken:
		return 21
	case dotToken:
		return 40
	case notToken:
		return 45
	case lbraceToken:
		return 50
	case lbracketToken:
		return 55
	case lparenToken:
		return 60
	}
	return 0
}

// String returns the library's name of the type, which its messages carry.
func (k tokenKind) String() string {
	switch k {
	case bareToken:
		return "unquoted_identifier"
	case quotedToken:
		return "quoted_identifier"
	case literalToken:
		return "literal"
	case numberToken:
		return "number"
	case currentToken:
		return "current"
	case expressionToken:
		return "expref"
	case rbracketToken:
		return "rbracket"
	case rparenToken:
		return "rparen"
	case rbraceToken:
		return "rbrace"
	case commaToken:
		return "comma"
	case colonToken:
		return "colon"
	case pipeToken:
		return "pipe"
	case orToken:
		return "or"
	case andToken:
		return "and"
	case eqToken:
		return "eq"
	case neToken:
		return "ne"
	case ltToken:
		return "lt"
	case lteToken:
		return "lte"
	case gtToken:
		return "gt"
	case gteToken:
		return "gte"
	case flattenToken:
		return "flatten"
	case starToken:
		return "star"
	case filterToken:
		return "filter"
	case dotToken:
		return "dot"
	case notToken:
		return "not"
	case lbraceToken:
		return "lbrace"
	case lbracketToken:
		return "lbracket"
	case lparenToken:
		return "lparen"
	}
	return "eof"
}
