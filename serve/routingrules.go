package serve

import (
	"cmp"
	"net/http"
	"net/textproto"
	"slices"
	"strconv"
	"strings"

	"gatehouse/model"
)

// A routingRule sends requests that meet its conditions to a stage. AWS
// documents REST APIs as its targets; here they are HTTP APIs (local).
type routingRule struct {
	priority int64
	headers  []headerCondition // all must be met
	target
}

// compileRules compiles a domain's rules. State refuses what is none, so only
// a file that was changed by hand has such; it is left out, with what it would
// have let in.
func (d *domain) compileRules(rules []model.RoutingRule) {
	d.rules = make(map[string][]*routingRule, len(rules))
	for i := range rules {
		if len(rules[i].Actions) != 1 || rules[i].Actions[0].InvokeApi == nil {
			continue
		}
		invoke := rules[i].Actions[0].InvokeApi
		r := &routingRule{priority: deref(rules[i].Priority), target: *d.g.target(d.region, invoke.ApiId, invoke.Stage)}
		if !r.compileConditions(rules[i].Conditions) {
			continue
		}
		r.strip = r.base != "" && deref(invoke.StripBasePath)
		d.ranked = append(d.ranked, r)
	}
	slices.SortStableFunc(d.ranked, func(a, b *routingRule) int { return cmp.Compare(a.priority, b.priority) })
	for _, r := range d.ranked {
		d.rules[r.base] = append(d.rules[r.base], r)
		d.reach(r.base)
	}
}

// compileConditions reports whether the conditions are those of a rule: any
// number of headers, and one base path at most.
func (r *routingRule) compileConditions(conditions []model.RoutingRuleCondition) bool {
	for _, c := range conditions {
		switch {
		case c.MatchHeaders != nil && c.MatchBasePaths == nil && len(c.MatchHeaders.AnyOf) == 1:
			h := c.MatchHeaders.AnyOf[0]
			r.headers = append(r.headers, newHeaderCondition(deref(h.Header), deref(h.ValueGlob)))
		case c.MatchBasePaths != nil && c.MatchHeaders == nil && len(c.MatchBasePaths.AnyOf) == 1 && r.base == "" && c.MatchBasePaths.AnyOf[0] != "":
			r.base = c.MatchBasePaths.AnyOf[0]
		default:
			return false
		}
	}
	return true
}

// firstThatMeets returns the first rule whose conditions on headers a request
// meets, or nil.
func firstThatMeets(rules []*routingRule, r *http.Request) *routingRule {
	for _, rule := range rules {
		met := true
		for i := range rule.headers {
			met = met && rule.headers[i].met(r)
		}
		if met {
			return rule
		}
	}
	return nil
}

// conditions writes what a rule asks for: for people.
func (r *routingRule) conditions() string {
	var all []string
	if r.base != "" {
		all = append(all, "/"+r.base)
	}
	for i := range r.headers {
		all = append(all, r.headers[i].shown)
	}
	if len(all) == 0 {
		return "everything"
	}
	return strings.Join(all, ", ")
}

// title is how lists name a rule.
func (r *routingRule) title() string {
	return "rule " + strconv.FormatInt(r.priority, 10) + ": " + r.conditions()
}

// A headerCondition is met if a line of a field matches a glob: a text with a
// * before or behind it that stands for anything, or both, or neither (doc).
// Lines are compared as they were sent, with case and commas (doc).
type headerCondition struct {
	name          string // in canonical form
	text          string // what must be there
	before, after bool   // there may be more before or behind it
	shown         string
}

func newHeaderCondition(name, glob string) headerCondition {
	c := headerCondition{name: textproto.CanonicalMIMEHeaderKey(name), shown: name + ": " + glob}
	c.text, c.before = strings.CutPrefix(glob, "*")
	c.text, c.after = strings.CutSuffix(c.text, "*")
	c.after = c.after || glob == "*"
	return c
}

func (c *headerCondition) met(r *http.Request) bool {
	if c.name == "Host" {
		return c.matches(r.Host) // which net/http keeps apart
	}
	return slices.ContainsFunc(r.Header[c.name], c.matches)
}

func (c *headerCondition) matches(line string) bool {
	switch {
	case c.before && c.after:
		return strings.Contains(line, c.text)
	case c.before:
		return strings.HasSuffix(line, c.text)
	case c.after:
		return strings.HasPrefix(line, c.text)
	}
	return line == c.text
}
