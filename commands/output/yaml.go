package output

import (
	"fmt"

	"gatehouse/model"
)

// The YAML is that of ruamel.yaml's safe dumper in block style. It is written
// here because go.yaml.in/yaml/v3 cannot be made to write it: that never folds
// long lines, prefers other quotes and literal blocks, and knows no aliases
// for values that come twice.

const (
	yamlIndent = 2

	// longestSimpleKey is the length in bytes beyond which a key is written
	// after a "? ", and its value after a ": " on a line of its own.
	longestSimpleKey = 128
)

// appendYAML appends a value as a YAML document: mappings sorted by key, and
// a scalar by itself as JSON.
func appendYAML(b []byte, v any) []byte {
	if isScalar(v) {
		return append(model.AppendJSON(b, v, 4), '\n')
	}
	w := yamlWriter{scalarWriter: scalarWriter{b: b}}
	w.findAliases(v)
	if !w.empty(v) {
		w.collection(v, 0, true)
	}
	return append(w.b, '\n')
}

// A yamlWriter writes one document.
type yamlWriter struct {
	scalarWriter
	anchors map[identity]*anchor
	aliases int
}

// An anchor marks a collection that stands in several places, so that the
// later ones can refer to the first.
type anchor struct {
	number  int // from 1, in the order in which second places are met; 0 if there is one place only
	written bool
}

// An identity is the memory that a collection is in. Collections of the same
// identity are one object of Python's.
type identity struct {
	document *model.Document
	list     *any // where its elements are
	len      int
}

// identify returns a collection's identity. An empty list without room has
// none: unlike Python's, it never becomes an alias.
func identify(v any) (id identity, ok bool) {
	switch v := v.(type) {
	case *model.Document:
		return identity{document: v}, v != nil
	case []any:
		if cap(v) > 0 {
			return identity{list: &v[:1][0], len: len(v)}, true
		}
	}
	return identity{}, false
}

// findAliases finds the collections that a query put in several places.
func (w *yamlWriter) findAliases(v any) {
	if id, ok := identify(v); ok {
		if a := w.anchors[id]; a != nil {
			if a.number == 0 {
				w.aliases++
				a.number = w.aliases
			}
			return
		}
		if w.anchors == nil {
			w.anchors = map[identity]*anchor{}
		}
		w.anchors[id] = &anchor{}
	}
	switch v := v.(type) {
	case *model.Document:
		for _, name := range names(v) {
			inner, _ := v.Get(name)
			w.findAliases(inner)
		}
	case []any:
		for _, inner := range v {
			w.findAliases(inner)
		}
	}
}

// collection writes a list or mapping that is not empty. If inline, its first
// line goes on where the present one ends.
func (w *yamlWriter) collection(v any, indent int, inline bool) {
	switch v := v.(type) {
	case *model.Document:
		for i, name := range names(v) {
			if i > 0 || !inline {
				w.newLine(indent)
			}
			value, _ := v.Get(name)
			w.member(name, value, indent)
		}
	case []any:
		for i, value := range v {
			if i > 0 || !inline {
				w.newLine(indent)
			}
			w.write("-")
			w.node(value, indent, false, true)
		}
	}
}

func (w *yamlWriter) member(name string, value any, indent int) {
	name = validUTF8(name)
	if isSimpleKey(name) {
		w.text(name, -1)
		w.write(":")
		w.node(value, indent, true, false)
		return
	}
	w.write("? ")
	w.text(name, indent+yamlIndent)
	w.newLine(indent)
	w.write(":")
	w.node(value, indent, true, true)
}

// node writes a value behind the "-" or ":" of a collection at an
// indentation. A list below a mapping's key is not indented further. inline
// says that a collection may begin on the present line.
func (w *yamlWriter) node(v any, indent int, ofMapping, inline bool) {
	w.write(" ")
	if isScalar(v) {
		w.scalar(v, indent+yamlIndent)
		return
	}
	id, _ := identify(v)
	if a := w.anchors[id]; a != nil && a.number > 0 {
		if a.written {
			w.write(fmt.Sprintf("*id%03d", a.number))
			return
		}
		a.written = true
		inline = false
		w.write(fmt.Sprintf("&id%03d ", a.number))
	}
	if w.empty(v) {
		return
	}
	if !inline {
		w.trimSpace()
	}
	if inline || !ofMapping || isDocument(v) {
		indent += yamlIndent
	}
	w.collection(v, indent, inline)
}

// empty writes an empty collection, and reports whether it was one.
func (w *yamlWriter) empty(v any) bool {
	switch v := v.(type) {
	case *model.Document:
		if v.Len() == 0 {
			w.write("{}")
			return true
		}
	case []any:
		if len(v) == 0 {
			w.write("[]")
			return true
		}
	}
	return false
}
