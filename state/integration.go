package state

import (
	"slices"
	"strings"

	"gatehouse/model"
)

// The types of an integration.
const (
	typeAWS       = "AWS"
	typeAWSProxy  = "AWS_PROXY"
	typeHTTP      = "HTTP"
	typeHTTPProxy = "HTTP_PROXY"
	typeMock      = "MOCK"
)

const (
	connectionInternet = "INTERNET"
	connectionVPCLink  = "VPC_LINK"

	integrationIDLength = 7   // obs
	maxIntegrations     = 300 // for each API; not raised on request (doc)
)

// CreateIntegration adds an integration to an API.
//
// https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations.html
func (a *Account) CreateIntegration(in model.CreateIntegrationInput) (*model.Integration, error) {
	api, err := a.api(in.ApiId)
	if err != nil {
		return nil, err
	}
	stored := &model.Integration{}
	model.Overlay(stored, &in)
	stored.TlsConfig = (*model.TlsConfig)(in.TlsConfig)
	api.clearIntegration(stored)
	if err := api.checkIntegration(stored); err != nil {
		return nil, err
	}
	if api.integrations().len() >= maxIntegrations {
		return nil, tooManyIntegrations()
	}
	stored.IntegrationId = new(a.newID(integrationIDLength))
	api.integrations().put(*stored.IntegrationId, stored)
	api.redeploy()
	return api.showIntegration(stored), nil
}

// GetIntegration returns one integration.
func (a *Account) GetIntegration(in model.GetIntegrationInput) (*model.Integration, error) {
	api, integration, err := a.integration(in.ApiId, in.IntegrationId)
	if err != nil {
		return nil, err
	}
	return api.showIntegration(integration), nil
}

// GetIntegrations lists an API's integrations.
func (a *Account) GetIntegrations(in model.GetIntegrationsInput) (*model.GetIntegrationsOutput, error) {
	api, err := a.api(in.ApiId)
	if err != nil {
		return nil, err
	}
	items, next, err := api.integrations().page(in.MaxResults, in.NextToken)
	if err != nil {
		return nil, err
	}
	for i := range items {
		api.showIntegration(&items[i])
	}
	return &model.GetIntegrationsOutput{Items: items, NextToken: next}, nil
}

// UpdateIntegration changes the members that are given. RequestParameters
// merge by key, ResponseParameters by status code; an empty value removes the
// entry (obs).
func (a *Account) UpdateIntegration(in model.UpdateIntegrationInput) (*model.Integration, error) {
	api, integration, err := a.integration(in.ApiId, in.IntegrationId)
	if err != nil {
		return nil, err
	}
	if integration.IntegrationSubtype != nil && in.RequestParameters != nil && in.IntegrationSubtype == nil {
		return nil, invalidIntegrationURI() // obs: the subtype must be sent again
	}
	merged := *integration
	model.Overlay(&merged, &in)
	if in.TlsConfig != nil {
		merged.TlsConfig = (*model.TlsConfig)(in.TlsConfig)
	}
	api.clearIntegration(&merged)
	merged.RequestParameters = mergeTexts(integration.RequestParameters, in.RequestParameters)
	merged.ResponseParameters = withoutEmptyMappings(mergeMaps(integration.ResponseParameters, in.ResponseParameters,
		func(mappings model.StringMap[string]) bool { return len(mappings) == 0 }))
	// An empty template is a template, so none is ever removed (guess).
	merged.RequestTemplates = mergeMaps(integration.RequestTemplates, in.RequestTemplates, func(string) bool { return false })
	if value(in.ConnectionType) == connectionInternet {
		merged.ConnectionId = nil // guess
	}
	if err := api.checkIntegration(&merged); err != nil {
		return nil, err
	}
	api.integrations().put(*merged.IntegrationId, &merged)
	api.redeploy()
	return api.showIntegration(&merged), nil
}

// DeleteIntegration removes an integration that no route refers to.
func (a *Account) DeleteIntegration(in model.DeleteIntegrationInput) error {
	api, integration, err := a.integration(in.ApiId, in.IntegrationId)
	if err != nil {
		return err
	}
	id := *integration.IntegrationId
	var users []string
	for routeID, target := range api.routes().texts("Target") {
		if target == targetPrefix+id {
			users = append(users, routeID)
		}
	}
	if value(integration.ApiGatewayManaged) { // doc: it may not be deleted; guess: the text
		return badRequest("Cannot delete Integration because it is managed by API Gateway")
	}
	if users != nil {
		return conflict("Cannot delete Integration because it is referenced by the following Routes with Ids: [%s]", strings.Join(users, ", ")) // obs
	}
	api.integrations().remove(id)
	api.redeploy()
	return nil
}

// integration finds the integration that an operation addresses.
func (a *Account) integration(apiID, id *string) (*apiResource, *model.Integration, error) {
	api, err := a.api(apiID)
	if err != nil {
		return nil, nil, err
	}
	integration := api.integrations().get(value(id))
	if integration == nil {
		return nil, nil, noIntegration(value(id))
	}
	return api, integration, nil
}

// clearIntegration removes the members that an empty text clears (obs for the
// description; guess for the others), mappings that have no value (obs), and
// what an HTTP API does not keep.
func (p *apiResource) clearIntegration(i *model.Integration) {
	i.Description = notEmpty(i.Description)
	i.CredentialsArn = notEmpty(i.CredentialsArn)
	i.TemplateSelectionExpression = notEmpty(i.TemplateSelectionExpression)
	i.RequestParameters = mergeTexts(nil, i.RequestParameters)
	i.ResponseParameters = withoutEmptyMappings(i.ResponseParameters)
	if i.TlsConfig != nil && value(i.TlsConfig.ServerNameToVerify) == "" {
		i.TlsConfig = nil // guess: Terraform sends {} for none, and wants none back
	}
	if !p.isWebSocket() {
		i.PassthroughBehavior = nil // obs: it is taken and does not come back
	}
}

func tooManyIntegrations() error {
	return tooMany("Maximum number of Integrations for this API has been reached. Please contact AWS if you need additional Integrations.") // obs
}

func noIntegration(id string) error {
	return notFound("Invalid Integration identifier specified %s", id) // obs, but for the identifier
}

// showIntegration adds what every integration of its type has and the file
// does not repeat (obs).
func (p *apiResource) showIntegration(i *model.Integration) *model.Integration {
	setDefault(&i.ConnectionType, connectionInternet)
	setDefault(&i.TimeoutInMillis, p.maxTimeout())
	if value(i.IntegrationType) == typeAWSProxy && i.IntegrationSubtype == nil {
		setDefault(&i.IntegrationMethod, "POST")
	}
	if !p.isWebSocket() {
		i.PassthroughBehavior = nil
		return i
	}
	setDefault(&i.PayloadFormatVersion, "1.0")
	setDefault(&i.PassthroughBehavior, "WHEN_NO_MATCH")
	switch value(i.IntegrationType) {
	case typeHTTP, typeMock:
		i.IntegrationResponseSelectionExpression = new("${integration.response.statuscode}")
	case typeAWS:
		i.IntegrationResponseSelectionExpression = new("${integration.response.body.errorMessage}")
	}
	return i
}

// maxTimeout is an integration's longest time-out in milliseconds, which is
// the default too (obs).
func (p *apiResource) maxTimeout() int64 {
	if p.isWebSocket() {
		return 29000
	}
	return 30000
}

// mergeTexts lays the entries that are given over a map; an empty text removes
// its key. A map that ends empty is absent.
func mergeTexts(old, given model.StringMap[string]) model.StringMap[string] {
	return mergeMaps(old, given, func(v string) bool { return v == "" })
}

// mergeMaps is mergeTexts for any values; clears says which ones remove their
// key.
func mergeMaps[V any](old, given model.StringMap[V], clears func(V) bool) model.StringMap[V] {
	cleared := map[string]bool{}
	for _, e := range given {
		if clears(e.Value) {
			cleared[e.Key] = true
		}
	}
	kept := func(entries model.StringMap[V]) model.StringMap[V] {
		if len(cleared) == 0 {
			return entries
		}
		return slices.DeleteFunc(slices.Clone(entries), func(e model.Entry[V]) bool { return cleared[e.Key] })
	}
	merged := append(model.StringMap[V](nil), kept(old)...)
	merged.Merge(kept(given))
	if len(merged) == 0 {
		return nil
	}
	return merged
}
