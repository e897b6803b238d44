package state

import (
	"maps"
	"strings"
)

const (
	// fewSearches is how many identifiers are looked for in the text itself. To
	// make a set of what is in there costs as much as some of these.
	fewSearches = 8

	// longestIdentifier is as long as identifiers are at most.
	longestIdentifier = apiIDLength

	// staleIdentifiers is how many that are no longer used a set may hold, if
	// there are not more of those that are.
	staleIdentifiers = 10_000
)

// identifiers tells which texts are identifiers in a file already. Images of
// which one was made from the other share it. It is for whoever holds the lock.
type identifiers struct {
	searches int
	known    map[string]bool // of the file, and those made since; nil until it pays
	most     int             // when there are more, the set is made anew
}

// newID makes an identifier of n characters that nothing in the file has.
func (a *Account) newID(n int) string {
	for {
		id := a.Settings.newID(n)
		if a.isUsed(id) {
			continue
		}
		if a.made == nil {
			a.made = map[string]bool{}
		}
		a.made[id] = true
		if a.image != nil && a.image.ids != nil && a.image.ids.known != nil {
			a.image.ids.known[id] = true
		}
		return id
	}
}

// isUsed looks for an identifier as a name or a value anywhere in the file,
// other regions included, and among those that this operation has made.
func (a *Account) isUsed(id string) bool {
	if a.made[id] {
		return true
	}
	if id == "" || a.image == nil || a.image.index == nil {
		return false
	}
	ids := a.image.ids
	if ids.searches++; ids.searches <= fewSearches || len(id) > longestIdentifier {
		return a.image.hasString(id)
	}
	if ids.known == nil || len(ids.known) > ids.most {
		ids.collect(a)
	}
	return ids.known[id]
}

// collect makes the set.
func (ids *identifiers) collect(a *Account) {
	ids.known = maps.Clone(a.made)
	if ids.known == nil {
		ids.known = map[string]bool{}
	}
	for piece := range a.image.pieces() { // none ends within a name or a value
		ids.add(piece)
	}
	ids.most = 2*len(ids.known) + staleIdentifiers
}

// hasString reports whether the file has a string.
func (img *image) hasString(content string) bool {
	for piece := range img.pieces() { // none ends within a name or a value
		if hasString(piece, content) {
			return true
		}
	}
	return false
}

// hasString reports whether JSON text has a string. Searching for what is in it
// alone is many times as fast as with its quotes, of which the text is full.
func hasString(text, content string) bool {
	for {
		i := strings.Index(text, content)
		if i < 0 {
			return false
		}
		end := i + len(content)
		if i > 0 && text[i-1] == '"' && end < len(text) && text[end] == '"' {
			return true
		}
		text = text[end:]
	}
}

// add adds all strings of JSON text that could be identifiers.
func (ids *identifiers) add(text string) {
	for {
		quote := strings.IndexByte(text, '"')
		if quote < 0 {
			return
		}
		text = text[quote+1:]
		n := 0
		for n < min(len(text), longestIdentifier+1) && isAlphanumeric(rune(text[n])) {
			n++
		}
		if 0 < n && n < len(text) && text[n] == '"' && !ids.known[text[:n]] {
			ids.known[strings.Clone(text[:n])] = true // a part would hold on to the whole
		}
	}
}
