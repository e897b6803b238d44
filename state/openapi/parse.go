package openapi

import (
	"strings"

	"gatehouse/model"
)

// Parse reads a document. What is wrong with one part of it becomes a warning
// and the part is left out; the error, a *DocumentError, is for a document
// that is damaged, is not OpenAPI 3.0, or demands what cannot be had at all.
//
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-open-api.html
func Parse(body string, o Options) (*Definition, error) {
	root, err := readDocument(expandVariables(body, o))
	if err != nil {
		return nil, err
	}
	if err := checkVersion(root); err != nil {
		return nil, err
	}
	servers := list(root, "servers")
	prefix, err := pathPrefix(o.Basepath, servers)
	if err != nil {
		return nil, err
	}
	p := &importer{
		root:    root,
		prefix:  prefix,
		def:     &Definition{},
		schemes: map[string]scheme{},
		shared:  map[string]string{},
		keys:    map[string]bool{},
	}
	p.document(servers)
	if p.errors != nil {
		return nil, &DocumentError{Message: failedOnErrors(p.errors)}
	}
	return p.def, nil
}

// checkVersion tells OpenAPI 3.0 from everything else.
func checkVersion(root *model.Document) error {
	if v, ok := root.Get("swagger"); ok {
		version, _ := text(v)
		return invalidInput("The document is Swagger " + version + ", and HTTP APIs take OpenAPI 3.0 only.")
	}
	v, _ := root.Get("openapi")
	version, ok := text(v)
	switch {
	case !ok:
		return invalidInput(`The document has no "openapi" attribute that says its version, such as "3.0.1".`)
	case version != "3.0" && !strings.HasPrefix(version, "3.0."):
		return invalidInput("The document is OpenAPI " + version + ", and HTTP APIs take OpenAPI 3.0 only.")
	}
	return nil
}

// An importer reads one document.
type importer struct {
	root     *model.Document
	prefix   string            // before each path
	schemes  map[string]scheme // by name
	shared   map[string]string // the keys of the integrations in components, by name
	keys     map[string]bool   // of all integrations
	def      *Definition
	errors   []string
	pointers pointers
}

func (p *importer) warn(message string) { note(&p.def.Warnings, message) }
func (p *importer) info(message string) { note(&p.def.ImportInfo, message) }
func (p *importer) fail(message string) { note(&p.errors, message) }

// The attributes of the objects that the importer looks into. All else in them
// is unexpected, but for extensions.
const (
	rootAttributes       = " openapi info servers paths components security tags externalDocs "
	infoAttributes       = " title description termsOfService contact license version "
	componentsAttributes = " schemas responses parameters examples requestBodies headers securitySchemes links callbacks "
)

// document reads the whole of it. Components come before the paths, which
// refer to them.
func (p *importer) document(servers []any) {
	p.unexpected(p.root, "", rootAttributes)
	p.extensions()
	p.information()
	p.endpoint(servers)
	p.tags()
	if components := p.section("components"); components != nil {
		p.components(components)
	}
	if !p.root.Has("paths") {
		p.fail(issue("paths", "is missing"))
	}
	for path, v := range p.section("paths").All() {
		p.path(path, v)
	}
}

// section returns an object directly below the root, or nil. Something else
// in its place is damage: nothing that is in the document could be relied on.
func (p *importer) section(name string) *model.Document {
	v, ok := p.root.Get(name)
	d, isObject := v.(*model.Document)
	if ok && !isObject {
		p.fail(issue(name, notOfType("object")))
	}
	return d
}

// unexpected warns of the attributes of an object at a path that OpenAPI does
// not have there.
func (p *importer) unexpected(d *model.Document, path, attributes string) {
	for name := range d.All() {
		if !strings.HasPrefix(name, "x-") && !strings.Contains(attributes, " "+name+" ") {
			p.warn(issue(join(path, name), "is unexpected"))
		}
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// extensions reads those of the root.
func (p *importer) extensions() {
	for name, v := range p.root.All() {
		switch {
		case name == corsKey:
			p.cors(v)
		case name == importVersionKey:
			if version, _ := text(v); version != importVersion {
				p.fail(issue(name, "must be \""+importVersion+"\"")) // guess: the text
			}
		case strings.HasPrefix(name, extensionPrefix):
			p.info(ignored(name)) // guess, as all of these texts
		}
	}
}

// ignored is the information about an attribute that HTTP APIs do not support.
func ignored(path string) string {
	return "Attribute " + path + " is not supported for HTTP APIs. Ignoring."
}

// information reads info: the name, the version and the description.
func (p *importer) information() {
	if !p.root.Has("info") {
		p.warn(issue("info", "is missing"))
		return
	}
	info := p.section("info")
	if info == nil {
		return
	}
	p.unexpected(info, "info", infoAttributes)
	read := func(name string) *string {
		v, _ := info.Get(name)
		s, ok := text(v)
		if v != nil && !ok {
			p.warn(issue("info."+name, notOfType("string")))
		}
		if s == "" {
			return nil
		}
		return &s
	}
	p.def.Name = read("title")
	if p.def.Name == nil {
		p.warn(issue("info.title", "is missing"))
	}
	p.def.Description = read("description")
	p.def.Version = read("version")
}

// endpoint reads what the servers say about the endpoint of the API. Only one
// of them can.
func (p *importer) endpoint(servers []any) {
	found := false
	for _, v := range servers {
		server, _ := v.(*model.Document)
		configuration := server.Child(endpointKey)
		if configuration == nil {
			continue
		}
		if found { // obs: REST APIs
			p.warn("More than one server provided. Ignoring all but the first for defining endpoint configuration")
			return
		}
		found = true
		f := fieldsOf(configuration)
		p.def.DisableExecuteApiEndpoint = f.boolean("disableExecuteApiEndpoint")
		p.def.IpAddressType = f.text("ipAddressType")
		if f.wrong != "" {
			p.warn("Endpoint configuration is malformed, ignoring: " + f.wrong) // guess
		}
		for name := range f.unknown {
			p.info(ignored("servers." + endpointKey + "." + name))
		}
	}
}

// tags reads the tags of the root, which become those of the API. One without
// a value has an empty one.
func (p *importer) tags() {
	places := map[string]int{}
	for _, v := range list(p.root, "tags") {
		tag, _ := v.(*model.Document)
		name, ok := tag.Get("name")
		key, isText := text(name)
		if !ok || !isText {
			p.warn(issue("tags.name", "is missing"))
			continue
		}
		v, _ := tag.Get(tagValueKey)
		value, isText := text(v)
		if v != nil && !isText {
			p.warn(issue("tags."+tagValueKey, notOfType("string")))
		}
		if i, ok := places[key]; ok {
			p.warn(issue("tags."+key, "is repeated"))
			p.def.Tags[i].Value = value
			continue
		}
		places[key] = len(p.def.Tags)
		p.def.Tags = append(p.def.Tags, model.Entry[string]{Key: key, Value: value})
	}
}

// components reads the integrations and authorizers that are defined there,
// and looks at what the schemas refer to.
func (p *importer) components(components *model.Document) {
	p.unexpected(components, "components", componentsAttributes)
	for name, v := range components.All() {
		d, ok := v.(*model.Document)
		path := "components." + name
		switch {
		case name == integrationsKey && !ok:
			p.malformed(path, integrationsKey+" is not an object")
		case name == integrationsKey:
			p.integrations(d)
		case !strings.HasPrefix(name, "x-") && !ok:
			p.warn(issue(path, notOfType("object")))
		case name == "securitySchemes":
			p.securitySchemes(d)
		case name == "schemas":
			p.info(ignored(path))
			for schema, v := range d.All() {
				p.checkSchema(v, path+"."+schema)
			}
		case strings.HasPrefix(name, extensionPrefix):
			p.info(ignored(path))
		}
	}
}

// list returns a member that is a list, or nil.
func list(d *model.Document, name string) []any {
	v, _ := d.Get(name)
	values, _ := v.([]any)
	return values
}
