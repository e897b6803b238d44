package completion

import (
	"strings"

	"gatehouse/model"
)

// values returns the values of an option that begin with a fragment.
func (p *parser) values(a *argument, fragment string, src Source) []string {
	switch a.name {
	case "--region":
		return matching(regions[:], fragment, false)
	case "--profile":
		return matching(src.Profiles(), fragment, false)
	}
	for _, scheme := range []string{"file://", "fileb://"} {
		if path, ok := strings.CutPrefix(fragment, scheme); ok {
			return prefixed(scheme, paths(path, src.Home()))
		}
	}
	switch {
	case len(a.choices) > 0:
		return matching(a.choices, fragment, false)
	case a.name == "--state", a.name == "--ca-bundle", a.name == "--access-log", a.name == "--key":
		return paths(fragment, src.Home())
	case a.member != nil:
		return matching(p.known(a.member.Name, src), fragment, false)
	}
	return nil
}

func prefixed(prefix string, values []string) []string {
	for i := range values {
		values[i] = prefix + values[i]
	}
	return values
}

// A listing says which operation lists the values of a member.
type listing struct {
	member string // of an operation's input
	list   string // command of the operation that lists what it names
	item   string // the member of an item that is the value
	prefix string // of the value
	except string // the operation in which the member names something new
}

var listings = [...]listing{
	{member: "ApiId", list: "get-apis", item: "ApiId"},
	{member: "ApiMappingId", list: "get-api-mappings", item: "ApiMappingId"},
	{member: "AuthorizerId", list: "get-authorizers", item: "AuthorizerId"},
	{member: "ConnectionId", list: "get-vpc-links", item: "VpcLinkId"},
	{member: "DeploymentId", list: "get-deployments", item: "DeploymentId"},
	{member: "DomainName", list: "get-domain-names", item: "DomainName", except: "create-domain-name"},
	{member: "IntegrationId", list: "get-integrations", item: "IntegrationId"},
	{member: "IntegrationResponseId", list: "get-integration-responses", item: "IntegrationResponseId"},
	{member: "ModelId", list: "get-models", item: "ModelId"},
	{member: "PortalId", list: "list-portals", item: "PortalId"},
	{member: "PortalProductId", list: "list-portal-products", item: "PortalProductId"},
	{member: "ProductPageId", list: "list-product-pages", item: "ProductPageId"},
	{member: "ProductRestEndpointPageId", list: "list-product-rest-endpoint-pages", item: "ProductRestEndpointPageId"},
	{member: "RouteId", list: "get-routes", item: "RouteId"},
	{member: "RouteResponseId", list: "get-route-responses", item: "RouteResponseId"},
	{member: "RoutingRuleId", list: "list-routing-rules", item: "RoutingRuleId"},
	{member: "Stage", list: "get-stages", item: "StageName"},
	{member: "StageName", list: "get-stages", item: "StageName", except: "create-stage"},
	{member: "Target", list: "get-integrations", item: "IntegrationId", prefix: "integrations/"},
	{member: "VpcLinkId", list: "get-vpc-links", item: "VpcLinkId"},
}

// known returns the values of a member that exist already.
func (p *parser) known(member string, src Source) []string {
	for _, l := range listings {
		if l.member != member || p.at.op != nil && p.at.op.Command == l.except {
			continue
		}
		var values []string
		for _, item := range p.list(l.list, src) {
			if value := item.String(l.item); value != "" {
				values = append(values, l.prefix+value)
			}
		}
		return values
	}
	switch {
	case member == "RouteKey" && p.at.op.Command == "delete-route-settings":
		return p.keys("get-stages", "StageName", "RouteSettings", src)
	case member == "RequestParameterKey":
		return p.keys("get-routes", "RouteId", "RequestParameters", src)
	}
	return nil
}

// keys returns the keys of a map in the one item of a list whose identifier
// is on the line.
func (p *parser) keys(list, identifier, member string, src Source) []string {
	var keys []string
	for _, item := range p.list(list, src) {
		if id := item.String(identifier); id == "" || id != p.value(identifier) {
			continue
		}
		if v, ok := item.Get(member); ok {
			if d, ok := v.(*model.Document); ok {
				for key := range d.All() {
					keys = append(keys, key)
				}
			}
		}
	}
	return keys
}

// list has the source run an operation that lists. What it requires must be
// on the line.
func (p *parser) list(command string, src Source) []*model.Document {
	op := model.OperationByCommand(command)
	in := new(model.Document)
	for _, name := range op.Input.Required {
		value := p.value(name)
		if value == "" {
			return nil
		}
		in.Set(name, value)
	}
	return src.List(Query{op, in, p.given["--region"], p.given["--profile"], p.given["--state"]})
}

// value returns what the line has given for a member.
func (p *parser) value(member string) string {
	for i := range p.at.arguments {
		if a := &p.at.arguments[i]; a.member != nil && a.member.Name == member {
			return p.given[a.name]
		}
	}
	return ""
}

// regions are those of AWS's commercial partition in which there is API
// Gateway.
//
// https://docs.aws.amazon.com/general/latest/gr/apigateway.html
var regions = [...]string{
	"af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2",
	"ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7",
	"ca-central-1", "ca-west-1", "eu-central-1", "eu-central-2", "eu-north-1", "eu-south-1", "eu-south-2", "eu-west-1",
	"eu-west-2", "eu-west-3", "il-central-1", "me-central-1", "me-south-1", "mx-central-1", "sa-east-1", "us-east-1",
	"us-east-2", "us-west-1", "us-west-2",
}
