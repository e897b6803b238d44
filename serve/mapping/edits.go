package mapping

import (
	"net/http"
	"strings"

	"gatehouse/state/expression"
)

// An Edit is one change to a header or a query.
type Edit struct {
	Name   string // of a field, in canonical form, or of a parameter, decoded
	Action expression.Action
	Value  string // "" if Action is Remove
}

// Edits are changes in the order in which they are made.
type Edits []Edit

// Lines appends to dst the lines that a field has after the edits, given its
// canonical name and the lines that it has before.
func (e Edits) Lines(dst []string, name string, lines []string) []string {
	start := len(dst)
	dst = append(dst, lines...)
	for i := range e {
		if e[i].Name != name {
			continue
		}
		if e[i].Action != expression.Append {
			dst = dst[:start]
		}
		if e[i].Action != expression.Remove {
			dst = append(dst, e[i].Value)
		}
	}
	return dst
}

// AppendNames appends the names that get a value by the edits. One may come
// several times.
func (e Edits) AppendNames(dst []string) []string {
	for i := range e {
		if e[i].Action != expression.Remove {
			dst = append(dst, e[i].Name)
		}
	}
	return dst
}

// Has reports whether a name is among the edits.
func (e Edits) Has(name string) bool {
	for i := range e {
		if e[i].Name == name {
			return true
		}
	}
	return false
}

// Apply makes the edits in a header.
func (e Edits) Apply(header http.Header) {
	for i := range e {
		switch name := e[i].Name; e[i].Action {
		case expression.Append:
			// The lines may be shared with whoever made the header.
			header[name] = append(header[name][:len(header[name]):len(header[name])], e[i].Value)
		case expression.Overwrite:
			header[name] = []string{e[i].Value}
		case expression.Remove:
			delete(header, name)
		}
	}
}

// A target is a header or a query parameter with all its mappings. Of these a
// removal counts before all others, then the last that overwrites, then all
// that append (inferred); one without a value does not count.
type target struct {
	name      string
	remove    bool
	overwrite []*Value
	append    []*Value
}

// addTo adds a mapping to the target that it names.
func addTo(targets []target, d expression.Destination, v *Value) []target {
	i := 0
	for i < len(targets) && targets[i].name != d.Name {
		i++
	}
	if i == len(targets) {
		targets = append(targets, target{name: d.Name})
	}
	switch t := &targets[i]; d.Action {
	case expression.Remove:
		t.remove = true
	case expression.Overwrite:
		t.overwrite = append(t.overwrite, v)
	case expression.Append:
		t.append = append(t.append, v)
	}
	return targets
}

// edits appends the edits that a target's mappings come to.
func (t *target) edits(dst Edits, ev *evaluator, clean func(string) string) Edits {
	if t.remove {
		return append(dst, Edit{Name: t.name, Action: expression.Remove})
	}
	for i := len(t.overwrite) - 1; i >= 0; i-- {
		if text, ok := t.overwrite[i].eval(ev); ok {
			return append(dst, Edit{t.name, expression.Overwrite, clean(text)})
		}
	}
	for _, v := range t.append {
		if text, ok := v.eval(ev); ok {
			dst = append(dst, Edit{t.name, expression.Append, clean(text)})
		}
	}
	return dst
}

// fieldValue makes text fit for the value of a field: control characters, with
// which a body or a decoded path could end the line and begin fields of its
// own, become spaces, as RFC 9110, section 5.5, has recipients do; spaces around
// it go. (Guess: the service may as well refuse such a request.)
func fieldValue(text string) string {
	for i := range len(text) {
		if isControl(text[i]) {
			text = withoutControls(text)
			break
		}
	}
	return strings.Trim(text, " \t")
}

func withoutControls(text string) string {
	fit := []byte(text)
	for i, c := range fit {
		if isControl(c) {
			fit[i] = ' '
		}
	}
	return string(fit)
}

func isControl(c byte) bool { return c < ' ' && c != '\t' || c == 0x7f }

// isConnection reports whether a field that is not reserved belongs to one
// connection all the same. The gateway sends no such field (inferred), so a
// mapping of it changes nothing.
func isConnection(name string) bool {
	return name == "Expect" || name == "Proxy-Connection" || name == "Trailer"
}
