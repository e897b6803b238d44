package mapping

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"gatehouse/state/expression"
)

const petshop = `
{ "name": "Rex", "n": 1, "f": 1.50, "big": 12345678901234567890, "t": true, "z": null, "e": "", "none": [], "nil": {},
  "pets": [ {"name": "dog", "tags": ["a","b"]}, {"name":"cat" , "tags":[] }, {"name":"\ud83d\ude00\u00e9\"\\\/\n"} ],
  "a b": {"c.d": "x", "it's": "y", "\u0071": "q"},
  "twice": 1, "twice": 2, "deep": [[1,[2,3]],4] }`

func TestJSONPath(t *testing.T) {
	tests := []struct {
		path, want string
		missing    bool
	}{
		{path: ".name", want: "Rex"},
		{path: ".n", want: "1"},
		{path: ".f", want: "1.50"},
		{path: ".big", want: "12345678901234567890"},
		{path: ".t", want: "true"},
		{path: ".e", want: ""},
		{path: ".none", want: "[]"},
		{path: ".nil", want: "{}"},
		{path: ".z", missing: true},
		{path: ".other", missing: true},
		{path: ".name.x", missing: true},
		{path: ".name[0]", missing: true},
		{path: ".pets.name", missing: true},
		{path: ".pets[0].name", want: "dog"},
		{path: ".pets[2].name", want: "😀é\"\\/\n"},
		{path: ".pets[3]", missing: true},
		{path: ".pets[-1].name", want: "😀é\"\\/\n"},
		{path: ".pets[-4]", missing: true},
		{path: ".pets[1]", want: `{"name":"cat","tags":[]}`},
		{path: "['pets'][0]['tags'][1]", want: "b"},
		{path: `["pets"][ 0 ]["name"]`, want: "dog"},
		{path: "['a b']['c.d']", want: "x"},
		{path: `['a b']['it\'s']`, want: "y"},
		{path: ".a b.q", want: "q"},
		{path: ".twice", want: "2"},
		{path: ".deep[0][1][0]", want: "2"},
		{path: ".pets[*].name", want: `["dog","cat","\ud83d\ude00\u00e9\"\\\/\n"]`},
		{path: ".pets.*.tags", want: `[["a","b"],[]]`},
		{path: ".pets[0:2].name", want: `["dog","cat"]`},
		{path: ".pets[:1].name", want: `["dog"]`},
		{path: ".pets[-2:-1].name", want: `["cat"]`},
		{path: ".deep[::2]", want: `[[1,[2,3]]]`},
		{path: ".deep[0,1]", want: `[[1,[2,3]],4]`},
		{path: "['n','t']", want: `[1,true]`},
		{path: ".deep[5:]", missing: true},
		{path: ".name[*]", missing: true},
		{path: ".n[1:]", missing: true},
		{path: ".deep" + strings.Repeat("[0,0]", 40), missing: true},
	}
	for _, test := range tests {
		t.Run(test.path, func(t *testing.T) {
			path, at, want := expression.ParsePath(test.path)
			if want != "" {
				t.Fatalf("ParsePath(%q): byte %d: want %s", test.path, at, want)
			}
			got, ok := jsonPath(path).appendValue([]byte("before "), []byte(petshop))
			if ok == test.missing || ok && string(got) != "before "+test.want {
				t.Errorf("%s = %q, %v, want %q", test.path, got, ok, test.want)
			}
		})
	}
}

func TestBodiesThatPathsCannotRead(t *testing.T) {
	v, err := ParseValue("$request.body.a", nil)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, body, want string
		ok               bool
	}{
		{"no body", "", "", false},
		{"no JSON", "a=b", "", false},
		{"JSON that does not end", `{"a":1`, "", false},
		{"another value", `"a"`, "", false},
		{"a body of 100 KB", `{"a":"` + strings.Repeat("x", maxDocument-8) + `"}`, strings.Repeat("x", maxDocument-8), true},
		{"a body that is longer is cut, and no JSON any more", `{"a":1,"b":"` + strings.Repeat("x", maxDocument) + `"}`, "", false},
		{"unless only spaces are cut", `{"a":1}` + strings.Repeat(" ", maxDocument), "1", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := order()
			m.body = test.body
			if got, ok := v.Text(m); got != test.want || ok != test.ok {
				t.Errorf("Text = %.20q, %v, want %.20q, %v", got, ok, test.want, test.ok)
			}
		})
	}
	t.Run("a body as a whole is not cut", func(t *testing.T) {
		whole, err := ParseValue("$request.body", nil)
		if err != nil {
			t.Fatal(err)
		}
		m := order()
		m.body = strings.Repeat("x", 2*maxDocument)
		if got, ok := whole.Text(m); got != m.body || !ok {
			t.Errorf("%d bytes, %v", len(got), ok)
		}
	})
}

// FuzzJSONPath holds that a definite path selects what encoding/json finds.
func FuzzJSONPath(f *testing.F) {
	f.Add(".pets[2].name", petshop)
	f.Add("['a b'].q[-1]", `[1,{"a b":{"q":[null,"\u00e9"]}}]`)
	f.Add(".*[0:2]", `{"a":[1,2,3]}`)
	f.Add("[0,'a'].b", ` [ {"b" : -1.5e3 } ] `)
	f.Fuzz(func(t *testing.T, text, document string) {
		path, at, want := expression.ParsePath(text)
		if at < 0 || at > len(text)+1 {
			t.Fatalf("ParsePath(%q) stops at %d", text, at)
		}
		if want != "" || !json.Valid([]byte(document)) {
			return
		}
		got, ok := jsonPath(path).appendValue(nil, []byte(document))
		if !jsonPath(path).definite() {
			if ok && !json.Valid(got) {
				t.Fatalf("%s of %s = %s, which is no JSON", text, document, got)
			}
			return
		}
		expected, found := lookUp(t, jsonPath(path), document)
		if ok != found || ok && string(got) != expected {
			t.Fatalf("%s of %s = %q, %v, want %q, %v", text, document, got, ok, expected, found)
		}
	})
}

// lookUp walks a definite path by means of encoding/json.
func lookUp(t *testing.T, path jsonPath, document string) (string, bool) {
	t.Helper()
	value := json.RawMessage(document)
	for _, step := range path {
		var next json.RawMessage
		if step[0].Kind == expression.ByName {
			var object map[string]json.RawMessage
			if json.Unmarshal(value, &object) != nil {
				return "", false
			}
			next = object[step[0].Name]
		} else {
			var array []json.RawMessage
			if json.Unmarshal(value, &array) != nil {
				return "", false
			}
			i := step[0].Start
			if i < 0 {
				i += len(array)
			}
			if i >= 0 && i < len(array) {
				next = array[i]
			}
		}
		if next == nil {
			return "", false
		}
		value = next
	}
	value = bytes.TrimSpace(value)
	switch value[0] {
	case 'n':
		return "", false
	case '"':
		var text string
		if err := json.Unmarshal(value, &text); err != nil {
			t.Fatal(err)
		}
		return text, true
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, value); err != nil {
		t.Fatal(err)
	}
	return compact.String(), true
}

func BenchmarkJSONPath(b *testing.B) {
	path, _, _ := expression.ParsePath(".pets[2].name")
	document := []byte(petshop)
	dst := make([]byte, 0, 64)
	b.ReportAllocs()
	for b.Loop() {
		dst, _ = jsonPath(path).appendValue(dst[:0], document)
	}
}
