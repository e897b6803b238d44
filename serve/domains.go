package serve

import (
	"net/http"
	"slices"
	"strings"
	"sync"

	"gatehouse/state"
)

// A host is whom a host name belongs to: an API, or a custom domain name.
type host struct {
	api    *api
	domain *domain
}

// A domain is a custom domain name as it is served. Where it leads is compiled
// when it is first needed, as stages are.
type domain struct {
	in     *state.Domain
	g      *Gateway
	once   sync.Once
	name   string // in lower case; *.example.com for any first label
	region string

	// unserved says why no host name leads here, "" if one does.
	unserved string

	// mutual says that clients must show a certificate.
	mutual bool

	// These are valid after ready. The maps are nil where the routing mode
	// leaves them out.
	mappings map[string]*target        // by base path, without slashes around it; "" takes the rest
	rules    map[string][]*routingRule // by base path, "" without one; by priority
	depth    int                       // segments of the deepest base path

	order  []*target      // of mappings, as in the file
	ranked []*routingRule // by priority
}

// A target is where a mapping or a rule leads.
type target struct {
	base    string // base path; "" if every path will do
	strip   bool   // the base path is removed from the request's
	api     *api
	stage   *stage
	missing string // why there is no such stage, "" if there is
}

// noBasePath is the base path of a mapping without one in logs and mappings
// (observed for access logs).
const noBasePath = "(none)"

// compileDomains adds the custom domain names of a catalog to a gateway that
// has its APIs. Of several of one name, which AWS lets every region have, the
// first counts.
func (g *Gateway) compileDomains(domains []state.Domain) {
	for i := range domains {
		d := g.newDomain(&domains[i])
		g.domains = append(g.domains, d)
		suffix, wildcard := strings.CutPrefix(d.name, "*")
		other := g.hosts[d.name].domain
		if wildcard {
			other = g.wildcards[suffix]
		}
		switch {
		case other != nil:
			d.unserved = "the name is served as " + other.region + " has it; serve --region " + d.region + " serves this one"
		case isLocal(d.name) || d.name == pagesHost:
			d.unserved = "the name is this machine's own"
		case g.hosts[d.name].api != nil:
			d.unserved = "the name is an API's own"
		case wildcard:
			if g.wildcards == nil {
				g.wildcards = make(map[string]*domain)
			}
			g.wildcards[suffix] = d
		default:
			g.hosts[d.name] = host{domain: d}
		}
	}
}

// called is whom a host name belongs to; the zero host is nobody.
func (g *Gateway) called(name string) host {
	if h, ok := g.hosts[name]; ok {
		return h
	}
	return host{domain: g.wildcard(name)}
}

// wildcard is the custom domain name whose wildcard stands for the first label
// of a name, or nil. It stands for one label, as in certificates (doc: for the
// first label only; guess: for no more than one). The names of this machine
// are nobody's.
func (g *Gateway) wildcard(name string) *domain {
	if len(g.wildcards) == 0 {
		return nil
	}
	dot := strings.IndexByte(name, '.')
	if dot <= 0 || name == pagesHost || isLocal(name) {
		return nil
	}
	return g.wildcards[name[dot:]]
}

func (g *Gateway) newDomain(in *state.Domain) *domain {
	return &domain{
		in:     in,
		g:      g,
		name:   strings.ToLower(deref(in.Name.DomainName)),
		region: in.Region,
		mutual: in.Name.MutualTlsAuthentication != nil,
	}
}

// ready is the domain name, compiled.
func (d *domain) ready() *domain {
	d.once.Do(d.compile)
	return d
}

func (d *domain) compile() {
	mode := deref(d.in.Name.RoutingMode)
	if mode != "ROUTING_RULE_ONLY" {
		d.mappings = make(map[string]*target, len(d.in.Mappings))
		for i := range d.in.Mappings {
			m := &d.in.Mappings[i]
			t := d.g.target(d.region, m.ApiId, m.Stage)
			t.base, t.strip = deref(m.ApiMappingKey), true // doc
			d.mappings[t.base] = t
			d.order = append(d.order, t)
			d.reach(t.base)
		}
	}
	if mode == "ROUTING_RULE_ONLY" || mode == "ROUTING_RULE_THEN_API_MAPPING" {
		d.compileRules(d.in.Rules)
	}
}

// reach makes base paths as deep as one known to find.
func (d *domain) reach(base string) {
	if base != "" {
		d.depth = max(d.depth, 1+strings.Count(base, "/"))
	}
}

// target is a stage of an API in the domain's region. State refuses to delete
// what is mapped, so only a file that was changed by hand lacks it.
func (g *Gateway) target(region string, apiID, stageName *string) *target {
	t := &target{api: g.apis[deref(apiID)]}
	switch {
	case t.api == nil || t.api.region != region:
		t.missing = "there is no API " + deref(apiID) + " in " + region
		t.api = nil
	case t.api.webSocket:
	default:
		if t.stage = t.api.stages[deref(stageName)]; t.stage == nil {
			t.missing = "the API " + t.api.id + " has no stage " + deref(stageName)
		}
	}
	return t
}

// find returns where a request leads, or nil: where the first routing rule
// does whose conditions it meets, else the API mapping with the longest base
// path (doc). Base paths are looked up as the path has them, one segment after
// the other; case counts (doc for rules, guess for mappings).
func (d *domain) find(r *http.Request, path string) *target {
	rule := firstThatMeets(d.rules[""], r)
	mapping := d.mappings[""]
	for end, depth := 0, 0; depth < d.depth && end < len(path); depth++ {
		next := strings.IndexByte(path[end+1:], '/')
		if end += 1 + next; next < 0 {
			end = len(path)
		}
		base := path[1:end]
		if m := d.mappings[base]; m != nil {
			mapping = m
		}
		if r := firstThatMeets(d.rules[base], r); r != nil && (rule == nil || r.priority < rule.priority) {
			rule = r
		}
	}
	if rule != nil {
		return &rule.target
	}
	return mapping
}

// serveDomain answers on a custom domain name. What no mapping takes is
// forbidden (observed of REST APIs; guess for HTTP APIs), and so is what leads
// nowhere (guess).
func (s *server) serveDomain(x *exchange, d *domain) {
	x.domain = d
	if d.mutual && !s.admit(x, d) {
		return
	}
	t := d.ready().find(x.r, x.path)
	switch {
	case t == nil:
		x.note = s.unroutedNote(x, d.unmatched())
		x.refuse(refusal{status: http.StatusForbidden})
		return
	case t.missing != "":
		x.note = d.name + " leads nowhere: " + t.missing
		x.refuse(refusal{status: http.StatusForbidden})
		return
	}
	x.api = t.api
	x.requested = x.path
	if x.base = t.base; x.base == "" {
		x.base = noBasePath
	} else if t.strip {
		if x.path = x.path[1+len(t.base):]; x.path == "" {
			x.path = "/"
		}
	}
	s.serveStage(x, t.stage)
}

// unmatched says why a request leads nowhere.
func (d *domain) unmatched() string {
	switch {
	case d.mappings == nil:
		return "no routing rule of " + d.name + " takes the request"
	case d.rules == nil:
		return "no API mapping of " + d.name + " takes the path"
	}
	return "no routing rule and no API mapping of " + d.name + " takes the request"
}

// preferred puts the domain names of a region first, so that those count.
func preferred(domains []state.Domain, region string) []state.Domain {
	domains = slices.Clone(domains)
	slices.SortStableFunc(domains, func(a, b state.Domain) int {
		switch {
		case a.Region == b.Region:
			return 0
		case a.Region == region:
			return -1
		case b.Region == region:
			return 1
		}
		return 0
	})
	return domains
}
