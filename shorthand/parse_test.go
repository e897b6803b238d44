package shorthand

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"gatehouse/model"
)

// doc returns a document of names and values in turn.
func doc(pairs ...any) *model.Document {
	var fields []model.Field
	for i := 0; i < len(pairs); i += 2 {
		fields = append(fields, model.Field{Name: pairs[i].(string), Value: pairs[i+1]})
	}
	return model.NewDocument(fields...)
}

func list(items ...any) []any { return append([]any{}, items...) }

func TestParse(t *testing.T) {
	tests := []struct {
		name string
		in   string
		want *model.Document
	}{
		// Pairs and keys.
		{"one value is a string", "a=b", doc("a", "b")},
		{"pairs keep their order", "b=1,a=2", doc("b", "1", "a", "2")},
		{"a key has letters, digits and six marks", "aZ09-_.#/:=x", doc("aZ09-_.#/:", "x")},
		{"a key may be empty", "=x,a=y", doc("", "x", "a", "y")},
		{"white space of six kinds is skipped around =", "a \t\n=\v\f\rb", doc("a", "b")},
		{"white space is skipped around a comma, before a key too", "a=b , c=d", doc("a", "b", "c", "d")},
		{"an @ without a loader changes nothing", "a @ = file://b,@=c", doc("a", "file://b", "", "c")},

		// Empty values.
		{"the end of the input is an empty value", "a=", doc("a", "")},
		{"white space is an empty value", "a= \n", doc("a", "")},
		{"a comma is an empty value", "foo=,bar=", doc("foo", "", "bar", "")},
		{"two commas end a value", "a=b,,c=d", doc("a", "b", "c", "d")},
		{"two commas after an empty value", "a=,,b=c", doc("a", "", "b", "c")},
		{"two commas after a list", "a=b,c,,d=e", doc("a", list("b", "c"), "d", "e")},

		// Comma lists.
		{"several values are a list", "a=b,c", doc("a", list("b", "c"))},
		{"the first value of a list may be empty", "a=,b", doc("a", list("", "b"))},
		{"a value before = is the next key", "a=b,c=d", doc("a", "b", "c", "d")},
		{"a list ends before the next key", "a=b,c,d=e,f=g,h", doc("a", list("b", "c"), "d", "e", "f", list("g", "h"))},
		{"a list ends before an empty key", "a=b,=c", doc("a", "b", "", "c")},
		{"a key without a value at the end is a value", "AllowOrigins=*,MaxAge", doc("AllowOrigins", list("*", "MaxAge"))},
		{"white space around commas is skipped", "a= b , c\n,d ", doc("a", list("b", "c", "d"))},
		{"quoted and bare values mix", `a='b, c',d,"e"`, doc("a", list("b, c", "d", "e"))},
		{"the way back is to the last comma, even an escaped one", `k=a,b\,c=d`, doc("k", "a", "c", "d")},

		// Bare values.
		{"a first value may contain =", "a=x=y", doc("a", "x=y")},
		{"a first value may contain opening brackets and a backslash", `a=x[{\y`, doc("a", `x[{\y`)},
		{"a first value may begin with a closing bracket, a brace or a tilde", "a=]x,b=}x,c=~", doc("a", "]x", "b", "}x", "c", "~")},
		{"a second value may contain closing brackets", "a=b,c],}d", doc("a", list("b", "c]", "}d"))},
		{"inner white space is kept", "a=b  c\td", doc("a", "b  c\td")},
		{"white space at the end is dropped", "a=b \n,c=d\t", doc("a", "b", "c", "d")},
		{"information separators are inner white space", "a=b\x1cc\x1f", doc("a", "b\x1cc")},
		{"Unicode's white space is dropped at the end alone", "a=\u00a0b\u2003", doc("a", "\u00a0b")},
		{"Unicode's white space alone is an empty value", "a=b,\u00a0,c", doc("a", list("b", "", "c"))},
		{"characters up to U+FFFF are bare", "a=é€\uffff", doc("a", "é€\uffff")},
		{"DEL is bare", "a=\x7f", doc("a", "\x7f")},
		{"bytes that are not UTF-8 are bare", "a=\xff\xf0\x9f,\xe2\x82", doc("a", list("\xff\xf0\x9f", "\xe2\x82"))},
		{"an escaped comma is a comma", `a=\,x\,\,y,\,z`, doc("a", list(",x,,y", ",z"))},
		{"a backslash before an escaped comma stays", `a=x\\,y`, doc("a", `x\,y`)},
		{"other backslashes stay", `a=\n\`, doc("a", `\n\`)},
		{"a backslash before white space and a comma stays", `a=x\ ,y`, doc("a", list(`x\`, "y"))},

		// Quoted values.
		{"single quotes", `a='x "y"'`, doc("a", `x "y"`)},
		{"double quotes", `a="x 'y'"`, doc("a", "x 'y'")},
		{"quotes keep white space, newlines, commas and brackets", "a=' x,\n]}=[{ '", doc("a", " x,\n]}=[{ ")},
		{"quotes may hold characters above U+FFFF", `a="😀"`, doc("a", "😀")},
		{"quotes may hold nothing", `a='',b=""`, doc("a", "", "b", "")},
		{"a quoted value may be the second", `a=b,''`, doc("a", list("b", ""))},
		{"an escaped quote is a quote", `a='it\'s',b="\"x\""`, doc("a", "it's", "b", `"x"`)},
		{"the other quote's escape stays", `a='\"'`, doc("a", `\"`)},
		{"an escaped backslash is a backslash", `a='x\\y\z'`, doc("a", `x\y\z`)},
		{"a quote is unescaped before a backslash", `a='\\'b'`, doc("a", `\'b`)},
		{"no other escape is known", `a='\n\t\,'`, doc("a", `\n\t\,`)},
		{"the last escaped quote closes if no other does", `a='a\'`, doc("a", `a\`)},
		{"the last of several escaped quotes closes", `a='x\'y\',b=c`, doc("a", `x'y\`, "b", "c")},
		{"an escaped backslash before the last quote", `a="x\\"`, doc("a", `x\`)},
		{"white space after a quoted value is skipped before a comma", "a='b' \n,c=d", doc("a", "b", "c", "d")},

		// Lists in brackets.
		{"an empty list", "a=[]", doc("a", list())},
		{"white space in an empty list", "a=[ \n]", doc("a", list())},
		{"a list of one item", "a=[b]", doc("a", list("b"))},
		{"white space in a list", "a=[ b , c d ] ,e=f", doc("a", list("b", "c d"), "e", "f")},
		{"a comma may end a list", "a=[b,c,]", doc("a", list("b", "c"))},
		{"empty items", "a=[,]", doc("a", list(""))},
		{"an empty item before the comma that ends a list", "a=[b,,]", doc("a", list("b", ""))},
		{"lists nest", "a=[[b],[],[[c]]]", doc("a", list(list("b"), list(), list(list("c"))))},
		{"an item may contain =", "a=[x=y]", doc("a", list("x=y"))},
		{"an item may begin with the other closing bracket", "a=[}]", doc("a", list("}"))},
		{"an item may be quoted", `a=["]", ',']`, doc("a", list("]", ","))},

		// Hashes in braces.
		{"an empty hash", "a={}", doc("a", doc())},
		{"white space in an empty hash", "a={ }", doc("a", doc())},
		{"a hash", "a={b=c,d=e}", doc("a", doc("b", "c", "d", "e"))},
		{"white space in a hash", "a={ b = c , d = e } ,f=g", doc("a", doc("b", "c", "d", "e"), "f", "g")},
		{"a comma may end a hash", "a={b=c,}", doc("a", doc("b", "c"))},
		{"an empty entry", "a={b=,c=,}", doc("a", doc("b", "", "c", ""))},
		{"an entry's value may begin with a closing bracket", "a={b=}x}", doc("a", doc("b", "}x"))},
		{"hashes and lists nest", "a={b=[{c=d},e],f={}}", doc("a", doc("b", list(doc("c", "d"), "e"), "f", doc()))},
		{"the last of two entries counts, at the first one's place", "a={b=1,c=2,b=3}", doc("a", doc("b", "3", "c", "2"))},
		{"a comma in braces begins the next entry", "a={b=c,d=e},f=g", doc("a", doc("b", "c", "d", "e"), "f", "g")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Parse(tt.in)
			if err != nil || !equal(got, tt.want) {
				t.Errorf("Parse(%q) = %s, %v, want %s", tt.in, show(got), err, show(tt.want))
			}
		})
	}
}

func equal(a, b any) bool { return reflect.DeepEqual(a, b) }

// show returns a value as Python would, which is easier to read than %#v.
func show(v any) string {
	if d, ok := v.(*model.Document); ok && d == nil {
		return "nil"
	}
	return model.PythonRepr(v)
}

func TestParseFindsKeysAmongMany(t *testing.T) {
	var text strings.Builder
	for i := range 3 * manyKeys {
		fmt.Fprintf(&text, "k%d=v%d,", i, i)
	}
	d, err := Parse("h={" + text.String() + "k1=x," + text.String() + fmt.Sprintf("k%d=y}", 2*manyKeys))
	if err != nil {
		t.Fatal(err)
	}
	h := d.Child("h")
	if got := h.Len(); got != 3*manyKeys {
		t.Errorf("the hash has %d members, want %d", got, 3*manyKeys)
	}
	for i := range h.Len() {
		want := model.Field{Name: fmt.Sprint("k", i), Value: fmt.Sprint("v", i)}
		if i == 2*manyKeys {
			want.Value = "y"
		}
		if got := h.At(i); got != want {
			t.Errorf("member %d is %v, want %v", i, got, want)
		}
	}

	pairs := text.String()
	_, err = Parse(pairs + "k50=x")
	if e, ok := errors.AsType[*DuplicateKeyError](err); !ok || e.Key != "k50" || e.Offset != len(pairs) {
		t.Errorf("Parse of a second k50 = %v, want a duplicate key at %d", err, len(pairs))
	}
}

func TestParseWith(t *testing.T) {
	load := func(uri string) (any, error) {
		if strings.HasPrefix(uri, "fileb://") {
			return []byte(uri), nil
		}
		return "<" + uri + ">\n", nil
	}
	tests := []struct {
		name string
		in   string
		want *model.Document
	}{
		{"without an @ a file is a text", "a=file://f", doc("a", "file://f")},
		{"with an @ it is loaded, and not trimmed", "a@=file://f ,b=file://g", doc("a", "<file://f>\n", "b", "file://g")},
		{"bytes are bytes", "a@=fileb://f", doc("a", []byte("fileb://f"))},
		{"other text stays", "a@=b,c@=FILE://f,d@=http://f,e@=' file://f'", doc("a", "b", "c", "FILE://f", "d", "http://f", "e", " file://f")},
		{"quoted values are loaded", `a@="file://f"`, doc("a", "<file://f>\n")},
		{"each value between commas is loaded", "a@=b,file://f", doc("a", list("b", "<file://f>\n"))},
		{"each item of a list is loaded, however deep", "a@=[b,[file://f]]", doc("a", list("b", list("<file://f>\n")))},
		{"an @ does not reach through braces", "a@={b=file://f}", doc("a", doc("b", "file://f"))},
		{"an @ does not reach through braces in a list", "a@=[{b=file://f}]", doc("a", list(doc("b", "file://f")))},
		{"an entry has its own @", "a={b@=file://f,c=file://g}", doc("a", doc("b", "<file://f>\n", "c", "file://g"))},
		// Observed: AWS CLI 1.45.11.
		{"the key read last decides in a list after a hash", "a@=[file://f,{b=c},file://g]", doc("a", list("<file://f>\n", doc("b", "c"), "file://g"))},
		{"an @ in a list's hash reaches the items after it", "a=[file://f,{b@=c},file://g]", doc("a", list("file://f", doc("b", "c"), "<file://g>\n"))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseWith(tt.in, load)
			if err != nil || !equal(got, tt.want) {
				t.Errorf("ParseWith(%q) = %s, %v, want %s", tt.in, show(got), err, show(tt.want))
			}
		})
	}
}

func TestParseWithReturnsTheLoadersError(t *testing.T) {
	missing := errors.New("missing")
	load := func(string) (any, error) { return nil, missing }
	for _, in := range []string{
		"a@=file://f",
		"a@=b,file://f",
		"a={b@=[fileb://f]}",
		"a@=file://f\"",      // before the syntax error that follows
		"a@=[file://f",       // likewise
		"a@=b,file://f=c",    // though it is the next pair's key
		"a=b,a@=file://f",    // before the duplicate key is found
		"a@=file://f,b=c,b=", // before a later mistake
	} {
		if _, err := ParseWith(in, load); err != missing {
			t.Errorf("ParseWith(%q) = %v, want the loader's error", in, err)
		}
	}
}

func TestParseBoundsNesting(t *testing.T) {
	nested := func(n int, opening, closing string) string {
		return "k=" + strings.Repeat(opening, n) + strings.Repeat(closing, n)
	}
	for _, brackets := range [][2]string{{"[", "]"}, {"{a=", ",}"}} {
		if _, err := Parse(nested(maxDepth, brackets[0], brackets[1])); err != nil {
			t.Errorf("Parse of %d levels of %s = %v", maxDepth, brackets[0], err)
		}
		for _, n := range []int{maxDepth + 1, 1 << 20} {
			_, err := Parse(nested(n, brackets[0], brackets[1]))
			e, ok := errors.AsType[*SyntaxError](err)
			if !ok || e.Offset != len("k=")+maxDepth*len(brackets[0]) || e.Got != brackets[0][:1] {
				t.Errorf("Parse of %d levels of %s = %.100v, want a *SyntaxError at the bracket too many", n, brackets[0], err)
			}
		}
	}
	wide := "k=[" + strings.Repeat("[],", 3*maxDepth) + "]"
	if _, err := Parse(wide); err != nil {
		t.Errorf("Parse of a wide list = %.100v", err)
	}
}

// Were one of these arguments, of a megabyte each, read in time that grows with
// the square of its length, it would take far more than the seconds allowed;
// as it is, each takes a few milliseconds.
func TestParseTakesLinearTime(t *testing.T) {
	const size = 1 << 20
	for _, part := range []string{
		"a,", "a=", `\,`, `\,=`, `b,c\,d=`, ",,", "a ,  ", `'`, `"`, `\'`, `'\',`, `,'\'`, `"\",b=`,
		`'a,b='c,`, `"x,b=",`, "[", "{", "{a=", "[a,", "a]", " ", "\n", "😀", "é", "\x1c", "\xa0",
	} {
		for _, prefix := range []string{"k=", "k=a,", "k=a,'", "k=[", "k={a=", "k=[a,'", ""} {
			text := prefix + strings.Repeat(part, size/len(part))
			start := time.Now()
			_, err := Parse(text)
			if err != nil {
				_ = err.Error()
			}
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("Parse of %q and %q again and again took %v", prefix, part, took)
			}
		}
	}
	var pairs strings.Builder
	for i := 0; pairs.Len() < size; i++ {
		fmt.Fprintf(&pairs, ",k%d=a,b", i)
	}
	for _, text := range []string{pairs.String()[1:], "h={" + strings.ReplaceAll(pairs.String()[1:], ",b", "") + "}"} {
		start := time.Now()
		if _, err := Parse(text); err != nil {
			t.Errorf("Parse of many pairs = %.100v", err)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("Parse of many pairs took %v", took)
		}
	}
}
