package state

import (
	"strconv"
	"strings"
	"testing"
)

func TestAuthorizers(t *testing.T) {
	s := httpScene(t)
	s.checkAnswers([]answerCase{
		{"a JWT authorizer has neither URI nor TTL nor version", `get-authorizer {"ApiId":"$http","AuthorizerId":"$jwt"}`,
			`{"AuthorizerId":"$jwt","AuthorizerType":"JWT","IdentitySource":["$request.header.Authorization"],"JwtConfiguration":{"Audience":["a"],"Issuer":"https://issuer.example"},"Name":"tokens"}`},
		{"nothing is invented for a function", `get-authorizer {"ApiId":"$http","AuthorizerId":"$lambda"}`,
			`{"AuthorizerId":"$lambda","AuthorizerPayloadFormatVersion":"2.0","AuthorizerType":"REQUEST","AuthorizerUri":"` + lambdaURI + `","IdentitySource":[],"Name":"function"}`},
		{"every member that is given comes back", `create-authorizer {"ApiId":"$http","Name":"all","AuthorizerType":"REQUEST","AuthorizerUri":"` + lambdaURI + `","AuthorizerPayloadFormatVersion":"2.0","AuthorizerCredentialsArn":"arn:aws:iam::1:role/r","AuthorizerResultTtlInSeconds":3600,"EnableSimpleResponses":true,"IdentitySource":["$request.header.X-A","$request.querystring.q","$context.routeKey","$stageVariables.v"],"IdentityValidationExpression":"x"}`,
			`{"AuthorizerCredentialsArn":"arn:aws:iam::1:role/r","AuthorizerId":"000006","AuthorizerPayloadFormatVersion":"2.0","AuthorizerResultTtlInSeconds":3600,"AuthorizerType":"REQUEST","AuthorizerUri":"` + lambdaURI + `","EnableSimpleResponses":true,"IdentitySource":["$request.header.X-A","$request.querystring.q","$context.routeKey","$stageVariables.v"],"IdentityValidationExpression":"x","Name":"all"}`},
		{"an update merges and clears", `update-authorizer {"ApiId":"$http","AuthorizerId":"000006","AuthorizerCredentialsArn":"","IdentityValidationExpression":"","AuthorizerResultTtlInSeconds":0}`,
			`{"AuthorizerId":"000006","AuthorizerPayloadFormatVersion":"2.0","AuthorizerResultTtlInSeconds":0,"AuthorizerType":"REQUEST","AuthorizerUri":"` + lambdaURI + `","EnableSimpleResponses":true,"IdentitySource":["$request.header.X-A","$request.querystring.q","$context.routeKey","$stageVariables.v"],"Name":"all"}`},
		{"a token's authorizer calls nothing", `update-authorizer {"ApiId":"$http","AuthorizerId":"$jwt","AuthorizerUri":""}`,
			`{"AuthorizerId":"$jwt","AuthorizerType":"JWT","IdentitySource":["$request.header.Authorization"],"JwtConfiguration":{"Audience":["a"],"Issuer":"https://issuer.example"},"Name":"tokens"}`},
		{"the JWT members merge", `update-authorizer {"ApiId":"$http","AuthorizerId":"$jwt","JwtConfiguration":{"Audience":["b","c"]}}`,
			`{"AuthorizerId":"$jwt","AuthorizerType":"JWT","IdentitySource":["$request.header.Authorization"],"JwtConfiguration":{"Audience":["b","c"],"Issuer":"https://issuer.example"},"Name":"tokens"}`},
		{"an issuer on this machine needs no https", `update-authorizer {"ApiId":"$http","AuthorizerId":"$jwt","JwtConfiguration":{"Issuer":"http://127.0.0.1:8081/realm"}}`,
			`{"AuthorizerId":"$jwt","AuthorizerType":"JWT","IdentitySource":["$request.header.Authorization"],"JwtConfiguration":{"Audience":["b","c"],"Issuer":"http://127.0.0.1:8081/realm"},"Name":"tokens"}`},
		{"an authorizer that no route uses is deleted", `delete-authorizer {"ApiId":"$http","AuthorizerId":"000006"}`, ``},
	})
}

func TestAuthorizerRefusals(t *testing.T) {
	s := httpScene(t)
	s.do(`create-route {"ApiId":"$http","RouteKey":"GET /path","AuthorizationType":"JWT","AuthorizerId":"$jwt"}`)
	jwt := func(members string) string {
		return `create-authorizer {"ApiId":"$http","Name":"n","AuthorizerType":"JWT","IdentitySource":["$request.header.Authorization"],` + members + `}`
	}
	request := func(members string) string {
		return `create-authorizer {"ApiId":"$http","Name":"n","AuthorizerType":"REQUEST","AuthorizerUri":"` + lambdaURI + `",` + members + `}`
	}
	many := strings.Repeat(`"a",`, 50) + `"a"`
	const simple = `BadRequestException: EnableSimpleResponses can only be set for AuthorizerPayloadFormatVersion "2.0".`
	s.checkRefusals([]refusal{
		{"a name is needed", `create-authorizer {"ApiId":"$http","AuthorizerType":"JWT"}`, "BadRequestException: Authorizer name is required"},
		{"a name is there once", `create-authorizer {"ApiId":"$http","Name":"tokens"}`, "BadRequestException: Authorizer name must be unique. Authorizer tokens already exists in this RestApi."},
		{"types are two", `create-authorizer {"ApiId":"$http","Name":"n","AuthorizerType":"TOKEN"}`, "BadRequestException: Invalid authorizer type specified. Must be one of [REQUEST, JWT]"},
		{"JWT has a configuration", jwt(`"JwtConfiguration":null`), "BadRequestException: JwtConfiguration must not be null for JWT Authorizer"},
		{"JWT has an audience", jwt(`"JwtConfiguration":{"Issuer":"https://a"}`), "BadRequestException: Audience list must have at least 1 item for JWT Authorizer"},
		{"JWT has not too many", jwt(`"JwtConfiguration":{"Issuer":"https://a","Audience":[` + many + `]}`), "BadRequestException: Audience list must have at most 50 items for JWT Authorizer"},
		{"JWT has an issuer", jwt(`"JwtConfiguration":{"Audience":["a"]}`), "BadRequestException: Invalid issuer: Issuer can not be empty for JWT Authorizer."},
		{"an issuer elsewhere needs https", jwt(`"JwtConfiguration":{"Audience":["a"],"Issuer":"http://issuer.example"}`), "BadRequestException: Invalid issuer: Issuer is not a valid URL for JWT Authorizer"},
		{"a name that begins like loopback is elsewhere", jwt(`"JwtConfiguration":{"Audience":["a"],"Issuer":"http://127.0.0.1.evil.example"}`), "BadRequestException: Invalid issuer: Issuer is not a valid URL for JWT Authorizer"},
		{"an issuer is a URL", jwt(`"JwtConfiguration":{"Audience":["a"],"Issuer":"issuer"}`), "BadRequestException: Invalid issuer: Issuer is not a valid URL for JWT Authorizer"},
		{"JWT has one identity source", jwt(`"IdentitySource":["$request.header.a","$request.header.b"],"JwtConfiguration":{"Audience":["a"],"Issuer":"https://a"}`), "BadRequestException: Exactly one identity source must be specified for JWT Authorizer"},
		{"JWT has no simple responses", jwt(`"EnableSimpleResponses":false,"JwtConfiguration":{"Audience":["a"],"Issuer":"https://a"}`), simple},
		{"an identity source has a form", jwt(`"IdentitySource":["header.a"],"JwtConfiguration":{"Audience":["a"],"Issuer":"https://a"}`), "BadRequestException: Invalid identity source expression: header.a"},
		{"a token is not in the context", jwt(`"IdentitySource":["$context.identity.sourceIp"],"JwtConfiguration":{"Audience":["a"],"Issuer":"https://a"}`), "BadRequestException: Invalid identity source expression: $context.identity.sourceIp"},
		{"nor in a stage variable", jwt(`"IdentitySource":["$stageVariables.token"],"JwtConfiguration":{"Audience":["a"],"Issuer":"https://a"}`), "BadRequestException: Invalid identity source expression: $stageVariables.token"},
		{"an identity source has a name", jwt(`"IdentitySource":["$request.header."],"JwtConfiguration":{"Audience":["a"],"Issuer":"https://a"}`), "BadRequestException: Invalid identity source expression: $request.header."},
		{"a function has a URI", `create-authorizer {"ApiId":"$http","Name":"n","AuthorizerType":"REQUEST"}`, "BadRequestException: AuthorizerUri is a required field in an Authorizer"},
		{"a function has a payload version", request(`"IdentitySource":[]`), "BadRequestException: AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer"},
		{"payload versions are two", request(`"AuthorizerPayloadFormatVersion":"3.0"`), "BadRequestException: Unsupported AuthorizerPayloadFormatVersion: 3.0"},
		{"simple responses need version 2.0", request(`"AuthorizerPayloadFormatVersion":"1.0","EnableSimpleResponses":true`), simple},
		{"a TTL has an upper bound", request(`"AuthorizerPayloadFormatVersion":"2.0","AuthorizerResultTtlInSeconds":3601`), "BadRequestException: Authorizer result TTL outside allowable range. TTL must be between 0 and 3600 seconds."},
		{"a TTL has a lower bound", request(`"AuthorizerPayloadFormatVersion":"2.0","AuthorizerResultTtlInSeconds":-1`), "BadRequestException: Authorizer result TTL outside allowable range. TTL must be between 0 and 3600 seconds."},
		{"a TTL needs an identity source", request(`"AuthorizerPayloadFormatVersion":"2.0","AuthorizerResultTtlInSeconds":1`), "BadRequestException: Identity source must be set if authorizer caching is enabled (TTL is greater than 0)"},
		{"an authorizer in use stays", `delete-authorizer {"ApiId":"$http","AuthorizerId":"$jwt"}`, "ConflictException: Cannot delete authorizer 'tokens', is referenced in route: GET /path"},
		{"an authorizer must exist", `get-authorizer {"ApiId":"$http","AuthorizerId":"nope"}`, "NotFoundException: Invalid Authorizer identifier specified"},
	})
}

func TestWebSocketAuthorizers(t *testing.T) {
	s := webSocketScene(t)
	create := func(members string) string {
		return `create-authorizer {"ApiId":"$chat","Name":"n","AuthorizerUri":"` + lambdaURI + `",` + members + `}`
	}
	s.checkRefusals([]refusal{
		{"there is no JWT", create(`"AuthorizerType":"JWT"`), "BadRequestException: Only REQUEST authorizer type is supported on WEBSOCKET protocol Apis."},
		{"there is no payload version", create(`"AuthorizerType":"REQUEST","AuthorizerPayloadFormatVersion":"1.0"`), "BadRequestException: AuthorizerPayloadFormatVersion is not supported for WEBSOCKET protocol Apis."},
		{"identity sources have another form", create(`"AuthorizerType":"REQUEST","IdentitySource":["$request.header.a"]`), "BadRequestException: Invalid request identity source expression: $request.header.a. The sources must be separated by comma, and each source must be either a request parameter, matching 'route.request.querystring|header.[a-zA-Z0-9._-]+', or a stage variable, matching 'stageVariables.[a-zA-Z0-9._-]+', or a context parameter, matching 'context.[a-zA-Z0-9._-]+'"},
	})
	s.name("$auth", "AuthorizerId", create(`"AuthorizerType":"REQUEST","IdentitySource":["route.request.header.Auth","route.request.querystring.q","stageVariables.v","context.x"]`))
	s.do(`create-route {"ApiId":"$chat","RouteKey":"$connect","AuthorizationType":"CUSTOM","AuthorizerId":"$auth"}`)
}

func TestIssuers(t *testing.T) {
	tests := []struct {
		issuer string
		want   bool
	}{
		{"https://a.example/realm/", true},
		{"HTTPS://a.example", true},
		{"http://localhost:8080", true},
		{"http://x.localhost", true},
		{"http://[::1]:80/x", true},
		{"http://127.9.9.9", true},
		{"http://10.0.0.1", false},
		{"http://localhost@evil.example", false},
		{"http://localhost.evil.example", false},
		{"ftp://localhost", false},
		{"https://", false},
		{"", false},
	}
	for _, tt := range tests {
		t.Run(strconv.Quote(tt.issuer), func(t *testing.T) {
			if got := isIssuer(tt.issuer); got != tt.want {
				t.Errorf("isIssuer(%q) = %v, want %v", tt.issuer, got, tt.want)
			}
		})
	}
}
