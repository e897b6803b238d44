package management

import (
	"strconv"

	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/apigatewayv2"
	"github.com/aws/aws-sdk-go-v2/service/apigatewayv2/types"
)

// domainKinds are domain names, what is below them, and VPC links.
func (s *server) domainKinds() []sdkKind {
	c, ctx := s.sdk(), s.t.Context()
	http := s.sdkAPI(c, types.ProtocolTypeHttp)
	made(c.CreateStage(ctx, &sdk.CreateStageInput{ApiId: &http, StageName: aws.String("prod")}))
	domain := s.sdkDomain(c, "api.example.com", types.RoutingModeRoutingRuleThenApiMapping)
	return []sdkKind{
		{
			name: "DomainName", initial: "API_MAPPING_ONLY", changed: "ROUTING_RULE_ONLY",
			create: func() (string, error) { return s.sdkDomain(c, "*.example.org", ""), nil },
			get: func(id string) (string, error) {
				out, err := c.GetDomainName(ctx, &sdk.GetDomainNameInput{DomainName: &id})
				return text(err, func() *string { return aws.String(string(out.RoutingMode)) })
			},
			list: func() ([]string, error) {
				out, err := c.GetDomainNames(ctx, &sdk.GetDomainNamesInput{})
				return texts(err, func() []types.DomainName { return out.Items }, func(r types.DomainName) *string { return r.DomainName })
			},
			update: func(id string) error {
				_, err := c.UpdateDomainName(ctx, &sdk.UpdateDomainNameInput{DomainName: &id, RoutingMode: types.RoutingModeRoutingRuleOnly})
				return err
			},
			remove: func(id string) error {
				_, err := c.DeleteDomainName(ctx, &sdk.DeleteDomainNameInput{DomainName: &id})
				return err
			},
		},
		{
			name: "ApiMapping", initial: "v1", changed: "v2/pets",
			create: func() (string, error) {
				out, err := c.CreateApiMapping(ctx, &sdk.CreateApiMappingInput{DomainName: &domain, ApiId: &http, Stage: aws.String("prod"), ApiMappingKey: aws.String("v1")})
				return text(err, func() *string { return out.ApiMappingId })
			},
			get: func(id string) (string, error) {
				out, err := c.GetApiMapping(ctx, &sdk.GetApiMappingInput{DomainName: &domain, ApiMappingId: &id})
				return text(err, func() *string { return out.ApiMappingKey })
			},
			list: func() ([]string, error) {
				out, err := c.GetApiMappings(ctx, &sdk.GetApiMappingsInput{DomainName: &domain})
				return texts(err, func() []types.ApiMapping { return out.Items }, func(r types.ApiMapping) *string { return r.ApiMappingId })
			},
			update: func(id string) error {
				_, err := c.UpdateApiMapping(ctx, &sdk.UpdateApiMappingInput{DomainName: &domain, ApiMappingId: &id, ApiId: &http, ApiMappingKey: aws.String("v2/pets")})
				return err
			},
			remove: func(id string) error {
				_, err := c.DeleteApiMapping(ctx, &sdk.DeleteApiMappingInput{DomainName: &domain, ApiMappingId: &id})
				return err
			},
		},
		{
			name: "RoutingRule", initial: "10", changed: "20",
			create: func() (string, error) {
				out, err := c.CreateRoutingRule(ctx, &sdk.CreateRoutingRuleInput{DomainName: &domain, Priority: aws.Int32(10), Actions: invoke(http), Conditions: []types.RoutingRuleCondition{}})
				return text(err, func() *string { return out.RoutingRuleId })
			},
			get: func(id string) (string, error) {
				out, err := c.GetRoutingRule(ctx, &sdk.GetRoutingRuleInput{DomainName: &domain, RoutingRuleId: &id})
				return text(err, func() *string { return aws.String(strconv.Itoa(int(*out.Priority))) })
			},
			list: func() ([]string, error) {
				out, err := c.ListRoutingRules(ctx, &sdk.ListRoutingRulesInput{DomainName: &domain, MaxResults: aws.Int32(100)})
				return texts(err, func() []types.RoutingRule { return out.RoutingRules }, func(r types.RoutingRule) *string { return r.RoutingRuleId })
			},
			update: func(id string) error {
				_, err := c.PutRoutingRule(ctx, &sdk.PutRoutingRuleInput{DomainName: &domain, RoutingRuleId: &id, Priority: aws.Int32(20), Actions: invoke(http), Conditions: []types.RoutingRuleCondition{}})
				return err
			},
			remove: func(id string) error {
				_, err := c.DeleteRoutingRule(ctx, &sdk.DeleteRoutingRuleInput{DomainName: &domain, RoutingRuleId: &id})
				return err
			},
		},
		{
			name: "VpcLink", initial: "link", changed: "chain",
			create: func() (string, error) {
				out, err := c.CreateVpcLink(ctx, &sdk.CreateVpcLinkInput{Name: aws.String("link"), SubnetIds: []string{"subnet-1"}})
				return text(err, func() *string { return out.VpcLinkId })
			},
			get: func(id string) (string, error) {
				out, err := c.GetVpcLink(ctx, &sdk.GetVpcLinkInput{VpcLinkId: &id})
				return text(err, func() *string { return out.Name })
			},
			list: func() ([]string, error) {
				out, err := c.GetVpcLinks(ctx, &sdk.GetVpcLinksInput{})
				return texts(err, func() []types.VpcLink { return out.Items }, func(r types.VpcLink) *string { return r.VpcLinkId })
			},
			update: func(id string) error {
				_, err := c.UpdateVpcLink(ctx, &sdk.UpdateVpcLinkInput{VpcLinkId: &id, Name: aws.String("chain")})
				return err
			},
			remove: func(id string) error {
				_, err := c.DeleteVpcLink(ctx, &sdk.DeleteVpcLinkInput{VpcLinkId: &id})
				return err
			},
		},
	}
}

// sdkDomain makes a domain name.
func (s *server) sdkDomain(c *sdk.Client, name string, mode types.RoutingMode) string {
	s.t.Helper()
	return *made(c.CreateDomainName(s.t.Context(), &sdk.CreateDomainNameInput{
		DomainName: &name, RoutingMode: mode,
		DomainNameConfigurations: []types.DomainNameConfiguration{{
			CertificateArn: aws.String("arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555"),
			EndpointType:   types.EndpointTypeRegional, SecurityPolicy: types.SecurityPolicyTls12,
		}},
	})).DomainName
}

func invoke(api string) []types.RoutingRuleAction {
	return []types.RoutingRuleAction{{InvokeApi: &types.RoutingRuleActionInvokeApi{ApiId: &api, Stage: aws.String("prod")}}}
}
