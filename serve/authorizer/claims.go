package authorizer

import (
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Claims are the claims of a verified token, as events and $context have them:
// every value is a text. The zero value has none.
type Claims struct {
	values map[string]any
}

// Exist reports whether these are the claims of a token, which may be none.
func (c Claims) Exist() bool { return c.values != nil }

// Text returns a claim's value. A claim whose value is null does not exist.
func (c Claims) Text(name string) (string, bool) {
	value, ok := c.values[name]
	if !ok || value == nil {
		return "", false
	}
	return claimText(value), true
}

// All goes through the claims by name.
func (c Claims) All() iter.Seq2[string, string] {
	return func(yield func(name, text string) bool) {
		for _, name := range slices.Sorted(maps.Keys(c.values)) {
			if text, ok := c.Text(name); ok && !yield(name, text) {
				return
			}
		}
	}
}

// claimText is a claim's value as a text. Observed: numbers as they are in the
// token ("1787996002"), booleans, and arrays in brackets, their elements parted
// by spaces ("[admin poweruser]"). That is how Go prints them, so objects are
// printed in that way too (guess): map[country:JP].
func claimText(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	}
	return fmt.Sprint(value)
}

// scopes are the scopes that a token has: the strings of scp, an array or one
// text with spaces, or without that claim those of scope, one text. If there are
// both, scp counts (observed).
func (c Claims) scopes() []string {
	claim := c.values["scp"]
	if claim == nil {
		text, _ := c.values["scope"].(string)
		return strings.Fields(text)
	}
	return texts(claim, strings.Fields)
}

// texts are the strings in a claim that is an array of them or one, which split
// takes apart. What is no string does not count.
func texts(claim any, split func(string) []string) []string {
	switch v := claim.(type) {
	case string:
		return split(v)
	case []any:
		list := make([]string, 0, len(v))
		for _, element := range v {
			if text, ok := element.(string); ok {
				list = append(list, text)
			}
		}
		return list
	}
	return nil
}

// seconds is a claim that is a time, in seconds since 1970. It exists if it is
// there and not null; it is valid if it is a number.
func (c Claims) seconds(name string) (value float64, exists, valid bool) {
	claim := c.values[name]
	if claim == nil {
		return 0, false, false
	}
	number, ok := claim.(json.Number)
	if !ok {
		return 0, true, false
	}
	value, err := number.Float64()
	return value, true, err == nil
}
