package shorthand

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// quotes is a set of the two quotes.
//
// A quoted string that ends in a backslash has no unescaped quote at its end,
// so it ends there only if the same quote does not occur in all the rest of the
// text: the quote is spent. It matters therefore which quotes Format chooses,
// and whether it writes a list between commas or in brackets, where different
// strings can be bare. So it first goes through the document backwards and
// finds for each string which quotes may be spent when that string is written,
// if all that follows is to be written too.
type quotes uint8

// The two quotes, as sets of one.
const (
	singleQuote quotes = 1 << iota
	doubleQuote
)

func (q quotes) mark() string {
	if q == singleQuote {
		return `'`
	}
	return `"`
}

// spendings is a set of sets of quotes: bit q stands for the set q.
type spendings uint8

// allSpendings holds each of the four sets of quotes.
const allSpendings spendings = 0b1111

func (s spendings) has(q quotes) bool { return s>>q&1 == 1 }

// bareEmpty is an empty string in the place where nothing is none: a character
// that may begin a bare value and is white space, which is dropped at its end.
const bareEmpty = "\u00a0"

// A place is where in the text a string stands, which decides what of it can
// be bare.
type place uint8

const (
	afterEquals place = iota // the value of a pair or entry, or the first between commas
	inBrackets               // an item of a list in brackets
	afterComma               // the second or a later one between commas
)

// A word is a string and how it stands in the text.
type word struct {
	text  string
	place place
	rest  spendings // what may be spent for all after it to be written
}

// plan sets the rest of each word, given that of the last one, and returns that
// of a word before the first one.
func plan(words []word, rest spendings) spendings {
	for i := range slices.Backward(words) {
		w := &words[i]
		w.rest = rest
		if w.text == "" || w.isBare() {
			continue
		}
		rest = 0
		for spent := range (singleQuote | doubleQuote) + 1 {
			if _, ok := w.quote(spent); ok {
				rest |= 1 << spent
			}
		}
	}
	return rest
}

// isBare reports whether a word can stand without quotes.
func (w *word) isBare() bool {
	if w.text == "" {
		return w.place != afterComma
	}
	if w.text[0] == ']' && w.place == inBrackets {
		return false
	}
	follow := isFollow1
	if w.place == afterComma {
		follow = isFollow2
	}
	for i := 0; i < len(w.text); i++ {
		switch c := w.text[i]; {
		case c == ',': // can be escaped
		case i == 0 && !isStart(c), i > 0 && !follow(c), c >= 0xF0 && isBeyond(w.text[i:]):
			return false
		}
	}
	last, _ := utf8.DecodeLastRuneInString(w.text)
	return !isPythonSpace(last)
}

// quote returns the quote to put around a word, double quotes if there is no
// reason against them, and whether there is one with which all that follows
// can be written.
func (w *word) quote(spent quotes) (q quotes, ok bool) {
	var inside quotes
	if strings.Contains(w.text, `'`) {
		inside |= singleQuote
	}
	if strings.Contains(w.text, `"`) {
		inside |= doubleQuote
	}
	choice := [2]quotes{doubleQuote, singleQuote}
	if inside == doubleQuote {
		choice = [2]quotes{singleQuote, doubleQuote}
	}
	for _, q := range choice {
		after := spent
		if w.endsInBackslash() {
			after |= q
		}
		if spent&(inside|q) == 0 && w.rest.has(after) {
			return q, true
		}
	}
	return choice[0], false
}

// endsInBackslash reports whether a word spends the quotes put around it.
func (w *word) endsInBackslash() bool { return strings.HasSuffix(w.text, `\`) }
