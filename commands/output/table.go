package output

import (
	"fmt"
	"slices"

	"gatehouse/model"
)

// defaultWidth is the width of a terminal that is none.
const defaultWidth = 80

// appendTable appends a value in the format table: boxes in boxes. A value
// that Python takes for false has none.
func appendTable(b []byte, v any, o Options) ([]byte, error) {
	var t table
	if err := t.build(o.Title, v); err != nil || len(t.sections) == 0 {
		return b, err
	}
	limit := o.Width
	if limit <= 0 {
		limit = defaultWidth
	}
	width := t.width()
	if width > limit {
		t.turn()
		width = t.width()
	}
	r := tableRenderer{b: b, colored: o.Color}
	r.table(&t, width)
	return r.b, nil
}

// A table is the sections of a value in the order in which they are shown.
type table struct {
	sections []*section
	indent   int // of the next section
}

// A section is one box of a table: a title, column heads and rows.
type section struct {
	title   string // "" shows none
	indent  int    // how many boxes it stands in
	headers []string
	rows    [][]string

	longest []int // the display width of each column's longest cell
}

func (t *table) build(title string, v any) error {
	if isFalse(v) {
		return nil
	}
	t.begin(title)
	return t.content(title, v)
}

func (t *table) begin(title string) {
	t.sections = append(t.sections, &section{title: title, indent: t.indent})
}

func (t *table) last() *section { return t.sections[len(t.sections)-1] }

// content adds a value to the last section and whatever stands in it as
// sections of their own. A scalar adds nothing.
func (t *table) content(title string, v any) error {
	switch v := v.(type) {
	case *model.Document:
		return t.document(v)
	case []any:
		if isDocument(v[0]) {
			return t.documents(title, v)
		}
		return t.rows(v)
	}
	return nil
}

// document shows a structure's scalars: a single one as name and value, more
// of them as column heads and a row.
func (t *table) document(d *model.Document) error {
	columns := scalarNames(nil, d)
	if err := t.scalars(d, columns); err != nil {
		return err
	}
	for _, name := range names(d) {
		if v, _ := d.Get(name); !isScalar(v) {
			if err := t.inner(name, v); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *table) scalars(d *model.Document, columns []string) error {
	switch len(columns) {
	case 0:
		return nil
	case 1:
		return t.last().addRow([]string{columns[0], cell(d, columns[0])})
	}
	if err := t.last().setHeaders(columns); err != nil {
		return err
	}
	return t.last().addRow(cells(d, columns))
}

// documents shows a list that begins with a structure: a row for each
// element, under column heads for the scalars of all. If any element has
// members that are no scalars, each element gets a section of its own.
func (t *table) documents(title string, list []any) error {
	var columns, others []string
	for _, v := range list {
		switch v := v.(type) {
		case *model.Document:
			columns = scalarNames(columns, v)
			others = otherNames(others, v)
		default:
			if err := notKeyed(v); err != nil {
				return err
			}
		}
	}
	if err := t.last().setHeaders(columns); err != nil {
		return err
	}
	for i, v := range list {
		d, ok := v.(*model.Document)
		if !ok && len(columns) > 0 {
			return &LayoutError{lacks(v, "get")}
		}
		if i > 0 && len(others) > 0 {
			t.begin(title)
			if err := t.last().setHeaders(columns); err != nil {
				return err
			}
		}
		if err := t.last().addRow(cells(d, columns)); err != nil {
			return err
		}
		for _, name := range others {
			if v, ok := d.Get(name); ok {
				if err := t.inner(name, v); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// rows shows a list that does not begin with a structure: a row for each
// element. An inner list of scalars is a row; the names stand for a structure.
func (t *table) rows(list []any) error {
	for _, v := range list {
		var err error
		switch v := v.(type) {
		case *model.Document:
			var row []string
			for name := range v.All() {
				row = append(row, name)
			}
			err = t.last().addRow(row)
		case []any:
			err = t.row(v)
		default:
			err = t.last().addRow([]string{model.PythonString(v)})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *table) row(list []any) error {
	if !slices.ContainsFunc(list, func(v any) bool { return !isScalar(v) }) {
		row := make([]string, len(list))
		for i, v := range list {
			row[i] = model.PythonString(v)
		}
		return t.last().addRow(row)
	}
	indent := t.indent
	t.indent = 0
	err := t.content("", list)
	t.indent = indent
	return err
}

// inner shows a member that is no scalar as a section within the present one.
func (t *table) inner(name string, v any) error {
	t.indent++
	err := t.build(name, v)
	t.indent--
	return err
}

// turn makes name and value pairs of each section that has one row under
// column heads, so that a wide table becomes a narrow one.
func (t *table) turn() {
	for i, s := range t.sections {
		if len(s.rows) != 1 || len(s.headers) == 0 {
			continue
		}
		turned := &section{title: s.title, indent: s.indent}
		for j, header := range s.headers {
			pair := []string{header, s.rows[0][j]}
			turned.rows = append(turned.rows, pair)
			turned.measure(pair)
		}
		t.sections[i] = turned
	}
}

// width is the width of the table: that of its widest section.
func (t *table) width() int {
	width := 0
	for _, s := range t.sections {
		width = max(width, s.width())
	}
	return width
}

// setHeaders gives the section its column heads. They may replace others,
// when a list holds several lists of structures; more of them than before are
// one of Python's errors.
func (s *section) setHeaders(headers []string) error {
	if len(s.longest) > 0 && len(headers) > len(s.longest) {
		return &LayoutError{"list index out of range"}
	}
	s.headers = headers
	s.measure(headers)
	return nil
}

// addRow adds a row. The first one fixes the number of columns.
func (s *section) addRow(row []string) error {
	if len(s.rows) > 0 && len(row) != len(s.rows[0]) {
		return &LayoutError{fmt.Sprintf("Row should have %d elements, instead it has %d", len(s.rows[0]), len(row))}
	}
	s.rows = append(s.rows, row)
	s.measure(row)
	return nil
}

// measure takes the widths of a row's cells into account.
func (s *section) measure(row []string) {
	if len(s.longest) == 0 {
		s.longest = make([]int, len(row))
	}
	for i, text := range row {
		s.longest[i] = max(s.longest[i], displayWidth(text))
	}
}

// isFalse reports whether a value counts as false in Python.
func isFalse(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case bool:
		return !v
	case int64:
		return v == 0
	case float64:
		return v == 0
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case *model.Document:
		return v.Len() == 0
	}
	return false
}

// cell is the text of a member; one that is missing is empty.
func cell(d *model.Document, name string) string {
	v, ok := d.Get(name)
	if !ok {
		return ""
	}
	return model.PythonString(v)
}

func cells(d *model.Document, columns []string) []string {
	row := make([]string, len(columns))
	for i, name := range columns {
		row[i] = cell(d, name)
	}
	return row
}

// otherNames adds the names of a document's members that are no scalars to a
// sorted list of different names.
func otherNames(sorted []string, d *model.Document) []string {
	for name, v := range d.All() {
		if isScalar(v) {
			continue
		}
		if i, found := slices.BinarySearch(sorted, name); !found {
			sorted = slices.Insert(sorted, i, name)
		}
	}
	return sorted
}

// notKeyed is Python's complaint about a value whose names are asked for and
// that has none. An empty text or list has no name that could be wrong.
func notKeyed(v any) error {
	switch v := v.(type) {
	case string:
		if v == "" {
			return nil
		}
		return &LayoutError{"string indices must be integers, not 'str'"}
	case []any:
		return notIndexed(v)
	}
	return &LayoutError{"'" + pythonClass(v) + "' object is not iterable"}
}

// notIndexed is Python's complaint about a list whose elements are used as
// indices into it.
func notIndexed(list []any) error {
	for _, v := range list {
		var index int64
		switch v := v.(type) {
		case bool: // 0 or 1
			if v {
				index = 1
			}
		case int64:
			index = v
		default:
			return &LayoutError{"list indices must be integers or slices, not " + pythonClass(v)}
		}
		if n := int64(len(list)); index >= n || index < -n {
			return &LayoutError{"list index out of range"}
		}
	}
	return nil
}
