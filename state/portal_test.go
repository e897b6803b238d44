package state

import "testing"

const portalInput = `{"Authorization":{"None":{}},"EndpointConfiguration":{"None":{}},"PortalContent":{"DisplayName":"Pets","Theme":{"CustomColors":{"AccentColor":"#1","BackgroundColor":"#2","ErrorValidationColor":"#3","HeaderColor":"#4","NavigationColor":"#5","TextColor":"#6"}}}}`

func TestPortals(t *testing.T) {
	s := newScene(t)
	const (
		content = `"PortalContent":{"DisplayName":"Pets","Theme":{"CustomColors":{"AccentColor":"#1","BackgroundColor":"#2","ErrorValidationColor":"#3","HeaderColor":"#4","NavigationColor":"#5","TextColor":"#6"}}}`
		head    = `{"Authorization":{"None":{}},"EndpointConfiguration":{"PortalDefaultDomainName":"p-0000000001.apigw-portal.us-east-1.on.aws"},"IncludedPortalProductArns":[],"LastModified":"2026-01-02T03:04:05Z",`
		arn     = `"PortalArn":"arn:aws:apigateway:us-east-1:123456789012:/portals/0000000001",` + content + `,"PortalId":"0000000001",`
	)
	s.checkAnswers([]answerCase{
		{"a portal is not published", `create-portal ` + portalInput, head + arn + `"PublishStatus":"DISABLED","Tags":{}}`},
		{"a portal is published at once", `publish-portal {"PortalId":"0000000001","Description":"first"}`, `{}`},
		{"and says so", `get-portal {"PortalId":"0000000001"}`, head + `"LastPublished":"2026-01-02T03:04:05Z","LastPublishedDescription":"first",` + arn + `"PublishStatus":"PUBLISHED","Tags":{}}`},
		{"a preview is there at once", `preview-portal {"PortalId":"0000000001"}`, `{}`},
		{"a portal is disabled", `disable-portal {"PortalId":"0000000001"}`, ``},
		{"a portal changes", `update-portal {"PortalId":"0000000001","RumAppMonitorName":"r"}`,
			head + `"LastPublished":"2026-01-02T03:04:05Z","LastPublishedDescription":"first",` + arn + `"Preview":{"PreviewStatus":"PREVIEW_READY","PreviewUrl":"https://preview-p-0000000001.apigw-portal.us-east-1.on.aws"},"PublishStatus":"DISABLED","RumAppMonitorName":"r","Tags":{}}`},
	})
	s.do(`publish-portal {"PortalId":"0000000001"}`)
	s.checkRefusals([]refusal{
		{"a published portal stays", `delete-portal {"PortalId":"0000000001"}`, "ConflictException: Portal 0000000001 must be disabled before it can be deleted"},
		{"an authorization is one thing", `create-portal {"Authorization":{}}`, "BadRequestException: Authorization must be exactly one of none and cognitoConfig"},
		{"products must exist", `update-portal {"PortalId":"0000000001","IncludedPortalProductArns":["arn:aws:apigateway:us-east-1:123456789012:/portalproducts/nope"]}`, "BadRequestException: Invalid portal product specified: arn:aws:apigateway:us-east-1:123456789012:/portalproducts/nope"},
		{"a portal must exist", `get-portal {"PortalId":"nope"}`, "NotFoundException: Invalid portal identifier specified"},
	})
	s.do(`disable-portal {"PortalId":"0000000001"}`)
	s.do(`delete-portal {"PortalId":"0000000001"}`)
}
