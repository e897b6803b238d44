package commands

import (
	"errors"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"gatehouse/model"
)

// parseInputYAML reads the text of --cli-input-yaml, in the core types of
// YAML 1.2: yes is a string, 017 the number seventeen.
//
// Deliberately less than the AWS CLI: keys of inner maps that are no strings
// become strings instead of being refused, times without a zone are in UTC,
// and sets and ordered maps are refused.
func parseInputYAML(text string) (v any, err error) {
	invalid := parameterError("cli-input-yaml", "Invalid YAML received.")
	defer func() {
		// The library panics on mistakes of its own; the text is still no
		// more than bad input.
		if recover() != nil {
			v, err = nil, invalid
		}
	}()
	decoder := yaml.NewDecoder(strings.NewReader(text))
	var root, next yaml.Node
	if err := decoder.Decode(&root); errors.Is(err, io.EOF) {
		return nil, nil
	} else if err != nil || !errors.Is(decoder.Decode(&next), io.EOF) {
		return nil, invalid
	}
	if top := content(&root); top != nil && top.Kind == yaml.MappingNode {
		for i := 0; i < len(top.Content); i += 2 {
			if key := top.Content[i]; key.Kind == yaml.ScalarNode && key.ShortTag() != "!!merge" {
				if v, err := yamlScalar(key); err == nil && !isText(v) {
					return nil, cliErrorf("keywords must be strings")
				}
			}
		}
	}
	var r yamlReader
	switch v, err = r.value(&root); {
	case err == errYAML:
		return nil, invalid
	case err != nil:
		return nil, err
	}
	return v, nil
}

func content(document *yaml.Node) *yaml.Node {
	if document.Kind == yaml.DocumentNode && len(document.Content) > 0 {
		return document.Content[0]
	}
	return nil
}

func isText(v any) bool {
	_, ok := v.(string)
	return ok
}

// maxYAMLNodes bounds what aliases may unfold to: far more than any input
// has, far less than would exhaust the machine.
const maxYAMLNodes = 1_000_000

// A yamlReader makes values of nodes. Aliases unfold; nodes counts those made.
type yamlReader struct{ nodes int }

var errYAML = errors.New("not a value")

func (r *yamlReader) value(n *yaml.Node) (any, error) {
	if r.nodes++; r.nodes > maxYAMLNodes {
		return nil, errYAML // also what an alias within its own anchor comes to
	}
	switch n.Kind {
	case yaml.DocumentNode:
		return r.value(n.Content[0])
	case yaml.AliasNode:
		return r.value(n.Alias)
	case yaml.SequenceNode:
		return r.sequence(n)
	case yaml.MappingNode:
		d := new(model.Document)
		return d, r.mapping(d, n)
	}
	return yamlScalar(n)
}

func (r *yamlReader) sequence(n *yaml.Node) (any, error) {
	if n.ShortTag() != "!!seq" {
		return nil, errYAML
	}
	list := make([]any, len(n.Content))
	for i, element := range n.Content {
		var err error
		if list[i], err = r.value(element); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// mapping sets in d the members of n: first those that it merges in by <<,
// then its own, which win.
func (r *yamlReader) mapping(d *model.Document, n *yaml.Node) error {
	if n.ShortTag() != "!!map" {
		return errYAML
	}
	for i := 0; i < len(n.Content); i += 2 {
		if n.Content[i].ShortTag() != "!!merge" {
			continue
		}
		if err := r.merge(d, n.Content[i+1]); err != nil {
			return err
		}
	}
	own := map[string]bool{}
	for i := 0; i < len(n.Content); i += 2 {
		if n.Content[i].ShortTag() == "!!merge" {
			continue
		}
		key, err := r.key(n.Content[i])
		if err != nil {
			return err
		}
		name := model.PythonString(key)
		if own[name] {
			return errYAML // a key twice
		}
		own[name] = true
		member, err := r.value(n.Content[i+1])
		if err != nil {
			return err
		}
		d.Set(name, member)
	}
	return nil
}

// merge sets in d the members of one mapping, or of a list of them, of which
// the first wins.
func (r *yamlReader) merge(d *model.Document, n *yaml.Node) error {
	v, err := r.value(n)
	if err != nil {
		return err
	}
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	for _, v := range slices.Backward(list) {
		from, ok := v.(*model.Document)
		if !ok {
			return errYAML
		}
		for name, member := range from.All() {
			d.Set(name, member)
		}
	}
	return nil
}

// yamlScalar resolves a scalar: by its tag if it has one, as text if it is
// quoted, else by its form. The forms of merging and of a default value mean
// nothing where a value stands.
func yamlScalar(n *yaml.Node) (any, error) {
	switch {
	case n.Style&yaml.TaggedStyle != 0:
		return yamlTagged(n.ShortTag(), n.Value)
	case n.Style != 0:
		return n.Value, nil
	case n.Value == "<<" || n.Value == "=":
		return nil, errYAML
	}
	return resolveYAML(n.Value), nil
}

// key is a scalar as a key, where = is text.
func (r *yamlReader) key(n *yaml.Node) (any, error) {
	if n.Kind == yaml.ScalarNode && n.Style == 0 && n.Value == "=" {
		return n.Value, nil
	}
	return r.value(n)
}
