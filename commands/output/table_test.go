package output

import (
	"errors"
	"strings"
	"testing"
)

func TestWriteTable(t *testing.T) {
	testWrite(t, Options{Format: "table", Title: "GetApi"}, []writeCase{
		{"a structure is a row under its names, its members are boxes",
			`{"Name":"né","ApiId":"x","Tags":{"a":"b","c":"d"},"CorsConfiguration":{"AllowOrigins":["*","b"],"MaxAge":3}}`, `
---------------------
|      GetApi       |
+---------+---------+
|  ApiId  |  Name   |
+---------+---------+
|  x      |  né    |
+---------+---------+
||CorsConfiguration||
|+-----------+-----+|
||  MaxAge   |  3  ||
|+-----------+-----+|
||| AllowOrigins  |||
||+---------------+||
|||  *            |||
|||  b            |||
||+---------------+||
||      Tags       ||
|+-------+---------+|
||   a   |    c    ||
|+-------+---------+|
||  b    |  d      ||
|+-------+---------+|
`},
		{"a list of structures shares a box if they hold scalars only",
			`{"Items":[{"ApiId":"a"},{"ApiId":"b","Name":null}]}`, `
---------------------
|      GetApi       |
+-------------------+
||      Items      ||
|+--------+--------+|
||  ApiId | Name   ||
|+--------+--------+|
||  a     |        ||
||  b     |  None  ||
|+--------+--------+|
`},
		{"each has a box of its own if any holds more",
			`[{"a":"1","t":["x"]},{"a":"2"}]`, `
---------
|GetApi |
+-------+
|   a   |
+-------+
|  1    |
+-------+
||  t  ||
|+-----+|
||  x  ||
|+-----+|
|GetApi |
+-------+
|   a   |
+-------+
|  2    |
+-------+
`},
		{"rows of a query", `[["a",true],["b",1.5]]`, `
---------------
|   GetApi    |
+----+--------+
|  a |  True  |
|  b |  1.5   |
+----+--------+
`},
		{"a row wider than the terminal becomes names and values", `{"a":"` + strings.Repeat("x", 60) + `","b":"` + strings.Repeat("y", 20) + `"}`, `
-----------------------------------------------------------------------
|                               GetApi                                |
+---+-----------------------------------------------------------------+
|  a|  xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx   |
|  b|  yyyyyyyyyyyyyyyyyyyy                                           |
+---+-----------------------------------------------------------------+
`},
	})
}

func TestWriteTableInColor(t *testing.T) {
	got, err := write(Options{Format: "table", Title: "T", Color: true}, parse(t, `{"A":["x"]}`))
	if err != nil {
		t.Fatal(err)
	}
	reset := "\x1b[0m"
	bar := "\x1b[2m\x1b[33m|" + reset
	want := "---------\n" + reset +
		reset + "|   T   |" + reset + reset + "\n" + reset +
		reset + "+-------+" + reset + reset + "\n" + reset +
		bar + reset + "|  A  |" + reset + bar + reset + "\n" + reset +
		bar + reset + "+-----+" + reset + bar + reset + "\n" + reset +
		bar + reset + "|  \x1b[1m\x1b[34mx" + reset + "  |" + reset + bar + reset + "\n" + reset +
		bar + reset + "+-----+" + reset + bar + reset + "\n" + reset
	if got != want {
		t.Errorf("coloured table =\n%q\nwant\n%q", got, want)
	}
}

func TestWriteTableErrors(t *testing.T) {
	for value, want := range map[string]string{
		`[["a","b"],["c"]]`:           "Row should have 2 elements, instead it has 1",
		`[[],["c"]]`:                  "Row should have 0 elements, instead it has 1",
		`[[{"a":1}],[{"a":1,"b":2}]]`: "list index out of range",
		`[{"a":1},null]`:              "'NoneType' object is not iterable",
		`[{"a":1},"x"]`:               "string indices must be integers, not 'str'",
		`[{"a":1},""]`:                "'str' object has no attribute 'get'",
		`[{"a":1},["x"]]`:             "list indices must be integers or slices, not str",
		`[{"a":1},[false,7]]`:         "list index out of range",
	} {
		got, err := write(Options{Format: "table", Title: "GetApi"}, parse(t, value))
		e, ok := errors.AsType[*LayoutError](err)
		if !ok || e.Text != want || got != "" {
			t.Errorf("Write(%s) = %q, %v, want error %q", value, got, err, want)
		}
	}
}

func TestDisplayWidth(t *testing.T) {
	for text, want := range map[string]int{
		"": 0, "a\n": 2, "日本": 4, "ａ": 2, "é": 2, "ü": 2, "ä": 1, "☃": 1, "😀": 2, "e\u0301": 3, "\xff": 1,
	} {
		if got := displayWidth(text); got != want {
			t.Errorf("displayWidth(%q) = %d, want %d", text, got, want)
		}
	}
}
