package mapping

import (
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gatehouse/model"
	"gatehouse/serve/contextvars"
	"gatehouse/state/expression"
)

// A message is a request or an answer for tests.
type message struct {
	header    http.Header
	query     string
	path      string
	variables map[string]string
	body      string
	context   contextvars.Context
}

func (m *message) Field(name string) []string    { return m.header[name] }
func (m *message) Body() []byte                  { return []byte(m.body) }
func (m *message) Context() *contextvars.Context { return &m.context }
func (m *message) Query() string                 { return m.query }
func (m *message) Path() string                  { return m.path }
func (m *message) PathVariable(name string) (string, bool) {
	value, ok := m.variables[name]
	return value, ok
}

// order is a request with something in every place.
func order() *message {
	return &message{
		header: http.Header{
			"Host": {"api.example.com"}, "X-One": {"1"}, "X-Two": {"a", "b"}, "X-Empty": {""}, "Cookie": {"k=v"},
		},
		query:     "page=1&tag=a&tag=b%2Cc&empty=&flag",
		path:      "/pets/7/a b",
		variables: map[string]string{"id": "7", "proxy": "a b/c%?#é"},
		body:      `{"name":"Rex","n":1,"pets":[{"name":"dog"},{"name":"cat"}]}`,
		context:   contextvars.Context{RequestID: "K2ZEDjwtIAMEcig=", Stage: "dev", Authorizer: contextvars.Authorizer{Claims: claims{"sub": "s1"}}},
	}
}

// claims is a contextvars.Lookup.
type claims map[string]string

func (c claims) Text(name string) (string, bool) {
	text, ok := c[name]
	return text, ok
}

var variables = texts("host", "h.example", "env", "prod", "none", "")

// texts makes a map of keys and values.
func texts(pairs ...string) model.StringMap[string] {
	var m model.StringMap[string]
	for i := 0; i < len(pairs); i += 2 {
		m = append(m, model.Entry[string]{Key: pairs[i], Value: pairs[i+1]})
	}
	return m
}

// mapped are the changes that mappings make to order.
func mapped(t *testing.T, mappings model.StringMap[string]) *RequestChanges {
	t.Helper()
	program, err := CompileRequest(mappings, variables)
	if err != nil {
		t.Fatal(err)
	}
	c := new(RequestChanges)
	program.Changes(order(), c)
	return c
}

func TestFieldsOfRequests(t *testing.T) {
	tests := []struct {
		name     string
		mappings model.StringMap[string]
		want     Edits
	}{
		{"nothing", nil, nil},
		{"append a text", texts("append:header.x-one", "2"), Edits{{"X-One", expression.Append, "2"}}},
		{"overwrite by a text", texts("overwrite:header.X-ONE", "2"), Edits{{"X-One", expression.Overwrite, "2"}}},
		{"remove", texts("remove:header.x-one", "''"), Edits{{"X-One", expression.Remove, ""}}},
		{"the value of a removal does not count", texts("remove:header.x-one", "$nonsense{"), Edits{{"X-One", expression.Remove, ""}}},
		{"a renamed header is read before it goes", texts("remove:header.x-one", "''", "append:header.x-new", "$request.header.x-one"),
			Edits{{"X-One", expression.Remove, ""}, {"X-New", expression.Append, "1"}}},
		{"headers may swap", texts("overwrite:header.x-one", "$request.header.x-two", "overwrite:header.x-two", "$request.header.x-one"),
			Edits{{"X-One", expression.Overwrite, "a,b"}, {"X-Two", expression.Overwrite, "1"}}},
		{"sources of every kind", texts(
			"append:header.a", "$request.header.X-TWO", "append:header.b", "$request.querystring.tag", "append:header.c", "$request.path",
			"append:header.d", "$request.path.id", "append:header.e", "$request.body.pets[1].name", "append:header.f", "$context.requestId",
			"append:header.g", "$stageVariables.env", "append:header.h", "$context.authorizer.claims.sub", "append:header.i", "$request.header.host"),
			Edits{{"A", expression.Append, "a,b"}, {"B", expression.Append, "a,b,c"}, {"C", expression.Append, "/pets/7/a b"}, {"D", expression.Append, "7"}, {"E", expression.Append, "cat"},
				{"F", expression.Append, "K2ZEDjwtIAMEcig="}, {"G", expression.Append, "prod"}, {"H", expression.Append, "s1"}, {"I", expression.Append, "api.example.com"}}},
		{"sources in braces among text", texts("append:header.a", "${request.path.id}-${context.stage} of ${stageVariables.host}!"),
			Edits{{"A", expression.Append, "7-dev of h.example!"}}},
		{"sources without braces among text", texts("append:header.a", "id $request.path.id stage$context.stage$request.header.x-one end"),
			Edits{{"A", expression.Append, "id 7 stagedev1 end"}}},
		{"a whole body", texts("append:header.a", "$request.body"), Edits{{"A", expression.Append, order().body}}},
		{"empty values are values", texts("append:header.a", "$request.header.x-empty", "append:header.b", "$request.querystring.empty", "append:header.c", "$request.querystring.flag", "append:header.d", "$stageVariables.none"),
			Edits{{"A", expression.Append, ""}, {"B", expression.Append, ""}, {"C", expression.Append, ""}, {"D", expression.Append, ""}}},
		{"a missing source leaves the header as it is", texts("overwrite:header.x-one", "$request.header.none", "append:header.b", "$request.querystring.PAGE",
			"append:header.c", "$request.path.none", "append:header.d", "$context.authorizer.claims.none", "append:header.e", "$stageVariables.gone",
			"append:header.f", "$request.body.none", "append:header.g", "$context.status", "append:header.h", "$context.resourcePath"), nil},
		{"one of several that is missing too", texts("append:header.a", "$request.path.id $request.header.none", "append:header.b", "${request.header.none}x"), nil},
		{"an empty mapping is none", texts("append:header.a", "", "remove:header.x-one", ""), nil},
		{"numbers let one header have several values", texts("append:header.a.1", "x", "append:header.A.2", "y", "append:header.a.1.2", "z"),
			Edits{{"A", expression.Append, "x"}, {"A", expression.Append, "y"}, {"A", expression.Append, "z"}}},
		{"other words behind points are of the name", texts("append:header.a.b", "x", "append:header.a.1b", "y"), Edits{{"A.b", expression.Append, "x"}, {"A.1b", expression.Append, "y"}}},
		{"overwriting counts before appending", texts("overwrite:header.a.1", "x", "append:header.a.2", "y"), Edits{{"A", expression.Overwrite, "x"}}},
		{"of what overwrites the last counts", texts("overwrite:header.a.1", "x", "overwrite:header.a.2", "y"), Edits{{"A", expression.Overwrite, "y"}}},
		{"unless it has no value", texts("overwrite:header.a.1", "x", "overwrite:header.a.2", "$request.header.none"), Edits{{"A", expression.Overwrite, "x"}}},
		{"if nothing overwrites, values are appended", texts("overwrite:header.a.1", "$request.header.none", "append:header.a.2", "y"), Edits{{"A", expression.Append, "y"}}},
		{"removing counts before all", texts("overwrite:header.a.1", "x", "append:header.a.2", "y", "remove:header.a.3", "''"), Edits{{"A", expression.Remove, ""}}},
		{"spaces around a value go", texts("append:header.a", "  $request.path.id\t"), nil}, // a tab belongs to the name
		{"only these", texts("append:header.a", "  $request.path.id  "), Edits{{"A", expression.Append, "7"}}},
		{"fields of the connection stay the gateway's", texts("overwrite:header.expect", "100-continue", "append:header.trailer", "x", "append:header.proxy-connection", "x"), nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := mapped(t, test.mappings)
			if !slices.Equal(got.Fields, test.want) {
				t.Errorf("Fields = %+v, want %+v", got.Fields, test.want)
			}
			if got.Path != "" || got.Query("a=%20") != "a=%20" {
				t.Errorf("the path is %q and the query %q", got.Path, got.Query("a=%20"))
			}
		})
	}
}

func TestQueriesOfRequests(t *testing.T) {
	tests := []struct {
		name     string
		mappings model.StringMap[string]
		sent     string
		want     string
	}{
		{"append to what is there", texts("append:querystring.tag", "c"), "tag=a&x=%20y&tag=b", "tag=a&x=%20y&tag=b&tag=c"},
		{"append to nothing", texts("append:querystring.tag", "c"), "", "tag=c"},
		{"overwrite in the place of the first", texts("overwrite:querystring.tag", "c"), "x=1&tag=a&y=+&tag=b&z", "x=1&tag=c&y=+&z"},
		{"overwrite what is not there", texts("overwrite:querystring.tag", "c"), "x=1", "x=1&tag=c"},
		{"remove all of a name", texts("remove:querystring.tag", "''"), "tag=a&x=1&tag", "x=1"},
		{"remove everything", texts("remove:querystring.tag", "''"), "tag=a&tag=b", ""},
		{"names have case", texts("remove:querystring.TAG", "''"), "tag=a", "tag=a"},
		{"names may be encoded", texts("remove:querystring.a b", "''"), "a+b=1&a%20b=2&ab=3", "ab=3"},
		{"what is not touched stays byte for byte", texts("append:querystring.new", "1"), "&&a=%zz&b=%2f%2F&;c&d=e=f&", "&&a=%zz&b=%2f%2F&;c&d=e=f&&new=1"},
		{"a value begins no other parameter", texts("append:querystring.a&b", "1&admin=true#é %"), "", "a%26b=1%26admin%3Dtrue%23%C3%A9%20%25"},
		{"spaces of a value stay", texts("append:querystring.a", "  x  "), "", "a=%20%20x%20%20"},
		{"sources", texts("overwrite:querystring.page", "$request.querystring.page", "append:querystring.id", "${request.path.id}/${context.stage}"),
			"page=1", "page=1&id=7%2Fdev"},
		{"values are those of the request as it came", texts("remove:querystring.tag", "''", "append:querystring.was", "$request.querystring.tag"),
			"tag=a&tag=b%2Cc", "was=a%2Cb%2Cc"},
		{"a missing source leaves the parameter", texts("overwrite:querystring.tag", "$request.querystring.none"), "tag=a", "tag=a"},
		{"numbers are not of the name", texts("append:querystring.tag.1", "x", "append:querystring.tag.2", "y"), "", "tag=x&tag=y"},
		{"the order of mappings stays", texts("append:querystring.b", "1", "append:querystring.a", "2"), "", "b=1&a=2"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := mapped(t, test.mappings)
			if got := c.Query(test.sent); got != test.want {
				t.Errorf("Query(%q) = %q, want %q", test.sent, got, test.want)
			}
			if len(c.Fields) > 0 || c.Path != "" {
				t.Errorf("the fields are %+v and the path is %q", c.Fields, c.Path)
			}
		})
	}
}

func TestPathsOfRequests(t *testing.T) {
	tests := []struct{ name, value, want string }{
		{"a text", "/v2/pets", "/v2/pets"},
		{"the request's own", "$request.path", "/pets/7/a%20b"},
		{"a variable behind a text", "/v2/$request.path.id", "/v2/7"},
		{"a slash is added", "v2/${request.path.id}", "/v2/7"},
		{"before a variable too", "$request.path.id", "/7"},
		{"a source ends nothing", "/x/$request.path.proxy", "/x/a%20b/c%25%3F%23%C3%A9"},
		{"a text may be encoded", "/a%20b/100%/ö?q=1", "/a%20b/100%25/%C3%B6%3Fq=1"},
		{"a stage variable is text", "/${stageVariables.env}/x", "/prod/x"},
		{"an empty value is the root", "${stageVariables.none}", "/"},
		{"line ends stay in the path", "/a\r\nb", "/a%0D%0Ab"},
		{"a missing source leaves the path", "/$request.header.none", ""},
		{"a missing stage variable too", "/${stageVariables.gone}", ""},
		{"an empty mapping is none", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := mapped(t, texts("overwrite:path", test.value)).Path; got != test.want {
				t.Errorf("Path of %q = %q, want %q", test.value, got, test.want)
			}
		})
	}
}

// TestBodiesForgeNoFields sends line ends from everywhere a client can.
func TestBodiesForgeNoFields(t *testing.T) {
	const evil = "v\r\nX-Evil: 1\r\n\r\nGET / HTTP/1.1\x00\x7f\tend"
	m := order()
	m.header["X-One"] = []string{evil}
	m.query = "q=v%0D%0AX-Evil:%201%0d%0a%0D%0AGET%20/%20HTTP/1.1%00%7F%09end"
	m.path, m.variables = "/"+evil, map[string]string{"id": evil}
	m.body = `{"e":"v\r\nX-Evil: 1\r\n\r\nGET / HTTP/1.1\u0000\u007f\tend"}`
	m.context.UserAgent = evil
	const want = "v  X-Evil: 1    GET / HTTP/1.1  \tend"
	for _, source := range []string{
		"$request.header.x-one", "$request.querystring.q", "$request.path.id", "$request.body.e", "$context.identity.userAgent", evil,
	} {
		program, err := CompileRequest(texts("overwrite:header.x-two", source, "overwrite:querystring.a", source, "overwrite:path", source), variables)
		if err != nil {
			t.Fatal(err)
		}
		var c RequestChanges
		program.Changes(m, &c)
		if c.Fields[0].Value != want {
			t.Errorf("%q gives the field %q, want %q", source, c.Fields[0].Value, want)
		}
		for _, text := range []string{c.Query(""), c.Path} {
			if strings.ContainsAny(text, "\r\n\x00\x7f\t ") {
				t.Errorf("%q gives %q", source, text)
			}
		}
	}
}

func TestMappingsThatAreNone(t *testing.T) {
	tests := []struct {
		key, value string
		want       error
	}{
		{"append:path", "/x", &expression.KeyError{Key: "append:path", Problem: "a request has header.NAME and querystring.NAME, and a path that can be overwritten"}},
		{"overwrite:statuscode", "200", &expression.KeyError{Key: "overwrite:statuscode", Problem: "a request has header.NAME and querystring.NAME, and a path that can be overwritten"}},
		{"badaction:header.x", "1", &expression.KeyError{Key: "badaction:header.x", Problem: "begins with none of append:, overwrite: and remove:"}},
		{"header.x", "1", &expression.KeyError{Key: "header.x", Problem: "begins with none of append:, overwrite: and remove:"}},
		{"append:header", "1", &expression.KeyError{Key: "append:header", Problem: "it has no name"}},
		{"append:querystring.", "1", &expression.KeyError{Key: "append:querystring.", Problem: "it has no name"}},
		{"append:header.", "1", &expression.KeyError{Key: "append:header.", Problem: "that is no name of a header"}},
		{"append:header.x\r\ny", "1", &expression.KeyError{Key: "append:header.x\r\ny", Problem: "that is no name of a header"}},
		{"append:header.x y", "1", &expression.KeyError{Key: "append:header.x y", Problem: "that is no name of a header"}},
		{"remove:header.Authorization", "''", &expression.KeyError{Key: "remove:header.Authorization", Problem: "the header is reserved"}},
		{"append:header.x-amzn-trace-id", "1", &expression.KeyError{Key: "append:header.x-amzn-trace-id", Problem: "the header is reserved"}},
		{"append:header.TRANSFER-encoding", "1", &expression.KeyError{Key: "append:header.TRANSFER-encoding", Problem: "the header is reserved"}},
		{"append:header.content-length.1", "1", &expression.KeyError{Key: "append:header.content-length.1", Problem: "the header is reserved"}},
		{"append:header.a", "$request.headers.foo", &expression.SyntaxError{Key: "append:header.a", Input: "$request.headers.foo", Offset: 9, Want: "header.…, querystring.…, body or path"}},
		{"append:header.a", "x $response.header.a", &expression.SyntaxError{Key: "append:header.a", Input: "x $response.header.a", Offset: 3, Want: "request.…, context.… or stageVariables.…"}},
		{"append:header.a", "$request.header.", &expression.SyntaxError{Key: "append:header.a", Input: "$request.header.", Offset: 16, Want: "a name"}},
		{"append:header.a", "${request.header}", &expression.SyntaxError{Key: "append:header.a", Input: "${request.header}", Offset: 16, Want: "a name"}},
		{"append:header.a", "$aa", &expression.SyntaxError{Key: "append:header.a", Input: "$aa", Offset: 1, Want: "request.…, context.… or stageVariables.…"}},
		{"append:header.a", "{", &expression.SyntaxError{Key: "append:header.a", Input: "{", Offset: 0, Want: "no brace outside of ${name}"}},
		{"append:header.a", "a}", &expression.SyntaxError{Key: "append:header.a", Input: "a}", Offset: 1, Want: "no brace outside of ${name}"}},
		{"append:header.a", "${request.body", &expression.SyntaxError{Key: "append:header.a", Input: "${request.body", Offset: 1, Want: "no brace outside of ${name}"}},
		{"append:header.a", "$request.body}", &expression.SyntaxError{Key: "append:header.a", Input: "$request.body}", Offset: 13, Want: "no brace outside of ${name}"}},
		{"append:header.a", "${request.header.foo}}", &expression.SyntaxError{Key: "append:header.a", Input: "${request.header.foo}}", Offset: 21, Want: "no brace outside of ${name}"}},
		{"append:header.a", "$request.bodyguard", &expression.SyntaxError{Key: "append:header.a", Input: "$request.bodyguard", Offset: 13, Want: `"." or "["`}},
		{"append:header.a", "$request.body..name", &expression.SyntaxError{Key: "append:header.a", Input: "$request.body..name", Offset: 14, Want: "the name of a member"}},
		{"append:header.a", "$request.body.a[?(@.b)]", &expression.SyntaxError{Key: "append:header.a", Input: "$request.body.a[?(@.b)]", Offset: 16, Want: `a number, a name in quotes or "*"`}},
		{"append:header.a", "$context.request-id", &expression.SyntaxError{Key: "append:header.a", Input: "$context.request-id", Offset: 16, Want: "letters, digits and underscores, joined by points"}},
		{"append:header.a", "${context.}", &expression.SyntaxError{Key: "append:header.a", Input: "${context.}", Offset: 10, Want: "letters, digits and underscores, joined by points"}},
		{"append:header.a", "$stageVariables.a.b", &expression.SyntaxError{Key: "append:header.a", Input: "$stageVariables.a.b", Offset: 17, Want: "a letter, a digit or an underscore"}},
		{"append:header.a", "$stageVariables.", &expression.SyntaxError{Key: "append:header.a", Input: "$stageVariables.", Offset: 16, Want: "a name"}},
	}
	for _, test := range tests {
		t.Run(test.key+" "+test.value, func(t *testing.T) {
			program, err := CompileRequest(texts("append:header.good", "1", test.key, test.value), nil)
			joined, ok := err.(interface{ Unwrap() []error })
			if program != nil || !ok || len(joined.Unwrap()) != 1 || !reflect.DeepEqual(joined.Unwrap()[0], test.want) {
				t.Errorf("CompileRequest(%q, %q) = %v, %v, want %v", test.key, test.value, program, err, test.want)
			}
			if err != nil && !strings.Contains(err.Error(), "mapping ") {
				t.Errorf("Error() = %q", err)
			}
		})
	}
	t.Run("all are reported", func(t *testing.T) {
		_, err := CompileRequest(texts("append:header.via", "1", "append:header.a", "$aa", "append:header.b", "1"), nil)
		if _, ok := errors.AsType[*expression.KeyError](err); !ok {
			t.Errorf("no *KeyError in %v", err)
		}
		if _, ok := errors.AsType[*expression.SyntaxError](err); !ok {
			t.Errorf("no *SyntaxError in %v", err)
		}
	})
}

// TestTextsThatAreNoMistakes has what the service takes though it looks odd
// (observed).
func TestTextsThatAreNoMistakes(t *testing.T) {
	for text, want := range map[string]Edits{
		"$a":                     {{"A", expression.Append, "$a"}},
		"$":                      {{"A", expression.Append, "$"}},
		"$ 5":                    {{"A", expression.Append, "$ 5"}},
		"$5 or $6":               {{"A", expression.Append, "$5 or $6"}},
		"$request.path.id$":      {{"A", expression.Append, "7$"}},
		"$request.path.id$1":     {{"A", expression.Append, "7$1"}},
		"${request.header.foo{}": nil, // no such header
		"${request.header.foo$request.header.foo$}": nil,
		"'quoted'": {{"A", expression.Append, "'quoted'"}},
	} {
		if got := mapped(t, texts("append:header.a", text)).Fields; !slices.Equal(got, want) {
			t.Errorf("%q gives %+v, want %+v", text, got, want)
		}
	}
}

func TestChangesAreUsedAgain(t *testing.T) {
	program, err := CompileRequest(texts("append:header.a", "${request.path.id}-x", "append:querystring.b", "1", "overwrite:path", "/x"), nil)
	if err != nil {
		t.Fatal(err)
	}
	var c RequestChanges
	program.Changes(order(), &c)
	first := c.Fields[0].Value
	other := order()
	other.variables = map[string]string{"id": "8"}
	program.Changes(other, &c)
	if first != "7-x" || c.Fields[0].Value != "8-x" || len(c.Fields) != 1 {
		t.Errorf("first %q, then %+v", first, c.Fields)
	}
	var none *Request
	none.Changes(order(), &c)
	if len(c.Fields) != 0 || c.Path != "" || c.Query("q") != "q" {
		t.Errorf("no program changes %+v, %q, %q", c.Fields, c.Path, c.Query("q"))
	}
}

func TestNoMappingsMakeNoProgram(t *testing.T) {
	for _, mappings := range []model.StringMap[string]{nil, {}, texts("append:header.a", "")} {
		if program, err := CompileRequest(mappings, nil); program != nil || err != nil {
			t.Errorf("CompileRequest(%v) = %v, %v, want nil", mappings, program, err)
		}
	}
	var program *Request
	var c RequestChanges
	m := order()
	allocs := testing.AllocsPerRun(100, func() {
		program.Changes(m, &c)
		if c.Query(m.query) != m.query {
			t.Error("the query changes")
		}
	})
	if allocs != 0 {
		t.Errorf("no program allocates %v times", allocs)
	}
}

func TestValueByItself(t *testing.T) {
	v, err := ParseValue("${request.header.x-one}/${stageVariables.env}", variables)
	if err != nil {
		t.Fatal(err)
	}
	if got, ok := v.Text(order()); got != "1/prod" || !ok {
		t.Errorf("Text = %q, %v, want 1/prod", got, ok)
	}
	_, err = ParseValue("$nothing", nil)
	if want := `mapping value "$nothing", byte 1: want request.…, context.… or stageVariables.…`; err == nil || err.Error() != want {
		t.Errorf("ParseValue = %v, want %s", err, want)
	}
}

func TestEdits(t *testing.T) {
	edits := Edits{{"A", expression.Append, "2"}, {"B", expression.Overwrite, "x"}, {"C", expression.Remove, ""}, {"A", expression.Append, "3"}, {"D", expression.Append, "y"}}
	header := http.Header{"A": {"1"}, "B": {"1", "2"}, "C": {"1"}, "E": {"1"}}
	want := http.Header{"A": {"1", "2", "3"}, "B": {"x"}, "D": {"y"}, "E": {"1"}}
	for _, name := range []string{"A", "B", "C", "D", "E", "F"} {
		if got := edits.Lines(nil, name, header[name]); !slices.Equal(got, want[name]) {
			t.Errorf("Lines(%s) = %q, want %q", name, got, want[name])
		}
		if got := edits.Has(name); got != (name < "E") {
			t.Errorf("Has(%s) = %v", name, got)
		}
	}
	if got := edits.AppendNames(nil); !slices.Equal(got, []string{"A", "B", "A", "D"}) {
		t.Errorf("AppendNames = %q", got)
	}
	shared := header["A"][:1:1]
	edits.Apply(header)
	if !reflect.DeepEqual(header, want) || shared[0] != "1" {
		t.Errorf("Apply makes %q, want %q", header, want)
	}
}

// FuzzMappings holds that whatever a mapping and a request say, the request for
// the integration stays one.
func FuzzMappings(f *testing.F) {
	f.Add("append:header.x", "${request.body.a[0]}-$request.header.x-one", `{"a":["b\r\n"]}`, "a=1&b=%zz")
	f.Add("overwrite:querystring.tag.1", "$request.querystring.tag$5", "", "tag=a&&tag=%2")
	f.Add("overwrite:path", "/a%2/$request.path.id?x", "{", "")
	f.Add("remove:querystring.a", "''", "", "a&a=1&A=2")
	f.Fuzz(func(t *testing.T, key, value, body, query string) {
		program, err := CompileRequest(texts(key, value), variables)
		if err != nil {
			if syntax, ok := errors.AsType[*expression.SyntaxError](err); ok && (syntax.Offset < 0 || syntax.Offset > len(value)) {
				t.Fatalf("the mistake in %q is at %d", value, syntax.Offset)
			}
			return
		}
		m := order()
		m.body, m.query, m.variables["id"] = body, query, body
		var c RequestChanges
		program.Changes(m, &c)
		for _, e := range c.Fields {
			if !isToken(e.Name) || expression.IsReserved(e.Name) || strings.ContainsFunc(e.Value, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
				t.Fatalf("%q: %q makes the field %+v", key, value, e)
			}
		}
		if c.Path != "" && (c.Path[0] != '/' || strings.ContainsFunc(c.Path, func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '?' || r == '#' })) {
			t.Fatalf("%q: %q makes the path %q", key, value, c.Path)
		}
		checkQuery(t, c.queries, query, c.Query(query))
	})
}

// isToken reports whether text can be the name of a field.
func isToken(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
	})
}

// checkQuery holds that edits change the parameters of their name and no others.
func checkQuery(t *testing.T, edits Edits, sent, got string) {
	t.Helper()
	others := func(query string) (pairs []string) {
		for pair := range strings.SplitSeq(query, "&") {
			name, _, _ := strings.Cut(pair, "=")
			if pair != "" && !edits.Has(decoded(name)) {
				pairs = append(pairs, pair)
			}
		}
		return pairs
	}
	if !slices.Equal(others(sent), others(got)) {
		t.Fatalf("%+v turns %q into %q: other parameters change", edits, sent, got)
	}
	for _, e := range edits {
		before, _ := queryValue(sent, e.Name)
		after, found := queryValue(got, e.Name)
		want := e.Value
		if e.Action == expression.Append && before != after && strings.HasSuffix(after, ","+e.Value) {
			want = after
		}
		if found != (e.Action != expression.Remove) || after != want {
			t.Fatalf("%+v turns %q into %q: %s is %q, want %q", edits, sent, got, e.Name, after, want)
		}
	}
}

func BenchmarkRequest(b *testing.B) {
	for _, bench := range []struct {
		name     string
		mappings model.StringMap[string]
	}{
		{"no mapping", nil},
		{"static header", texts("overwrite:header.x", "value")},
		{"request id", texts("overwrite:header.x-request-id", "$context.requestId")},
		{"header and path", texts("overwrite:header.x-user", "$context.authorizer.claims.sub", "overwrite:path", "/v2/$request.path.id")},
		{"query", texts("overwrite:querystring.tag", "$request.path.id")},
		{"body", texts("append:header.x", "$request.body.pets[1].name")},
	} {
		b.Run(bench.name, func(b *testing.B) {
			program, err := CompileRequest(bench.mappings, variables)
			if err != nil {
				b.Fatal(err)
			}
			m := order()
			var c RequestChanges
			b.ReportAllocs()
			for b.Loop() {
				program.Changes(m, &c)
				c.Query(m.query)
			}
		})
	}
}
