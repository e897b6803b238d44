package state

import (
	"slices"
	"strings"

	"gatehouse/model"
)

// GetModelTemplate returns a mapping template that makes a sample of a model:
// the line that names the input, and a JSON document of the schema's shape.
// The form is a guess, after the templates that REST APIs generate. Lists have
// one element. References within the schema are followed; what a schema
// demands beyond type, properties, items and enum is not looked at.
//
// https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-models-modelid-template.html
func (a *Account) GetModelTemplate(in model.GetModelTemplateInput) (*model.GetModelTemplateOutput, error) {
	_, m, err := a.model(in.ApiId, in.ModelId)
	if err != nil {
		return nil, err
	}
	schema, err := model.ParseJSON(value(m.Schema))
	if err != nil {
		return nil, badRequest("Invalid model specified: %s", err) // a hand-written file; create-model refuses it
	}
	root, _ := schema.(*model.Document)
	s := sampler{root: root}
	text := "#set($inputRoot = $input.path('$'))\n"
	sample := s.sample(root, 0)
	if d, ok := sample.(*model.Document); ok && d.Len() == 0 {
		text += "{ }" // doc: an example of REST APIs' command
	} else {
		text += string(model.AppendJSON(nil, sample, 2))
	}
	return &model.GetModelTemplateOutput{Value: &text}, nil
}

const (
	// maxSampleDepth ends a schema that contains itself.
	maxSampleDepth = 8

	// maxSampleValues ends a sample whose parts multiply.
	maxSampleValues = 1000
)

// A sampler makes a value that a JSON schema describes.
type sampler struct {
	root   *model.Document // in which references are looked up
	values int             // made so far
}

func (s *sampler) sample(schema *model.Document, depth int) any {
	s.values++
	if depth > maxSampleDepth || s.values > maxSampleValues {
		return model.NewDocument()
	}
	if target := s.referred(schema.String("$ref")); target != nil {
		return s.sample(target, depth+1)
	}
	if choices, _ := schema.Get("enum"); choices != nil {
		if list, ok := choices.([]any); ok && len(list) > 0 {
			return list[0]
		}
	}
	switch schemaType(schema) {
	case "string":
		return "foo"
	case "integer":
		return int64(42)
	case "number":
		return 42.0
	case "boolean":
		return true
	case "null":
		return nil
	case "array":
		return []any{s.sample(schema.Child("items"), depth+1)}
	}
	d := model.NewDocument()
	for name, property := range schema.Child("properties").All() {
		child, _ := property.(*model.Document)
		d.Set(name, s.sample(child, depth+1))
	}
	return d
}

// schemaType is a schema's type: the first one that is not null if it names
// several, "" if none.
func schemaType(schema *model.Document) string {
	types, _ := schema.Get("type")
	list, ok := types.([]any)
	if !ok {
		return schema.String("type")
	}
	if i := slices.IndexFunc(list, func(t any) bool { return t != "null" }); i >= 0 {
		first, _ := list[i].(string)
		return first
	}
	return "null"
}

// referred is the part of the schema that a reference such as
// "#/definitions/pet" names, or nil.
func (s *sampler) referred(reference string) *model.Document {
	path, ok := strings.CutPrefix(reference, "#/")
	if !ok {
		return nil
	}
	part := s.root
	for name := range strings.SplitSeq(path, "/") {
		part = part.Child(name)
	}
	return part
}
