package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"go/token"
	"io"
	"os"
	"slices"
	"strings"
)

// ordered is a JSON object whose members keep their order.
type ordered[V any] struct {
	names  []string
	values map[string]V
}

func (o *ordered[V]) UnmarshalJSON(b []byte) error {
	d := json.NewDecoder(bytes.NewReader(b))
	if opening, err := d.Token(); err != nil {
		return err
	} else if opening != json.Delim('{') {
		return fmt.Errorf("want an object, got %.20s", b)
	}
	o.values = map[string]V{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return err
		}
		name := token.(string)
		var v V
		if err := d.Decode(&v); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if _, twice := o.values[name]; twice {
			return fmt.Errorf("%s stands there twice", name)
		}
		o.names = append(o.names, name)
		o.values[name] = v
	}
	return nil
}

// A description is the part of an interface description that gen uses.
type description struct {
	Metadata   struct{ Protocol string }
	Operations ordered[operation]
	Shapes     ordered[shape]
	paginators map[string]paginator
}

type operation struct {
	Name string
	HTTP struct {
		Method       string
		RequestURI   string
		ResponseCode int
	}
	Input, Output reference
	Errors        []reference
}

type shape struct {
	Type     string
	Members  ordered[reference]
	Required []string
	Payload  string
	Key      reference
	Value    reference
	Member   reference
	Enum     []string
	Pattern  string
	Min, Max *int64
	Error    struct{ HTTPStatusCode int }
}

type reference struct {
	Shape        string
	Location     string
	LocationName string
	Enum         []string // narrows the shape for this member alone
}

type paginator struct {
	InputToken  string `json:"input_token"`
	OutputToken string `json:"output_token"`
	LimitKey    string `json:"limit_key"`
	ResultKey   string `json:"result_key"`
}

// readDescription reads an interface description and its paginators. Either
// file may be compressed by gzip, as botocore ships them.
func readDescription(service, paginators string) (*description, error) {
	var d description
	if err := readJSON(service, &d); err != nil {
		return nil, err
	}
	if err := d.check(); err != nil {
		return nil, fmt.Errorf("%s: %w", service, err)
	}
	var p struct{ Pagination map[string]paginator }
	if err := readJSON(paginators, &p); err != nil {
		return nil, err
	}
	if p.Pagination == nil {
		return nil, fmt.Errorf("%s: not a paginators-1.json: it has no \"pagination\"", paginators)
	}
	d.paginators = p.Pagination
	return &d, nil
}

func readJSON(path string, v any) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if bytes.HasPrefix(b, []byte("\x1f\x8b")) {
		if b, err = decompress(b); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	if err := json.Unmarshal(b, v); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

func decompress(b []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

// check reports what would make tables that are wrong or do not compile.
func (d *description) check() error {
	if len(d.Operations.names) == 0 || len(d.Shapes.names) == 0 {
		return errors.New("not a service-2.json: it has no operations or no shapes")
	}
	if p := d.Metadata.Protocol; p != "rest-json" {
		return fmt.Errorf("the service's protocol is %q, and only rest-json has the wire names of the tables", p)
	}
	for _, name := range d.Operations.names {
		if err := d.checkOperation(name); err != nil {
			return err
		}
	}
	variables := map[string]string{}
	for _, name := range d.Shapes.names {
		if err := d.checkShape(name); err != nil {
			return err
		}
		v := shapeVar(name)
		if other, taken := variables[v]; taken {
			return fmt.Errorf("shapes %s and %s would have one Go name, %s", other, name, v)
		}
		variables[v] = name
	}
	return d.checkCycles()
}

func (d *description) checkOperation(name string) error {
	op := d.Operations.values[name]
	if op.HTTP.Method == "" || op.HTTP.RequestURI == "" {
		return fmt.Errorf("operation %s has no HTTP method and URI", name)
	}
	if op.Input.Shape == "" {
		return fmt.Errorf("operation %s has no input", name)
	}
	for _, r := range append([]reference{op.Input, op.Output}, op.Errors...) {
		if s, ok := d.Shapes.values[r.Shape]; r.Shape != "" && (!ok || s.Type != "structure") {
			return fmt.Errorf("operation %s refers to %q, which is no structure", name, r.Shape)
		}
	}
	return nil
}

func (d *description) checkShape(name string) error {
	s := d.Shapes.values[name]
	for _, n := range append([]string{name}, s.Members.names...) {
		if trimmed := strings.TrimLeft(n, "_"); trimmed == "" || !token.IsIdentifier("X"+trimmed) {
			return fmt.Errorf("shape %s: %q makes no Go name", name, n)
		}
	}
	if s.Type == "list" && s.Member.Shape == "" || s.Type == "map" && (s.Key.Shape == "" || s.Value.Shape == "") {
		return fmt.Errorf("shape %s is a %s of nothing", name, s.Type)
	}
	for _, r := range s.references() {
		if _, ok := d.Shapes.values[r]; !ok {
			return fmt.Errorf("shape %s refers to %q, which is not there", name, r)
		}
	}
	return nil
}

// checkCycles refuses a shape that contains itself: Go has no composite
// literal of constants for it, and API Gateway v2 has none such.
func (d *description) checkCycles() error {
	const under, done = 1, 2
	state := map[string]int{}
	var visit func(string) error
	visit = func(name string) error {
		switch state[name] {
		case done:
			return nil
		case under:
			return fmt.Errorf("shape %s contains itself, which the tables cannot express", name)
		}
		state[name] = under
		for _, r := range d.Shapes.values[name].references() {
			if err := visit(r); err != nil {
				return err
			}
		}
		state[name] = done
		return nil
	}
	for _, name := range d.Shapes.names {
		if err := visit(name); err != nil {
			return err
		}
	}
	return nil
}

// references returns the names of the shapes that a shape is made of.
func (s shape) references() []string {
	var names []string
	for _, r := range []reference{s.Key, s.Value, s.Member} {
		if r.Shape != "" {
			names = append(names, r.Shape)
		}
	}
	for _, m := range s.Members.names {
		names = append(names, s.Members.values[m].Shape)
	}
	return names
}

// reachable returns the names of the shapes that operations use, sorted.
func (d *description) reachable() []string {
	seen := map[string]bool{}
	var visit func(string)
	visit = func(name string) {
		if name == "" || seen[name] {
			return
		}
		seen[name] = true
		for _, r := range d.Shapes.values[name].references() {
			visit(r)
		}
	}
	for _, name := range d.Operations.names {
		op := d.Operations.values[name]
		visit(op.Input.Shape)
		visit(op.Output.Shape)
		for _, e := range op.Errors {
			visit(e.Shape)
		}
	}
	var names []string
	for name := range seen {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
