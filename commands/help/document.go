package help

import "strings"

// A kind says how a block is laid out.
type kind uint8

const (
	heading    kind = iota // at the left edge, bold
	subheading             // three columns in, bold
	paragraph              // wrapped
	term                   // wrapped; what is deeper follows without a blank line
	literal                // line by line as it is
	bullet                 // wrapped, marked and hanging
)

// A block is one piece of a document. In all but headings and literals,
// `text between backquotes` is bold.
type block struct {
	kind  kind
	level int // of indentation, from 0
	text  string
}

// A document is a page before it is laid out.
type document struct {
	title  string
	blocks []block
}

func (d *document) add(k kind, level int, text string) {
	d.blocks = append(d.blocks, block{k, level, text})
}

func (d *document) section(name string) { d.add(heading, 0, name) }

// prose adds a text of several paragraphs, as the prose files hold them: a
// paragraph whose lines begin with "- " is a list, one whose lines are
// indented is literal.
func (d *document) prose(level int, text string) {
	if text == "" {
		return
	}
	for p := range strings.SplitSeq(text, "\n\n") {
		switch {
		case strings.HasPrefix(p, "- "):
			for _, item := range strings.Split("\n"+p, "\n- ")[1:] {
				d.add(bullet, level, item)
			}
		case strings.HasPrefix(p, " "):
			d.add(literal, level+1, dedent(p))
		default:
			d.add(paragraph, level, p)
		}
	}
}

func (d *document) bullets(level int, items []string) {
	for _, item := range items {
		d.add(bullet, level, item)
	}
}

// dedent takes from each line the indentation of the first.
func dedent(text string) string {
	indent := text[:len(text)-len(strings.TrimLeft(text, " "))]
	return strings.ReplaceAll(text[len(indent):], "\n"+indent, "\n")
}

// bold marks text as bold.
func bold(text string) string { return "`" + text + "`" }
