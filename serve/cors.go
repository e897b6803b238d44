package serve

import (
	"iter"
	"slices"
	"strconv"
	"strings"

	"gatehouse/model"
)

// A CorsPolicy is a CorsConfiguration compiled for matching. It never changes.
// A nil policy is that of an API without one: the gateway neither adds nor
// removes CORS headers. An empty configuration is a policy that allows nothing
// (observed).
type CorsPolicy struct {
	origins     map[string]string // entries by their lower-case form
	anyOrigin   bool              // AllowOrigins has *
	anyHTTP     bool              // AllowOrigins has http://*
	anyHTTPS    bool              // AllowOrigins has https://*
	methods     []string
	anyMethod   bool
	headers     map[string]struct{} // in lower case
	anyHeader   bool
	longest     int // bytes of the longest name in headers
	credentials bool

	// What is sent; "" sends nothing.
	allowOrigins  []string // as configured, for people
	allowMethods  string
	allowHeaders  string
	exposeHeaders string
	maxAge        string

	// lines is what Fields yields, less an origin that is the request's, as
	// HTTP/1.1 has it.
	lines [sentKinds]string
}

// NewCorsPolicy compiles a configuration, which may be nil.
func NewCorsPolicy(c *model.Cors) *CorsPolicy {
	if c == nil {
		return nil
	}
	p := &CorsPolicy{
		origins:       make(map[string]string, len(c.AllowOrigins)),
		headers:       make(map[string]struct{}, len(c.AllowHeaders)),
		methods:       c.AllowMethods,
		credentials:   c.AllowCredentials != nil && *c.AllowCredentials,
		allowOrigins:  c.AllowOrigins,
		allowMethods:  corsList(c.AllowMethods),
		allowHeaders:  corsList(lowered(c.AllowHeaders)),
		exposeHeaders: corsList(lowered(c.ExposeHeaders)),
	}
	for _, origin := range c.AllowOrigins {
		switch strings.ToLower(origin) {
		case "*":
			p.anyOrigin = true
		case "http://*":
			p.anyHTTP = true
		case "https://*":
			p.anyHTTPS = true
		default:
			p.origins[strings.ToLower(origin)] = origin
		}
	}
	for _, name := range c.AllowHeaders {
		p.headers[strings.ToLower(name)] = struct{}{}
		p.longest = max(p.longest, len(name))
	}
	p.anyMethod = slices.Contains(c.AllowMethods, "*")
	p.anyHeader = slices.Contains(c.AllowHeaders, "*")
	if c.MaxAge != nil {
		p.maxAge = strconv.FormatInt(*c.MaxAge, 10)
	}
	for sent := range p.lines {
		p.lines[sent] = p.fieldLines(sentFields(sent))
	}
	return p
}

func (p *CorsPolicy) fieldLines(sent sentFields) string {
	var lines []byte
	d := Decision{policy: p, sent: sent}
	for name, value := range d.Fields() {
		if name != fieldAllowOrigin || p.anyOrigin {
			lines = appendFieldLine(lines, name, value)
		}
	}
	return string(lines)
}

// corsList is a list as it is sent: sorted, joined with a comma (observed).
// The wildcard stands in it literally (observed).
func corsList(names []string) string {
	return strings.Join(slices.Sorted(slices.Values(names)), ",")
}

func lowered(names []string) []string {
	lower := make([]string, len(names))
	for i, name := range names {
		lower[i] = strings.ToLower(name)
	}
	return lower
}

// A CorsRequest is what the decision about a request rests on.
type CorsRequest struct {
	Method         string
	Origin         string   // "" without the field
	RequestMethod  string   // Access-Control-Request-Method; "" without the field
	RequestHeaders []string // the lines of Access-Control-Request-Headers
	Routed         bool     // a route takes the request
}

// Decide is the one place where CORS is decided, for the automatic preflight,
// for the answers of integrations and the gateway's own, and for whoever wants
// to explain them. The rows are those of Decision.
func (p *CorsPolicy) Decide(q CorsRequest) Decision {
	d := Decision{Origin: q.Origin, Method: q.RequestMethod, policy: p}
	options := q.Method == "OPTIONS"
	d.Preflight = options && q.Origin != "" && q.RequestMethod != ""
	switch {
	case p == nil:
		d.Cause = NotConfigured
		return d
	case q.Origin == "":
		d.Cause = NoOrigin
		d.Row = pick(q.Routed, 12, pick(options, 1, 13))
		return d
	case options && !d.Preflight && !q.Routed:
		d.Cause, d.Row = NoRequestMethod, 2
		return d
	}
	d.Cause, d.Entry = p.matchOrigin(q.Origin)
	d.originMatches = d.Cause.Allows()
	switch {
	case !d.Preflight:
		d.Row = pick(q.Routed, pick(d.originMatches, 10, 11), 13)
		if d.originMatches {
			d.sent = sentWithAnswer
		}
	case !d.originMatches:
		d.Row = pick(q.Routed, 9, 4)
	default:
		d.decidePreflight(q)
	}
	return d
}

// decidePreflight decides a preflight whose origin matches: the headers are
// sent whole or not at all. An unlisted method or header withholds all of
// them, Access-Control-Allow-Origin too (observed).
func (d *Decision) decidePreflight(q CorsRequest) {
	p := d.policy
	d.Row = pick(q.Routed, 7, 3)
	if !p.allowsMethod(q.RequestMethod) {
		d.Cause, d.Entry = MethodUnlisted, q.RequestMethod
		d.Row = pick(q.Routed, 7, 5)
		return
	}
	if name, ok := p.allowsHeaders(q.RequestHeaders); !ok {
		d.Cause, d.Entry = HeaderUnlisted, name
		d.Row = pick(q.Routed, 7, 6)
		return
	}
	d.sent = sentWithPreflight
}

// matchOrigin says which entry of AllowOrigins covers an origin, or why none does.
//
// The wildcard covers every origin but null (observed), those of other schemes
// included (guess). Entries are compared whole; that case does not count is a
// guess (browsers send lower case only).
func (p *CorsPolicy) matchOrigin(origin string) (Cause, string) {
	if p.anyOrigin && origin != "null" {
		return OriginAny, "*"
	}
	if entry, ok := p.origins[origin]; ok {
		return OriginListed, entry
	}
	if entry, ok := p.origins[strings.ToLower(origin)]; ok {
		return OriginListed, entry
	}
	switch {
	case p.anyHTTPS && strings.HasPrefix(origin, "https://"):
		return OriginScheme, "https://*"
	case p.anyHTTP && strings.HasPrefix(origin, "http://"):
		return OriginScheme, "http://*"
	case origin == "null":
		return OriginNull, origin
	case len(p.allowOrigins) == 0:
		return OriginsUnset, origin
	}
	return OriginUnlisted, origin
}

// allowsMethod says whether a preflight may ask for a method. Case counts
// (guess). An unset list withholds nothing here, and the browser then refuses
// what would have needed listing (guess: the guide's own command sets
// AllowOrigins alone).
func (p *CorsPolicy) allowsMethod(method string) bool {
	return p.anyMethod || len(p.methods) == 0 || slices.Contains(p.methods, method)
}

// allowsHeaders says whether a preflight may ask for the header names of a
// comma-separated list; if not, which one is not listed. Case does not count.
// An unset list withholds nothing here (guess, as for methods).
func (p *CorsPolicy) allowsHeaders(lines []string) (unlisted string, ok bool) {
	if p.anyHeader || len(p.headers) == 0 {
		return "", true
	}
	for _, line := range lines {
		for more := true; more; {
			var name string
			name, line, more = strings.Cut(line, ",")
			name = strings.Trim(name, " \t")
			if name != "" && !p.listsHeader(name) {
				return name, false
			}
		}
	}
	return "", true
}

// listsHeader looks a header name up without making a copy of it.
func (p *CorsPolicy) listsHeader(name string) bool {
	if _, ok := p.headers[name]; ok {
		return true
	}
	var lower [64]byte
	if len(name) > p.longest {
		return false
	}
	if len(name) > len(lower) {
		_, ok := p.headers[strings.ToLower(name)]
		return ok
	}
	for i := range len(name) {
		c := name[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower[i] = c
	}
	_, ok := p.headers[string(lower[:len(name)])]
	return ok
}

// Strips says whether an integration's own field is kept from the client:
// with a policy its access-control-* fields are ignored (doc), on every answer
// (inferred; without Origin: guess).
func (p *CorsPolicy) Strips(name string) bool {
	const prefix = "Access-Control-"
	return p != nil && len(name) >= len(prefix) && strings.EqualFold(name[:len(prefix)], prefix)
}

// Fields yields the header fields that a decision adds to the answer, in the
// service's order. The values are the same for all requests but for the
// origin's, which is the request's own.
func (d *Decision) Fields() iter.Seq2[string, string] {
	return func(yield func(name, value string) bool) {
		if d.sent == sentNothing {
			return
		}
		p, preflight := d.policy, d.sent == sentWithPreflight
		_ = d.origin(yield) &&
			field(yield, preflight, fieldAllowMethods, p.allowMethods) &&
			field(yield, preflight, fieldAllowHeaders, p.allowHeaders) &&
			field(yield, p.credentials, fieldAllowCredentials, "true") &&
			field(yield, preflight, fieldMaxAge, p.maxAge) &&
			field(yield, d.sent == sentWithAnswer, fieldExposeHeaders, p.exposeHeaders)
	}
}

// origin yields Access-Control-Allow-Origin and what it brings with it. The
// origin is echoed unless the entry is *, also for https://* (guess: the entry
// itself would be of no use). Vary is sent whenever the origin is echoed
// (observed with two entries; guess for one, for https://* and on preflights).
func (d *Decision) origin(yield func(name, value string) bool) bool {
	if d.policy.anyOrigin {
		return yield(fieldAllowOrigin, "*")
	}
	return yield(fieldAllowOrigin, d.Origin) && yield(fieldVary, "origin")
}

func field(yield func(name, value string) bool, wanted bool, name, value string) bool {
	return !wanted || value == "" || yield(name, value)
}

// apply adds the fields to the answer.
func (d *Decision) apply(x *exchange) {
	switch {
	case d.sent == sentNothing:
	case x.conn == nil:
		for name, value := range d.Fields() {
			x.set(name, value)
		}
	case d.policy.anyOrigin:
		x.conn.addLines(d.policy.lines[d.sent])
	default:
		x.conn.addField(fieldAllowOrigin, d.Origin)
		x.conn.addLines(d.policy.lines[d.sent])
	}
}

// pick is the one number or the other.
func pick(first bool, one, other int) int {
	if first {
		return one
	}
	return other
}
