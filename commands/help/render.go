package help

import (
	"bufio"
	"io"
	"strings"
)

const (
	defaultWidth = 80
	narrowest    = 40 // narrower terminals show long lines as they can
	margin       = 2  // columns at the right that stay empty, as in manual pages
)

// column is the first column of a level: three and a half for each, from the
// seventh.
func column(level int) int { return 7 + 7*level/2 }

// A renderer lays out a document.
type renderer struct {
	w          *bufio.Writer
	width      int // of a line
	overstrike bool
}

// render writes a document as a manual page.
func render(w io.Writer, d document, o Options) error {
	width := o.Width
	if width <= 0 {
		width = defaultWidth
	}
	r := renderer{bufio.NewWriter(w), max(width, narrowest) - margin, o.Overstrike}
	title := strings.ToUpper(d.title) + "()"
	gap := max(r.width-2*len(title), 1)
	r.w.WriteString(title + strings.Repeat(" ", gap) + title + "\n\n\n\n")
	for i, b := range d.blocks {
		if i > 0 && !joins(d.blocks[i-1], b) {
			r.w.WriteByte('\n')
		}
		r.block(b)
	}
	r.w.WriteString("\n\n\n" + strings.Repeat(" ", max(r.width-len(title), 0)) + title + "\n")
	return r.w.Flush()
}

// joins reports whether a block stands directly under the one before it.
func joins(before, b block) bool {
	switch before.kind {
	case heading, subheading:
		return true
	case term:
		return b.level > before.level && b.kind != heading
	}
	return false
}

func (r *renderer) block(b block) {
	switch b.kind {
	case heading:
		r.line(0, styled(bold(b.text)))
	case subheading:
		r.line(3, styled(bold(b.text)))
	case literal:
		for line := range strings.SplitSeq(b.text, "\n") {
			r.line(column(b.level), plain(line))
		}
	case bullet:
		r.wrapped(column(b.level), 2, "o "+b.text)
	default:
		r.wrapped(column(b.level), 0, b.text)
	}
}

// wrapped writes text in as many lines as it takes. Those after the first
// hang that much further to the right. A word that no line holds has one of
// its own.
func (r *renderer) wrapped(indent, hang int, text string) {
	var line []glyph
	first := true
	for word := range words(styled(text)) {
		if len(line) > 0 && indent+len(line)+1+len(word) > r.width {
			r.line(indent, line)
			line = nil
			if first {
				indent, first = indent+hang, false
			}
		}
		if len(line) > 0 {
			line = append(line, glyph{char: ' '})
		}
		line = append(line, word...)
	}
	r.line(indent, line)
}

// line writes one line, without spaces at its end.
func (r *renderer) line(indent int, line []glyph) {
	for len(line) > 0 && line[len(line)-1].char == ' ' {
		line = line[:len(line)-1]
	}
	if len(line) > 0 {
		r.w.WriteString(strings.Repeat(" ", indent))
	}
	for _, g := range line {
		if r.overstrike && g.bold && g.char != ' ' {
			r.w.WriteRune(g.char)
			r.w.WriteByte('\b')
		}
		r.w.WriteRune(g.char)
	}
	r.w.WriteByte('\n')
}

// A glyph is one character of a line.
type glyph struct {
	char rune
	bold bool
}

// styled takes the backquotes from a text and notes what is between them.
func styled(text string) []glyph {
	glyphs := make([]glyph, 0, len(text))
	isBold := false
	for _, c := range text {
		if c == '`' {
			isBold = !isBold
			continue
		}
		glyphs = append(glyphs, glyph{c, isBold})
	}
	return glyphs
}

func plain(text string) []glyph {
	glyphs := make([]glyph, 0, len(text))
	for _, c := range text {
		glyphs = append(glyphs, glyph{char: c})
	}
	return glyphs
}

// words divides a text at its white space.
func words(text []glyph) func(func([]glyph) bool) {
	return func(yield func([]glyph) bool) {
		start := 0
		for i := range len(text) + 1 {
			if i < len(text) && text[i].char != ' ' && text[i].char != '\n' {
				continue
			}
			if i > start && !yield(text[start:i]) {
				return
			}
			start = i + 1
		}
	}
}
