package output

import (
	"slices"
	"strings"

	"gatehouse/model"
)

// appendText appends a value in the format text: a line of tabbed columns for
// each structure and for each list of scalars.
func appendText(b []byte, v any) ([]byte, error) {
	t := textWriter{b: b}
	t.value("", v)
	return t.b, t.err
}

// A textWriter holds the text so far and, once there is one, the error, after
// which it writes nothing more.
type textWriter struct {
	b   []byte
	err error
}

// value writes a value; tag is what stands before each of its lines, the
// upper-case name of the member it is the value of, with a tab, or "".
func (t *textWriter) value(tag string, v any) {
	if t.err != nil {
		return
	}
	switch v := v.(type) {
	case *model.Document:
		t.document(tag, v, scalarNames(nil, v))
	case []any:
		t.list(tag, v)
	default:
		t.cell(v)
		t.b = append(t.b, '\n')
	}
}

func (t *textWriter) list(tag string, list []any) {
	switch {
	case slices.ContainsFunc(list, isDocument):
		t.documents(tag, list)
	case slices.ContainsFunc(list, isList):
		t.scalars(tag, slices.DeleteFunc(slices.Clone(list), isList))
		for _, v := range list {
			if isList(v) {
				t.value(tag, v)
			}
		}
	default:
		t.scalars(tag, list)
	}
}

// documents writes a list with a structure in it. All have the columns of any.
func (t *textWriter) documents(tag string, list []any) {
	var columns []string
	for _, v := range list {
		d, ok := v.(*model.Document)
		if !ok {
			t.err = &LayoutError{lacks(v, "items")}
			return
		}
		columns = scalarNames(columns, d)
	}
	for _, v := range list {
		t.document(tag, v.(*model.Document), columns)
	}
}

// document writes a line of the columns, if there are any, then the other
// members, by name. A column that is not a scalar here is written as one.
func (t *textWriter) document(tag string, d *model.Document, columns []string) {
	if t.err != nil {
		return
	}
	if len(columns) > 0 {
		t.b = append(t.b, tag...)
		for i, name := range columns {
			if i > 0 {
				t.b = append(t.b, '\t')
			}
			if v, ok := d.Get(name); ok {
				t.cell(v)
			}
		}
		t.b = append(t.b, '\n')
	}
	for _, name := range names(d) {
		if _, isColumn := slices.BinarySearch(columns, name); !isColumn {
			v, _ := d.Get(name)
			t.value(upper(name)+"\t", v)
		}
	}
}

// scalars writes a line for each value, or one line for all if there is no tag.
func (t *textWriter) scalars(tag string, list []any) {
	for i, v := range list {
		t.b = append(t.b, tag...)
		t.cell(v)
		end := byte('\n')
		if tag == "" && i < len(list)-1 {
			end = '\t'
		}
		t.b = append(t.b, end)
	}
}

func (t *textWriter) cell(v any) {
	if s, ok := v.(string); ok {
		t.b = append(t.b, s...)
		return
	}
	t.b = append(t.b, model.PythonString(v)...)
}

func isDocument(v any) bool {
	_, ok := v.(*model.Document)
	return ok
}

func isList(v any) bool {
	_, ok := v.([]any)
	return ok
}

func isScalar(v any) bool { return !isDocument(v) && !isList(v) }

// scalarNames adds the names of a document's scalar members to a sorted list
// of different names.
func scalarNames(sorted []string, d *model.Document) []string {
	if sorted == nil {
		sorted = make([]string, 0, d.Len())
	}
	for name, v := range d.All() {
		if !isScalar(v) {
			continue
		}
		if i, found := slices.BinarySearch(sorted, name); !found {
			sorted = slices.Insert(sorted, i, name)
		}
	}
	return sorted
}

// names returns the names of a document's members, sorted.
func names(d *model.Document) []string {
	names := make([]string, 0, d.Len())
	for name := range d.All() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// lacks is Python's complaint about a value without an attribute.
func lacks(v any, attribute string) string {
	return "'" + pythonClass(v) + "' object has no attribute '" + attribute + "'"
}

// pythonClass is the bare name of a value's Python type, e.g. "str".
func pythonClass(v any) string {
	name := strings.TrimPrefix(model.PythonType(v), "<class '")
	return strings.TrimSuffix(name, "'>")
}
