package state

import (
	"strings"

	"gatehouse/model"
)

const vpcLinkIDLength = 6 // obs

// CreateVpcLink adds a VPC link. It is ready at the next look (local). Subnets
// and security groups are taken at their word (local).
//
// https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/vpclinks.html
func (a *Account) CreateVpcLink(in model.CreateVpcLinkInput) (*model.VpcLink, error) {
	if value(in.Name) == "" {
		return nil, badRequest("Name is a required field in a vpc link") // guess: the model requires it
	}
	if len(in.SubnetIds) == 0 {
		return nil, badRequest("SubnetIds for a vpc link cannot be empty") // obs
	}
	if err := checkTags(in.Tags); err != nil {
		return nil, err
	}
	stored := &model.VpcLink{CreatedDate: new(a.Settings.now()), VpcLinkId: new(a.newID(vpcLinkIDLength))}
	model.Overlay(stored, &in)
	a.vpcLinks().put(*stored.VpcLinkId, stored)
	link := showVpcLink(stored)
	link.VpcLinkStatus = new("PENDING")
	link.VpcLinkStatusMessage = new("VPC link is provisioning ENIs")
	return link, nil
}

// GetVpcLink returns one VPC link.
func (a *Account) GetVpcLink(in model.GetVpcLinkInput) (*model.VpcLink, error) {
	link, err := a.vpcLink(in.VpcLinkId)
	if err != nil {
		return nil, err
	}
	return showVpcLink(link), nil
}

// GetVpcLinks lists the region's VPC links.
func (a *Account) GetVpcLinks(in model.GetVpcLinksInput) (*model.GetVpcLinksOutput, error) {
	items, next, err := a.vpcLinks().page(in.MaxResults, in.NextToken)
	if err != nil {
		return nil, err
	}
	for i := range items {
		showVpcLink(&items[i])
	}
	return &model.GetVpcLinksOutput{Items: items, NextToken: next}, nil
}

// UpdateVpcLink changes a VPC link's name, the only member that can be
// changed.
func (a *Account) UpdateVpcLink(in model.UpdateVpcLinkInput) (*model.VpcLink, error) {
	link, err := a.vpcLink(in.VpcLinkId)
	if err != nil {
		return nil, err
	}
	if value(in.Name) != "" {
		link.Name = in.Name
		a.vpcLinks().put(*link.VpcLinkId, link)
	}
	return showVpcLink(link), nil
}

// DeleteVpcLink removes a VPC link that no integration uses.
func (a *Account) DeleteVpcLink(in model.DeleteVpcLinkInput) error {
	link, err := a.vpcLink(in.VpcLinkId)
	if err != nil {
		return err
	}
	id := *link.VpcLinkId
	var users []string
	for apiID := range a.apis().all() {
		api, err := a.api(&apiID)
		if err != nil {
			return err
		}
		users = append(users, api.usersOfVpcLink(id)...)
	}
	if users != nil {
		return badRequest("Cannot delete vpc link. Vpc link '%s', is referenced in [%s] in format of [Method:Resource].", id, strings.Join(users, ", ")) // obs for one
	}
	a.vpcLinks().remove(id)
	return nil
}

// usersOfVpcLink names the routes, and the integrations without any, that go
// over a VPC link.
func (p *apiResource) usersOfVpcLink(id string) []string {
	methods := map[string]string{} // of the integrations that use it, by identifier
	var integrations []string
	for integrationID, integration := range p.integrations().all() {
		if value(integration.ConnectionId) == id {
			methods[integrationID] = value(integration.IntegrationMethod)
			integrations = append(integrations, integrationID)
		}
	}
	if integrations == nil {
		return nil
	}
	routes := map[string][]string{} // of each integration
	for routeID, target := range p.routes().texts("Target") {
		if target, ok := strings.CutPrefix(target, targetPrefix); ok {
			routes[target] = append(routes[target], routeID)
		}
	}
	var users []string
	for _, integrationID := range integrations {
		resources := routes[integrationID]
		if resources == nil {
			resources = []string{integrationID}
		}
		for _, resource := range resources {
			users = append(users, methods[integrationID]+":"+resource)
		}
	}
	return users
}

func (a *Account) vpcLink(id *string) (*model.VpcLink, error) {
	link := a.vpcLinks().get(value(id))
	if link == nil {
		return nil, notFound("Invalid VpcLink identifier specified") // guess
	}
	return link, nil
}

// showVpcLink adds what every VPC link has and the file does not repeat (obs).
func showVpcLink(link *model.VpcLink) *model.VpcLink {
	if link.SecurityGroupIds == nil {
		link.SecurityGroupIds = []string{}
	}
	if link.Tags == nil {
		link.Tags = model.StringMap[string]{}
	}
	link.VpcLinkStatus = new("AVAILABLE")
	link.VpcLinkStatusMessage = new("VPC link is ready to route traffic")
	link.VpcLinkVersion = new("V2")
	return link
}
