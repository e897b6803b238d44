package state

import (
	"strings"

	"gatehouse/model"
)

const (
	modelIDLength    = 6 // guess
	modelContentType = "application/json"
)

// CreateModel adds a model, a JSON schema with a name, to a WebSocket API.
//
// https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-models.html
func (a *Account) CreateModel(in model.CreateModelInput) (*model.Model, error) {
	api, err := a.api(in.ApiId)
	if err != nil {
		return nil, err
	}
	if !api.isWebSocket() {
		return nil, badRequest("Currently, Models are not permitted for APIs with a protocol type of HTTP") // obs
	}
	stored := &model.Model{}
	model.Overlay(stored, &in)
	stored.Description = notEmpty(stored.Description)
	setDefault(&stored.ContentType, modelContentType) // guess
	if err := api.checkModel("", stored); err != nil {
		return nil, err
	}
	stored.ModelId = new(a.newID(modelIDLength))
	api.models().put(*stored.ModelId, stored)
	api.redeploy()
	return stored, nil
}

// GetModel returns one model.
func (a *Account) GetModel(in model.GetModelInput) (*model.Model, error) {
	_, m, err := a.model(in.ApiId, in.ModelId)
	return m, err
}

// GetModels lists an API's models.
func (a *Account) GetModels(in model.GetModelsInput) (*model.GetModelsOutput, error) {
	api, err := a.api(in.ApiId)
	if err != nil {
		return nil, err
	}
	items, next, err := api.models().page(in.MaxResults, in.NextToken)
	if err != nil {
		return nil, err
	}
	return &model.GetModelsOutput{Items: items, NextToken: next}, nil
}

// UpdateModel changes the members that are given. Routes and responses that
// name the model keep its old name, which is refused if there are any.
func (a *Account) UpdateModel(in model.UpdateModelInput) (*model.Model, error) {
	api, m, err := a.model(in.ApiId, in.ModelId)
	if err != nil {
		return nil, err
	}
	if in.Name != nil && *in.Name != value(m.Name) {
		if err := api.checkModelUnused(value(m.Name)); err != nil {
			return nil, err
		}
	}
	model.Overlay(m, &in)
	m.Description = notEmpty(m.Description)
	if err := api.checkModel(*m.ModelId, m); err != nil {
		return nil, err
	}
	api.models().put(*m.ModelId, m)
	api.redeploy()
	return m, nil
}

// DeleteModel removes a model that nothing names.
func (a *Account) DeleteModel(in model.DeleteModelInput) error {
	api, m, err := a.model(in.ApiId, in.ModelId)
	if err != nil {
		return err
	}
	if err := api.checkModelUnused(value(m.Name)); err != nil {
		return err
	}
	api.models().remove(*m.ModelId)
	api.redeploy()
	return nil
}

func (a *Account) model(apiID, id *string) (*apiResource, *model.Model, error) {
	api, err := a.api(apiID)
	if err != nil {
		return nil, nil, err
	}
	m := api.models().get(value(id))
	if m == nil {
		return nil, nil, notFound("Invalid Model identifier specified") // guess
	}
	return api, m, nil
}

func (p *apiResource) checkModel(id string, m *model.Model) error {
	name := value(m.Name)
	if name == "" || strings.ContainsFunc(name, func(c rune) bool { return !isAlphanumeric(c) }) {
		return badRequest("Model name must be alphanumeric: %s", name) // obs
	}
	for otherID, other := range p.models().all() {
		if otherID != id && value(other.Name) == name {
			return conflict("Model with name %s already exists for this API", name) // guess
		}
	}
	schema, err := model.ParseJSON(value(m.Schema))
	if err != nil || !isSchema(schema) {
		return badRequest("Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]") // obs: REST APIs (aws-apigateway-importer, issue 75)
	}
	return nil
}

// checkModels checks that the models which a route or a response names exist
// (guess: the text).
func (p *apiResource) checkModels(names model.StringMap[string]) error {
	if !p.isWebSocket() || len(names) == 0 {
		return nil // an HTTP API has no models and keeps what it is given
	}
	known := make(map[string]bool, p.models().len())
	for _, name := range p.models().texts("Name") {
		known[name] = true
	}
	for _, e := range names {
		if !known[e.Value] {
			return badRequest("Invalid model identifier specified: %s", e.Value)
		}
	}
	return nil
}

// checkModelUnused refuses to take a model's name away from what uses it
// (guess: the text).
func (p *apiResource) checkModelUnused(name string) error {
	uses := func(models model.StringMap[string]) bool {
		for _, e := range models {
			if e.Value == name {
				return true
			}
		}
		return false
	}
	for id, route := range p.routes().all() {
		used := uses(route.RequestModels)
		for _, response := range p.routeResponses(id).all() {
			used = used || uses(response.ResponseModels)
		}
		if used {
			return conflict("Cannot delete model '%s', is referenced in route: %s", name, value(route.RouteKey))
		}
	}
	return nil
}
