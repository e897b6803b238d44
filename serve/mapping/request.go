package mapping

import (
	"errors"

	"gatehouse/model"
	"gatehouse/state/expression"
)

// A Request is the RequestParameters of an integration, compiled for a stage into
// a program that a request only evaluates. It never changes. A nil Request
// changes nothing.
//
// The program reads the request as it came, whatever it changes (doc: the
// example that renames a header), and says what has to change; whoever sends
// the request on does so.
type Request struct {
	fields  []target
	queries []target
	path    *Value // nil leaves the path as it is
}

// CompileRequest compiles the RequestParameters of an integration for a stage
// with these variables. Mappings that are none make an error, which joins one
// *KeyError or *SyntaxError for each; the service refuses them when they are
// made.
func CompileRequest(mappings, stage model.StringMap[string]) (*Request, error) {
	r := &Request{}
	err := compile(mappings, expression.OfRequest, stage, func(d expression.Destination, v *Value) {
		switch d.Place {
		case expression.InHeader:
			r.fields = addTo(r.fields, d, v)
		case expression.InQuery:
			r.queries = addTo(r.queries, d, v)
		default:
			r.path = v
		}
	})
	switch {
	case err != nil:
		return nil, err
	case r.fields == nil && r.queries == nil && r.path == nil:
		return nil, nil
	}
	return r, nil
}

// compile compiles mappings and gives them to add, in their order. One whose
// value is empty is none (observed).
func compile(mappings model.StringMap[string], side expression.Side, stage model.StringMap[string], add func(expression.Destination, *Value)) error {
	var problems []error
	for _, m := range mappings {
		d, err := expression.ParseDestination(m.Key, side)
		if err != nil {
			problems = append(problems, err)
			continue
		}
		if m.Value == "" || d.Place == expression.InHeader && isConnection(d.Name) {
			continue
		}
		if d.Action == expression.Remove {
			add(d, nil) // whatever the value is (doc: '')
			continue
		}
		v, err := parse(m.Value, side, stage)
		if syntax, ok := errors.AsType[*expression.SyntaxError](err); ok {
			syntax.Key = m.Key
			problems = append(problems, syntax)
			continue
		}
		add(d, v)
	}
	return errors.Join(problems...)
}

// RequestChanges are what a Request does to one request. They may be used again
// for the next one, for the sake of their buffers; the strings in them stay
// valid. The zero value changes nothing.
type RequestChanges struct {
	// Fields are the edits of the header.
	Fields Edits

	// Path is the path for the integration, as it stands in a request target,
	// or "" if it is not overwritten.
	Path string

	queries Edits
	ev      evaluator
}

// Changes finds out what the program does to a request.
func (r *Request) Changes(src ClientRequest, c *RequestChanges) {
	clear(c.Fields)
	clear(c.queries)
	c.Fields, c.queries, c.Path = c.Fields[:0], c.queries[:0], ""
	if r == nil {
		return
	}
	c.ev.begin(src, src)
	defer c.ev.end()
	for i := range r.fields {
		c.Fields = r.fields[i].edits(c.Fields, &c.ev, fieldValue)
	}
	for i := range r.queries {
		c.queries = r.queries[i].edits(c.queries, &c.ev, asIs)
	}
	if r.path != nil {
		if path, ok := r.path.appendTarget(c.ev.assembled[:0], &c.ev); ok {
			c.Path = string(path)
		}
	}
}

func asIs(text string) string { return text }

// Query is the query for the integration, given the client's as it was sent.
// The integration's own parameters, which stand in its URI, are not among them
// (guess: mappings do not reach those).
func (c *RequestChanges) Query(sent string) string {
	if len(c.queries) == 0 {
		return sent
	}
	c.ev.value = c.queries.appendQuery(c.ev.value[:0], sent)
	return string(c.ev.value)
}
