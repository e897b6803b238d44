package management

import (
	"strings"
	"testing"
)

// A clientKind is a kind of resource as the API has it, in JSON text. <API>
// and so on in it stand for what the kind needs first.
type clientKind struct {
	noun  string
	needs []clientNeed
	scope string // members that address the parent, in every call
	id    string // the member that addresses the resource, "" if scope does
	made  string // what create is given
	more  string // what update is given

	// Operations whose names are not made of the noun.
	create, list, update string
	unlisted             bool   // there is no list
	items                string // the list's member, if not Items
	hidden               string // members of made or more, comma separated, that do not come back as they were given
}

// A clientNeed is a resource that must be there: its name in the text becomes
// the member id of what the operation returns.
type clientNeed struct{ name, operation, input, id string }

func clientKinds() []clientKind {
	api := clientNeed{"<API>", "CreateApi", `{"Name":"a","ProtocolType":"HTTP"}`, "ApiId"}
	webSocket := clientNeed{"<API>", "CreateApi", `{"Name":"a","ProtocolType":"WEBSOCKET","RouteSelectionExpression":"$request.body.action"}`, "ApiId"}
	route := clientNeed{"<ROUTE>", "CreateRoute", `{"ApiId":"<API>","RouteKey":"hello"}`, "RouteId"}
	mock := clientNeed{"<INTEGRATION>", "CreateIntegration", `{"ApiId":"<API>","IntegrationType":"MOCK"}`, "IntegrationId"}
	stage := clientNeed{"<STAGE>", "CreateStage", `{"ApiId":"<API>","StageName":"prod"}`, "StageName"}
	domain := clientNeed{"<DOMAIN>", "CreateDomainName", `{"DomainName":"<KIND>.example.com","RoutingMode":"ROUTING_RULE_THEN_API_MAPPING","DomainNameConfigurations":[` + domainConfiguration + `]}`, "DomainName"}
	oldDomain := clientNeed{"<DOMAIN>", "CreateDomainName", `{"DomainName":"<KIND>.example.com","DomainNameConfigurations":[` + domainConfiguration + `]}`, "DomainName"}
	product := clientNeed{"<PRODUCT>", "CreatePortalProduct", `{"DisplayName":"shop"}`, "PortalProductId"}
	openRoute := clientNeed{"<ROUTE>", "CreateRoute", `{"ApiId":"<API>","RouteKey":"GET /"}`, "RouteId"}
	return []clientKind{
		{
			noun: "Api", id: "ApiId",
			made: `{"Name":"pets ü","ProtocolType":"HTTP","CorsConfiguration":{"AllowOrigins":["https://a.example"],"AllowCredentials":true,"MaxAge":5},"Tags":{"a b":"c/d"}}`,
			more: `{"Name":"cats","Description":"all","DisableExecuteApiEndpoint":true}`,
		},
		{
			noun: "Authorizer", needs: []clientNeed{api}, scope: `{"ApiId":"<API>"}`, id: "AuthorizerId",
			made: `{"Name":"f","AuthorizerType":"REQUEST","AuthorizerPayloadFormatVersion":"2.0","EnableSimpleResponses":true,"IdentitySource":["$request.header.Authorization"],"AuthorizerResultTtlInSeconds":60,` +
				`"AuthorizerUri":"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:f/invocations"}`,
			more: `{"Name":"g","AuthorizerResultTtlInSeconds":0}`,
		},
		{
			noun: "Deployment", needs: []clientNeed{api, openRoute}, scope: `{"ApiId":"<API>"}`, id: "DeploymentId",
			made: `{"Description":"one"}`, more: `{"Description":"two"}`,
		},
		{
			noun: "Integration", needs: []clientNeed{api}, scope: `{"ApiId":"<API>"}`, id: "IntegrationId",
			made: `{"IntegrationType":"HTTP_PROXY","IntegrationMethod":"ANY","IntegrationUri":"http://127.0.0.1:9000/{proxy}","PayloadFormatVersion":"1.0",` +
				`"RequestParameters":{"overwrite:header.x":"$request.header.y"},"ResponseParameters":{"404":{"overwrite:statuscode":"200"}}}`,
			more: `{"TimeoutInMillis":500}`,
		},
		{
			noun: "Route", needs: []clientNeed{api}, scope: `{"ApiId":"<API>"}`, id: "RouteId",
			made: `{"RouteKey":"GET /pets/{id}","OperationName":"pet"}`, more: `{"RouteKey":"ANY /{proxy+}"}`,
		},
		{
			noun: "Stage", needs: []clientNeed{api, openRoute}, scope: `{"ApiId":"<API>"}`, id: "StageName",
			made: `{"StageName":"$default","Description":"one","StageVariables":{"a":"b"},"Tags":{"c":"d"}}`,
			more: `{"Description":"two","RouteSettings":{"GET /":{"ThrottlingRateLimit":0.5,"ThrottlingBurstLimit":3}}}`,
		},
		{
			noun: "IntegrationResponse", needs: []clientNeed{webSocket, mock}, scope: `{"ApiId":"<API>","IntegrationId":"<INTEGRATION>"}`, id: "IntegrationResponseId",
			made: `{"IntegrationResponseKey":"/200/","ResponseTemplates":{"$default":"{}"}}`, more: `{"IntegrationResponseKey":"/5\\d\\d/"}`,
		},
		{
			noun: "Model", needs: []clientNeed{webSocket}, scope: `{"ApiId":"<API>"}`, id: "ModelId",
			made: `{"Name":"Pet","ContentType":"application/json","Schema":"{\"type\":\"object\"}"}`, more: `{"Schema":"{\"type\":\"string\"}"}`,
		},
		{
			noun: "RouteResponse", needs: []clientNeed{webSocket, route}, scope: `{"ApiId":"<API>","RouteId":"<ROUTE>"}`, id: "RouteResponseId",
			made: `{"RouteResponseKey":"$default"}`, more: `{"ModelSelectionExpression":"${request.body.kind}"}`,
		},
		{
			noun: "DomainName", id: "DomainName",
			made:   `{"DomainName":"*.example.org","DomainNameConfigurations":[` + domainConfiguration + `],"Tags":{"a":"b"}}`,
			more:   `{"DomainNameConfigurations":[` + domainConfiguration + `]}`,
			hidden: "DomainNameConfigurations",
		},
		{
			noun: "ApiMapping", needs: []clientNeed{api, stage, oldDomain}, scope: `{"DomainName":"<DOMAIN>"}`, id: "ApiMappingId",
			made: `{"ApiId":"<API>","Stage":"prod","ApiMappingKey":"v1"}`, more: `{"ApiId":"<API>","ApiMappingKey":"v2/pets"}`,
		},
		{
			noun: "RoutingRule", needs: []clientNeed{api, stage, domain}, scope: `{"DomainName":"<DOMAIN>"}`, id: "RoutingRuleId",
			list: "ListRoutingRules", items: "RoutingRules", update: "PutRoutingRule",
			made: `{"Priority":10,"Conditions":[{"MatchBasePaths":{"AnyOf":["v1"]}}],"Actions":[{"InvokeApi":{"ApiId":"<API>","Stage":"prod","StripBasePath":true}}]}`,
			more: `{"Priority":20,"Conditions":[],"Actions":[{"InvokeApi":{"ApiId":"<API>","Stage":"prod","StripBasePath":false}}]}`,
		},
		{
			noun: "VpcLink", id: "VpcLinkId",
			made: `{"Name":"l","SubnetIds":["subnet-1","subnet-2"],"SecurityGroupIds":["sg-1"]}`, more: `{"Name":"m"}`,
		},
		{
			noun: "Portal", id: "PortalId", list: "ListPortals",
			made:   `{"Authorization":{"None":{}},"EndpointConfiguration":{"None":{}},"PortalContent":` + content("Developers") + `}`,
			more:   `{"PortalContent":` + content("Partners") + `}`,
			hidden: "EndpointConfiguration",
		},
		{
			noun: "PortalProduct", id: "PortalProductId", list: "ListPortalProducts",
			made: `{"DisplayName":"pets","Description":"all"}`, more: `{"DisplayName":"cats"}`,
		},
		{
			noun: "PortalProductSharingPolicy", needs: []clientNeed{product}, scope: `{"PortalProductId":"<PRODUCT>"}`,
			create: "PutPortalProductSharingPolicy", update: "PutPortalProductSharingPolicy", unlisted: true,
			made: `{"PolicyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[]}"}`, more: `{"PolicyDocument":"{\"Version\":\"2012-10-17\",\"Statement\":[{}]}"}`,
		},
		{
			noun: "ProductPage", needs: []clientNeed{product}, scope: `{"PortalProductId":"<PRODUCT>"}`, id: "ProductPageId", list: "ListProductPages",
			made: `{"DisplayContent":{"Title":"Pets","Body":"# Pets"}}`, more: `{"DisplayContent":{"Title":"Cats","Body":"# Cats"}}`,
		},
		{
			noun: "ProductRestEndpointPage", needs: []clientNeed{product}, scope: `{"PortalProductId":"<PRODUCT>"}`, id: "ProductRestEndpointPageId", list: "ListProductRestEndpointPages",
			made: `{"RestEndpointIdentifier":{"IdentifierParts":{"RestApiId":"abcdefghij","Stage":"prod","Path":"/pets","Method":"GET"}},"TryItState":"ENABLED"}`,
			more: `{"TryItState":"DISABLED"}`,
		},
	}
}

const domainConfiguration = `{"CertificateArn":"arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555","EndpointType":"REGIONAL","SecurityPolicy":"TLS_1_2"}`

func content(name string) string {
	return `{"DisplayName":"` + name + `","Theme":{"CustomColors":{"AccentColor":"#123456","BackgroundColor":"#123456",` +
		`"ErrorValidationColor":"#123456","HeaderColor":"#123456","NavigationColor":"#123456","TextColor":"#123456"}}}`
}

// live takes a resource from its creation to its end. What was sent has to
// come back each time.
func (c *client) live(k clientKind) {
	c.t.Helper()
	names := []string{"<KIND>", strings.ToLower(k.noun)}
	for _, need := range k.needs {
		out := c.make(need.operation, object(need.input, names...))
		names = append(names, need.name, out[need.id].(string))
	}
	in := func(text string) map[string]any {
		if text == "" {
			text = "{}"
		}
		return object(text, names...)
	}
	named := func(operation, usual string) string {
		if operation != "" {
			return operation
		}
		return usual
	}
	shown := func(d map[string]any) map[string]any {
		for name := range strings.SplitSeq(k.hidden, ",") {
			delete(d, name)
		}
		return d
	}

	address := in(k.scope)
	made := c.make(named(k.create, "Create"+k.noun), with(address, in(k.made)))
	if k.id != "" {
		address[k.id] = made[k.id]
	}
	if got := c.make("Get"+k.noun, address); !has(got, shown(in(k.made))) {
		c.t.Errorf("Get%s = %v, want all of %s", k.noun, got, k.made)
	}
	if created, ok := made["CreatedDate"].(string); ok && !strings.HasPrefix(created, "2026-01-02T03:04:05") {
		c.t.Errorf("CreatedDate = %s", created)
	}
	if !k.unlisted {
		out := c.make(named(k.list, "Get"+k.noun+"s"), in(k.scope))
		items, _ := out[named(k.items, "Items")].([]any)
		found := 0
		for _, item := range items {
			if item.(map[string]any)[k.id] == made[k.id] {
				found++
			}
		}
		if found != 1 {
			c.t.Errorf("the list has it %d times: %v", found, items)
		}
	}
	c.make(named(k.update, "Update"+k.noun), with(address, in(k.more)))
	if got := c.make("Get"+k.noun, address); !has(got, shown(in(k.more))) {
		c.t.Errorf("Get%s after update = %v, want all of %s", k.noun, got, k.more)
	}
	c.make("Delete"+k.noun, address)
	if e := c.refused("Get"+k.noun, address); e.Code != "NotFoundException" || e.Type != "NotFoundException" {
		c.t.Errorf("Get%s after delete: %+v", k.noun, e)
	}
	// The model does not declare the exception for every delete, so that some
	// clients have no type for it there.
	if e := c.refused("Delete"+k.noun, address); e.Code != "NotFoundException" {
		c.t.Errorf("Delete%s after delete: %+v", k.noun, e)
	}
}

func (c *client) identifies(t *testing.T) {
	r := c.on(t).call("sts", "GetCallerIdentity", nil)
	if r.Unknown {
		t.Skip("this client is one of API Gateway alone")
	}
	if r.Error != nil || r.Output["Account"] != "123456789012" || r.Output["Arn"] != "arn:aws:iam::123456789012:root" {
		t.Errorf("GetCallerIdentity = %+v", r)
	}
}

func (c *client) pages() {
	made := map[string]bool{}
	for range 3 {
		made[c.make("CreateApi", object(`{"Name":"page","ProtocolType":"HTTP"}`))["ApiId"].(string)] = true
	}
	pages := 0
	for in := object(`{"MaxResults":"2"}`); ; {
		out := c.make("GetApis", in)
		pages++
		for _, item := range out["Items"].([]any) {
			delete(made, item.(map[string]any)["ApiId"].(string))
		}
		token, ok := out["NextToken"].(string)
		if !ok {
			break
		}
		in["NextToken"] = token
	}
	if pages < 2 || len(made) > 0 {
		c.t.Errorf("%d pages, without %v", pages, made)
	}
}

func (c *client) errors() {
	api := c.make("CreateApi", object(`{"Name":"a","ProtocolType":"HTTP"}`))["ApiId"].(string)
	route := object(`{"ApiId":"<API>","RouteKey":"GET /"}`, "<API>", api)
	c.make("CreateRoute", route)
	tests := []struct {
		operation string
		input     map[string]any
		want      replyError
	}{
		{"GetApi", object(`{"ApiId":"none"}`), replyError{"NotFoundException", "NotFoundException", "Invalid API identifier specified 123456789012:none"}},
		{"CreateRoute", route, replyError{"ConflictException", "ConflictException", "Route with key GET / already exists for this API"}},
		{"UpdateApi", object(`{"ApiId":"<API>","CorsConfiguration":{"AllowCredentials":true,"AllowOrigins":["*"]}}`, "<API>", api),
			replyError{"BadRequestException", "BadRequestException", "allow-credentials is not supported if 'allow-origin' is *"}},
		{"TagResource", object(`{"ResourceArn":"arn:aws:apigateway:us-east-1::/apis/none","Tags":{"a":"b"}}`),
			replyError{"NotFoundException", "NotFoundException", "Invalid API identifier specified 123456789012:none"}},
	}
	for _, tt := range tests {
		if got := c.refused(tt.operation, tt.input); got != tt.want {
			c.t.Errorf("%s(%v): %+v, want %+v", tt.operation, tt.input, got, tt.want)
		}
	}
}

func (c *client) callsAnotherService() {
	tests := []struct{ service, operation string }{
		{"lambda", "ListFunctions"}, // JSON, by path
		{"iam", "ListRoles"},        // XML
		{"dynamodb", "ListTables"},  // JSON, by X-Amz-Target
	}
	for _, tt := range tests {
		want := "Service " + tt.service + " is not served here: gatehouse serves apigatewayv2, and GetCallerIdentity of sts."
		r := c.call(tt.service, tt.operation, nil)
		if r.Unknown {
			c.t.Skip("this client is not one of " + tt.service)
		}
		if r.Error == nil || r.Error.Code != "UnknownOperationException" || r.Error.Message != want {
			c.t.Errorf("%s %s: %+v %+v", tt.service, tt.operation, r.Output, r.Error)
		}
	}
}
