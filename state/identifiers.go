package state

import "strings"

const (
	// fewSearches is how many identifiers are looked for in the text itself. To
	// make a set of what is in there costs as much as some of these.
	fewSearches = 8

	// longestIdentifier is as long as identifiers are at most.
	longestIdentifier = apiIDLength
)

// identifiers tells which texts are identifiers in a file already. Images of
// which one was made from the other share it. It is for whoever holds the lock.
type identifiers struct {
	searches int
	known    map[string]bool // nil until it pays
}

// newID makes an identifier of n characters that nothing in the file has.
func (a *Account) newID(n int) string {
	for {
		id := a.Settings.newID(n)
		if !a.isUsed(id) {
			if a.made == nil {
				a.made = map[string]bool{}
			}
			a.made[id] = true
			if a.image != nil {
				a.image.ids.know(id)
			}
			return id
		}
	}
}

// isUsed looks for an identifier as a name or a value anywhere in the file,
// other regions included.
func (a *Account) isUsed(id string) bool {
	return a.made[id] || id != "" && a.image != nil && a.image.uses(id)
}

func (img *image) uses(id string) bool {
	if img.index == nil {
		return false
	}
	ids := img.ids
	if ids.known == nil {
		if ids.searches++; ids.searches <= fewSearches || len(id) > longestIdentifier {
			for piece := range img.pieces() { // none ends within a name or a value
				if hasString(piece, id) {
					return true
				}
			}
			return false
		}
		ids.known = map[string]bool{}
		for piece := range img.pieces() {
			ids.add(piece)
		}
	}
	return ids.known[id]
}

// know adds an identifier that has been made to a set, if there is one.
func (ids *identifiers) know(id string) {
	if ids != nil && ids.known != nil {
		ids.known[id] = true
	}
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
