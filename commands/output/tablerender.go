package output

import (
	"math"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// cellPadding is how much wider than its longest cell a column wants to be.
const cellPadding = 4

// The escape sequences of coloured tables. The AWS CLI sends its text through
// a filter that resets the terminal after each piece, so coloured tables are
// full of resets, even where nothing is set.
const (
	valueColor = "\x1b[1m\x1b[34m" // bright blue
	bar        = "\x1b[2m\x1b[33m|\x1b[0m"
	reset      = "\x1b[0m"
)

// A tableRenderer draws the sections of a table.
type tableRenderer struct {
	b       []byte
	colored bool
	line    []byte // the line under way, without the bars around it
}

func (r *tableRenderer) table(t *table, width int) {
	r.b = appendRepeat(r.b, '-', width)
	r.b = append(r.b, '\n')
	if r.colored {
		r.b = append(r.b, reset...)
	}
	for _, s := range t.sections {
		r.section(s, width-2*s.indent)
	}
}

func (r *tableRenderer) section(s *section, width int) {
	if s.title != "" {
		r.line = append(r.line, '|')
		r.centered(s.title, width, 2)
		r.line = append(r.line, '|')
		r.endLine(s)
		if len(s.headers) == 0 && len(s.rows) == 0 {
			r.rule(s, []int{width})
		}
	}
	widths := s.scaled(width)
	if len(widths) == 0 {
		return
	}
	if len(s.headers) > 0 {
		r.rule(s, widths)
		for i, text := range s.headers {
			edges := r.beginCell(i)
			r.centered(text, widths[i], edges)
			r.line = append(r.line, '|')
		}
		r.endLine(s)
	}
	if len(s.rows) > 0 {
		r.rule(s, widths)
		for _, row := range s.rows {
			for i, text := range row {
				edges := r.beginCell(i)
				r.value(text, widths[i]-edges)
				r.line = append(r.line, '|')
			}
			r.endLine(s)
		}
		r.rule(s, widths)
	}
}

// beginCell writes the edge that the first cell of a line has on its left, and
// returns the width of the cell's edges on both sides.
func (r *tableRenderer) beginCell(i int) (edges int) {
	if i > 0 {
		return 1
	}
	r.line = append(r.line, '|')
	return 2
}

// centered writes a text in the middle of a cell of a width that includes the
// cell's edges. The left part is rounded in the AWS CLI's own way.
func (r *tableRenderer) centered(text string, width, edges int) {
	n := displayWidth(text)
	left := max(width/2-n/2-1, 0)
	r.line = appendRepeat(r.line, ' ', left)
	r.line = append(r.line, text...)
	r.line = appendRepeat(r.line, ' ', width-edges-left-n)
}

// value writes a text at the left of a cell, width columns without its edges.
func (r *tableRenderer) value(text string, width int) {
	const indent = 2
	n := displayWidth(text)
	if n+indent <= width {
		r.line = append(r.line, "  "...)
		width -= indent
	}
	if r.colored {
		r.line = append(r.line, valueColor...)
	}
	r.line = append(r.line, text...)
	if r.colored {
		r.line = append(r.line, reset...)
	}
	r.line = appendRepeat(r.line, ' ', width-n)
}

// rule writes a line that follows the columns.
func (r *tableRenderer) rule(s *section, widths []int) {
	r.line = append(r.line, '+')
	for i, w := range widths {
		if i == 0 {
			w--
		}
		r.line = appendRepeat(r.line, '-', w-1)
		r.line = append(r.line, '+')
	}
	r.endLine(s)
}

// endLine moves the line to the output, between the bars of the boxes that
// the section stands in.
func (r *tableRenderer) endLine(s *section) {
	r.bars(s.indent)
	r.b = append(r.b, r.line...)
	if r.colored {
		r.b = append(r.b, reset...)
	}
	r.bars(s.indent)
	r.b = append(r.b, '\n')
	if r.colored {
		r.b = append(r.b, reset...)
	}
	r.line = r.line[:0]
}

func (r *tableRenderer) bars(n int) {
	if !r.colored {
		r.b = appendRepeat(r.b, '|', n)
		return
	}
	for range n {
		r.b = append(r.b, bar...)
	}
	r.b = append(r.b, reset...)
}

// width is the width that a section wants, with the boxes around it.
func (s *section) width() int {
	columns := 0
	for _, w := range s.longest {
		columns += w + cellPadding
	}
	return max(columns, displayWidth(s.title)) + 2 + 2*s.indent
}

// scaled returns the widths of the columns, edges included, so that they fill
// the width of the section.
func (s *section) scaled(width int) []int {
	if len(s.longest) == 0 {
		return nil
	}
	total := 0
	for _, w := range s.longest {
		total += w + cellPadding
	}
	scale := float64(width) / float64(total)
	widths := make([]int, len(s.longest))
	rest := width
	for i, w := range s.longest {
		widths[i] = int(math.RoundToEven(scale * float64(w+cellPadding)))
		rest -= widths[i]
	}
	for i := 0; rest < 0; i++ {
		widths[i%len(widths)]--
		rest++
	}
	for i := 0; rest > 0; i++ {
		widths[len(widths)-1-i%len(widths)]++
		rest--
	}
	return widths
}

// displayWidth counts the columns that a text takes on a terminal, by the
// East Asian Width property (UAX #11): wide, fullwidth and ambiguous
// characters take two, all others one, control and combining ones too.
func displayWidth(s string) int {
	n := 0
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			n++
			i++
			continue
		}
		p, size := width.LookupString(s[i:])
		switch p.Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth, width.EastAsianAmbiguous:
			n++
		}
		n++
		i += max(size, 1)
	}
	return n
}

func appendRepeat(b []byte, c byte, n int) []byte {
	for range n {
		b = append(b, c)
	}
	return b
}
