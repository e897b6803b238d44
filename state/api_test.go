package state

import (
	"strings"
	"testing"
)

func TestCreateApi(t *testing.T) {
	newScene(t).checkAnswers([]answerCase{
		{
			"an HTTP API has the service's defaults and no tags",
			`create-api {"Name":"pets","ProtocolType":"HTTP"}`,
			`{"ApiEndpoint":"https://0000000001.execute-api.us-east-1.amazonaws.com","ApiId":"0000000001","ApiKeySelectionExpression":"$request.header.x-api-key","CreatedDate":"2026-01-02T03:04:05Z","DisableExecuteApiEndpoint":false,"IpAddressType":"ipv4","Name":"pets","ProtocolType":"HTTP","RouteSelectionExpression":"$request.method $request.path"}`,
		},
		{
			"get-api shows that there are no tags",
			`get-api {"ApiId":"0000000001"}`,
			`{"ApiEndpoint":"https://0000000001.execute-api.us-east-1.amazonaws.com","ApiId":"0000000001","ApiKeySelectionExpression":"$request.header.x-api-key","CreatedDate":"2026-01-02T03:04:05Z","DisableExecuteApiEndpoint":false,"IpAddressType":"ipv4","Name":"pets","ProtocolType":"HTTP","RouteSelectionExpression":"$request.method $request.path","Tags":{}}`,
		},
		{
			"every member that is given comes back",
			`create-api {"Name":"chat","ProtocolType":"WEBSOCKET","RouteSelectionExpression":"$request.body.action","ApiKeySelectionExpression":"$context.authorizer.usageIdentifierKey","Description":"d","DisableSchemaValidation":true,"DisableExecuteApiEndpoint":true,"IpAddressType":"dualstack","Tags":{"b":"1","a":"2"},"Version":"v1"}`,
			`{"ApiEndpoint":"wss://0000000002.execute-api.us-east-1.amazonaws.com","ApiId":"0000000002","ApiKeySelectionExpression":"$context.authorizer.usageIdentifierKey","CreatedDate":"2026-01-02T03:04:05Z","Description":"d","DisableSchemaValidation":true,"DisableExecuteApiEndpoint":true,"IpAddressType":"dualstack","Name":"chat","ProtocolType":"WEBSOCKET","RouteSelectionExpression":"$request.body.action","Tags":{"b":"1","a":"2"},"Version":"v1"}`,
		},
		{
			"the long form of the only route selection is kept",
			`create-api {"Name":"pets","ProtocolType":"HTTP","RouteSelectionExpression":"${request.method} ${request.path}"}`,
			`{"ApiEndpoint":"https://0000000003.execute-api.us-east-1.amazonaws.com","ApiId":"0000000003","ApiKeySelectionExpression":"$request.header.x-api-key","CreatedDate":"2026-01-02T03:04:05Z","DisableExecuteApiEndpoint":false,"IpAddressType":"ipv4","Name":"pets","ProtocolType":"HTTP","RouteSelectionExpression":"${request.method} ${request.path}"}`,
		},
	})
}

func TestCreateApiRefusals(t *testing.T) {
	newScene(t).checkRefusals([]refusal{
		{"a name is needed", `create-api {"ProtocolType":"HTTP"}`, "BadRequestException: Invalid API name specified"},
		{"a name is not empty", `create-api {"Name":"","ProtocolType":"HTTP"}`, "BadRequestException: Invalid API name specified"},
		{"a protocol is needed", `create-api {"Name":"x"}`, "BadRequestException: Invalid protocol specified. Must be one of [HTTP, WEBSOCKET]"},
		{"protocols are two", `create-api {"Name":"x","ProtocolType":"REST"}`, "BadRequestException: Invalid protocol specified. Must be one of [HTTP, WEBSOCKET]"},
		{"a WebSocket API needs a route selection", `create-api {"Name":"x","ProtocolType":"WEBSOCKET"}`, "BadRequestException: Invalid routeSelectionExpression"},
		{"an HTTP API has but one route selection", `create-api {"Name":"x","ProtocolType":"HTTP","RouteSelectionExpression":"$request.body.x"}`, `BadRequestException: Route selection expression is currently limited to "${request.method} ${request.path}"`},
		{"a WebSocket API has no CORS", `create-api {"Name":"x","ProtocolType":"WEBSOCKET","RouteSelectionExpression":"$request.body.x","CorsConfiguration":{}}`, "BadRequestException: Cors is not supported for WEBSOCKET protocolType"},
		{"a name has at most 128 characters", `create-api {"ProtocolType":"HTTP","Name":"` + strings.Repeat("ü", 129) + `"}`, "BadRequestException: 1 validation error detected: Value '" + strings.Repeat("ü", 129) + "' at 'name' failed to satisfy constraint: Member must have length less than or equal to 128"},
		{"address types are two", `create-api {"Name":"x","ProtocolType":"HTTP","IpAddressType":"ipv6"}`, "BadRequestException: 1 validation error detected: Value 'ipv6' at 'ipAddressType' failed to satisfy constraint: Member must satisfy enum value set: [ipv4, dualstack]"},
		{"members have types", `create-api {"Name":"x","ProtocolType":"HTTP","CorsConfiguration":{"MaxAge":"5"}}`, "BadRequestException: Invalid type for CorsConfiguration.MaxAge: want integer, got string"},
		{"tags have keys", `create-api {"Name":"x","ProtocolType":"HTTP","Tags":{"":"v"}}`, "BadRequestException: Invalid tag key . A tag key must have 1 to 128 characters"},
		{"an API must exist", `get-api {"ApiId":"nope"}`, "NotFoundException: Invalid API identifier specified 123456789012:nope"},
		{"an API must exist to be deleted", `delete-api {"ApiId":"nope"}`, "NotFoundException: Invalid API identifier specified 123456789012:nope"},
		{"an API must exist to have routes", `get-routes {"ApiId":"nope"}`, "NotFoundException: Invalid API identifier specified 123456789012:nope"},
	})
}

func TestUpdateApi(t *testing.T) {
	s := newScene(t)
	s.do(`create-api {"Name":"pets","ProtocolType":"HTTP","Description":"d","Version":"v1","Tags":{"a":"1"}}`)
	const (
		head = `{"ApiEndpoint":"https://0000000001.execute-api.us-east-1.amazonaws.com","ApiId":"0000000001","ApiKeySelectionExpression":"$request.header.x-api-key",`
		made = `"CreatedDate":"2026-01-02T03:04:05Z",`
		tail = `"ProtocolType":"HTTP","RouteSelectionExpression":"$request.method $request.path","Tags":{"a":"1"}`
	)
	s.checkAnswers([]answerCase{
		{"what is not given stays", `update-api {"ApiId":"0000000001","Name":"dogs"}`,
			head + made + `"Description":"d","DisableExecuteApiEndpoint":false,"IpAddressType":"ipv4","Name":"dogs",` + tail + `,"Version":"v1"}`},
		{"an empty text clears the description and the version", `update-api {"ApiId":"0000000001","Description":"","Version":""}`,
			head + made + `"DisableExecuteApiEndpoint":false,"IpAddressType":"ipv4","Name":"dogs",` + tail + `}`},
		{"switches are set", `update-api {"ApiId":"0000000001","DisableExecuteApiEndpoint":true,"IpAddressType":"dualstack"}`,
			head + made + `"DisableExecuteApiEndpoint":true,"IpAddressType":"dualstack","Name":"dogs",` + tail + `}`},
		{"an empty CORS configuration is one", `update-api {"ApiId":"0000000001","CorsConfiguration":{}}`,
			head + `"CorsConfiguration":{},` + made + `"DisableExecuteApiEndpoint":true,"IpAddressType":"dualstack","Name":"dogs",` + tail + `}`},
		{"CORS members merge", `update-api {"ApiId":"0000000001","CorsConfiguration":{"AllowOrigins":["https://a"],"MaxAge":0}}`,
			head + `"CorsConfiguration":{"AllowOrigins":["https://a"],"MaxAge":0},` + made + `"DisableExecuteApiEndpoint":true,"IpAddressType":"dualstack","Name":"dogs",` + tail + `}`},
		{"an empty CORS configuration does not remove one", `update-api {"ApiId":"0000000001","CorsConfiguration":{}}`,
			head + `"CorsConfiguration":{"AllowOrigins":["https://a"],"MaxAge":0},` + made + `"DisableExecuteApiEndpoint":true,"IpAddressType":"dualstack","Name":"dogs",` + tail + `}`},
		{"delete-cors-configuration does", `delete-cors-configuration {"ApiId":"0000000001"}`, ``},
		{"and may do so again", `delete-cors-configuration {"ApiId":"0000000001"}`, ``},
		{"no CORS is left", `get-api {"ApiId":"0000000001"}`,
			head + made + `"DisableExecuteApiEndpoint":true,"IpAddressType":"dualstack","Name":"dogs",` + tail + `}`},
	})
	s.checkRefusals([]refusal{
		{"a name cannot be cleared", `update-api {"ApiId":"0000000001","Name":""}`, "BadRequestException: Invalid API name specified"},
		{"quick create cannot be changed where there is none", `update-api {"ApiId":"0000000001","Target":"http://127.0.0.1"}`,
			"BadRequestException: Target, RouteKey and CredentialsArn can only be updated for an API that was created with quick create"},
	})
}

func TestDeleteApi(t *testing.T) {
	s := httpScene(t)
	s.do(`create-stage {"ApiId":"$http","StageName":"prod","Tags":{"a":"1"}}`)
	s.do(`delete-api {"ApiId":"$http"}`)
	s.checkRefusals([]refusal{
		{"the API is gone", `get-api {"ApiId":"$http"}`, "NotFoundException: Invalid API identifier specified 123456789012:$http"},
		{"its routes are", `get-route {"ApiId":"$http","RouteId":"$route"}`, "NotFoundException: Invalid API identifier specified 123456789012:$http"},
		{"its tags are", `get-tags {"ResourceArn":"arn:aws:apigateway:us-east-1::/apis/$http/stages/prod"}`, "NotFoundException: Invalid API identifier specified 123456789012:$http"},
	})
}

func TestQuickCreate(t *testing.T) {
	s := newScene(t)
	s.name("$api", "ApiId", `create-api {"Name":"quick","ProtocolType":"HTTP","Target":"https://example.com/a","CredentialsArn":"arn:aws:iam::123456789012:role/r"}`)
	s.name("$api2", "ApiId", `create-api {"Name":"function","ProtocolType":"HTTP","RouteKey":"GET /f","Target":"arn:aws:lambda:us-east-1:123456789012:function:f","CredentialsArn":"arn:aws:iam::123456789012:role/r"}`)
	s.names = []string{"$api2", s.names[3], "$api", s.names[1]}
	s.checkAnswers([]answerCase{
		{"the API is managed", `get-api {"ApiId":"$api"}`,
			`{"ApiEndpoint":"https://$api.execute-api.us-east-1.amazonaws.com","ApiGatewayManaged":true,"ApiId":"$api","ApiKeySelectionExpression":"$request.header.x-api-key","CreatedDate":"2026-01-02T03:04:05Z","DisableExecuteApiEndpoint":false,"IpAddressType":"ipv4","Name":"quick","ProtocolType":"HTTP","RouteSelectionExpression":"$request.method $request.path","Tags":{}}`},
		{"a URL is called with the client's method", `get-integrations {"ApiId":"$api"}`,
			`{"Items":[{"ApiGatewayManaged":true,"ConnectionType":"INTERNET","IntegrationId":"0000002","IntegrationMethod":"ANY","IntegrationType":"HTTP_PROXY","IntegrationUri":"https://example.com/a","PayloadFormatVersion":"1.0","TimeoutInMillis":30000}]}`},
		{"the route is $default", `get-routes {"ApiId":"$api"}`,
			`{"Items":[{"ApiGatewayManaged":true,"ApiKeyRequired":false,"AuthorizationType":"NONE","RouteId":"0000003","RouteKey":"$default","Target":"integrations/0000002"}]}`},
		{"the stage is deployed", `get-stages {"ApiId":"$api"}`,
			`{"Items":[{"ApiGatewayManaged":true,"AutoDeploy":true,"CreatedDate":"2026-01-02T03:04:05Z","DefaultRouteSettings":{"DetailedMetricsEnabled":false},"DeploymentId":"000004","LastDeploymentStatusMessage":"Successfully deployed stage with deployment ID '000004'","LastUpdatedDate":"2026-01-02T03:04:05Z","RouteSettings":{},"StageName":"$default","StageVariables":{},"Tags":{}}]}`},
		{"a function is posted to, with credentials", `get-integrations {"ApiId":"$api2"}`,
			`{"Items":[{"ApiGatewayManaged":true,"ConnectionType":"INTERNET","CredentialsArn":"arn:aws:iam::123456789012:role/r","IntegrationId":"0000006","IntegrationMethod":"POST","IntegrationType":"AWS_PROXY","IntegrationUri":"arn:aws:lambda:us-east-1:123456789012:function:f","PayloadFormatVersion":"2.0","TimeoutInMillis":30000}]}`},
		{"the route key can be chosen", `get-routes {"ApiId":"$api2"}`,
			`{"Items":[{"ApiGatewayManaged":true,"ApiKeyRequired":false,"AuthorizationType":"NONE","RouteId":"0000007","RouteKey":"GET /f","Target":"integrations/0000006"}]}`},
	})
	s.do(`update-api {"ApiId":"$api","Target":"arn:aws:lambda:us-east-1:123456789012:function:g","RouteKey":"ANY /g"}`)
	s.checkAnswers([]answerCase{
		{"update-api changes the target", `get-integration {"ApiId":"$api","IntegrationId":"0000002"}`,
			`{"ApiGatewayManaged":true,"ConnectionType":"INTERNET","IntegrationId":"0000002","IntegrationMethod":"POST","IntegrationType":"AWS_PROXY","IntegrationUri":"arn:aws:lambda:us-east-1:123456789012:function:g","PayloadFormatVersion":"2.0","TimeoutInMillis":30000}`},
		{"and the route key", `get-route {"ApiId":"$api","RouteId":"0000003"}`,
			`{"ApiGatewayManaged":true,"ApiKeyRequired":false,"AuthorizationType":"NONE","RouteId":"0000003","RouteKey":"ANY /g","Target":"integrations/0000002"}`},
		{"which deploys", `get-deployments {"ApiId":"$api"}`,
			`{"Items":[{"AutoDeployed":true,"CreatedDate":"2026-01-02T03:04:05Z","DeploymentId":"000009","DeploymentStatus":"DEPLOYED","Description":"Automatic deployment triggered by changes to the Api configuration"},{"AutoDeployed":true,"CreatedDate":"2026-01-02T03:04:05Z","DeploymentId":"000004","DeploymentStatus":"DEPLOYED","Description":"Automatic deployment triggered by changes to the Api configuration"}]}`},
		{"the managed integration can be updated", `update-integration {"ApiId":"$api","IntegrationId":"0000002","TimeoutInMillis":100}`,
			`{"ApiGatewayManaged":true,"ConnectionType":"INTERNET","IntegrationId":"0000002","IntegrationMethod":"POST","IntegrationType":"AWS_PROXY","IntegrationUri":"arn:aws:lambda:us-east-1:123456789012:function:g","PayloadFormatVersion":"2.0","TimeoutInMillis":100}`},
	})
	s.checkRefusals([]refusal{
		{"the managed integration stays", `delete-integration {"ApiId":"$api","IntegrationId":"0000002"}`, "BadRequestException: Cannot delete Integration because it is managed by API Gateway"},
		{"the managed route stays", `delete-route {"ApiId":"$api","RouteId":"0000003"}`, "BadRequestException: Cannot delete Route because it is managed by API Gateway"},
		{"its key is not for update-route", `update-route {"ApiId":"$api","RouteId":"0000003","RouteKey":"GET /x"}`, "BadRequestException: The route key of a route that is managed by API Gateway cannot be changed"},
		{"the managed stage is not modified", `update-stage {"ApiId":"$api","StageName":"$default","Description":"x"}`, "BadRequestException: Stage $default is managed by API Gateway and cannot be modified"},
		{"nor deleted", `delete-stage {"ApiId":"$api","StageName":"$default"}`, "BadRequestException: Stage $default is managed by API Gateway and cannot be modified"},
		{"a target is a URL or a function", `create-api {"Name":"x","ProtocolType":"HTTP","Target":"example.com"}`, "BadRequestException: Invalid integration URI specified"},
		{"a refused route key leaves no API behind", `create-api {"Name":"x","ProtocolType":"HTTP","Target":"http://a","RouteKey":"GET"}`, `BadRequestException: The provided route key is not formatted properly for HTTP protocol. Format should be "[HTTP METHOD] /[RESOURCE PATH]" or "$default"`},
		{"a target changes only to another target", `update-api {"ApiId":"$api","Name":"renamed","Target":"ftp://x"}`, "BadRequestException: Invalid integration URI specified"},
		{"a WebSocket API is not made quickly", `create-api {"Name":"x","ProtocolType":"WEBSOCKET","RouteSelectionExpression":"$request.body.a","Target":"http://a"}`, "BadRequestException: Target is not supported for WEBSOCKET protocolType"},
		{"a route key without a target is for nothing", `create-api {"Name":"x","ProtocolType":"HTTP","RouteKey":"GET /x"}`, "BadRequestException: Target must be specified when RouteKey or CredentialsArn is specified"},
	})
	s.do(`reimport-api {"ApiId":"$api","Body":"{\"openapi\":\"3.0.1\",\"info\":{\"title\":\"t\"},\"paths\":{}}"}`)
	const lost = "BadRequestException: Target, RouteKey and CredentialsArn can only be updated for an API that was created with quick create"
	s.checkRefusals([]refusal{
		{"a reimport has taken the integration", `update-api {"ApiId":"$api","Name":"renamed","Target":"http://a"}`, lost},
		{"and the route", `update-api {"ApiId":"$api","Name":"renamed","RouteKey":"GET /x"}`, lost},
	})
}
