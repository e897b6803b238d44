package openapi

import (
	"encoding/json"
	"strconv"
	"strings"

	"gatehouse/model"
)

// fields reads the members of an extension's object, in whatever types people
// write them: numbers in quotes, versions without. A member that is absent or
// null reads as nil.
type fields struct {
	d     *model.Document
	wrong string // the first member that could not be read, and what it should be: "uri is not a string"
	read  map[string]bool
}

func fieldsOf(d *model.Document) *fields { return &fields{d: d, read: map[string]bool{}} }

// get returns a member's value, and nil for one that is null.
func (f *fields) get(name string) any {
	f.read[name] = true
	v, _ := f.d.Get(name)
	return v
}

func (f *fields) fail(name, want string) {
	if f.wrong == "" {
		f.wrong = name + " is not " + want
	}
}

// unknown yields the names of the members that nobody asked for.
func (f *fields) unknown(yield func(string) bool) {
	for name := range f.d.All() {
		if !f.read[name] && !yield(name) {
			return
		}
	}
}

func (f *fields) text(name string) *string {
	v := f.get(name)
	if v == nil {
		return nil
	}
	s, ok := text(v)
	if !ok {
		f.fail(name, "a string")
		return nil
	}
	return &s
}

// version reads a version, which is text, but 2.0 and 2 are taken as well:
// tools that write JSON leave out the zero.
func (f *fields) version(name string) *string {
	switch v := f.get(name).(type) {
	case int64:
		return new(strconv.FormatInt(v, 10) + ".0")
	default:
		return f.text(name)
	}
}

func (f *fields) integer(name string) *int64 {
	v := f.get(name)
	switch n := v.(type) {
	case nil:
		return nil
	case int64:
		return &n
	case float64:
		if i := int64(n); float64(i) == n {
			return &i
		}
	case string:
		if i, err := strconv.ParseInt(n, 10, 64); err == nil {
			return &i
		}
	case json.Number: // too large for any limit
	}
	f.fail(name, "an integer")
	return nil
}

func (f *fields) boolean(name string) *bool {
	switch v := f.get(name).(type) {
	case nil:
		return nil
	case bool:
		return &v
	case string:
		if v == "true" || v == "false" {
			return new(v == "true")
		}
	}
	f.fail(name, "a boolean")
	return nil
}

func (f *fields) object(name string) *model.Document {
	v := f.get(name)
	d, ok := v.(*model.Document)
	if v != nil && !ok {
		f.fail(name, "an object")
	}
	return d
}

// texts reads a list of texts.
func (f *fields) texts(name string) []string {
	v := f.get(name)
	if v == nil {
		return nil
	}
	list, ok := textList(v)
	if !ok {
		f.fail(name, "a list of strings")
	}
	return list
}

// commaTexts reads texts that are divided by commas, or a list of them.
func (f *fields) commaTexts(name string) []string {
	s, ok := f.get(name).(string)
	if !ok {
		return f.texts(name)
	}
	var list []string
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}

// textMap reads an object whose values are texts.
func (f *fields) textMap(name string) model.StringMap[string] {
	d := f.object(name)
	if d == nil {
		return nil
	}
	m, ok := textMap(d)
	if !ok {
		f.fail(name, "an object of strings")
	}
	return m
}

// textMaps reads an object whose values are such objects.
func (f *fields) textMaps(name string) model.StringMap[model.StringMap[string]] {
	d := f.object(name)
	if d == nil {
		return nil
	}
	m := model.StringMap[model.StringMap[string]]{}
	for key, v := range d.All() {
		inner, _ := v.(*model.Document)
		texts, ok := textMap(inner)
		if inner == nil || !ok {
			f.fail(name, "an object of objects of strings")
			return nil
		}
		m = append(m, model.Entry[model.StringMap[string]]{Key: key, Value: texts})
	}
	return m
}

func textMap(d *model.Document) (model.StringMap[string], bool) {
	m := model.StringMap[string]{}
	for key, v := range d.All() {
		s, ok := text(v)
		if !ok {
			return nil, false
		}
		m = append(m, model.Entry[string]{Key: key, Value: s})
	}
	return m, true
}

func textList(v any) ([]string, bool) {
	values, ok := v.([]any)
	if !ok {
		return nil, false
	}
	list := make([]string, len(values))
	for i, v := range values {
		if list[i], ok = text(v); !ok {
			return nil, false
		}
	}
	return list, true
}
