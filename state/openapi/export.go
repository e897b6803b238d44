package openapi

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"gatehouse/model"
)

// The types of output of Export.
const (
	JSON = "JSON"
	YAML = "YAML"
)

// ExportOptions says how Export writes a definition.
type ExportOptions struct {
	OutputType string // JSON or YAML

	// WithoutExtensions leaves out everything that is API Gateway's own. What
	// is left is documentation.
	WithoutExtensions bool

	// Endpoint is the URL of the API, without a path. Stage is the stage that
	// is exported; "" and "$default" are at the root.
	Endpoint string
	Stage    string

	// Created is written in the place of a version that the API has not (obs).
	Created time.Time
}

// Export writes a definition as OpenAPI 3.0.1, in the layout of the service's
// own exports. Paths are sorted, everything else is in the definition's order.
// Without extensions left out, Parse reads the same definition back, but for
// its version if it has none, identifiers, Lambda ARNs, which always come out
// as the URI under which API Gateway calls the function (obs), and what HTTP
// APIs do not have: models, request parameters, templates.
//
// An error is one of the options; any definition can be written.
func Export(d *Definition, o ExportOptions) ([]byte, error) {
	e := &exporter{def: d, options: o, uses: map[string]int{}, schemes: map[string]string{}}
	e.index()
	root := e.document()
	switch o.OutputType {
	case JSON:
		return appendJSON(nil, root), nil
	case YAML:
		return appendYAML(nil, root), nil
	}
	return nil, fmt.Errorf("output type %q is neither %s nor %s", o.OutputType, JSON, YAML)
}

// An exporter writes one definition.
type exporter struct {
	def     *Definition
	options ExportOptions

	integrations map[string]*model.Integration // by identifier
	uses         map[string]int                // how many routes have an integration as their target
	schemes      map[string]string             // the names of the schemes of authorizers, by identifier
	sigV4        string                        // the name of the scheme for IAM; "" if no route needs it
}

// index finds what the document has to refer to.
func (e *exporter) index() {
	e.integrations = make(map[string]*model.Integration, len(e.def.Integrations))
	for i := range e.def.Integrations {
		e.integrations[value(e.def.Integrations[i].IntegrationId)] = &e.def.Integrations[i]
	}
	names := map[string]bool{}
	for i := range e.def.Authorizers {
		a := &e.def.Authorizers[i]
		e.schemes[value(a.AuthorizerId)] = value(a.Name)
		names[value(a.Name)] = true
	}
	for i := range e.def.Routes {
		route := &e.def.Routes[i]
		e.uses[strings.TrimPrefix(value(route.Target), targetPrefix)]++
		if value(route.AuthorizationType) == authorizationIAM && e.sigV4 == "" {
			e.sigV4 = "sigv4" // obs
			for names[e.sigV4] {
				e.sigV4 += "_iam"
			}
		}
	}
}

// extensions reports whether they are written.
func (e *exporter) extensions() bool { return !e.options.WithoutExtensions }

func (e *exporter) document() *model.Document {
	root := object("openapi", "3.0.1")
	root.Set("info", e.info())
	root.Set("servers", []any{e.server()})
	if len(e.def.Tags) > 0 {
		root.Set("tags", e.tags())
	}
	root.Set("paths", e.paths())
	if components := e.components(); components.Len() > 0 {
		root.Set("components", components)
	}
	if e.extensions() {
		if e.def.Cors != nil {
			root.Set(corsKey, writeCors(e.def.Cors))
		}
		root.Set(importVersionKey, importVersion)
	}
	return root
}

func (e *exporter) info() *model.Document {
	info := object("title", value(e.def.Name))
	setText(info, "description", e.def.Description)
	version := e.options.Created.UTC().Format("2006-01-02 15:04:05") + "UTC"
	if e.def.Version != nil {
		version = *e.def.Version
	}
	info.Set("version", version)
	return info
}

// server writes where the API is. The base path of a stage has a slash, as
// REST APIs have it (guess; a published export of an HTTP API's stage has
// none).
func (e *exporter) server() *model.Document {
	base := ""
	if stage := e.options.Stage; stage != "" && stage != "$default" {
		base = "/" + stage
	}
	server := object("url", e.options.Endpoint+"/{basePath}")
	server.Set("variables", object("basePath", object("default", base)))
	endpoint := model.NewDocument()
	if value(e.def.DisableExecuteApiEndpoint) { // obs
		endpoint.Set("disableExecuteApiEndpoint", true)
	}
	if address := value(e.def.IpAddressType); address != "" && address != "ipv4" { // guess
		endpoint.Set("ipAddressType", address)
	}
	if e.extensions() && endpoint.Len() > 0 {
		server.Set(endpointKey, endpoint)
	}
	return server
}

func (e *exporter) tags() []any {
	tags := make([]any, len(e.def.Tags))
	for i, tag := range e.def.Tags {
		d := object("name", tag.Key)
		if e.extensions() {
			d.Set(tagValueKey, tag.Value)
		}
		tags[i] = d
	}
	return tags
}

// components writes what operations refer to, and the integrations that no
// route has as its target.
func (e *exporter) components() *model.Document {
	components := model.NewDocument()
	var schemes []model.Field
	for i := range e.def.Authorizers {
		a := &e.def.Authorizers[i]
		schemes = append(schemes, model.Field{Name: value(a.Name), Value: writeAuthorizer(a, e.extensions())})
	}
	if e.sigV4 != "" {
		scheme := apiKeyScheme("Authorization")
		if e.extensions() {
			scheme.Set(authTypeKey, awsSigV4)
		}
		schemes = append(schemes, model.Field{Name: e.sigV4, Value: scheme})
	}
	if schemes != nil {
		components.Set("securitySchemes", model.NewDocument(schemes...))
	}
	var integrations []model.Field
	for i := range e.def.Integrations {
		integration := &e.def.Integrations[i]
		if id := value(integration.IntegrationId); e.uses[id] != 1 {
			integrations = append(integrations, model.Field{Name: e.componentName(id), Value: writeIntegration(integration)})
		}
	}
	if integrations != nil && e.extensions() {
		components.Set(integrationsKey, model.NewDocument(integrations...))
	}
	return components
}

// componentName is what an integration is called that is not written where it
// is used: because nobody does (obs), or because several routes do. Whether
// the service writes those for each route is unknown; then an export would not
// give the same API again (guess).
func (e *exporter) componentName(id string) string {
	if e.uses[id] == 0 {
		return "unusedIntegration_" + id
	}
	return "integration_" + id
}

// paths writes the routes, sorted by path.
func (e *exporter) paths() *model.Document {
	type exported struct {
		path       string
		operations map[string]*model.Route // by the document's word for the method
	}
	var paths []*exported
	known := map[string]*exported{}
	for i := range e.def.Routes {
		route := &e.def.Routes[i]
		method, path := methodAndPath(value(route.RouteKey))
		if known[path] == nil {
			known[path] = &exported{path, map[string]*model.Route{}}
			paths = append(paths, known[path])
		}
		name := strings.ToLower(method)
		if method == "ANY" {
			name = anyMethodKey
		}
		known[path].operations[name] = route
	}
	slices.SortFunc(paths, func(a, b *exported) int { return strings.Compare(a.path, b.path) })
	var members []model.Field
	for _, p := range paths {
		if item := e.pathItem(p.path, p.operations); item.Len() > 0 {
			members = append(members, model.Field{Name: p.path, Value: item})
		}
	}
	return model.NewDocument(members...)
}

// pathItem writes the operations of a path and then its parameters. The
// operation for any method is an extension, and those come last in every
// object (obs for others).
func (e *exporter) pathItem(path string, operations map[string]*model.Route) *model.Document {
	item := model.NewDocument()
	for _, method := range methods() {
		if route := operations[method]; route != nil {
			item.Set(method, e.operation(route))
		}
	}
	route := operations[anyMethodKey]
	if route != nil && !e.extensions() { // guess: nothing stands in for it
		route = nil
	}
	if parameters := pathParameters(path); parameters != nil && (item.Len() > 0 || route != nil) {
		item.Set("parameters", parameters)
	}
	if route != nil {
		item.Set(anyMethodKey, e.operation(route))
	}
	return item
}

// operation writes one route.
func (e *exporter) operation(route *model.Route) *model.Document {
	d := model.NewDocument()
	setText(d, "operationId", route.OperationName)
	description := "Default response for " + value(route.RouteKey) // guess for $default
	d.Set("responses", object("default", object("description", description)))
	if name, ok := e.scheme(route); ok {
		d.Set("security", []any{object(name, writeList(route.AuthorizationScopes))})
	}
	if !e.extensions() {
		return d
	}
	if value(route.RouteKey) == defaultRoute {
		d.Set("isDefaultRoute", true)
	}
	id := strings.TrimPrefix(value(route.Target), targetPrefix)
	switch integration := e.integrations[id]; {
	case integration == nil:
	case e.uses[id] > 1:
		d.Set(integrationKey, object("$ref", integrationRefPrefix+escapePointer(e.componentName(id))))
	default:
		d.Set(integrationKey, writeIntegration(integration))
	}
	return d
}

// scheme is the name of the security scheme that a route requires.
func (e *exporter) scheme(route *model.Route) (name string, ok bool) {
	switch value(route.AuthorizationType) {
	case authorizationIAM:
		return e.sigV4, true
	case authorizationJWT, authorizationCustom:
		name, ok = e.schemes[value(route.AuthorizerId)]
	}
	return name, ok
}

// pathParameters writes the variables of a path (obs). A greedy one keeps its
// plus.
func pathParameters(path string) []any {
	var parameters []any
	for part := range strings.SplitSeq(path, "/") {
		if !strings.HasPrefix(part, "{") || !strings.HasSuffix(part, "}") {
			continue
		}
		name := part[1 : len(part)-1]
		parameters = append(parameters, model.NewDocument(
			model.Field{Name: "name", Value: name},
			model.Field{Name: "in", Value: "path"},
			model.Field{Name: "description", Value: "Generated path parameter for " + name},
			model.Field{Name: "required", Value: true},
			model.Field{Name: "schema", Value: object("type", "string")},
		))
	}
	return parameters
}

// escapePointer writes a name as a part of a JSON pointer in a URI.
func escapePointer(name string) string {
	return strings.NewReplacer("~", "~0", "/", "~1", "%", "%25").Replace(name)
}

// value is what p points to, or the zero value if p is nil.
func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
