package state

import (
	"strconv"
	"strings"

	"gatehouse/model"
	"gatehouse/state/expression"
)

// Limits of routing rules (doc).
const (
	routingRuleIDLength = 6
	maxRoutingRules     = 50 // for each domain name
	maxRulePriority     = 1_000_000
	maxRuleHeaders      = 2 // conditions on headers in one rule
	maxRulePaths        = 1 // conditions on base paths
	maxRuleHeaderName   = 40
	maxRuleGlob         = 128
	maxRuleInfix        = 40 // of a glob with * at both ends
	maxRuleBasePath     = 128
	maxRulePage         = 100
)

func (a *Account) routingRules(domain string) family[model.RoutingRule] {
	return familyOf[model.RoutingRule](routingRuleKind, a, a.domainNames().node(domain))
}

// CreateRoutingRule adds a rule that sends requests for a custom domain name
// to a stage. AWS documents REST APIs as its targets; here they are the APIs
// that there are (local).
//
// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-routing-rules-use.html
func (a *Account) CreateRoutingRule(in model.CreateRoutingRuleInput) (*model.RoutingRule, error) {
	domain, err := a.domainName(in.DomainName)
	if err != nil {
		return nil, err
	}
	stored := &model.RoutingRule{}
	model.Overlay(stored, &in)
	if err := a.checkRoutingRule(domain, stored); err != nil {
		return nil, err
	}
	if a.routingRules(*domain.DomainName).len() >= maxRoutingRules {
		return nil, tooMany("Maximum number of routing rules for this domain name has been reached.") // guess: the text
	}
	stored.RoutingRuleId = new(a.newID(routingRuleIDLength))
	return a.putRoutingRule(*domain.DomainName, stored), nil
}

// GetRoutingRule returns one rule.
func (a *Account) GetRoutingRule(in model.GetRoutingRuleInput) (*model.RoutingRule, error) {
	domain, rule, err := a.routingRule(in.DomainName, in.RoutingRuleId)
	if err != nil {
		return nil, err
	}
	return a.showRoutingRule(*domain.DomainName, rule), nil
}

// ListRoutingRules lists a domain name's rules.
func (a *Account) ListRoutingRules(in model.ListRoutingRulesInput) (*model.ListRoutingRulesOutput, error) {
	domain, err := a.domainName(in.DomainName)
	if err != nil {
		return nil, err
	}
	var limit *string
	if in.MaxResults != nil {
		if *in.MaxResults < 1 || *in.MaxResults > maxRulePage { // doc; guess: the text
			return nil, badRequest("Invalid maxResults specified. Must be between 1 and %d", maxRulePage)
		}
		limit = new(strconv.FormatInt(*in.MaxResults, 10))
	}
	rules, next, err := a.routingRules(*domain.DomainName).page(limit, in.NextToken)
	if err != nil {
		return nil, err
	}
	for i := range rules {
		a.showRoutingRule(*domain.DomainName, &rules[i])
	}
	return &model.ListRoutingRulesOutput{RoutingRules: rules, NextToken: next}, nil
}

// PutRoutingRule replaces a rule as a whole.
func (a *Account) PutRoutingRule(in model.PutRoutingRuleInput) (*model.RoutingRule, error) {
	domain, rule, err := a.routingRule(in.DomainName, in.RoutingRuleId)
	if err != nil {
		return nil, err
	}
	replaced := &model.RoutingRule{RoutingRuleId: rule.RoutingRuleId}
	model.Overlay(replaced, &in)
	if err := a.checkRoutingRule(domain, replaced); err != nil {
		return nil, err
	}
	return a.putRoutingRule(*domain.DomainName, replaced), nil
}

// DeleteRoutingRule removes a rule.
func (a *Account) DeleteRoutingRule(in model.DeleteRoutingRuleInput) error {
	domain, rule, err := a.routingRule(in.DomainName, in.RoutingRuleId)
	if err != nil {
		return err
	}
	a.routingRules(*domain.DomainName).remove(*rule.RoutingRuleId)
	return nil
}

func (a *Account) routingRule(domainName, id *string) (*model.DomainName, *model.RoutingRule, error) {
	domain, err := a.domainName(domainName)
	if err != nil {
		return nil, nil, err
	}
	rule := a.routingRules(*domain.DomainName).get(value(id))
	if rule == nil {
		return nil, nil, notFound("Invalid routing rule identifier specified") // guess
	}
	return domain, rule, nil
}

func (a *Account) putRoutingRule(domain string, rule *model.RoutingRule) *model.RoutingRule {
	setDefault(&rule.Actions[0].InvokeApi.StripBasePath, false) // doc: filled in
	a.routingRules(domain).put(*rule.RoutingRuleId, rule)
	return a.showRoutingRule(domain, rule)
}

// showRoutingRule adds the ARN, which has the account in it, unlike others (doc).
func (a *Account) showRoutingRule(domain string, rule *model.RoutingRule) *model.RoutingRule {
	rule.RoutingRuleArn = new(a.arn("/domainnames/"+domain+"/routingrules/"+*rule.RoutingRuleId, true))
	return rule
}

// invokes reports whether a rule sends requests to an API, and, unless stage
// is nil, to that stage of it.
func invokes(rule *model.RoutingRule, apiID string, stage *string) bool {
	for _, action := range rule.Actions {
		if i := action.InvokeApi; i != nil && value(i.ApiId) == apiID && (stage == nil || value(i.Stage) == *stage) {
			return true
		}
	}
	return false
}

// checkRoutingRule holds a whole rule's rules (doc; guess: the texts).
func (a *Account) checkRoutingRule(domain *model.DomainName, rule *model.RoutingRule) error {
	if mode := value(domain.RoutingMode); mode == "" || mode == routingModeMappings {
		return badRequest("Routing rules are not supported for a domain name with routing mode %s", routingModeMappings)
	}
	if priority := value(rule.Priority); priority < 1 || priority > maxRulePriority {
		return badRequest("Invalid priority specified. Must be between 1 and %d", maxRulePriority)
	}
	for id, other := range a.routingRules(*domain.DomainName).all() {
		if id != value(rule.RoutingRuleId) && value(other.Priority) == *rule.Priority {
			return conflict("A routing rule with priority %d already exists for this domain name", *rule.Priority)
		}
	}
	if len(rule.Actions) != 1 || rule.Actions[0].InvokeApi == nil {
		return badRequest("A routing rule must have exactly one action, which must be invokeApi")
	}
	api, err := a.api(rule.Actions[0].InvokeApi.ApiId)
	if err != nil {
		return err
	}
	if !api.stages().has(value(rule.Actions[0].InvokeApi.Stage)) {
		return badRequest("Invalid stage identifier specified")
	}
	return checkConditions(rule.Conditions)
}

func checkConditions(conditions []model.RoutingRuleCondition) error {
	headers, paths := 0, 0
	for _, c := range conditions {
		switch {
		case (c.MatchHeaders == nil) == (c.MatchBasePaths == nil):
			return badRequest("A condition of a routing rule must have either matchHeaders or matchBasePaths")
		case c.MatchHeaders != nil:
			headers++
			if len(c.MatchHeaders.AnyOf) != 1 {
				return badRequest("A condition of a routing rule must match exactly one header")
			}
			if err := checkHeaderCondition(value(c.MatchHeaders.AnyOf[0].Header), value(c.MatchHeaders.AnyOf[0].ValueGlob)); err != nil {
				return err
			}
		default:
			paths++
			if len(c.MatchBasePaths.AnyOf) != 1 {
				return badRequest("A condition of a routing rule must match exactly one base path")
			}
			path := c.MatchBasePaths.AnyOf[0]
			if path == "" || len(path) >= maxRuleBasePath {
				return badRequest("A base path of a routing rule must have 1 to %d characters", maxRuleBasePath-1)
			}
			if err := checkMappingKey(path); err != nil {
				return err
			}
		}
	}
	if headers > maxRuleHeaders || paths > maxRulePaths {
		return badRequest("A routing rule can have at most %d matchHeaders conditions and %d matchBasePaths condition", maxRuleHeaders, maxRulePaths)
	}
	return nil
}

func checkHeaderCondition(header, glob string) error {
	lower := strings.ToLower(header)
	if !expression.IsToken(header) || strings.Contains(header, "*") || len(header) >= maxRuleHeaderName ||
		expression.IsReserved(header) || lower == "x-apigw-api-id" || lower == "x-restapi" {
		return badRequest("Header %s cannot be used in a condition of a routing rule", header)
	}
	inner := strings.TrimSuffix(strings.TrimPrefix(glob, "*"), "*")
	infix := len(glob) == len(inner)+len("**")
	if glob == "" || len(glob) >= maxRuleGlob || infix && (inner == "" || len(inner) >= maxRuleInfix) || strings.Contains(inner, "*") || strings.ContainsFunc(glob, func(c rune) bool {
		return !isAlphanumeric(c) && !strings.ContainsRune("*?-!#$%&'.^_`|~", c)
	}) {
		return badRequest("Value %s cannot be used in a condition of a routing rule", glob)
	}
	return nil
}
