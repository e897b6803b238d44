package state

import (
	"strings"

	"gatehouse/model"
)

const (
	apiMappingIDLength = 6   // doc: its examples; ten have been seen too
	maxMappingKey      = 300 // characters (doc)
	maxDeepMappings    = 200 // with more than one level, for each domain; not raised on request (doc)
)

func (a *Account) apiMappings(domain string) family[model.ApiMapping] {
	return familyOf[model.ApiMapping](apiMappingKind, a, a.domainNames().node(domain))
}

// CreateApiMapping makes a stage answer below a custom domain name.
//
// https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/domainnames-domainname-apimappings.html
func (a *Account) CreateApiMapping(in model.CreateApiMappingInput) (*model.ApiMapping, error) {
	domain, err := a.domainName(in.DomainName)
	if err != nil {
		return nil, err
	}
	stored := &model.ApiMapping{}
	model.Overlay(stored, &in)
	if err := a.checkApiMapping(*domain.DomainName, stored); err != nil {
		return nil, err
	}
	stored.ApiMappingId = new(a.newID(apiMappingIDLength))
	a.apiMappings(*domain.DomainName).put(*stored.ApiMappingId, stored)
	return stored, nil
}

// GetApiMapping returns one mapping.
func (a *Account) GetApiMapping(in model.GetApiMappingInput) (*model.ApiMapping, error) {
	_, mapping, err := a.apiMapping(in.DomainName, in.ApiMappingId)
	return mapping, err
}

// GetApiMappings lists a domain name's mappings.
func (a *Account) GetApiMappings(in model.GetApiMappingsInput) (*model.GetApiMappingsOutput, error) {
	domain, err := a.domainName(in.DomainName)
	if err != nil {
		return nil, err
	}
	items, next, err := a.apiMappings(*domain.DomainName).page(in.MaxResults, in.NextToken)
	if err != nil {
		return nil, err
	}
	return &model.GetApiMappingsOutput{Items: items, NextToken: next}, nil
}

// UpdateApiMapping changes the members that are given.
func (a *Account) UpdateApiMapping(in model.UpdateApiMappingInput) (*model.ApiMapping, error) {
	domain, mapping, err := a.apiMapping(in.DomainName, in.ApiMappingId)
	if err != nil {
		return nil, err
	}
	model.Overlay(mapping, &in)
	if err := a.checkApiMapping(domain, mapping); err != nil {
		return nil, err
	}
	a.apiMappings(domain).put(*mapping.ApiMappingId, mapping)
	return mapping, nil
}

// DeleteApiMapping removes a mapping.
func (a *Account) DeleteApiMapping(in model.DeleteApiMappingInput) error {
	domain, mapping, err := a.apiMapping(in.DomainName, in.ApiMappingId)
	if err != nil {
		return err
	}
	a.apiMappings(domain).remove(*mapping.ApiMappingId)
	return nil
}

func (a *Account) apiMapping(domainName, id *string) (string, *model.ApiMapping, error) {
	domain, err := a.domainName(domainName)
	if err != nil {
		return "", nil, err
	}
	mapping := a.apiMappings(*domain.DomainName).get(value(id))
	if mapping == nil {
		return "", nil, notFound("Invalid API mapping identifier specified") // guess
	}
	return *domain.DomainName, mapping, nil
}

// checkApiMapping holds a mapping's rules, on the whole of it after a merge.
func (a *Account) checkApiMapping(domain string, m *model.ApiMapping) error {
	api, err := a.api(m.ApiId)
	if err != nil {
		return err
	}
	if !api.stages().has(value(m.Stage)) {
		return badRequest("Invalid stage identifier specified") // obs
	}
	key := value(m.ApiMappingKey)
	if err := checkMappingKey(key); err != nil {
		return err
	}
	deep := 0
	for id, other := range a.apiMappings(domain).all() {
		if id == value(m.ApiMappingId) {
			continue
		}
		otherKey := value(other.ApiMappingKey)
		if otherKey == key {
			return conflict("ApiMapping key already exists for this domain name") // obs
		}
		if strings.Contains(otherKey, "/") {
			deep++
		}
		neighbour, err := a.api(other.ApiId)
		if err == nil && neighbour.isWebSocket() != api.isWebSocket() { // doc; guess: the text
			return badRequest("A domain name cannot have API mappings to both WEBSOCKET and HTTP APIs")
		}
	}
	if deep >= maxDeepMappings && strings.Contains(key, "/") {
		return tooMany("Maximum number of multi-level API mappings for this domain name has been reached.") // guess: the text
	}
	return nil
}

// checkMappingKey checks the path that a mapping takes; "" is the root.
func checkMappingKey(key string) error {
	switch {
	case strings.HasPrefix(key, "/"), strings.Contains(key, "//"):
		return badRequest("API mapping key should not start with a '/' or have consecutive '/'s.") // obs
	case strings.HasSuffix(key, "/"):
		return badRequest("API mapping key should not end with a '/'.") // obs
	case len(key) > maxMappingKey, strings.ContainsFunc(key, func(c rune) bool { return !isAlphanumeric(c) && !strings.ContainsRune("$-_.+!*'()/", c) }):
		return badRequest("API mapping key should only contain the characters a-zA-Z0-9$-_.+!*'()/ and be at most %d characters long.", maxMappingKey) // doc; guess: the text
	}
	return nil
}
