package model

import "iter"

// A Document is a JSON object that keeps the order of its members: the form
// in which inputs and outputs travel between the command line, the wire, the
// state file and the operations. The zero value is an empty document.
//
// A member's value is one of
//
//	nil          JSON null
//	bool
//	int64        an integer that fits
//	json.Number  any other integer, as it was written
//	float64
//	string
//	[]byte       a blob
//	time.Time    a timestamp, in UTC
//	[]any        a list of values
//	*Document    a structure or a map
//
// A Document is not safe for concurrent change.
type Document struct {
	fields []Field

	// FromJSON marks an object that was read from the JSON text of one
	// option. The AWS CLI keeps such objects in another Python type than
	// those of shorthand, and says so in its validation messages.
	FromJSON bool
}

// A Field is one member of a Document.
type Field struct {
	Name  string
	Value any
}

// NewDocument returns a document of fields in the order given. The document
// owns the slice afterwards. Names must differ.
func NewDocument(fields ...Field) *Document { return &Document{fields: fields} }

// Len returns the number of members; a nil document has none.
func (d *Document) Len() int {
	if d == nil {
		return 0
	}
	return len(d.fields)
}

// At returns the i-th member.
func (d *Document) At(i int) Field { return d.fields[i] }

// Get returns the value of a member and whether the document has it. A nil
// document has no members.
func (d *Document) Get(name string) (any, bool) {
	if i := d.index(name); i >= 0 {
		return d.fields[i].Value, true
	}
	return nil, false
}

// Has reports whether the document has a member of that name.
func (d *Document) Has(name string) bool { return d.index(name) >= 0 }

// String returns the value of a member that is a string, or "".
func (d *Document) String(name string) string {
	v, _ := d.Get(name)
	s, _ := v.(string)
	return s
}

// Child returns the value of a member that is a document, or nil.
func (d *Document) Child(name string) *Document {
	v, _ := d.Get(name)
	c, _ := v.(*Document)
	return c
}

// Set gives a member a value: in its place if the document has it, else as
// the last one.
func (d *Document) Set(name string, value any) {
	if i := d.index(name); i >= 0 {
		d.fields[i].Value = value
		return
	}
	d.fields = append(d.fields, Field{name, value})
}

// Append adds members as the last ones. The document must not have members of
// these names.
func (d *Document) Append(fields ...Field) { d.fields = append(d.fields, fields...) }

// Delete removes a member, if the document has it.
func (d *Document) Delete(name string) {
	if i := d.index(name); i >= 0 {
		d.fields = append(d.fields[:i], d.fields[i+1:]...)
	}
}

// All yields the members in order. The document must not change meanwhile.
func (d *Document) All() iter.Seq2[string, any] {
	return func(yield func(string, any) bool) {
		if d == nil {
			return
		}
		for _, f := range d.fields {
			if !yield(f.Name, f.Value) {
				return
			}
		}
	}
}

func (d *Document) index(name string) int {
	if d == nil {
		return -1
	}
	for i := range d.fields {
		if d.fields[i].Name == name {
			return i
		}
	}
	return -1
}
