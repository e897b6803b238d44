package jmespath

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"gatehouse/model"
)

func TestCompileErrors(t *testing.T) {
	tests := []struct {
		name   string
		expr   string
		offset int
		want   string
	}{
		{"an empty expression", "", 0,
			"Invalid JMESPath expression: cannot be empty."},
		{"white space alone is an expression that ends early", "  ", 2,
			"Invalid jmespath expression: Incomplete expression:\n\"  \"\n   ^"},
		{"an open bracket", "a[", 2,
			"Invalid jmespath expression: Incomplete expression:\n\"a[\"\n   ^"},
		{"one equals sign", "Items[?Name=]", 11,
			"Bad jmespath expression: Unknown token '=':\nItems[?Name=]\n           ^"},
		{"an equals sign at the end", "a=", 1,
			"Bad jmespath expression: Unknown token '=':\na=\n ^"},
		{"a minus without digits", "a[-]", 2,
			"Bad jmespath expression: Unknown token '-':\na[-]\n  ^"},
		{"a character outside the alphabet", "a#", 1,
			"Bad jmespath expression: Unknown token #:\na#\n ^"},
		{"the caret counts characters, not bytes", "'日本'日", 8,
			"Bad jmespath expression: Unknown token 日:\n'日本'日\n    ^"},
		{"a byte that is no character", "a\xff", 1,
			"Bad jmespath expression: Unknown token \xff:\na\xff\n ^"},
		{"an open name", `"unterminated`, 0,
			"Bad jmespath expression: Unclosed \" delimiter:\n\"unterminated\n^"},
		{"an open literal", "a == `x", 5,
			"Bad jmespath expression: Unclosed ` delimiter:\na == `x\n     ^"},
		{"an open raw string", "'x", 0,
			"Bad jmespath expression: Unclosed ' delimiter:\n'x\n^"},
		{"a bad escape in a name", `a."\x"`, 2,
			"Bad jmespath expression: Invalid \\escape:\na.\"\\x\"\n  ^"},
		{"a literal that is not even a bare string", "`a\"b`", 0,
			"Bad jmespath expression: Bad token a\"b:\n`a\"b`\n^"},
		{"a bad character is reported before bad grammar", "a b #", 4,
			"Bad jmespath expression: Unknown token #:\na b #\n    ^"},
		{"a second name", "a.b c", 4,
			"Unexpected token: c: Parse error at column 4, token \"c\" (UNQUOTED_IDENTIFIER), for expression:\n\"a.b c\"\n     ^"},
		{"a brace in the place of a value", "Items[].{a: }", 12,
			"invalid token: Parse error at column 12, token \"}\" (RBRACE), for expression:\n\"Items[].{a: }\"\n             ^"},
		{"an open filter", "a[?b", 4,
			"Invalid jmespath expression: Incomplete expression:\n\"a[?b\"\n     ^"},
		{"a number as a step", "a.1", 2,
			"Expecting: ['quoted_identifier', 'unquoted_identifier', 'lbracket', 'lbrace'], got: number: " +
				"Parse error at column 2, token \"1\" (NUMBER), for expression:\n\"a.1\"\n   ^"},
		{"a number is printed as Python reads it", "a.-007", 2,
			"Expecting: ['quoted_identifier', 'unquoted_identifier', 'lbracket', 'lbrace'], got: number: " +
				"Parse error at column 2, token \"-7\" (NUMBER), for expression:\n\"a.-007\"\n   ^"},
		{"a key that is no name", "{1: a}", 1,
			"Expecting: ['quoted_identifier', 'unquoted_identifier'], got: number: " +
				"Parse error at column 1, token \"1\" (NUMBER), for expression:\n\"{1: a}\"\n  ^"},
		{"a third colon", "a[::1:]", 5,
			"syntax error: Parse error at column 5, token \":\" (COLON), for expression:\n\"a[::1:]\"\n      ^"},
		{"a slice that ends early", "a[1:", 4,
			"syntax error: Parse error at column 4, token \"\" (EOF), for expression:\n\"a[1:\"\n     ^"},
		{"a quoted function name puts the caret at the beginning", `a."b"(c)`, 0,
			"Quoted identifier not allowed for function names.: Parse error at column 0, token \"(\" (LPAREN), for expression:\n\"a.\"b\"(c)\"\n ^"},
		{"a literal as function name is printed as Python does", "`[1,null,{\"a\":1.0}]`(b)", 0,
			"Invalid function name '[1, None, {'a': 1.0}]': Parse error at column 0, token \"[1, None, {'a': 1.0}]\" (LITERAL), " +
				"for expression:\n\"`[1,null,{\"a\":1.0}]`(b)\"\n ^"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Compile(tt.expr)
			e, ok := errors.AsType[*SyntaxError](err)
			if !ok {
				t.Fatalf("Compile(%q): %v, want a *SyntaxError", tt.expr, err)
			}
			if e.Error() != tt.want || e.Offset != tt.offset || e.Expression != tt.expr {
				t.Errorf("Compile(%q): offset %d of %q\n%v\nwant offset %d\n%s", tt.expr, e.Offset, e.Expression, e, tt.offset, tt.want)
			}
		})
	}
}

func TestSearchErrors(t *testing.T) {
	huge := "1" + strings.Repeat("0", 400)
	notNumber := `In function abs(), invalid type for value: x, expected one of: ['number'], received: "string"`
	tests := []struct {
		name, expr, want string
		kind             error
	}{
		{"a function that does not exist", "foo(`1`)", "Unknown function: foo()", &UnknownFunctionError{}},
		{"arguments are searched before the function is looked up", "foo(bar())", "Unknown function: bar()", &UnknownFunctionError{}},
		{"too few arguments", "length()", "Expected 1 argument for function length(), received 0", &ArityError{}},
		{"too many arguments", "contains(@, a, b)", "Expected 2 arguments for function contains(), received 3", &ArityError{}},
		{"none where any number will do", "merge()", "Expected at least 1 argument for function merge(), received 0", &ArityError{}},
		{"null has no length", "length(missing)",
			`In function length(), invalid type for value: None, expected one of: ['string', 'array', 'object'], received: "null"`, &TypeError{}},
		{"an object is printed as Python does", "abs(@)",
			`In function abs(), invalid type for value: {'a': [1, 2.0, True], 's': "it's"}, expected one of: ['number'], received: "object"`, &TypeError{}},
		{"an element has its Python type", "sum([`1`, s])",
			`In function sum(), invalid type for value: it's, expected one of: ['array-number'], received: "str"`, &TypeError{}},
		{"elements must have the first one's type", "sort([s, `1`])",
			`In function sort(), invalid type for value: 1, expected one of: ['array-string', 'array-number'], received: "int"`, &TypeError{}},
		{"an expression reference is no value", "length(&a)",
			`In function length(), invalid type for value: ` + referenceText + `, expected one of: ['string', 'array', 'object'], received: "expref"`, &TypeError{}},
		{"nor is one in a list", "abs([&a])",
			`In function abs(), invalid type for value: [` + referenceText + `], expected one of: ['number'], received: "array"`, &TypeError{}},
		{"one that is found cannot be printed", "{x: [&a]}", "Circular reference detected", &ValueError{}},
		{"a step of zero", "a[::0]", "slice step cannot be zero", &ValueError{}},
		{"a number beside a string", "s < `1`", "'<' not supported between instances of 'str' and 'int'", &ValueError{}},
		{"a float beside a string", "`1.5` >= s", "'>=' not supported between instances of 'float' and 'str'", &ValueError{}},
		{"only strings are in strings", "contains(s, `null`)", "'in <string>' requires string as left operand, not NoneType", &ValueError{}},
		{"infinity is no integer", "floor(`Infinity`)", "cannot convert float infinity to integer", &ValueError{}},
		{"nor is what is no number", "ceil(`NaN`)", "cannot convert float NaN to integer", &ValueError{}},
		{"an integer beyond every float, beside one", "sum(`[0.5," + huge + "]`)", "int too large to convert to float", &ValueError{}},
		{"and before one", "sum(`[" + huge + ",0.5]`)", "int too large to convert to float", &ValueError{}},
		{"and in an average", "avg(`[1," + huge + "]`)", "int too large to convert to float", &ValueError{}},
		{"and after another such", "sum(`[" + huge + "," + huge + ",0.5]`)", "int too large to convert to float", &ValueError{}},
		{"an error in a projection", "a[*].abs('x')", notNumber, &TypeError{}},
		{"in a filter's condition", "a[?abs('x')]", notNumber, &TypeError{}},
		{"after a filter", "a[?@].abs('x')", notNumber, &TypeError{}},
		{"in a projection of values", "@.*.abs('x')", notNumber, &TypeError{}},
		{"before a flattening", "abs('x')[]", notNumber, &TypeError{}},
		{"before a projection", "abs('x')[*]", notNumber, &TypeError{}},
		{"before a filter", "abs('x')[?a]", notNumber, &TypeError{}},
		{"before a projection of values", "abs('x').*", notNumber, &TypeError{}},
		{"before an index", "abs('x')[0]", notNumber, &TypeError{}},
		{"beneath a negation", "!abs('x')", notNumber, &TypeError{}},
		{"on either side of a comparison", "[a == abs('x'), abs('x') == a]", notNumber, &TypeError{}},
		{"in a hash", "{a: a, b: abs('x')}", notNumber, &TypeError{}},
		{"in a key", "sort_by(a, &abs('x'))", notNumber, &TypeError{}},
		{"in what is mapped", "map(&abs('x'), a)", notNumber, &TypeError{}},
		{"keys of several types", "max_by(`[{\"k\":1},{\"k\":\"a\"}]`, &k)", "'>' not supported between instances of 'str' and 'int'", &ValueError{}},
		{"a key without order, of the first element", "sort_by(`[{\"k\":true}]`, &k)",
			`In function sort_by(), invalid type for value: {'k': True}, expected one of: ['string', 'number'], received: "boolean"`, &TypeError{}},
		{"a key of another type than the first", "sort_by(`[{\"k\":1},{\"k\":true}]`, &k)",
			`In function sort_by(), invalid type for value: True, expected one of: ['number'], received: "boolean"`, &TypeError{}},
	}
	v := parse(t, `{"a": [1, 2.0, true], "s": "it's"}`)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			found, err := search(tt.expr, v)
			if err == nil || err.Error() != tt.want {
				t.Fatalf("%q = %v, %v, want the error\n%s", tt.expr, found, err, tt.want)
			}
			if got, want := fmt.Sprintf("%T", err), fmt.Sprintf("%T", tt.kind); got != want {
				t.Errorf("%q fails with a %s, want %s", tt.expr, got, want)
			}
		})
	}
}

func TestDepth(t *testing.T) {
	nested := func(n int, open, inner, end string) string {
		return strings.Repeat(open, n) + inner + strings.Repeat(end, n)
	}
	tests := []struct {
		name, expr string
		tooDeep    bool
	}{
		{"parentheses", nested(400, "(", "@", ")"), false},
		{"too many parentheses", nested(100_000, "(", "@", ")"), true},
		{"too many open brackets", strings.Repeat("[", 100_000), true},
		{"too many negations", nested(100_000, "!", "@", ""), true},
		{"too many hashes", nested(10_000, "{a:", "@", "}"), true},
		{"too many calls", nested(100_000, "to_array(", "@", ")"), true},
		{"pipes", nested(400, "", "@", "|@"), false},
		{"too many pipes", nested(100_000, "", "@", "|@"), true},
		{"too many alternatives", nested(100_000, "", "a", "||a"), true},
		{"too many flattenings", nested(100_000, "", "a", "[]"), true},
		{"steps and indices do not nest", "@" + strings.Repeat(".a", 10_000) + "[0]" + strings.Repeat("[0]", 10_000), false},
		{"an expression that evaluates itself", "[&map(@[0], [@])] | map(@[0], [@])", true},
		{"one that does so twice", "[&map(@[0], [@, @])] | map(@[0], [@])", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := search(tt.expr, parse(t, "[[]]"))
			if !tt.tooDeep {
				if err != nil {
					t.Fatalf("%.20q fails with %v", tt.expr, err)
				}
				return
			}
			if _, ok := errors.AsType[*DepthError](err); !ok || err.Error() != "maximum recursion depth exceeded" {
				t.Errorf("%.20q fails with %v, want a *DepthError", tt.expr, err)
			}
		})
	}
}

func TestHugeIndex(t *testing.T) {
	expr := "[" + strings.Repeat("9", 4301) + "]"
	_, err := Compile(expr)
	want := "Exceeds the limit (4300 digits) for integer string conversion: value has 4301 digits; use sys.set_int_max_str_digits() to increase the limit"
	if _, ok := errors.AsType[*ValueError](err); !ok || err.Error() != want {
		t.Errorf("Compile of an index of 4301 digits: %v, want %s", err, want)
	}
	if v, err := search(expr[1:], []any{int64(1)}); err == nil {
		t.Errorf("search without the bracket = %v, want an error", v)
	}
	if v, err := search("["+strings.Repeat("9", 4300)+"]", []any{int64(1)}); v != nil || err != nil {
		t.Errorf("search of an index of 4300 digits = %v, %v, want null", v, err)
	}
}

// TestOtherValues searches values of no JMESPath type, which Python's datetime
// and bytes are, and such as no document may hold.
func TestOtherValues(t *testing.T) {
	v := model.NewDocument(
		model.Field{Name: "time", Value: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)},
		model.Field{Name: "blob", Value: []byte("x")},
		model.Field{Name: "odd", Value: struct{}{}},
		model.Field{Name: "none", Value: (*model.Document)(nil)},
	)
	tests := []struct{ expr, want string }{
		{"type(time)", "null"},
		{"[time == time, time != blob, blob == blob, time == `1`, odd == odd]", "[true,true,true,false,false]"},
		{"time < time", "null"},
		{"!time", "false"},
		{"to_string(time)", `"\"2026-01-02 03:04:05+00:00\""`},
		{"to_string([blob])", `"[\"b'x'\"]"`},
		{"to_string(odd)", `"\"{}\""`},
		{"contains([time], time)", "true"},
		{"[none.a, length(none), keys(none), !none]", "[null,0,[],true]"},
		{"*.a", "[]"},
		{"to_number(time)", "int() argument must be a string, a bytes-like object or a real number, not 'datetime'"},
		{"length(odd)", `In function length(), invalid type for value: {}, expected one of: ['string', 'array', 'object'], received: "unknown"`},
		{"sort([odd])", `In function sort(), invalid type for value: {}, expected one of: ['array-string', 'array-number'], received: "struct {}"`},
		{"sort([time])", `In function sort(), invalid type for value: 2026-01-02 03:04:05+00:00, expected one of: ['array-string', 'array-number'], received: "datetime"`},
		{"sort_by([@], &time)", `In function sort_by(), invalid type for value: {'time': datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=tzutc()), ` +
			`'blob': b'x', 'odd': {}, 'none': {}}, expected one of: ['string', 'number'], received: "unknown"`},
	}
	for _, tt := range tests {
		found, err := search(tt.expr, v)
		got := compact(found)
		if err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("%q = %s, want %s", tt.expr, got, tt.want)
		}
	}
}
