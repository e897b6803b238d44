package endpoint

import (
	"testing"

	"gatehouse/model"
)

// What stands here was compared with botocore 1.43 on six random inputs of
// each operation: method, path, query, content type and the body's members
// were equal.
func TestSerialise(t *testing.T) {
	const jsonType = "application/json"
	tests := []struct {
		name, operation, input string
		want                   captured
	}{
		{"a label is encoded but for unreserved characters", "GetApi", `{"ApiId":"a/b c$é~*"}`,
			captured{"GET", "/v2/apis/a%2Fb%20c%24%C3%A9~%2A", "", ""}},
		{"an empty label is kept", "GetApi", `{"ApiId":""}`, captured{"GET", "/v2/apis/", "", ""}},
		{"labels stand where the path names them", "DeleteRouteSettings", `{"RouteKey":"GET /pets","ApiId":"{stageName}","StageName":"$default"}`,
			captured{"DELETE", "/v2/apis/%7BstageName%7D/stages/%24default/routesettings/GET%20%2Fpets", "", ""}},
		{"an ARN is a label", "GetTags", `{"ResourceArn":"arn:aws:apigateway:eu-west-1::/apis/x"}`,
			captured{"GET", "/v2/tags/arn%3Aaws%3Aapigateway%3Aeu-west-1%3A%3A%2Fapis%2Fx", "", ""}},
		{"a list in the query repeats", "UntagResource", `{"ResourceArn":"x","TagKeys":["k 1","k+2"]}`,
			captured{"DELETE", "/v2/tags/x?tagKeys=k%201&tagKeys=k%2B2", "", ""}},
		{"an empty list in the query is nothing", "UntagResource", `{"ResourceArn":"x","TagKeys":[]}`,
			captured{"DELETE", "/v2/tags/x", "", ""}},
		{"the query keeps the input's order", "ExportApi", `{"ApiId":"x","StageName":"s","IncludeExtensions":false,"OutputType":"JSON","Specification":"OAS30"}`,
			captured{"GET", "/v2/apis/x/exports/OAS30?stageName=s&includeExtensions=false&outputType=JSON", "", ""}},
		{"a number in the query is its text", "ListRoutingRules", `{"DomainName":"d","MaxResults":5}`,
			captured{"GET", "/v2/domainnames/d/routingrules?maxResults=5", "", ""}},
		{"members of the body have wire names at every level", "UpdateApi", `{"ApiId":"x","CorsConfiguration":{"AllowOrigins":["a"],"MaxAge":5},"DisableSchemaValidation":false}`,
			captured{"PATCH", "/v2/apis/x", jsonType, `{"corsConfiguration":{"allowOrigins":["a"],"maxAge":5},"disableSchemaValidation":false}`}},
		{"keys of maps stay", "CreateStage", `{"ApiId":"x","StageName":"s","RouteSettings":{"GET /Pets":{"ThrottlingRateLimit":1}},"Tags":{"Name":""}}`,
			captured{"POST", "/v2/apis/x/stages", jsonType, `{"stageName":"s","routeSettings":{"GET /Pets":{"throttlingRateLimit":1}},"tags":{"Name":""}}`}},
		{"a body without members is an empty object", "CreateDeployment", `{"ApiId":"x"}`,
			captured{"POST", "/v2/apis/x/deployments", jsonType, `{}`}},
		{"an operation without body members has no body", "PreviewPortal", `{"PortalId":"x"}`,
			captured{"POST", "/v2/portals/x/preview", "", ""}},
		{"a specification is a member like others", "ImportApi", `{"Body":"{}","FailOnWarnings":true}`,
			captured{"PUT", "/v2/apis?failOnWarnings=true", jsonType, `{"body":"{}"}`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			server := newCapture(t)
			if _, err := run(t, newClient(t, server.URL), tt.operation, tt.input); err != nil {
				t.Fatal(err)
			}
			if got := server.requests[0]; got != tt.want {
				t.Errorf("%s(%s) sent\n%q\nwant\n%q", tt.operation, tt.input, got, tt.want)
			}
		})
	}
}

func TestTheEndpointsPathAndQueryComeFirst(t *testing.T) {
	for base, want := range map[string]string{
		"/pre":     "/pre/v2/apis?nextToken=t",
		"/pre/":    "/pre/v2/apis?nextToken=t",
		"/?x=1":    "/v2/apis?x=1&nextToken=t",
		"/#f":      "/v2/apis?nextToken=t",
		"/a%2Fé b": "/a%2F%C3%A9%20b/v2/apis?nextToken=t",
	} {
		server := newCapture(t)
		if _, err := run(t, newClient(t, server.URL+base), "GetApis", `{"NextToken":"t"}`); err != nil {
			t.Fatal(err)
		}
		if got := server.requests[0].URI; got != want {
			t.Errorf("endpoint %q: sent %s, want %s", base, got, want)
		}
	}
}

func TestHeaders(t *testing.T) {
	server := newCapture(t)
	c := newClient(t, server.URL)
	c.Credentials.SessionToken = "tok"
	if _, err := run(t, c, "CreateDeployment", `{"ApiId":"x"}`); err != nil {
		t.Fatal(err)
	}
	c.NoSign, c.UserAgent = true, "gatehouse/1"
	if _, err := run(t, c, "GetApis", `{}`); err != nil {
		t.Fatal(err)
	}
	signed, plain := server.headers[0], server.headers[1]
	for name, want := range map[string]string{
		"X-Amz-Date":           "20260102T030405Z",
		"X-Amz-Security-Token": "tok",
		"Accept-Encoding":      "identity",
		"User-Agent":           "gatehouse",
	} {
		if got := signed.Get(name); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	for _, name := range []string{"Authorization", "X-Amz-Date", "X-Amz-Security-Token"} {
		if got, sent := plain[name]; sent {
			t.Errorf("without a signature, %s = %q is sent", name, got)
		}
	}
	if got := plain.Get("User-Agent"); got != "gatehouse/1" {
		t.Errorf("User-Agent = %q, want gatehouse/1", got)
	}
}

func TestCheck(t *testing.T) {
	const refused = "Invalid endpoint: "
	tests := []struct{ url, region, want string }{
		{"http://localhost:8080", "", ""},
		{"HTTPS://a.b-c.d.:1/x", "eu-west-1", ""},
		{"http://[::1]:1/", "", ""},
		{" http://127.0.0.1:", "", ""},
		{"localhost:1", "", refused + "localhost:1"},
		{"x", "", refused + "x"},
		{"//127.0.0.1", "", refused + "//127.0.0.1"},
		{"http:x", "", refused + "http:x"},
		{"http:///x", "", refused + "http:///x"},
		{"http://bad_host/", "", refused + "http://bad_host/"},
		{"http://-bad/", "", refused + "http://-bad/"},
		{"http://a..b/", "", refused + "http://a..b/"},
		{"http://é.localhost:1", "", refused + "http://é.localhost:1"},
		{"http://a b", "", refused + "http://a b"},
		{"http://127.0.0.1:abc", "", refused + "http://127.0.0.1:abc"},
		{"http://[::1", "", refused + "http://[::1"},
		{"", "", refused},
		{"ftp://127.0.0.1", "", "An HTTP Client raised an unhandled exception: Not supported URL scheme ftp"},
		{"http://h", "a b", "Provided region_name 'a b' doesn't match a supported format."},
		{"http://h", "-a", "Provided region_name '-a' doesn't match a supported format."},
		{"http://h", "12", "Provided region_name '12' doesn't match a supported format."},
	}
	for _, tt := range tests {
		err := (&Client{URL: tt.url, Region: tt.region}).Check()
		if (err == nil) != (tt.want == "") || err != nil && err.Error() != tt.want {
			t.Errorf("Check(%q, %q) = %v, want %q", tt.url, tt.region, err, tt.want)
		}
	}
	err := (&Client{URL: "http://h", ReadTimeout: -1e9}).Check()
	const want = "Attempted to set read timeout to -1, but the timeout cannot be set to a value less than or equal to 0."
	if err == nil || err.Error() != want {
		t.Errorf("Check with a negative time-out = %v, want %q", err, want)
	}
}

func FuzzParseEndpoint(f *testing.F) {
	f.Add("http://localhost:8080/a%2Fb?x#y", "a/b")
	f.Add("https://[::1]", "")
	f.Fuzz(func(t *testing.T, text, id string) {
		b, err := parseEndpoint(text)
		if err != nil {
			return
		}
		op := model.OperationByName("GetApi")
		r := serialise(op, model.NewDocument(model.Field{Name: "ApiId", Value: id}))
		u := b.target(&r)
		if got, want := u.EscapedPath(), b.path+r.path; got != want {
			t.Fatalf("target of %q: path %q, want %q", text, got, want)
		}
	})
}

func BenchmarkSerialise(b *testing.B) {
	op := model.OperationByName("UpdateApi")
	in, _ := model.ParseJSON(`{"ApiId":"x","CorsConfiguration":{"AllowOrigins":["https://a.example","https://b.example"],"MaxAge":5},"Name":"pets"}`)
	b.ReportAllocs()
	for b.Loop() {
		serialise(op, in.(*model.Document))
	}
}
