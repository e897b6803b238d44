package awsconfig

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A span is a run of bytes of a file: whole lines with their ends.
type span struct{ start, end int }

// A section is one [name] of a configuration file.
type section struct {
	name    string
	header  span
	entries []entry
}

// An entry is one key of a section. If nothing stands beside the key and
// something on the lines that continue it, then it is a sub-section: nested
// holds its keys, and text is unused.
type entry struct {
	key    string // in lower case, but verbatim within a sub-section
	text   string
	nested []entry
	isNest bool

	line   span   // the line of the key
	indent int    // of that line, in characters
	more   []span // the lines that continue it, without blank and comment lines
}

// entry returns the section's entry of that key, or nil. A nil section has
// none.
func (s *section) entry(key string) *entry {
	if s == nil {
		return nil
	}
	return find(s.entries, key)
}

// end returns the offset behind the section's last header, key or
// continuation.
func (s *section) end() int {
	if len(s.entries) == 0 {
		return s.header.end
	}
	return s.entries[len(s.entries)-1].end()
}

// end returns the offset behind the entry's last line.
func (e *entry) end() int {
	if len(e.more) == 0 {
		return e.line.end
	}
	return e.more[len(e.more)-1].end
}

// child returns the value of a sub-section's key. A nil entry, and one with
// a plain value, has none.
func (e *entry) child(key string) (value string, found bool) {
	if e == nil {
		return "", false
	}
	if n := find(e.nested, key); n != nil {
		return n.text, true
	}
	return "", false
}

func find(entries []entry, key string) *entry {
	for i := range entries {
		if entries[i].key == key {
			return &entries[i]
		}
	}
	return nil
}

// Reasons why a file does not parse. The AWS CLI does not print them; it
// names the file alone.
var (
	errNoSection  = errors.New("a line stands before the first section")
	errNoKey      = errors.New("a line is neither a section nor a key with a value")
	errTwice      = errors.New("a section or key is there twice")
	errSubsection = errors.New("a line of a sub-section has no =")
	errNotUTF8    = errors.New("the text is not UTF-8")
)

// parseINI reads the text of a configuration file as Python's
// RawConfigParser does for botocore:
//
//	file         = { blank | comment | header | key | continuation }
//	comment      = [space] ( "#" | ";" ) rest of the line
//	header       = [space] "[" name "]" ignored, the "]" being the line's last
//	key          = [space] name ( "=" | ":" ) value
//	continuation = a line after a key that is indented deeper than the key
//
// Keys lose their letter case, values are trimmed, nothing is unquoted, and
// a "#" after a value belongs to it. A blank line within a value is a line
// of it. A section or key given twice is refused.
func parseINI(text string) ([]section, error) {
	if !utf8.ValidString(text) {
		return nil, errNotUTF8
	}
	p := iniParser{text: text}
	for at := range lines(text) {
		if err := p.line(at); err != nil {
			return nil, err
		}
	}
	for i := range p.sections {
		for j := range p.sections[i].entries {
			if err := p.finish(&p.sections[i].entries[j]); err != nil {
				return nil, err
			}
		}
	}
	return p.sections, nil
}

// iniParser is the state between two lines.
type iniParser struct {
	text     string
	sections []section
	last     *entry // the key that a deeper line would continue, or nil
	indent   int    // of the last header or key
}

func (p *iniParser) line(at span) error {
	line := p.text[at.start:at.end]
	value := strings.TrimFunc(line, isSpace)
	if value == "" {
		if p.last != nil {
			p.last.text += "\n"
		}
		return nil
	}
	if value[0] == '#' || value[0] == ';' {
		return nil
	}
	indent := utf8.RuneCountInString(line[:strings.Index(line, value)])
	if p.last != nil && indent > p.indent {
		p.last.text += "\n" + value
		p.last.more = append(p.last.more, at)
		return nil
	}
	p.indent = indent
	if value[0] == '[' {
		if end := strings.LastIndexByte(value, ']'); end > 1 {
			return p.header(value[1:end], at)
		}
	}
	return p.key(value, at)
}

func (p *iniParser) header(name string, at span) error {
	for i := range p.sections {
		if p.sections[i].name == name {
			return errTwice
		}
	}
	p.sections = append(p.sections, section{name: name, header: at})
	p.last = nil
	return nil
}

func (p *iniParser) key(line string, at span) error {
	if len(p.sections) == 0 {
		return errNoSection
	}
	i := strings.IndexAny(line, "=:")
	if i <= 0 {
		return errNoKey
	}
	s := &p.sections[len(p.sections)-1]
	name := strings.ToLower(strings.TrimRightFunc(line[:i], isSpace))
	if s.entry(name) != nil {
		return errTwice
	}
	s.entries = append(s.entries, entry{
		key:    name,
		text:   strings.TrimLeftFunc(line[i+1:], isSpace),
		line:   at,
		indent: p.indent,
	})
	p.last = &s.entries[len(s.entries)-1]
	return nil
}

// finish trims an entry's value and reads it as a sub-section if it is one.
// Within a sub-section, the last of several equal keys counts.
func (p *iniParser) finish(e *entry) error {
	e.text = strings.TrimRightFunc(e.text, isSpace)
	if !strings.HasPrefix(e.text, "\n") {
		return nil
	}
	e.isNest = true
	for _, at := range e.more {
		name, value, found := strings.Cut(p.text[at.start:at.end], "=")
		if !found {
			return errSubsection
		}
		child := entry{
			key:  strings.TrimFunc(name, isSpace),
			text: strings.TrimFunc(value, isSpace),
			line: at,
		}
		if old := find(e.nested, child.key); old != nil {
			*old = child
		} else {
			e.nested = append(e.nested, child)
		}
	}
	return nil
}

// lines yields where a text's lines are. They end in "\n", "\r\n" or "\r".
func lines(text string) func(yield func(span) bool) {
	return func(yield func(span) bool) {
		for start := 0; start < len(text); {
			end := len(text)
			if i := strings.IndexAny(text[start:], "\r\n"); i >= 0 {
				end = start + i + 1
				if strings.HasPrefix(text[end-1:], "\r\n") {
					end++
				}
			}
			if !yield(span{start, end}) {
				return
			}
			start = end
		}
	}
}

// isSpace reports what Python's str.strip takes away: Unicode's spaces and
// four control characters that ASCII calls separators.
func isSpace(r rune) bool {
	return unicode.IsSpace(r) || r >= 0x1c && r <= 0x1f
}
