package help

import (
	"slices"
	"strings"
)

// Topics returns the words that can follow "help".
func Topics() []string { return []string{"topics", "config-vars", "return-codes"} }

// Topic returns the page of a topic, if there is one of that name.
func Topic(name string) (Page, bool) {
	return topic(name), slices.Contains(Topics(), name)
}

type topic string

// document reads a topic's file: its name on the first line, the description
// under it, then sections. A line at the left edge begins a section, one
// after "== " a part of it.
func (name topic) document(t Texts) document {
	var d document
	var text []string
	end := func() {
		body := strings.Trim(strings.Join(text, "\n"), "\n")
		if len(d.blocks) == 0 {
			d = opening(d.title, body)
		} else {
			d.prose(0, body)
		}
		text = nil
	}
	for line := range strings.Lines(t.read("topics/" + string(name) + ".txt")) {
		line = strings.TrimRight(line, "\r\n")
		sub, isSub := strings.CutPrefix(line, "== ")
		switch {
		case line == "" || strings.HasPrefix(line, "    "):
			text = append(text, strings.TrimPrefix(line, "    "))
		case d.title == "":
			d.title = line
		case isSub:
			end()
			d.add(subheading, 0, sub)
		default:
			end()
			d.section(line)
		}
	}
	end()
	return d
}
