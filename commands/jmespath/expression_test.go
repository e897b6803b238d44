package jmespath

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"gatehouse/model"
)

// apis is the response of get-apis with n APIs, as it is queried.
func apis(t testing.TB, n int) any {
	var b strings.Builder
	b.WriteString(`{"Items": [`)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"ApiEndpoint": "https://api%[1]d.execute-api.us-east-1.amazonaws.com", "ApiId": "api%[1]d",
			"ApiKeySelectionExpression": "$request.header.x-api-key",
			"CorsConfiguration": {"AllowOrigins": ["https://www.example.com"], "MaxAge": %[2]d},
			"CreatedDate": "2026-01-02T03:04:05+00:00", "DisableExecuteApiEndpoint": false, "Name": "pets %[3]d",
			"ProtocolType": "HTTP", "RouteSelectionExpression": "$request.method $request.path", "Tags": {"team": "t%[2]d"}}`,
			i, i%7, n-i)
	}
	b.WriteString(`]}`)
	return parse(t, b.String())
}

// TestQueries is what people ask of an account.
func TestQueries(t *testing.T) {
	tests := []struct{ name, expr, want string }{
		{"a member", "Items[0].ApiId", `"api0"`},
		{"how many", "length(Items)", `3`},
		{"the id of a name", "Items[?Name=='pets 2'].ApiId | [0]", `"api1"`},
		{"a hash keeps its own order", "Items[].{Name: Name, Id: ApiId, Age: CorsConfiguration.MaxAge}",
			`[{"Name":"pets 3","Id":"api0","Age":0},{"Name":"pets 2","Id":"api1","Age":1},{"Name":"pets 1","Id":"api2","Age":2}]`},
		{"an object keeps the response's", "Items[1].CorsConfiguration", `{"AllowOrigins":["https://www.example.com"],"MaxAge":1}`},
		{"the order of names", "sort_by(Items, &Name)[].ApiId", `["api2","api1","api0"]`},
		{"the last by age", "max_by(Items, &CorsConfiguration.MaxAge).[ApiId, Tags.team]", `["api2","t2"]`},
		{"what is not there", "Items[?Tags.team=='none'].ApiId | [0]", `null`},
	}
	v := apis(t, 3)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := search(tt.expr, v)
			if err != nil || compact(got) != tt.want {
				t.Errorf("%q = %s, %v, want %s", tt.expr, compact(got), err, tt.want)
			}
		})
	}
}

func TestExpressionIsShared(t *testing.T) {
	e, err := Compile("Items[?CorsConfiguration.MaxAge > `0`].{Id: ApiId, Tags: merge(Tags, `{\"x\":1}`)} | sort_by(@, &Id) | length(@)")
	if err != nil {
		t.Fatal(err)
	}
	v := apis(t, 14)
	var searches sync.WaitGroup
	for range 4 {
		searches.Go(func() {
			if got, err := e.Search(v); err != nil || got != int64(12) {
				t.Errorf("Search = %v, %v, want 12", got, err)
			}
		})
	}
	searches.Wait()
}

// FuzzSearch holds that nothing panics, that a mistake lies within the
// expression, that a search finds values of a document, finds the same when it
// is repeated or stands in parentheses before a pipe, and leaves its input as
// it was.
func FuzzSearch(f *testing.F) {
	value := `{"Items":[{"ApiId":"a","n":1,"t":[]},{"ApiId":"b","n":2.5,"t":["x"]}],"a":{"b":[[1],[2,[3]]]},"s":"é","z":null}`
	for _, expr := range []string{
		"Items[?n > `1`].{Id: ApiId, \"q\": t[0]} | [0]", "a.b[][::-1] | length(@)", "sort_by(Items, &n)[*].t[]", "!s && z || *.b",
		"join(',', Items[].ApiId)", "to_number('1_0')", "[&a]", "`{bad`", "merge(a, @, `[[\"x\",1]]`)", "a[", "\"\\u12\"", "s == 'é'",
	} {
		f.Add(expr, value)
	}
	f.Fuzz(func(t *testing.T, expr, text string) {
		// Each "[@,@]|" doubles what a search finds.
		if len(expr) > 64 || len(text) > 512 {
			t.Skip()
		}
		v, err := model.ParseJSON(text)
		if err != nil {
			t.Skip()
		}
		e, err := Compile(expr)
		if err != nil {
			checkCompileError(t, expr, err)
			return
		}
		before := compact(v)
		got := outcome(e.Search(v))
		if after := compact(v); after != before {
			t.Fatalf("Search of %q changed %s to %s", expr, before, after)
		}
		if again := outcome(e.Search(v)); again != got {
			t.Fatalf("Search of %q in %s = %s, then %s", expr, before, got, again)
		}
		if piped := outcome(search("("+expr+") | @", v)); piped != got {
			t.Fatalf("%q in %s = %s, but piped on it is %s", expr, before, got, piped)
		}
	})
}

func checkCompileError(t *testing.T, expr string, err error) {
	t.Helper()
	switch e := err.(type) {
	case *SyntaxError:
		if e.Expression != expr || e.Offset < 0 || e.Offset > len(expr) || e.Error() == "" {
			t.Fatalf("Compile(%q) fails at %d of %q: %v", expr, e.Offset, e.Expression, e)
		}
	default:
		// No expression of the length that is tried is too deep or has too large a number.
		t.Fatalf("Compile(%q) fails with a %T: %v", expr, err, err)
	}
}

// outcome is what a search ended in, as text.
func outcome(v any, err error) string {
	if err != nil {
		return fmt.Sprintf("%T: %v", err, err)
	}
	return compact(v)
}

func BenchmarkCompile(b *testing.B) {
	for _, expr := range []string{"ApiId", "length(Items)", "Items[?Name=='pets 2'].{Id: ApiId, Origins: CorsConfiguration.AllowOrigins} | [0]"} {
		b.Run(expr, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Compile(expr); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkSearch(b *testing.B) {
	one, many := parse(b, `{"ApiEndpoint": "https://a.example", "ApiId": "a"}`), apis(b, 1000)
	for _, bb := range []struct {
		expr string
		in   any
	}{
		{"ApiId", one},
		{"length(Items)", many},
		{"Items[?Name=='pets 2'].ApiId | [0]", many},
		{"Items[].{Id: ApiId, Origins: CorsConfiguration.AllowOrigins}", many},
		{"sort_by(Items, &Name)[].ApiId", many},
	} {
		b.Run(bb.expr, func(b *testing.B) {
			e, err := Compile(bb.expr)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := e.Search(bb.in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
