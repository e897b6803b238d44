package openapi

import "gatehouse/model"

// authorize gives a route the authorization that its operation demands. It
// reports whether the route can be had: a route whose protection is not
// understood must not become a public one.
func (p *importer) authorize(o operation, route *model.Route) bool {
	if auth := o.d.Child(authKey); auth != nil { // outranks security (guess)
		v, _ := auth.Get("type")
		if kind, _ := text(v); kind == authorizationIAM || kind == authorizationNone {
			route.AuthorizationType = &kind
			return true
		}
	}
	security, ok := o.d.Get("security")
	at := o.at + ".security"
	if !ok {
		security, at = p.rootSecurity(), "security"
	}
	if security == nil {
		return true
	}
	requirements, ok := security.([]any)
	if !ok {
		p.fail(issue(at, notOfType("array")))
		return false
	}
	name, scopes, ok := p.requirement(o, at, requirements)
	if !ok || name == "" {
		return ok
	}
	scheme, known := p.schemes[name]
	switch {
	case !known:
		p.warn(RouteSkipped(o.key, "Security scheme '"+name+"' is not defined")) // guess
		return false
	case scheme.authorization == "":
		// It documents something that the service does not do, so that the
		// route is public (guess). As that is easily missed, it is a warning.
		p.warn("Security scheme '" + name + "' has no " + authorizerKey + ". Ignoring it for " + o.at + ".")
		return true
	}
	route.AuthorizationType = &scheme.authorization
	route.AuthorizationScopes = scopes
	if scheme.authorizer != "" {
		route.AuthorizerId = &scheme.authorizer
	}
	return true
}

// rootSecurity is what holds for operations that do not say anything, or nil.
func (p *importer) rootSecurity() any {
	v, _ := p.root.Get("security")
	return v
}

// requirement returns the one scheme that is required and the scopes, or ""
// if none is. The service cannot check several (doc; guess: the text).
func (p *importer) requirement(o operation, at string, requirements []any) (name string, scopes []string, ok bool) {
	several := len(requirements) > 1
	for _, v := range requirements {
		requirement, isObject := v.(*model.Document)
		if !isObject {
			p.fail(issue(at, notOfType("object")))
			return "", nil, false
		}
		several = several || requirement.Len() > 1
		for scheme, v := range requirement.All() {
			name = scheme
			if scopes, ok = textList(v); !ok {
				p.fail(issue(at+"."+scheme, notOfType("array")))
				return "", nil, false
			}
		}
	}
	if several {
		method, path := methodAndPath(o.key)
		p.fail("Unable to put method '" + method + "' on resource at path '" + path +
			"': Multiple security requirements are not supported. An operation can have one of IAM authorization, a Lambda authorizer or a JWT authorizer")
		return "", nil, false
	}
	return name, scopes, true
}
