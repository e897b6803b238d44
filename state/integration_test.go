package state

import (
	"fmt"
	"strings"
	"testing"
)

const lambdaURI = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:f/invocations"

func TestIntegrations(t *testing.T) {
	s := httpScene(t)
	s.checkAnswers([]answerCase{
		{"an integration has the service's defaults", `get-integration {"ApiId":"$http","IntegrationId":"$int"}`,
			`{"ConnectionType":"INTERNET","IntegrationId":"$int","IntegrationMethod":"ANY","IntegrationType":"HTTP_PROXY","IntegrationUri":"http://127.0.0.1:9000/pets","PayloadFormatVersion":"1.0","TimeoutInMillis":30000}`},
		{"a function is posted to", `create-integration {"ApiId":"$http","IntegrationType":"AWS_PROXY","IntegrationUri":"arn:aws:lambda:us-east-1:123456789012:function:${stageVariables.f}:live","PayloadFormatVersion":"2.0"}`,
			`{"ConnectionType":"INTERNET","IntegrationId":"0000006","IntegrationMethod":"POST","IntegrationType":"AWS_PROXY","IntegrationUri":"arn:aws:lambda:us-east-1:123456789012:function:${stageVariables.f}:live","PayloadFormatVersion":"2.0","TimeoutInMillis":30000}`},
		{"every member that is given comes back, but for PassthroughBehavior", `create-integration {"ApiId":"$http","IntegrationType":"HTTP_PROXY","IntegrationMethod":"GET","IntegrationUri":"https://${stageVariables.host}/{id}?a=b","PayloadFormatVersion":"1.0","Description":"d","TimeoutInMillis":50,"ContentHandlingStrategy":"CONVERT_TO_TEXT","CredentialsArn":"arn:aws:iam::1:role/r","PassthroughBehavior":"NEVER","RequestTemplates":{"application/json":""},"TemplateSelectionExpression":"x","TlsConfig":{"ServerNameToVerify":"a"},"RequestParameters":{"append:header.a":"$request.header.b","overwrite:path":"/x","remove:querystring.q":"''"},"ResponseParameters":{"200":{"append:header.a":"b","overwrite:statuscode":"403"},"500":{"remove:header.b":"''"}}}`,
			`{"ConnectionType":"INTERNET","ContentHandlingStrategy":"CONVERT_TO_TEXT","CredentialsArn":"arn:aws:iam::1:role/r","Description":"d","IntegrationId":"0000007","IntegrationMethod":"GET","IntegrationType":"HTTP_PROXY","IntegrationUri":"https://${stageVariables.host}/{id}?a=b","PayloadFormatVersion":"1.0","RequestParameters":{"append:header.a":"$request.header.b","overwrite:path":"/x","remove:querystring.q":"''"},"RequestTemplates":{"application/json":""},"ResponseParameters":{"200":{"append:header.a":"b","overwrite:statuscode":"403"},"500":{"remove:header.b":"''"}},"TemplateSelectionExpression":"x","TimeoutInMillis":50,"TlsConfig":{"ServerNameToVerify":"a"}}`},
		{"an update merges the maps and clears by empty values", `update-integration {"ApiId":"$http","IntegrationId":"0000007","Description":"","RequestParameters":{"append:header.a":"","append:header.c":"d"},"ResponseParameters":{"200":{}}}`,
			`{"ConnectionType":"INTERNET","ContentHandlingStrategy":"CONVERT_TO_TEXT","CredentialsArn":"arn:aws:iam::1:role/r","IntegrationId":"0000007","IntegrationMethod":"GET","IntegrationType":"HTTP_PROXY","IntegrationUri":"https://${stageVariables.host}/{id}?a=b","PayloadFormatVersion":"1.0","RequestParameters":{"overwrite:path":"/x","remove:querystring.q":"''","append:header.c":"d"},"RequestTemplates":{"application/json":""},"ResponseParameters":{"500":{"remove:header.b":"''"}},"TemplateSelectionExpression":"x","TimeoutInMillis":50,"TlsConfig":{"ServerNameToVerify":"a"}}`},
		{"empty maps change nothing", `update-integration {"ApiId":"$http","IntegrationId":"0000007","RequestParameters":{},"ResponseParameters":{},"TimeoutInMillis":60,"CredentialsArn":"","TemplateSelectionExpression":""}`,
			`{"ConnectionType":"INTERNET","ContentHandlingStrategy":"CONVERT_TO_TEXT","IntegrationId":"0000007","IntegrationMethod":"GET","IntegrationType":"HTTP_PROXY","IntegrationUri":"https://${stageVariables.host}/{id}?a=b","PayloadFormatVersion":"1.0","RequestParameters":{"overwrite:path":"/x","remove:querystring.q":"''","append:header.c":"d"},"RequestTemplates":{"application/json":""},"ResponseParameters":{"500":{"remove:header.b":"''"}},"TimeoutInMillis":60,"TlsConfig":{"ServerNameToVerify":"a"}}`},
		{"what a client asks to pass through does not come back", `update-integration {"ApiId":"$http","IntegrationId":"$int","PassthroughBehavior":"WHEN_NO_MATCH"}`,
			`{"ConnectionType":"INTERNET","IntegrationId":"$int","IntegrationMethod":"ANY","IntegrationType":"HTTP_PROXY","IntegrationUri":"http://127.0.0.1:9000/pets","PayloadFormatVersion":"1.0","TimeoutInMillis":30000}`},
		{"a private integration names a listener", `create-integration {"ApiId":"$http","IntegrationType":"HTTP_PROXY","IntegrationMethod":"GET","ConnectionType":"VPC_LINK","ConnectionId":"abc","IntegrationUri":"arn:aws:elasticloadbalancing:us-east-1:1:listener/app/a/b/c","PayloadFormatVersion":"1.0"}`,
			`{"ConnectionId":"abc","ConnectionType":"VPC_LINK","IntegrationId":"0000008","IntegrationMethod":"GET","IntegrationType":"HTTP_PROXY","IntegrationUri":"arn:aws:elasticloadbalancing:us-east-1:1:listener/app/a/b/c","PayloadFormatVersion":"1.0","TimeoutInMillis":30000}`},
		{"a service integration has neither method nor URI", `create-integration {"ApiId":"$http","IntegrationType":"AWS_PROXY","IntegrationSubtype":"SQS-SendMessage","CredentialsArn":"arn:aws:iam::1:role/r","PayloadFormatVersion":"1.0","RequestParameters":{"QueueUrl":"q","MessageBody":"$request.body"}}`,
			`{"ConnectionType":"INTERNET","CredentialsArn":"arn:aws:iam::1:role/r","IntegrationId":"0000009","IntegrationSubtype":"SQS-SendMessage","IntegrationType":"AWS_PROXY","PayloadFormatVersion":"1.0","RequestParameters":{"QueueUrl":"q","MessageBody":"$request.body"},"TimeoutInMillis":30000}`},
		{"an integration that no route uses is deleted", `delete-integration {"ApiId":"$http","IntegrationId":"0000009"}`, ``},
		{"keys have any case behind the action, numbers tell mappings of one header apart, and what has no value is no mapping", `create-integration {"ApiId":"$http","IntegrationType":"HTTP_PROXY","IntegrationMethod":"GET","IntegrationUri":"http://a","PayloadFormatVersion":"1.0","RequestParameters":{"overwrite:Path":"/$request.path.id","append:HEADER.x.1":"$5","append:header.x.2":"${context.requestId}-${stageVariables.a}","overwrite:header.x":"$request.body.a[0]","remove:QueryString.q":"x","append:header.none":"","none":""},"ResponseParameters":{"200":{"append:header.a":"","overwrite:STATUSCODE":"100"},"201":{"append:header.a":""},"202":{}}}`,
			`{"ConnectionType":"INTERNET","IntegrationId":"0000010","IntegrationMethod":"GET","IntegrationType":"HTTP_PROXY","IntegrationUri":"http://a","PayloadFormatVersion":"1.0","RequestParameters":{"overwrite:Path":"/$request.path.id","append:HEADER.x.1":"$5","append:header.x.2":"${context.requestId}-${stageVariables.a}","overwrite:header.x":"$request.body.a[0]","remove:QueryString.q":"x"},"ResponseParameters":{"200":{"overwrite:STATUSCODE":"100"}},"TimeoutInMillis":30000}`},
		{"without a mapping that is left there are none", `update-integration {"ApiId":"$http","IntegrationId":"0000010","RequestParameters":{"overwrite:Path":"","append:HEADER.x.1":"","append:header.x.2":"","overwrite:header.x":"","remove:QueryString.q":""},"ResponseParameters":{"200":{"append:header.b":""}}}`,
			`{"ConnectionType":"INTERNET","IntegrationId":"0000010","IntegrationMethod":"GET","IntegrationType":"HTTP_PROXY","IntegrationUri":"http://a","PayloadFormatVersion":"1.0","TimeoutInMillis":30000}`},
	})
}

func TestIntegrationRefusals(t *testing.T) {
	s := httpScene(t)
	s.name("$sqs", "IntegrationId", `create-integration {"ApiId":"$http","IntegrationType":"AWS_PROXY","IntegrationSubtype":"SQS-SendMessage","CredentialsArn":"arn:aws:iam::1:role/r","PayloadFormatVersion":"1.0","RequestParameters":{"QueueUrl":"q","MessageBody":"$request.body"}}`)
	create := func(members string) string { return `create-integration {"ApiId":"$http",` + members + `}` }
	proxy := func(members string) string {
		return create(`"IntegrationType":"HTTP_PROXY","IntegrationMethod":"GET","IntegrationUri":"http://a","PayloadFormatVersion":"1.0",` + members)
	}
	const (
		proxyOnly = "BadRequestException: Currently, an API with a protocol type of HTTP may only be associated with proxy integrations (AWS_PROXY, HTTP_PROXY)"
		badURI    = "BadRequestException: Invalid integration URI specified"
		frame     = "BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : "
	)
	s.checkRefusals([]refusal{
		{"an HTTP API takes no HTTP", create(`"IntegrationType":"HTTP"`), proxyOnly},
		{"an HTTP API takes no MOCK", create(`"IntegrationType":"MOCK"`), proxyOnly},
		{"a type is needed", create(`"PayloadFormatVersion":"1.0"`), "BadRequestException: IntegrationType is a required parameter for integration"},
		{"a payload version is needed", create(`"IntegrationType":"HTTP_PROXY","IntegrationMethod":"GET","IntegrationUri":"http://a"`), "BadRequestException: PayloadFormatVersion is a required parameter for integration"},
		{"payload versions are two", create(`"IntegrationType":"AWS_PROXY","PayloadFormatVersion":"3.0"`), "BadRequestException: Unsupported PayloadFormatVersion: 3.0"},
		{"a URL has payload version 1.0", create(`"IntegrationType":"HTTP_PROXY","PayloadFormatVersion":"2.0"`), "BadRequestException: PayloadFormatVersion 2.0 is not supported for integration of type HTTP_PROXY"},
		{"a function is posted to", create(`"IntegrationType":"AWS_PROXY","PayloadFormatVersion":"2.0","IntegrationMethod":"GET","IntegrationUri":"` + lambdaURI + `"`), "BadRequestException: HttpMethod must be POST for AWS_PROXY IntegrationType"},
		{"a URL needs a method", create(`"IntegrationType":"HTTP_PROXY","PayloadFormatVersion":"1.0","IntegrationUri":"http://a"`), "BadRequestException: HttpMethod parameter method must be specified for integrationType HTTPPROXY"},
		{"a method is known", create(`"IntegrationType":"HTTP_PROXY","PayloadFormatVersion":"1.0","IntegrationMethod":"FETCH","IntegrationUri":"http://a"`), "BadRequestException: Invalid HTTP method specified"},
		{"a time-out has a lower bound", proxy(`"TimeoutInMillis":49`), "BadRequestException: Timeout should be between 50 ms and 30000 ms"},
		{"a time-out has an upper bound", proxy(`"TimeoutInMillis":30001`), "BadRequestException: Timeout should be between 50 ms and 30000 ms"},
		{"a VPC link has an identifier", proxy(`"ConnectionType":"VPC_LINK"`), "BadRequestException: ConnectionId must be set to vpcLinkId for ConnectionType VPC_LINK"},
		{"a VPC link goes to a listener", proxy(`"ConnectionType":"VPC_LINK","ConnectionId":"a"`), "BadRequestException: For VpcLink VPC_LINK, integration uri should be a valid ELB listener ARN or a valid Cloud Map service ARN."},
		{"a URI is needed", create(`"IntegrationType":"HTTP_PROXY","PayloadFormatVersion":"1.0","IntegrationMethod":"GET"`), badURI},
		{"a URI has a scheme", proxy(`"IntegrationUri":"example.com"`), badURI},
		{"a URI has a host", proxy(`"IntegrationUri":"http:///x"`), badURI},
		{"a host is whole", proxy(`"IntegrationUri":"http://[::1"`), badURI},
		{"a host has no escapes", proxy(`"IntegrationUri":"http://%zz/"`), badURI},
		{"a port is a number", proxy(`"IntegrationUri":"http://x:y/"`), badURI},
		{"also an address's", proxy(`"IntegrationUri":"http://[::1]:abc/"`), badURI},
		{"a port is no more than 65535", proxy(`"IntegrationUri":"http://127.0.0.1:99999/"`), badURI},
		{"a URI has no blank", proxy(`"IntegrationUri":"http://a b"`), badURI},
		{"a function has an ARN", create(`"IntegrationType":"AWS_PROXY","PayloadFormatVersion":"2.0","IntegrationUri":"http://a"`), badURI},
		{"a queue is no function", create(`"IntegrationType":"AWS_PROXY","PayloadFormatVersion":"2.0","IntegrationUri":"arn:aws:sqs:us-east-1:1:q"`), badURI},
		{"a subtype is known", create(`"IntegrationType":"AWS_PROXY","PayloadFormatVersion":"1.0","IntegrationSubtype":"S3-PutObject"`), "BadRequestException: Operation: S3-PutObject is not supported."},
		{"a subtype has payload version 1.0", create(`"IntegrationType":"AWS_PROXY","PayloadFormatVersion":"2.0","IntegrationSubtype":"SQS-SendMessage"`), "BadRequestException: Operation: SQS-SendMessage is not supported."},
		{"a subtype has a role", create(`"IntegrationType":"AWS_PROXY","PayloadFormatVersion":"1.0","IntegrationSubtype":"SQS-SendMessage"`), "BadRequestException: Role ARN must be specified for AWS integration configuration with Subtype: SQS-SendMessage"},
		{"a subtype has its parameters", create(`"IntegrationType":"AWS_PROXY","PayloadFormatVersion":"1.0","IntegrationSubtype":"EventBridge-PutEvents","CredentialsArn":"arn:aws:iam::1:role/r","RequestParameters":{"Detail":"x"}`), "BadRequestException: Operation: EventBridge-PutEvents requires enabling passthrough, or defining all of the following parameters in the parameter mapping: [Detail, DetailType, Source]"},
		{"a subtype is sent again with its parameters", `update-integration {"ApiId":"$http","IntegrationId":"$sqs","RequestParameters":{"QueueUrl":"r"}}`, badURI},
		{"a mapping has an action", proxy(`"RequestParameters":{"badaction:header.x":"y"}`), frame + "[Invalid Request Actioned Parameter destination specified: badaction:header.x]"},
		{"a mapping has a place", proxy(`"RequestParameters":{"append:body.x":"y"}`), frame + "[Invalid Request Actioned Parameter destination specified: append:body.x]"},
		{"a path is only overwritten", proxy(`"RequestParameters":{"append:path":"y"}`), frame + "[Invalid Request Actioned Parameter destination specified: append:path]"},
		{"reserved headers are not written", proxy(`"RequestParameters":{"overwrite:header.Authorization":"y"}`), frame + "[Operations on header Authorization are restricted]"},
		{"the gateway's header is not read", proxy(`"RequestParameters":{"overwrite:header.a":"$request.header.apigw-requestid"}`), frame + "[Operations on header apigw-requestid are restricted]"},
		{"a path has no name", proxy(`"RequestParameters":{"overwrite:path.x":"y"}`), frame + "[Invalid Request Actioned Parameter destination specified: overwrite:path.x]"},
		{"a header's name is a token", proxy(`"RequestParameters":{"append:header.a b":"y"}`), frame + "[Invalid Request Actioned Parameter destination specified: append:header.a b]"},
		{"an action has one case", proxy(`"RequestParameters":{"Append:header.a":"y"}`), frame + "[Invalid Request Actioned Parameter destination specified: Append:header.a]"},
		{"a number is no part of a reserved name", proxy(`"RequestParameters":{"append:header.via.1":"y"}`), frame + "[Operations on header via.1 are restricted]"},
		{"a header has one mapping of a kind", proxy(`"RequestParameters":{"append:header.a":"1","append:header.A":"2"}`), frame + "[Duplicate Request Actioned Parameter destination specified: append:header.A]"},
		{"a path has one mapping", proxy(`"RequestParameters":{"overwrite:path":"/a","overwrite:Path":"/b"}`), frame + "[Duplicate Request Actioned Parameter destination specified: overwrite:Path]"},
		{"a brace belongs to a source", proxy(`"RequestParameters":{"append:header.a":"{id}"}`), frame + "[Invalid mapping expression specified: {id}]"},
		{"a brace is closed", proxy(`"RequestParameters":{"append:header.a":"${request.body"}`), frame + "[Invalid mapping expression specified: ${request.body]"},
		{"a source is one", proxy(`"RequestParameters":{"append:header.a":"$request.headers.b"}`), frame + "[Invalid mapping expression specified: $request.headers.b]"},
		{"a request is not made of an answer", proxy(`"RequestParameters":{"append:header.a":"$response.header.b"}`), frame + "[Invalid mapping expression specified: $response.header.b]"},
		{"an answer is not made of a request", proxy(`"ResponseParameters":{"200":{"append:header.a":"$request.header.b"}}`), frame + "[Invalid mapping expression specified: $request.header.b]"},
		{"a path into the body is one", proxy(`"RequestParameters":{"append:header.a":"$request.body..b"}`), frame + "[Invalid mapping expression specified: $request.body..b]"},
		{"a path has no filter", proxy(`"RequestParameters":{"append:header.a":"$request.body.a[?(@.b)]"}`), frame + "[Invalid mapping expression specified: $request.body.a[?(@.b)]]"},
		{"a context variable has words and points", proxy(`"RequestParameters":{"append:header.a":"$context.request-id"}`), frame + "[Invalid mapping expression specified: $context.request-id]"},
		{"the gateway's header is not read in a text", proxy(`"RequestParameters":{"append:header.a":"x ${request.header.Apigw-RequestId}"}`), frame + "[Operations on header apigw-requestid are restricted]"},
		{"an update is checked too", `update-integration {"ApiId":"$http","IntegrationId":"$int","RequestParameters":{"append:header.a":"}"}}`, frame + "[Invalid mapping expression specified: }]"},
		{"a status is a number", proxy(`"ResponseParameters":{"200":{"overwrite:statuscode":"OK"}}`), "BadRequestException: Status Code OK is not valid"},
		{"a status is 100 or more", proxy(`"ResponseParameters":{"200":{"overwrite:statuscode":"99"}}`), "BadRequestException: Status Code 99 is not valid"},
		{"a status is 599 or less", proxy(`"ResponseParameters":{"200":{"overwrite:StatusCode":"600"}}`), "BadRequestException: Status Code 600 is not valid"},
		{"a response has a status", proxy(`"ResponseParameters":{"2xx":{"append:header.a":"b"}}`), "BadRequestException: Status Code 2xx is not valid"},
		{"a status has a lower bound", proxy(`"ResponseParameters":{"199":{"append:header.a":"b"}}`), "BadRequestException: Status Code 199 is not valid"},
		{"a status has an upper bound", proxy(`"ResponseParameters":{"600":{"append:header.a":"b"}}`), "BadRequestException: Status Code 600 is not valid"},
		{"a status has no sign", proxy(`"ResponseParameters":{"+200":{"append:header.a":"b"}}`), "BadRequestException: Status Code +200 is not valid"},
		{"a response mapping has a place", proxy(`"ResponseParameters":{"200":{"append:querystring.a":"b"}}`), frame + "[Invalid Response Actioned Parameter destination specified: append:querystring.a]"},
		{"CORS headers are not written", proxy(`"ResponseParameters":{"200":{"overwrite:header.Access-Control-Allow-Origin":"*"}}`), frame + "[Operations on header Access-Control-Allow-Origin are restricted]"},
		{"an update is checked as a whole", `update-integration {"ApiId":"$http","IntegrationId":"$int","PayloadFormatVersion":"2.0"}`, "BadRequestException: PayloadFormatVersion 2.0 is not supported for integration of type HTTP_PROXY"},
		{"an integration in use stays", `delete-integration {"ApiId":"$http","IntegrationId":"$int"}`, "ConflictException: Cannot delete Integration because it is referenced by the following Routes with Ids: [$route]"},
		{"an integration must exist", `get-integration {"ApiId":"$http","IntegrationId":"nope"}`, "NotFoundException: Invalid Integration identifier specified nope"},
		{"an HTTP API has no integration responses", `create-integration-response {"ApiId":"$http","IntegrationId":"$int","IntegrationResponseKey":"$default"}`, "BadRequestException: IntegrationResponses are currently not supported for this API protocol type. This is because the API may only be configured with proxy integration at this time."},
		{"an HTTP API has no route responses", `create-route-response {"ApiId":"$http","RouteId":"$route","RouteResponseKey":"$default"}`, "BadRequestException: RouteResponses are currently not supported for this API protocol type. This is because the API may only be configured with proxy integration at this time."},
		{"an HTTP API has no models", `create-model {"ApiId":"$http","Name":"m","Schema":"{}"}`, "BadRequestException: Currently, Models are not permitted for APIs with a protocol type of HTTP"},
	})
}

func TestIntegrationQuota(t *testing.T) {
	s := newScene(t)
	s.name("$http", "ApiId", `create-api {"Name":"x","ProtocolType":"HTTP"}`)
	const create = `create-integration {"ApiId":"$http","IntegrationType":"HTTP_PROXY","IntegrationMethod":"GET","IntegrationUri":"http://a","PayloadFormatVersion":"1.0"}`
	// A file made elsewhere holds as many as there may be.
	full := strings.Builder{}
	for i := range maxIntegrations {
		fmt.Fprintf(&full, `,"x%06d": {"IntegrationType": "HTTP_PROXY", "IntegrationMethod": "GET", "IntegrationUri": "http://a", "PayloadFormatVersion": "1.0"}`, i)
	}
	s.write(strings.Replace(s.content(), `"ProtocolType": "HTTP"`, `"ProtocolType": "HTTP", "integrations": {`+full.String()[1:]+`}`, 1))
	if got, want := s.refused(create), "TooManyRequestsException: Maximum number of Integrations for this API has been reached. Please contact AWS if you need additional Integrations."; got != want {
		t.Errorf("create-integration = %q, want %q", got, want)
	}
	s.do(`delete-integration {"ApiId":"$http","IntegrationId":"x000000"}`)
	s.do(create)
}

func TestWebSocketIntegrations(t *testing.T) {
	s := webSocketScene(t)
	s.checkAnswers([]answerCase{
		{"MOCK has the service's defaults", `get-integration {"ApiId":"$chat","IntegrationId":"$mock"}`,
			`{"ConnectionType":"INTERNET","IntegrationId":"$mock","IntegrationResponseSelectionExpression":"${integration.response.statuscode}","IntegrationType":"MOCK","PassthroughBehavior":"WHEN_NO_MATCH","PayloadFormatVersion":"1.0","TimeoutInMillis":29000}`},
		{"AWS selects by the error's message", `create-integration {"ApiId":"$chat","IntegrationType":"AWS","IntegrationMethod":"POST","IntegrationUri":"` + lambdaURI + `"}`,
			`{"ConnectionType":"INTERNET","IntegrationId":"0000004","IntegrationMethod":"POST","IntegrationResponseSelectionExpression":"${integration.response.body.errorMessage}","IntegrationType":"AWS","IntegrationUri":"` + lambdaURI + `","PassthroughBehavior":"WHEN_NO_MATCH","PayloadFormatVersion":"1.0","TimeoutInMillis":29000}`},
		{"a proxy selects nothing", `create-integration {"ApiId":"$chat","IntegrationType":"AWS_PROXY","IntegrationUri":"` + lambdaURI + `"}`,
			`{"ConnectionType":"INTERNET","IntegrationId":"0000005","IntegrationMethod":"POST","IntegrationType":"AWS_PROXY","IntegrationUri":"` + lambdaURI + `","PassthroughBehavior":"WHEN_NO_MATCH","PayloadFormatVersion":"1.0","TimeoutInMillis":29000}`},
		{"an integration has responses", `create-integration-response {"ApiId":"$chat","IntegrationId":"$mock","IntegrationResponseKey":"/200/","ResponseTemplates":{"$default":"{}"}}`,
			`{"IntegrationResponseId":"0000006","IntegrationResponseKey":"/200/","ResponseTemplates":{"$default":"{}"}}`},
		{"which change", `update-integration-response {"ApiId":"$chat","IntegrationId":"$mock","IntegrationResponseId":"0000006","IntegrationResponseKey":"$default","TemplateSelectionExpression":"x"}`,
			`{"IntegrationResponseId":"0000006","IntegrationResponseKey":"$default","ResponseTemplates":{"$default":"{}"},"TemplateSelectionExpression":"x"}`},
		{"are listed", `get-integration-responses {"ApiId":"$chat","IntegrationId":"$mock"}`,
			`{"Items":[{"IntegrationResponseId":"0000006","IntegrationResponseKey":"$default","ResponseTemplates":{"$default":"{}"},"TemplateSelectionExpression":"x"}]}`},
		{"survive an update of their integration", `update-integration {"ApiId":"$chat","IntegrationId":"$mock","Description":"d"}`,
			`{"ConnectionType":"INTERNET","Description":"d","IntegrationId":"$mock","IntegrationResponseSelectionExpression":"${integration.response.statuscode}","IntegrationType":"MOCK","PassthroughBehavior":"WHEN_NO_MATCH","PayloadFormatVersion":"1.0","TimeoutInMillis":29000}`},
		{"are found", `get-integration-response {"ApiId":"$chat","IntegrationId":"$mock","IntegrationResponseId":"0000006"}`,
			`{"IntegrationResponseId":"0000006","IntegrationResponseKey":"$default","ResponseTemplates":{"$default":"{}"},"TemplateSelectionExpression":"x"}`},
		{"and go", `delete-integration-response {"ApiId":"$chat","IntegrationId":"$mock","IntegrationResponseId":"0000006"}`, ``},
	})
	s.checkRefusals([]refusal{
		{"payload version 2.0 is for HTTP APIs", `update-integration {"ApiId":"$chat","IntegrationId":"$mock","PayloadFormatVersion":"2.0"}`, "BadRequestException: Unsupported PayloadFormatVersion: 2.0"},
		{"a time-out is shorter", `update-integration {"ApiId":"$chat","IntegrationId":"$mock","TimeoutInMillis":29001}`, "BadRequestException: Timeout should be between 50 ms and 29000 ms"},
		{"HTTP needs a method", `create-integration {"ApiId":"$chat","IntegrationType":"HTTP","IntegrationUri":"http://a"}`, "BadRequestException: HttpMethod parameter method must be specified for integrationType HTTP"},
		{"a mapping goes to the integration", `update-integration {"ApiId":"$chat","IntegrationId":"$mock","RequestParameters":{"append:header.a":"b"}}`, "BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: append:header.a]"},
		{"a response key has a form", `create-integration-response {"ApiId":"$chat","IntegrationId":"$mock","IntegrationResponseKey":"200"}`, "BadRequestException: Invalid IntegrationResponseKey specified: 200. The key must be $default or a regular expression between slashes"},
		{"an integration response must exist", `get-integration-response {"ApiId":"$chat","IntegrationId":"$mock","IntegrationResponseId":"nope"}`, "NotFoundException: Invalid IntegrationResponse identifier specified"},
		{"a service integration is for HTTP APIs", `create-integration {"ApiId":"$chat","IntegrationType":"AWS_PROXY","IntegrationSubtype":"SQS-PurgeQueue"}`, "BadRequestException: Operation: SQS-PurgeQueue is not supported."},
	})
}
