package awsconfig

import (
	"fmt"
	"maps"
	"strings"
)

// rewrite returns the text of a configuration file with one setting changed
// or added, and everything else as it was, comments and order included. A
// key that has lines below it loses them. The section is found by what it is
// about, not by its spelling; if there is none, it is added at the end with
// that name.
func rewrite(text string, p place, value string) (string, error) {
	old, err := parseINI(text)
	if err != nil {
		return "", err
	}
	s := p.find(old)
	r := rewriter{text: text, eol: "\n"}
	if i := strings.IndexByte(text, '\n'); i > 0 && text[i-1] == '\r' {
		r.eol = "\r\n"
	}
	r.change(old, s, p, value)
	r.copyTo(len(text))
	changed := r.out.String()

	// What was written must read back as what was meant: names and values
	// that the format cannot hold show here, whatever they are.
	name := p.section.name
	if s != nil {
		name = s.name
	}
	now, err := parseINI(changed)
	if err != nil || !maps.Equal(flatten(now), expected(old, name, p, value)) {
		return "", &ValueError{Code: "ParamValidation", Text: fmt.Sprintf(
			"The setting %q with the value %q cannot be written to a configuration file: "+
				"a name has no \"=\", \":\" or line break and does not begin with \"#\", \";\" or \"[\", and a value is one line.",
			p.name(), value)}
	}
	return changed, nil
}

// name returns the key as a person would write it.
func (p place) name() string {
	if p.sub != "" {
		return p.key + "." + p.sub
	}
	return p.key
}

// find returns the section that holds or should hold the setting, or nil.
func (p place) find(sections []section) *section {
	if p.inCredentials() {
		return sectionNamed(sections, p.profile)
	}
	if p.profile != "" {
		return profileSection(sections, p.profile)
	}
	if kind, _, found := strings.Cut(p.section.name, " "); found {
		words, err := shellWords(p.section.name)
		if err != nil || len(words) != 2 {
			return nil
		}
		return namedSection(sections, kind, words[1])
	}
	return sectionNamed(sections, p.section.name)
}

// rewriter copies a text and changes it on the way.
type rewriter struct {
	text   string
	eol    string
	copied int // how much of text is copied or dropped
	out    strings.Builder
}

func (r *rewriter) change(sections []section, s *section, p place, value string) {
	if s == nil {
		r.copyTo(len(r.text))
		r.writeLine("", "["+p.section.name+"]")
		r.writeEntry("", p, value)
		return
	}
	e := s.entry(strings.ToLower(p.key))
	switch {
	case e == nil:
		at := s.end()
		if s == &sections[len(sections)-1] {
			at = len(r.text)
		}
		r.copyTo(at)
		r.writeEntry(r.margin(s), p, value)
	case p.sub == "":
		r.copyTo(e.line.start)
		r.writeLine(r.prefix(e.line), p.key+" = "+value)
		r.drop(e)
	case e.isNest || e.text == "":
		r.changeNested(e, p, value)
	default:
		r.copyTo(e.line.start)
		r.writeEntry(r.prefix(e.line), p, value)
		r.drop(e)
	}
}

// changeNested changes or adds a key of a sub-section.
func (r *rewriter) changeNested(e *entry, p place, value string) {
	if child := find(e.nested, p.sub); child != nil {
		r.copyTo(child.line.start)
		r.writeLine(r.prefix(child.line), p.sub+" = "+value)
		r.copied = child.line.end
		return
	}
	margin := r.prefix(e.line)
	if len(margin) >= len(nestedMargin) && len(e.more) > 0 {
		margin = r.prefix(e.more[len(e.more)-1])
	} else if len(margin) >= len(nestedMargin) {
		margin += nestedMargin
	} else {
		margin = nestedMargin
	}
	r.copyTo(e.end())
	r.writeLine(margin, p.sub+" = "+value)
}

// nestedMargin is what the AWS CLI writes before a sub-section's keys.
const nestedMargin = "    "

// writeEntry writes a setting that was not there.
func (r *rewriter) writeEntry(margin string, p place, value string) {
	if p.sub == "" {
		r.writeLine(margin, p.key+" = "+value)
		return
	}
	r.writeLine(margin, p.key+" =")
	r.writeLine(margin+nestedMargin, p.sub+" = "+value)
}

// drop leaves out an entry's own line and those that continue it, but not
// the comments and blank lines between them.
func (r *rewriter) drop(e *entry) {
	r.copied = e.line.end
	for _, at := range e.more {
		r.copyTo(at.start)
		r.copied = at.end
	}
}

func (r *rewriter) copyTo(end int) {
	if end > r.copied {
		r.out.WriteString(r.text[r.copied:end])
		r.copied = end
	}
}

func (r *rewriter) writeLine(margin, line string) {
	if n := r.out.Len(); n > 0 {
		if last := r.out.String()[n-1]; last != '\n' && last != '\r' {
			r.out.WriteString(r.eol)
		}
	}
	r.out.WriteString(margin)
	r.out.WriteString(line)
	r.out.WriteString(r.eol)
}

// prefix returns the white space that a line begins with.
func (r *rewriter) prefix(line span) string {
	text := r.text[line.start:line.end]
	return text[:len(text)-len(strings.TrimLeftFunc(text, isSpace))]
}

// margin returns the white space that a section's keys begin with.
func (r *rewriter) margin(s *section) string {
	if len(s.entries) == 0 {
		return r.prefix(s.header)
	}
	return r.prefix(s.entries[len(s.entries)-1].line)
}

// A leaf is a value's place in a file.
type leaf struct{ section, key, sub string }

// flatten returns all values of a file. A sub-section without keys and a
// section without entries have a value of their own, "".
func flatten(sections []section) map[leaf]string {
	values := map[leaf]string{}
	for i := range sections {
		s := &sections[i]
		values[leaf{section: s.name}] = ""
		for j := range s.entries {
			e := &s.entries[j]
			if !e.isNest {
				values[leaf{s.name, e.key, ""}] = e.text
				continue
			}
			for _, child := range e.nested {
				values[leaf{s.name, e.key, "." + child.key}] = child.text
			}
		}
	}
	return values
}

// expected returns what flatten must give after a change.
func expected(old []section, sectionName string, p place, value string) map[leaf]string {
	values := flatten(old)
	values[leaf{section: sectionName}] = ""
	key := strings.ToLower(strings.TrimFunc(p.key, isSpace))
	value = strings.TrimFunc(value, isSpace)
	if p.sub == "" {
		for at := range values {
			if at.section == sectionName && at.key == key {
				delete(values, at)
			}
		}
		values[leaf{sectionName, key, ""}] = value
		return values
	}
	delete(values, leaf{sectionName, key, ""})
	values[leaf{sectionName, key, "." + strings.TrimFunc(p.sub, isSpace)}] = value
	return values
}
