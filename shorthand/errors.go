package shorthand

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A SyntaxError says where an argument stopped being shorthand.
type SyntaxError struct {
	Input  string // the whole argument
	Offset int    // bytes before the offending one; len(Input) if it ended early
	Want   string // what the grammar asks for there: a character, or a rule such as "<second>"
	Got    string // what stands there: a character, "EOF", or "<none>" if Want is a rule
}

// Error returns the AWS CLI's message, which shows the place by a caret. It is
// the part that follows "Error parsing parameter '--flag': ".
//
// The caret stands under the character before the offending one: the input is
// indented by a space and the caret is not. That is the CLI's own doing.
func (e *SyntaxError) Error() string {
	return fmt.Sprintf("Expected: '%s', received: '%s' for input:\n %s", e.Want, e.Got, pointAt(e.Input, e.Offset))
}

// A DuplicateKeyError says that an argument has two pairs with one key. Keys
// inside braces may repeat.
type DuplicateKeyError struct {
	Input string // the whole argument
	Key   string

	// Offset is the byte after the one that follows the value before the
	// second pair: where the key begins, if no white space is around the comma.
	Offset int
}

// Error returns the AWS CLI's message, which shows the place by a caret. It is
// the part that follows "Error parsing parameter '--flag': ".
func (e *DuplicateKeyError) Error() string {
	return fmt.Sprintf("Second instance of key \"%s\" encountered for input:\n%s\n"+
		"This is often because there is a preceding \",\" instead of a space.", e.Key, pointAt(e.Input, e.Offset))
}

// pointAt returns the text with a line inserted after the line of a byte
// offset: a caret below that place. Offsets are in bytes, but the caret's
// column counts code points, as Python does, whatever their width on a screen.
func pointAt(text string, offset int) string {
	line := strings.LastIndexByte(text[:offset], '\n') + 1
	end := len(text)
	if i := strings.IndexByte(text[offset:], '\n'); i >= 0 {
		end = offset + i
	}
	column := utf8.RuneCountInString(text[line:offset])
	return text[:end] + "\n" + strings.Repeat(" ", column) + "^" + text[end:]
}
