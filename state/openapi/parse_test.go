package openapi

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gatehouse/model"
)

func TestParse(t *testing.T) {
	body := `{
  "openapi": "3.0.1",
  "info": {"title": "Title test", "version": "2.0", "description": "Description test"},
  "servers": [{"url": "https://example.com/{basePath}", "variables": {"basePath": {"default": "x/y/z"}},
    "x-amazon-apigateway-endpoint-configuration": {"disableExecuteApiEndpoint": true}}],
  "tags": [{"name": "team", "x-amazon-apigateway-tag-value": "a"}, {"name": "bare", "description": "d"}, {"name": "n", "x-amazon-apigateway-tag-value": 7}],
  "paths": {
    "/": {"get": {"x-amazon-apigateway-integration": {"$ref": "#/components/x-amazon-apigateway-integrations/fn"}}},
    "/pets/{id}": {
      "get": {"operationId": "getPet", "security": [{"jwt": ["pets/read"]}],
        "x-amazon-apigateway-integration": {"$ref": "#/components/x-amazon-apigateway-integrations/fn"}},
      "post": {"security": [{"lambda": []}],
        "x-amazon-apigateway-integration": {"type": "http_proxy", "httpMethod": "POST", "uri": "https://b", "payloadFormatVersion": 1.0, "timeoutInMillis": "5000",
          "responseParameters": {"200": {"overwrite:header.x": "v"}}, "requestParameters": {"append:header.a": 1}, "tlsConfig": {"serverNameToVerify": "b"},
          "connectionType": "VPC_LINK", "connectionId": "v1", "credentials": "arn:r", "description": "d"}},
      "put": {"security": [{"sig": []}]},
      "patch": {"x-amazon-apigateway-auth": {"type": "AWS_IAM"}},
      "delete": {"security": []},
      "x-amazon-apigateway-any-method": {"x-amazon-apigateway-auth": {"type": "NONE"}, "security": [{"jwt": []}]}
    },
    "/$default": {"x-amazon-apigateway-any-method": {"isDefaultRoute": true,
      "x-amazon-apigateway-integration": {"type": "AWS_PROXY", "integrationSubtype": "SQS-PurgeQueue", "payloadFormatVersion": "1.0"}}}
  },
  "security": [{"jwt": ["all"]}],
  "components": {
    "securitySchemes": {
      "jwt": {"type": "openIdConnect", "openIdConnectUrl": "https://i/p/.well-known/openid-configuration", "x-amazon-apigateway-authorizer":
        {"type": "jwt", "identitySource": "$request.header.Authorization", "jwtConfiguration": {"audience": ["a", "b"]}}},
      "lambda": {"type": "apiKey", "name": "Authorization", "in": "header", "x-amazon-apigateway-authtype": "custom", "x-amazon-apigateway-authorizer":
        {"type": "request", "identitySource": "$request.header.A, $context.path", "authorizerUri": "arn:u", "authorizerPayloadFormatVersion": 2,
         "authorizerResultTtlInSeconds": "300", "enableSimpleResponses": true, "authorizerCredentials": "arn:c"}},
      "sig": {"type": "apiKey", "name": "Authorization", "in": "header", "x-amazon-apigateway-authtype": "awsSigv4"}
    },
    "x-amazon-apigateway-integrations": {
      "alias": {"$ref": "#/components/x-amazon-apigateway-integrations/fn"},
      "fn": {"type": "aws_proxy", "httpMethod": "POST", "uri": "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${stageVariables.f}", "payloadFormatVersion": "2.0"}
    }
  },
  "x-amazon-apigateway-cors": {"allowOrigins": ["*"], "allowMethods": ["GET"], "allowHeaders": [], "exposeHeaders": ["e"], "maxAge": 5, "allowCredentials": true},
  "x-amazon-apigateway-importexport-version": "1.0"
}`
	none := model.StringMap[model.ParameterConstraints]{}
	want := &Definition{
		Name: new("Title test"), Version: new("2.0"), Description: new("Description test"),
		DisableExecuteApiEndpoint: new(true),
		Tags:                      model.StringMap[string]{{Key: "team", Value: "a"}, {Key: "bare", Value: ""}, {Key: "n", Value: "7"}},
		Cors:                      &model.Cors{AllowOrigins: []string{"*"}, AllowMethods: []string{"GET"}, AllowHeaders: []string{}, ExposeHeaders: []string{"e"}, MaxAge: new(int64(5)), AllowCredentials: new(true)},
		Authorizers: []model.Authorizer{
			{AuthorizerId: new("jwt"), Name: new("jwt"), AuthorizerType: new("JWT"), IdentitySource: []string{"$request.header.Authorization"},
				JwtConfiguration: &model.JWTConfiguration{Audience: []string{"a", "b"}, Issuer: new("https://i/p")}},
			{AuthorizerId: new("lambda"), Name: new("lambda"), AuthorizerType: new("REQUEST"), IdentitySource: []string{"$request.header.A", "$context.path"},
				AuthorizerUri: new("arn:u"), AuthorizerPayloadFormatVersion: new("2.0"), AuthorizerResultTtlInSeconds: new(int64(300)),
				EnableSimpleResponses: new(true), AuthorizerCredentialsArn: new("arn:c")},
		},
		Integrations: []model.Integration{
			{IntegrationId: new("fn"), IntegrationType: new("AWS_PROXY"), IntegrationMethod: new("POST"), PayloadFormatVersion: new("2.0"),
				IntegrationUri: new("arn:aws-cn:lambda:cn-north-1:111122223333:function:${stageVariables.f}")},
			{IntegrationId: new("POST /pets/{id}"), IntegrationType: new("HTTP_PROXY"), IntegrationMethod: new("POST"), IntegrationUri: new("https://b"),
				PayloadFormatVersion: new("1.0"), TimeoutInMillis: new(int64(5000)), TlsConfig: &model.TlsConfig{ServerNameToVerify: new("b")},
				RequestParameters:  model.StringMap[string]{{Key: "append:header.a", Value: "1"}},
				ResponseParameters: model.StringMap[model.StringMap[string]]{{Key: "200", Value: model.StringMap[string]{{Key: "overwrite:header.x", Value: "v"}}}},
				ConnectionType:     new("VPC_LINK"), ConnectionId: new("v1"), CredentialsArn: new("arn:r"), Description: new("d")},
			{IntegrationId: new("$default"), IntegrationType: new("AWS_PROXY"), IntegrationSubtype: new("SQS-PurgeQueue"), PayloadFormatVersion: new("1.0")},
		},
		Routes: []model.Route{
			{RouteKey: new("GET /"), Target: new("integrations/fn"), AuthorizationType: new("JWT"), AuthorizerId: new("jwt"), AuthorizationScopes: []string{"all"}, RequestParameters: none},
			{RouteKey: new("GET /pets/{id}"), Target: new("integrations/fn"), OperationName: new("getPet"), AuthorizationType: new("JWT"), AuthorizerId: new("jwt"), AuthorizationScopes: []string{"pets/read"}, RequestParameters: none},
			{RouteKey: new("POST /pets/{id}"), Target: new("integrations/POST /pets/{id}"), AuthorizationType: new("CUSTOM"), AuthorizerId: new("lambda"), AuthorizationScopes: []string{}, RequestParameters: none},
			{RouteKey: new("PUT /pets/{id}"), AuthorizationType: new("AWS_IAM"), AuthorizationScopes: []string{}, RequestParameters: none},
			{RouteKey: new("PATCH /pets/{id}"), AuthorizationType: new("AWS_IAM"), AuthorizationScopes: []string{}, RequestParameters: none},
			{RouteKey: new("DELETE /pets/{id}"), AuthorizationScopes: []string{}, RequestParameters: none},
			{RouteKey: new("ANY /pets/{id}"), AuthorizationType: new("NONE"), AuthorizationScopes: []string{}, RequestParameters: none},
			{RouteKey: new("$default"), Target: new("integrations/$default"), AuthorizationType: new("JWT"), AuthorizerId: new("jwt"), AuthorizationScopes: []string{"all"}, RequestParameters: none},
		},
	}
	got, err := Parse(body, Options{Region: "cn-north-1", AccountID: "111122223333"})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("Parse =\n%s\nwant\n%s", show(got), show(want))
	}
	again, err := Parse("--- # JSON is YAML\n"+body, Options{Region: "cn-north-1", AccountID: "111122223333"})
	if err != nil || !reflect.DeepEqual(again, want) {
		t.Errorf("as YAML: %v\n%s", err, show(again))
	}
}

// document is a small document with paths and what comes after them.
func document(paths, rest string) string {
	return `{"openapi":"3.0.1","info":{"title":"t","version":"1"},"paths":{` + paths + `}` + rest + `}`
}

func TestRouteKeys(t *testing.T) {
	servers := func(s string) string { return `,"servers":[` + s + `]` }
	base := servers(`{"url":"https://h/{basePath}","variables":{"basePath":{"default":"/x/y/z"}}}`)
	cases := []struct {
		name     string
		paths    string
		rest     string
		basepath string
		want     []string
	}{
		{"every method", `"/p":{"get":{},"put":{},"post":{},"delete":{},"options":{},"head":{},"patch":{},"x-amazon-apigateway-any-method":{}}`, "", "",
			[]string{"GET /p", "PUT /p", "POST /p", "DELETE /p", "OPTIONS /p", "HEAD /p", "PATCH /p", "ANY /p"}},
		{"trace is no route", `"/p":{"trace":{}}`, "", "", nil},
		{"templates are taken as they are", `"/p/{id}/{proxy+}":{"get":{}}`, "", "", []string{"GET /p/{id}/{proxy+}"}},
		{"the default route", `"/$default":{"x-amazon-apigateway-any-method":{"isDefaultRoute":true}}`, "", "", []string{"$default"}},
		{"without its mark it is a path", `"/$default":{"x-amazon-apigateway-any-method":{}}`, "", "", []string{"ANY /$default"}},
		{"with a method it is a path", `"/$default":{"get":{"isDefaultRoute":true}}`, "", "", []string{"GET /$default"}},
		{"the default route without a slash", `"$default":{"x-amazon-apigateway-any-method":{"isDefaultRoute":true}}`, "", "", []string{"$default"}},
		{"a base path is ignored", `"/p":{"get":{}}`, base, "", []string{"GET /p"}},
		{"a base path is ignored on demand", `"/p":{"get":{}}`, base, "ignore", []string{"GET /p"}},
		{"a base path is prepended", `"/p":{"get":{}},"/":{"get":{}}`, base, "prepend", []string{"GET /x/y/z/p", "GET /x/y/z"}},
		{"a base path is split", `"/p":{"get":{}}`, base, "split", []string{"GET /y/z/p"}},
		{"nothing is left to split", `"/p":{"get":{}},"/":{"get":{}}`, servers(`{"url":"/v1/"}`), "split", []string{"GET /p", "GET /"}},
		{"the default route has no base path", `"/$default":{"x-amazon-apigateway-any-method":{"isDefaultRoute":true}}`, base, "prepend", []string{"$default"}},
		{"the path of the first server's URL", `"/p":{"get":{}}`, servers(`{"url":"https://h:8443/v1/api?x"},{"url":"https://h/v2"}`), "prepend", []string{"GET /v1/api/p"}},
		{"a relative URL", `"/p":{"get":{}}`, servers(`{"url":"/v1"}`), "prepend", []string{"GET /v1/p"}},
		{"a URL without a scheme", `"/p":{"get":{}}`, servers(`{"url":"//h/v1"}`), "prepend", []string{"GET /v1/p"}},
		{"a URL without a path", `"/p":{"get":{}}`, servers(`{"url":"https://h/"}`), "prepend", []string{"GET /p"}},
		{"other variables of the URL", `"/p":{"get":{}}`, servers(`{"url":"https://{host}/{v}","variables":{"host":{"default":"a/b"},"v":{"default":"v3"}}}`), "prepend", []string{"GET /b/v3/p"}},
		{"the first basePath of any server", `"/p":{"get":{}}`, servers(`{"url":"https://h/v1"},{"url":"https://h","variables":{"basePath":{"default":"w"}}}`), "prepend", []string{"GET /w/p"}},
		{"no server", `"/p":{"get":{}}`, "", "prepend", []string{"GET /p"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d, err := Parse(document(c.paths, c.rest), Options{Basepath: c.basepath})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, route := range d.Routes {
				got = append(got, *route.RouteKey)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("route keys = %q, want %q", got, c.want)
			}
		})
	}
}

func TestWarnings(t *testing.T) {
	op := func(s string) string { return `"/p":{"post":{` + s + `}}` }
	schemes := func(s string) string { return `,"components":{"securitySchemes":{` + s + `}}` }
	cases := []struct {
		name     string
		document string
		want     []string
	}{
		{"a reference to no schema", document(`"/update":{"get":{"responses":{"200":{"description":"d","content":{"application/json":{"schema":{"$ref":"#/components/schemas/X"}}}}}}}`, ""),
			[]string{"Parse issue: attribute paths.'/update'(get).responses.200.content.schema.#/components/schemas/X is missing"}},
		{"one deep in a schema", document(op(`"requestBody":{"content":{"a/b":{"schema":{"type":"array","items":{"$ref":"#/components/schemas/A"}}}}}`), `,"components":{"schemas":{"A":{"properties":{"b":{"$ref":"#/components/schemas/B"}}}}}`),
			[]string{"Parse issue: attribute components.schemas.A.#/components/schemas/B is missing"}},
		{"references that lead somewhere, and to elsewhere", document(op(`"parameters":[{"$ref":"#/components/parameters/a~1b%20c"}],"responses":{"200":{"$ref":"other.yaml#/x"}}`), `,"components":{"parameters":{"a/b c":{}}}`), nil},
		{"a path without a slash", document(`"$default":{"x-amazon-apigateway-any-method":{"isDefaultRoute":true}}`, ""),
			[]string{"Parse issue: attribute paths. Resource $default should start with /"}},
		{"attributes that nobody knows", `{"openapi":"3.0.1","info":{"title":"t","x-a":1,"contact":{},"nam":1},"path":1,"paths":{"/p":{"POST":{},"get":{"produces":[],"parameters":[{"name":"zip","in":"path","type":"string"}]}}},"components":{"definitions":{}}}`,
			[]string{"Parse issue: attribute path is unexpected", "Parse issue: attribute info.nam is unexpected", "Parse issue: attribute components.definitions is unexpected",
				"Parse issue: attribute paths.'/p'.POST is unexpected", "Parse issue: attribute paths.'/p'(get).produces is unexpected", "Parse issue: attribute paths.'/p'(get).parameters.[zip].type is unexpected"}},
		{"values of another type", document(`"/a":[],"/b":{"get":1,"post":{"responses":[]}},"x-y":1`, `,"components":{"schemas":[],"securitySchemes":{"s":1}}`),
			[]string{"Parse issue: attribute components.schemas is not of type `object`", "Parse issue: attribute components.securitySchemes.s is not of type `object`",
				"Parse issue: attribute paths./a is not of type `object`", "Parse issue: attribute paths.'/b'(get) is not of type `object`", "Parse issue: attribute paths.'/b'(post).responses is not of type `object`"}},
		{"the service looks into no extension", document(`"/p":{"x-amazon-apigateway-any-method":{"produces":[],"responses":{"200":{"$ref":"#/nowhere"}}}}`, ""), nil},
		{"a document without a title", `{"openapi":"3.0.1","info":{"version":[]},"paths":{}}`, []string{"Parse issue: attribute info.title is missing", "Parse issue: attribute info.version is not of type `string`"}},
		{"a document without info", `{"openapi":"3.0.1","paths":{}}`, []string{"Parse issue: attribute info is missing"}},
		{"CORS of another type", document("", `,"x-amazon-apigateway-cors":{"allowOrigins":"*"}`), []string{"CORS Scheme is malformed, ignoring."}},
		{"CORS that is no object", document("", `,"x-amazon-apigateway-cors":true`), []string{"CORS Scheme is malformed, ignoring."}},
		{"CORS in snake case", document("", `,"x-amazon-apigateway-cors":{"allow_origins":["*"]}`), []string{"Parse issue: attribute x-amazon-apigateway-cors.allow_origins is unexpected"}},
		{"an unknown integration", document(op(`"x-amazon-apigateway-integration":{"$ref":"#/components/x-amazon-apigateway-integrations/no"}`), ""),
			[]string{"Unable to put integration on 'POST' for resource at path '/p': Invalid reference #/components/x-amazon-apigateway-integrations/no. Ignoring."}},
		{"integrations that refer to each other", document(op(`"x-amazon-apigateway-integration":{"$ref":"#/components/x-amazon-apigateway-integrations/a"}`), `,"components":{"x-amazon-apigateway-integrations":{"a":{"$ref":"#/components/x-amazon-apigateway-integrations/b"},"b":{"$ref":"#/components/x-amazon-apigateway-integrations/a"}}}`),
			[]string{"Unable to put integration on 'POST' for resource at path '/p': Invalid reference #/components/x-amazon-apigateway-integrations/a. Ignoring."}},
		{"a path that refers to another", document(`"/p":{"$ref":"./p.yaml"}`, ""), []string{"Parse issue: attribute paths.'/p'../p.yaml is unsupported"}},
		{"an authorizer that cannot be read", document(op(`"security":[{"A":[]}]`), schemes(`"A":{"x-amazon-apigateway-authorizer":{"type":"jwt","jwtConfiguration":{"audience":"a"}}}`)),
			[]string{"Unable to create Authorizer 'A': jwtConfiguration.audience is not a list of strings. Ignoring."}},
		{"a scheme that is not defined", document(op(`"security":[{"A":[]}]`), ""), []string{"Unable to put method 'POST' on resource at path '/p': Security scheme 'A' is not defined. Ignoring."}},
		{"a scheme without an authorizer", document(op(`"security":[{"A":[]}]`), schemes(`"A":{"type":"http","scheme":"bearer"}`)),
			[]string{"Security scheme 'A' has no x-amazon-apigateway-authorizer. Ignoring it for paths.'/p'(post)."}},
		{"tags without and with the same name", document("", `,"tags":[{"description":"d"},{"name":"a","x-amazon-apigateway-tag-value":"1"},{"name":"a","x-amazon-apigateway-tag-value":[]}]`),
			[]string{"Parse issue: attribute tags.name is missing", "Parse issue: attribute tags.x-amazon-apigateway-tag-value is not of type `string`", "Parse issue: attribute tags.a is repeated"}},
		{"endpoints of two servers", document("", `,"servers":[{"x-amazon-apigateway-endpoint-configuration":{}},{"x-amazon-apigateway-endpoint-configuration":{}}]`),
			[]string{"More than one server provided. Ignoring all but the first for defining endpoint configuration"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d, err := Parse(c.document, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(d.Warnings, c.want) {
				t.Errorf("warnings = %q, want %q", d.Warnings, c.want)
			}
		})
	}
}

func TestSkippedRoutes(t *testing.T) {
	d, err := Parse(document(`"/a":{"get":{"security":[{"broken":[]}]}},"/b":{"get":{"security":[{"none":[]}]}},"/c":{"get":{"security":[{"bearer":[]}]}}`,
		`,"components":{"securitySchemes":{"broken":{"x-amazon-apigateway-authorizer":{"type":"jwt","identitySource":{}}},"bearer":{"type":"http"}}}`), Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []model.Route{
		// Whoever applies this finds no such authorizer.
		{RouteKey: new("GET /a"), AuthorizationType: new("JWT"), AuthorizerId: new("broken"), AuthorizationScopes: []string{}, RequestParameters: model.StringMap[model.ParameterConstraints]{}},
		{RouteKey: new("GET /c"), AuthorizationScopes: []string{}, RequestParameters: model.StringMap[model.ParameterConstraints]{}},
	}
	if d.Authorizers != nil || !reflect.DeepEqual(d.Routes, want) {
		t.Errorf("authorizers %v, routes\n%s", d.Authorizers, show(d))
	}
}

func TestImportInfo(t *testing.T) {
	d, err := Parse(document(`"/p":{"trace":{},"x-amazon-apigateway-x":1,"post":{"requestBody":{},"x-amazon-apigateway-request-validator":"v","x-mine":1,
		"x-amazon-apigateway-integration":{"type":"aws_proxy","passthroughBehavior":"never","tlsConfig":{"insecureSkipVerification":true}}}}`,
		`,"components":{"schemas":{"A":{}}},"x-amazon-apigateway-request-validators":{}`), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, info := range d.ImportInfo {
		got = append(got, strings.TrimSuffix(strings.TrimPrefix(info, "Attribute "), " is not supported for HTTP APIs. Ignoring."))
	}
	want := []string{"x-amazon-apigateway-request-validators", "components.schemas", "paths.'/p'(trace)", "paths.'/p'.x-amazon-apigateway-x",
		"paths.'/p'(post).requestBody", "paths.'/p'(post).x-amazon-apigateway-request-validator",
		"paths.'/p'(post).x-amazon-apigateway-integration.tlsConfig.insecureSkipVerification", "paths.'/p'(post).x-amazon-apigateway-integration.passthroughBehavior"}
	if !slices.Equal(got, want) || d.Warnings != nil {
		t.Errorf("information on %q, want %q; warnings %q", got, want, d.Warnings)
	}
}

func TestErrors(t *testing.T) {
	cases := []struct {
		name     string
		document string
		options  Options
		want     DocumentError
	}{
		{"nothing", " \n", Options{}, DocumentError{Message: "Invalid OpenAPI input. The document is empty."}},
		{"only a comment", "# nothing\n", Options{}, DocumentError{Message: "Invalid OpenAPI input. The document is not an object."}},
		{"a text", "hello", Options{}, DocumentError{Message: "Invalid OpenAPI input. The document is not an object."}},
		{"a list", "[1]", Options{}, DocumentError{Message: "Invalid OpenAPI input. The document is not an object."}},
		{"Swagger 2.0", `{"swagger":"2.0"}`, Options{}, DocumentError{Message: "Invalid OpenAPI input. The document is Swagger 2.0, and HTTP APIs take OpenAPI 3.0 only."}},
		{"OpenAPI 3.1", "openapi: 3.1.0\n", Options{}, DocumentError{Message: "Invalid OpenAPI input. The document is OpenAPI 3.1.0, and HTTP APIs take OpenAPI 3.0 only."}},
		{"no version", "info: {}\n", Options{}, DocumentError{Message: `Invalid OpenAPI input. The document has no "openapi" attribute that says its version, such as "3.0.1".`}},
		{"broken JSON", "{\n  \"openapi\": \"3.0.1\",\n  \"info\" {}\n}", Options{}, DocumentError{
			Message: "Errors found during import:\n\tUnable to parse API definition: it is not valid JSON: Expecting ':' delimiter: line 3 column 10 (char 33)", Line: 3, Column: 10}},
		{"JSON that ends early", `{"openapi":`, Options{}, DocumentError{
			Message: "Errors found during import:\n\tUnable to parse API definition: it is not valid JSON: Expecting value: line 1 column 12 (char 11)", Line: 1, Column: 12}},
		{"broken YAML", "openapi: 3.0.1\ninfo:\n  title: a: b\n", Options{}, DocumentError{
			Message: "Errors found during import:\n\tUnable to parse API definition: it is not valid YAML: line 3: mapping values are not allowed in this context", Line: 3}},
		{"a key twice in YAML", "openapi: 3.0.1\npaths:\n  /a: {}\n  /b: {}\n  /a: {}\n", Options{}, DocumentError{
			Message: "Errors found during import:\n\tUnable to parse API definition: line 5 has the key \"/a\" again, which line 3 has", Line: 5, Column: 3}},
		{"two YAML documents", "openapi: 3.0.1\n---\nopenapi: 3.0.1\n", Options{}, DocumentError{
			Message: "Errors found during import:\n\tUnable to parse API definition: line 2 begins a second YAML document", Line: 2, Column: 1}},
		{"a YAML alias of what it is in", "openapi: 3.0.1\npaths: &p\n  /a: *p\n", Options{}, DocumentError{
			Message: "Errors found during import:\n\tUnable to parse API definition: line 3 refers to something that it is part of", Line: 3, Column: 7}},
		{"bytes that are no text", "openapi: 3.0.1\n\n\xff", Options{}, DocumentError{
			Message: "Errors found during import:\n\tUnable to parse API definition: line 3 is not UTF-8", Line: 3}},
		{"no paths", `{"openapi":"3.0.1","info":{"title":"t"}}`, Options{}, DocumentError{Message: "Errors found during import:\n\tParse issue: attribute paths is missing"}},
		{"every problem is told", `{"openapi":"3.0.1","info":[],"paths":1,"components":null,"x-amazon-apigateway-importexport-version":"2.0"}`, Options{}, DocumentError{
			Message: "Errors found during import:\n\tParse issue: attribute x-amazon-apigateway-importexport-version must be \"1.0\"\n\tParse issue: attribute info is not of type `object`\n\tParse issue: attribute components is not of type `object`\n\tParse issue: attribute paths is not of type `object`"}},
		{"an unknown basepath", document("", ""), Options{Basepath: "drop"}, DocumentError{Message: "Invalid basepath specified: drop. Must be one of [ignore, prepend, split]"}},
		{"two security requirements", document(`"/p":{"get":{"security":[{"a":[]},{"b":[]}]}}`, ""), Options{}, DocumentError{
			Message: "Errors found during import:\n\tUnable to put method 'GET' on resource at path '/p': Multiple security requirements are not supported. An operation can have one of IAM authorization, a Lambda authorizer or a JWT authorizer"}},
		{"two schemes in one requirement", document(`"/p":{"get":{}}`, `,"security":[{"a":[],"b":[]}]`), Options{}, DocumentError{
			Message: "Errors found during import:\n\tUnable to put method 'GET' on resource at path '/p': Multiple security requirements are not supported. An operation can have one of IAM authorization, a Lambda authorizer or a JWT authorizer"}},
		{"security that is no list", document(`"/p":{"get":{"security":{"a":[]}}}`, ""), Options{}, DocumentError{
			Message: "Errors found during import:\n\tParse issue: attribute paths.'/p'(get).security is not of type `array`"}},
		{"a requirement that is no object", document(`"/p":{"get":{"security":["a"]}}`, ""), Options{}, DocumentError{
			Message: "Errors found during import:\n\tParse issue: attribute paths.'/p'(get).security is not of type `object`"}},
		{"scopes that are no list", document(`"/p":{"get":{"security":[{"a":"b"}]}}`, ""), Options{}, DocumentError{
			Message: "Errors found during import:\n\tParse issue: attribute paths.'/p'(get).security.a is not of type `array`"}},
		{"an integration that cannot be read", document(`"/p":{"get":{"x-amazon-apigateway-integration":{"uri":{"Fn::Sub":"x"}}}}`, ""), Options{}, DocumentError{
			Message: "Errors found during import:\n\tUnable to parse API definition because of a malformed integration at path /p. Its uri is not a string."}},
		{"integrations that are none", document(`"/p":{"get":{"x-amazon-apigateway-integration":"fn"}}`, `,"components":{"x-amazon-apigateway-integrations":{"a":1}}`), Options{}, DocumentError{
			Message: "Errors found during import:\n\tUnable to parse API definition because of a malformed integration at path components.x-amazon-apigateway-integrations.a. Its x-amazon-apigateway-integration is not an object." +
				"\n\tUnable to parse API definition because of a malformed integration at path /p. Its x-amazon-apigateway-integration is not an object."}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d, err := Parse(c.document, c.options)
			e, ok := errors.AsType[*DocumentError](err)
			if !ok || d != nil {
				t.Fatalf("Parse = %v, %v; want %q", d, err, c.want.Message)
			}
			if *e != c.want {
				t.Errorf("Parse: %+v\nwant %+v", *e, c.want)
			}
		})
	}
}

func TestYAMLScalars(t *testing.T) {
	d, err := Parse(`
openapi: 3.0.1
info: &info
  title: 2026-01-02
  version: 1.0
  description: |
    two
    lines
paths:
  /a: &item
    get:
      operationId: yes
      x-amazon-apigateway-integration: &call {type: http_proxy, payloadFormatVersion: 1.0, timeoutInMillis: 0x64}
  /b:
    <<: *item
    post:
      x-amazon-apigateway-integration:
        <<: [*call, {uri: u, type: other}]
        responseParameters:
          200: {"overwrite:statuscode": 201}
`, Options{})
	if err != nil {
		t.Fatal(err)
	}
	call := func(id string) model.Integration {
		return model.Integration{IntegrationId: &id, IntegrationType: new("HTTP_PROXY"), PayloadFormatVersion: new("1.0"), TimeoutInMillis: new(int64(100))}
	}
	want := []model.Integration{call("GET /a"), call("POST /b"), call("GET /b")}
	want[1].IntegrationUri = new("u")
	want[1].ResponseParameters = model.StringMap[model.StringMap[string]]{{Key: "200", Value: model.StringMap[string]{{Key: "overwrite:statuscode", Value: "201"}}}}
	if !reflect.DeepEqual(d.Integrations, want) {
		t.Errorf("integrations\n%s", show(d))
	}
	if *d.Name != "2026-01-02" || *d.Version != "1.0" || *d.Description != "two\nlines\n" || *d.Routes[0].OperationName != "yes" {
		t.Errorf("texts\n%s", show(d))
	}
}

// show writes a definition for a failed test to print.
func show(d *Definition) string {
	if d == nil {
		return "nothing"
	}
	var b strings.Builder
	texts := func(of string, list []string) { b.WriteString(of + strings.Join(list, "\n  ") + "\n") }
	api := model.Api{Name: d.Name, Version: d.Version, Description: d.Description, Tags: d.Tags, CorsConfiguration: d.Cors, DisableExecuteApiEndpoint: d.DisableExecuteApiEndpoint, IpAddressType: d.IpAddressType}
	b.Write(model.AppendJSON(nil, model.Encode(&api, model.ShapeByName("Api")), 0))
	for i := range d.Authorizers {
		b.Write(model.AppendJSON([]byte("\n"), model.Encode(&d.Authorizers[i], model.ShapeByName("Authorizer")), 0))
	}
	for i := range d.Integrations {
		b.Write(model.AppendJSON([]byte("\n"), model.Encode(&d.Integrations[i], model.ShapeByName("Integration")), 0))
	}
	for i := range d.Routes {
		b.Write(model.AppendJSON([]byte("\n"), model.Encode(&d.Routes[i], model.ShapeByName("Route")), 0))
	}
	texts("\ninfo: ", d.ImportInfo)
	texts("warnings: ", d.Warnings)
	return b.String()
}
