package commands

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aws/smithy-go"

	"gatehouse/model"
)

// What is created on the state file is found there again, whichever region and
// file are asked for.
func TestOnTheStateFile(t *testing.T) {
	s := newShell(t)
	created := s.ok(words("apigatewayv2 create-api --name pets --protocol-type HTTP --tags b=1,a=2")...)
	want := `{
    "ApiEndpoint": "http://a000000001.execute-api.us-east-1.localhost:8080",
    "ApiId": "a000000001",
    "ApiKeySelectionExpression": "$request.header.x-api-key",
    "CreatedDate": "2026-01-02T03:04:05+00:00",
    "DisableExecuteApiEndpoint": false,
    "IpAddressType": "ipv4",
    "Name": "pets",
    "ProtocolType": "HTTP",
    "RouteSelectionExpression": "$request.method $request.path",
    "Tags": {
        "b": "1",
        "a": "2"
    }
}
`
	if created != want {
		t.Errorf("create-api printed\n%s\nwant\n%s", created, want)
	}
	list := func(more ...string) string {
		return s.ok(append(words("apigatewayv2 get-apis --query Items[].Name --output text"), more...)...)
	}
	if got := list(); got != "pets\n" {
		t.Errorf("get-apis printed %q", got)
	}
	if got := list("--region", "eu-west-1"); got != "" {
		t.Errorf("get-apis of another region printed %q", got)
	}
	if got := list("--state", s.home+"/other.json"); got != "" {
		t.Errorf("get-apis of another file printed %q", got)
	}
	s.env["AWS_DEFAULT_REGION"] = "eu-west-1"
	if got := list(); got != "" {
		t.Errorf("get-apis of the environment's region printed %q", got)
	}
	if got := s.ok(words("apigatewayv2 delete-api --region us-east-1 --api-id a000000001")...); got != "" {
		t.Errorf("delete-api printed %q", got)
	}
}

func TestLocalEndpoints(t *testing.T) {
	tests := []struct {
		name, protocol string
		env            map[string]string
		want           string
	}{
		{"the default port", "HTTP", nil, "http://a000000001.execute-api.us-east-1.localhost:8080"},
		{"the port of the environment", "HTTP", map[string]string{"GATEHOUSE_PORT": "3000"}, "http://a000000001.execute-api.us-east-1.localhost:3000"},
		{"a WebSocket API", "WEBSOCKET", nil, "ws://a000000001.execute-api.us-east-1.localhost:8080"},
		{"AWS's own form", "HTTP", map[string]string{"GATEHOUSE_API_ENDPOINT": "aws"}, "https://a000000001.execute-api.us-east-1.amazonaws.com"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newShell(t)
			for name, value := range tt.env {
				s.env[name] = value
			}
			got := s.ok("apigatewayv2", "create-api", "--name", "n", "--protocol-type", tt.protocol,
				"--route-selection-expression", "$request.method $request.path", "--query", "ApiEndpoint", "--output", "text")
			if got != tt.want+"\n" {
				t.Errorf("ApiEndpoint %swant %s", got, tt.want)
			}
		})
	}
}

// A refused is a refusal with members of its own.
type refused struct{ smithy.GenericAPIError }

func (refused) Members() *model.Document {
	return model.NewDocument(
		model.Field{Name: "ResourceType", Value: "api"},
		model.Field{Name: "Few", Value: []any{int64(1), "b", nil, true}},
		model.Field{Name: "Many", Value: []any{"1", "2", "3", "4", "5"}},
		model.Field{Name: "Map", Value: model.NewDocument(model.Field{Name: "k", Value: 1.5})},
		model.Field{Name: "Deep", Value: []any{[]any{}}},
	)
}

func TestServiceRefusals(t *testing.T) {
	tests := []struct{ format, want string }{
		{"enhanced", `
aws: [ERROR]: An error occurred (NotFoundException) when calling the GetApi operation: Invalid API identifier specified 1:x

Additional error details:
ResourceType: api
Few: [1, b, None, True]
Many: <complex value> (Use --cli-error-format with json or yaml to see full details)
Map: {k: 1.5}
Deep: <complex value> (Use --cli-error-format with json or yaml to see full details)
`},
		{"legacy", `
aws: [ERROR]: An error occurred (NotFoundException) when calling the GetApi operation: Invalid API identifier specified 1:x
`},
		{"json", `{
    "Message": "Invalid API identifier specified 1:x",
    "Code": "NotFoundException",
    "ResourceType": "api",
    "Few": [
        1,
        "b",
        null,
        true
    ],
    "Many": [
        "1",
        "2",
        "3",
        "4",
        "5"
    ],
    "Map": {
        "k": 1.5
    },
    "Deep": [
        []
    ]
}
`},
	}
	for _, tt := range tests {
		t.Run(tt.format, func(t *testing.T) {
			refuse := func(context.Context, *model.Operation, *model.Document) (*model.Document, error) {
				return nil, &refused{smithy.GenericAPIError{Code: "NotFoundException", Message: "Invalid API identifier specified 1:x"}}
			}
			got := newShell(t).runOn(refuse, "apigatewayv2", "get-api", "--api-id", "x", "--cli-error-format", tt.format)
			if want := (ran{254, "", tt.want}); got != want {
				t.Errorf("got %+v\nwant %+v", got, want)
			}
		})
	}
}

func TestUnusableStateFile(t *testing.T) {
	s := newShell(t)
	path := s.write("state.json", "{\"version\": 1,")
	got := s.run("apigatewayv2", "get-apis")
	prefix := "\naws: [ERROR]: An error occurred (Configuration): state file " + path
	if got.code != 253 || got.stdout != "" || !strings.HasPrefix(got.stderr, prefix) {
		t.Errorf("got %+v, want 253 and %q", got, prefix)
	}
}

func TestNoHome(t *testing.T) {
	s := newShell(t)
	s.env = map[string]string{}
	got := s.run("apigatewayv2", "get-apis")
	want := ran{253, "", "\naws: [ERROR]: An error occurred (Configuration): no home directory to keep the state in: name a file with --state FILE or $GATEHOUSE_STATE\n"}
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestStatePath(t *testing.T) {
	tests := []struct {
		name string
		flag string
		env  map[string]string
		want string
	}{
		{"the flag", "f", map[string]string{"GATEHOUSE_STATE": "e"}, "f"},
		{"the environment", "", map[string]string{"GATEHOUSE_STATE": "e", "XDG_STATE_HOME": "/x"}, "e"},
		{"the XDG directory", "", map[string]string{"XDG_STATE_HOME": "/x", "HOME": "/h"}, "/x/gatehouse/state.json"},
		{"which must be absolute", "", map[string]string{"XDG_STATE_HOME": "x", "HOME": "/h"}, "/h/.local/state/gatehouse/state.json"},
		{"the home directory", "", map[string]string{"HOME": "/h"}, "/h/.local/state/gatehouse/state.json"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := cli{env: Env{Getenv: func(name string) string { return tt.env[name] }}, globals: globals{state: tt.flag}}
			if got, err := c.statePath(); err != nil || got != tt.want {
				t.Errorf("statePath = %q, %v, want %q", got, err, tt.want)
			}
		})
	}
}

func TestCallerIdentity(t *testing.T) {
	s := newShell(t)
	want := `{
    "UserId": "123456789012",
    "Account": "123456789012",
    "Arn": "arn:aws:iam::123456789012:root"
}
`
	if got := s.ok("sts", "get-caller-identity"); got != want {
		t.Errorf("got %s want %s", got, want)
	}
	s.env["AWS_ACCOUNT_ID"] = "111122223333"
	if got := s.ok("sts", "get-caller-identity", "--query", "Account", "--output", "text"); got != "111122223333\n" {
		t.Errorf("Account %q", got)
	}
	for _, id := range []string{"abc", "1234", "1234567890123", "12345678901x"} {
		s.env["AWS_ACCOUNT_ID"] = id
		for _, command := range [][]string{{"sts", "get-caller-identity"}, {"apigatewayv2", "get-apis"}} {
			got := s.run(command...)
			if want := fmt.Sprintf("$AWS_ACCOUNT_ID: %q is no account identifier, which has 12 digits", id); got.code != 253 || !strings.Contains(got.stderr, want) {
				t.Errorf("%q with the account %s: %+v", command, id, got)
			}
		}
	}
}

// With an endpoint the same commands are sent there: signed, in the order of
// the AWS CLI's checks.
func TestEndpoint(t *testing.T) {
	var authorization, path string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		authorization, path = r.Header.Get("Authorization"), r.Method+" "+r.URL.RequestURI()
		body, _ := io.ReadAll(r.Body)
		if r.URL.Path == "/v2/apis/nope" {
			w.Header().Set("x-amzn-errortype", "NotFoundException")
			w.WriteHeader(http.StatusNotFound)
			io.WriteString(w, `{"message":"Invalid API identifier specified 1:nope","resourceType":"api"}`)
			return
		}
		var in map[string]string
		json.Unmarshal(body, &in)
		json.NewEncoder(w).Encode(map[string]any{"name": in["name"], "apiId": "abc", "unknown": 1})
	}))
	defer server.Close()
	s := newShell(t)
	s.env["AWS_ENDPOINT_URL"] = server.URL
	create := words("apigatewayv2 create-api --name n --protocol-type HTTP")

	if got := s.run(append(create, "--api-version", "")...); got.code != 253 || !strings.Contains(got.stderr, "(NoRegion): You must specify a region.") {
		t.Errorf("without a region: %+v", got)
	}
	s.env["AWS_REGION"] = "eu-west-1"
	if got := s.run("apigatewayv2", "create-stage", "--cli-input-json", "{}"); got.code != 252 {
		t.Errorf("validation comes before credentials: %+v", got)
	}
	if got := s.run(create...); got.code != 253 || !strings.Contains(got.stderr, "(NoCredentials): Unable to locate credentials.") {
		t.Errorf("without credentials: %+v", got)
	}
	s.env["AWS_ACCESS_KEY_ID"], s.env["AWS_SECRET_ACCESS_KEY"] = "id", "secret"
	if got, want := s.ok(create...), "{\n    \"ApiId\": \"abc\",\n    \"Name\": \"n\"\n}\n"; got != want {
		t.Errorf("create-api printed %s, want %s", got, want)
	}
	if path != "POST /v2/apis" || !strings.Contains(authorization, "Credential=id/20260102/eu-west-1/apigateway/aws4_request") {
		t.Errorf("sent %s with Authorization %q", path, authorization)
	}
	s.ok(append(create, "--no-sign-request")...)
	if authorization != "" {
		t.Errorf("--no-sign-request sent Authorization %q", authorization)
	}
	want := ran{254, "", "\naws: [ERROR]: An error occurred (NotFoundException) when calling the GetApi operation: Invalid API identifier specified 1:nope\n\nAdditional error details:\nResourceType: api\n"}
	if got := s.run("apigatewayv2", "get-api", "--api-id", "nope"); got != want {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	server.Close()
	s.env["AWS_MAX_ATTEMPTS"] = "1"
	want = ran{255, "", "\naws: [ERROR]: Could not connect to the endpoint URL: \"" + server.URL + "/v2/apis/x\"\n"}
	if got := s.run("apigatewayv2", "get-api", "--api-id", "x"); got != want {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}

func TestOutputSkeletons(t *testing.T) {
	tests := []struct{ name, line, want string }{
		{"strings hold their names", `get-stages --api-id x --generate-cli-skeleton output --query Items[0].[AccessLogSettings,CreatedDate,StageName,AutoDeploy]`, `[
    {
        "DestinationArn": "DestinationArn",
        "Format": "Format"
    },
    "1970-01-01T00:00:00",
    "StageName",
    true
]
`},
		{"elements the name of their shape", `get-vpc-link --vpc-link-id x --generate-cli-skeleton output --query SubnetIds[0] --output text`, "__string\n"},
		{"timestamps as Python's text", `get-stages --api-id x --generate-cli-skeleton output --query Items[0].[CreatedDate] --output text`, "1970-01-01 00:00:00\n"},
		{"and without quotes in YAML", `get-stages --api-id x --generate-cli-skeleton output --query Items[0].[CreatedDate] --output yaml`, "- 1970-01-01 00:00:00\n"},
		{"nothing of what has no output", `delete-api --api-id x --generate-cli-skeleton output`, ""},
		{"an input needs nothing", `create-vpc-link --generate-cli-skeleton`, `{
    "Name": "",
    "SecurityGroupIds": [
        ""
    ],
    "SubnetIds": [
        ""
    ],
    "Tags": {
        "KeyName": ""
    }
}
`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := newShell(t).ok(append([]string{"apigatewayv2"}, words(tt.line)...)...); got != tt.want {
				t.Errorf("%s printed\n%s\nwant\n%s", tt.line, got, tt.want)
			}
		})
	}
	want := ran{252, "", "\naws: [ERROR]: An error occurred (ParamValidation): Parameter validation failed:\nInvalid value for parameter RoutingRules[0].Priority, value: 0, valid min value: 1\n"}
	if got := newShell(t).run(words("apigatewayv2 list-routing-rules --domain-name d --generate-cli-skeleton output")...); got != want {
		t.Errorf("an output that is not valid: %+v, want %+v", got, want)
	}
	got := newShell(t).run(words("apigatewayv2 get-api --generate-cli-skeleton output")...)
	if got.code != 252 || !strings.Contains(got.stderr, "required: --api-id") {
		t.Errorf("an output skeleton needs what is required: %+v", got)
	}
}

func TestVersion(t *testing.T) {
	got := newShell(t).ok("apigatewayv2", "--bogus", "--version", "--output", "nonsense")
	if !strings.HasPrefix(got, "aws-cli/2.36.7 gatehouse/") || strings.Count(got, "\n") != 1 {
		t.Errorf("--version printed %q", got)
	}
}
