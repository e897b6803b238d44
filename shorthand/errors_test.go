package shorthand

import (
	"errors"
	"testing"
)

func TestSyntaxErrors(t *testing.T) {
	tests := []struct {
		name   string
		in     string
		want   string // what was expected
		got    string
		offset int
		caret  string // the input and the caret line, as they are shown
	}{
		{"a key alone", "AllowOrigins", "=", "EOF", 12, " AllowOrigins\n            ^"},
		{"two equals signs", "AllowOrigins==x", ",", "=", 13, " AllowOrigins==x\n             ^"},
		{"nothing", "", "=", "EOF", 0, " \n^"},
		{"a space in a key", "a b=c", "=", "b", 2, " a b=c\n  ^"},
		{"a key outside ASCII", "é=x", "=", "é", 0, " é=x\n^"},
		{"white space before the first key", " a=b", "=", "a", 1, "  a=b\n ^"},
		{"a quoted key", `"x"`, "=", `"`, 0, " \"x\"\n^"},
		{"an open double quote", `k="a`, "<double quoted>", "<none>", 2, " k=\"a\n  ^"},
		{"an open single quote", "k='a", "<singled quoted>", "<none>", 2, " k='a\n  ^"},
		{"a comma at the end", "k=a,", "<second>", "<none>", 4, " k=a,\n    ^"},
		{"a comma and white space at the end", "k=a, ", "<second>", "<none>", 5, " k=a, \n     ^"},
		{"two commas before the last value", "k=a,,b", "=", "EOF", 6, " k=a,,b\n      ^"},
		{"a list that does not end", "k=[a", ",", "EOF", 4, " k=[a\n    ^"},
		{"a list that has but begun", "k=[", ",", "EOF", 3, " k=[\n   ^"},
		{"text after a list", "k=[a,b]c", ",", "c", 7, " k=[a,b]c\n       ^"},
		{"white space after the last list", "k=[a] ", ",", "EOF", 6, " k=[a] \n      ^"},
		{"a hash that has but begun", "k={", "=", "EOF", 3, " k={\n   ^"},
		{"a hash that ends in a key", "k={a", "=", "EOF", 4, " k={a\n    ^"},
		{"a hash that ends in a value", "k={a=b", ",", "EOF", 6, " k={a=b\n      ^"},
		{"an entry without a value", "k={a}", "=", "}", 4, " k={a}\n    ^"},
		{"a comma list in braces", "k={a=b,c}", "=", "}", 8, " k={a=b,c}\n        ^"},
		{"a brace too many", "k={a=b}}", ",", "}", 7, " k={a=b}}\n       ^"},
		{"a brace after a bare value", "k=a}", ",", "}", 3, " k=a}\n   ^"},
		{"a brace in a list", "k={a=[b}", ",", "}", 7, " k={a=[b}\n       ^"},
		{"a brace as the value of the last entry", "k={a=}", ",", "EOF", 6, " k={a=}\n      ^"},
		{"a bracket after a bare value", "k=a]", ",", "]", 3, " k=a]\n   ^"},
		{"text after a quoted value", "k='a'b", ",", "b", 5, " k='a'b\n     ^"},
		{"a quote in a bare value", `k=a"b`, ",", `"`, 3, " k=a\"b\n   ^"},
		{"JSON in braces", `k={"a":1}`, "=", `"`, 3, " k={\"a\":1}\n   ^"},
		{"an address for a structure", "s3://bucket/key", "=", "EOF", 15, " s3://bucket/key\n               ^"},
		{"two items without a comma", "k=[[a] [b]]", ",", "[", 7, " k=[[a] [b]]\n       ^"},
		{"two marks of loading", "k@@=x", "=", "@", 2, " k@@=x\n  ^"},
		{"an equals sign that begins an item", "k=[=b]", ",", "=", 3, " k=[=b]\n   ^"},
		{"a quoted second that is not closed is a bad key", `k=a,"b`, "=", `"`, 4, " k=a,\"b\n    ^"},
		{"a control character", "k=a\x01", ",", "\x01", 3, " k=a\x01\n   ^"},
		{"a NUL", "k=\x00", ",", "\x00", 2, " k=\x00\n  ^"},
		{"a single quote that was closed by the next one", `k='\\',b='c'`, ",", "c", 10, " k='\\\\',b='c'\n          ^"},

		// Offsets are bytes, carets count characters.
		{"a character above U+FFFF", "k=😀", ",", "😀", 2, " k=😀\n  ^"},
		{"a character above U+FFFF in a value", "k=é😀", ",", "😀", 4, " k=é😀\n   ^"},
		{"a character above U+FFFF in a second value", "k=é,ü😀=x", "=", "ü", 5, " k=é,ü😀=x\n    ^"},
		{"a place after characters outside ASCII", `k="😀é",é"`, "=", "é", 11, " k=\"😀é\",é\"\n       ^"},
		{"a byte that is not UTF-8 counts as a character", "k=\xff\xf0\x9f]", ",", "]", 5, " k=\xff\xf0\x9f]\n     ^"},
		{"a byte that is not UTF-8 in a key", "\xffk=a", "=", "\xff", 0, " \xffk=a\n^"},

		// Several lines.
		{"the caret follows its line", "a=x,\nb==y", ",", "=", 7, " a=x,\nb==y\n  ^"},
		{"the other lines follow the caret", "a=x,\nb==y\nc=d\n", ",", "=", 7, " a=x,\nb==y\n  ^\nc=d\n"},
		{"the column counts from the last newline before", "k=[é]\n\n é b\nc", ",", "é", 9, " k=[é]\n\n é b\n ^\nc"},
		{"a newline at the end", "a=b,\n", "<second>", "<none>", 5, " a=b,\n\n^"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse(tt.in)
			e, ok := errors.AsType[*SyntaxError](err)
			if !ok {
				t.Fatalf("Parse(%q) = %v, want a *SyntaxError", tt.in, err)
			}
			if want := (SyntaxError{tt.in, tt.offset, tt.want, tt.got}); *e != want {
				t.Errorf("Parse(%q) = %#v, want %#v", tt.in, *e, want)
			}
			want := "Expected: '" + tt.want + "', received: '" + tt.got + "' for input:\n" + tt.caret
			if e.Error() != want {
				t.Errorf("Parse(%q):\n%s\nwant\n%s", tt.in, e, want)
			}
		})
	}
}

func TestDuplicateKeys(t *testing.T) {
	tests := []struct {
		name   string
		in     string
		key    string
		offset int
		caret  string
	}{
		{"a key given twice", "env=prod,env=dev", "env", 9, "env=prod,env=dev\n         ^"},
		{"an empty key", "=a,=b", "", 3, "=a,=b\n   ^"},
		{"a key with and without an @", "a=b,a@=c", "a", 4, "a=b,a@=c\n    ^"},
		{"a key after a list", "a=b,c,a=d", "a", 6, "a=b,c,a=d\n      ^"},
		{"a value is no key", "a=b,a,a=c", "a", 6, "a=b,a,a=c\n      ^"},
		{"a key after a hash", "a={b=c},a={b=d}", "a", 8, "a={b=c},a={b=d}\n        ^"},
		// Observed: the caret does not follow the key over white space.
		{"white space before the key", "env=a, env=b", "env", 6, "env=a, env=b\n      ^"},
		{"white space around the comma", "env=a  ,  env=b", "env", 8, "env=a  ,  env=b\n        ^"},
		{"white space before the comma after a list", "env=[a]  ,  env=b", "env", 8, "env=[a]  ,  env=b\n        ^"},
		{"characters outside ASCII before the key", `a=é,b="😀",a=c`, "a", 14, "a=é,b=\"😀\",a=c\n          ^"},
		{"several lines", "a=\"é\n\",a=c\nx", "a", 8, "a=\"é\n\",a=c\n  ^\nx"},
		{"the key on the next line", "a=b,\na=c\nd", "a", 4, "a=b,\n    ^\na=c\nd"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse(tt.in)
			e, ok := errors.AsType[*DuplicateKeyError](err)
			if !ok {
				t.Fatalf("Parse(%q) = %v, want a *DuplicateKeyError", tt.in, err)
			}
			if want := (DuplicateKeyError{tt.in, tt.key, tt.offset}); *e != want {
				t.Errorf("Parse(%q) = %#v, want %#v", tt.in, *e, want)
			}
			want := `Second instance of key "` + tt.key + "\" encountered for input:\n" + tt.caret +
				"\nThis is often because there is a preceding \",\" instead of a space."
			if e.Error() != want {
				t.Errorf("Parse(%q):\n%s\nwant\n%s", tt.in, e, want)
			}
		})
	}
}

func TestASyntaxErrorComesBeforeADuplicateKey(t *testing.T) {
	const in = "a=b,a=["
	_, err := Parse(in)
	if _, ok := errors.AsType[*SyntaxError](err); !ok {
		t.Errorf("Parse(%q) = %v, want a *SyntaxError", in, err)
	}
}
