package model

import (
	"reflect"
	"testing"
)

// FuzzDecoder holds that a Decoder does what Decode does with the document of
// the same text.
func FuzzDecoder(f *testing.F) {
	for _, seed := range []string{
		`null`, `"text"`, `"a\u0062\n"`, `""`, `5`, `-1.5e3`, `true`, `{}`, `[]`, ` {"a": "b"} `, `nul`, `{"AllowOrigins": ["a", "b\n"], "MaxAge": 5}`,
		`{"AllowOrigins": null, "Other": [1, {"x": 2}], "AllowCredentials": true}`, `{"AllowOrigins": [1]}`, `{"AllowOrigins": ["a",]}`, `{"AllowOrigins": ["a" "b"]}`,
		`{"AllowOrigins": [`, `{"AllowOrigins": ["a", null]}`, `{"MaxAge": "x"}`, `{"MaxAge": 1, "MaxAge": 2}`, `{"MaxAge": 1, "MaxAge": null}`, `{"MaxAge": "x", "MaxAge": 1}`, `{"MaxAge": 1,}`, `{"MaxAge" 1}`, `{"AllowOrigins": "x"}`, `{"AllowOrigins": {}}`,
		`{"200": {"a": "b"}}`, `{"GET /": {"ThrottlingRateLimit": 1}}`, `"2026-01-02T03:04:05Z"`, `["a"]`, `["a"] x`, `[[]]`, `{"AllowOrigins": ["a", "\x"]}`, `{"a": [NaN, -Infinity]}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v, parseErr := ParseJSON(text)
		for _, name := range []string{"CorsConfiguration", "Name", "Tags", "DisableSchemaValidation", "CreatedDate", "Warnings", "Colour"} {
			checkDecoder[Api](t, "Api", name, text, v, parseErr)
		}
		for _, name := range []string{"DefaultRouteSettings", "RouteSettings", "StageVariables"} {
			checkDecoder[Stage](t, "CreateStageResponse", name, text, v, parseErr)
		}
	})
}

func checkDecoder[T any](t *testing.T, shapeName, name, text string, v any, parseErr error) {
	t.Helper()
	var got, want T
	err := NewDecoder[T](shape(t, shapeName)).Member(&got, name, text)
	wantErr := parseErr
	if wantErr == nil {
		wantErr = Decode(NewDocument(Field{name, v}), shape(t, shapeName), &want)
	}
	if shape(t, shapeName).Member(name) == nil { // which is not looked at
		wantErr = nil
	}
	if !sameText(err, wantErr) || err == nil && !reflect.DeepEqual(got, want) {
		t.Fatalf("Member(%s, %q) = %s, %v, want %s, %v", name, text, show(got), err, show(want), wantErr)
	}
}

func sameText(a, b error) bool {
	return (a == nil) == (b == nil) && (a == nil || a.Error() == b.Error())
}

func TestDecoderSetsTexts(t *testing.T) {
	decoder := NewDecoder[Api](shape(t, "Api"))
	var api Api
	decoder.Text(&api, "ApiId", "a1")
	decoder.Text(&api, "Colour", "red")
	if want := (Api{ApiId: new("a1")}); !reflect.DeepEqual(api, want) {
		t.Errorf("the API is %s, want %s", show(api), show(want))
	}
}

func BenchmarkDecoder(b *testing.B) {
	decoder := NewDecoder[Api](ShapeByName("Api"))
	const cors = `{"AllowHeaders": ["content-type"], "AllowMethods": ["GET", "POST"], "AllowOrigins": ["https://app.example.com"], "MaxAge": 600}`
	b.ReportAllocs()
	for b.Loop() {
		var api Api
		if err := decoder.Member(&api, "CorsConfiguration", cors); err != nil {
			b.Fatal(err)
		}
	}
}
