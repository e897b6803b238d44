package state

import (
	"iter"
	"slices"

	"gatehouse/model"
)

// A kind says how the resources of one kind are kept in the file: in which
// member of their parent, as what shape, under which of its members. In the
// file, members of the shape have the API's spelling, which begins with a
// capital; the families of children begin with a small letter.
type kind struct {
	member string // of the parent, e.g. "routes"
	shape  string // the model's, e.g. "Route"
	id     string // the shape's member that is the key and not repeated in the resource
}

// A family is the resources of one kind below one parent, in the order in
// which they were created. T is the struct of the kind's shape.
type family[T any] struct {
	kind
	account *Account
	parent  *object
}

func familyOf[T any](k kind, a *Account, parent *object) family[T] {
	return family[T]{kind: k, account: a, parent: parent}
}

// object is the family's place in the file.
func (f family[T]) object() *object { return f.parent.child(f.member) }

// node is a resource's place in the file, below which its children are.
func (f family[T]) node(id string) *object { return f.object().child(id) }

// has reports whether a resource exists.
func (f family[T]) has(id string) bool { return f.object().has(id) }

// len returns the number of resources.
func (f family[T]) len() int { return f.object().len() }

// ids returns the identifiers, the oldest first.
func (f family[T]) ids() []string {
	o := f.object()
	ids := make([]string, 0, o.len())
	for _, id := range o.names() {
		ids = append(ids, id)
	}
	return ids
}

// get returns a resource, or nil. It belongs to the caller; put stores it.
func (f family[T]) get(id string) *T {
	o := f.object()
	if i := o.find(id); i >= 0 {
		return f.decode(id, o.childAt(i), f.decoder())
	}
	return nil
}

// all yields the resources, the oldest first. None must be added or removed
// meanwhile.
func (f family[T]) all() iter.Seq2[string, *T] {
	return func(yield func(string, *T) bool) {
		o, decoder := f.object(), f.decoder()
		for i, id := range o.names() {
			if !yield(id, f.decode(id, o.look(i), decoder)) {
				return
			}
		}
	}
}

// texts yields one member of each resource, which is a text or absent, without
// decoding the others.
func (f family[T]) texts(member string) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		o := f.object()
		for i, id := range o.names() {
			resource := o.look(i)
			v := resource.read(member)
			text, ok := v.(string)
			if !ok && v != nil {
				f.account.broken(resource.at, f.member+"."+id+"."+member+" is not a string")
			}
			if !yield(id, text) {
				return
			}
		}
	}
}

func (f family[T]) decoder() *model.Decoder[T] {
	return model.NewDecoder[T](model.ShapeByName(f.shape))
}

func (f family[T]) decode(id string, node *object, decoder *model.Decoder[T]) *T {
	v := new(T)
	// The identifier is set even if a member is broken: everybody relies on it.
	decoder.Text(v, f.id, id)
	for i, name := range node.names() {
		if !isOwn(name) || name == f.id {
			continue
		}
		if err := decodeMember(v, decoder, f.shape, node.memberAt(i)); err != nil {
			f.account.broken(node.at, f.member+"."+id+"."+err.Error())
			break
		}
	}
	return v
}

func decodeMember[T any](v *T, decoder *model.Decoder[T], shape string, m member) error {
	if m.isSet {
		return model.Decode(model.NewDocument(model.Field{Name: m.name, Value: m.value}), model.ShapeByName(shape), v)
	}
	return decoder.Member(v, m.name, m.text)
}

// put stores a resource, new or known. Members of it that the shape does not
// have, and its children, stay as they are.
func (f family[T]) put(id string, v *T) {
	shape := model.ShapeByName(f.shape)
	d := model.Encode(v, shape)
	d.Delete(f.id)
	node := f.node(id)
	keepUnknown(d, model.NewDocument(node.own(f.id)...), shape)
	node.setOwn(d)
}

// remove removes a resource with its children, if it exists.
func (f family[T]) remove(id string) { f.object().remove(id) }

// own reads the members of a resource that are not families of children, but
// for the one that is its identifier.
func (o *object) own(id string) []model.Field {
	fields := make([]model.Field, 0, o.len()+1)
	for i, name := range o.names() {
		if isOwn(name) && name != id {
			fields = append(fields, model.Field{Name: name, Value: o.memberAt(i).read()})
		}
	}
	return fields
}

// setOwn replaces those members. They come before the families.
func (o *object) setOwn(d *model.Document) {
	o.touch()
	members := make([]member, 0, d.Len()+4)
	for name, value := range d.All() {
		members = append(members, member{name: name, value: value, isSet: true})
	}
	o.members = append(members, slices.DeleteFunc(o.members, func(m member) bool { return isOwn(m.name) })...)
}

func isOwn(name string) bool { return name != "" && 'A' <= name[0] && name[0] <= 'Z' }

// keepUnknown adds to d the members of old that the shape does not have, at
// every level: a later version of the program or a person put them there.
func keepUnknown(d, old *model.Document, shape *model.Shape) {
	for name, value := range old.All() {
		m := shape.Member(name)
		if m == nil {
			d.Append(model.Field{Name: name, Value: value})
		} else if v, ok := d.Get(name); ok {
			keepUnknownIn(v, value, m.Shape)
		}
	}
}

func keepUnknownIn(v, old any, shape *model.Shape) {
	switch v := v.(type) {
	case *model.Document:
		was, ok := old.(*model.Document)
		switch {
		case !ok:
		case shape.Kind == model.Structure:
			keepUnknown(v, was, shape)
		default:
			keepUnknownInMap(v, was, shape.Element)
		}
	case []any:
		was, _ := old.([]any)
		for i := range min(len(v), len(was)) {
			keepUnknownIn(v[i], was[i], shape.Element)
		}
	}
}

func keepUnknownInMap(v, was *model.Document, element *model.Shape) {
	switch element.Kind {
	case model.Structure, model.Map, model.List:
	default:
		return // there is nothing in it that could be unknown
	}
	before := make(map[string]any, was.Len())
	for key, old := range was.All() {
		before[key] = old
	}
	for key, value := range v.All() {
		if old, ok := before[key]; ok {
			keepUnknownIn(value, old, element)
		}
	}
}
