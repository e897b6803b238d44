package openapi

import (
	"slices"
	"strings"

	"gatehouse/model"
)

// The attributes of a path and of an operation.
const (
	pathAttributes      = " $ref summary description get put post delete options head patch trace servers parameters "
	operationAttributes = " tags summary description externalDocs operationId parameters requestBody responses callbacks deprecated security servers "
)

// methods are the operations of a path that become routes, in the order in
// which they are written.
func methods() []string { return []string{"get", "put", "post", "delete", "options", "head", "patch"} }

// path reads the operations of one path, in the order of the document.
func (p *importer) path(path string, v any) {
	if strings.HasPrefix(path, "x-") {
		return
	}
	d, ok := v.(*model.Document)
	if !ok {
		p.warn(issue("paths."+path, notOfType("object")))
		return
	}
	if !strings.HasPrefix(path, "/") { // obs, the text with its two blanks
		p.warn("Parse issue: attribute paths. Resource " + path + " should start with /")
	}
	at := "paths.'" + path + "'"
	p.unexpected(d, at, pathAttributes)
	if ref, ok := d.Get("$ref"); ok {
		target, _ := text(ref) // only integrations are referred to
		p.warn(issue(at+"."+target, "is unsupported"))
	}
	p.checkParameters(d, at)
	for name, v := range d.All() {
		switch {
		case name == anyMethodKey:
			p.operation(operation{path: path, method: "ANY", at: at + "(" + name + ")"}, v)
		case name == "trace":
			p.info(ignored(at + "(trace)"))
		case slices.Contains(methods(), name):
			p.operation(operation{path: path, method: strings.ToUpper(name), at: at + "(" + name + ")"}, v)
		case strings.HasPrefix(name, extensionPrefix):
			p.info(ignored(at + "." + name))
		}
	}
}

// An operation is one method of a path.
type operation struct {
	path   string // as the document has it
	method string // e.g. "GET"; "ANY" for the extension
	at     string // how messages name it: paths.'/pets'(get)
	d      *model.Document
	key    string // the route's
}

// operation makes a route of an operation.
func (p *importer) operation(o operation, v any) {
	var ok bool
	if o.d, ok = v.(*model.Document); !ok {
		p.warn(issue(o.at, notOfType("object")))
		return
	}
	o.key = p.routeKey(o)
	if o.method != "ANY" { // the service looks into extensions no further (obs)
		p.unexpected(o.d, o.at, operationAttributes)
		p.checkOperation(o.d, o.at)
	}
	for name := range o.d.All() {
		if name == "requestBody" || strings.HasPrefix(name, extensionPrefix) && name != authKey && name != integrationKey {
			p.info(ignored(o.at + "." + name))
		}
	}
	// What an imported route has even where it is empty (obs).
	route := model.Route{
		RouteKey:            &o.key,
		AuthorizationScopes: []string{},
		RequestParameters:   model.StringMap[model.ParameterConstraints]{},
	}
	if name, _ := o.d.Get("operationId"); name != nil {
		if id, ok := text(name); ok && id != "" {
			route.OperationName = &id
		}
	}
	authorized := p.authorize(o, &route)
	if target, ok := p.target(o); ok && authorized {
		route.Target = target
		p.def.Routes = append(p.def.Routes, route)
	}
}

// routeKey is the key of an operation's route. The default route is written as
// the path /$default with a mark; without the mark that is a path like any
// other (doc). Without the slash it is taken too, but for the warning (obs).
func (p *importer) routeKey(o operation) string {
	if o.method == "ANY" && strings.TrimPrefix(o.path, "/") == defaultRoute {
		v, _ := o.d.Get("isDefaultRoute")
		if mark, _ := text(v); mark == "true" {
			return defaultRoute
		}
	}
	return o.method + " " + prefixed(p.prefix, o.path)
}

// maxReferences is how many references may lead from one to the next: more
// than anybody needs, so few that a circle ends soon.
const maxReferences = 8

// integrations reads the integrations of components.
func (p *importer) integrations(d *model.Document) {
	refs := map[string]string{} // those that only refer to another
	for name, v := range d.All() {
		at := "components." + integrationsKey + "." + name
		i, ok := v.(*model.Document)
		if !ok {
			p.malformed(at, integrationKey+" is not an object")
			continue
		}
		if target, ok := i.Get("$ref"); ok {
			refs[name], _ = text(target)
			continue
		}
		if key, ok := p.integration(place{name, at, at}, i); ok {
			p.shared[name] = key
		}
	}
	for name := range refs {
		if key, ok := p.follow(name, refs); ok {
			p.shared[name] = key
		}
	}
}

// follow finds the integration that a chain of references ends at.
func (p *importer) follow(name string, refs map[string]string) (key string, ok bool) {
	for range maxReferences {
		if name, ok = refName(refs[name]); !ok {
			break
		}
		if key, ok := p.shared[name]; ok {
			return key, true
		}
	}
	return "", false
}

// refName is the name of the integration in components that a reference
// names.
func refName(ref string) (name string, ok bool) {
	name, ok = strings.CutPrefix(ref, integrationRefPrefix)
	return unescapePointer(name), ok && name != ""
}

// A place is where an integration stands in the document.
type place struct {
	name string // for its key
	at   string // how messages name it
	path string // what texts of the service call the path
}

// integration adds an integration and returns its key.
func (p *importer) integration(at place, d *model.Document) (key string, ok bool) {
	i, unknown, wrong := parseIntegration(d)
	if wrong != "" {
		p.malformed(at.path, wrong)
		return "", false
	}
	for _, member := range unknown {
		p.info(ignored(at.at + "." + member))
	}
	for key = at.name; p.keys[key]; { // components may call theirs like a route
		key += "'"
	}
	p.keys[key] = true
	i.IntegrationId = &key
	p.def.Integrations = append(p.def.Integrations, i)
	return key, true
}

// malformed refuses the document for an integration that cannot be read. The
// first sentence is that of REST APIs (obs), which name the path.
func (p *importer) malformed(path, reason string) {
	p.fail("Unable to parse API definition because of a malformed integration at path " + path + ". Its " + reason + ".")
}

// target reads an operation's integration. ok is false if there should be one
// but is not; an operation without one is a route without a target (guess).
func (p *importer) target(o operation) (target *string, ok bool) {
	v, _ := o.d.Get(integrationKey)
	if v == nil {
		return nil, true
	}
	d, ok := v.(*model.Document)
	if !ok {
		p.malformed(o.path, integrationKey+" is not an object")
		return nil, false
	}
	var key string
	if v, isRef := d.Get("$ref"); isRef {
		ref, _ := text(v)
		if name, found := refName(ref); found {
			key, ok = p.shared[name]
		} else {
			ok = false
		}
		if !ok {
			p.warn(IntegrationSkipped(o.key, "Invalid reference "+ref)) // guess
			return nil, false
		}
	} else if key, ok = p.integration(place{o.key, o.at + "." + integrationKey, o.path}, d); !ok {
		return nil, false
	}
	return new(targetPrefix + key), true
}
