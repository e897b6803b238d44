package state

import "testing"

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
