package state

import (
	"hash/maphash"
	"strings"
	"sync/atomic"

	"gatehouse/model"
)

// An index tells where the members of one object stand in its text. Places are
// counted from the object's own bracket on, so that an object which a change
// leaves alone keeps its index, wherever in the file it moves. The text is not
// part of it, unless it is kept in parts. An index never changes.
type index struct {
	entries []entry
	escaped bool // a name has a backslash in the text, which is not kept in parts

	// These are of an object whose text is kept in parts, one for each entry;
	// else parts is nil.
	parts []part
	tail  string // what stands behind the last part
	size  int    // of the text, in bytes

	names atomic.Pointer[nameTable] // made when it is first needed
}

// An entry is the place of one member.
type entry struct {
	name, nameEnd int32  // of the name, without its quotes
	value, end    int32  // of the value
	sub           *index // of the value, if it is an object that the index pass has opened
}

// fewNames is how many names are compared one by one: of so few, that costs
// less than a table.
const fewNames = 16

// name returns a member's name. text is the object's.
func (x *index) name(text string, i int) string {
	if x.parts != nil {
		return x.parts[i].name
	}
	e := &x.entries[i]
	name := text[e.name:e.nameEnd]
	if x.escaped && strings.IndexByte(name, '\\') >= 0 {
		unquoted, _ := model.ParseJSON(text[e.name-1 : e.nameEnd+1])
		name, _ = unquoted.(string)
	}
	return name
}

// find returns the place of a name among the entries, or -1.
func (x *index) find(text, name string) int {
	if len(x.entries) > fewNames {
		return x.table(text).find(x, text, name)
	}
	if x.escaped || x.parts != nil { // a name is not what stands in the text
		for i := range x.entries {
			if x.name(text, i) == name {
				return i
			}
		}
		return -1
	}
	for i := range x.entries {
		if e := &x.entries[i]; text[e.name:e.nameEnd] == name {
			return i
		}
	}
	return -1
}

// twice returns an entry whose name an earlier one has, or -1.
func (x *index) twice(text string) int {
	if x.parts != nil {
		return -1 // or the object could not have been changed
	}
	if len(x.entries) > fewNames {
		return x.table(text).twice
	}
	// Names that differ in length or in their ends differ: that settles most.
	var seen uint64
	for i := range x.entries {
		name := x.name(text, i)
		bit := uint64(1)
		if name != "" {
			bit <<= (len(name)*7 + int(name[0])*3 + int(name[len(name)-1])) & 63
		}
		if seen&bit != 0 {
			for j := range i {
				if x.name(text, j) == name {
					return i
				}
			}
		}
		seen |= bit
	}
	return -1
}

// A nameTable finds an index's entries by their names.
type nameTable struct {
	seed  maphash.Seed
	slots []int32 // entry+1 where the hash of its name leads, or behind; 0 is free
	twice int     // an entry whose name an earlier one has, or -1
}

// table returns the index's table. Two may be made at once, which are alike.
func (x *index) table(text string) *nameTable {
	if t := x.names.Load(); t != nil {
		return t
	}
	size := 2
	for size < 2*len(x.entries) {
		size *= 2
	}
	t := &nameTable{seed: maphash.MakeSeed(), slots: make([]int32, size), twice: -1}
	for i := range x.entries {
		name := x.name(text, i)
		slot := t.slot(x, text, name)
		switch {
		case t.slots[slot] == 0:
			t.slots[slot] = int32(i + 1)
		case t.twice < 0:
			t.twice = i
		}
	}
	x.names.Store(t)
	return t
}

func (t *nameTable) find(x *index, text, name string) int {
	return int(t.slots[t.slot(x, text, name)]) - 1
}

// slot returns the slot of a name, or the free one where it would be.
func (t *nameTable) slot(x *index, text, name string) int {
	mask := len(t.slots) - 1
	for i := int(maphash.String(t.seed, name)) & mask; ; i = (i + 1) & mask {
		if n := t.slots[i]; n == 0 || x.name(text, int(n)-1) == name {
			return i
		}
	}
}
