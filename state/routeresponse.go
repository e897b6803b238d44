package state

import "gatehouse/model"

// CreateRouteResponse adds the response to a WebSocket API's route that makes
// the route answer its caller.
//
// https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-routes-routeid-routeresponses.html
func (a *Account) CreateRouteResponse(in model.CreateRouteResponseInput) (*model.RouteResponse, error) {
	api, route, err := a.route(in.ApiId, in.RouteId)
	if err != nil {
		return nil, err
	}
	if !api.isWebSocket() {
		return nil, badRequest("RouteResponses are currently not supported for this API protocol type. This is because the API may only be configured with proxy integration at this time.") // obs
	}
	stored := &model.RouteResponse{}
	model.Overlay(stored, &in)
	responses := api.routeResponses(*route.RouteId)
	if err := api.checkRouteResponse(responses, "", stored); err != nil {
		return nil, err
	}
	stored.RouteResponseId = new(a.newID(responseIDLength))
	responses.put(*stored.RouteResponseId, stored)
	api.redeploy()
	return stored, nil
}

// GetRouteResponse returns one route response.
func (a *Account) GetRouteResponse(in model.GetRouteResponseInput) (*model.RouteResponse, error) {
	_, _, response, err := a.routeResponse(in.ApiId, in.RouteId, in.RouteResponseId)
	return response, err
}

// GetRouteResponses lists a route's responses.
func (a *Account) GetRouteResponses(in model.GetRouteResponsesInput) (*model.GetRouteResponsesOutput, error) {
	api, route, err := a.route(in.ApiId, in.RouteId)
	if err != nil {
		return nil, err
	}
	items, next, err := api.routeResponses(*route.RouteId).page(in.MaxResults, in.NextToken)
	if err != nil {
		return nil, err
	}
	return &model.GetRouteResponsesOutput{Items: items, NextToken: next}, nil
}

// UpdateRouteResponse changes the members that are given. The maps merge by
// key (guess, as for routes).
func (a *Account) UpdateRouteResponse(in model.UpdateRouteResponseInput) (*model.RouteResponse, error) {
	api, responses, response, err := a.routeResponse(in.ApiId, in.RouteId, in.RouteResponseId)
	if err != nil {
		return nil, err
	}
	merged := *response
	model.Overlay(&merged, &in)
	merged.ModelSelectionExpression = notEmpty(merged.ModelSelectionExpression)
	merged.ResponseModels = mergeTexts(response.ResponseModels, in.ResponseModels)
	merged.ResponseParameters = mergeMaps(response.ResponseParameters, in.ResponseParameters, func(model.ParameterConstraints) bool { return false })
	if err := api.checkRouteResponse(responses, *merged.RouteResponseId, &merged); err != nil {
		return nil, err
	}
	responses.put(*merged.RouteResponseId, &merged)
	api.redeploy()
	return &merged, nil
}

// DeleteRouteResponse removes a route response.
func (a *Account) DeleteRouteResponse(in model.DeleteRouteResponseInput) error {
	api, responses, response, err := a.routeResponse(in.ApiId, in.RouteId, in.RouteResponseId)
	if err != nil {
		return err
	}
	responses.remove(*response.RouteResponseId)
	api.redeploy()
	return nil
}

func (a *Account) routeResponse(apiID, routeID, id *string) (*apiResource, family[model.RouteResponse], *model.RouteResponse, error) {
	api, route, err := a.route(apiID, routeID)
	if err != nil {
		return nil, family[model.RouteResponse]{}, nil, err
	}
	responses := api.routeResponses(*route.RouteId)
	response := responses.get(value(id))
	if response == nil {
		return nil, responses, nil, notFound("Invalid RouteResponse identifier specified") // guess
	}
	return api, responses, response, nil
}

func (p *apiResource) checkRouteResponse(responses family[model.RouteResponse], id string, r *model.RouteResponse) error {
	key := value(r.RouteResponseKey)
	if key != "$default" {
		return badRequest("Currently, only $default is supported as a RouteResponseKey. The creation of the RouteResponse with a key of $default will indicate to API Gateway that this Route is intended to handle two-way communication.") // obs
	}
	for otherID, other := range responses.all() {
		if otherID != id && value(other.RouteResponseKey) == key {
			return conflict("RouteResponse with key %s already exists for this Route", key) // guess
		}
	}
	return p.checkModels(r.ResponseModels)
}
