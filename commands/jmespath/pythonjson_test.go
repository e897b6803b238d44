package jmespath

import (
	"math"
	"testing"

	"gatehouse/model"
)

func TestToString(t *testing.T) {
	tests := []struct {
		name string
		in   any
		want string
	}{
		{"a string is left alone", "é\n", "é\n"},
		{"one within a list is quoted", []any{"a"}, `["a"]`},
		{"control characters have Python's escapes", []any{"\b\f\n\r\t\x00\x1f\x7f"}, `["\b\f\n\r\t\u0000\u001f\u007f"]`},
		{"quotes and backslashes too, but slashes have none", []any{`"\/`}, `["\"\\/"]`},
		{"what is not ASCII is escaped", []any{"é日"}, `["\u00e9\u65e5"]`},
		{"beyond the basic plane as two halves", []any{"😀"}, `["\ud83d\ude00"]`},
		{"a byte that is no character as half of a pair", []any{"a\xff"}, `["a\udcff"]`},
		{"names are escaped as well", model.NewDocument(model.Field{Name: "é", Value: nil}), `{"\u00e9":null}`},
		{"there is no space after comma and colon", parse(t, `{"b": [1, 2.0], "a": {}}`), `{"b":[1,2.0],"a":{}}`},
		{"floats have Python's form", []any{1e16, 1e-5, 0.1, math.Copysign(0, -1), 123456789.0}, `[1e+16,1e-05,0.1,-0.0,123456789.0]`},
		{"also those that are no JSON", []any{math.NaN(), math.Inf(1), math.Inf(-1)}, `[NaN,Infinity,-Infinity]`},
		{"integers of any size", parse(t, `[12345678901234567890]`), `[12345678901234567890]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := search("to_string(@)", tt.in); err != nil || got != tt.want {
				t.Errorf("to_string(%v) = %v, %v, want %s", tt.in, got, err, tt.want)
			}
		})
	}
}
