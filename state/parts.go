package state

import "iter"

// partedLevels is how many levels of the file are kept in parts once an
// operation has changed something: its own object, the regions, the families of
// a region and the resources of a family. Of a file of megabytes a change then
// costs what the resource that it concerns costs, not what the file does. The
// text that was read stays in memory until the last resource of it has changed.
const partedLevels = 4

// A part is a member of an object whose text is kept in parts.
type part struct {
	name  string
	head  string // what stands before the value: line end, blanks, name, colon
	value string // its text; "" if it is an object that is kept in parts itself
}

// yieldPieces yields the text of an object piece by piece, and reports whether
// more is wanted. text is the object's where it is not kept in parts.
func (x *index) yieldPieces(text string, yield func(string) bool) bool {
	if x == nil || x.parts == nil {
		return yield(text)
	}
	before := "{"
	for i := range x.parts {
		p := &x.parts[i]
		if !yield(before) || !yield(p.head) || !x.entries[i].sub.yieldPieces(p.value, yield) {
			return false
		}
		before = ","
	}
	return yield(x.tail)
}

// pieces yields the text of the file piece by piece; of no file there is none.
func (img *image) pieces() iter.Seq[string] {
	return func(yield func(string) bool) {
		switch {
		case img.text != "":
			yield(img.text)
		case img.index != nil:
			_ = img.index.yieldPieces("", yield) && yield("\n")
		}
	}
}

// size is the length of the file, in bytes.
func (img *image) size() int {
	if img.text != "" || img.index == nil {
		return len(img.text)
	}
	return img.index.size + len("\n")
}

// content is the text of the file as a whole.
func (img *image) content() string {
	if img.text != "" {
		return img.text
	}
	text := make([]byte, 0, img.size())
	for piece := range img.pieces() {
		text = append(text, piece...)
	}
	return shareText(text)
}

// holds reports whether the file has the content.
func (img *image) holds(content []byte) bool {
	if len(content) != img.size() {
		return false
	}
	for piece := range img.pieces() {
		if string(content[:len(piece)]) != piece {
			return false
		}
		content = content[len(piece):]
	}
	return true
}
