package openapi

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

// FuzzParse holds that a document is either refused at a place within it, or
// read; and that what was read and written once is read and written the same
// from then on.
func FuzzParse(f *testing.F) {
	f.Add(ordersJSON, "")
	f.Add(ordersYAML, "prepend")
	f.Add(document(`"/p":{"get":{"security":[{"A":["s"]}],"x-amazon-apigateway-integration":{"$ref":"#/components/x-amazon-apigateway-integrations/a"}}}`,
		`,"servers":[{"url":"/v1"}],"components":{"x-amazon-apigateway-integrations":{"a":{"type":"mock"}},"securitySchemes":{"A":{"x-amazon-apigateway-authorizer":{"type":"jwt"}}}}`), "split")
	f.Add("openapi: 3.0.1\ninfo: &i {title: t}\npaths:\n  <<: {/a: {get: {}}}\n  $default: {x-amazon-apigateway-any-method: {isDefaultRoute: true}}\nx-amazon-apigateway-cors: {maxAge: 1}\n", "")
	f.Add("a: &a [*a]", "")
	f.Add(`{"openapi":`, "")
	f.Fuzz(func(t *testing.T, body, basepath string) {
		d, err := Parse(body, Options{Basepath: basepath, Region: "us-east-1", AccountID: "123456789012"})
		if err != nil {
			checkPlace(t, err, body)
			return
		}
		for _, output := range []string{JSON, YAML} {
			options := ExportOptions{OutputType: output, Created: testCreated}
			once, err := Parse(export(t, d, options), Options{})
			if err != nil {
				t.Fatalf("the export of %q: %v", body, err)
			}
			twice, err := Parse(export(t, once, options), Options{})
			if err != nil {
				t.Fatalf("the second export of %q: %v", body, err)
			}
			if got, want := canonical(twice), canonical(once); !reflect.DeepEqual(got, want) {
				t.Fatalf("%q changes from\n%s\nto\n%s", body, show(want), show(got))
			}
		}
	})
}

// checkPlace checks that an error says what is wrong, and where as far as the
// text has such a place.
func checkPlace(t *testing.T, err error, body string) {
	t.Helper()
	e, ok := errors.AsType[*DocumentError](err)
	if !ok {
		t.Fatalf("%v is no *DocumentError", err)
	}
	if lines := strings.Count(body, "\n") + strings.Count(body, "\r") + 2; e.Message == "" || e.Line < 0 || e.Line > lines {
		t.Fatalf("%+v, of %q", e, body)
	}
}

// FuzzYAML holds that what is written as YAML is read back.
func FuzzYAML(f *testing.F) {
	for _, s := range []string{"", "a b", " a\n", "'", "\"\t", strings.Repeat("word ", 60), "2026-01-02", "- ? : #", strings.Repeat("long", 400), "\u2028\ufeff\uffff"} {
		f.Add(s, s)
	}
	f.Add("k"+strings.Repeat("\x1f", 30), "v") // a key longer than a line
	f.Fuzz(func(t *testing.T, name, text string) {
		name, text = strings.ToValidUTF8(name, "?"), strings.ToValidUTF8(text, "?")
		want := object(name, []any{text, object(text, name), []any{[]any{int64(1), true}}, object("a", []any{})})
		got, err := readYAML(string(appendYAML(nil, want)))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Fatalf("%q reads back as %v, %v", appendYAML(nil, want), got, err)
		}
	})
}
