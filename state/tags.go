package state

import (
	"strings"

	"gatehouse/model"
)

// Limits of tags (doc; guess: their texts).
const (
	maxTags     = 50
	maxTagKey   = 128
	maxTagValue = 256
)

// TagResource adds tags to a resource and replaces the values of those that it
// has.
//
// https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/tags-resource-arn.html
func (a *Account) TagResource(in model.TagResourceInput) error {
	resource, err := a.tagged(value(in.ResourceArn))
	if err != nil {
		return err
	}
	if err := checkTags(in.Tags); err != nil {
		return err
	}
	merged := append(model.StringMap[string]{}, resource.tags()...)
	merged.Merge(in.Tags)
	if err := checkTags(merged); err != nil {
		return err
	}
	resource.setTags(merged)
	return nil
}

// UntagResource removes tags from a resource. Keys that it does not have are
// no error.
func (a *Account) UntagResource(in model.UntagResourceInput) error {
	resource, err := a.tagged(value(in.ResourceArn))
	if err != nil {
		return err
	}
	left := append(model.StringMap[string](nil), resource.tags()...)
	for _, key := range in.TagKeys { // a resource has few tags
		left.Delete(key)
	}
	if len(left) < len(resource.tags()) {
		resource.setTags(left)
	}
	return nil
}

// GetTags returns a resource's tags.
func (a *Account) GetTags(in model.GetTagsInput) (*model.GetTagsOutput, error) {
	resource, err := a.tagged(value(in.ResourceArn))
	if err != nil {
		return nil, err
	}
	return &model.GetTagsOutput{Tags: append(model.StringMap[string]{}, resource.tags()...)}, nil
}

// A taggedResource is a resource that can have tags.
type taggedResource struct {
	tags    func() model.StringMap[string]
	setTags func(model.StringMap[string])
}

// tagged finds the resource that an ARN names. Stages, too, are found by their
// API's identifier, and the account in an ARN is not looked at: the service
// leaves it out for most resources.
func (a *Account) tagged(text string) (taggedResource, error) {
	arn, ok := parseARN(text)
	path, ok2 := strings.CutPrefix(arn.resource, "/")
	if !ok || !ok2 || arn.service != "apigateway" {
		return taggedResource{}, badRequest("Invalid ARN specified: %s", text) // guess
	}
	if arn.region != a.Region {
		return taggedResource{}, notFound("Invalid resource ARN specified %s", text) // guess
	}
	parts := strings.Split(path, "/")
	switch {
	case len(parts) == 2 && parts[0] == "apis":
		api, err := a.api(&parts[1])
		if err != nil {
			return taggedResource{}, err
		}
		return tagsOf(a.apis(), parts[1], api.Api, &api.Tags), nil
	case len(parts) == 4 && parts[0] == "apis" && parts[2] == "stages":
		api, stage, err := a.stage(&parts[1], &parts[3])
		if err != nil {
			return taggedResource{}, err
		}
		return tagsOf(api.stages(), parts[3], stage, &stage.Tags), nil
	case len(parts) == 2 && parts[0] == "domainnames":
		domain, err := a.domainName(&parts[1])
		if err != nil {
			return taggedResource{}, err
		}
		return tagsOf(a.domainNames(), *domain.DomainName, domain, &domain.Tags), nil
	case len(parts) == 2 && parts[0] == "vpclinks":
		link, err := a.vpcLink(&parts[1])
		if err != nil {
			return taggedResource{}, err
		}
		return tagsOf(a.vpcLinks(), parts[1], link, &link.Tags), nil
	case len(parts) == 2 && parts[0] == "portals":
		portal, err := a.portal(&parts[1])
		if err != nil {
			return taggedResource{}, err
		}
		return tagsOf(a.portals(), parts[1], portal, &portal.Tags), nil
	case len(parts) == 2 && parts[0] == "portalproducts":
		product, err := a.portalProduct(&parts[1])
		if err != nil {
			return taggedResource{}, err
		}
		return tagsOf(a.portalProducts(), parts[1], product, &product.Tags), nil
	}
	return taggedResource{}, badRequest("Invalid ARN specified: %s", text) // guess
}

// tagsOf makes a taggedResource of a resource that was read from its family.
func tagsOf[T any](f family[T], id string, resource *T, tags *model.StringMap[string]) taggedResource {
	return taggedResource{
		tags: func() model.StringMap[string] { return *tags },
		setTags: func(t model.StringMap[string]) {
			if *tags = t; len(t) == 0 {
				*tags = nil
			}
			f.put(id, resource)
		},
	}
}

// checkTags holds the limits of a resource's tags.
func checkTags(tags model.StringMap[string]) error {
	if len(tags) > maxTags {
		return badRequest("A resource can have at most %d tags", maxTags)
	}
	for _, e := range tags {
		switch {
		case e.Key == "" || len([]rune(e.Key)) > maxTagKey:
			return badRequest("Invalid tag key %s. A tag key must have 1 to %d characters", e.Key, maxTagKey)
		case strings.HasPrefix(strings.ToLower(e.Key), "aws:"):
			return badRequest("Invalid tag key %s. Tag keys that start with aws: are reserved", e.Key)
		case len([]rune(e.Value)) > maxTagValue:
			return badRequest("Invalid value of tag %s. A tag value must have at most %d characters", e.Key, maxTagValue)
		}
	}
	return nil
}
