package shorthand

import (
	"encoding/json"
	"testing"
	"time"

	"gatehouse/model"
)

func TestFormat(t *testing.T) {
	tests := []struct {
		name string
		in   *model.Document
		want string
	}{
		{"strings", doc("a", "b", "", "c d"), "a=b,=c d"},
		{"a list of several strings", doc("a", list("b", "c"), "d", "e"), "a=b,c,d=e"},
		{"a list of one string", doc("a", list("b")), "a=[b]"},
		{"an empty list and hash", doc("a", list(), "b", doc()), "a=[],b={}"},
		{"lists and hashes in each other", doc("a", list("b", list("c", "d"), doc("e", list("f", "g")))), "a=[b,[c,d],{e=[f,g]}]"},
		{"a hash", doc("a", doc("b", "c", "d", doc())), "a={b=c,d={}}"},

		{"empty strings", doc("a", "", "b", list("", "c"), "d", list("c", ""), "e", ""), `a=,b=,c,d=c,"",e=`},
		{"empty strings in brackets and braces", doc("a", list(""), "b", list(list("", "")), "c", doc("d", "", "e", "")), "a=[,],b=[[,,]],c={d=,e=,}"},
		{"commas are escaped", doc("a", ",b,", "c", list(",", `d\,`)), `a=\,b\,,c=\,,d\\,`},
		{"a backslash at the end is kept from the comma", doc("a", `b\`, "c", list(`d\`, `e\`), "f", list(`g\`)), `a=b\ ,c=d\ ,e\ ,f=[g\ ]`},
		{"what cannot be bare is quoted", doc("a", " b", "c", "d ", "e", "=", "f", "😀", "g", "\n", "h", "a]"), "a=\" b\",c=\"d \",e=\"=\",f=\"😀\",g=\"\n\",h=\"a]\""},
		{"quotes are chosen to spare escapes", doc("a", "it's", "b", `"x"`, "c", `'"`), `a="it's",b='"x"',c="'\""`},
		{"backslashes are escaped in quotes", doc("a", `\ 'b\n'`, "c", `😀\\d`), `a="\\ 'b\\n'",c="😀\\\\d"`},
		{"what is bare depends on the place", doc("a", "]", "b", list("]"), "c", doc("d", "]"), "e", list("x=", "y=", "z]")), `a=],b=["]"],c={d=]},e=x=,"y=",z]`},

		// Quotes that are spent.
		{"a string in quotes that ends in a backslash", doc("a", `😀\`), `a="😀\\"`},
		{"it spends its quotes", doc("a", `😀\`, "b", "'", "c", "😀"), `a="😀\\",b='\'',c='😀'`},
		{"it leaves the quotes that others need", doc("a", `😀\`, "b", `"`), `a='😀\\',b="\""`},
		{"two of them spend both", doc("a", `😀\`, "b", `😀\`, "c", list("", "x"), "d", list("x", "")), "a=\"😀\\\\\",b='😀\\\\',c=,x,d=x,\u00a0"},
		{"then a list stands as its strings can be bare", doc("a", `😀\`, "b", `😀\`, "c", list("x=", "y]"), "d", list("x", "y=")), "a=\"😀\\\\\",b='😀\\\\',c=x=,y],d=[x,y=]"},
		{"or before them", doc("a", list("x", `y=\`, "😀"), "b", `😀\`, "c", `😀\`), `a=[x,y=\ ,"😀"],b="😀\\",c='😀\\'`},

		{"other values are text", doc("a", true, "b", int64(-5), "c", 1.0, "d", json.Number("99999999999999999999"), "e", nil, "f", []byte("x y")),
			"a=true,b=-5,c=1.0,d=99999999999999999999,e=,f=x y"},
		{"a timestamp", doc("a", time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)), "a=2026-01-02T03:04:05Z"},
		{"nothing", doc(), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Format(tt.in); got != tt.want {
				t.Errorf("Format(%s) = %q, want %q", show(tt.in), got, tt.want)
			}
		})
	}
}

// Format has no text for these, but must not fail on them.
func TestFormatOfWhatCannotBeSaid(t *testing.T) {
	for _, d := range []*model.Document{
		nil,
		doc(),
		doc("GET /pets", "x"),
		doc("a", `😀\`, "b", `😀\`, "c", `😀\`, "d", list("", `"'`, "")),
		doc("a", `'"😀\`, "b", `'"😀\`, "c", list("x", `y]\`, `z=\`)),
	} {
		if got, err := Parse(Format(d)); err == nil && equal(got, d) {
			t.Errorf("Parse(Format(%s)) is the same, so it can be said", show(d))
		}
	}
}
