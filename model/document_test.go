package model

import (
	"fmt"
	"slices"
	"testing"
)

func TestDocument(t *testing.T) {
	d := NewDocument(Field{"a", "1"}, Field{"b", nil})
	d.Set("c", NewDocument())
	d.Set("a", "2")
	d.Delete("b")
	d.Delete("absent")
	d.Append(Field{"d", "4"}, Field{"e", "5"})
	if got := string(AppendJSON(nil, d, 0)); got != `{"a":"2","c":{},"d":"4","e":"5"}` {
		t.Errorf("the document is %s", got)
	}
	if d.Len() != 4 || d.At(1).Name != "c" || !d.Has("c") || d.Has("b") {
		t.Errorf("Len() = %d, At(1) = %v, Has(c) = %v, Has(b) = %v", d.Len(), d.At(1), d.Has("c"), d.Has("b"))
	}
	if d.String("a") != "2" || d.String("c") != "" || d.String("absent") != "" {
		t.Errorf("String gives %q, %q, %q", d.String("a"), d.String("c"), d.String("absent"))
	}
	if d.Child("c") == nil || d.Child("a") != nil {
		t.Errorf("Child gives %v, %v", d.Child("c"), d.Child("a"))
	}
	for name := range d.All() {
		if name != "a" {
			t.Errorf("All goes on to %q after a break", name)
		}
		break
	}
}

func TestDocumentThatIsNil(t *testing.T) {
	var d *Document
	if d.Len() != 0 || d.Has("a") || d.String("a") != "" || d.Child("a") != nil {
		t.Error("a nil document has members")
	}
	for name := range d.All() {
		t.Errorf("a nil document yields %q", name)
	}
}

func TestStringMap(t *testing.T) {
	var m StringMap[int]
	m.Set("b", 1)
	m.Set("a", 2)
	m.Set("b", 3)
	if want := (StringMap[int]{{"b", 3}, {"a", 2}}); !slices.Equal(m, want) {
		t.Errorf("the map is %v, want %v", m, want)
	}
	if v, ok := m.Get("a"); v != 2 || !ok {
		t.Errorf("Get(a) = %v, %v", v, ok)
	}
	if v, ok := m.Get("c"); v != 0 || ok {
		t.Errorf("Get(c) = %v, %v", v, ok)
	}
	m.Delete("b")
	m.Delete("c")
	m.Delete("a")
	if m == nil || len(m) != 0 {
		t.Errorf("without its entries the map is %#v, want it present and empty", m)
	}
}

func TestStringMapMerges(t *testing.T) {
	for _, c := range []struct {
		name string
		more int // entries in which nothing is known
	}{
		{"few entries, one by one", 0},
		{"many entries, by a table", 100},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := StringMap[int]{{"a", 1}, {"b", 2}}
			given := StringMap[int]{{"c", 3}, {"b", 4}, {"c", 5}}
			want := StringMap[int]{{"a", 1}, {"b", 4}, {"c", 5}}
			for i := range c.more {
				e := Entry[int]{fmt.Sprint("more", i), i}
				given, want = append(given, e), append(want, e)
			}
			m.Merge(given)
			if !slices.Equal(m, want) {
				t.Errorf("the map is %v, want %v", m, want)
			}
		})
	}
}
