package serve

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"gatehouse/model"
)

// TestGatewayAnswers holds the answers that the gateway makes itself, to the
// byte.
func TestGatewayAnswers(t *testing.T) {
	dead := deadURL(t)
	a := (&account{}).route("GET /bare", "").route("GET /dead", dead)
	a.route("GET /bad", "nonsense")
	a.route("GET /jwt", dead)
	a.last().AuthorizationType = new("JWT")
	a.route("GET /lambda-authorizer", dead)
	a.last().AuthorizationType = new("CUSTOM")
	a.route("GET /iam", dead)
	a.last().AuthorizationType = new("AWS_IAM")
	a.route("GET /lambda", "arn:aws:lambda:us-east-1:123456789012:function:f")
	a.integration().IntegrationType = new("AWS_PROXY")
	a.route("GET /private", "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/x")
	a.integration().ConnectionType = new("VPC_LINK")
	a.routes = append(a.routes, model.Route{RouteKey: new("GET /dangling"), Target: new("integrations/gone")})
	a.route("POST /dead", dead)
	s := start(t, a.catalog())
	tests := []struct {
		name, request string
		status        int
		body          string
		extra         string
		note          string
	}{
		{"no route for the path", "GET /none HTTP/1.1", 404, `{"message":"Not Found"}`, "", "no route takes it"},
		{"no route for the method", "PUT /bare HTTP/1.1", 404, `{"message":"Not Found"}`, "", "no route takes it"},
		{"no target", "GET /bare HTTP/1.1", 404, `{"message":"Not Found"}`, "", "the route has no target"},
		{"a target that is gone", "GET /dangling HTTP/1.1", 500, `{"message":"Internal Server Error"}`, "", "the route's target is no integration of the API"},
		{"an unknown API", "GET / HTTP/1.1\nHost: zzzzzzzzzz.execute-api.us-east-1.localhost", 403, `{"message":"Forbidden"}`, "", "there is no API zzzzzzzzzz"},
		{"a JWT authorizer", "GET /jwt HTTP/1.1\nAuthorization: Bearer x", 401, `{"message":"Unauthorized"}`, "www-authenticate: Bearer", "JWT authorizer"},
		{"a Lambda authorizer", "GET /lambda-authorizer HTTP/1.1", 401, `{"message":"Unauthorized"}`, "", "Lambda authorizer (CUSTOM)"},
		{"AWS_IAM", "GET /iam HTTP/1.1", 403, `{"message":"Forbidden"}`, "", "AWS_IAM"},
		{"a Lambda integration", "GET /lambda HTTP/1.1", 500, `{"message":"Internal Server Error"}`, "", "AWS_PROXY integrations"},
		{"a private integration", "GET /private HTTP/1.1", 503, `{"message":"Service Unavailable"}`, "", "start serve with --private"},
		{"no URL", "GET /bad HTTP/1.1", 500, `{"message":"Internal Server Error"}`, "", "is no http or https URL"},
		{"nobody listens", "GET /dead HTTP/1.1", 503, `{"message":"Service Unavailable"}`, "", "no connection to the integration"},
		{"a header section over the limit", "GET /dead HTTP/1.1\nX: " + strings.Repeat("x", maxHeader), 431, `{"message":"Request Header Fields Too Large"}`, "", "bigger than HTTP APIs take"},
		{"a body over the limit", "POST /dead HTTP/1.1\nContent-Length: 10485761\n\n", 413, `{"message":"Request Entity Too Large"}`, "", "bigger than HTTP APIs take"},
		{"a target that is no path", "OPTIONS * HTTP/1.1", 400, `{"message":"Bad Request"}`, "", "no path"},
		{"CONNECT", "CONNECT 127.0.0.1:80 HTTP/1.1", 400, `{"message":"Bad Request"}`, "", "no path"},
		{"TRACE", "TRACE /bare HTTP/1.1", 404, `{"message":"Not Found"}`, "", "no route takes it"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := s.send(t, test.request)
			want := []string{"Content-Length: " + strconv.Itoa(len(test.body)), "Content-Type: application/json", "apigw-requestid: ID"}
			if test.extra != "" {
				want = append(want, test.extra)
			}
			fields := slices.DeleteFunc(got.fields, func(line string) bool { return strings.HasPrefix(line, "Connection: ") })
			slices.Sort(fields)
			if got.status != test.status || got.body != test.body || !slices.Equal(fields, want) {
				t.Errorf("%.80q = %d %q %q, want %d %q %q", test.request, got.status, fields, got.body, test.status, want, test.body)
			}
		})
	}
	s.stop()
	log := s.out.String()
	for _, test := range tests {
		if !strings.Contains(log, test.note) {
			t.Errorf("%s: the log does not say %q", test.name, test.note)
		}
	}
}

func TestKeepAliveIsSaid(t *testing.T) {
	s := start(t, (&account{}).catalog())
	if got := s.send(t, "GET / HTTP/1.1"); got.field("Connection") != "keep-alive" {
		t.Errorf("HTTP/1.1 is answered with %q", got.fields)
	}
	if got := s.send(t, "GET / HTTP/1.1\nConnection: close"); got.field("Connection") != "close" {
		t.Errorf("a client that closes is answered with %q", got.fields)
	}
	if got := s.send(t, "GET / HTTP/1.0"); got.field("Connection") != "" {
		t.Errorf("HTTP/1.0 is answered with %q", got.fields)
	}
}

func TestRequestIDs(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		made := newRequestID()
		id := string(made[:])
		if len(id) != 16 || id[15] != '=' || strings.Trim(id[:15], "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "" || seen[id] {
			t.Fatalf("newRequestID() = %q", id)
		}
		seen[id] = true
	}
}
