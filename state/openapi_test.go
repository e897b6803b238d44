package state

import (
	"fmt"
	"strings"
	"testing"

	"gatehouse/model"
)

const (
	importedHead = `{"ApiEndpoint":"https://$api.execute-api.us-east-1.amazonaws.com","ApiId":"$api","ApiKeySelectionExpression":"$request.header.x-api-key",`
	importedTail = `"ProtocolType":"HTTP","RouteSelectionExpression":"$request.method $request.path"`
	importedMade = `"CreatedDate":"2026-01-02T03:04:05Z",`
)

// pets is a document with something of everything.
const pets = `
openapi: 3.0.1
info: {title: pets, version: "1.0", description: d}
tags: [{name: team, x-amazon-apigateway-tag-value: a}]
x-amazon-apigateway-cors: {allowOrigins: ["https://app.example"], allowHeaders: [X-Key]}
paths:
  /pets:
    get:
      operationId: list
      security: [{tokens: [pets/read]}]
      x-amazon-apigateway-integration: {$ref: "#/components/x-amazon-apigateway-integrations/function"}
    post:
      security: [{function: []}]
      x-amazon-apigateway-integration: {type: http_proxy, httpMethod: ANY, uri: "http://127.0.0.1:9000/pets", payloadFormatVersion: 1.0}
  /$default:
    x-amazon-apigateway-any-method: {isDefaultRoute: true, x-amazon-apigateway-integration: {$ref: "#/components/x-amazon-apigateway-integrations/function"}}
components:
  securitySchemes:
    tokens: {type: oauth2, flows: {}, x-amazon-apigateway-authorizer: {type: jwt, identitySource: $request.header.Authorization, jwtConfiguration: {issuer: "https://i.example", audience: [a]}}}
    function: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authorizer: {type: request, authorizerUri: "` + lambdaURI + `", authorizerPayloadFormatVersion: 2.0}}
  x-amazon-apigateway-integrations:
    function: {type: AWS_PROXY, uri: "` + lambdaURI + `", payloadFormatVersion: 2.0}
`

// imports writes an import of a document as a command.
func imports(command, more, document string) string {
	return command + ` {"Body":` + string(model.AppendJSON(nil, document, 0)) + more + `}`
}

func TestImportApi(t *testing.T) {
	s := newScene(t)
	s.name("$api", "ApiId", imports("import-api", "", pets))
	api := importedHead + `"CorsConfiguration":{"AllowHeaders":["x-key"],"AllowOrigins":["https://app.example"]},` + importedMade +
		`"Description":"d","DisableExecuteApiEndpoint":false,"IpAddressType":"ipv4","Name":"pets",` + importedTail + `,"Tags":{"team":"a"},"Version":"1.0"}`
	s.checkAnswers([]answerCase{
		{"the API has what the document says", `get-api {"ApiId":"$api"}`, api},
		{"authorizers have the names of their schemes", `get-authorizers {"ApiId":"$api"}`, `{"Items":[` +
			`{"AuthorizerId":"000001","AuthorizerType":"JWT","IdentitySource":["$request.header.Authorization"],"JwtConfiguration":{"Audience":["a"],"Issuer":"https://i.example"},"Name":"tokens"},` +
			`{"AuthorizerId":"000002","AuthorizerPayloadFormatVersion":"2.0","AuthorizerType":"REQUEST","AuthorizerUri":"` + lambdaURI + `","Name":"function"}]}`},
		{"one integration is shared", `get-integrations {"ApiId":"$api"}`, `{"Items":[` +
			`{"ConnectionType":"INTERNET","IntegrationId":"0000003","IntegrationMethod":"POST","IntegrationType":"AWS_PROXY","IntegrationUri":"` + lambdaURI + `","PayloadFormatVersion":"2.0","TimeoutInMillis":30000},` +
			`{"ConnectionType":"INTERNET","IntegrationId":"0000004","IntegrationMethod":"ANY","IntegrationType":"HTTP_PROXY","IntegrationUri":"http://127.0.0.1:9000/pets","PayloadFormatVersion":"1.0","TimeoutInMillis":30000}]}`},
		{"routes refer to them", `get-routes {"ApiId":"$api"}`, `{"Items":[` +
			`{"ApiKeyRequired":false,"AuthorizationScopes":["pets/read"],"AuthorizationType":"JWT","AuthorizerId":"000001","OperationName":"list","RequestParameters":{},"RouteId":"0000005","RouteKey":"GET /pets","Target":"integrations/0000003"},` +
			`{"ApiKeyRequired":false,"AuthorizationScopes":[],"AuthorizationType":"CUSTOM","AuthorizerId":"000002","RequestParameters":{},"RouteId":"0000006","RouteKey":"POST /pets","Target":"integrations/0000004"},` +
			`{"ApiKeyRequired":false,"AuthorizationScopes":[],"AuthorizationType":"NONE","RequestParameters":{},"RouteId":"0000007","RouteKey":"$default","Target":"integrations/0000003"}]}`},
		{"there are no stages", `get-stages {"ApiId":"$api"}`, `{"Items":[]}`},
		{"the answer is that of create-api", imports("import-api", "", `{"openapi":"3.0.1","info":{"title":"empty"},"paths":{}}`),
			strings.ReplaceAll(importedHead, "$api", "0000000009") + importedMade + `"DisableExecuteApiEndpoint":false,"IpAddressType":"ipv4","Name":"empty",` + importedTail + `}`},
		{"with information and warnings", imports("import-api", "", `{"openapi":"3.0.1","info":{"title":"t"},"nope":1,"paths":{"/p":{"trace":{}}},"servers":[{"x-amazon-apigateway-endpoint-configuration":{"disableExecuteApiEndpoint":true,"ipAddressType":"dualstack"}}]}`),
			strings.ReplaceAll(importedHead, "$api", "0000000010") + importedMade + `"DisableExecuteApiEndpoint":true,"ImportInfo":["Attribute paths.'/p'(trace) is not supported for HTTP APIs. Ignoring."],"IpAddressType":"dualstack","Name":"t",` + importedTail + `,"Warnings":["Parse issue: attribute nope is unexpected"]}`},
		{"which are not kept", `get-api {"ApiId":"0000000010"}`,
			strings.ReplaceAll(importedHead, "$api", "0000000010") + importedMade + `"DisableExecuteApiEndpoint":true,"IpAddressType":"dualstack","Name":"t",` + importedTail + `,"Tags":{}}`},
	})
}

// TestImportWarnings imports documents of which the service refuses a part:
// the rest is made, and with FailOnWarnings nothing is.
func TestImportWarnings(t *testing.T) {
	document := func(paths, rest string) string {
		return `{"openapi":"3.0.1","info":{"title":"t"},"paths":{"/ok":{"get":{}},` + paths + `}` + rest + `}`
	}
	scheme := func(s string) string {
		return `,"components":{"securitySchemes":{"A":{"x-amazon-apigateway-authorizer":` + s + `}}}`
	}
	cases := []struct {
		name     string
		document string
		warnings []string
		routes   string
	}{
		{"an integration that HTTP APIs do not have", document(`"/p":{"get":{"x-amazon-apigateway-integration":{"type":"AWS","payloadFormatVersion":"1.0"}}}`, ""),
			[]string{"Unable to put integration on 'GET' for resource at path '/p': Currently, an API with a protocol type of HTTP may only be associated with proxy integrations (AWS_PROXY, HTTP_PROXY). Ignoring."}, "GET /ok"},
		{"one that is wrong and shared", document(`"/p":{"get":{"x-amazon-apigateway-integration":{"$ref":"#/components/x-amazon-apigateway-integrations/x"}},"x-amazon-apigateway-any-method":{"x-amazon-apigateway-integration":{"$ref":"#/components/x-amazon-apigateway-integrations/x"}}}`,
			`,"components":{"x-amazon-apigateway-integrations":{"x":{"type":"http_proxy","payloadFormatVersion":"3.0"}}}`),
			[]string{"Unable to put integration on 'GET' for resource at path '/p': Unsupported PayloadFormatVersion: 3.0. Ignoring.",
				"Unable to put integration on 'ANY' for resource at path '/p': Unsupported PayloadFormatVersion: 3.0. Ignoring."}, "GET /ok"},
		{"one that is wrong and unused", document(`"/q":{"get":{}}`, `,"components":{"x-amazon-apigateway-integrations":{"x":{"type":"mock"}}}`),
			[]string{"Unable to create integration 'x': Currently, an API with a protocol type of HTTP may only be associated with proxy integrations (AWS_PROXY, HTTP_PROXY). Ignoring."}, "GET /ok GET /q"},
		{"an authorizer without an issuer", document(`"/p":{"post":{"security":[{"A":[]}]}}`, scheme(`{"type":"jwt","identitySource":"$request.header.Authorization","jwtConfiguration":{"audience":["a"]}}`)),
			[]string{"Unable to create Authorizer 'A': Invalid issuer: Issuer can not be empty for JWT Authorizer.. Ignoring.",
				"Unable to put method 'POST' on resource at path '/p': Invalid authorizer definition. Setting the authorization type to JWT requires a valid authorizer. Ignoring."}, "GET /ok"},
		{"a function that authorizes without a URI", document(`"/$default":{"x-amazon-apigateway-any-method":{"isDefaultRoute":true,"security":[{"A":[]}]}}`, scheme(`{"type":"request"}`)),
			[]string{"Unable to create Authorizer 'A': AuthorizerUri is a required field in an Authorizer. Ignoring.",
				"Unable to put method 'ANY' on resource at path '/$default': Invalid authorizer definition. Setting the authorization type to CUSTOM requires a valid authorizer. Ignoring."}, "GET /ok"},
		{"scopes that nobody checks", document(`"/p":{"get":{"security":[{"A":["s"]}]}}`, `,"components":{"securitySchemes":{"A":{"x-amazon-apigateway-authtype":"awsSigv4"}}}`),
			[]string{"Unable to put method 'GET' on resource at path '/p': Invalid Route authorization type specified. Authorization Scopes are only valid for COGNITO_USER_POOLS and JWT authorization types. Ignoring."}, "GET /ok"},
		{"paths that cannot be", document(`"/$x":{"get":{}},"/{a}/b":{"get":{}},"/{c}/b":{"get":{},"put":{}},"/{d+}/b":{"get":{}}`, ""),
			[]string{"Unable to put method 'GET' on resource at path '/$x': One or more path parts appear to be invalid. Ignoring.",
				`Unable to put method 'GET' on resource at path '/{c}/b': The provided route key "GET /{c}/b" has a conflicting variable on the same hierarchical level as "GET /{a}/b". Ignoring.`,
				"Unable to put method 'GET' on resource at path '/{d+}/b': One or more path parts appear to be invalid. Ignoring."}, "GET /ok GET /{a}/b PUT /{c}/b"},
		{"a default route twice", document(`"/$default":{"x-amazon-apigateway-any-method":{"isDefaultRoute":true}},"$default":{"x-amazon-apigateway-any-method":{"isDefaultRoute":true}}`, ""),
			[]string{"Parse issue: attribute paths. Resource $default should start with /",
				"Unable to put method 'ANY' on resource at path '/$default': Route with key $default already exists for this API. Ignoring."}, "GET /ok $default"},
		{"CORS that the service refuses", document(`"/p":{"get":{}}`, `,"x-amazon-apigateway-cors":{"allowOrigins":["*"],"allowCredentials":true}`),
			[]string{"CORS Scheme is malformed, ignoring."}, "GET /ok GET /p"},
		{"names over the limits", document(`"/p":{"get":{"operationId":"`+strings.Repeat("x", 65)+`"}}`, ""),
			[]string{"Unable to put method 'GET' on resource at path '/p': 1 validation error detected: Value '" + strings.Repeat("x", 65) + "' at 'operationName' failed to satisfy constraint: Member must have length less than or equal to 64. Ignoring."}, "GET /ok"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			s := newScene(t)
			want := "BadRequestException: Warnings found during import:\n\t" + strings.Join(c.warnings, "\n\t")
			if got := s.refused(imports("import-api", `,"FailOnWarnings":true`, c.document)); got != want {
				t.Errorf("with FailOnWarnings\n got %s\nwant %s", got, want)
			}
			out, err := s.try(imports("import-api", "", c.document))
			if err != nil {
				t.Fatal(err)
			}
			got, _ := out.Get("Warnings")
			if fmt.Sprintf("%q", got) != fmt.Sprintf("%q", c.warnings) {
				t.Errorf("warnings = %q\nwant %q", got, c.warnings)
			}
			if got := s.routeKeys(out.String("ApiId")); got != c.routes {
				t.Errorf("routes = %q, want %q", got, c.routes)
			}
			if cors := out.Child("CorsConfiguration"); cors != nil {
				t.Errorf("CORS = %s", model.AppendJSON(nil, cors, 0))
			}
		})
	}
}

// routeKeys are an API's route keys, divided by blanks.
func (s *scene) routeKeys(apiID string) string {
	s.t.Helper()
	out, err := s.try(`get-routes {"ApiId":"` + apiID + `"}`)
	if err != nil {
		s.t.Fatal(err)
	}
	items, _ := out.Get("Items")
	var keys []string
	for _, item := range items.([]any) {
		keys = append(keys, item.(*model.Document).String("RouteKey"))
	}
	return strings.Join(keys, " ")
}

func TestImportRefusals(t *testing.T) {
	s := httpScene(t)
	s.name("$chat", "ApiId", `create-api {"Name":"chat","ProtocolType":"WEBSOCKET","RouteSelectionExpression":"$request.body.action"}`)
	empty := `{"openapi":"3.0.1","info":{"title":"t"},"paths":{}}`
	var integrations, routes strings.Builder
	for i := range maxIntegrations + 1 {
		fmt.Fprintf(&integrations, `,"/%d":{"get":{"x-amazon-apigateway-integration":{"type":"http_proxy","httpMethod":"ANY","uri":"http://a","payloadFormatVersion":"1.0"}}}`, i)
	}
	for i := range maxImported + 1 {
		fmt.Fprintf(&routes, `,"/%d":{"get":{}}`, i)
	}
	paths := func(s string) string { return `{"openapi":"3.0.1","info":{"title":"t"},"paths":{` + s[1:] + `}}` }
	s.checkRefusals([]refusal{
		{"no document", `import-api {}`, "BadRequestException: Invalid OpenAPI input. The document is empty."},
		{"no OpenAPI", imports("import-api", "", `{"swagger":"2.0"}`), "BadRequestException: Invalid OpenAPI input. The document is Swagger 2.0, and HTTP APIs take OpenAPI 3.0 only."},
		{"a damaged document", imports("import-api", "", "openapi: 3.0.1\npaths: ["), "BadRequestException: Errors found during import:\n\tUnable to parse API definition: it is not valid YAML: line 2: did not find expected node content"},
		{"a damaged document again", imports("reimport-api", `,"ApiId":"$http"`, "{\n\"openapi\": 3.0.1}"), "BadRequestException: Errors found during import:\n\tUnable to parse API definition: it is not valid JSON: Expecting ',' delimiter: line 2 column 15 (char 16)"},
		{"no name", imports("import-api", "", `{"openapi":"3.0.1","paths":{}}`), "BadRequestException: Invalid API name specified"},
		{"a long name", imports("import-api", "", `{"openapi":"3.0.1","info":{"title":"`+strings.Repeat("x", 129)+`"},"paths":{}}`), "BadRequestException: 1 validation error detected: Value '" + strings.Repeat("x", 129) + "' at 'name' failed to satisfy constraint: Member must have length less than or equal to 128"},
		{"a tag of AWS's", imports("import-api", "", `{"openapi":"3.0.1","info":{"title":"t"},"tags":[{"name":"aws:x"}],"paths":{}}`), "BadRequestException: Invalid tag key aws:x. Tag keys that start with aws: are reserved"},
		{"an unknown basepath", imports("import-api", `,"Basepath":"x"`, empty), "BadRequestException: Invalid basepath specified: x. Must be one of [ignore, prepend, split]"},
		{"an API that does not exist", imports("reimport-api", `,"ApiId":"nope"`, empty), "NotFoundException: Invalid API identifier specified 123456789012:nope"},
		{"a WebSocket API", imports("reimport-api", `,"ApiId":"$chat"`, empty), "BadRequestException: Import is not supported for WEBSOCKET protocolType"},
		{"too many integrations", imports("reimport-api", `,"ApiId":"$http"`, paths(integrations.String())), "TooManyRequestsException: Maximum number of Integrations for this API has been reached. Please contact AWS if you need additional Integrations."},
		{"too many routes", imports("import-api", "", paths(routes.String())), "TooManyRequestsException: The document defines more than 10000 routes or authorizers"},
		{"warnings that are not wanted", imports("reimport-api", `,"ApiId":"$http","FailOnWarnings":true`, `{"openapi":"3.0.1","info":{"title":"t"},"paths":{"/update":{"get":{"responses":{"200":{"content":{"a/b":{"schema":{"$ref":"#/components/schemas/X"}}}}}}}}}`),
			"BadRequestException: Warnings found during import:\n\tParse issue: attribute paths.'/update'(get).responses.200.content.schema.#/components/schemas/X is missing"},
	})
}

func TestReimportApi(t *testing.T) {
	s := httpScene(t)
	s.do(`update-api {"ApiId":"$http","Description":"old","Version":"v0","CorsConfiguration":{"AllowOrigins":["*"]}}`)
	s.do(`tag-resource {"ResourceArn":"arn:aws:apigateway:us-east-1::/apis/$http","Tags":{"old":"1"}}`)
	s.do(`create-stage {"ApiId":"$http","StageName":"$default","AutoDeploy":true,"RouteSettings":{"GET /pets":{"ThrottlingBurstLimit":1}},"StageVariables":{"v":"1"}}`)
	s.do(`create-deployment {"ApiId":"$http","Description":"kept"}`)
	s.do(`create-stage {"ApiId":"$http","StageName":"kept"}`)
	s.do(imports("reimport-api", `,"ApiId":"$http"`, `{"openapi":"3.0.1","info":{"title":"dogs"},"paths":{"/dogs":{"get":{}}}}`))
	s.names = append(s.names, "$api", s.resolve("$http"))
	s.checkAnswers([]answerCase{
		{"nothing of the API's own is left", `get-api {"ApiId":"$http"}`,
			importedHead + importedMade + `"DisableExecuteApiEndpoint":false,"IpAddressType":"ipv4","Name":"dogs",` + importedTail + `,"Tags":{}}`},
		{"no integration", `get-integrations {"ApiId":"$http"}`, `{"Items":[]}`},
		{"no authorizer", `get-authorizers {"ApiId":"$http"}`, `{"Items":[]}`},
	})
	if got := s.routeKeys(s.resolve("$http")); got != "GET /dogs" {
		t.Errorf("routes = %q", got)
	}
	stage := s.do(`get-stage {"ApiId":"$http","StageName":"$default"}`)
	deployments := s.do(`get-deployments {"ApiId":"$http"}`)
	newest := deployments[strings.Index(deployments, `"DeploymentId":"`)+len(`"DeploymentId":"`):][:deploymentIDLength]
	for _, want := range []string{`"DeploymentId":"` + newest + `"`, `"StageVariables":{"v":"1"}`, `"GET /pets":{"ThrottlingBurstLimit":1}`, "Successfully deployed stage with deployment ID '" + newest + "'"} {
		if !strings.Contains(stage, want) {
			t.Errorf("stage = %s, want %s", stage, want)
		}
	}
	if !strings.Contains(deployments, `"Description":"kept"`) || !strings.Contains(s.do(`get-stages {"ApiId":"$http"}`), `"StageName":"kept"`) {
		t.Errorf("deployments = %s", deployments)
	}
	again := s.do(imports("reimport-api", `,"ApiId":"$http"`, `{"openapi":"3.0.1","paths":{"/cats":{"get":{}}}}`))
	if !strings.Contains(again, `"Name":"dogs"`) || !strings.Contains(again, `"Warnings":["Parse issue: attribute info is missing"]`) {
		t.Errorf("without info: %s", again)
	}
}

// TestReimportWithoutRoutes holds that a stage which cannot follow stays at
// what it serves.
func TestReimportWithoutRoutes(t *testing.T) {
	s := httpScene(t)
	s.do(`create-stage {"ApiId":"$http","StageName":"$default","AutoDeploy":true}`)
	s.do(imports("reimport-api", `,"ApiId":"$http"`, `{"openapi":"3.0.1","info":{"title":"t"},"paths":{"/p":{"get":{"x-amazon-apigateway-integration":{"type":"mock"}}}}}`))
	catalog, err := s.file.Load()
	if err != nil {
		t.Fatal(err)
	}
	stage := catalog.APIs[0].Stages[0]
	if len(stage.Snapshot.Routes) != 1 || *stage.Snapshot.Routes[0].RouteKey != "GET /pets" || len(stage.Snapshot.Integrations) != 1 {
		t.Errorf("the stage serves %+v", stage.Snapshot)
	}
	if got := value(stage.LastDeploymentStatusMessage); got != "Deployment attempt failed: Unable to deploy API because no routes exist in this API" {
		t.Errorf("status = %q", got)
	}
}

func TestExportApi(t *testing.T) {
	s := httpScene(t)
	s.name("$chat", "ApiId", `create-api {"Name":"chat","ProtocolType":"WEBSOCKET","RouteSelectionExpression":"$request.body.action"}`)
	s.do(`create-stage {"ApiId":"$http","StageName":"new"}`)
	s.name("$old", "DeploymentId", `create-deployment {"ApiId":"$http"}`)
	s.do(`create-stage {"ApiId":"$http","StageName":"prod","DeploymentId":"$old"}`)
	s.do(`create-route {"ApiId":"$http","RouteKey":"GET /later"}`)
	s.checkRefusals([]refusal{
		{"an API that does not exist", `export-api {"ApiId":"nope","Specification":"OAS30","OutputType":"JSON"}`, "NotFoundException: Invalid API identifier specified 123456789012:nope"},
		{"a WebSocket API", `export-api {"ApiId":"$chat","Specification":"OAS30","OutputType":"JSON"}`, "BadRequestException: Export is not supported for WEBSOCKET protocolType"},
		{"another specification", `export-api {"ApiId":"$http","Specification":"OAS31","OutputType":"JSON"}`, "BadRequestException: Invalid specification specified. Must be one of [OAS30]"},
		{"another type", `export-api {"ApiId":"$http","Specification":"OAS30","OutputType":"json"}`, "BadRequestException: Invalid outputType specified. Must be one of [JSON, YAML]"},
		{"another version", `export-api {"ApiId":"$http","Specification":"OAS30","OutputType":"JSON","ExportVersion":"2.0"}`, "BadRequestException: Invalid exportVersion specified. Must be one of [1.0]"},
		{"a stage that does not exist", `export-api {"ApiId":"$http","Specification":"OAS30","OutputType":"JSON","StageName":"nope"}`, "NotFoundException: Invalid stage identifier specified"},
		{"a stage that was never deployed", `export-api {"ApiId":"$http","Specification":"OAS30","OutputType":"JSON","StageName":"new"}`, "BadRequestException: Stage new has no deployment that could be exported"},
	})
	cases := []struct{ name, more, want, wantNot string }{
		{"the configuration as it is", `"OutputType":"JSON","ExportVersion":"1.0"`, `"/later" : {`, ""},
		{"where the API is", `"OutputType":"JSON"`, `"url" : "https://$http.execute-api.us-east-1.amazonaws.com/{basePath}"`, ""},
		{"when it was made", `"OutputType":"JSON"`, `"version" : "2026-01-02 03:04:05UTC"`, ""},
		{"what a stage serves", `"OutputType":"YAML","StageName":"prod"`, `default: "/prod"`, "/later"},
		{"with extensions", `"OutputType":"YAML","IncludeExtensions":true`, "x-amazon-apigateway-integration:", ""},
		{"without extensions", `"OutputType":"YAML","IncludeExtensions":false`, "  /pets:\n", "x-amazon"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := s.export(`{"ApiId":"$http","Specification":"OAS30",` + c.more + `}`)
			if want := s.resolve(c.want); !strings.Contains(got, want) || c.wantNot != "" && strings.Contains(got, c.wantNot) {
				t.Errorf("want %q and not %q in\n%s", want, c.wantNot, got)
			}
		})
	}
}

func (s *scene) export(input string) string {
	s.t.Helper()
	out, err := s.try("export-api " + input)
	if err != nil {
		s.t.Fatal(err)
	}
	body, _ := out.Get("body")
	return string(body.([]byte))
}

// TestExportsImportAgain holds that an export makes the API it was made of.
func TestExportsImportAgain(t *testing.T) {
	for _, output := range []string{"JSON", "YAML"} {
		s := newScene(t)
		s.name("$one", "ApiId", imports("import-api", "", pets))
		export := s.export(`{"ApiId":"$one","Specification":"OAS30","OutputType":"` + output + `"}`)
		s.name("$two", "ApiId", imports("import-api", `,"FailOnWarnings":true`, export))
		again := s.export(`{"ApiId":"$two","Specification":"OAS30","OutputType":"` + output + `"}`)
		// Identifiers are all that differs: those of the API and of the
		// integration that is shared.
		again = strings.NewReplacer(s.resolve("$two"), s.resolve("$one"), "integration_0000011", "integration_0000003").Replace(again)
		if again != export {
			t.Errorf("%s\nbecomes\n%s", export, again)
		}
	}
}

// TestImportedIdentifiersAreNew holds that no identifier of the file is given
// to a second thing.
func TestImportedIdentifiersAreNew(t *testing.T) {
	s := newScene(t)
	s.do(imports("import-api", "", pets))
	count := 0
	s.file.Settings.NewID = func(n int) string { count++; return fmt.Sprintf("%0*d", n, count) }
	out, err := s.try(imports("import-api", "", pets))
	if err != nil {
		t.Fatal(err)
	}
	if got := out.String("ApiId"); got != "0000000013" {
		t.Errorf("ApiId = %s", got)
	}
	for n := 1; n <= count; n++ {
		for _, length := range []int{authorizerIDLength, routeIDLength, apiIDLength} {
			if id := fmt.Sprintf("%0*d", length, n); strings.Count(s.content(), `"`+id+`": {`) > 1 {
				t.Errorf("identifier %s stands for several things", id)
			}
		}
	}
}

// TestImportOfManyRoutes holds that the work grows with the document, not with
// its square.
func TestImportOfManyRoutes(t *testing.T) {
	var b strings.Builder
	b.WriteString(`{"openapi":"3.0.1","info":{"title":"t"},"paths":{`)
	for i := range 5000 {
		fmt.Fprintf(&b, `"/%d/{a}":{"get":{}},`, i)
	}
	b.WriteString(`"/{x}":{"get":{}},"/{y}":{"get":{}}}}`)
	s := newScene(t)
	out, err := s.try(imports("import-api", "", b.String()))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(s.routeKeys(out.String("ApiId")), "GET"); got != 5001 {
		t.Errorf("%d routes", got)
	}
}
