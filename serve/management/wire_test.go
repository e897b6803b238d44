package management

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"gatehouse/model"
	"gatehouse/state"
)

func TestOperationsOnTheWire(t *testing.T) {
	s := newServer(t, true)
	steps := []struct {
		name               string
		method, path, body string
		want               string // status and body
	}{
		{"a list of nothing", "GET", "/v2/apis", "", `200 {"items":[]}`},
		{"create answers 201, and times to the second",
			"POST", "/v2/apis", `{"name":"pets","protocolType":"HTTP","corsConfiguration":{"allowOrigins":["*"],"maxAge":5},"tags":{"Env":"x"}}`,
			`201 {"apiEndpoint":"https://0000000001.execute-api.us-east-1.amazonaws.com","apiId":"0000000001","apiKeySelectionExpression":"$request.header.x-api-key",` +
				`"corsConfiguration":{"allowOrigins":["*"],"maxAge":5},"createdDate":"2026-01-02T03:04:05Z","disableExecuteApiEndpoint":false,` +
				`"ipAddressType":"ipv4","name":"pets","protocolType":"HTTP","routeSelectionExpression":"$request.method $request.path","tags":{"Env":"x"}}`},
		{"members that are null or unknown are not there",
			"PATCH", "/v2/apis/0000000001", `{"description":null,"nonsense":{"a":[1]},"corsConfiguration":{"allowOrigins":["https://a.example"],"more":1}}`,
			`200 {"apiEndpoint":"https://0000000001.execute-api.us-east-1.amazonaws.com","apiId":"0000000001","apiKeySelectionExpression":"$request.header.x-api-key",` +
				`"corsConfiguration":{"allowOrigins":["https://a.example"],"maxAge":5},"createdDate":"2026-01-02T03:04:05Z","disableExecuteApiEndpoint":false,` +
				`"ipAddressType":"ipv4","name":"pets","protocolType":"HTTP","routeSelectionExpression":"$request.method $request.path","tags":{"Env":"x"}}`},
		{"an identifier in the body is not the label",
			"POST", "/v2/apis/0000000001/routes", `{"apiId":"zzz","routeKey":"GET /pets"}`,
			`201 {"apiKeyRequired":false,"authorizationType":"NONE","routeId":"0000002","routeKey":"GET /pets"}`},
		{"paging in the query string",
			"GET", "/v2/apis/0000000001/routes?maxResults=1&nonsense=%20", "",
			`200 {"items":[{"apiKeyRequired":false,"authorizationType":"NONE","routeId":"0000002","routeKey":"GET /pets"}]}`},
		{"a member of the query string does not count in a body",
			"PUT", "/v2/domainnames/none/routingrules/x", `{"domainNameId":7,"priority":1,"conditions":[],"actions":[]}`,
			`404 {"message":"Invalid domain name identifier specified"}`},
		{"the stage name of the label, in the body",
			"POST", "/v2/apis/0000000001/stages", `{"stageName":"$default","stageVariables":{"stageName":"x"}}`,
			`201 {"createdDate":"2026-01-02T03:04:05Z","defaultRouteSettings":{"detailedMetricsEnabled":false},"lastUpdatedDate":"2026-01-02T03:04:05Z",` +
				`"routeSettings":{},"stageName":"$default","stageVariables":{"stageName":"x"},"tags":{}}`},
		{"an encoded ARN with a dollar sign",
			"POST", "/v2/tags/arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Fapis%2F0000000001%2Fstages%2F%24default", `{"tags":{"a":"1","b b":"2","c":"3"}}`,
			`201 {}`},
		{"list members repeat in the query string, and 204 has no body",
			"DELETE", "/v2/tags/arn:aws:apigateway:us-east-1::/apis/0000000001/stages/$default?tagKeys=a&tagKeys=b%20b", "", `204`},
		{"what is left",
			"GET", "/v2/tags/arn:aws:apigateway:us-east-1::/apis/0000000001/stages/$default", "", `200 {"tags":{"c":"3"}}`},
		{"no list in the query string",
			"DELETE", "/v2/tags/arn:aws:apigateway:us-east-1::/apis/0000000001/stages/$default", "", `204`},
		{"a VPC link is created", "POST", "/v2/vpclinks", `{"name":"l","subnetIds":["subnet-1"]}`,
			`201 {"createdDate":"2026-01-02T03:04:05Z","name":"l","securityGroupIds":[],"subnetIds":["subnet-1"],"tags":{},"vpcLinkId":"000003",` +
				`"vpcLinkStatus":"PENDING","vpcLinkStatusMessage":"VPC link is provisioning ENIs","vpcLinkVersion":"V2"}`},
		{"and deleted with 202", "DELETE", "/v2/vpclinks/000003", "", `202 {}`},
		{"the service's refusals have its status and text", "GET", "/v2/apis/abc", "", `404 {"message":"Invalid API identifier specified 123456789012:abc"}`},
		{"a conflict", "POST", "/v2/apis/0000000001/routes", `{"routeKey":"GET /pets"}`, `409 {"message":"Route with key GET /pets already exists for this API"}`},
		{"an empty body is an empty object", "POST", "/v2/apis", ``, `400 {"message":"Invalid API name specified"}`},
		{"the empty object", "POST", "/v2/apis", ` {} `, `400 {"message":"Invalid API name specified"}`},
		{"a body where the operation has none does not matter", "GET", "/v2/apis/abc", `not JSON`, `404 {"message":"Invalid API identifier specified 123456789012:abc"}`},
		{"delete", "DELETE", "/v2/apis/0000000001", "", `204`},
		{"nothing is left", "GET", "/v2/apis/", "", `200 {"items":[]}`},
	}
	for _, step := range steps {
		if got := s.call(step.method, step.path, step.body); got != step.want {
			t.Errorf("%s: %s %s\n got %s\nwant %s", step.name, step.method, step.path, got, step.want)
		}
	}
	if log := s.log(); log != "" {
		t.Errorf("the service's own refusals were logged: %s", log)
	}
}

func TestBadInputIsRefusedAndChangesNothing(t *testing.T) {
	s := newServer(t, true)
	s.must("POST", "/v2/apis", `{"name":"pets","protocolType":"HTTP"}`)
	s.must("POST", "/v2/apis/0000000001/stages", `{"stageName":"prod"}`)
	before := s.content()
	deep := strings.Repeat(`{"a":`, 2000) + "1" + strings.Repeat("}", 2000)
	tests := []struct {
		name               string
		method, path, body string
		status             int
		code               string
		message            string // a part of it
	}{
		{"no JSON", "POST", "/v2/apis", `name=pets`, 400, "SerializationException", "not valid JSON: Expecting value: line 1 column 1 (char 0)"},
		{"half a document", "POST", "/v2/apis", `{"name":"p","protocolType":"HTTP"`, 400, "SerializationException", "Expecting ',' delimiter"},
		{"two documents", "POST", "/v2/apis", `{"name":"p","protocolType":"HTTP"}{}`, 400, "SerializationException", "Extra data"},
		{"a list", "POST", "/v2/apis", `[{"name":"p","protocolType":"HTTP"}]`, 400, "SerializationException", "must be a JSON object"},
		{"null", "POST", "/v2/apis", `null`, 400, "SerializationException", "must be a JSON object"},
		{"a byte order mark", "POST", "/v2/apis", "\ufeff" + `{"name":"p","protocolType":"HTTP"}`, 400, "SerializationException", "BOM"},
		{"bytes that are no text", "POST", "/v2/apis", "{\"name\":\"p\xff\",\"protocolType\":\"HTTP\"}", 400, "SerializationException", "UTF-8"},
		{"NaN", "PATCH", "/v2/apis/0000000001/stages/prod", `{"defaultRouteSettings":{"throttlingRateLimit":NaN}}`, 400, "SerializationException", "finite"},
		{"a number that is too large", "PATCH", "/v2/apis/0000000001/stages/prod", `{"routeSettings":{"x":{"throttlingRateLimit":1e999}}}`, 400, "SerializationException", "finite"},
		{"infinity in a list of what is ignored", "PATCH", "/v2/apis/0000000001/stages/prod", `{"x":[-Infinity]}`, 400, "SerializationException", "finite"},
		{"objects in objects without end", "POST", "/v2/apis", deep, 400, "SerializationException", "Nesting"},
		{"a number for text", "POST", "/v2/apis", `{"name":7,"protocolType":"HTTP"}`, 400, "BadRequestException", "Name: want string, got number"},
		{"text for a number", "PATCH", "/v2/apis/0000000001", `{"corsConfiguration":{"maxAge":"5"}}`, 400, "BadRequestException", "CorsConfiguration.MaxAge: want integer, got string"},
		{"a fraction for an integer", "PATCH", "/v2/apis/0000000001", `{"corsConfiguration":{"maxAge":1.5}}`, 400, "BadRequestException", "CorsConfiguration.MaxAge: want integer, got fraction"},
		{"an integer that does not fit", "PATCH", "/v2/apis/0000000001", `{"corsConfiguration":{"maxAge":99999999999999999999}}`, 400, "BadRequestException", "CorsConfiguration.MaxAge"},
		{"text for a list", "PATCH", "/v2/apis/0000000001", `{"corsConfiguration":{"allowOrigins":"*"}}`, 400, "BadRequestException", "CorsConfiguration.AllowOrigins: want list, got string"},
		{"null in a list", "PATCH", "/v2/apis/0000000001", `{"corsConfiguration":{"allowOrigins":[null]}}`, 400, "BadRequestException", "CorsConfiguration.AllowOrigins[0]: want string, got null"},
		{"null in a map", "PATCH", "/v2/apis/0000000001/stages/prod", `{"stageVariables":{"a":null}}`, 400, "BadRequestException", "StageVariables.a: want string, got null"},
		{"a list for an object", "PATCH", "/v2/apis/0000000001", `{"corsConfiguration":[]}`, 400, "BadRequestException", "CorsConfiguration: want structure, got list"},
		{"text for a boolean", "PATCH", "/v2/apis/0000000001", `{"disableExecuteApiEndpoint":"true"}`, 400, "BadRequestException", "want boolean, got string"},
		{"a boolean in the query string that is none", "PUT", "/v2/apis?failOnWarnings=yes", `{"body":"{}"}`, 400, "BadRequestException", `"yes" is not a boolean, which failOnWarnings must be`},
		{"an integer in the query string that is none", "GET", "/v2/domainnames/d/routingrules?maxResults=ten", "", 400, "BadRequestException", `"ten" is not an integer, which maxResults must be`},
		{"an integer in the query string that does not fit", "GET", "/v2/domainnames/d/routingrules?maxResults=99999999999", "", 400, "BadRequestException", "not an integer"},
		{"a query string that cannot be read", "DELETE", "/v2/tags/arn:aws:apigateway:us-east-1::/apis/0000000001?tagKeys=%zz", "", 400, "BadRequestException", "query string"},
		{"a page size of nought", "GET", "/v2/apis?maxResults=0", "", 400, "BadRequestException", "maxResults"},
		{"a token that was never given", "GET", "/v2/apis?nextToken=zz", "", 400, "BadRequestException", "nextToken"},
		{"an operation that is none", "PATCH", "/v2/apis", `{}`, 404, "UnknownOperationException", "no operation PATCH /v2/apis"},
		{"a path of the first version", "POST", "/restapis", `{"name":"x"}`, 404, "UnknownOperationException", "no REST APIs"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := s.send(s.request(tt.method, tt.path, tt.body))
			if a.status != tt.status || a.header.Get("X-Amzn-ErrorType") != tt.code || !strings.Contains(a.body, quoted(tt.message)) {
				t.Errorf("%s %s: %d %s %s\nwant %d %s %s", tt.method, tt.path, a.status, a.header.Get("X-Amzn-ErrorType"), a.body, tt.status, tt.code, tt.message)
			}
			if got := s.content(); got != before {
				t.Errorf("the account has changed:\n%s", got)
			}
		})
	}
}

// quoted is a text as it stands within a JSON string.
func quoted(text string) string {
	json := string(model.AppendJSON(nil, text, 0))
	return json[1 : len(json)-1]
}

func TestRefusalsOfTheRequestItself(t *testing.T) {
	s := newServer(t, true)
	s.must("POST", "/v2/apis", `{"name":"pets","protocolType":"HTTP"}`)
	before := s.content()
	tests := []struct {
		name    string
		edit    func(*http.Request)
		status  int
		code    string
		message string // the whole body
		log     string // a part of the line
	}{
		{"no signature", func(r *http.Request) { r.Header.Del("Authorization") },
			403, "MissingAuthenticationTokenException", `{"message":"Missing Authentication Token"}`, "Missing Authentication Token"},
		{"an Origin", func(r *http.Request) { r.Header.Set("Origin", "https://evil.example") },
			403, "AccessDeniedException", `{"message":"A request from a web page (it has an Origin or Sec-Fetch-Site header) cannot reach the management API."}`, "web page"},
		{"a page of the same origin", func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-origin") },
			403, "AccessDeniedException", `{"message":"A request from a web page (it has an Origin or Sec-Fetch-Site header) cannot reach the management API."}`, "web page"},
		{"a name that was rebound", func(r *http.Request) { r.Host = "rebound.example:8080" },
			403, "AccessDeniedException", `{"message":"The management API does not answer to the host name \"rebound.example:8080\". If it is this machine's, start serve with --allow-host rebound.example."}`, "--allow-host rebound.example"},
		{"a region that is none", func(r *http.Request) { r.Header.Set("Authorization", signature("apigateway", "a.b")) },
			403, "InvalidSignatureException", `{"message":"Credential should be scoped to a valid region, not 'a.b'. "}`, "region"},
		{"execute-api", func(r *http.Request) { r.Header.Set("Authorization", signature("execute-api", "us-east-1")) },
			403, "AccessDeniedException", `{"message":"This is no management request: it is signed for execute-api, not for apigateway."}`, "execute-api"},
		{"another service", func(r *http.Request) { r.Header.Set("Authorization", signature("lambda", "us-east-1")) },
			400, "UnknownOperationException", `{"message":"Service lambda is not served here: gatehouse serves apigatewayv2, and GetCallerIdentity of sts."}`, "lambda"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, do := range []struct{ method, path, body string }{
				{"POST", "/v2/apis", `{"name":"x","protocolType":"HTTP"}`},
				{"DELETE", "/v2/apis/0000000001", ""},
				{"GET", "/v2/apis", ""},
			} {
				r := s.request(do.method, do.path, do.body)
				tt.edit(r)
				a := s.send(r)
				if a.status != tt.status || a.header.Get("X-Amzn-ErrorType") != tt.code || a.body != tt.message {
					t.Errorf("%s: %d %s %s", do.method, a.status, a.header.Get("X-Amzn-ErrorType"), a.body)
				}
				if allow := a.header.Get("Access-Control-Allow-Origin"); allow != "" {
					t.Errorf("the answer may be read by %s", allow)
				}
				if log := s.log(); !strings.Contains(log, tt.log) || strings.Contains(log, "\n") {
					t.Errorf("logged %q", log)
				}
				if s.content() != before {
					t.Fatal("the account has changed")
				}
			}
		})
	}
}

func TestALogLineIsOneLine(t *testing.T) {
	s := newServer(t, false)
	r := s.request("GET", "/v2/nothing%0Aof%0Dthis", "")
	s.send(r)
	if log := s.log(); strings.ContainsAny(log, "\r\n") || !strings.Contains(log, "/v2/nothing%0Aof%0Dthis") {
		t.Errorf("logged %q", log)
	}
}

func TestAllowedHostsMayCall(t *testing.T) {
	s := newServer(t, false)
	for _, host := range []string{"host.docker.internal:4510", "build.example", "localhost", "[::1]:8080", "apigateway.us-east-1.amazonaws.com"} {
		r := s.request("GET", "/v2/apis", "")
		r.Host = host
		if a := s.send(r); a.status != 200 {
			t.Errorf("Host %s: %d %s", host, a.status, a.body)
		}
	}
}

func TestTheRegionIsTheSignatures(t *testing.T) {
	s := newServer(t, true)
	s.must("POST", "/v2/apis", `{"name":"pets","protocolType":"HTTP"}`)
	r := s.request("GET", "/v2/apis/0000000001", "")
	r.Header.Set("Authorization", signature("apigateway", "eu-west-1"))
	if a := s.send(r); a.status != 404 {
		t.Errorf("an API of us-east-1 in eu-west-1: %d %s", a.status, a.body)
	}
}

func TestEveryAnswerHasARequestID(t *testing.T) {
	s := newServer(t, false)
	uuid := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	seen := map[string]bool{}
	for _, path := range []string{"/v2/apis", "/v2/apis", "/v2/apis/none", "/none"} {
		id := s.send(s.request("GET", path, "")).header.Get("X-Amzn-RequestId")
		if !uuid.MatchString(id) || seen[id] {
			t.Errorf("%s: request id %q", path, id)
		}
		seen[id] = true
	}
}

func TestAnUnusableFileIsThisMachinesFault(t *testing.T) {
	s := newServer(t, false)
	const damaged = "{\"format\": \"gatehouse state\",\n  nonsense"
	if err := os.WriteFile(s.file.Path, []byte(damaged), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, method := range []string{"GET", "POST"} {
		body := ""
		if method == "POST" {
			body = `{"name":"x","protocolType":"HTTP"}`
		}
		a := s.send(s.request(method, "/v2/apis", body))
		if a.status != 500 || a.header.Get("X-Amzn-ErrorType") != "InternalFailure" ||
			!strings.Contains(a.body, "line 2") || !strings.Contains(a.body, "Mend the place") {
			t.Errorf("%s: %d %s %s", method, a.status, a.header.Get("X-Amzn-ErrorType"), a.body)
		}
		if log := s.log(); !strings.Contains(log, s.file.Path) {
			t.Errorf("%s: logged %q", method, log)
		}
	}
	if got := s.content(); got != damaged {
		t.Errorf("the file was rewritten: %q", got)
	}
}

func TestAnEditByAnotherProcessIsSeenAtOnce(t *testing.T) {
	s := newServer(t, true)
	s.must("POST", "/v2/apis", `{"name":"pets","protocolType":"HTTP"}`)
	other := &state.File{Path: s.file.Path}
	for _, name := range []string{"cats", "dogs", "cows"} {
		in := model.NewDocument(model.Field{Name: "ApiId", Value: "0000000001"}, model.Field{Name: "Name", Value: name})
		if _, err := other.Do(t.Context(), "us-east-1", model.OperationByName("UpdateApi"), in); err != nil {
			t.Fatal(err)
		}
		if got := s.must("GET", "/v2/apis/0000000001", ""); !strings.Contains(got, `"name":"`+name+`"`) {
			t.Errorf("after the name became %s: %s", name, got)
		}
	}
}

func TestResembles(t *testing.T) {
	s := newServer(t, false)
	h := New(Config{File: s.file})
	for path, want := range map[string]bool{"/v2/apis": true, "/v2/apis/x/routes/": true, "/pets": false, "/v2": false} {
		if got := h.Resembles(s.request("GET", path, "")); got != want {
			t.Errorf("Resembles(GET %s) = %v, want %v", path, got, want)
		}
	}
}

// Clients on the wire and commands in other processes write the same file:
// nothing that was answered is lost.
func TestWritersAtOnceLoseNothing(t *testing.T) {
	const writers, each = 8, 3
	s := newServer(t, false)
	done := make(chan error)
	for i := range writers {
		go func() {
			done <- func() error {
				other := &state.File{Path: s.file.Path}
				for range each {
					if i%2 == 0 {
						r := s.request("POST", "/v2/apis", `{"name":"wire","protocolType":"HTTP"}`)
						response, err := http.DefaultClient.Do(r)
						if err != nil {
							return err
						}
						response.Body.Close()
						if response.StatusCode != 201 {
							return errors.New(response.Status)
						}
						continue
					}
					in := model.NewDocument(model.Field{Name: "Name", Value: "command"}, model.Field{Name: "ProtocolType", Value: "HTTP"})
					if _, err := other.Do(t.Context(), "us-east-1", model.OperationByName("CreateApi"), in); err != nil {
						return err
					}
				}
				return nil
			}()
		}()
	}
	for range writers {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	list := s.must("GET", "/v2/apis", "")
	if wire, command := strings.Count(list, `"wire"`), strings.Count(list, `"command"`); wire+command != writers*each || wire != command {
		t.Errorf("%d of the wire and %d of commands are there, want %d in all", wire, command, writers*each)
	}
}

// What an exception has beside its message is in the body under its wire name.
func TestMembersOfAnException(t *testing.T) {
	w := httptest.NewRecorder()
	x := &exchange{h: New(Config{}), w: w, r: httptest.NewRequest("GET", "/v2/apis/a", nil)}
	x.fail(fmt.Errorf("wrapped: %w", &state.ServiceError{
		Code: "NotFoundException", Message: "nothing there",
		Extra: model.NewDocument(model.Field{Name: "ResourceType", Value: "Api"}, model.Field{Name: "Unknown", Value: true}),
	}))
	if want := `{"message":"nothing there","resourceType":"Api"}`; w.Code != 404 || w.Body.String() != want {
		t.Errorf("%d %s, want 404 %s", w.Code, w.Body, want)
	}
}

// An exported document is the whole body.
func TestAnExportedDocumentIsTheBody(t *testing.T) {
	op := model.OperationByName("ExportApi")
	for query, want := range map[string]string{"outputType=JSON": "application/json", "outputType=YAML": "application/yaml"} {
		const document = "openapi: 3.0.1\n"
		w := httptest.NewRecorder()
		x := &exchange{h: New(Config{}), w: w, r: httptest.NewRequest("GET", "/v2/apis/a/exports/OAS30?"+query, nil)}
		x.answer(op, model.NewDocument(model.Field{Name: "body", Value: []byte(document)}))
		if w.Code != 200 || w.Body.String() != document || w.Header().Get("Content-Type") != want {
			t.Errorf("%s: %d %v %q", query, w.Code, w.Header(), w.Body)
		}
	}
}
