package state

import (
	"strings"

	"gatehouse/model"
)

const (
	routeIDLength = 7  // obs
	maxScopes     = 10 // for each route; not raised on request (doc)
	targetPrefix  = "integrations/"
)

// The authorization types of a route.
const (
	authorizationNone   = "NONE"
	authorizationJWT    = "JWT"
	authorizationCustom = "CUSTOM"
)

// CreateRoute adds a route to an API.
//
// https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes.html
func (a *Account) CreateRoute(in model.CreateRouteInput) (*model.Route, error) {
	api, err := a.api(in.ApiId)
	if err != nil {
		return nil, err
	}
	stored := &model.Route{}
	model.Overlay(stored, &in)
	clearRoute(stored)
	if err := api.checkRoute("", stored); err != nil {
		return nil, err
	}
	stored.RouteId = new(a.newID(routeIDLength))
	api.routes().put(*stored.RouteId, stored)
	api.redeploy()
	return showRoute(stored), nil
}

// GetRoute returns one route.
func (a *Account) GetRoute(in model.GetRouteInput) (*model.Route, error) {
	_, route, err := a.route(in.ApiId, in.RouteId)
	if err != nil {
		return nil, err
	}
	return showRoute(route), nil
}

// GetRoutes lists an API's routes.
func (a *Account) GetRoutes(in model.GetRoutesInput) (*model.GetRoutesOutput, error) {
	api, err := a.api(in.ApiId)
	if err != nil {
		return nil, err
	}
	items, next, err := api.routes().page(in.MaxResults, in.NextToken)
	if err != nil {
		return nil, err
	}
	for i := range items {
		showRoute(&items[i])
	}
	return &model.GetRoutesOutput{Items: items, NextToken: next}, nil
}

// UpdateRoute changes the members that are given. RequestModels and
// RequestParameters merge by key; an empty text removes a model (obs).
func (a *Account) UpdateRoute(in model.UpdateRouteInput) (*model.Route, error) {
	api, route, err := a.route(in.ApiId, in.RouteId)
	if err != nil {
		return nil, err
	}
	if in.AuthorizerId != nil && in.AuthorizationType == nil && *in.AuthorizerId != value(route.AuthorizerId) {
		return nil, badRequest("Unable to update route. Authorizer type is invalid or null.") // obs
	}
	if value(route.ApiGatewayManaged) && in.RouteKey != nil && *in.RouteKey != value(route.RouteKey) {
		return nil, badRequest("The route key of a route that is managed by API Gateway cannot be changed") // doc; guess: the text
	}
	merged := *route
	model.Overlay(&merged, &in)
	merged.RequestModels = mergeTexts(route.RequestModels, in.RequestModels)
	merged.RequestParameters = mergeMaps(route.RequestParameters, in.RequestParameters, func(model.ParameterConstraints) bool { return false })
	clearRoute(&merged)
	if err := api.checkRoute(*merged.RouteId, &merged); err != nil {
		return nil, err
	}
	api.routes().put(*merged.RouteId, &merged)
	api.redeploy()
	return showRoute(&merged), nil
}

// DeleteRoute removes a route. Stages keep their settings for its key (obs).
func (a *Account) DeleteRoute(in model.DeleteRouteInput) error {
	api, route, err := a.route(in.ApiId, in.RouteId)
	if err != nil {
		return err
	}
	if value(route.ApiGatewayManaged) { // doc: it may not be deleted; guess: the text
		return badRequest("Cannot delete Route because it is managed by API Gateway")
	}
	if api.routes().len() == 1 {
		api.freezeStages()
	}
	api.routes().remove(*route.RouteId)
	api.redeploy()
	return nil
}

// DeleteRouteRequestParameter removes one request parameter of a route.
func (a *Account) DeleteRouteRequestParameter(in model.DeleteRouteRequestParameterInput) error {
	api, route, err := a.route(in.ApiId, in.RouteId)
	if err != nil {
		return err
	}
	key := value(in.RequestParameterKey)
	if _, ok := route.RequestParameters.Get(key); !ok {
		return notFound("Invalid request parameter key specified %s", key) // guess
	}
	route.RequestParameters.Delete(key)
	if len(route.RequestParameters) == 0 {
		route.RequestParameters = nil
	}
	api.routes().put(*route.RouteId, route)
	api.redeploy()
	return nil
}

// route finds the route that an operation addresses.
func (a *Account) route(apiID, id *string) (*apiResource, *model.Route, error) {
	api, err := a.api(apiID)
	if err != nil {
		return nil, nil, err
	}
	route := api.routes().get(value(id))
	if route == nil {
		return nil, nil, notFound("Invalid Route identifier specified %s", value(id)) // obs, but for the identifier
	}
	return api, route, nil
}

// clearRoute removes the members that an empty value clears (obs, but for the
// target).
func clearRoute(r *model.Route) {
	r.AuthorizerId = notEmpty(r.AuthorizerId)
	r.OperationName = notEmpty(r.OperationName)
	r.Target = notEmpty(r.Target)
	if len(r.AuthorizationScopes) == 0 {
		r.AuthorizationScopes = nil
	}
}

// checkRoute holds a route's rules, on the whole of it after a merge. id is
// "" for a route that is new. The order of the checks is a guess.
func (p *apiResource) checkRoute(id string, r *model.Route) error {
	if err := p.checkNewKey(id, value(r.RouteKey)); err != nil {
		return err
	}
	name := id // what the texts call the route: null while it has no identifier (obs)
	if id == "" {
		name = "null"
	}
	if value(r.ApiKeyRequired) && !p.isWebSocket() {
		return badRequest("ApiKeyRequired is not currently supported for HTTP APIs. Please set ApiKeyRequired to false for route %s", name) // obs
	}
	if r.Target != nil {
		integration, ok := strings.CutPrefix(*r.Target, targetPrefix)
		if !ok || integration == "" || strings.Contains(integration, "/") {
			return badRequest("Unexpected or malformed target in route %s. Correct format should be integrations/<integration_id>.", name) // obs
		}
		if !p.integrations().has(integration) {
			return noIntegration(integration) // guess: refused, but as what is unknown
		}
	}
	if err := p.checkModels(r.RequestModels); err != nil {
		return err
	}
	return p.checkAuthorization(r)
}

// checkNewKey checks a route's key, alone and beside those of the other routes.
func (p *apiResource) checkNewKey(id, key string) error {
	switch {
	case !p.isWebSocket():
		if err := checkRouteKey(key); err != nil {
			return err
		}
	case key == "":
		return badRequest("Route key is required") // obs
	}
	bare := withoutNames(key)
	for otherID, otherKey := range p.routes().texts("RouteKey") {
		switch {
		case otherID == id:
		case otherKey == key:
			return conflict("Route with key %s already exists for this API", key) // obs
		case !p.isWebSocket() && withoutNames(otherKey) == bare:
			return conflict(`The provided route key "%s" has a conflicting variable on the same hierarchical level as "%s"`, key, otherKey) // obs
		}
	}
	return nil
}

func (p *apiResource) checkAuthorization(r *model.Route) error {
	kind := value(r.AuthorizationType)
	if kind == "" {
		kind = authorizationNone
	}
	if p.isWebSocket() && kind != authorizationNone && value(r.RouteKey) != "$connect" {
		return badRequest("Currently, authorization is restricted to the $connect route only") // obs
	}
	if len(r.AuthorizationScopes) > 0 && kind != authorizationJWT {
		return badRequest("Invalid Route authorization type specified. Authorization Scopes are only valid for COGNITO_USER_POOLS and JWT authorization types") // obs
	}
	authorizer := p.authorizers().get(value(r.AuthorizerId))
	switch {
	case len(r.AuthorizationScopes) > maxScopes:
		return badRequest("Authorization scopes list must have at most %d items", maxScopes) // doc; guess: the text
	case kind == authorizationJWT && (authorizer == nil || value(authorizer.AuthorizerType) != authorizerJWT):
		return badRequest("Invalid authorizer ID specified. Setting the authorization type to JWT requires a valid JWT authorizer.") // obs
	case kind == authorizationCustom && (authorizer == nil || value(authorizer.AuthorizerType) != authorizerRequest):
		return badRequest("Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.") // obs
	case r.AuthorizerId != nil && authorizer == nil:
		return badRequest("Invalid authorizer ID specified.") // guess
	}
	return nil
}

// showRoute adds what every route has and the file does not repeat (obs).
func showRoute(r *model.Route) *model.Route {
	setDefault(&r.ApiKeyRequired, false)
	setDefault(&r.AuthorizationType, authorizationNone)
	return r
}
