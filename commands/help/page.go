package help

import (
	"io"
	"strings"
)

// Options say how a page is written.
type Options struct {
	// Program is the name as which the program was invoked; "" is gatehouse.
	Program string

	// Width is that of the terminal, in columns; 0 is 80.
	Width int

	// Overstrike makes bold what is bold in the AWS CLI's pages, by writing
	// each character, a backspace and the character again, as manual pages
	// do: every pager shows it, whatever its options. Without it the page is
	// plain text, for files and other programs.
	Overstrike bool
}

// A Page is something to show: Top, Service, Operation, or what Own and Topic
// return.
type Page interface {
	document(t Texts) document
}

// Write writes a page. It fails only if w does.
func Write(w io.Writer, page Page, o Options) error {
	if o.Program == "" {
		o.Program = "gatehouse"
	}
	return render(w, page.document(load(o.Program)), o)
}

// A page that is not of an operation begins with its name, a line about it
// and its description.
func opening(name, description string) document {
	d := document{title: name}
	d.section("NAME")
	if description == "" {
		d.add(paragraph, 0, name)
		return d
	}
	d.add(paragraph, 0, name+" - "+phrase(description))
	d.section("DESCRIPTION")
	d.prose(0, description)
	return d
}

// phrase makes of a description's first sentence, which begins with a verb,
// what follows a name. The description must not be empty.
func phrase(description string) string {
	s := strings.TrimSuffix(sentence(description), ".")
	return strings.ToLower(s[:1]) + s[1:]
}

// sentence returns the first sentence of a text, on one line.
func sentence(text string) string {
	text, _, _ = strings.Cut(text, "\n\n")
	text = strings.Join(strings.Fields(text), " ")
	for i := 0; i < len(text); i++ {
		if text[i] == '.' && (i+1 == len(text) || text[i+1] == ' ' && startsSentence(text[i+2:])) {
			return text[:i+1]
		}
	}
	return text
}

// startsSentence tells a sentence from what follows an abbreviation.
func startsSentence(rest string) bool {
	rest = strings.TrimLeft(rest, "`'\"(")
	return rest == "" || rest[0] < 'a' || rest[0] > 'z'
}
