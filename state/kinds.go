package state

import "gatehouse/model"

// The kinds of resources directly below a region.
var (
	apiKind           = kind{"apis", "Api", "ApiId"}
	domainNameKind    = kind{"domainNames", "DomainName", "DomainName"}
	vpcLinkKind       = kind{"vpcLinks", "VpcLink", "VpcLinkId"}
	portalKind        = kind{"portals", "PortalSummary", "PortalId"}
	portalProductKind = kind{"portalProducts", "GetPortalProductResponse", "PortalProductId"}
)

// The kinds below one of those.
var (
	routeKind       = kind{"routes", "Route", "RouteId"}
	integrationKind = kind{"integrations", "Integration", "IntegrationId"}
	authorizerKind  = kind{"authorizers", "Authorizer", "AuthorizerId"}
	modelKind       = kind{"models", "Model", "ModelId"}
	stageKind       = kind{"stages", "Stage", "StageName"}
	deploymentKind  = kind{"deployments", "Deployment", "DeploymentId"}

	routeResponseKind       = kind{"responses", "RouteResponse", "RouteResponseId"}
	integrationResponseKind = kind{"responses", "IntegrationResponse", "IntegrationResponseId"}

	apiMappingKind  = kind{"apiMappings", "ApiMapping", "ApiMappingId"}
	routingRuleKind = kind{"routingRules", "RoutingRule", "RoutingRuleId"}

	productPageKind      = kind{"productPages", "GetProductPageResponse", "ProductPageId"}
	restEndpointPageKind = kind{"productRestEndpointPages", "GetProductRestEndpointPageResponse", "ProductRestEndpointPageId"}
)

func (a *Account) apis() family[model.Api] { return familyOf[model.Api](apiKind, a, a.root()) }

func (a *Account) domainNames() family[model.DomainName] {
	return familyOf[model.DomainName](domainNameKind, a, a.root())
}

func (a *Account) vpcLinks() family[model.VpcLink] {
	return familyOf[model.VpcLink](vpcLinkKind, a, a.root())
}

func (a *Account) portals() family[model.PortalSummary] {
	return familyOf[model.PortalSummary](portalKind, a, a.root())
}

func (a *Account) portalProducts() family[model.CreatePortalProductOutput] {
	return familyOf[model.CreatePortalProductOutput](portalProductKind, a, a.root())
}

// A configuration is the part of an API that its deployments copy. It hangs
// from the API itself or from a deployment's snapshot.
type configuration struct {
	account *Account
	node    *object
}

func (c configuration) routes() family[model.Route] {
	return familyOf[model.Route](routeKind, c.account, c.node)
}

func (c configuration) integrations() family[model.Integration] {
	return familyOf[model.Integration](integrationKind, c.account, c.node)
}

func (c configuration) authorizers() family[model.Authorizer] {
	return familyOf[model.Authorizer](authorizerKind, c.account, c.node)
}

func (c configuration) models() family[model.Model] {
	return familyOf[model.Model](modelKind, c.account, c.node)
}

func (c configuration) routeResponses(routeID string) family[model.RouteResponse] {
	return familyOf[model.RouteResponse](routeResponseKind, c.account, c.routes().node(routeID))
}

func (c configuration) integrationResponses(integrationID string) family[model.IntegrationResponse] {
	return familyOf[model.IntegrationResponse](integrationResponseKind, c.account, c.integrations().node(integrationID))
}

// An apiResource is an API with its children.
type apiResource struct {
	configuration
	*model.Api // as it is stored, without what is the same for all
}

// api finds the API that an operation addresses.
func (a *Account) api(id *string) (*apiResource, error) {
	api := a.apis().get(value(id))
	if api == nil {
		return nil, notFound("Invalid API identifier specified %s:%s", a.Settings.accountID(), value(id))
	}
	return &apiResource{configuration{a, a.apis().node(*api.ApiId)}, api}, nil
}

func (p *apiResource) stages() family[model.Stage] {
	return familyOf[model.Stage](stageKind, p.account, p.node)
}

func (p *apiResource) deployments() family[model.Deployment] {
	return familyOf[model.Deployment](deploymentKind, p.account, p.node)
}

// isWebSocket reports whether the API's protocol is WEBSOCKET; else it is HTTP.
func (p *apiResource) isWebSocket() bool { return value(p.ProtocolType) == protocolWebSocket }

// store keeps the API's own members.
func (p *apiResource) store() { p.account.apis().put(*p.ApiId, p.Api) }

// The protocols of an API.
const (
	protocolHTTP      = "HTTP"
	protocolWebSocket = "WEBSOCKET"
)

// value is what p points to, or the zero value if p is nil.
func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}

// notEmpty is p, but nil where p is "": for members that an update clears
// with an empty text.
func notEmpty(p *string) *string {
	if value(p) == "" {
		return nil
	}
	return p
}
