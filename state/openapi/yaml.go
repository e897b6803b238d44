package openapi

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"gatehouse/model"
)

const (
	// maxYAMLMarks bounds how many lines, commas, colons and brackets a YAML
	// text may have. Each value needs one of them, and costs the library and us
	// about 450 bytes: without a bound, ten megabytes of commas would take two
	// gigabytes. Ten megabytes of what people and tools write have 600,000.
	maxYAMLMarks = 1_500_000

	// maxYAMLNodes bounds what aliases unfold to, since ten lines of them can
	// stand for a billion values, and whoever walks the document meets all of
	// them.
	maxYAMLNodes = 1_500_000

	// maxTagDirectives bounds the %TAG lines, which the library compares each
	// with each. OpenAPI has no use for any.
	maxTagDirectives = 100

	// maxYAMLDepth bounds how deep lists and mappings nest, aliases unfolded,
	// as model.ParseJSON does for JSON. No document needs more than twenty
	// beside its schemas.
	maxYAMLDepth = 1000
)

// readYAML reads a text that is one YAML document. Timestamps stay text, and
// aliases share the memory of what they stand for.
func readYAML(text string) (v any, err error) {
	marks := strings.Count(text, "\n") + strings.Count(text, ",") + strings.Count(text, ":") +
		strings.Count(text, "[") + strings.Count(text, "{") + strings.Count(text, "- ") + strings.Count(text, "? ")
	if marks > maxYAMLMarks || strings.Count(text, "%TAG") > maxTagDirectives {
		return nil, invalidInput("The YAML document has too many values. Write it as JSON, or make it smaller.")
	}
	defer func() {
		// The library reports what it can as errors. Should a text make it
		// panic, that text is still nothing but a damaged document.
		if p := recover(); p != nil {
			v, err = nil, unreadable(0, 0, fmt.Sprintf("it is not valid YAML: %v", p))
		}
	}()
	decoder := yaml.NewDecoder(strings.NewReader(text))
	var document, next yaml.Node
	if err := decoder.Decode(&document); errors.Is(err, io.EOF) {
		return nil, nil
	} else if err != nil {
		return nil, notYAML(err)
	}
	if err := decoder.Decode(&next); err == nil {
		return nil, unreadable(next.Line, next.Column, fmt.Sprintf("line %d begins a second YAML document", next.Line))
	} else if !errors.Is(err, io.EOF) {
		return nil, notYAML(err)
	}
	r := yamlReader{known: map[*yaml.Node]*reading{}}
	read, err := r.read(&document)
	if err != nil {
		return nil, err
	}
	return read.value, nil
}

// notYAML turns an error of the library, "yaml: line 3: did not find …".
func notYAML(err error) error {
	reason := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 0
	if rest, ok := strings.CutPrefix(reason, "line "); ok {
		number, _, _ := strings.Cut(rest, ":")
		line, _ = strconv.Atoi(number)
	}
	return unreadable(line, 0, "it is not valid YAML: "+reason)
}

// A yamlReader makes values of nodes.
type yamlReader struct {
	known map[*yaml.Node]*reading // of the nodes that aliases stand for
}

// A reading is the value of a node with what it would take if nothing in it
// were shared.
type reading struct {
	value        any
	nodes, depth int
	under        bool // still being read: an alias for it is a cycle
}

// add counts a reading as part of another.
func (r *reading) add(part *reading, at *yaml.Node) error {
	r.nodes += part.nodes
	r.depth = max(r.depth, part.depth+1)
	switch {
	case r.nodes > maxYAMLNodes:
		return yamlError(at, "unfolds to more than %d values", maxYAMLNodes)
	case r.depth > maxYAMLDepth:
		return yamlError(at, "nests deeper than %d levels", maxYAMLDepth)
	}
	return nil
}

func yamlError(at *yaml.Node, format string, args ...any) error {
	return unreadable(at.Line, at.Column, fmt.Sprintf("line %d ", at.Line)+fmt.Sprintf(format, args...))
}

func (r *yamlReader) read(n *yaml.Node) (*reading, error) {
	switch n.Kind {
	case yaml.DocumentNode:
		if len(n.Content) == 0 {
			return &reading{}, nil
		}
		return r.read(n.Content[0])
	case yaml.AliasNode:
		known := r.known[n.Alias]
		if known == nil || known.under {
			return nil, yamlError(n, "refers to something that it is part of")
		}
		return known, nil
	}
	read := &reading{nodes: 1, depth: 1}
	if n.Anchor != "" {
		read.under = true
		r.known[n] = read
	}
	var err error
	switch n.Kind {
	case yaml.SequenceNode:
		err = r.sequence(read, n)
	case yaml.MappingNode:
		err = r.mapping(read, n)
	default:
		read.value = yamlScalar(n)
	}
	read.under = false
	return read, err
}

func (r *yamlReader) sequence(into *reading, n *yaml.Node) error {
	list := make([]any, len(n.Content))
	for i, element := range n.Content {
		read, err := r.read(element)
		if err != nil {
			return err
		}
		if err := into.add(read, element); err != nil {
			return err
		}
		list[i] = read.value
	}
	into.value = list
	return nil
}

// mapping reads a mapping. What it merges in by << comes last, where it has
// not members of the same names itself.
func (r *yamlReader) mapping(into *reading, n *yaml.Node) error {
	m := members{lines: map[string]int{}}
	var merged []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.ShortTag() == "!!merge" {
			merged = append(merged, value)
			continue
		}
		name, err := yamlKey(key)
		if err != nil {
			return err
		}
		if line, ok := m.lines[name]; ok {
			return yamlError(key, "has the key %q again, which line %d has", name, line)
		}
		read, err := r.read(value)
		if err != nil {
			return err
		}
		if err := into.add(read, value); err != nil {
			return err
		}
		m.add(name, read.value, key.Line)
	}
	for _, n := range merged {
		if err := r.merge(into, &m, n); err != nil {
			return err
		}
	}
	into.value = model.NewDocument(m.fields...)
	return nil
}

// merge adds the members of a mapping, or of each mapping of a list.
func (r *yamlReader) merge(into *reading, m *members, n *yaml.Node) error {
	read, err := r.read(n)
	if err != nil {
		return err
	}
	if err := into.add(read, n); err != nil {
		return err
	}
	sources, ok := read.value.([]any)
	if !ok {
		sources = []any{read.value}
	}
	for _, source := range sources {
		d, ok := source.(*model.Document)
		if !ok {
			return yamlError(n, "merges something that is no mapping")
		}
		for name, value := range d.All() {
			if _, ok := m.lines[name]; !ok {
				m.add(name, value, n.Line)
			}
		}
	}
	return nil
}

// members are those of a mapping, with the lines where they were met.
type members struct {
	fields []model.Field
	lines  map[string]int
}

func (m *members) add(name string, value any, line int) {
	m.fields = append(m.fields, model.Field{Name: name, Value: value})
	m.lines[name] = line
}

// yamlKey returns the text of a key, which may be a number: 200 for a status.
func yamlKey(n *yaml.Node) (string, error) {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Kind != yaml.ScalarNode {
		return "", yamlError(n, "has a key that is no text")
	}
	return n.Value, nil
}

// yamlScalar returns the value of a scalar. One whose tag its text does not
// fit is text.
func yamlScalar(n *yaml.Node) any {
	switch n.ShortTag() {
	case "!!null":
		return nil
	case "!!bool":
		var b bool
		if n.Decode(&b) == nil {
			return b
		}
	case "!!int":
		var i int64
		if n.Decode(&i) == nil {
			return i
		}
	case "!!float":
		var f float64
		if n.Decode(&f) == nil {
			return f
		}
	}
	return n.Value
}
