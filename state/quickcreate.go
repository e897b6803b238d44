package state

import "gatehouse/model"

// A quickCreate is what CreateApi makes beside the API when it is given a
// target: an integration, a route to it and a $default stage that is deployed
// automatically, all managed by the service (doc).
type quickCreate struct {
	integration model.Integration
	route       model.Route
}

// newQuickCreate checks the members of quick create; without a target there is
// none and the result is nil.
func newQuickCreate(in model.CreateApiInput) (*quickCreate, error) {
	if in.Target == nil {
		if in.RouteKey != nil || in.CredentialsArn != nil { // guess
			return nil, badRequest("Target must be specified when RouteKey or CredentialsArn is specified")
		}
		return nil, nil
	}
	if value(in.ProtocolType) != protocolHTTP {
		return nil, badRequest("Target is not supported for WEBSOCKET protocolType") // doc: HTTP only; guess: the text
	}
	q := &quickCreate{
		integration: model.Integration{ApiGatewayManaged: new(true)},
		route:       model.Route{ApiGatewayManaged: new(true), RouteKey: new(defaultRoute)},
	}
	if in.RouteKey != nil {
		q.route.RouteKey = in.RouteKey
	}
	aim(&q.integration, in.Target, in.CredentialsArn)
	return q, nil
}

// aim points a managed integration at a target: a URL is called with the
// client's method, anything else is a Lambda function (guess for the method
// and the payload versions, from what the console shows). Credentials are not
// used for a URL (doc).
func aim(i *model.Integration, target, credentials *string) {
	if target != nil {
		i.IntegrationUri = target
		i.IntegrationType, i.IntegrationMethod, i.PayloadFormatVersion = new(typeAWSProxy), new("POST"), new("2.0")
		if isWebURL(*target) {
			i.IntegrationType, i.IntegrationMethod, i.PayloadFormatVersion = new(typeHTTPProxy), new("ANY"), new("1.0")
		}
	}
	if credentials != nil {
		i.CredentialsArn = notEmpty(credentials)
	}
	if value(i.IntegrationType) == typeHTTPProxy {
		i.CredentialsArn = nil
	}
}

// quickCreate makes what belongs to a new API with a target.
func (p *apiResource) quickCreate(q *quickCreate) error {
	if err := p.checkIntegration(&q.integration); err != nil {
		return err
	}
	integrationID := p.account.newID(integrationIDLength)
	p.integrations().put(integrationID, &q.integration)
	q.route.Target = new(targetPrefix + integrationID)
	if err := p.checkRoute("", &q.route); err != nil {
		return err
	}
	p.routes().put(p.account.newID(routeIDLength), &q.route)
	p.ApiGatewayManaged = new(true)
	p.store()
	now := p.account.Settings.now()
	p.stages().put(defaultStage, &model.Stage{
		ApiGatewayManaged: new(true), AutoDeploy: new(true),
		CreatedDate: &now, LastUpdatedDate: &now,
	})
	p.redeploy()
	return nil
}

// updateQuickCreate changes the integration and the route that quick create
// made.
func (p *apiResource) updateQuickCreate(in model.UpdateApiInput) error {
	changesRoute, changesIntegration := in.RouteKey != nil, in.Target != nil || in.CredentialsArn != nil
	for id, route := range p.routes().all() {
		if !value(route.ApiGatewayManaged) {
			continue
		}
		if in.RouteKey != nil {
			changesRoute = false
			route.RouteKey = in.RouteKey
			if err := p.checkRoute(id, route); err != nil {
				return err
			}
			p.routes().put(id, route)
		}
	}
	for id, integration := range p.integrations().all() {
		if !value(integration.ApiGatewayManaged) {
			continue
		}
		changesIntegration = false
		aim(integration, in.Target, in.CredentialsArn)
		if err := p.checkIntegration(integration); err != nil {
			return err
		}
		p.integrations().put(id, integration)
	}
	if changesRoute || changesIntegration { // doc: only for such an API, which may have lost them to a reimport; guess: the text
		return badRequest("Target, RouteKey and CredentialsArn can only be updated for an API that was created with quick create")
	}
	return nil
}
