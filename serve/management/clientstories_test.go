package management

import (
	"strings"
	"testing"
)

// A clientStory is a few calls in a row: those of operations that no kind's
// life has in it.
type clientStory struct {
	name  string
	calls []clientCall
}

// A clientCall is a call that has to succeed. <API> and so on in its input
// stand for what calls before it named.
type clientCall struct {
	operation string
	input     string
	want      string // members that the output has to have, "" for any output
	body      string // a part of the output's body, of an export
	gone      string // a member, with dots, that the output must not have
	name, id  string // what later calls call the output's member id
}

func clientStories() []clientStory {
	const api = `{"ApiId":"<API>"}`
	create := clientCall{operation: "CreateApi", input: `{"Name":"told","ProtocolType":"HTTP","CorsConfiguration":{"AllowOrigins":["*"]}}`, name: "<API>", id: "ApiId"}
	route := clientCall{operation: "CreateRoute", input: `{"ApiId":"<API>","RouteKey":"GET /pets"}`, name: "<ROUTE>", id: "RouteId"}
	webSocket := clientCall{operation: "CreateApi", input: `{"Name":"told","ProtocolType":"WEBSOCKET","RouteSelectionExpression":"$request.body.action"}`, name: "<API>", id: "ApiId"}
	return []clientStory{
		{"imports and exports", []clientCall{
			{
				operation: "ImportApi", name: "<API>", id: "ApiId",
				input: `{"Body":"{\"openapi\":\"3.0.1\",\"info\":{\"title\":\"shop ü\",\"version\":\"7\"},\"paths\":{\"/pets\":{\"get\":{}}}}","FailOnWarnings":true}`,
				want:  `{"Name":"shop ü","Version":"7","ProtocolType":"HTTP"}`,
			},
			{
				operation: "ReimportApi", input: `{"ApiId":"<API>","Basepath":"ignore","Body":"{\"openapi\":\"3.0.1\",\"info\":{\"title\":\"store\",\"version\":\"8\"},\"paths\":{\"/cats\":{\"put\":{}}}}"}`,
				want: `{"ApiId":"<API>","Name":"store","Version":"8"}`,
			},
			{operation: "ExportApi", input: `{"ApiId":"<API>","Specification":"OAS30","OutputType":"JSON","IncludeExtensions":true}`, body: `"/cats"`},
			{operation: "ExportApi", input: `{"ApiId":"<API>","Specification":"OAS30","OutputType":"YAML","ExportVersion":"1.0","IncludeExtensions":false}`, body: "\n  /cats:"},
		}},
		{"tags", []clientCall{
			create,
			{operation: "TagResource", input: `{"ResourceArn":"arn:aws:apigateway:us-east-1::/apis/<API>","Tags":{"a b":"c/d","e":"ü","f":""}}`},
			{operation: "GetTags", input: `{"ResourceArn":"arn:aws:apigateway:us-east-1::/apis/<API>"}`, want: `{"Tags":{"a b":"c/d","e":"ü","f":""}}`},
			{operation: "UntagResource", input: `{"ResourceArn":"arn:aws:apigateway:us-east-1::/apis/<API>","TagKeys":["a b","f"]}`},
			{operation: "GetTags", input: `{"ResourceArn":"arn:aws:apigateway:us-east-1::/apis/<API>"}`, want: `{"Tags":{"e":"ü"}}`, gone: "Tags.a b"},
		}},
		{"settings of an API and its stage end", []clientCall{
			create,
			route,
			{operation: "DeleteCorsConfiguration", input: api},
			{operation: "GetApi", input: api, want: `{"Name":"told"}`, gone: "CorsConfiguration"},
			{
				operation: "CreateStage",
				input: `{"ApiId":"<API>","StageName":"$default","RouteSettings":{"GET /pets":{"ThrottlingBurstLimit":3}},` +
					`"AccessLogSettings":{"DestinationArn":"arn:aws:logs:us-east-1:123456789012:log-group:told","Format":"$context.requestId"}}`,
				want: `{"AccessLogSettings":{"Format":"$context.requestId"},"RouteSettings":{"GET /pets":{"ThrottlingBurstLimit":3}}}`,
			},
			{operation: "DeleteRouteSettings", input: `{"ApiId":"<API>","StageName":"$default","RouteKey":"GET /pets"}`},
			{operation: "DeleteAccessLogSettings", input: `{"ApiId":"<API>","StageName":"$default"}`},
			{operation: "ResetAuthorizersCache", input: `{"ApiId":"<API>","StageName":"$default"}`},
			{operation: "GetStage", input: `{"ApiId":"<API>","StageName":"$default"}`, gone: "RouteSettings.GET /pets"},
			{operation: "GetStage", input: `{"ApiId":"<API>","StageName":"$default"}`, gone: "AccessLogSettings"},
		}},
		{"a route's request parameter ends", []clientCall{
			webSocket,
			{
				operation: "CreateRoute", input: `{"ApiId":"<API>","RouteKey":"$connect","RequestParameters":{"route.request.querystring.a":{"Required":true}}}`,
				want: `{"RequestParameters":{"route.request.querystring.a":{"Required":true}}}`, name: "<ROUTE>", id: "RouteId",
			},
			{operation: "DeleteRouteRequestParameter", input: `{"ApiId":"<API>","RouteId":"<ROUTE>","RequestParameterKey":"route.request.querystring.a"}`},
			{operation: "GetRoute", input: `{"ApiId":"<API>","RouteId":"<ROUTE>"}`, gone: "RequestParameters.route.request.querystring.a"},
		}},
		{"a model's template", []clientCall{
			webSocket,
			{operation: "CreateModel", input: `{"ApiId":"<API>","Name":"Pet","ContentType":"application/json","Schema":"{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}}}"}`, name: "<MODEL>", id: "ModelId"},
			{operation: "GetModelTemplate", input: `{"ApiId":"<API>","ModelId":"<MODEL>"}`, want: `{"Value":"#set($inputRoot = $input.path('$'))\n{\n  \"name\": \"foo\"\n}"}`},
		}},
		{"a portal is shown and published", []clientCall{
			{
				operation: "CreatePortal", name: "<PORTAL>", id: "PortalId",
				input: `{"Authorization":{"None":{}},"EndpointConfiguration":{"None":{}},"PortalContent":` + content("Developers") + `}`,
			},
			{operation: "PreviewPortal", input: `{"PortalId":"<PORTAL>"}`},
			{operation: "PublishPortal", input: `{"PortalId":"<PORTAL>"}`},
			{operation: "DisablePortal", input: `{"PortalId":"<PORTAL>"}`},
		}},
	}
}

// tell makes the calls of a story.
func (c *client) tell(story clientStory) {
	var names []string
	for _, call := range story.calls {
		out := c.make(call.operation, object(call.input, names...))
		if call.want != "" && !has(out, object(call.want, names...)) {
			c.t.Errorf("%s = %v, want all of %s", call.operation, out, call.want)
		}
		if body, _ := out["body"].(string); !strings.Contains(body, call.body) {
			c.t.Errorf("%s: the body is %q, want one with %q", call.operation, body, call.body)
		}
		if call.gone != "" && reaches(out, call.gone) {
			c.t.Errorf("%s = %v, want no %s", call.operation, out, call.gone)
		}
		if call.name != "" {
			names = append(names, call.name, out[call.id].(string))
		}
	}
}

// reaches reports whether a member is there, which may be one of a member.
func reaches(d map[string]any, path string) bool {
	if d[path] != nil {
		return true
	}
	name, rest, _ := strings.Cut(path, ".")
	inner, _ := d[name].(map[string]any)
	return rest != "" && reaches(inner, rest)
}

// An operation that nobody's test calls would break unseen: what the clients
// check, checked of the record itself.
func TestTheRecordOfOperationsKnowsWhatSucceeded(t *testing.T) {
	s := newServer(t, true)
	before := len(s.untried())
	s.call("GET", "/v2/apis/none", "")
	if got := len(s.untried()); got != before {
		t.Errorf("a call that was refused counts as a success: %d, before it %d", got, before)
	}
	s.call("GET", "/v2/apis", "")
	if got := s.untried(); len(got) != before-1 {
		t.Errorf("after GetApis %d operations are untried, before it %d", len(got), before)
	}
}
