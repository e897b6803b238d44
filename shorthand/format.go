package shorthand

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"gatehouse/model"
)

// Format returns the text of a document: for every document that Parse can
// return, Parse(Format(d)) equals it. Strings are bare where they can be, a
// list of several strings is written between commas, and anything else in
// brackets and braces.
//
// Values that Parse does not return are written as text: booleans and numbers
// so that Convert makes them again, timestamps as in RFC 3339, bytes as they
// are, null as an empty string. Some documents cannot be said in shorthand: an
// empty one, one with other characters in its keys than the grammar allows, and
// one with too many strings that end in a backslash (see quotes). What Format
// returns for those does not parse, or not to the same document.
func Format(d *model.Document) string {
	plans := planPairs(d)
	var f formatter
	for i, p := range plans {
		if i > 0 {
			f.out = append(f.out, ',')
		}
		field := d.At(i)
		f.out = append(f.out, field.Name...)
		f.out = append(f.out, '=')
		f.pair(field.Value, p)
	}
	return string(f.out)
}

// A formatter writes one document.
type formatter struct {
	out   []byte
	words []word // those of the pair under way that are still to be written
	spent quotes // that may not occur any more
}

// pair writes the value of a pair.
func (f *formatter) pair(v any, p pairPlan) {
	if p.commas.words == nil || !p.commas.from.has(f.spent) && p.brackets.from.has(f.spent) {
		f.words = p.brackets.words
		f.value(v)
		return
	}
	f.words = p.commas.words
	for i := range p.commas.words {
		if i > 0 {
			f.out = append(f.out, ',')
		}
		f.word()
	}
}

// value writes a value in brackets, in braces or as one word.
func (f *formatter) value(v any) {
	switch v := v.(type) {
	case []any:
		f.out = append(f.out, '[')
		for i, item := range v {
			if i > 0 {
				f.out = append(f.out, ',')
			}
			f.item(item, i == len(v)-1)
		}
		f.out = append(f.out, ']')
	case *model.Document:
		f.out = append(f.out, '{')
		for i := range v.Len() {
			if i > 0 {
				f.out = append(f.out, ',')
			}
			f.out = append(f.out, v.At(i).Name...)
			f.out = append(f.out, '=')
			f.item(v.At(i).Value, i == v.Len()-1)
		}
		f.out = append(f.out, '}')
	default:
		f.word()
	}
}

// item writes a value inside brackets or braces. If the last one is written as
// nothing, only a comma tells that it is there.
func (f *formatter) item(v any, last bool) {
	begin := len(f.out)
	f.value(v)
	if last && len(f.out) == begin {
		f.out = append(f.out, ',')
	}
}

// word writes the next word.
func (f *formatter) word() {
	w := f.words[0]
	f.words = f.words[1:]
	if w.isBare() {
		f.out = append(f.out, strings.ReplaceAll(w.text, `,`, `\,`)...)
		if w.endsInBackslash() {
			f.out = append(f.out, ' ') // lest it escape a comma
		}
		return
	}
	quote, ok := w.quote(f.spent)
	if !ok && w.text == "" {
		f.out = append(f.out, bareEmpty...)
		return
	}
	mark := quote.mark()
	text := strings.ReplaceAll(w.text, `\`, `\\`)
	text = strings.ReplaceAll(text, mark, `\`+mark)
	f.out = append(f.out, mark+text+mark...)
	if w.endsInBackslash() {
		f.spent |= quote
	}
}

// A pairPlan is the two forms of a pair's value.
type pairPlan struct {
	brackets form
	commas   form // without words if the value cannot be written so
}

// A form is a value's words, as they stand in one way of writing it.
type form struct {
	words []word
	from  spendings // with which quotes spent before it, it can be written
}

// planPairs goes through a document backwards, as quotes explains.
func planPairs(d *model.Document) []pairPlan {
	plans := make([]pairPlan, d.Len())
	rest := allSpendings
	for i := range slices.Backward(plans) {
		v := d.At(i).Value
		words := appendWords(nil, v, afterEquals)
		if isCommaList(v) {
			commas := slices.Clone(words)
			for j := range commas {
				commas[j].place = afterComma
			}
			commas[0].place = afterEquals
			plans[i].commas = form{commas, plan(commas, rest)}
		}
		plans[i].brackets = form{words, plan(words, rest)}
		rest = plans[i].brackets.from | plans[i].commas.from
	}
	return plans
}

// isCommaList reports whether a value can be written between commas.
func isCommaList(v any) bool {
	list, ok := v.([]any)
	return ok && len(list) > 1 && !slices.ContainsFunc(list, func(item any) bool {
		switch item.(type) {
		case []any, *model.Document:
			return true
		}
		return false
	})
}

// appendWords appends the words of a value in the order they are written.
func appendWords(words []word, v any, p place) []word {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			words = appendWords(words, item, inBrackets)
		}
		return words
	case *model.Document:
		for _, member := range v.All() {
			words = appendWords(words, member, afterEquals)
		}
		return words
	}
	return append(words, word{text: scalarText(v), place: p})
}

// scalarText returns the text of a value that is no list and no document.
func scalarText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case []byte:
		return string(v)
	case bool:
		return strconv.FormatBool(v)
	case json.Number:
		return string(v)
	case time.Time:
		return v.UTC().Format(time.RFC3339Nano)
	}
	return model.PythonString(v)
}
