package state

import (
	"gatehouse/model"
)

// What an API has when nothing else was said (obs).
const (
	defaultApiKeySelection = "$request.header.x-api-key"
	defaultRouteSelection  = "$request.method $request.path"
)

// apiIDLength is the length of an API's identifier (obs).
const apiIDLength = 10

// CreateApi creates an API and, if Target is given, an integration, a route
// and a stage that serve that target (quick create).
//
// https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis.html
func (a *Account) CreateApi(in model.CreateApiInput) (*model.Api, error) {
	stored := &model.Api{CreatedDate: new(a.Settings.now())}
	model.Overlay(stored, &in)
	clearApi(stored)
	if in.CorsConfiguration != nil {
		stored.CorsConfiguration = mergeCors(nil, in.CorsConfiguration)
	}
	if err := checkApi(stored); err != nil {
		return nil, err
	}
	if err := checkTags(in.Tags); err != nil {
		return nil, err
	}
	quick, err := newQuickCreate(in)
	if err != nil {
		return nil, err
	}
	id := a.newID(apiIDLength)
	stored.ApiId = &id
	a.apis().put(id, stored)
	if quick != nil {
		api, err := a.api(&id)
		if err != nil {
			return nil, err
		}
		if err := api.quickCreate(quick); err != nil {
			return nil, err
		}
		stored = api.Api
	}
	return a.showApi(stored), nil
}

// GetApi returns one API.
func (a *Account) GetApi(in model.GetApiInput) (*model.Api, error) {
	api, err := a.api(in.ApiId)
	if err != nil {
		return nil, err
	}
	return a.showTags(a.showApi(api.Api)), nil
}

// GetApis lists the region's APIs, the oldest first.
func (a *Account) GetApis(in model.GetApisInput) (*model.GetApisOutput, error) {
	items, next, err := a.apis().page(in.MaxResults, in.NextToken)
	if err != nil {
		return nil, err
	}
	for i := range items {
		a.showTags(a.showApi(&items[i]))
	}
	return &model.GetApisOutput{Items: items, NextToken: next}, nil
}

// UpdateApi changes the members that are given. Target, RouteKey and
// CredentialsArn change what quick create made.
func (a *Account) UpdateApi(in model.UpdateApiInput) (*model.Api, error) {
	api, err := a.api(in.ApiId)
	if err != nil {
		return nil, err
	}
	cors := api.CorsConfiguration
	model.Overlay(api.Api, &in)
	clearApi(api.Api)
	if in.CorsConfiguration != nil {
		api.CorsConfiguration = mergeCors(cors, in.CorsConfiguration)
	}
	if err := checkApi(api.Api); err != nil {
		return nil, err
	}
	api.store()
	quick := in.Target != nil || in.RouteKey != nil || in.CredentialsArn != nil
	if quick {
		if err := api.updateQuickCreate(in); err != nil {
			return nil, err
		}
	}
	if quick || in.CorsConfiguration != nil || in.DisableExecuteApiEndpoint != nil ||
		in.RouteSelectionExpression != nil || in.ApiKeySelectionExpression != nil {
		api.redeploy()
	}
	return a.showTags(a.showApi(api.Api)), nil
}

// DeleteApi removes an API with everything below it. An API that a custom
// domain name refers to stays.
func (a *Account) DeleteApi(in model.DeleteApiInput) error {
	api, err := a.api(in.ApiId)
	if err != nil {
		return err
	}
	for domain := range a.domainNames().all() {
		for _, m := range a.apiMappings(domain).all() {
			if value(m.ApiId) == *api.ApiId {
				return badRequest("Deleting API %s failed. Please remove all API mappings for the API from your custom domain names.", *api.ApiId)
			}
		}
		for _, rule := range a.routingRules(domain).all() {
			if invokes(rule, *api.ApiId, nil) { // guess: the text is made after the other
				return badRequest("Deleting API %s failed. Please remove all routing rules for the API from your custom domain names.", *api.ApiId)
			}
		}
	}
	a.apis().remove(*api.ApiId)
	return nil
}

// DeleteCorsConfiguration removes an HTTP API's CORS configuration, so that
// it no longer answers preflights. Without one there is nothing to do (guess).
//
// https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-cors.html
func (a *Account) DeleteCorsConfiguration(in model.DeleteCorsConfigurationInput) error {
	api, err := a.api(in.ApiId)
	if err != nil {
		return err
	}
	if api.CorsConfiguration == nil {
		return nil
	}
	api.CorsConfiguration = nil
	api.store()
	api.redeploy()
	return nil
}

// clearApi removes the members that an empty text clears (obs).
func clearApi(api *model.Api) {
	api.Description = notEmpty(api.Description)
	api.Version = notEmpty(api.Version)
}

// checkApi holds an API's rules, on the whole of it after a merge.
func checkApi(api *model.Api) error {
	if value(api.Name) == "" {
		return badRequest("Invalid API name specified") // obs
	}
	selection := value(api.RouteSelectionExpression)
	switch value(api.ProtocolType) {
	case protocolHTTP:
		if api.RouteSelectionExpression != nil && selection != defaultRouteSelection && selection != "${request.method} ${request.path}" {
			return badRequest(`Route selection expression is currently limited to "${request.method} ${request.path}"`) // obs
		}
	case protocolWebSocket:
		if selection == "" {
			return badRequest("Invalid routeSelectionExpression") // obs
		}
		if api.CorsConfiguration != nil {
			return badRequest("Cors is not supported for WEBSOCKET protocolType") // obs
		}
	default:
		return badRequest("Invalid protocol specified. Must be one of [HTTP, WEBSOCKET]") // obs
	}
	return checkCors(api.CorsConfiguration)
}

// showApi adds what every API has and the file does not repeat.
func (a *Account) showApi(api *model.Api) *model.Api {
	api.ApiEndpoint = new(a.Settings.endpoint(a.Region, *api.ApiId, value(api.ProtocolType)))
	setDefault(&api.ApiKeySelectionExpression, defaultApiKeySelection)
	setDefault(&api.DisableExecuteApiEndpoint, false)
	setDefault(&api.IpAddressType, "ipv4")
	setDefault(&api.RouteSelectionExpression, defaultRouteSelection)
	return api
}

// showTags adds the empty map that an API without tags has in every answer
// but that of its creation (obs).
func (a *Account) showTags(api *model.Api) *model.Api {
	if api.Tags == nil {
		api.Tags = model.StringMap[string]{}
	}
	return api
}

// setDefault gives a member that is absent a value.
func setDefault[T any](member **T, v T) {
	if *member == nil {
		*member = &v
	}
}
