package state

import "testing"

func TestVpcLinks(t *testing.T) {
	s := httpScene(t)
	const ready = `"VpcLinkStatus":"AVAILABLE","VpcLinkStatusMessage":"VPC link is ready to route traffic","VpcLinkVersion":"V2"}`
	s.checkAnswers([]answerCase{
		{"a link is pending when it is made", `create-vpc-link {"Name":"l","SubnetIds":["s"]}`,
			`{"CreatedDate":"2026-01-02T03:04:05Z","Name":"l","SecurityGroupIds":[],"SubnetIds":["s"],"Tags":{},"VpcLinkId":"000006","VpcLinkStatus":"PENDING","VpcLinkStatusMessage":"VPC link is provisioning ENIs","VpcLinkVersion":"V2"}`},
		{"and ready at the next look", `get-vpc-link {"VpcLinkId":"000006"}`,
			`{"CreatedDate":"2026-01-02T03:04:05Z","Name":"l","SecurityGroupIds":[],"SubnetIds":["s"],"Tags":{},"VpcLinkId":"000006",` + ready},
		{"its name changes", `update-vpc-link {"VpcLinkId":"000006","Name":"m"}`,
			`{"CreatedDate":"2026-01-02T03:04:05Z","Name":"m","SecurityGroupIds":[],"SubnetIds":["s"],"Tags":{},"VpcLinkId":"000006",` + ready},
		{"it is listed", `get-vpc-links {}`,
			`{"Items":[{"CreatedDate":"2026-01-02T03:04:05Z","Name":"m","SecurityGroupIds":[],"SubnetIds":["s"],"Tags":{},"VpcLinkId":"000006",` + ready + `]}`},
	})
	const create = `create-integration {"ApiId":"$http","IntegrationType":"HTTP_PROXY","IntegrationMethod":"GET","ConnectionType":"VPC_LINK","ConnectionId":"000006","IntegrationUri":"arn:aws:elasticloadbalancing:us-east-1:1:listener/app/a/b/c","PayloadFormatVersion":"1.0"}`
	s.name("$private", "IntegrationId", create)
	s.checkRefusals([]refusal{
		{"a link that an integration uses stays", `delete-vpc-link {"VpcLinkId":"000006"}`, "BadRequestException: Cannot delete vpc link. Vpc link '000006', is referenced in [GET:$private] in format of [Method:Resource]."},
		{"subnets are needed", `create-vpc-link {"Name":"l","SubnetIds":[]}`, "BadRequestException: SubnetIds for a vpc link cannot be empty"},
		{"a link must exist", `get-vpc-link {"VpcLinkId":"nope"}`, "NotFoundException: Invalid VpcLink identifier specified"},
	})
	s.name("$over", "RouteId", `create-route {"ApiId":"$http","RouteKey":"GET /over","Target":"integrations/$private"}`)
	if got, want := s.refused(`delete-vpc-link {"VpcLinkId":"000006"}`), s.resolve("BadRequestException: Cannot delete vpc link. Vpc link '000006', is referenced in [GET:$over] in format of [Method:Resource]."); got != want {
		t.Errorf("delete-vpc-link = %q, want %q", got, want)
	}
	s.do(`delete-route {"ApiId":"$http","RouteId":"$over"}`)
	s.do(`delete-integration {"ApiId":"$http","IntegrationId":"$private"}`)
	s.do(`delete-vpc-link {"VpcLinkId":"000006"}`)
}
