package serve

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"gatehouse/model"
)

const (
	appOrigin  = "https://app.example"
	evilOrigin = "https://evil.example"
)

// fullCors has a value for every member.
func fullCors() *model.Cors {
	return &model.Cors{
		AllowOrigins: []string{appOrigin, "http://localhost:3000"}, AllowMethods: []string{"PUT", "GET", "POST"},
		AllowHeaders: []string{"X-Api-Key", "content-type"}, ExposeHeaders: []string{"X-Total", "date"},
		MaxAge: new(int64(600)), AllowCredentials: new(true),
	}
}

var (
	preflightFields = []string{
		"access-control-allow-origin: " + appOrigin, "vary: origin",
		"access-control-allow-methods: GET,POST,PUT", "access-control-allow-headers: content-type,x-api-key",
		"access-control-allow-credentials: true", "access-control-max-age: 600",
	}
	answerFields = []string{
		"access-control-allow-origin: " + appOrigin, "vary: origin",
		"access-control-allow-credentials: true", "access-control-expose-headers: date,x-total",
	}
	refusalFields = []string{
		"access-control-allow-origin: " + appOrigin, "vary: origin", "access-control-allow-credentials: true",
	}
)

func TestDecide(t *testing.T) {
	preflight := func(origin, method string, headers ...string) CorsRequest {
		return CorsRequest{Method: "OPTIONS", Origin: origin, RequestMethod: method, RequestHeaders: headers}
	}
	routed := func(q CorsRequest) CorsRequest {
		q.Routed = true
		return q
	}
	tests := []struct {
		name    string
		cors    *model.Cors // nil is fullCors
		request CorsRequest
		refused int // the status with which the gateway itself answers in the end
		row     int
		cause   Cause
		entry   string
		fields  []string
	}{
		{name: "row 1: OPTIONS without Origin", request: CorsRequest{Method: "OPTIONS"}, row: 1, cause: NoOrigin},
		{name: "row 2: OPTIONS that requests no method", request: CorsRequest{Method: "OPTIONS", Origin: appOrigin}, row: 2, cause: NoRequestMethod},
		{name: "row 3: all is listed", request: preflight(appOrigin, "PUT", "content-type,x-api-key"), row: 3, cause: OriginListed, entry: appOrigin, fields: preflightFields},
		{name: "row 3: no headers requested", request: preflight(appOrigin, "GET"), row: 3, cause: OriginListed, entry: appOrigin, fields: preflightFields},
		{name: "row 3: header names in any case, with white space and empty ones", request: preflight(appOrigin, "GET", " X-API-KEY ,\tContent-Type,,", ""), row: 3, cause: OriginListed, entry: appOrigin, fields: preflightFields},
		{name: "row 4: another origin", request: preflight(evilOrigin, "PUT"), row: 4, cause: OriginUnlisted, entry: evilOrigin},
		{name: "row 4: the origin null", request: preflight("null", "PUT"), row: 4, cause: OriginNull, entry: "null"},
		{name: "row 5: another method withholds all", request: preflight(appOrigin, "PATCH"), row: 5, cause: MethodUnlisted, entry: "PATCH"},
		{name: "row 5: methods are compared with case", request: preflight(appOrigin, "put"), row: 5, cause: MethodUnlisted, entry: "put"},
		{name: "row 5: GET too must be listed", cors: &model.Cors{AllowOrigins: []string{appOrigin}, AllowMethods: []string{"PUT"}}, request: preflight(appOrigin, "GET"), row: 5, cause: MethodUnlisted, entry: "GET"},
		{name: "row 6: another header withholds all", request: preflight(appOrigin, "PUT", "content-type,authorization"), row: 6, cause: HeaderUnlisted, entry: "authorization"},
		{name: "row 6: in a second line", request: preflight(appOrigin, "PUT", "content-type", "x-other"), row: 6, cause: HeaderUnlisted, entry: "x-other"},
		{name: "row 6: an entry that is a whole list matches no name", cors: &model.Cors{AllowOrigins: []string{appOrigin}, AllowHeaders: []string{"content-type, authorization"}}, request: preflight(appOrigin, "GET", "authorization"), row: 6, cause: HeaderUnlisted, entry: "authorization"},
		{name: "row 7: a route takes the preflight", request: routed(preflight(appOrigin, "PUT")), row: 7, cause: OriginListed, entry: appOrigin, fields: preflightFields},
		{name: "row 7: and an unlisted method withholds all", request: routed(preflight(appOrigin, "PATCH")), row: 7, cause: MethodUnlisted, entry: "PATCH"},
		{name: "row 7: and so does an unlisted header", request: routed(preflight(appOrigin, "PUT", "x-other")), row: 7, cause: HeaderUnlisted, entry: "x-other"},
		{name: "row 8: its authorizer refuses", request: routed(preflight(appOrigin, "PUT")), refused: 401, row: 8, cause: OriginListed, entry: appOrigin, fields: refusalFields},
		{name: "row 8: whatever method is asked for", request: routed(preflight(appOrigin, "PATCH")), refused: 403, row: 8, cause: OriginListed, entry: appOrigin, fields: refusalFields},
		{name: "row 9: a route takes a foreign preflight", request: routed(preflight(evilOrigin, "PUT")), row: 9, cause: OriginUnlisted, entry: evilOrigin},
		{name: "row 9: refused as well", request: routed(preflight(evilOrigin, "PUT")), refused: 401, row: 9, cause: OriginUnlisted, entry: evilOrigin},
		{name: "row 10: a request of a listed origin", request: CorsRequest{Method: "GET", Origin: appOrigin, Routed: true}, row: 10, cause: OriginListed, entry: appOrigin, fields: answerFields},
		{name: "row 10: methods and headers do not count", request: CorsRequest{Method: "DELETE", Origin: appOrigin, Routed: true}, row: 10, cause: OriginListed, entry: appOrigin, fields: answerFields},
		{name: "row 10: OPTIONS that requests no method, with a route", request: CorsRequest{Method: "OPTIONS", Origin: appOrigin, Routed: true}, row: 10, cause: OriginListed, entry: appOrigin, fields: answerFields},
		{name: "row 11: a request of another origin", request: CorsRequest{Method: "GET", Origin: evilOrigin, Routed: true}, row: 11, cause: OriginUnlisted, entry: evilOrigin},
		{name: "row 12: a request without Origin", request: CorsRequest{Method: "GET", Routed: true}, row: 12, cause: NoOrigin},
		{name: "row 13: no route, listed origin", request: CorsRequest{Method: "GET", Origin: appOrigin}, row: 13, cause: OriginListed, entry: appOrigin, fields: answerFields},
		{name: "row 13: refused with 404", request: CorsRequest{Method: "GET", Origin: appOrigin}, refused: 404, row: 13, cause: OriginListed, entry: appOrigin, fields: answerFields},
		{name: "row 13: no route, another origin", request: CorsRequest{Method: "GET", Origin: evilOrigin}, refused: 404, row: 13, cause: OriginUnlisted, entry: evilOrigin},
		{name: "row 14: an error of the gateway", request: CorsRequest{Method: "GET", Origin: appOrigin, Routed: true}, refused: 503, row: 14, cause: OriginListed, entry: appOrigin, fields: answerFields},
		{name: "row 14: on a preflight, without exposed headers", request: routed(preflight(appOrigin, "PUT")), refused: 500, row: 14, cause: OriginListed, entry: appOrigin, fields: refusalFields},

		{name: "ports count", request: preflight("http://localhost:3001", "PUT"), row: 4, cause: OriginUnlisted, entry: "http://localhost:3001"},
		{name: "schemes count", request: preflight("http://app.example", "PUT"), row: 4, cause: OriginUnlisted, entry: "http://app.example"},
		{name: "a slash at the end counts", request: preflight(appOrigin+"/", "PUT"), row: 4, cause: OriginUnlisted, entry: appOrigin + "/"},
		{name: "a longer host is another one", request: preflight(appOrigin+".evil.example", "PUT"), row: 4, cause: OriginUnlisted, entry: appOrigin + ".evil.example"},
		{name: "an entry in upper case is found", cors: &model.Cors{AllowOrigins: []string{"https://APP.example"}}, request: CorsRequest{Method: "GET", Origin: appOrigin, Routed: true}, row: 10, cause: OriginListed, entry: "https://APP.example",
			fields: []string{"access-control-allow-origin: " + appOrigin, "vary: origin"}},
		{name: "the wildcard is sent literally, lists and age too", cors: &model.Cors{AllowOrigins: []string{"*"}, AllowMethods: []string{"*"}, AllowHeaders: []string{"*"}, ExposeHeaders: []string{"*"}, MaxAge: new(int64(0))},
			request: preflight(evilOrigin, "POST", "content-type,x-other"), row: 3, cause: OriginAny, entry: "*",
			fields: []string{"access-control-allow-origin: *", "access-control-allow-methods: *", "access-control-allow-headers: *", "access-control-max-age: 0"}},
		{name: "the wildcard on an answer", cors: &model.Cors{AllowOrigins: []string{"*"}, ExposeHeaders: []string{"*"}}, request: CorsRequest{Method: "GET", Origin: evilOrigin, Routed: true}, row: 10, cause: OriginAny, entry: "*",
			fields: []string{"access-control-allow-origin: *", "access-control-expose-headers: *"}},
		{name: "the wildcard beside a listed origin is still sent literally", cors: &model.Cors{AllowOrigins: []string{appOrigin, "*"}}, request: CorsRequest{Method: "GET", Origin: appOrigin, Routed: true}, row: 10, cause: OriginAny, entry: "*",
			fields: []string{"access-control-allow-origin: *"}},
		{name: "the wildcard does not cover null", cors: &model.Cors{AllowOrigins: []string{"*"}}, request: CorsRequest{Method: "GET", Origin: "null", Routed: true}, row: 11, cause: OriginNull, entry: "null"},
		{name: "the wildcard covers other schemes", cors: &model.Cors{AllowOrigins: []string{"*"}}, request: CorsRequest{Method: "GET", Origin: "capacitor://localhost", Routed: true}, row: 10, cause: OriginAny, entry: "*",
			fields: []string{"access-control-allow-origin: *"}},
		{name: "https://* echoes the origin", cors: &model.Cors{AllowOrigins: []string{"https://*"}, AllowCredentials: new(true)}, request: CorsRequest{Method: "GET", Origin: evilOrigin, Routed: true}, row: 10, cause: OriginScheme, entry: "https://*",
			fields: []string{"access-control-allow-origin: " + evilOrigin, "vary: origin", "access-control-allow-credentials: true"}},
		{name: "https://* is not for http", cors: &model.Cors{AllowOrigins: []string{"https://*"}}, request: CorsRequest{Method: "GET", Origin: "http://app.example", Routed: true}, row: 11, cause: OriginUnlisted, entry: "http://app.example"},
		{name: "http://* is for http", cors: &model.Cors{AllowOrigins: []string{"http://*"}}, request: CorsRequest{Method: "GET", Origin: "http://app.example", Routed: true}, row: 10, cause: OriginScheme, entry: "http://*",
			fields: []string{"access-control-allow-origin: http://app.example", "vary: origin"}},
		{name: "AllowOrigins alone lets any method and header be asked for", cors: &model.Cors{AllowOrigins: []string{appOrigin}}, request: preflight(appOrigin, "PUT", "x-any"), row: 3, cause: OriginListed, entry: appOrigin,
			fields: []string{"access-control-allow-origin: " + appOrigin, "vary: origin"}},
		{name: "an empty configuration allows nothing", cors: &model.Cors{}, request: preflight(appOrigin, "GET"), row: 4, cause: OriginsUnset, entry: appOrigin},
		{name: "credentials false are not sent", cors: &model.Cors{AllowOrigins: []string{appOrigin}, AllowCredentials: new(false)}, request: CorsRequest{Method: "GET", Origin: appOrigin, Routed: true}, row: 10, cause: OriginListed, entry: appOrigin,
			fields: []string{"access-control-allow-origin: " + appOrigin, "vary: origin"}},
		{name: "a negative age is sent", cors: &model.Cors{AllowOrigins: []string{appOrigin}, MaxAge: new(int64(-1))}, request: preflight(appOrigin, "GET"), row: 3, cause: OriginListed, entry: appOrigin,
			fields: []string{"access-control-allow-origin: " + appOrigin, "vary: origin", "access-control-max-age: -1"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			cors := test.cors
			if cors == nil {
				cors = fullCors()
			}
			d := NewCorsPolicy(cors).Decide(test.request)
			if test.refused != 0 {
				d = d.refused(test.refused)
			}
			if d.Row != test.row || d.Cause != test.cause || d.Entry != test.entry {
				t.Errorf("Decide(%+v) = row %d, cause %d, entry %q, want row %d, cause %d, entry %q", test.request, d.Row, d.Cause, d.Entry, test.row, test.cause, test.entry)
			}
			if got := fieldsOf(d); !slices.Equal(got, test.fields) {
				t.Errorf("Decide(%+v) sends %q, want %q", test.request, got, test.fields)
			}
			if blocked := d.Verdict() == Blocked; blocked != (len(d.AppendRemedy(nil)) > 0) {
				t.Errorf("Decide(%+v) is blocked: %t, but its remedy is %q", test.request, blocked, d.AppendRemedy(nil))
			}
		})
	}
}

func fieldsOf(d Decision) []string {
	var lines []string
	for name, value := range d.Fields() {
		lines = append(lines, name+": "+value)
	}
	return lines
}

func TestDecideWithoutConfiguration(t *testing.T) {
	var p *CorsPolicy
	d := p.Decide(CorsRequest{Method: "OPTIONS", Origin: appOrigin, RequestMethod: "GET"})
	if d.Row != 0 || d.Verdict() != NotCors || len(fieldsOf(d)) != 0 {
		t.Errorf("a nil policy decides %+v", d)
	}
	if p.Strips("Access-Control-Allow-Origin") {
		t.Error("a nil policy strips the integration's fields")
	}
}

// TestCorsOnTheWire holds each row to what a client receives, with a backend
// that sends CORS headers of its own.
func TestCorsOnTheWire(t *testing.T) {
	backend := newEcho(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header()["ACCESS-control-Allow-Methods"] = []string{"TRACE"}
		w.Header().Set("Access-Control-Expose-Headers", "x-secret")
		w.Header().Set("Vary", "Accept-Encoding")
		w.Header().Set("Content-Type", "text/plain")
		w.WriteHeader(http.StatusTeapot)
		w.Write([]byte("short"))
	})
	a := (&account{cors: fullCors()}).
		route("GET /pets", backend.URL).
		route("ANY /any", backend.URL).
		route("GET /bare", "").
		route("GET /dead", deadURL(t)).
		route("ANY /jwt", backend.URL)
	a.last().AuthorizationType = new("JWT")
	a.route("ANY /iam", backend.URL)
	a.last().AuthorizationType = new("AWS_IAM")
	s := start(t, a.catalog())

	const ownVary = "Vary: Accept-Encoding"
	preflight := func(path, origin, method string) string {
		return "OPTIONS " + path + " HTTP/1.1\nOrigin: " + origin + "\nAccess-Control-Request-Method: " + method
	}
	sorted := func(lines []string, more ...string) []string {
		return slices.Sorted(slices.Values(append(slices.Clone(lines), more...)))
	}
	tests := []struct {
		name, request string
		status        int
		body          string
		want          []string
	}{
		{"row 1", "OPTIONS /pets HTTP/1.1", 204, "", nil},
		{"row 2", "OPTIONS /pets HTTP/1.1\nOrigin: " + appOrigin, 204, "", nil},
		{"row 3", preflight("/pets", appOrigin, "PUT") + "\nAccess-Control-Request-Headers: x-api-key", 204, "", sorted(preflightFields)},
		{"row 3 on a path without any route", preflight("/nowhere", appOrigin, "PUT"), 204, "", sorted(preflightFields)},
		{"row 4", preflight("/pets", evilOrigin, "PUT"), 204, "", nil},
		{"row 5", preflight("/pets", appOrigin, "PATCH"), 204, "", nil},
		{"row 6", preflight("/pets", appOrigin, "PUT") + "\nAccess-Control-Request-Headers: x-other", 204, "", nil},
		{"row 7", preflight("/any", appOrigin, "PUT"), 418, "short", sorted(preflightFields, ownVary)},
		{"row 7 with an unlisted method", preflight("/any", appOrigin, "PATCH"), 418, "short", []string{ownVary}},
		{"row 8", preflight("/jwt", appOrigin, "PUT"), 401, `{"message":"Unauthorized"}`, sorted(refusalFields)},
		{"row 8 with AWS_IAM", preflight("/iam", appOrigin, "PUT"), 403, `{"message":"Forbidden"}`, sorted(refusalFields)},
		{"row 9", preflight("/any", evilOrigin, "PUT"), 418, "short", []string{ownVary}},
		{"row 9 refused", preflight("/jwt", evilOrigin, "PUT"), 401, `{"message":"Unauthorized"}`, nil},
		{"row 10", "GET /pets HTTP/1.1\nOrigin: " + appOrigin, 418, "short", sorted(answerFields, ownVary)},
		{"row 11", "GET /pets HTTP/1.1\nOrigin: " + evilOrigin, 418, "short", []string{ownVary}},
		{"row 12", "GET /pets HTTP/1.1", 418, "short", []string{ownVary}},
		{"row 13", "GET /nowhere HTTP/1.1\nOrigin: " + appOrigin, 404, `{"message":"Not Found"}`, sorted(answerFields)},
		{"row 13 without a target", "GET /bare HTTP/1.1\nOrigin: " + appOrigin, 404, `{"message":"Not Found"}`, sorted(answerFields)},
		{"row 14", "GET /dead HTTP/1.1\nOrigin: " + appOrigin, 503, `{"message":"Service Unavailable"}`, sorted(answerFields)},
		{"row 14 with an authorizer", "GET /jwt HTTP/1.1\nOrigin: " + appOrigin, 401, `{"message":"Unauthorized"}`, sorted(answerFields)},
		{"row 15: unknown API", preflight("/pets", appOrigin, "PUT") + "\nHost: zzzzzzzzzz.execute-api.us-east-1.localhost", 403, `{"message":"Forbidden"}`, nil},
		{"two Origin fields are one origin that matches nothing", "GET /pets HTTP/1.1\nOrigin: " + appOrigin + "\nOrigin: " + appOrigin, 418, "short", []string{ownVary}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := s.send(t, test.request)
			if got.status != test.status || got.body != test.body {
				t.Errorf("%s = %d %q, want %d %q", test.request, got.status, got.body, test.status, test.body)
			}
			if lines := got.cors(); !slices.Equal(lines, test.want) {
				t.Errorf("%s carries %q, want %q", test.request, lines, test.want)
			}
			if got.status == 204 && (got.field("Content-Type") != "" || got.field("Content-Length") != "") {
				t.Errorf("%s = %q: an automatic answer has neither type nor length", test.request, got.fields)
			}
		})
	}
}

// Row 15: where no stage is found there are no CORS headers.
func TestNoCorsWithoutAStage(t *testing.T) {
	a := (&account{cors: fullCors(), stage: "dev"}).route("GET /pets", deadURL(t))
	s := start(t, a.catalog())
	request := "OPTIONS %s HTTP/1.1\nOrigin: " + appOrigin + "\nAccess-Control-Request-Method: GET"
	if got := s.send(t, strings.Replace(request, "%s", "/pets", 1)); got.status != 404 || len(got.cors()) != 0 {
		t.Errorf("a preflight without the stage = %d %q, want 404 without CORS headers", got.status, got.cors())
	}
	if got := s.send(t, strings.Replace(request, "%s", "/dev/pets", 1)); got.status != 204 || len(got.cors()) != len(preflightFields) {
		t.Errorf("a preflight with the stage = %d %q, want 204 with all CORS headers", got.status, got.cors())
	}
}

func TestDisabledEndpointSendsNoCors(t *testing.T) {
	a := (&account{cors: fullCors(), disabled: true}).route("GET /pets", deadURL(t))
	got := start(t, a.catalog()).send(t, "GET /pets HTTP/1.1\nOrigin: "+appOrigin)
	if got.status != 404 || got.body != `{"message":"Not Found"}` || len(got.cors()) != 0 {
		t.Errorf("a disabled endpoint = %d %q %q, want 404 without CORS headers", got.status, got.body, got.cors())
	}
}

// Without a configuration nothing is added and nothing is removed.
func TestNoConfigurationLetsTheBackendDecide(t *testing.T) {
	backend := newEcho(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "https://own.example")
	})
	s := start(t, (&account{}).route("GET /pets", backend.URL).catalog())
	if got := s.send(t, "GET /pets HTTP/1.1\nOrigin: "+appOrigin); !slices.Equal(got.cors(), []string{"Access-Control-Allow-Origin: https://own.example"}) {
		t.Errorf("the backend's own headers arrive as %q", got.cors())
	}
	got := s.send(t, "OPTIONS /pets HTTP/1.1\nOrigin: "+appOrigin+"\nAccess-Control-Request-Method: GET")
	if got.status != 404 || len(got.cors()) != 0 {
		t.Errorf("OPTIONS without a route = %d %q, want a plain 404", got.status, got.cors())
	}
}

func TestCorsReasons(t *testing.T) {
	tests := []struct {
		name           string
		cors           *model.Cors
		request        CorsRequest
		reason, remedy string
		warning        string
	}{
		{name: "listed", cors: fullCors(), request: CorsRequest{Method: "GET", Origin: appOrigin, Routed: true}, reason: "AllowOrigins lists https://app.example"},
		{name: "unlisted", cors: fullCors(), request: CorsRequest{Method: "GET", Origin: evilOrigin, Routed: true}, reason: "AllowOrigins does not list https://evil.example", remedy: "add https://evil.example to AllowOrigins"},
		{name: "null", cors: &model.Cors{AllowOrigins: []string{"*"}}, request: CorsRequest{Method: "GET", Origin: "null", Routed: true}, reason: "the origin null matches no entry, not even *", remedy: "serve the page over http or https, so that it has an origin"},
		{name: "an entry with a slash", cors: &model.Cors{AllowOrigins: []string{"https://App.example:443/"}}, request: CorsRequest{Method: "GET", Origin: appOrigin, Routed: true},
			reason: "AllowOrigins does not list https://app.example", remedy: "the entry https://App.example:443/ is compared whole: write the origin as the browser sends it"},
		{name: "a method in lower case", cors: fullCors(), request: CorsRequest{Method: "OPTIONS", Origin: appOrigin, RequestMethod: "put"}, reason: "AllowMethods does not list put", remedy: "let the script name the method in upper case, PUT"},
		{name: "a header", cors: fullCors(), request: CorsRequest{Method: "OPTIONS", Origin: appOrigin, RequestMethod: "PUT", RequestHeaders: []string{"authorization"}}, reason: "AllowHeaders does not list authorization", remedy: "add authorization to AllowHeaders"},
		{name: "nothing set", cors: &model.Cors{}, request: CorsRequest{Method: "GET", Origin: appOrigin, Routed: true}, reason: "AllowOrigins is not set", remedy: "add https://app.example to AllowOrigins"},
		{name: "methods not set", cors: &model.Cors{AllowOrigins: []string{"https://*"}}, request: CorsRequest{Method: "OPTIONS", Origin: appOrigin, RequestMethod: "PUT"}, reason: "AllowOrigins has https://*", warning: "the browser will refuse PUT: AllowMethods is not set"},
		{name: "headers not set", cors: &model.Cors{AllowOrigins: []string{"*"}}, request: CorsRequest{Method: "OPTIONS", Origin: appOrigin, RequestMethod: "POST", RequestHeaders: []string{"content-type"}}, reason: "AllowOrigins has *", warning: "the browser will refuse the requested headers: AllowHeaders is not set"},
		{name: "authorization under the wildcard", cors: &model.Cors{AllowOrigins: []string{"*"}, AllowMethods: []string{"*"}, AllowHeaders: []string{"*"}}, request: CorsRequest{Method: "OPTIONS", Origin: appOrigin, RequestMethod: "PUT", RequestHeaders: []string{"x-a,Authorization"}}, reason: "AllowOrigins has *", warning: "browsers that follow the standard will refuse authorization: * does not cover it, AllowHeaders must list it (Chromium, as it is shipped, lets it through)"},
		{name: "a hostile origin is printable", cors: fullCors(), request: CorsRequest{Method: "GET", Origin: "\x9b31mX\xc2\x9b" + strings.Repeat("y", 300), Routed: true},
			reason: `AllowOrigins does not list \x9b31mX\xc2\x9b` + strings.Repeat("y", 193) + "...", remedy: `add \x9b31mX\xc2\x9b` + strings.Repeat("y", 193) + "... to AllowOrigins"},
		{name: "no configuration", request: CorsRequest{Method: "GET", Origin: appOrigin, Routed: true}, reason: "the API has no CorsConfiguration; the integration's own headers decide"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := NewCorsPolicy(test.cors).Decide(test.request)
			if got := string(d.AppendReason(nil)); got != test.reason {
				t.Errorf("reason = %q, want %q", got, test.reason)
			}
			if got := string(d.AppendRemedy(nil)); got != test.remedy {
				t.Errorf("remedy = %q, want %q", got, test.remedy)
			}
			if got := string(d.AppendWarning(nil, test.request.RequestHeaders)); got != test.warning {
				t.Errorf("warning = %q, want %q", got, test.warning)
			}
		})
	}
}
