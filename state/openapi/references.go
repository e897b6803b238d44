package openapi

import (
	"net/url"
	"strings"

	"gatehouse/model"
)

// What the service ignores for HTTP APIs it still parses, and it warns of what
// is wrong there: attributes that OpenAPI does not have, references to
// nothing. This file does so for what documents commonly get wrong.
//
// Deliberately less than the parser does that the service uses: it also
// reports operations without responses, an info without a version and path
// parameters that are not declared. Documents made for API Gateway mostly lack
// them, AWS's examples too, and whether the service passes that on is unknown.

const (
	parameterAttributes = " $ref name in description required deprecated allowEmptyValue style explode allowReserved schema example examples content "
	bodyAttributes      = " $ref description content required "
	responseAttributes  = " $ref description headers content links "
)

// checkOperation checks the parts of an operation that have no meaning here.
func (p *importer) checkOperation(d *model.Document, at string) {
	p.checkParameters(d, at)
	if body := d.Child("requestBody"); body != nil {
		p.checkPart(body, at+".requestBody", bodyAttributes)
	}
	responses, ok := d.Get("responses")
	if _, isObject := responses.(*model.Document); ok && !isObject {
		p.warn(issue(at+".responses", notOfType("object")))
	}
	for status, v := range d.Child("responses").All() {
		if response, ok := v.(*model.Document); ok {
			p.checkPart(response, at+".responses."+status, responseAttributes)
		}
	}
}

// checkParameters checks the parameters of an operation or a path.
func (p *importer) checkParameters(d *model.Document, at string) {
	for _, v := range list(d, "parameters") {
		parameter, _ := v.(*model.Document)
		place := at + ".parameters"
		if name := parameter.String("name"); name != "" {
			place += ".[" + name + "]" // obs
		}
		p.checkPart(parameter, place, parameterAttributes)
		if schema, ok := parameter.Get("schema"); ok {
			p.checkSchema(schema, place+".schema")
		}
	}
}

// checkPart checks something that may be a reference and may have a content.
// Messages leave the media type out (obs).
func (p *importer) checkPart(d *model.Document, at, attributes string) {
	p.unexpected(d, at, attributes)
	if ref, ok := d.Get("$ref"); ok {
		p.checkReference(ref, at)
	}
	for _, v := range d.Child("content").All() {
		mediaType, _ := v.(*model.Document)
		if schema, ok := mediaType.Get("schema"); ok {
			p.checkSchema(schema, at+".content.schema")
		}
	}
}

// checkSchema checks the references in a schema, however deep.
func (p *importer) checkSchema(v any, at string) {
	switch v := v.(type) {
	case *model.Document:
		for name, member := range v.All() {
			switch name {
			case "$ref":
				p.checkReference(member, at)
			case "example", "examples", "default", "enum", "discriminator": // data
			default:
				p.checkSchema(member, at)
			}
		}
	case []any:
		for _, element := range v {
			p.checkSchema(element, at)
		}
	}
}

// checkReference warns of a reference within the document that nothing is at
// (obs). Other documents are not looked at.
func (p *importer) checkReference(v any, at string) {
	ref, _ := v.(string)
	if pointer, ok := strings.CutPrefix(ref, "#/"); ok && !p.pointers.resolve(p.root, pointer) {
		p.warn(issue(at+"."+ref, "is missing"))
	}
}

// pointers finds what references refer to. It remembers what it found and the
// members of large objects, so that many references into one of them do not
// search it again and again.
type pointers struct {
	found   map[string]bool
	members map[*model.Document]map[string]any
}

// manyMembers is the size from which an object's members are remembered.
const manyMembers = 16

// resolve reports whether a JSON pointer (RFC 6901), without the first slash,
// leads somewhere.
func (p *pointers) resolve(root *model.Document, pointer string) bool {
	if ok, known := p.found[pointer]; known {
		return ok
	}
	var v any = root
	ok := true
	for part := range strings.SplitSeq(pointer, "/") {
		d, _ := v.(*model.Document) // a nil document has no members
		if v, ok = p.member(d, unescapePointer(part)); !ok {
			break
		}
	}
	if p.found == nil {
		p.found = map[string]bool{}
	}
	p.found[pointer] = ok
	return ok
}

func (p *pointers) member(d *model.Document, name string) (any, bool) {
	if d.Len() < manyMembers {
		return d.Get(name)
	}
	members, ok := p.members[d]
	if !ok {
		members = make(map[string]any, d.Len())
		for name, v := range d.All() {
			members[name] = v
		}
		if p.members == nil {
			p.members = map[*model.Document]map[string]any{}
		}
		p.members[d] = members
	}
	v, ok := members[name]
	return v, ok
}

// unescapePointer undoes the escapes of one part of a pointer in a URI.
func unescapePointer(part string) string {
	if plain, err := url.PathUnescape(part); err == nil {
		part = plain
	}
	return strings.NewReplacer("~1", "/", "~0", "~").Replace(part)
}
