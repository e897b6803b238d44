package state

import (
	"strings"
	"testing"
)

const malformedRouteKey = `BadRequestException: The provided route key is not formatted properly for HTTP protocol. Format should be "[HTTP METHOD] /[RESOURCE PATH]" or "$default"`

func TestRouteKeys(t *testing.T) {
	const parts = "BadRequestException: One or more path parts appear to be invalid"
	tests := []struct{ name, key, want string }{
		{"the default route", "$default", ""},
		{"a method and the root", "GET /", ""},
		{"any method", "ANY /a/b", ""},
		{"a variable", "DELETE /a/{id}/b", ""},
		{"a greedy variable at the end", "POST /a/{proxy+}", ""},
		{"characters of a part", "GET /A1.b:c_d-e", ""},
		{"a slash at the end", "GET /a/", ""},
		{"nothing", "", "BadRequestException: Route key is required"},
		{"a path alone", "/a", malformedRouteKey},
		{"a method alone", "GET", malformedRouteKey},
		{"a method in small letters", "get /a", malformedRouteKey},
		{"TRACE", "TRACE /a", malformedRouteKey},
		{"a path without its slash", "GET a", malformedRouteKey},
		{"two blanks", "GET  /a", malformedRouteKey},
		{"another word with a dollar", "$connect", malformedRouteKey},
		{"a greedy variable in the middle", "GET /{proxy+}/a", parts},
		{"an empty part", "GET /a//b", parts},
		{"an empty variable", "GET /{}", parts},
		{"an empty greedy variable", "GET /{+}", parts},
		{"a variable in a part", "GET /a{id}", parts},
		{"half a variable", "GET /{id", parts},
		{"a blank in the path", "GET /a b", parts},
		{"a per cent sign", "GET /a%20b", parts},
		{"a variable twice", "GET /{id}/{id}", parts},
		{"a letter beyond ASCII", "GET /ä", parts},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			if err := checkRouteKey(tt.key); err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("checkRouteKey(%q) = %q, want %q", tt.key, got, tt.want)
			}
		})
	}
}

func TestRouteKeysThatNoRequestTellsApart(t *testing.T) {
	tests := []struct {
		name, a, b string
		want       bool
	}{
		{"a variable renamed", "GET /pets/{id}", "GET /pets/{name}", true},
		{"a greedy variable renamed", "GET /{a+}", "GET /{b+}", true},
		{"two of two renamed", "GET /{a}/x/{b}", "GET /{c}/x/{d}", true},
		{"the same key", "GET /pets/{id}", "GET /pets/{id}", true},
		{"another method", "GET /pets/{id}", "PUT /pets/{name}", false},
		{"another text", "GET /{a}/x", "GET /{b}/y", false},
		{"a variable and a greedy one", "GET /{a}", "GET /{a+}", false},
		{"a variable and a text", "GET /{a}", "GET /a", false},
		{"another depth", "GET /{a}", "GET /{b}/c", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if a, b := withoutNames(tt.a), withoutNames(tt.b); (a == b) != tt.want {
				t.Errorf("withoutNames() of %q and %q = %q and %q", tt.a, tt.b, a, b)
			}
		})
	}
}

func TestRoutes(t *testing.T) {
	s := httpScene(t)
	s.checkAnswers([]answerCase{
		{"a route has the service's defaults", `get-route {"ApiId":"$http","RouteId":"$route"}`,
			`{"ApiKeyRequired":false,"AuthorizationType":"NONE","RouteId":"$route","RouteKey":"GET /pets","Target":"integrations/$int"}`},
		{"a route needs no target", `create-route {"ApiId":"$http","RouteKey":"POST /pets"}`,
			`{"ApiKeyRequired":false,"AuthorizationType":"NONE","RouteId":"0000006","RouteKey":"POST /pets"}`},
		{"every member that is given comes back", `create-route {"ApiId":"$http","RouteKey":"PUT /pets","AuthorizationType":"JWT","AuthorizerId":"$jwt","AuthorizationScopes":["a/b"],"OperationName":"put","Target":"integrations/$int","ApiKeyRequired":false,"ModelSelectionExpression":"$request.body.x","RequestModels":{"a":"m"},"RequestParameters":{"route.request.header.a":{"Required":true}},"RouteResponseSelectionExpression":"$default"}`,
			`{"ApiKeyRequired":false,"AuthorizationScopes":["a/b"],"AuthorizationType":"JWT","AuthorizerId":"$jwt","ModelSelectionExpression":"$request.body.x","OperationName":"put","RequestModels":{"a":"m"},"RequestParameters":{"route.request.header.a":{"Required":true}},"RouteId":"0000007","RouteKey":"PUT /pets","RouteResponseSelectionExpression":"$default","Target":"integrations/$int"}`},
		{"the authorizer is detached and the maps merge", `update-route {"ApiId":"$http","RouteId":"0000007","AuthorizationType":"NONE","AuthorizerId":"","AuthorizationScopes":[],"OperationName":"","RequestModels":{"a":"","b":"n"},"RequestParameters":{"route.request.header.b":{}}}`,
			`{"ApiKeyRequired":false,"AuthorizationType":"NONE","ModelSelectionExpression":"$request.body.x","RequestModels":{"b":"n"},"RequestParameters":{"route.request.header.a":{"Required":true},"route.request.header.b":{}},"RouteId":"0000007","RouteKey":"PUT /pets","RouteResponseSelectionExpression":"$default","Target":"integrations/$int"}`},
		{"a request parameter is deleted", `delete-route-request-parameter {"ApiId":"$http","RouteId":"0000007","RequestParameterKey":"route.request.header.a"}`, ``},
		{"a function guards a route", `update-route {"ApiId":"$http","RouteId":"0000007","AuthorizationType":"CUSTOM","AuthorizerId":"$lambda"}`,
			`{"ApiKeyRequired":false,"AuthorizationType":"CUSTOM","AuthorizerId":"$lambda","ModelSelectionExpression":"$request.body.x","RequestModels":{"b":"n"},"RequestParameters":{"route.request.header.b":{}},"RouteId":"0000007","RouteKey":"PUT /pets","RouteResponseSelectionExpression":"$default","Target":"integrations/$int"}`},
		{"the same authorizer may be given alone", `update-route {"ApiId":"$http","RouteId":"0000007","AuthorizerId":"$lambda","ModelSelectionExpression":"$request.body.y"}`,
			`{"ApiKeyRequired":false,"AuthorizationType":"CUSTOM","AuthorizerId":"$lambda","ModelSelectionExpression":"$request.body.y","RequestModels":{"b":"n"},"RequestParameters":{"route.request.header.b":{}},"RouteId":"0000007","RouteKey":"PUT /pets","RouteResponseSelectionExpression":"$default","Target":"integrations/$int"}`},
		{"a route keeps its own key", `update-route {"ApiId":"$http","RouteId":"$route","RouteKey":"GET /pets"}`,
			`{"ApiKeyRequired":false,"AuthorizationType":"NONE","RouteId":"$route","RouteKey":"GET /pets","Target":"integrations/$int"}`},
		{"a route is deleted", `delete-route {"ApiId":"$http","RouteId":"0000006"}`, ``},
	})
}

func TestRouteRefusals(t *testing.T) {
	s := httpScene(t)
	s.name("$var", "RouteId", `create-route {"ApiId":"$http","RouteKey":"GET /pets/{id}"}`)
	s.name("$safe", "RouteId", `create-route {"ApiId":"$http","RouteKey":"GET /safe","AuthorizationType":"JWT","AuthorizerId":"$jwt","AuthorizationScopes":["s"]}`)
	const (
		needsJWT    = "BadRequestException: Invalid authorizer ID specified. Setting the authorization type to JWT requires a valid JWT authorizer."
		needsCustom = "BadRequestException: Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer."
		scopes      = "BadRequestException: Invalid Route authorization type specified. Authorization Scopes are only valid for COGNITO_USER_POOLS and JWT authorization types"
	)
	target := func(route string) string {
		return "BadRequestException: Unexpected or malformed target in route " + route + ". Correct format should be integrations/<integration_id>."
	}
	s.checkRefusals([]refusal{
		{"a key is needed", `create-route {"ApiId":"$http"}`, "BadRequestException: Route key is required"},
		{"a key has a form", `create-route {"ApiId":"$http","RouteKey":"pets"}`, malformedRouteKey},
		{"a key is there once", `create-route {"ApiId":"$http","RouteKey":"GET /pets"}`, "ConflictException: Route with key GET /pets already exists for this API"},
		{"also when renaming", `update-route {"ApiId":"$http","RouteId":"$var","RouteKey":"GET /pets"}`, "ConflictException: Route with key GET /pets already exists for this API"},
		{"a variable has one name", `create-route {"ApiId":"$http","RouteKey":"GET /pets/{petId}"}`, `ConflictException: The provided route key "GET /pets/{petId}" has a conflicting variable on the same hierarchical level as "GET /pets/{id}"`},
		{"an HTTP API has no API keys", `create-route {"ApiId":"$http","RouteKey":"GET /x","ApiKeyRequired":true}`, "BadRequestException: ApiKeyRequired is not currently supported for HTTP APIs. Please set ApiKeyRequired to false for route null"},
		{"nor on update", `update-route {"ApiId":"$http","RouteId":"$route","ApiKeyRequired":true}`, "BadRequestException: ApiKeyRequired is not currently supported for HTTP APIs. Please set ApiKeyRequired to false for route $route"},
		{"a target is an integration", `create-route {"ApiId":"$http","RouteKey":"GET /x","Target":"$int"}`, target("null")},
		{"a target has an identifier", `update-route {"ApiId":"$http","RouteId":"$route","Target":"integrations/"}`, target("$route")},
		{"a target exists", `create-route {"ApiId":"$http","RouteKey":"GET /x","Target":"integrations/nope"}`, "NotFoundException: Invalid Integration identifier specified nope"},
		{"JWT needs an authorizer", `create-route {"ApiId":"$http","RouteKey":"GET /x","AuthorizationType":"JWT"}`, needsJWT},
		{"JWT needs one of its kind", `create-route {"ApiId":"$http","RouteKey":"GET /x","AuthorizationType":"JWT","AuthorizerId":"$lambda"}`, needsJWT},
		{"CUSTOM needs an authorizer", `create-route {"ApiId":"$http","RouteKey":"GET /x","AuthorizationType":"CUSTOM","AuthorizerId":"nope"}`, needsCustom},
		{"CUSTOM needs one of its kind", `create-route {"ApiId":"$http","RouteKey":"GET /x","AuthorizationType":"CUSTOM","AuthorizerId":"$jwt"}`, needsCustom},
		{"there are not too many scopes", `create-route {"ApiId":"$http","RouteKey":"GET /x","AuthorizationType":"JWT","AuthorizerId":"$jwt","AuthorizationScopes":["1","2","3","4","5","6","7","8","9","10","11"]}`,
			"BadRequestException: Authorization scopes list must have at most 10 items"},
		{"scopes are for JWT", `create-route {"ApiId":"$http","RouteKey":"GET /x","AuthorizationScopes":["a"]}`, scopes},
		{"scopes left behind are noticed", `update-route {"ApiId":"$http","RouteId":"$safe","AuthorizationType":"NONE","AuthorizerId":""}`, scopes},
		{"authorization types are four", `create-route {"ApiId":"$http","RouteKey":"GET /x","AuthorizationType":"BASIC"}`, "BadRequestException: 1 validation error detected: Value 'BASIC' at 'authorizationType' failed to satisfy constraint: Member must satisfy enum value set: [NONE, AWS_IAM, CUSTOM, JWT]"},
		{"an authorizer is not changed alone", `update-route {"ApiId":"$http","RouteId":"$safe","AuthorizerId":"$lambda"}`, "BadRequestException: Unable to update route. Authorizer type is invalid or null."},
		{"a route must exist", `get-route {"ApiId":"$http","RouteId":"nope"}`, "NotFoundException: Invalid Route identifier specified nope"},
		{"a route must exist to be deleted", `delete-route {"ApiId":"$http","RouteId":"$int"}`, "NotFoundException: Invalid Route identifier specified $int"},
		{"a request parameter must exist", `delete-route-request-parameter {"ApiId":"$http","RouteId":"$route","RequestParameterKey":"x"}`, "NotFoundException: Invalid request parameter key specified x"},
	})
}

func TestWebSocketRoutes(t *testing.T) {
	s := webSocketScene(t)
	s.do(`create-route {"ApiId":"$chat","RouteKey":"$connect","AuthorizationType":"AWS_IAM","ApiKeyRequired":true}`)
	s.do(`create-route {"ApiId":"$chat","RouteKey":"any text at all/{x}"}`)
	s.do(`create-route {"ApiId":"$chat","RouteKey":"any text at all/{y}"}`)
	s.checkRefusals([]refusal{
		{"a key is needed", `create-route {"ApiId":"$chat","RouteKey":""}`, "BadRequestException: Route key is required"},
		{"a key is there once", `create-route {"ApiId":"$chat","RouteKey":"chat"}`, "ConflictException: Route with key chat already exists for this API"},
		{"only $connect is guarded", `create-route {"ApiId":"$chat","RouteKey":"x","AuthorizationType":"AWS_IAM"}`, "BadRequestException: Currently, authorization is restricted to the $connect route only"},
		{"models must exist", `create-route {"ApiId":"$chat","RouteKey":"x","RequestModels":{"a":"nope"}}`, "BadRequestException: Invalid model identifier specified: nope"},
	})
}

func TestRouteKeyOfAnyLengthIsChecked(t *testing.T) {
	key := "GET /" + strings.Repeat("a/", 100_000) + "{x+}"
	if err := checkRouteKey(key); err != nil {
		t.Errorf("checkRouteKey of %d bytes = %v", len(key), err)
	}
}
