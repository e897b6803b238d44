package shorthand

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"gatehouse/model"
)

func TestConvert(t *testing.T) {
	tests := []struct {
		name  string
		shape string
		in    string
		want  any
	}{
		{"members of a structure take their types", "Cors", "AllowOrigins=a,b,MaxAge=300,AllowCredentials=true",
			doc("AllowOrigins", list("a", "b"), "MaxAge", int64(300), "AllowCredentials", true)},
		{"a string for a list is its one item", "Cors", "AllowOrigins=*", doc("AllowOrigins", list("*"))},
		{"an empty string is an item too", "Cors", "AllowOrigins=", doc("AllowOrigins", list(""))},
		{"a hash for a list is its one item", "Cors", "AllowOrigins={a=b}", doc("AllowOrigins", list(doc("a", "b")))},
		{"an empty list stays", "Cors", "AllowOrigins=[]", doc("AllowOrigins", list())},
		{"a list in a list of strings stays", "Cors", "AllowOrigins=[[a]]", doc("AllowOrigins", list(list("a")))},
		{"an integer is read as Python does", "Cors", "MaxAge= '+0_5 '", doc("MaxAge", int64(5))},
		{"an integer that does not fit", "Cors", "MaxAge=99999999999999999999", doc("MaxAge", json.Number("99999999999999999999"))},
		{"a boolean in any case", "Cors", "AllowCredentials=FaLSe", doc("AllowCredentials", false)},
		{"any other text is no boolean", "Cors", "AllowCredentials=yes", doc("AllowCredentials", "yes")},
		{"white space makes a boolean a text", "Cors", "AllowCredentials='true '", doc("AllowCredentials", "true ")},
		{"a long s is no s", "Cors", "AllowCredentials=falſe", doc("AllowCredentials", "falſe")},
		{"unknown members stay", "Cors", "Foo=1,MaxAge=1,maxage=2", doc("Foo", "1", "MaxAge", int64(1), "maxage", "2")},
		{"a float", "RouteSettings", "ThrottlingRateLimit=1e3,ThrottlingBurstLimit=5", doc("ThrottlingRateLimit", 1000.0, "ThrottlingBurstLimit", int64(5))},
		{"an infinite float", "RouteSettings", "ThrottlingRateLimit=inf", doc("ThrottlingRateLimit", math.Inf(1))},
		{"structures in a map", "RouteSettingsMap", "a={ThrottlingRateLimit=5},b=x,c=[y]",
			doc("a", doc("ThrottlingRateLimit", 5.0), "b", "x", "c", list("y"))},
		{"maps in a map", "ResponseParameters", "200={a=b,c=[1]}", doc("200", doc("a", "b", "c", list("1")))},
		{"a map of strings stays as it is", "Tags", "a=1,b=[true],c={}", doc("a", "1", "b", list("true"), "c", doc())},
		{"a string for a structure stays", "CreateApiInput", "CorsConfiguration=x", doc("CorsConfiguration", "x")},
		{"a list for a structure stays", "CreateApiInput", "CorsConfiguration=[MaxAge]", doc("CorsConfiguration", list("MaxAge"))},
		{"a list for a map stays", "CreateApiInput", "Tags=[a]", doc("Tags", list("a"))},
		{"structures in a list", "RoutingRuleInput", "Actions=[{InvokeApi={StripBasePath=true}}],Priority=5",
			doc("Actions", list(doc("InvokeApi", doc("StripBasePath", true))), "Priority", int64(5))},
		{"the one item of a list is not looked into", "RoutingRuleInput", "Actions={InvokeApi={StripBasePath=true}}",
			doc("Actions", list(doc("InvokeApi", doc("StripBasePath", "true"))))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := Parse(tt.in)
			if err != nil {
				t.Fatal(err)
			}
			got, err := Convert(d, shapeOf(t, tt.shape))
			if err != nil || !equal(got, tt.want) {
				t.Errorf("Convert(%q, %s) = %s, %v, want %s", tt.in, tt.shape, show(got), err, show(tt.want))
			}
		})
	}
}

// parseAs parses a text and converts it to a shape.
func parseAs(text string, shape *model.Shape) (any, error) {
	d, err := Parse(text)
	if err != nil {
		return nil, err
	}
	return Convert(d, shape)
}

// shapeOf returns a shape of the service model, some by the name of where it is used.
func shapeOf(t *testing.T, name string) *model.Shape {
	t.Helper()
	var s *model.Shape
	switch name {
	case "CreateApiInput":
		s = model.OperationByName("CreateApi").Input
	case "RoutingRuleInput":
		s = model.OperationByName("CreateRoutingRule").Input
	default:
		s = model.ShapeByName(name)
	}
	if s == nil {
		t.Fatalf("the model has no shape %s", name)
	}
	return s
}

func TestConvertTakesOtherValuesThanDocuments(t *testing.T) {
	actions := shapeOf(t, "RoutingRuleInput").Member("Actions").Shape
	strip := func(v any) any { return doc("InvokeApi", doc("StripBasePath", v)) }
	tests := []struct {
		name  string
		in    any
		shape *model.Shape
		want  any
	}{
		{"the items of a list", list(strip("true"), "x"), actions, list(strip(true), "x")},
		{"a document for a list is no item", strip("true"), actions, strip("true")},
		{"a string for a list is no item", "x", actions, "x"},
		{"an integer alone", " 5", &model.Shape{Kind: model.Integer}, int64(5)},
		{"a long alone", "5", &model.Shape{Kind: model.Long}, int64(5)},
		{"a float alone", "5", &model.Shape{Kind: model.Double}, 5.0},
		{"a boolean alone", "True", &model.Shape{Kind: model.Boolean}, true},
		{"a string alone", "5", &model.Shape{Kind: model.String}, "5"},
		{"a timestamp alone", "2026-01-02", &model.Shape{Kind: model.Timestamp}, "2026-01-02"},
		{"bytes for an integer", []byte(" 5\n"), &model.Shape{Kind: model.Integer}, int64(5)},
		{"bytes for a float", []byte("1_0.5"), &model.Shape{Kind: model.Double}, 10.5},
		{"bytes are no boolean", []byte("true"), &model.Shape{Kind: model.Boolean}, []byte("true")},
		{"null stays null", nil, &model.Shape{Kind: model.Integer}, nil},
		{"null for a list stays null", doc("AllowOrigins", nil), shapeOf(t, "Cors"), doc("AllowOrigins", nil)},
		{"a number stays", int64(5), &model.Shape{Kind: model.Integer}, int64(5)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := Convert(tt.in, tt.shape); err != nil || !equal(got, tt.want) {
				t.Errorf("Convert = %s, %v, want %s", show(got), err, show(tt.want))
			}
		})
	}
}

func TestConvertRefuses(t *testing.T) {
	tests := []struct {
		name  string
		shape string
		in    string
		want  string
		of    ConversionError
	}{
		{"a word for an integer", "Cors", "MaxAge=x", "invalid literal for int() with base 10: 'x'", ConversionError{Value: "x", Want: WantInt}},
		{"nothing for an integer", "Cors", "MaxAge=", "invalid literal for int() with base 10: ''", ConversionError{Value: "", Want: WantInt}},
		{"a list for an integer", "Cors", "MaxAge=1,2", "int() argument must be a string, a bytes-like object or a real number, not 'list'",
			ConversionError{Value: list("1", "2"), Want: WantInt}},
		{"a hash for an integer", "Cors", "MaxAge={}", "int() argument must be a string, a bytes-like object or a real number, not 'dict'",
			ConversionError{Value: doc(), Want: WantInt}},
		{"a word for a float", "RouteSettings", "ThrottlingRateLimit=abc", "could not convert string to float: 'abc'", ConversionError{Value: "abc", Want: WantFloat}},
		{"a list for a float", "RouteSettings", "ThrottlingRateLimit=[]", "float() argument must be a string or a real number, not 'list'",
			ConversionError{Value: list(), Want: WantFloat}},
		{"a hash for a float", "RouteSettings", "ThrottlingRateLimit={}", "float() argument must be a string or a real number, not 'dict'",
			ConversionError{Value: doc(), Want: WantFloat}},
		{"a list for a boolean", "Cors", "AllowCredentials=[true]", "'list' object has no attribute 'lower'", ConversionError{Value: list("true"), Want: WantBool}},
		{"a hash for a boolean", "Cors", "AllowCredentials={}", "'dict' object has no attribute 'lower'", ConversionError{Value: doc(), Want: WantBool}},
		{"the first in the shape's order", "Cors", "MaxAge=x,AllowCredentials=[]", "'list' object has no attribute 'lower'", ConversionError{Value: list(), Want: WantBool}},
		{"an integer in a map", "RouteSettingsMap", "a={},b={ThrottlingBurstLimit=1.5}", "invalid literal for int() with base 10: '1.5'",
			ConversionError{Value: "1.5", Want: WantInt}},
		{"a boolean in a list", "RoutingRuleInput", "Actions=[{InvokeApi={StripBasePath=[]}}]", "'list' object has no attribute 'lower'",
			ConversionError{Value: list(), Want: WantBool}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := parseAs(tt.in, shapeOf(t, tt.shape))
			e, ok := errors.AsType[*ConversionError](err)
			if !ok || e.Error() != tt.want || !equal(*e, tt.of) {
				t.Errorf("Convert(%q, %s) = %v, %v, want %s", tt.in, tt.shape, got, err, tt.want)
			}
		})
	}
}

func TestConvertRefusesBytes(t *testing.T) {
	tests := []struct {
		in   string
		kind model.Kind
		want string
	}{
		{"x", model.Integer, "invalid literal for int() with base 10: b'x'"},
		{"\xff", model.Integer, `invalid literal for int() with base 10: b'\xff'`},
		{"٣", model.Integer, `invalid literal for int() with base 10: b'\xd9\xa3'`},
		{strings.Repeat("x", 300), model.Integer, "invalid literal for int() with base 10: b'" + strings.Repeat("x", 198)},
		{"\u00a05", model.Double, `could not convert string to float: b'\xc2\xa05'`},
		{strings.Repeat("1", 5000), model.Integer, "Exceeds the limit (4300 digits) for integer string conversion: value has 5000 digits; " +
			"use sys.set_int_max_str_digits() to increase the limit"},
	}
	for _, tt := range tests {
		_, err := Convert([]byte(tt.in), &model.Shape{Kind: tt.kind})
		if e, ok := errors.AsType[*ConversionError](err); !ok || e.Error() != tt.want {
			t.Errorf("Convert(%q, %v) = %v, want %s", tt.in, tt.kind, err, tt.want)
		}
	}
}
