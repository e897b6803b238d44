package state

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"gatehouse/model"
)

// FuzzScan holds that the index pass takes what model.ParseJSON takes for an
// object, if it is UTF-8, and finds the same members.
func FuzzScan(f *testing.F) {
	for _, seed := range []string{
		emptyFile, `{}`, ` { } `, `{"a":1}`, `{"a" : [1, 2.5e-3, -0, NaN, -Infinity, Infinity], "b": {"c": {"d": null}}}`,
		`{"\u0061\n": "\ud83d\ude00 é \\ \" /"}`, `{"a": tru}`, `{"a": 01}`, `{"a": 1.}`, `{"a": 1e}`, `{"a": .5}`, `{"a": -}`, `{"a": "` + "\t" + `"}`,
		`{"a": "\x"}`, `{"a": "\u12"}`, `{"a": 1,}`, `{"a"}`, `{,}`, `{"a": [1,]}`, `{"a": [}`, `{"a": 1 "b": 2}`, "\ufeff{}", `{"a":{}}x`, `[]`, `"x"`, ``, "{\"a\": \"\x80\xff\"}",
		`{"a": 1, "a": 2}`, strings.Repeat(`{"a":`, 1000) + "1" + strings.Repeat("}", 1000), strings.Repeat(`{"a":`, 1001) + "1" + strings.Repeat("}", 1001),
		`{"a":` + strings.Repeat("[", 999) + strings.Repeat("]", 999) + "}", `{"a":` + strings.Repeat("[", 1000) + strings.Repeat("]", 1000) + "}",
		"{" + many(100, `"k%d": {}`) + `, "k7": 1, "k8": 2}`, `{"\u006b": 1, "k": 2, "\\": {"\"": {}}}`,
		`{"12345678901234567890": "123456789012345678901234567890\u0000"}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		at := len(text) - len(strings.TrimLeft(text, " \t\r\n"))
		x, end, ok := scanObject(text, at, indexedLevels)
		ok = ok && strings.TrimLeft(text[max(end, 0):], " \t\r\n") == ""
		v, err := model.ParseJSON(text)
		d, isObject := v.(*model.Document)
		if want := err == nil && isObject && utf8.ValidString(text); ok != want {
			t.Fatalf("scanObject takes %q: %v, ParseJSON: %v, %v", text, ok, isObject, err)
		}
		if ok {
			checkIndex(t, text[at:], x, d)
		}
	})
}

// checkIndex compares an index with the parsed document, where of several
// members with one name the last is left.
func checkIndex(t *testing.T, text string, x *index, d *model.Document) {
	t.Helper()
	values, twice := map[string]any{}, -1
	for i, e := range x.entries {
		name, value := x.name(text, i), text[e.value:e.end]
		v, err := model.ParseJSON(value)
		if err != nil {
			t.Fatalf("member %q is %q: %v", name, value, err)
		}
		if _, ok := values[name]; ok && twice < 0 {
			twice = i
		} else if !ok && x.find(text, name) != i {
			t.Fatalf("find(%q) = %d, want %d", name, x.find(text, name), i)
		}
		values[name] = v
		if e.sub != nil {
			checkIndex(t, value, e.sub, v.(*model.Document))
		}
	}
	if len(values) != d.Len() || x.twice(text) != twice {
		t.Fatalf("the index has %d members, want %d, and one twice at %d, want %d", len(values), d.Len(), x.twice(text), twice)
	}
	if i := x.find(text, "not there"); i >= 0 && !d.Has("not there") {
		t.Fatalf("what is not there is at %d", i)
	}
	for name, want := range d.All() {
		got, ok := values[name]
		if !ok || string(model.AppendJSON(nil, got, 0)) != string(model.AppendJSON(nil, want, 0)) {
			t.Fatalf("member %q is %v, want %v", name, got, want)
		}
	}
}

func TestAppendValueIndentsEachLine(t *testing.T) {
	v, err := model.ParseJSON(`{"a": [1, {"b": "x\ny"}], "c": {}}`)
	if err != nil {
		t.Fatal(err)
	}
	got := string(appendValue([]byte("> "), v, 2))
	want := `> {
      "a": [
        1,
        {
          "b": "x\ny"
        }
      ],
      "c": {}
    }`
	if got != want {
		t.Errorf("appendValue() = %s, want %s", got, want)
	}
	again, err := model.ParseJSON(strings.TrimPrefix(got, "> "))
	if err != nil || !reflect.DeepEqual(v, again) {
		t.Errorf("the text reads back as %v, %v", again, err)
	}
}
