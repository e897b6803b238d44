package openapi

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// TestHostileDocuments holds that no document makes the reader take more than
// a moment or more than a share of the memory, whatever it makes of it.
func TestHostileDocuments(t *testing.T) {
	const size = 512 << 10 // enough for the square of it to take minutes
	fill := func(before, unit, after string) string {
		return before + strings.Repeat(unit, (size-len(before)-len(after))/len(unit)) + after
	}
	numbered := func(before, unit, after string) string {
		var b strings.Builder
		b.WriteString(before)
		for i := 0; b.Len() < size-200; i++ {
			fmt.Fprintf(&b, unit, i)
		}
		return b.String() + after
	}
	var laughs strings.Builder
	laughs.WriteString("openapi: 3.0.1\nx0: &x0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n")
	for i := range 20 {
		fmt.Fprintf(&laughs, "x%d: &x%d [%s]\n", i+1, i+1, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*x%d, ", i), 9), ", "))
	}
	var deep strings.Builder
	deep.WriteString("openapi: 3.0.1\nx0: &x0 [1]\n")
	for i := range 5000 {
		fmt.Fprintf(&deep, "x%d: &x%d [*x%d]\n", i+1, i+1, i)
	}
	const head = `{"openapi":"3.0.1","info":{"title":"t"},`
	cases := []struct{ name, document string }{
		{"too long", strings.Repeat(" ", maxDocument) + "{}"},
		{"as long as may be", head + `"paths":{},"x":"` + strings.Repeat("x", maxDocument-60) + `"}`},
		{"an alias bomb", laughs.String() + "paths: {}\n"},
		{"deep aliases", deep.String() + "paths: {}\n"},
		{"an alias bomb of merges", "a: &a {b: 1}\n" + strings.Repeat("c: &a {<<: [*a, *a]}\n", 3)},
		{"deep JSON", fill(head+`"paths":`, "[", "")},
		{"deep JSON objects", fill(head+`"paths":`, `{"a":`, "")},
		{"deep YAML", fill("openapi: 3.0.1\npaths: ", "[", "")},
		{"deep YAML mappings", fill("openapi: 3.0.1\npaths: ", "{a: ", "")},
		{"deep YAML lists", fill("openapi: 3.0.1\npaths:\n", "- ", "")},
		{"deep YAML keys", fill("openapi: 3.0.1\npaths:\n", "? ", "")},
		{"YAML commas", fill("openapi: 3.0.1\npaths: [", ",", "]")},
		{"YAML numbers", fill("openapi: 3.0.1\npaths: [", "1,", "]")},
		{"YAML comments", fill("openapi: 3.0.1\n", "#\n", "paths: {}\n")},
		{"YAML anchors", numbered("openapi: 3.0.1\npaths: [", "&a%d 1,", "]")},
		{"YAML tags", fill("openapi: 3.0.1\npaths: [", "!a b,", "]")},
		{"YAML lines", fill("openapi: 3.0.1\npaths:\n", " \n", "")},
		{"YAML values beyond the bound", "openapi: 3.0.1\npaths: [" + strings.Repeat("1,", maxYAMLMarks) + "]"},
		{"YAML directives", numbered("", "%%TAG !a%d! b\n", "---\nopenapi: 3.0.1\n")},
		{"YAML directives up to the bound", strings.Repeat("%TAG !a! b\n", maxTagDirectives) + "---\nopenapi: 3.0.1\n"},
		{"a YAML text", fill("openapi: 3.0.1\npaths: \"", "\\u0041 ", "\"")},
		{"a YAML block", fill("openapi: 3.0.1\npaths: |\n", "  a\n", "")},
		{"a plain YAML text", fill("openapi: 3.0.1\npaths: ", "a ", "")},
		{"many paths", numbered(head+`"paths":{`, `"/%d":{"get":{}},`, `"/":{}}}`)},
		{"many paths in YAML", numbered("openapi: 3.0.1\npaths:\n", "  /%d:\n    get:\n      responses: {default: {description: d}}\n", "")},
		{"many warnings", numbered(head+`"paths":{"/":{"get":{`, `"a%d":0,`, `"x-a":0}}}}`)},
		{"many aliases of one path", numbered("openapi: 3.0.1\nx-p: &p {get: {a: 1, b: 2, c: 3, d: 4}, post: {a: 1, b: 2, c: 3, d: 4}}\npaths:\n", "  /%d: *p\n", "")},
		{"many references", numbered(head+`"paths":{"/":{"get":{"parameters":[`, `{"$ref":"#/components/schemas/%[1]d"},`, `{}]}}},"components":{"schemas":{}}}`)},
		{"many references into much", numbered(head+`"paths":{"/":{"get":{"parameters":[`, `{"$ref":"#/paths/~1%[1]d"},`, `{}]}}}}`)},
		{"many references of integrations", numbered(head+`"paths":{},"components":{"x-amazon-apigateway-integrations":{`, `"%[1]d":{"$ref":"#/components/x-amazon-apigateway-integrations/%[1]d"},`, `"a":{}}}}`)},
		{"integrations that are called alike", fill(head+`"paths":{},"components":{"x-amazon-apigateway-integrations":{`, `"a":{},`, `"a":{}}}}`)},
		{"a server's variables", numbered(head+`"paths":{},"servers":[{"url":"/{1}","variables":{`, `"%d":{"default":"{1}{1}{1}{1}{1}"},`, `"a":{}}}]}`)},
		{"many tags", numbered(head+`"paths":{},"tags":[`, `{"name":"%d"},`, `{}]}`)},
		{"many security schemes", numbered(head+`"paths":{},"components":{"securitySchemes":{`, `"%d":{"x-amazon-apigateway-authorizer":{}},`, `"a":{}}}}`)},
		{"many members of an integration", numbered(head+`"paths":{"/":{"get":{"x-amazon-apigateway-integration":{`, `"%d":1,`, `"a":1}}}}}`)},
		{"many request parameters", numbered(head+`"paths":{"/":{"get":{"x-amazon-apigateway-integration":{"requestParameters":{`, `"%d":"1",`, `"a":"1"}}}}}}`)},
		{"many variables of AWS", fill(head+`"paths":{},"x":"`, "${AWS::Region}", `"}`)},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := Parse(c.document, Options{Basepath: "prepend", Region: "ap-southeast-1"})
			runtime.ReadMemStats(&after)
			if _, ok := errors.AsType[*DocumentError](err); err != nil && !ok {
				t.Errorf("Parse: %v, which is no *DocumentError", err)
			}
			if err != nil && len(err.Error()) > 1<<20 {
				t.Errorf("Parse: a message of %d bytes", len(err.Error()))
			}
			const most = 1 << 30 // all that was ever allocated, garbage included
			if n := after.TotalAlloc - before.TotalAlloc; n > most {
				t.Errorf("Parse allocated %d MB", n>>20)
			}
			if testing.Verbose() {
				t.Logf("%d MB, %.100q", (after.TotalAlloc-before.TotalAlloc)>>20, fmt.Sprint(err))
			}
		})
	}
}
