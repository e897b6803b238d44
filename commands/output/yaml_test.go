package output

import (
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"gatehouse/model"
)

func TestWriteYAML(t *testing.T) {
	long := strings.Repeat("word ", 18)
	testWrite(t, Options{Format: "yaml"}, []writeCase{
		{"names are sorted, lists not indented",
			`{"Tags":{"b":"1","a":"x"},"Items":[{"Name":"n","AutoDeploy":true},{}],"ApiId":"a","None":[],"N":1.5}`, `
ApiId: a
Items:
- AutoDeploy: true
  Name: n
- {}
N: 1.5
None: []
Tags:
  a: x
  b: '1'
`},
		{"lists in lists begin on one line", `[[1,[2,3]],[{"a":[[]]},null]]`, `
- - 1
  - - 2
    - 3
- - a:
    - []
  - null
`},
		{"long plain and quoted texts are folded", `["` + long + `end","it's: ` + long + `end"]`, `
- word word word word word word word word word word word word word word word word
  word word end
- 'it''s: word word word word word word word word word word word word word word word
  word word word end'
`},
		{"a word too long is not", `{"k":"` + strings.Repeat("x", 90) + ` y"}`, `
k: ` + strings.Repeat("x", 90) + `
  y
`},
		{"line breaks are blank lines in single quotes", `["a\nb","\n","a\n\nb"]`, `
- 'a

  b'
- '

  '
- 'a


  b'
`},
		{"what single quotes cannot hold goes in double ones", `["a\tb","a \nb","\u0007","\ufeff\u0085","😀é"]`, `
- "a\tb"
- "a \nb"
- "\a"
- "\uFEFF\N"
- "\U0001F600é"
`},
		{"double quotes are folded at the first of several spaces", `["\t` + strings.Repeat("x", 77) + `   b c"]`, `
- "\t` + strings.Repeat("x", 77) + `
  \  b c"
`},
		{"a long key and one with line breaks stand before their value", `{"` + strings.Repeat("k", 129) + `":[1],"a\nb":{"c":1},"z":0}`, `
? 'a

  b'
: c: 1
? ` + strings.Repeat("k", 129) + `
: - 1
z: 0
`},
		{"a key's length is that of its UTF-8", `{"` + strings.Repeat("é", 64) + `":1,"` + strings.Repeat("é", 64) + `x":2}`, `
` + strings.Repeat("é", 64) + `: 1
? ` + strings.Repeat("é", 64) + `x
: 2
`},
	})
}

func TestYAMLQuotes(t *testing.T) {
	quoted := []string{"", "null", "Null", "~", "true", "False", "1", "-1", "+1", "007", "0o7", "0x1F", "0b1", "1_000", "1.", "1.5", ".5", "1e3",
		".inf", "-.INF", ".nan", "2026-01-02", "2026-1-2 3:04:05", "2026-01-02T03:04:05.1+00:00", "=", "<<", " a", "a ", "a: b", "a:", "a #b",
		"#", "- a", "-", "? a", "*", "&a", "!a", "|", ">", "%a", "@a", "`a", "[a", "{a", "]", "---", "...a", "'a", "\"a", ",a"}
	plain := []string{"yes", "no", "on", "y", "a", "nULL", "tRUE", "1-", "1e", "1.2.3", "0o", "0x", "0b", "12:30:45", "+", "_", "~a", "-a", "?a", ":a",
		"a:b", "a#b", "a, b", "a]", "it's", "a\\b", "é", "2026-01-0", "2026-01-02T", "2026-01-02 3:04", "2026-01-02T03:04:05+1:2", ".5e3", "$default"}
	for _, s := range quoted {
		want := "- '" + strings.ReplaceAll(s, "'", "''") + "'\n"
		if got := string(appendYAML(nil, []any{s})); got != want {
			t.Errorf("%q is written %q, want %q", s, got, want)
		}
	}
	for _, s := range plain {
		if got := string(appendYAML(nil, []any{s})); got != "- "+s+"\n" {
			t.Errorf("%q is written %q, want it plain", s, got)
		}
	}
}

func TestYAMLAliases(t *testing.T) {
	tags := parse(t, `{"a":"b"}`)
	origins := []any{"*"}
	none := make([]any, 0, 1)
	cases := []struct {
		name  string
		value any
		want  string
	}{
		{"a mapping twice", []any{tags, tags}, "- &id001\n  a: b\n- *id001\n"},
		{"as a member", model.NewDocument(model.Field{Name: "A", Value: tags}, model.Field{Name: "B", Value: tags}),
			"A: &id001\n  a: b\nB: *id001\n"},
		{"a list as a member", model.NewDocument(model.Field{Name: "A", Value: origins}, model.Field{Name: "B", Value: origins}),
			"A: &id001\n- '*'\nB: *id001\n"},
		{"numbers follow the second places", []any{tags, origins, origins, tags},
			"- &id002\n  a: b\n- &id001\n  - '*'\n- *id001\n- *id002\n"},
		{"an empty list of Project's", []any{none, none}, "- &id001 []\n- *id001\n"},
		{"equal ones are not the same", []any{[]any{"*"}, []any{"*"}}, "- - '*'\n- - '*'\n"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := string(appendYAML(nil, c.value)); got != c.want {
				t.Errorf("appendYAML = %q, want %q", got, c.want)
			}
		})
	}
}

// FuzzYAML holds that another YAML library reads back what was written.
func FuzzYAML(f *testing.F) {
	for _, s := range []string{"", "a b", " a\n", "'", "\"\t", "word " + strings.Repeat("x ", 60), "2026-01-02", "- ? : #", strings.Repeat("long", 40)} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, name, text string) {
		if strings.ContainsAny(name+text, "\u0085\u2028\u2029") {
			t.Skip("YAML 1.1, which the library reads, has other line breaks")
		}
		v := model.NewDocument(model.Field{Name: name, Value: []any{text, model.NewDocument(model.Field{Name: text, Value: name})}})
		written := appendYAML(nil, v)
		var n yaml.Node
		if err := yaml.Unmarshal(written, &n); err != nil {
			t.Fatalf("%q does not parse: %v", written, err)
		}
		top := n.Content[0]
		list := top.Content[1]
		inner := list.Content[1]
		for i, got := range []string{top.Content[0].Value, list.Content[0].Value, inner.Content[0].Value, inner.Content[1].Value} {
			if want := validUTF8([]string{name, text, text, name}[i]); got != want {
				t.Errorf("%q reads back as %q in %q", want, got, written)
			}
		}
	})
}
