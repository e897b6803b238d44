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

func TestModels(t *testing.T) {
	s := webSocketScene(t)
	s.checkAnswers([]answerCase{
		{"a model is JSON", `create-model {"ApiId":"$chat","Name":"Pet","Schema":"{\"type\":\"object\"}"}`,
			`{"ContentType":"application/json","ModelId":"000004","Name":"Pet","Schema":"{\"type\":\"object\"}"}`},
		{"a model changes", `update-model {"ApiId":"$chat","ModelId":"000004","Description":"d"}`,
			`{"ContentType":"application/json","Description":"d","ModelId":"000004","Name":"Pet","Schema":"{\"type\":\"object\"}"}`},
		{"models are listed", `get-models {"ApiId":"$chat"}`,
			`{"Items":[{"ContentType":"application/json","Description":"d","ModelId":"000004","Name":"Pet","Schema":"{\"type\":\"object\"}"}]}`},
		{"a route has a response", `create-route-response {"ApiId":"$chat","RouteId":"$talk","RouteResponseKey":"$default","ResponseModels":{"a":"Pet"},"ResponseParameters":{"p":{"Required":true}}}`,
			`{"ResponseModels":{"a":"Pet"},"ResponseParameters":{"p":{"Required":true}},"RouteResponseId":"0000005","RouteResponseKey":"$default"}`},
		{"which changes", `update-route-response {"ApiId":"$chat","RouteId":"$talk","RouteResponseId":"0000005","ModelSelectionExpression":"x"}`,
			`{"ModelSelectionExpression":"x","ResponseModels":{"a":"Pet"},"ResponseParameters":{"p":{"Required":true}},"RouteResponseId":"0000005","RouteResponseKey":"$default"}`},
		{"is listed", `get-route-responses {"ApiId":"$chat","RouteId":"$talk"}`,
			`{"Items":[{"ModelSelectionExpression":"x","ResponseModels":{"a":"Pet"},"ResponseParameters":{"p":{"Required":true}},"RouteResponseId":"0000005","RouteResponseKey":"$default"}]}`},
	})
	s.checkRefusals([]refusal{
		{"a model's name is plain", `create-model {"ApiId":"$chat","Name":"p-m3","Schema":"{}"}`, "BadRequestException: Model name must be alphanumeric: p-m3"},
		{"a model's name is there once", `create-model {"ApiId":"$chat","Name":"Pet","Schema":"{}"}`, "ConflictException: Model with name Pet already exists for this API"},
		{"a schema is JSON", `create-model {"ApiId":"$chat","Name":"m","Schema":"{"}`, "BadRequestException: Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]"},
		{"a model that is used stays", `delete-model {"ApiId":"$chat","ModelId":"000004"}`, "ConflictException: Cannot delete model 'Pet', is referenced in route: chat"},
		{"a model must exist", `get-model {"ApiId":"$chat","ModelId":"nope"}`, "NotFoundException: Invalid Model identifier specified"},
		{"a route response has one key", `create-route-response {"ApiId":"$chat","RouteId":"$talk","RouteResponseKey":"x"}`, "BadRequestException: Currently, only $default is supported as a RouteResponseKey. The creation of the RouteResponse with a key of $default will indicate to API Gateway that this Route is intended to handle two-way communication."},
		{"and is there once", `create-route-response {"ApiId":"$chat","RouteId":"$talk","RouteResponseKey":"$default"}`, "ConflictException: RouteResponse with key $default already exists for this Route"},
		{"a route response must exist", `get-route-response {"ApiId":"$chat","RouteId":"$talk","RouteResponseId":"nope"}`, "NotFoundException: Invalid RouteResponse identifier specified"},
	})
	s.do(`delete-route-response {"ApiId":"$chat","RouteId":"$talk","RouteResponseId":"0000005"}`)
	s.do(`delete-model {"ApiId":"$chat","ModelId":"000004"}`)
}

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

func TestPortalProducts(t *testing.T) {
	s := newScene(t)
	const arn = `"PortalProductArn":"arn:aws:apigateway:us-east-1:123456789012:/portalproducts/0000000001"`
	const parts = `"RestEndpointIdentifier":{"IdentifierParts":{"Method":"GET","Path":"/pets","RestApiId":"r","Stage":"prod"}}`
	const page = `"ProductRestEndpointPageArn":"arn:aws:apigateway:us-east-1:123456789012:/portalproducts/0000000001/productrestendpointpages/0000000003","ProductRestEndpointPageId":"0000000003",`
	s.checkAnswers([]answerCase{
		{"a product is made", `create-portal-product {"DisplayName":"Pets","Description":"d"}`,
			`{"Description":"d","DisplayName":"Pets","LastModified":"2026-01-02T03:04:05Z",` + arn + `,"PortalProductId":"0000000001","Tags":{}}`},
		{"its description is cleared", `update-portal-product {"PortalProductId":"0000000001","Description":"","DisplayOrder":{"OverviewPageArn":"a"}}`,
			`{"DisplayName":"Pets","DisplayOrder":{"OverviewPageArn":"a"},"LastModified":"2026-01-02T03:04:05Z",` + arn + `,"PortalProductId":"0000000001","Tags":{}}`},
		{"products are listed", `list-portal-products {}`,
			`{"Items":[{"DisplayName":"Pets","LastModified":"2026-01-02T03:04:05Z",` + arn + `,"PortalProductId":"0000000001","Tags":{}}]}`},
		{"a page is made", `create-product-page {"PortalProductId":"0000000001","DisplayContent":{"Title":"t","Body":"b"}}`,
			`{"DisplayContent":{"Body":"b","Title":"t"},"LastModified":"2026-01-02T03:04:05Z","ProductPageArn":"arn:aws:apigateway:us-east-1:123456789012:/portalproducts/0000000001/productpages/0000000002","ProductPageId":"0000000002"}`},
		{"a page changes", `update-product-page {"PortalProductId":"0000000001","ProductPageId":"0000000002","DisplayContent":{"Title":"u"}}`,
			`{"DisplayContent":{"Body":"b","Title":"u"},"LastModified":"2026-01-02T03:04:05Z","ProductPageArn":"arn:aws:apigateway:us-east-1:123456789012:/portalproducts/0000000001/productpages/0000000002","ProductPageId":"0000000002"}`},
		{"pages are listed without their texts", `list-product-pages {"PortalProductId":"0000000001"}`,
			`{"Items":[{"LastModified":"2026-01-02T03:04:05Z","PageTitle":"u","ProductPageArn":"arn:aws:apigateway:us-east-1:123456789012:/portalproducts/0000000001/productpages/0000000002","ProductPageId":"0000000002"}]}`},
		{"a page about an endpoint is made", `create-product-rest-endpoint-page {"PortalProductId":"0000000001",` + parts + `,"DisplayContent":{"Overrides":{"Body":"b"}}}`,
			`{"DisplayContent":{"Body":"b","Endpoint":"/pets"},"LastModified":"2026-01-02T03:04:05Z",` + page + parts + `,"Status":"AVAILABLE","TryItState":"DISABLED"}`},
		{"it changes", `update-product-rest-endpoint-page {"PortalProductId":"0000000001","ProductRestEndpointPageId":"0000000003","DisplayContent":{"None":{}},"TryItState":"ENABLED"}`,
			`{"DisplayContent":{"Endpoint":"/pets"},"LastModified":"2026-01-02T03:04:05Z",` + page + parts + `,"Status":"AVAILABLE","TryItState":"ENABLED"}`},
		{"it is listed", `list-product-rest-endpoint-pages {"PortalProductId":"0000000001"}`,
			`{"Items":[{"Endpoint":"/pets","LastModified":"2026-01-02T03:04:05Z",` + page + parts + `,"Status":"AVAILABLE","TryItState":"ENABLED"}]}`},
		{"a policy is put", `put-portal-product-sharing-policy {"PortalProductId":"0000000001","PolicyDocument":"{}"}`, `{}`},
		{"a policy is kept", `get-portal-product-sharing-policy {"PortalProductId":"0000000001"}`, `{"PolicyDocument":"{}","PortalProductId":"0000000001"}`},
		{"a policy is deleted", `delete-portal-product-sharing-policy {"PortalProductId":"0000000001"}`, ``},
	})
	s.name("$portal", "PortalId", `create-portal `+portalInput)
	s.do(`update-portal {"PortalId":"$portal","IncludedPortalProductArns":["arn:aws:apigateway:us-east-1:123456789012:/portalproducts/0000000001"]}`)
	s.checkRefusals([]refusal{
		{"a product that a portal includes stays", `delete-portal-product {"PortalProductId":"0000000001"}`, "ConflictException: Portal product 0000000001 is included in portal $portal"},
		{"without a policy there is none", `get-portal-product-sharing-policy {"PortalProductId":"0000000001"}`, "NotFoundException: No sharing policy exists for this portal product"},
		{"a policy is JSON", `put-portal-product-sharing-policy {"PortalProductId":"0000000001","PolicyDocument":"x"}`, "BadRequestException: Invalid policy document specified"},
		{"a page must exist", `get-product-page {"PortalProductId":"0000000001","ProductPageId":"nope"}`, "NotFoundException: Invalid product page identifier specified"},
		{"an endpoint is named in full", `create-product-rest-endpoint-page {"PortalProductId":"0000000001","RestEndpointIdentifier":{}}`, "BadRequestException: RestEndpointIdentifier must have identifierParts with method, path, restApiId and stage"},
	})
	s.do(`update-portal {"PortalId":"$portal","IncludedPortalProductArns":[]}`)
	s.do(`delete-portal-product {"PortalProductId":"0000000001"}`)
}
