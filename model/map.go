package model

import "slices"

// A StringMap is a map of the service model: its entries keep the order in
// which they were given. A nil map is an absent member, an empty one is a
// member given as {}.
type StringMap[V any] []Entry[V]

// An Entry is one entry of a StringMap.
type Entry[V any] struct {
	Key   string
	Value V
}

// fewEntries is how many can be merged one by one before looking their keys up
// in a table costs less.
const fewEntries = 8

// Get returns the value of a key and whether the map has it.
func (m StringMap[V]) Get(key string) (value V, found bool) {
	if i := m.index(key); i >= 0 {
		return m[i].Value, true
	}
	return value, false
}

// Set gives a key a value: in its place if the map has it, else at the end.
func (m *StringMap[V]) Set(key string, value V) {
	if i := m.index(key); i >= 0 {
		(*m)[i].Value = value
		return
	}
	*m = append(*m, Entry[V]{key, value})
}

// Merge sets all entries of other, in their order. It does what Set does for
// each, in time linear in both maps.
func (m *StringMap[V]) Merge(other StringMap[V]) {
	if len(other) <= fewEntries {
		for _, e := range other {
			m.Set(e.Key, e.Value)
		}
		return
	}
	places := make(map[string]int, len(*m)+len(other))
	for i, e := range *m {
		places[e.Key] = i
	}
	for _, e := range other {
		if i, ok := places[e.Key]; ok {
			(*m)[i].Value = e.Value
			continue
		}
		places[e.Key] = len(*m)
		*m = append(*m, e)
	}
}

// Delete removes a key, if the map has it. A map that had entries stays
// present when its last one goes.
func (m *StringMap[V]) Delete(key string) {
	if i := m.index(key); i >= 0 {
		*m = slices.Delete(*m, i, i+1)
	}
}

func (m StringMap[V]) index(key string) int {
	return slices.IndexFunc(m, func(e Entry[V]) bool { return e.Key == key })
}
