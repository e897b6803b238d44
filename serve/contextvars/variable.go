package contextvars

import "strings"

// A Variable is a reference to a $context variable, compiled. It never changes.
// The zero value is a variable that is never set.
type Variable struct {
	known  *known
	lookup func(*Context) Lookup // for names that others choose
	name   string
}

// Parse compiles the name of a variable, written without "$context.". A name
// that is none is a variable that is never set: on the service it is no error
// (observed: a log prints "-" for $context.resourcePath, which REST APIs have).
func Parse(name string) Variable {
	for i := range table {
		if table[i].name == name {
			return Variable{known: &table[i]}
		}
	}
	if claim, ok := strings.CutPrefix(name, "authorizer.claims."); ok {
		return Variable{lookup: claims, name: claim}
	}
	// $context.authorizer.claims, without a name behind it, is never set (doc).
	if property, ok := strings.CutPrefix(name, "authorizer."); ok && property != "claims" {
		return Variable{lookup: properties, name: property}
	}
	return Variable{}
}

func claims(c *Context) Lookup     { return c.Authorizer.Claims }
func properties(c *Context) Lookup { return c.Authorizer.Properties }

// Text is the variable's value and whether it is set. One that is empty counts
// as not set (guess).
func (v Variable) Text(c *Context) (string, bool) {
	switch {
	case v.lookup != nil:
		if texts := v.lookup(c); texts != nil {
			text, ok := texts.Text(v.name)
			return text, ok && text != ""
		}
		return "", false
	case v.known == nil:
		return "", false
	case v.known.text != nil:
		text := v.known.text(c)
		return text, text != ""
	}
	text := string(v.known.append(nil, c))
	return text, text != ""
}

// Append appends the variable's value, nothing if it is not set.
func (v Variable) Append(dst []byte, c *Context) []byte {
	if v.known != nil && v.known.append != nil {
		return v.known.append(dst, c)
	}
	text, _ := v.Text(c)
	return append(dst, text...)
}

// AppendEscaped is Append with the value as it stands between the quotes of a
// JSON string, on one line. error.messageString brings its own quotes and stays
// as it is.
func (v Variable) AppendEscaped(dst []byte, c *Context) []byte {
	if v.known != nil && v.known.append != nil {
		return v.known.append(dst, c)
	}
	text, _ := v.Text(c)
	return appendEscaped(dst, text)
}
