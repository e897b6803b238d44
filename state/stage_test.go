package state

import (
	"fmt"
	"strings"
	"testing"
)

func TestStages(t *testing.T) {
	s := httpScene(t)
	const dates = `"CreatedDate":"2026-01-02T03:04:05Z",`
	const updated = `"LastUpdatedDate":"2026-01-02T03:04:05Z",`
	s.checkAnswers([]answerCase{
		{"a stage has the service's defaults", `create-stage {"ApiId":"$http","StageName":"dev-1_A"}`,
			`{` + dates + `"DefaultRouteSettings":{"DetailedMetricsEnabled":false},` + updated + `"RouteSettings":{},"StageName":"dev-1_A","StageVariables":{},"Tags":{}}`},
		{"every member that is given comes back", `create-stage {"ApiId":"$http","StageName":"prod","AutoDeploy":false,"Description":"d","ClientCertificateId":"c","StageVariables":{"a":"1","b":"x-._~:/?#&=,"},"Tags":{"t":"1"},"DefaultRouteSettings":{"ThrottlingRateLimit":0,"ThrottlingBurstLimit":0},"RouteSettings":{"GET /pets":{"ThrottlingRateLimit":1.5,"DetailedMetricsEnabled":true}},"AccessLogSettings":{"DestinationArn":"arn:aws:logs:us-east-1:1:log-group:/a/b_c-d.e:*","Format":"$context.requestId"}}`,
			`{"AccessLogSettings":{"DestinationArn":"arn:aws:logs:us-east-1:1:log-group:/a/b_c-d.e","Format":"$context.requestId"},"AutoDeploy":false,"ClientCertificateId":"c",` + dates + `"DefaultRouteSettings":{"DetailedMetricsEnabled":false,"ThrottlingBurstLimit":0,"ThrottlingRateLimit":0.0},"Description":"d",` + updated + `"RouteSettings":{"GET /pets":{"DetailedMetricsEnabled":true,"ThrottlingRateLimit":1.5}},"StageName":"prod","StageVariables":{"a":"1","b":"x-._~:/?#&=,"},"Tags":{"t":"1"}}`},
		{"maps and settings merge, and a description is never cleared", `update-stage {"ApiId":"$http","StageName":"prod","Description":"","ClientCertificateId":"","StageVariables":{"a":"","c":"3"},"DefaultRouteSettings":{"DetailedMetricsEnabled":true},"RouteSettings":{"GET /pets":{"ThrottlingBurstLimit":7}},"AccessLogSettings":{"Format":"$context.extendedRequestId"}}`,
			`{"AccessLogSettings":{"DestinationArn":"arn:aws:logs:us-east-1:1:log-group:/a/b_c-d.e","Format":"$context.extendedRequestId"},"AutoDeploy":false,` + dates + `"DefaultRouteSettings":{"DetailedMetricsEnabled":true,"ThrottlingBurstLimit":0,"ThrottlingRateLimit":0.0},"Description":"d",` + updated + `"RouteSettings":{"GET /pets":{"DetailedMetricsEnabled":true,"ThrottlingBurstLimit":7,"ThrottlingRateLimit":1.5}},"StageName":"prod","StageVariables":{"b":"x-._~:/?#&=,","c":"3"},"Tags":{"t":"1"}}`},
		{"the access log is turned off", `delete-access-log-settings {"ApiId":"$http","StageName":"prod"}`, ``},
		{"and may be again", `delete-access-log-settings {"ApiId":"$http","StageName":"prod"}`, ``},
		{"settings of a route are deleted", `delete-route-settings {"ApiId":"$http","StageName":"prod","RouteKey":"GET /pets"}`, ``},
		{"what is left is there", `get-stage {"ApiId":"$http","StageName":"prod"}`,
			`{"AutoDeploy":false,` + dates + `"DefaultRouteSettings":{"DetailedMetricsEnabled":true,"ThrottlingBurstLimit":0,"ThrottlingRateLimit":0.0},"Description":"d",` + updated + `"RouteSettings":{},"StageName":"prod","StageVariables":{"b":"x-._~:/?#&=,","c":"3"},"Tags":{"t":"1"}}`},
		{"the authorizers' cache is reset", `reset-authorizers-cache {"ApiId":"$http","StageName":"prod"}`, ``},
		{"a stage is deleted", `delete-stage {"ApiId":"$http","StageName":"prod"}`, ``},
	})
}

func TestStageRefusals(t *testing.T) {
	s := httpScene(t)
	s.do(`create-stage {"ApiId":"$http","StageName":"dev"}`)
	s.do(`create-stage {"ApiId":"$http","StageName":"auto","AutoDeploy":true}`)
	s.name("$old", "RouteId", `create-route {"ApiId":"$http","RouteKey":"GET /old"}`)
	s.do(`create-stage {"ApiId":"$http","StageName":"stale","RouteSettings":{"GET /old":{"ThrottlingBurstLimit":1}}}`)
	s.do(`delete-route {"ApiId":"$http","RouteId":"$old"}`)
	stage := func(members string) string { return `create-stage {"ApiId":"$http","StageName":"new",` + members + `}` }
	variables := make([]string, 101)
	for i := range variables {
		variables[i] = fmt.Sprintf(`"v%d":"1"`, i)
	}
	destination := func(arn string) string {
		return "BadRequestException: Access log destination must only contain characters a-z, A-Z, 0-9, '_', '-', '/', '.': '" + arn + "'"
	}
	const (
		name     = "BadRequestException: Stage name only allows a-zA-Z0-9_"
		logs     = "BadRequestException: Execution logs are not supported on protocolType HTTP"
		badGroup = "arn:aws:logs:us-east-1:1:log-group:a b"
	)
	longFormat := "$context.requestId" + strings.Repeat("f", 3072-len("$context.requestId"))
	s.do(`create-stage {"ApiId":"$http","StageName":"logging","AccessLogSettings":{"DestinationArn":"arn:aws:logs:us-east-1:1:log-group:a","Format":"` + longFormat + `"}}`)
	s.checkRefusals([]refusal{
		{"a name is needed", `create-stage {"ApiId":"$http"}`, name},
		{"a name has no blank", `create-stage {"ApiId":"$http","StageName":"a b"}`, name},
		{"only one name has a dollar", `create-stage {"ApiId":"$http","StageName":"$prod"}`, name},
		{"a name is not too long", `create-stage {"ApiId":"$http","StageName":"` + strings.Repeat("a", 129) + `"}`, "BadRequestException: 1 validation error detected: Value '" + strings.Repeat("a", 129) + "' at 'stageName' failed to satisfy constraint: Member must have length less than or equal to 128"},
		{"a name is there once", `create-stage {"ApiId":"$http","StageName":"dev"}`, "ConflictException: Stage already exists"},
		{"a stage must exist", `get-stage {"ApiId":"$http","StageName":"nope"}`, "NotFoundException: Invalid stage identifier specified"},
		{"a stage must exist to reset its cache", `reset-authorizers-cache {"ApiId":"$http","StageName":"nope"}`, "NotFoundException: Invalid stage identifier specified"},
		{"an HTTP API has no execution logs", stage(`"DefaultRouteSettings":{"LoggingLevel":"INFO"}`), logs},
		{"not even turned off", stage(`"DefaultRouteSettings":{"LoggingLevel":"OFF"}`), logs},
		{"nor traces", stage(`"RouteSettings":{"GET /pets":{"DataTraceEnabled":false}}`), logs},
		{"settings are for routes", stage(`"RouteSettings":{"GET /x":{}}`), "NotFoundException: Unable to find Route by key GET /x within the provided RouteSettings"},
		{"settings left behind are noticed", `update-stage {"ApiId":"$http","StageName":"stale","Description":"x"}`, "NotFoundException: Unable to find Route by key GET /old within the provided RouteSettings"},
		{"settings must exist to be deleted", `delete-route-settings {"ApiId":"$http","StageName":"dev","RouteKey":"GET /x"}`, "NotFoundException: Unable to find Route by key GET /x within the provided RouteSettings"},
		{"a log's format is not too long", stage(`"AccessLogSettings":{"DestinationArn":"arn:aws:logs:us-east-1:1:log-group:a","Format":"` + longFormat + `x"}`), "BadRequestException: Access Log format must have at most 3072 characters"},
		{"a log has an identifier", stage(`"AccessLogSettings":{"DestinationArn":"arn:aws:logs:us-east-1:1:log-group:a","Format":"x"}`), "BadRequestException: Access Log format must include either $context.requestId or $context.extendedRequestId"},
		{"a log group has a name", stage(`"AccessLogSettings":{"DestinationArn":"` + badGroup + `","Format":"$context.requestId"}`), destination(badGroup)},
		{"a log goes to a log group", stage(`"AccessLogSettings":{"DestinationArn":"arn:aws:firehose:us-east-1:1:deliverystream/x","Format":"$context.requestId"}`), destination("arn:aws:firehose:us-east-1:1:deliverystream/x")},
		{"a variable's name is plain", stage(`"StageVariables":{"a-b":"1"}`), "BadRequestException: Stage variable name a-b is not valid. It must have 1 to 64 characters of a-zA-Z0-9_"},
		{"a variable's value is plain", stage(`"StageVariables":{"a":"b c"}`), "BadRequestException: Stage variable value b c is not valid. It must have 1 to 512 characters of a-zA-Z0-9-._~:/?#&=,"},
		{"there are not too many variables", stage(`"StageVariables":{` + strings.Join(variables, ",") + `}`), "BadRequestException: A stage can have at most 100 stage variables"},
		{"a deployment must exist", stage(`"DeploymentId":"nope"`), "NotFoundException: Invalid Deployment identifier specified"},
		{"a deployment does not go with AutoDeploy", `update-stage {"ApiId":"$http","StageName":"auto","DeploymentId":"000006"}`, "BadRequestException: Deployment ID cannot be set for stage auto because AutoDeploy is enabled"},
	})
	s.do(`delete-route-settings {"ApiId":"$http","StageName":"stale","RouteKey":"GET /old"}`)
	s.do(`update-stage {"ApiId":"$http","StageName":"stale","Description":"x"}`)
}

func TestWebSocketStages(t *testing.T) {
	s := webSocketScene(t)
	s.checkAnswers([]answerCase{
		{"a stage has the protocol's defaults", `create-stage {"ApiId":"$chat","StageName":"dev"}`,
			`{"CreatedDate":"2026-01-02T03:04:05Z","DefaultRouteSettings":{"DataTraceEnabled":false,"DetailedMetricsEnabled":false,"LoggingLevel":"OFF"},"LastUpdatedDate":"2026-01-02T03:04:05Z","RouteSettings":{},"StageName":"dev","StageVariables":{},"Tags":{}}`},
		{"execution logs are taken", `update-stage {"ApiId":"$chat","StageName":"dev","DefaultRouteSettings":{"LoggingLevel":"INFO","DataTraceEnabled":true}}`,
			`{"CreatedDate":"2026-01-02T03:04:05Z","DefaultRouteSettings":{"DataTraceEnabled":true,"DetailedMetricsEnabled":false,"LoggingLevel":"INFO"},"LastUpdatedDate":"2026-01-02T03:04:05Z","RouteSettings":{},"StageName":"dev","StageVariables":{},"Tags":{}}`},
	})
}
