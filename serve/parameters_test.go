package serve

import (
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gatehouse/model"
)

// entries makes the mappings of name, value pairs.
func entries(pairs ...string) model.StringMap[string] {
	var m model.StringMap[string]
	for i := 0; i < len(pairs); i += 2 {
		m = append(m, model.Entry[string]{Key: pairs[i], Value: pairs[i+1]})
	}
	return m
}

// TestRequestMappings holds what mappings make of one request.
func TestRequestMappings(t *testing.T) {
	backend := newEcho(t, nil)
	const body = `{"name":"rex\r\nX-Evil: 1","n":5}`
	request := "POST /pets/7?a=1&b=%20x&a=2 HTTP/1.1\nX-One: 1\nX-Two: a\nX-Two: b\nUser-Agent: test\n" +
		"Connection: x-hop, x-user\nX-Hop: 1\nX-User: mallory\nContent-Length: " + strconv.Itoa(len(body)) + "\n\n" + body
	tests := []struct {
		name     string
		mappings model.StringMap[string]
		line     string            // "" is the unchanged one
		fields   map[string]string // "-" is none
		host     string
	}{
		{"a client cannot take away what is mapped", entries("overwrite:header.x-user", "$request.path.id"), "", map[string]string{"X-User": "7", "X-Hop": "-"}, ""},
		{"append to what is there", entries("append:header.x-one", "2"), "", map[string]string{"X-One": "1,2"}, ""},
		{"append to what is not", entries("append:header.x-new", "2"), "", map[string]string{"X-New": "2"}, ""},
		{"overwrite", entries("overwrite:header.X-TWO", "c"), "", map[string]string{"X-Two": "c"}, ""},
		{"remove", entries("remove:header.x-two", "''"), "", map[string]string{"X-Two": "-"}, ""},
		{"a removal counts before the others", entries("append:header.x-one", "3", "overwrite:header.x-one", "2", "remove:header.x-one", "''"), "", map[string]string{"X-One": "-"}, ""},
		{"values are those of the request as it came", entries("overwrite:header.x-one", "changed", "overwrite:header.x-three", "$request.header.x-one"), "", map[string]string{"X-One": "changed", "X-Three": "1"}, ""},
		{"a field of several lines", entries("overwrite:header.x-copy", "$request.header.x-two"), "", map[string]string{"X-Copy": "a,b"}, ""},
		{"a field that is missing sets nothing", entries("overwrite:header.x-one", "$request.header.none"), "", map[string]string{"X-One": "1"}, ""},
		{"query and path values", entries("overwrite:header.x-new", "${request.querystring.a}|${request.path.id}|${request.path}|${request.querystring.b}"), "", map[string]string{"X-New": "1,2|7|/pets/7| x"}, ""},
		{"a value of the body cannot begin a field", entries("overwrite:header.x-new", "$request.body.name", "overwrite:header.x-n", "$request.body.n"), "", map[string]string{"X-New": "rex  X-Evil: 1", "X-N": "5", "X-Evil": "-"}, ""},
		{"context and stage variables", entries("overwrite:header.x-new", "${context.apiId} ${context.stage} ${context.routeKey} ${context.httpMethod} ${context.path} ${stageVariables.v} ${context.identity.sourceIp} ${context.identity.userAgent} ${context.domainPrefix} ${context.protocol}"), "",
			map[string]string{"X-New": testAPI + " $default POST /pets/{id} POST /pets/7 variable 127.0.0.1 test " + testAPI + " HTTP/1.1"}, ""},
		{"query: append", entries("append:querystring.a", "3 &"), "POST /base?a=1&b=%20x&a=2&a=3%20%26", nil, ""},
		{"query: overwrite", entries("overwrite:querystring.a", "9"), "POST /base?a=9&b=%20x", nil, ""},
		{"query: names have case", entries("remove:querystring.A", "''"), "", nil, ""},
		{"query: remove", entries("remove:querystring.a", "''"), "POST /base?b=%20x", nil, ""},
		{"query: remove all", entries("remove:querystring.a", "''", "remove:querystring.b", "''"), "POST /base", nil, ""},
		{"path", entries("overwrite:path", "/v2/${request.path.id}"), "POST /v2/7?a=1&b=%20x&a=2", nil, ""},
		{"path: the request's own", entries("overwrite:path", "$request.path"), "POST /pets/7?a=1&b=%20x&a=2", nil, ""},
		{"path: without a slash, with a question mark and line ends", entries("overwrite:path", "a b${request.body.name}?x=1"), "POST /a%20brex%0D%0AX-Evil:%201%3Fx=1?a=1&b=%20x&a=2", nil, ""},
		{"the host", entries("overwrite:header.host", "other.example"), "", nil, "other.example"},
		{"no host", entries("overwrite:header.host", "a b\r\nX-Evil: 1"), "", map[string]string{"X-Evil": "-"}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := (&account{variables: entries("v", "variable")}).route("POST /pets/{id}", backend.URL+"/base")
			a.integration().RequestParameters = test.mappings
			if got := start(t, a.catalog()).send(t, request); got.status != 200 {
				t.Fatalf("status %d", got.status)
			}
			sent := backend.last(t)
			line := test.line
			if line == "" {
				line = "POST /base?a=1&b=%20x&a=2"
			}
			if sent.line != line || test.host != "" && sent.host != test.host {
				t.Errorf("the backend got %q at %q, want %q", sent.line, sent.host, line)
			}
			for name, want := range test.fields {
				lines, ok := sent.header[name]
				if want == "-" && ok || want != "-" && !slices.Equal(lines, []string{want}) {
					t.Errorf("%s: %q, want %q", name, lines, want)
				}
			}
		})
	}
}

// TestResponseMappings holds what mappings make of an answer.
func TestResponseMappings(t *testing.T) {
	backend := newEcho(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("X-One", "1")
		w.WriteHeader(500)
		io.WriteString(w, `{"error":{"code":"boom\r\nX-Evil: 1"}}`)
	})
	a := (&account{cors: fullCors()}).route("GET /x", backend.URL)
	a.integration().ResponseParameters = model.StringMap[model.StringMap[string]]{
		{Key: "500", Value: entries(
			"overwrite:statuscode", "403", "append:header.x-one", "2", "overwrite:header.x-code", "$response.body.error.code",
			"remove:header.content-type", "''", "overwrite:header.x-id", "${context.requestId}", "overwrite:header.x-account", "${context.accountId} ${context.integration.status}",
			"overwrite:header.x-was", "$response.header.content-type",
		)},
		{Key: "200", Value: entries("overwrite:header.x-one", "never")},
	}
	s := start(t, a.catalog())
	got := s.send(t, "GET /x HTTP/1.1\nOrigin: "+evilOrigin)
	id := got.field("X-Id")
	if !regexp.MustCompile(`^.{15}=$`).MatchString(id) {
		t.Errorf("X-Id: %q", id)
	}
	fields := slices.DeleteFunc(got.fields, func(line string) bool { return strings.HasPrefix(line, "X-Id: ") })
	slices.Sort(fields)
	want := []string{
		"Connection: keep-alive", "Content-Length: 38", "X-Account: 123456789012 500", "X-Code: boom  X-Evil: 1", "X-One: 1,2", "X-Was: application/json", "apigw-requestid: ID",
	}
	if got.status != 403 || !slices.Equal(fields, want) {
		t.Errorf("the client got %d %q, want 403 %q", got.status, fields, want)
	}
}

func TestStatusMappings(t *testing.T) {
	for value, want := range map[string]int{"404": 404, "199": 500, "x": 418, "$response.header.none": 418, "2${stageVariables.v}4": 204} {
		a := (&account{variables: entries("v", "0")}).route("GET /x", newRawBackend(t, "HTTP/1.1 418 X\r\nContent-Length: 2\r\nX-Own: 1\r\n\r\nno", false))
		a.integration().ResponseParameters = model.StringMap[model.StringMap[string]]{{Key: "418", Value: entries("overwrite:statuscode", value)}}
		got := start(t, a.catalog()).send(t, "GET /x HTTP/1.1")
		if got.status != want || want == 500 && (got.body != string(gatewayBody(nil, 500)) || got.field("X-Own") != "") {
			t.Errorf("overwrite:statuscode %q = %d %q %q, want %d", value, got.status, got.fields, got.body, want)
		}
	}
}

// What state would refuse can stand in a file that was changed by hand.
func TestMappingsThatAreNone(t *testing.T) {
	for name, change := range map[string]func(*model.Integration){
		"RequestParameters": func(i *model.Integration) { i.RequestParameters = entries("replace:header.x", "y") },
		"ResponseParameters": func(i *model.Integration) {
			i.ResponseParameters = model.StringMap[model.StringMap[string]]{{Key: "99"}}
		},
	} {
		a := (&account{}).route("GET /x", deadURL(t))
		change(a.integration())
		s := start(t, a.catalog())
		if got := s.send(t, "GET /x HTTP/1.1"); got.status != 500 {
			t.Errorf("%s: %d, want 500", name, got.status)
		}
		s.stop()
		if !strings.Contains(s.out.String(), "the integration's "+name+": ") {
			t.Errorf("%s: the log says %s", name, s.out)
		}
	}
}

// On a named stage, $request.path is the way to leave the stage out, and
// $context.path has it.
func TestPathOnANamedStage(t *testing.T) {
	backend := newEcho(t, nil)
	a := (&account{stage: "dev"}).route("ANY /{proxy+}", backend.URL)
	a.integration().RequestParameters = entries("overwrite:path", "$request.path", "overwrite:header.x-path", "$context.path")
	start(t, a.catalog()).send(t, "GET /dev/a%20b/c HTTP/1.1")
	if got := backend.last(t); got.line != "GET /a%20b/c" || got.header.Get("X-Path") != "/dev/a b/c" {
		t.Errorf("the backend got %q, %q", got.line, got.header)
	}
}
