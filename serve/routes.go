package serve

import "strings"

// A router finds the route of a request among those of a stage: first a route
// whose path matches in full, then a greedy one, then $default (doc). Among
// full matches, and among greedy ones, the segments decide from left to right,
// static before variable; a named method beats ANY on the same path only, and
// a path whose methods do not fit is passed over (guess: the reading of "most
// specific match" under which the documentation's example comes out).
//
// Matching is on the decoded path without the stage. Paths are compared with
// case, empty segments count, dot segments are not resolved (guess).
type router struct {
	static   map[string]*methods // whole paths without variables
	root     *segment            // the paths with variables; nil if there are none
	fallback *route              // $default
}

// A segment is a place in the tree of paths: what may follow it.
type segment struct {
	static   map[string]*segment
	variable *segment
	routes   methods // of paths that end here
	greedy   methods // of paths that end with a greedy variable after this
}

// methods are the routes of one path.
type methods struct {
	named []*route
	any   *route
}

// find returns the route for a method: the one that names it, or ANY's.
func (m *methods) find(method string) *route {
	for _, r := range m.named {
		if r.key.method == method {
			return r
		}
	}
	return m.any
}

// add adds a route. Of two keys that differ in the names of variables or in a
// slash at the end only, the first counts (guess).
func (m *methods) add(r *route) {
	switch {
	case r.key.method != "ANY":
		m.named = append(m.named, r)
	case m.any == nil:
		m.any = r
	}
}

// add makes a route known to the router.
func (t *router) add(r *route) {
	if r.key.method == "" {
		t.fallback = r
		return
	}
	if len(r.variables) == 0 {
		if t.static == nil {
			t.static = make(map[string]*methods)
		}
		if t.static[r.key.path] == nil {
			t.static[r.key.path] = new(methods)
		}
		t.static[r.key.path].add(r)
		return
	}
	if t.root == nil {
		t.root = new(segment)
	}
	s := t.root
	for text := range r.key.segments() {
		switch _, kind := variable(text); kind {
		case greedySegment:
			s.greedy.add(r)
			return
		case variableSegment:
			if s.variable == nil {
				s.variable = new(segment)
			}
			s = s.variable
		default:
			s = s.child(text)
		}
	}
	s.routes.add(r)
}

// child returns the place after a static segment, making it if need be.
func (s *segment) child(text string) *segment {
	if s.static == nil {
		s.static = make(map[string]*segment)
	}
	if s.static[text] == nil {
		s.static[text] = new(segment)
	}
	return s.static[text]
}

// match returns the route that takes a request, or nil, and appends the values
// of its path variables to values.
func (t *router) match(method, path string, values []string) (*route, []string) {
	if method == "TRACE" || method == "CONNECT" {
		return nil, values // no route key can name them; guess for ANY and $default
	}
	trimmed := trimSlash(path)
	if m, ok := t.static[trimmed]; ok {
		if r := m.find(method); r != nil {
			return r, values
		}
	}
	if t.root != nil && strings.HasPrefix(trimmed, "/") {
		if r, values := t.root.full(method, trimmed[1:], len(trimmed) > 1, values); r != nil {
			return r, values
		}
		// The value of a greedy variable keeps the slash at its end.
		if r, values := t.root.greedily(method, path[1:], values); r != nil {
			return r, values
		}
	}
	return t.fallback, values
}

// full finds the best route whose path matches the rest of a path in full.
// more says whether there are segments left.
func (s *segment) full(method, rest string, more bool, values []string) (*route, []string) {
	if !more {
		return s.routes.find(method), values
	}
	text, rest, more := strings.Cut(rest, "/")
	if next, ok := s.static[text]; ok {
		if r, values := next.full(method, rest, more, values); r != nil {
			return r, values
		}
	}
	if s.variable != nil && text != "" {
		return s.variable.full(method, rest, more, append(values, text))
	}
	return nil, values
}

// greedily finds the best greedy route for the rest of a path. A greedy
// variable takes at least one character (observed).
func (s *segment) greedily(method, rest string, values []string) (*route, []string) {
	if rest == "" {
		return nil, values
	}
	text, after, _ := strings.Cut(rest, "/")
	if next, ok := s.static[text]; ok {
		if r, values := next.greedily(method, after, values); r != nil {
			return r, values
		}
	}
	if s.variable != nil && text != "" {
		if r, values := s.variable.greedily(method, after, append(values, text)); r != nil {
			return r, values
		}
	}
	if r := s.greedy.find(method); r != nil {
		return r, append(values, rest)
	}
	return nil, values
}
