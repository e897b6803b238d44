package model

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestParseJSON(t *testing.T) {
	doc := NewDocument
	tests := []struct {
		name string
		in   string
		want any
	}{
		{"null is nil", "null", nil},
		{"true is a bool", "true", true},
		{"false is a bool", " false\n", false},
		{"an integer is an int64", "-12", int64(-12)},
		{"minus zero is the integer zero", "-0", int64(0)},
		{"the greatest int64 fits", "9223372036854775807", int64(math.MaxInt64)},
		{"an integer too great is kept as written", "9223372036854775808", json.Number("9223372036854775808")},
		{"a fraction makes a float", "1.0", 1.0},
		{"an exponent makes a float", "1e2", 100.0},
		{"a float out of range is infinite", "-1e999", math.Inf(-1)},
		{"Infinity is a number", "Infinity", math.Inf(1)},
		{"minus Infinity is a number", "-Infinity", math.Inf(-1)},
		{"an empty string", `""`, ""},
		{"a string keeps text outside ASCII", `"é😀"`, "é😀"},
		{"a string keeps DEL", "\"\x7f\"", "\x7f"},
		{"escapes of one letter", `"\"\\\/\b\f\n\r\t"`, "\"\\/\b\f\n\r\t"},
		{"a unicode escape in either case", `"\u00e9\u00E9"`, "éé"},
		{"a surrogate pair is one character", `"a\ud83d\ude00b"`, "a😀b"},
		{"the first half of a pair alone is replaced", `"\ud83dx"`, "\ufffdx"},
		{"the second half of a pair alone is replaced", `"\ude00\ud83d"`, "\ufffd\ufffd"},
		{"an empty array", "[ ]", []any{}},
		{"an array", "[1, [], \"a\"]", []any{int64(1), []any{}, "a"}},
		{"an empty object", "{ }", &Document{}},
		{"members keep their order", `{"b":1,"a":{"c":null}}`, doc(Field{"b", int64(1)}, Field{"a", doc(Field{"c", nil})})},
		{"the last of two members counts, at the first one's place", `{"a":1,"b":2,"a":3}`, doc(Field{"a", int64(3)}, Field{"b", int64(2)})},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseJSON(tt.in)
			if err != nil || !reflect.DeepEqual(got, tt.want) {
				t.Errorf("ParseJSON(%q) = %#v, %v, want %#v", tt.in, got, err, tt.want)
			}
		})
	}
}

func TestParseJSONReadsNaN(t *testing.T) {
	v, err := ParseJSON("NaN")
	if f, ok := v.(float64); err != nil || !ok || !math.IsNaN(f) {
		t.Errorf("ParseJSON(NaN) = %v, %v", v, err)
	}
}

func TestParseJSONFindsDuplicatesInLargeObjects(t *testing.T) {
	var text strings.Builder
	text.WriteString("{")
	for i := range 3 * manyMembers {
		fmt.Fprintf(&text, `"k%d": %d, `, i%(2*manyMembers), i)
	}
	text.WriteString(`"k0": "last"}`)
	v, err := ParseJSON(text.String())
	if err != nil {
		t.Fatal(err)
	}
	d := v.(*Document)
	if d.Len() != 2*manyMembers {
		t.Errorf("Len() = %d, want %d", d.Len(), 2*manyMembers)
	}
	for i, want := range map[int]any{0: "last", 1: int64(2*manyMembers + 1), 2*manyMembers - 1: int64(2*manyMembers - 1)} {
		if got := d.At(i); got != (Field{fmt.Sprintf("k%d", i), want}) {
			t.Errorf("At(%d) = %v, want the value %v", i, got, want)
		}
	}
}

// The messages are those of Python 3.11's json.loads.
func TestParseJSONErrors(t *testing.T) {
	tests := []struct {
		name   string
		in     string
		offset int
		want   string
	}{
		{"nothing at all", "", 0, "Expecting value: line 1 column 1 (char 0)"},
		{"only white space", " \n", 2, "Expecting value: line 2 column 1 (char 2)"},
		{"a word that is none", "[nul]", 1, "Expecting value: line 1 column 2 (char 1)"},
		{"a byte order mark", "\ufeff1", 0, "Unexpected UTF-8 BOM (decode using utf-8-sig): line 1 column 1 (char 0)"},
		{"a minus sign alone", "-", 0, "Expecting value: line 1 column 1 (char 0)"},
		{"a leading zero", "01", 1, "Extra data: line 1 column 2 (char 1)"},
		{"a point without digits", "1.", 1, "Extra data: line 1 column 2 (char 1)"},
		{"an exponent without digits", "1.5e+", 3, "Extra data: line 1 column 4 (char 3)"},
		{"a second value", `{"a": 1} {"b": 2}`, 9, "Extra data: line 1 column 10 (char 9)"},
		{"a name without quotes", "{a: 1}", 1, "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"},
		{"an object that ends early", "{", 1, "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"},
		{"a comma before the closing brace", `{"a": 1,}`, 8, "Expecting property name enclosed in double quotes: line 1 column 9 (char 8)"},
		{"no value after a colon", `{"a":}`, 5, "Expecting value: line 1 column 6 (char 5)"},
		{"no colon", `{"a" 1}`, 5, "Expecting ':' delimiter: line 1 column 6 (char 5)"},
		{"no comma between members", `{"a": 1 "b": 2}`, 8, "Expecting ',' delimiter: line 1 column 9 (char 8)"},
		{"no comma between elements", "[1 2]", 3, "Expecting ',' delimiter: line 1 column 4 (char 3)"},
		{"an array that ends early", "[1", 2, "Expecting ',' delimiter: line 1 column 3 (char 2)"},
		{"a comma before the closing bracket", "[1,]", 3, "Expecting value: line 1 column 4 (char 3)"},
		{"a string that ends early", `["ab`, 1, "Unterminated string starting at: line 1 column 2 (char 1)"},
		{"a string that ends with a backslash", `"a\`, 0, "Unterminated string starting at: line 1 column 1 (char 0)"},
		{"a newline in a string", "\"a\nb\"", 2, "Invalid control character at: line 1 column 3 (char 2)"},
		{"an unknown escape", `"a\x"`, 2, `Invalid \escape: line 1 column 3 (char 2)`},
		{"a short unicode escape", `"\u12"`, 2, `Invalid \uXXXX escape: line 1 column 3 (char 2)`},
		{"a unicode escape at the end", `"\u1234`, 2, `Invalid \uXXXX escape: line 1 column 3 (char 2)`},
		{"a bad second half of a pair", `"\ud83d\u12"`, 8, `Invalid \uXXXX escape: line 1 column 9 (char 8)`},
		{"places count characters, not bytes", "[\"é😀\",\n \"ü\" x]", 17, "Expecting ',' delimiter: line 2 column 6 (char 12)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v, err := ParseJSON(tt.in)
			e, ok := errors.AsType[*JSONError](err)
			if !ok {
				t.Fatalf("ParseJSON(%q) = %v, %v, want a *JSONError", tt.in, v, err)
			}
			if e.Error() != tt.want || e.Offset != tt.offset {
				t.Errorf("ParseJSON(%q): %q at %d, want %q at %d", tt.in, e, e.Offset, tt.want, tt.offset)
			}
		})
	}
}

func TestParseJSONBoundsDepth(t *testing.T) {
	deep := func(n int) string { return strings.Repeat(`[{"a":`, n/2) + "1" + strings.Repeat("}]", n/2) }
	if _, err := ParseJSON(deep(maxJSONDepth)); err != nil {
		t.Errorf("%d levels: %v", maxJSONDepth, err)
	}
	_, err := ParseJSON(deep(maxJSONDepth + 2))
	e, ok := errors.AsType[*JSONError](err)
	if !ok || e.Msg != "Nesting deeper than 1000 levels" {
		t.Errorf("%d levels: %v", maxJSONDepth+2, err)
	}
}

func TestAppendJSON(t *testing.T) {
	date := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	tests := []struct {
		name   string
		in     any
		indent int
		want   string
	}{
		{"null", nil, 4, "null"},
		{"a bool", true, 4, "true"},
		{"an integer", int64(-7), 4, "-7"},
		{"a great integer", json.Number("9223372036854775808"), 4, "9223372036854775808"},
		{"a float that is whole", 1.0, 4, "1.0"},
		{"a float", 0.1, 4, "0.1"},
		{"a float below the exponent's limit", 1e15, 4, "1000000000000000.0"},
		{"a float from the exponent's limit", 1e16, 4, "1e+16"},
		{"a small float", 0.0001, 4, "0.0001"},
		{"a smaller float", 0.00001, 4, "1e-05"},
		{"minus zero", math.Copysign(0, -1), 4, "-0.0"},
		{"not a number", math.NaN(), 4, "NaN"},
		{"infinity", math.Inf(1), 4, "Infinity"},
		{"minus infinity", math.Inf(-1), 4, "-Infinity"},
		{"text outside ASCII stays", "é😀\u2028\x7f", 4, "\"é😀\u2028\x7f\""},
		{"escapes", "\"\\/\b\f\n\r\t\x00\x1f", 4, `"\"\\/\b\f\n\r\t\u0000\u001f"`},
		{"bytes that are not UTF-8 are replaced", "a\xffb\xc3", 4, "\"a\ufffdb\ufffd\""},
		{"a blob is base64", []byte{0, 1, 255}, 4, `"AAH/"`},
		{"a timestamp", date, 4, `"2026-01-02T03:04:05Z"`},
		{"a timestamp of another zone", date.In(time.FixedZone("", 3600)), 4, `"2026-01-02T03:04:05Z"`},
		{"a timestamp with a fraction", date.Add(123 * time.Millisecond), 4, `"2026-01-02T03:04:05.123000Z"`},
		{"an empty list", []any{}, 4, "[]"},
		{"an empty document", &Document{}, 4, "{}"},
		{"a nil document", (*Document)(nil), 4, "{}"},
		{
			"nested and indented",
			NewDocument(Field{"a", []any{int64(1), NewDocument()}}, Field{"é", NewDocument(Field{"b", nil})}), 4,
			"{\n    \"a\": [\n        1,\n        {}\n    ],\n    \"é\": {\n        \"b\": null\n    }\n}",
		},
		{"nested and compact", NewDocument(Field{"a", []any{int64(1), "x"}}, Field{"b", NewDocument(Field{"c", true})}), 0, `{"a":[1,"x"],"b":{"c":true}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := string(AppendJSON([]byte("x"), tt.in, tt.indent)); got != "x"+tt.want {
				t.Errorf("AppendJSON(%#v, %d) = %q, want %q", tt.in, tt.indent, got, "x"+tt.want)
			}
		})
	}
}

func FuzzParseJSON(f *testing.F) {
	for _, s := range []string{
		`{"AllowOrigins": ["https://a.example"], "MaxAge": 5, "x": {}}`, `[1.5e3, -0, NaN, -Infinity, null]`,
		`"\ud83d\ude00\u0000\/"`, `{"a":1,"a":2,}`, "\xff\"\xff\"", "[[[[", "123456789012345678901234567890",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		v, err := ParseJSON(in)
		if err != nil {
			e, ok := errors.AsType[*JSONError](err)
			if !ok || e.Offset < 0 || e.Offset > len(in) || e.Char > e.Offset || e.Column > e.Char+1 || e.Line < 1 {
				t.Fatalf("ParseJSON(%q): error %#v has no place in it", in, err)
			}
			return
		}
		for _, indent := range []int{0, 4} {
			text := AppendJSON(nil, v, indent)
			if !utf8.Valid(text) {
				t.Fatalf("AppendJSON(%#v) = %q is not UTF-8", v, text)
			}
			again, err := ParseJSON(string(text))
			if err != nil {
				t.Fatalf("ParseJSON(AppendJSON(%#v)): %v", v, err)
			}
			if utf8.ValidString(in) && PythonRepr(again) != PythonRepr(v) {
				t.Fatalf("ParseJSON(AppendJSON(%#v, %d)) = %#v", v, indent, again)
			}
		}
	})
}

// stateLike is a text of the form and size of a state file of n APIs.
func stateLike(n int) string {
	var apis, routes []any
	for i := range 20 {
		routes = append(routes, NewDocument(
			Field{"RouteId", fmt.Sprintf("r%06d", i)}, Field{"RouteKey", fmt.Sprintf("GET /pets/%d", i)},
			Field{"ApiKeyRequired", false}, Field{"AuthorizationType", "NONE"}, Field{"Target", "integrations/abcdefg"}))
	}
	for i := range n {
		apis = append(apis, NewDocument(
			Field{"ApiId", fmt.Sprintf("a%09d", i)}, Field{"Name", "pets \"and\" more"}, Field{"CreatedDate", "2026-01-02T03:04:05Z"},
			Field{"CorsConfiguration", NewDocument(Field{"AllowOrigins", []any{"https://www.example.com", "https://app.example.com"}}, Field{"MaxAge", int64(3600)})},
			Field{"Routes", routes}))
	}
	return string(AppendJSON(nil, NewDocument(Field{"version", int64(1)}, Field{"apis", apis}), 4))
}

func BenchmarkParseJSON(b *testing.B) {
	small := `{"ApiId": "abc123", "CorsConfiguration": {"AllowOrigins": ["https://www.example.com"], "MaxAge": 300, "AllowCredentials": true}}`
	for name, text := range map[string]string{"Option": small, "State": stateLike(1000)} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				if _, err := ParseJSON(text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkAppendJSON(b *testing.B) {
	v, err := ParseJSON(stateLike(1000))
	if err != nil {
		b.Fatal(err)
	}
	var buf []byte
	b.ReportAllocs()
	for b.Loop() {
		buf = AppendJSON(buf[:0], v, 4)
	}
	b.SetBytes(int64(len(buf)))
}
