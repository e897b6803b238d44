package main

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	ownDescription = "apigatewayv2.json"
	ownPaginators  = "apigatewayv2-paginators.json"
)

func TestGeneratedFilesAreCurrent(t *testing.T) {
	dir := t.TempDir()
	if err := run(dir, ownDescription, ownPaginators); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"tables_gen.go", "structs_gen.go"} {
		if !bytes.Equal(read(t, filepath.Join(dir, name)), read(t, filepath.Join("..", "..", name))) {
			t.Errorf("%s is out of date: run go generate ./model", name)
		}
	}
}

func TestCompressedDescriptionsAreRead(t *testing.T) {
	dir := t.TempDir()
	service, paginators := filepath.Join(dir, "service-2.json.gz"), filepath.Join(dir, "paginators-1.json.gz")
	compress(t, ownDescription, service)
	compress(t, ownPaginators, paginators)
	if err := run(dir, service, paginators); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(read(t, filepath.Join(dir, "tables_gen.go")), read(t, "../../tables_gen.go")) {
		t.Error("a compressed description makes other tables")
	}
}

// small is a description of one operation, with the prose and the other
// members that botocore's have.
const small = `{
	"metadata": {"protocol": "rest-json", "serviceId": "Small", "auth": ["aws.auth#sigv4"]},
	"documentation": "<p>Prose.</p>",
	"operations": {"GetURL": {
		"name": "GetURL", "http": {"method": "GET", "requestUri": "/url/{id}", "responseCode": 200}, "documentation": "<p>Prose.</p>",
		"input": {"shape": "In"}, "output": {"shape": "Out", "documentation": "<p>Prose.</p>"}, "errors": [{"shape": "Gone", "documentation": "<p>Prose.</p>"}]
	}},
	"shapes": {
		"In": {"type": "structure", "required": ["Id"], "members": {
			"Since": {"shape": "__time", "location": "querystring", "locationName": "since"},
			"Id": {"shape": "__id", "location": "uri", "locationName": "id", "documentation": "<p>Prose.</p>"}
		}},
		"Out": {"type": "structure", "members": {"URLs": {"shape": "Names"}, "Counts": {"shape": "Counts", "locationName": "counts"}}},
		"Gone": {"type": "structure", "members": {}, "exception": true, "error": {"httpStatusCode": 410}},
		"Names": {"type": "list", "member": {"shape": "__id"}, "documentation": "<p>Prose.</p>"},
		"Counts": {"type": "map", "key": {"shape": "__id"}, "value": {"shape": "__count"}},
		"__id": {"type": "string", "min": 1, "enum": ["a", "b"], "pattern": "^[ab]$"},
		"__count": {"type": "integer"},
		"__time": {"type": "timestamp", "timestampFormat": "iso8601"},
		"Unused": {"type": "structure", "members": {}}
	}
}`

func TestSmallDescription(t *testing.T) {
	dir := t.TempDir()
	if err := run(dir, write(t, small), write(t, `{"pagination": {}}`)); err != nil {
		t.Fatal(err)
	}
	for name, lines := range map[string][]string{
		"tables_gen.go": {
			`{Name: "GetURL", Command: "get-url", Method: "GET", URI: "/url/{id}", Status: 200, Input: &shapeIn, Output: &shapeOut, Errors: []*Shape{&shapeGone}},`,
			`{Name: "Since", Wire: "since", Flag: "since", Location: Query, Shape: &shapeTime},`,
			`{Name: "Id", Wire: "id", Flag: "id", Location: URI, Shape: &shapeId},`,
			`{Name: "URLs", Wire: "URLs", Flag: "urls", Shape: &shapeNames},`,
			`}, Required: []string{"Id"}}`,
			`var shapeGone = Shape{Name: "Gone", Kind: Structure, Status: 410}`,
			`var shapeNames = Shape{Name: "Names", Kind: List, Element: &shapeId}`,
			`var shapeCounts = Shape{Name: "Counts", Kind: Map, Key: &shapeId, Element: &shapeCount}`,
			`var shapeId = Shape{Name: "__id", Kind: String, Enum: []string{"a", "b"}, Pattern: "^[ab]$", Min: 1, HasMin: true}`,
		},
		"structs_gen.go": {
			"type GetURLInput struct {\n\tSince *time.Time\n\tId    *string\n}",
			"type GetURLOutput struct {\n\tURLs   []string\n\tCounts StringMap[int64]\n}",
		},
	} {
		got := string(read(t, filepath.Join(dir, name)))
		for _, line := range lines {
			if !strings.Contains(got, line) {
				t.Errorf("%s lacks\n%s\nin\n%s", name, line, got)
			}
		}
		if strings.Contains(got, "Prose") || strings.Contains(got, "Unused") {
			t.Errorf("%s holds prose or shapes that nothing uses:\n%s", name, got)
		}
	}
}

func TestBrokenDescriptions(t *testing.T) {
	const head = `{"metadata": {"protocol": "rest-json"}, `
	const operation = `"operations": {"A": {"http": {"method": "GET", "requestUri": "/"}, "input": {"shape": "In"}}}, `
	tests := []struct{ name, service, want string }{
		{"not JSON", `<xml>`, "invalid character '<'"},
		{"nothing", ``, "unexpected end of JSON input"},
		{"another document", `{"openapi": "3.0.1", "paths": {}}`, "not a service-2.json: it has no operations or no shapes"},
		{"a list of operations", `{"operations": [1]}`, "want an object, got [1]"},
		{"another protocol", `{"metadata": {"protocol": "query"}, ` + operation + `"shapes": {"In": {"type": "structure"}}}`, `the service's protocol is "query"`},
		{"an operation without HTTP", head + `"operations": {"A": {"input": {"shape": "In"}}}, "shapes": {"In": {"type": "structure"}}}`, "operation A has no HTTP method and URI"},
		{"an operation without input", head + `"operations": {"A": {"http": {"method": "GET", "requestUri": "/"}}}, "shapes": {"In": {"type": "structure"}}}`, "operation A has no input"},
		{"an operation on a shape that is not there", head + operation + `"shapes": {"Out": {"type": "structure"}}}`, `operation A refers to "In", which is no structure`},
		{"an operation on a string", head + operation + `"shapes": {"In": {"type": "string"}}}`, `operation A refers to "In", which is no structure`},
		{"a member of a shape that is not there", head + operation + `"shapes": {"In": {"type": "structure", "members": {"M": {"shape": "Lost"}}}}}`, `shape In refers to "Lost", which is not there`},
		{"a member that is no object", head + operation + `"shapes": {"In": {"type": "structure", "members": {"M": 5}}}}`, "In: M: json: cannot unmarshal number"},
		{"a type that is not known", head + operation + `"shapes": {"In": {"type": "structure", "members": {"M": {"shape": "S"}}}, "S": {"type": "set"}}}`, `shape S is of type "set", which is not known`},
		{"a location that is not known", head + operation + `"shapes": {"In": {"type": "structure", "members": {"M": {"shape": "S", "location": "moon"}}}, "S": {"type": "string"}}}`, `In.M stands in "moon", which is not known`},
		{"a list of nothing", head + operation + `"shapes": {"In": {"type": "structure"}, "L": {"type": "list"}}}`, "shape L is a list of nothing"},
		{"a map of nothing", head + operation + `"shapes": {"In": {"type": "structure"}, "L": {"type": "map", "key": {"shape": "In"}}}}`, "shape L is a map of nothing"},
		{"a shape that contains itself", head + operation + `"shapes": {"In": {"type": "structure", "members": {"M": {"shape": "L"}}}, "L": {"type": "list", "member": {"shape": "In"}}}}`, "shape In contains itself"},
		{"two shapes of one Go name", head + operation + `"shapes": {"In": {"type": "structure"}, "__in": {"type": "string"}}}`, "shapes In and __in would have one Go name, shapeIn"},
		{"a shape twice", head + operation + `"shapes": {"In": {"type": "structure"}, "In": {"type": "structure"}}}`, "In stands there twice"},
		{"a name that Go cannot have", head + operation + `"shapes": {"In": {"type": "structure", "members": {"a-b": {"shape": "In"}}}}}`, `shape In: "a-b" makes no Go name`},
		{"a name of nothing", head + operation + `"shapes": {"In": {"type": "structure"}, "__": {"type": "string"}}}`, `shape __: "__" makes no Go name`},
		{"a damaged archive", "\x1f\x8bxx", "unexpected EOF"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir, path := t.TempDir(), write(t, tt.service)
			err := run(dir, path, ownPaginators)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("run with %s: %v, want an error with %q", tt.service, err, tt.want)
			}
			if files, _ := os.ReadDir(dir); len(files) > 0 {
				t.Errorf("run with %s wrote %v in spite of %v", tt.service, files, err)
			}
		})
	}
}

func TestBrokenPaginators(t *testing.T) {
	err := run(t.TempDir(), ownDescription, write(t, `{"version": 1}`))
	if err == nil || !strings.Contains(err.Error(), "not a paginators-1.json") {
		t.Errorf("run with other paginators: %v", err)
	}
	if err := run(t.TempDir(), ownDescription, filepath.Join(t.TempDir(), "none.json")); !os.IsNotExist(err) {
		t.Errorf("run without paginators: %v", err)
	}
}

func TestKebab(t *testing.T) {
	for name, want := range map[string]string{
		"CreateApi":                         "create-api",
		"DisableExecuteApiEndpoint":         "disable-execute-api-endpoint",
		"AuthorizerResultTtlInSeconds":      "authorizer-result-ttl-in-seconds",
		"ACMManaged":                        "acm-managed",
		"JWTConfiguration":                  "jwt-configuration",
		"TLS":                               "tls",
		"PoolARNs":                          "pool-arns",
		"GetPortalProductSharingPolicy":     "get-portal-product-sharing-policy",
		"body":                              "body",
		"ApiId":                             "api-id",
		"DeleteRouteRequestParameter":       "delete-route-request-parameter",
		"OwnershipVerificationCertificateA": "ownership-verification-certificate-a",
	} {
		if got := kebab(name); got != want {
			t.Errorf("kebab(%q) = %q, want %q", name, got, want)
		}
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func write(t *testing.T, text string) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "input.json")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func compress(t *testing.T, from, to string) {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(read(t, from)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}
