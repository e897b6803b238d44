package state

import (
	"strings"

	"gatehouse/model"
)

// responseIDLength is the length of the identifiers of route responses and
// integration responses (guess).
const responseIDLength = 7

// CreateIntegrationResponse adds a response to a WebSocket API's integration.
//
// https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations-integrationid-integrationresponses.html
func (a *Account) CreateIntegrationResponse(in model.CreateIntegrationResponseInput) (*model.IntegrationResponse, error) {
	api, integration, err := a.integration(in.ApiId, in.IntegrationId)
	if err != nil {
		return nil, err
	}
	if !api.isWebSocket() {
		return nil, badRequest("IntegrationResponses are currently not supported for this API protocol type. This is because the API may only be configured with proxy integration at this time.") // obs
	}
	stored := &model.IntegrationResponse{}
	model.Overlay(stored, &in)
	responses := api.integrationResponses(*integration.IntegrationId)
	if err := checkIntegrationResponse(responses, "", stored); err != nil {
		return nil, err
	}
	stored.IntegrationResponseId = new(a.newID(responseIDLength))
	responses.put(*stored.IntegrationResponseId, stored)
	api.redeploy()
	return stored, nil
}

// GetIntegrationResponse returns one integration response.
func (a *Account) GetIntegrationResponse(in model.GetIntegrationResponseInput) (*model.IntegrationResponse, error) {
	_, _, response, err := a.integrationResponse(in.ApiId, in.IntegrationId, in.IntegrationResponseId)
	return response, err
}

// GetIntegrationResponses lists an integration's responses.
func (a *Account) GetIntegrationResponses(in model.GetIntegrationResponsesInput) (*model.GetIntegrationResponsesOutput, error) {
	api, integration, err := a.integration(in.ApiId, in.IntegrationId)
	if err != nil {
		return nil, err
	}
	items, next, err := api.integrationResponses(*integration.IntegrationId).page(in.MaxResults, in.NextToken)
	if err != nil {
		return nil, err
	}
	return &model.GetIntegrationResponsesOutput{Items: items, NextToken: next}, nil
}

// UpdateIntegrationResponse changes the members that are given. The maps merge
// by key (guess, as for integrations).
func (a *Account) UpdateIntegrationResponse(in model.UpdateIntegrationResponseInput) (*model.IntegrationResponse, error) {
	api, responses, response, err := a.integrationResponse(in.ApiId, in.IntegrationId, in.IntegrationResponseId)
	if err != nil {
		return nil, err
	}
	merged := *response
	model.Overlay(&merged, &in)
	merged.TemplateSelectionExpression = notEmpty(merged.TemplateSelectionExpression)
	merged.ResponseParameters = mergeTexts(response.ResponseParameters, in.ResponseParameters)
	merged.ResponseTemplates = mergeMaps(response.ResponseTemplates, in.ResponseTemplates, func(string) bool { return false })
	if err := checkIntegrationResponse(responses, *merged.IntegrationResponseId, &merged); err != nil {
		return nil, err
	}
	responses.put(*merged.IntegrationResponseId, &merged)
	api.redeploy()
	return &merged, nil
}

// DeleteIntegrationResponse removes an integration response.
func (a *Account) DeleteIntegrationResponse(in model.DeleteIntegrationResponseInput) error {
	api, responses, response, err := a.integrationResponse(in.ApiId, in.IntegrationId, in.IntegrationResponseId)
	if err != nil {
		return err
	}
	responses.remove(*response.IntegrationResponseId)
	api.redeploy()
	return nil
}

func (a *Account) integrationResponse(apiID, integrationID, id *string) (*apiResource, family[model.IntegrationResponse], *model.IntegrationResponse, error) {
	api, integration, err := a.integration(apiID, integrationID)
	if err != nil {
		return nil, family[model.IntegrationResponse]{}, nil, err
	}
	responses := api.integrationResponses(*integration.IntegrationId)
	response := responses.get(value(id))
	if response == nil {
		return nil, responses, nil, notFound("Invalid IntegrationResponse identifier specified") // guess
	}
	return api, responses, response, nil
}

// checkIntegrationResponse checks a response's key: $default or a regular
// expression between slashes (doc; guess: the texts).
func checkIntegrationResponse(responses family[model.IntegrationResponse], id string, r *model.IntegrationResponse) error {
	key := value(r.IntegrationResponseKey)
	if key != "$default" && !(len(key) > 2 && strings.HasPrefix(key, "/") && strings.HasSuffix(key, "/")) {
		return badRequest("Invalid IntegrationResponseKey specified: %s. The key must be $default or a regular expression between slashes", key)
	}
	for otherID, other := range responses.all() {
		if otherID != id && value(other.IntegrationResponseKey) == key {
			return conflict("IntegrationResponse with key %s already exists for this Integration", key)
		}
	}
	return nil
}
