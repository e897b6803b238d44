package management

import (
	"net/url"
	"strings"
	"testing"

	"gatehouse/model"
)

// strange has everything that an encoded label can hide: a slash, a percent
// sign before digits, dots, a blank, a plus sign, bytes outside ASCII.
const strange = "a/b%41 ../+$default=ü"

func TestEveryOperationIsFoundByItsPath(t *testing.T) {
	root := compileRoutes()
	operations := model.Operations()
	if len(operations) != 103 {
		t.Errorf("the model has %d operations, want 103", len(operations))
	}
	for i := range operations {
		op := &operations[i]
		segments := strings.Split(op.URI, "/")
		labels := 0
		for i, segment := range segments {
			if strings.HasPrefix(segment, "{") {
				segments[i] = url.PathEscape(strange)
				labels++
			}
		}
		path := strings.Join(segments, "/")
		b, values := root.find(op.Method, path)
		if b == nil || b.operation != op {
			t.Errorf("%s %s is not %s", op.Method, path, op.Name)
			continue
		}
		if len(b.labels) != labels {
			t.Errorf("%s has %d labels, want %d", op.Name, len(b.labels), labels)
		}
		for i, m := range b.labels {
			if got := decode(values[i]); got != strange {
				t.Errorf("%s: label %s = %q, want %q", op.Name, m.Wire, got, strange)
			}
		}
	}
}

func TestFind(t *testing.T) {
	tests := []struct {
		name, method, path string
		want               string // operation and labels
	}{
		{"a list", "GET", "/v2/apis", "GetApis"},
		{"an empty identifier at the end is the list", "GET", "/v2/apis/", "GetApis"},
		{"an empty identifier of a child is the list of children", "GET", "/v2/apis/a/routes/", "GetRoutes a"},
		{"an empty identifier in the middle is one", "GET", "/v2/apis//routes", "GetRoutes "},
		{"an identifier", "GET", "/v2/apis/abc", "GetApi abc"},
		{"an encoded identifier is decoded once", "GET", "/v2/apis/a%252Fb", "GetApi a%2Fb"},
		{"a plus sign is no blank", "GET", "/v2/apis/a+b", "GetApi a+b"},
		{"an encoded literal", "GET", "/v2/%61pis/abc", "GetApi abc"},
		{"an encoded slash is no separator", "GET", "/v2/apis%2Fabc", ""},
		{"a route key", "DELETE", "/v2/apis/a/stages/%24default/routesettings/GET%20%2Fpets", "DeleteRouteSettings a $default GET /pets"},
		{"an encoded ARN", "GET", "/v2/tags/arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Fapis%2Fabc", "GetTags arn:aws:apigateway:us-east-1::/apis/abc"},
		{"an ARN that is not encoded", "GET", "/v2/tags/arn:aws:apigateway:us-east-1::/apis/abc/stages/%24default", "GetTags arn:aws:apigateway:us-east-1::/apis/abc/stages/$default"},
		{"no ARN", "GET", "/v2/tags/", ""},
		{"a method that the path does not have", "PUT", "/v2/vpclinks", ""},
		{"a method in small letters", "get", "/v2/apis", ""},
		{"a path that goes on", "GET", "/v2/apis/a/routes/r/routeresponses/x/y", ""},
		{"two slashes", "GET", "//v2/apis", ""},
		{"the first version's path", "GET", "/restapis", ""},
		{"the root", "GET", "/", ""},
		{"no path", "OPTIONS", "*", ""},
	}
	root := compileRoutes()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			if b, values := root.find(tt.method, tt.path); b != nil {
				got = b.operation.Name
				for i := range b.labels {
					got += " " + decode(values[i])
				}
			}
			if got != tt.want {
				t.Errorf("find(%s, %q) = %q, want %q", tt.method, tt.path, got, tt.want)
			}
		})
	}
}

func FuzzFind(f *testing.F) {
	root := compileRoutes()
	f.Add("GET", "/v2/apis/%2F")
	f.Add("DELETE", "/v2/tags/arn:aws:apigateway:us-east-1::/apis/abc")
	f.Fuzz(func(t *testing.T, method, path string) {
		b, values := root.find(method, path)
		if b == nil {
			return
		}
		if b.operation.Method != method {
			t.Errorf("find(%q, %q) = %s", method, path, b.operation.Name)
		}
		// The same path, made anew of the labels, is the same operation. An
		// empty identifier at the end has no path of its own.
		again := b.operation.URI
		for i, m := range b.labels {
			again = strings.Replace(again, "{"+m.Wire+"}", url.PathEscape(decode(values[i])), 1)
		}
		if c, _ := root.find(method, again); c != b && !strings.HasSuffix(again, "/") {
			t.Errorf("find(%q, %q) is %s, but not of %q", method, path, b.operation.Name, again)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	root := compileRoutes()
	b.ReportAllocs()
	for b.Loop() {
		root.find("GET", "/v2/apis/abcdefghij/routes/klmnopq")
	}
}

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		New(Config{})
	}
}
