package state

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"gatehouse/model"
)

// An object is a JSON object of the state file, opened as far as an operation
// looks into it. What nobody touches is written back as it was read.
//
// An object that the file does not have can be looked into as well: it is
// empty, and comes to be when something is put into it.
type object struct {
	parent *object // nil for the file's own object
	name   string  // in the parent
	text   string  // as it stands in the file; "" if it is not there or is kept in parts
	at     int     // where it stands there
	index  *index  // of the text, shared by all who look into it; nil if it is not there

	// Until the object is changed, the members that were opened, by their
	// places in the index, or nil.
	nodes []*object

	// From then on, all of its members.
	changed bool
	members []member

	absent []*object // children that were looked into and do not exist

	// broken is told what is wrong with the file at a place.
	broken func(at int, problem string)
}

// A member is a member of an object that has been changed.
type member struct {
	name  string
	head  string  // see part; "" if the object was not kept in parts
	text  string  // the value as it stands in the file; "" if it is kept in parts
	at    int     // where it stands there
	index *index  // of the value, or nil
	node  *object // the value, once it has been opened
	value any     // the new value; valid if isSet
	isSet bool
}

// openText makes an object of its text in the file. index may be nil.
func openText(parent *object, name, text string, at int, x *index, broken func(int, string)) *object {
	o := &object{parent: parent, name: name, text: text, at: at, index: x, broken: broken}
	if x == nil {
		var ok bool
		if o.index, _, ok = scanObject(text, 0, 1); !ok {
			o.index = &index{}
			broken(at, fmt.Sprintf("%q is not an object", name))
		}
	}
	// Of members that are there twice, only a person can tell which is meant.
	if i := o.index.twice(text); i >= 0 {
		broken(at+int(o.index.entries[i].value), fmt.Sprintf("%q has a second member %q", name, o.index.name(text, i)))
	}
	return o
}

// len returns the number of members.
func (o *object) len() int {
	switch {
	case o.changed:
		return len(o.members)
	case o.index == nil:
		return 0
	}
	return len(o.index.entries)
}

// nameAt returns the name of the i-th member.
func (o *object) nameAt(i int) string {
	if o.changed {
		return o.members[i].name
	}
	return o.index.name(o.text, i)
}

// names yields the names of the members. The object must not change meanwhile.
func (o *object) names() iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for i := range o.len() {
			if !yield(i, o.nameAt(i)) {
				return
			}
		}
	}
}

// find returns the place of a member, or -1.
func (o *object) find(name string) int {
	switch {
	case o.changed:
		return slices.IndexFunc(o.members, func(m member) bool { return m.name == name })
	case o.index == nil:
		return -1
	}
	return o.index.find(o.text, name)
}

// has reports whether the object has a member.
func (o *object) has(name string) bool { return o.find(name) >= 0 }

// exists reports whether the object is in the account.
func (o *object) exists() bool { return o.index != nil || o.changed }

// at returns the i-th member as it is in the file, or as it has been changed.
func (o *object) memberAt(i int) member {
	if o.changed {
		return o.members[i]
	}
	e := &o.index.entries[i]
	m := member{at: o.at + int(e.value), index: e.sub}
	if parts := o.index.parts; parts != nil {
		m.name, m.head, m.text = parts[i].name, parts[i].head, parts[i].value
	} else {
		m.name, m.text = o.nameAt(i), o.text[e.value:e.end]
	}
	if o.nodes != nil {
		m.node = o.nodes[i]
	}
	return m
}

// read returns a member's value, or nil if there is no such member.
func (o *object) read(name string) any {
	i := o.find(name)
	if i < 0 {
		return nil
	}
	return o.memberAt(i).read()
}

// read returns the member's value.
func (m member) read() any {
	if m.isSet {
		return m.value
	}
	if n := len(m.text); n > 1 && m.text[0] == '"' && strings.IndexByte(m.text, '\\') < 0 {
		return m.text[1 : n-1]
	}
	v, _ := model.ParseJSON(m.text) // checked by the index pass
	return v
}

// child returns the object that is a member's value, opened. A value that is
// no object is reported as damage and reads as empty.
func (o *object) child(name string) *object {
	if i := o.find(name); i >= 0 {
		return o.childAt(i)
	}
	for _, c := range o.absent {
		if c.name == name {
			return c
		}
	}
	c := &object{parent: o, name: name, broken: o.broken}
	o.absent = append(o.absent, c)
	return c
}

// childAt returns the object that is the i-th member's value.
func (o *object) childAt(i int) *object {
	m := o.memberAt(i)
	if m.node != nil {
		return m.node
	}
	c := openText(o, m.name, m.text, m.at, m.index, o.broken)
	switch {
	case o.changed:
		o.members[i].node = c
	case o.nodes == nil:
		o.nodes = make([]*object, len(o.index.entries))
		fallthrough
	default:
		o.nodes[i] = c
	}
	return c
}

// look is childAt for reading only: the object that it opens is not kept.
func (o *object) look(i int) *object {
	m := o.memberAt(i)
	if m.node != nil {
		return m.node
	}
	return openText(o, m.name, m.text, m.at, m.index, o.broken)
}

// set gives a member a value, in its place if it is there, else as the last.
func (o *object) set(name string, value any) {
	o.touch()
	m := member{name: name, value: value, isSet: true}
	if i := o.find(name); i >= 0 {
		o.members[i] = m
	} else {
		o.members = append(o.members, m)
	}
}

// remove removes a member, if the object has it.
func (o *object) remove(name string) {
	if i := o.find(name); i >= 0 {
		o.touch()
		o.members = slices.Delete(o.members, i, i+1)
	}
}

// touch makes the object one that is changed, which puts it into its parent.
func (o *object) touch() {
	if o.changed {
		return
	}
	if o.index != nil {
		o.members = make([]member, len(o.index.entries), len(o.index.entries)+1)
		for i := range o.members {
			o.members[i] = o.memberAt(i)
		}
	}
	o.changed, o.nodes = true, nil
	if o.parent == nil || o.index != nil {
		return
	}
	p := o.parent
	p.touch()
	p.absent = slices.DeleteFunc(p.absent, func(c *object) bool { return c == o })
	p.members = append(p.members, member{name: o.name, node: o})
}

// isChanged reports whether the object or one that was opened in it changed.
func (o *object) isChanged() bool {
	if o.changed {
		return true
	}
	for _, n := range o.nodes {
		if n != nil && n.isChanged() {
			return true
		}
	}
	return false
}
