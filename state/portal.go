package state

import (
	"slices"

	"gatehouse/model"
)

// portalIDLength is the length of the identifiers of portals, their products
// and pages (doc: 10 to 30).
const portalIDLength = 10

// The states of a portal.
const (
	portalDisabled  = "DISABLED"
	portalPublished = "PUBLISHED"
)

// CreatePortal adds a portal, which is not published yet.
//
// https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/v2-portals.html
func (a *Account) CreatePortal(in model.CreatePortalInput) (*model.PortalSummary, error) {
	now := a.Settings.now()
	stored := &model.PortalSummary{
		PortalId:      new(a.newID(portalIDLength)),
		PublishStatus: new(portalDisabled),
	}
	if err := a.setPortal(stored, portalChange(in.Authorization, in.EndpointConfiguration, in.IncludedPortalProductArns, in.PortalContent, in.RumAppMonitorName)); err != nil {
		return nil, err
	}
	if in.LogoUri != nil && *in.LogoUri != "" {
		stored.PortalContent.Theme.LogoLastUploaded = &now // guess
	}
	if err := checkTags(in.Tags); err != nil {
		return nil, err
	}
	stored.Tags = in.Tags
	stored.LastModified = &now
	a.portals().put(*stored.PortalId, stored)
	return a.showPortal(stored), nil
}

// GetPortal returns one portal.
func (a *Account) GetPortal(in model.GetPortalInput) (*model.PortalSummary, error) {
	portal, err := a.portal(in.PortalId)
	if err != nil {
		return nil, err
	}
	return a.showPortal(portal), nil
}

// ListPortals lists the region's portals.
func (a *Account) ListPortals(in model.ListPortalsInput) (*model.ListPortalsOutput, error) {
	items, next, err := a.portals().page(in.MaxResults, in.NextToken)
	if err != nil {
		return nil, err
	}
	for i := range items {
		a.showPortal(&items[i])
	}
	return &model.ListPortalsOutput{Items: items, NextToken: next}, nil
}

// UpdatePortal changes the members that are given.
func (a *Account) UpdatePortal(in model.UpdatePortalInput) (*model.PortalSummary, error) {
	portal, err := a.portal(in.PortalId)
	if err != nil {
		return nil, err
	}
	change := portalChange(in.Authorization, in.EndpointConfiguration, in.IncludedPortalProductArns, in.PortalContent, in.RumAppMonitorName)
	if err := a.setPortal(portal, change); err != nil {
		return nil, err
	}
	portal.LastModified = new(a.Settings.now())
	if in.LogoUri != nil && *in.LogoUri != "" {
		portal.PortalContent.Theme.LogoLastUploaded = portal.LastModified // guess
	}
	a.portals().put(*portal.PortalId, portal)
	return a.showPortal(portal), nil
}

// DeletePortal removes a portal that is disabled.
func (a *Account) DeletePortal(in model.DeletePortalInput) error {
	portal, err := a.portal(in.PortalId)
	if err != nil {
		return err
	}
	if value(portal.PublishStatus) != portalDisabled { // doc; guess: the text
		return conflict("Portal %s must be disabled before it can be deleted", *portal.PortalId)
	}
	a.portals().remove(*portal.PortalId)
	return nil
}

// PublishPortal publishes a portal, which is finished at once (local).
func (a *Account) PublishPortal(in model.PublishPortalInput) error {
	portal, err := a.portal(in.PortalId)
	if err != nil {
		return err
	}
	portal.PublishStatus = new(portalPublished)
	portal.LastPublished = new(a.Settings.now())
	portal.LastPublishedDescription = notEmpty(in.Description)
	a.portals().put(*portal.PortalId, portal)
	return nil
}

// DisablePortal takes a portal back.
func (a *Account) DisablePortal(in model.DisablePortalInput) error {
	portal, err := a.portal(in.PortalId)
	if err != nil {
		return err
	}
	portal.PublishStatus = new(portalDisabled)
	a.portals().put(*portal.PortalId, portal)
	return nil
}

// PreviewPortal makes a preview of a portal, which is finished at once (local).
func (a *Account) PreviewPortal(in model.PreviewPortalInput) error {
	portal, err := a.portal(in.PortalId)
	if err != nil {
		return err
	}
	portal.Preview = &model.Preview{
		PreviewStatus: new("PREVIEW_READY"),
		PreviewUrl:    new("https://preview-" + a.portalDomain(*portal.PortalId)), // guess
	}
	a.portals().put(*portal.PortalId, portal)
	return nil
}

func (a *Account) portal(id *string) (*model.PortalSummary, error) {
	portal := a.portals().get(value(id))
	if portal == nil {
		return nil, notFound("Invalid portal identifier specified") // guess
	}
	return portal, nil
}

// portalChange gathers what CreatePortal and UpdatePortal have in common.
func portalChange(auth *model.Authorization, endpoint *model.EndpointConfigurationRequest, products []string, content *model.PortalContent, rum *string) model.UpdatePortalInput {
	return model.UpdatePortalInput{Authorization: auth, EndpointConfiguration: endpoint, IncludedPortalProductArns: products, PortalContent: content, RumAppMonitorName: rum}
}

// setPortal lays a change over a portal and holds its rules (doc; guess: the
// texts).
func (a *Account) setPortal(portal *model.PortalSummary, in model.UpdatePortalInput) error {
	endpoint := portal.EndpointConfiguration
	model.Overlay(portal, &in)
	portal.RumAppMonitorName = notEmpty(portal.RumAppMonitorName)
	auth := portal.Authorization
	if auth == nil || (auth.None == nil) == (auth.CognitoConfig == nil) {
		return badRequest("Authorization must be exactly one of none and cognitoConfig")
	}
	portal.EndpointConfiguration = endpoint
	if e := in.EndpointConfiguration; e != nil {
		if (e.None == nil) == (e.AcmManaged == nil) {
			return badRequest("EndpointConfiguration must be exactly one of none and acmManaged")
		}
		portal.EndpointConfiguration = &model.EndpointConfigurationResponse{}
		if e.AcmManaged != nil {
			portal.EndpointConfiguration.CertificateArn = e.AcmManaged.CertificateArn
			portal.EndpointConfiguration.DomainName = e.AcmManaged.DomainName
		}
	}
	if portal.EndpointConfiguration == nil {
		return badRequest("EndpointConfiguration must be exactly one of none and acmManaged")
	}
	for _, arn := range in.IncludedPortalProductArns {
		if !a.hasPortalProduct(arn) {
			return badRequest("Invalid portal product specified: %s", arn)
		}
	}
	return checkPortalContent(portal.PortalContent)
}

func checkPortalContent(content *model.PortalContent) error {
	if content == nil || len(value(content.DisplayName)) < 3 {
		return badRequest("PortalContent must have a displayName of at least 3 characters")
	}
	if content.Theme == nil || content.Theme.CustomColors == nil {
		return badRequest("PortalContent must have a theme with customColors")
	}
	colors := content.Theme.CustomColors
	if slices.Contains([]*string{colors.AccentColor, colors.BackgroundColor, colors.ErrorValidationColor, colors.HeaderColor, colors.NavigationColor, colors.TextColor}, nil) {
		return badRequest("CustomColors must have all of accentColor, backgroundColor, errorValidationColor, headerColor, navigationColor and textColor")
	}
	return nil
}

// showPortal adds what every portal has and the file does not repeat.
func (a *Account) showPortal(portal *model.PortalSummary) *model.PortalSummary {
	portal.PortalArn = new(a.arn("/portals/"+*portal.PortalId, true)) // guess
	if portal.EndpointConfiguration == nil {
		portal.EndpointConfiguration = &model.EndpointConfigurationResponse{}
	}
	portal.EndpointConfiguration.PortalDefaultDomainName = new(a.portalDomain(*portal.PortalId))
	if portal.IncludedPortalProductArns == nil {
		portal.IncludedPortalProductArns = []string{}
	}
	if portal.Tags == nil {
		portal.Tags = model.StringMap[string]{}
	}
	return portal
}

// portalDomain is the host of a portal's default URL (doc).
func (a *Account) portalDomain(id string) string {
	return "p-" + id + ".apigw-portal." + a.Region + ".on.aws"
}
