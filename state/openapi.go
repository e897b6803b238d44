package state

import (
	"errors"
	"slices"
	"strings"

	"gatehouse/model"
	"gatehouse/state/openapi"
)

// maxImported is how many resources of a kind a document may define. AWS
// raises its quotas for routes and authorizers on request (doc), so there is
// no telling; this one keeps a document from holding the file for minutes.
const maxImported = 10_000

// ImportApi makes an HTTP API of an OpenAPI 3.0 document.
//
// https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html
func (a *Account) ImportApi(in model.ImportApiInput) (*model.Api, error) {
	d, err := a.definition(in.Body, in.Basepath)
	if err != nil {
		return nil, err
	}
	stored := &model.Api{CreatedDate: new(a.Settings.now()), ProtocolType: new(protocolHTTP)}
	draft, err := a.draft(d, stored, value(in.FailOnWarnings))
	if err != nil {
		return nil, err
	}
	id := a.newID(apiIDLength)
	stored.ApiId = &id
	a.apis().put(id, stored)
	api, err := a.api(&id)
	if err != nil {
		return nil, err
	}
	api.adopt(draft)
	return draft.report(a.showApi(stored)), nil
}

// ReimportApi puts what a document defines in the place of an HTTP API's
// routes, integrations, authorizers, CORS configuration, name, description,
// version and tags. Its stages and deployments stay (doc).
func (a *Account) ReimportApi(in model.ReimportApiInput) (*model.Api, error) {
	api, err := a.api(in.ApiId)
	if err != nil {
		return nil, err
	}
	if api.isWebSocket() {
		return nil, badRequest("Import is not supported for WEBSOCKET protocolType") // doc: HTTP only; guess: the text
	}
	d, err := a.definition(in.Body, in.Basepath)
	if err != nil {
		return nil, err
	}
	stored := *api.Api
	draft, err := a.draft(d, &stored, value(in.FailOnWarnings))
	if err != nil {
		return nil, err
	}
	if draft.routes().len() == 0 {
		api.freezeStages()
	}
	*api.Api = stored
	api.store()
	api.adopt(draft)
	api.redeploy()
	return draft.report(a.showTags(a.showApi(api.Api))), nil
}

// ExportApi writes an HTTP API as an OpenAPI document: its live configuration,
// or what a stage serves.
func (a *Account) ExportApi(in model.ExportApiInput) (*model.ExportApiOutput, error) {
	api, err := a.api(in.ApiId)
	if err != nil {
		return nil, err
	}
	if err := api.checkExport(in); err != nil {
		return nil, err
	}
	live := &liveSnapshot{api: api}
	exported := live.get()
	if name := value(in.StageName); name != "" {
		stage := api.stages().get(name)
		if stage == nil {
			return nil, noStage()
		}
		if exported = api.served(stage, live); exported == nil { // guess
			return nil, badRequest("Stage %s has no deployment that could be exported", name)
		}
	}
	body, err := openapi.Export(&openapi.Definition{
		Name: api.Name, Description: api.Description, Version: api.Version, Tags: api.Tags,
		Cors: exported.Cors, DisableExecuteApiEndpoint: &exported.DisableExecuteApiEndpoint, IpAddressType: api.IpAddressType,
		Authorizers: exported.Authorizers, Integrations: exported.Integrations, Routes: exported.Routes,
	}, openapi.ExportOptions{
		OutputType:        *in.OutputType,
		WithoutExtensions: in.IncludeExtensions != nil && !*in.IncludeExtensions,
		Endpoint:          a.Settings.endpoint(a.Region, *api.ApiId, protocolHTTP),
		Stage:             value(in.StageName),
		Created:           value(api.CreatedDate),
	})
	if err != nil {
		return nil, err
	}
	return &model.ExportApiOutput{Body: body}, nil
}

// checkExport checks what an export is asked for (doc; guess: the texts).
func (p *apiResource) checkExport(in model.ExportApiInput) error {
	switch output := value(in.OutputType); {
	case p.isWebSocket():
		return badRequest("Export is not supported for WEBSOCKET protocolType")
	case value(in.Specification) != "OAS30":
		return badRequest("Invalid specification specified. Must be one of [OAS30]")
	case output != openapi.JSON && output != openapi.YAML:
		return badRequest("Invalid outputType specified. Must be one of [JSON, YAML]")
	case in.ExportVersion != nil && *in.ExportVersion != "1.0":
		return badRequest("Invalid exportVersion specified. Must be one of [1.0]")
	}
	return nil
}

// definition reads the document of an import.
func (a *Account) definition(body, basepath *string) (*openapi.Definition, error) {
	d, err := openapi.Parse(value(body), openapi.Options{
		Basepath: value(basepath), Region: a.Region, AccountID: a.Settings.accountID(),
	})
	if err != nil {
		return nil, badRequest("%s", err)
	}
	if max(len(d.Routes), len(d.Authorizers)) > maxImported {
		return nil, tooMany("The document defines more than %d routes or authorizers", maxImported)
	}
	return d, nil
}

// A draft is an API that is made of a definition, apart from the account: its
// own members, and the resources below it in a place of their own. Everything
// in it has been checked as its create operation checks it.
type draft struct {
	*apiResource
	info, warnings []string

	authorizerIDs  map[string]string // by the keys of the definition
	integrationIDs map[string]string
	refused        map[string]string // why an integration was, by its key
	bareKeys       map[string]bool   // the route keys so far, without names
}

// draft makes one. What the service does not accept of it is left out with a
// warning; strict refuses the whole then. api is the API as it was before.
func (a *Account) draft(d *openapi.Definition, api *model.Api, strict bool) (*draft, error) {
	f := &draft{
		apiResource:    &apiResource{configuration{a, &object{broken: a.broken}}, api},
		info:           d.ImportInfo,
		warnings:       slices.Clone(d.Warnings),
		authorizerIDs:  map[string]string{},
		integrationIDs: map[string]string{},
		refused:        map[string]string{},
		bareKeys:       map[string]bool{},
	}
	if err := f.defineApi(d); err != nil {
		return nil, err
	}
	for i := range d.Authorizers {
		f.defineAuthorizer(d.Authorizers[i])
	}
	if err := f.defineIntegrations(d); err != nil {
		return nil, err
	}
	for i := range d.Routes {
		f.defineRoute(d.Routes[i])
	}
	if strict && f.warnings != nil {
		return nil, badRequest("%s", openapi.FailedOnWarnings(f.warnings))
	}
	return f, nil
}

func (f *draft) warn(warning string) { f.warnings = append(f.warnings, warning) }

// report puts into an answer what an import has to say. It is not stored
// (guess).
func (f *draft) report(api *model.Api) *model.Api {
	api.ImportInfo, api.Warnings = f.info, f.warnings
	return api
}

// defineApi sets the API's own members. What the document does not say about
// its endpoint stays (guess), and so does the name of an API that has one.
func (f *draft) defineApi(d *openapi.Definition) error {
	api := f.Api
	api.Description, api.Version, api.Tags = d.Description, d.Version, d.Tags
	model.Overlay(api, &model.Api{Name: d.Name, IpAddressType: d.IpAddressType, DisableExecuteApiEndpoint: d.DisableExecuteApiEndpoint})
	api.CorsConfiguration = nil
	if d.Cors != nil {
		if cors := mergeCors(nil, d.Cors); checkCors(cors) == nil && within(cors, "Cors") == nil {
			api.CorsConfiguration = cors
		} else {
			f.warn(openapi.CorsSkipped)
		}
	}
	if err := checkApi(api); err != nil {
		return err
	}
	if err := checkTags(api.Tags); err != nil {
		return err
	}
	return within(api, apiKind.shape)
}

// within checks the model's limits of a resource that came in no input.
func within(resource any, shape string) error {
	s := model.ShapeByName(shape)
	return checkLimits(model.Encode(resource, s), s)
}

// reason is the text of the service's refusal, for a warning.
func reason(err error) string {
	if e, ok := errors.AsType[*ServiceError](err); ok {
		return e.Message
	}
	return err.Error()
}

func (f *draft) defineAuthorizer(v model.Authorizer) {
	key := *v.AuthorizerId
	v.AuthorizerId = nil
	clearAuthorizer(&v)
	// Names are unique in a document. So each is checked beside none: looking
	// at all the others would take the square of their number.
	alone := &apiResource{configuration{f.account, &object{broken: f.account.broken}}, f.Api}
	err := alone.checkAuthorizer("", &v)
	if err == nil {
		err = within(&v, authorizerKind.shape)
	}
	if err != nil {
		f.warn(openapi.AuthorizerSkipped(value(v.Name), reason(err)))
		return
	}
	id := f.account.newID(authorizerIDLength)
	f.authorizers().put(id, &v)
	f.authorizerIDs[key] = id
}

func (f *draft) defineIntegrations(d *openapi.Definition) error {
	wanted := map[string]bool{}
	for i := range d.Routes {
		wanted[strings.TrimPrefix(value(d.Routes[i].Target), targetPrefix)] = true
	}
	for _, v := range d.Integrations {
		key := *v.IntegrationId
		v.IntegrationId = nil
		f.clearIntegration(&v)
		err := f.checkIntegration(&v)
		if err == nil {
			err = within(&v, integrationKind.shape)
		}
		switch {
		case err != nil:
			f.refused[key] = reason(err)
			if !wanted[key] {
				f.warn(openapi.UnusedIntegrationSkipped(key, reason(err)))
			}
			continue
		case len(f.integrationIDs) == maxIntegrations:
			return tooManyIntegrations()
		}
		id := f.account.newID(integrationIDLength)
		f.integrations().put(id, &v)
		f.integrationIDs[key] = id
	}
	return nil
}

func (f *draft) defineRoute(r model.Route) {
	key := *r.RouteKey
	if r.Target != nil {
		integration := strings.TrimPrefix(*r.Target, targetPrefix)
		if why, ok := f.refused[integration]; ok {
			f.warn(openapi.IntegrationSkipped(key, why))
			return
		}
		r.Target = new(targetPrefix + f.integrationIDs[integration])
	}
	if r.AuthorizerId != nil {
		id, ok := f.authorizerIDs[*r.AuthorizerId]
		if !ok {
			f.warn(openapi.RouteSkipped(key, openapi.NoAuthorizer(value(r.AuthorizationType))))
			return
		}
		r.AuthorizerId = &id
	}
	if err := f.checkImportedRoute(&r); err != nil {
		f.warn(openapi.RouteSkipped(key, reason(err)))
		return
	}
	f.routes().put(f.account.newID(routeIDLength), &r)
}

// checkImportedRoute checks a route as checkRoute does, but compares its key
// with those of the others only where that is going to find one: doing so for
// each would take the square of their number.
func (f *draft) checkImportedRoute(r *model.Route) error {
	bare := withoutNames(*r.RouteKey)
	check := checkRouteKey
	if f.bareKeys[bare] {
		check = func(key string) error { return f.checkNewKey("", key) }
	}
	if err := check(*r.RouteKey); err != nil {
		return err
	}
	if err := f.checkAuthorization(r); err != nil {
		return err
	}
	if err := within(r, routeKind.shape); err != nil {
		return err
	}
	f.bareKeys[bare] = true
	return nil
}

// adopt puts a draft's resources in the place of the API's own.
func (p *apiResource) adopt(f *draft) {
	for _, k := range []kind{routeKind, integrationKind, authorizerKind} {
		p.node.replace(f.node.child(k.member))
	}
}

// replace puts an object in the place of the child of its name. One that does
// not exist leaves nothing there.
func (o *object) replace(child *object) {
	o.remove(child.name)
	if !child.exists() {
		return
	}
	o.touch()
	child.parent = o
	o.absent = slices.DeleteFunc(o.absent, func(c *object) bool { return c.name == child.name })
	o.members = append(o.members, member{name: child.name, node: child})
}
