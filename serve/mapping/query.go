package mapping

import (
	"net/url"
	"strings"

	"gatehouse/state/expression"
)

// queryValue is the value of a parameter of a query, decoded; several are joined
// by commas (doc). Names are compared with case (doc).
func queryValue(query, name string) (string, bool) {
	var value string
	found := false
	for pair := range strings.SplitSeq(query, "&") {
		key, text, _ := strings.Cut(pair, "=")
		if pair == "" || !isDecoded(key, name) {
			continue
		}
		if found {
			value += ","
		}
		value += decoded(text)
		found = true
	}
	return value, found
}

// isDecoded reports whether a name in a query, as it was sent, stands for name.
func isDecoded(sent, name string) bool {
	if !strings.ContainsAny(sent, "%+") {
		return sent == name
	}
	return decoded(sent) == name
}

// decoded is what a part of a query stands for: itself if it is not encoded
// properly (guess).
func decoded(sent string) string {
	text, err := url.QueryUnescape(sent)
	if err != nil {
		return sent
	}
	return text
}

// appendQuery appends a query after the edits. What they do not touch stays byte
// for byte and in its place; a value that overwrites takes the place of the
// first; what is new comes last (guess).
func (e Edits) appendQuery(dst []byte, query string) []byte {
	done := make([]bool, len(e)) // an overwriting edit is where the old value was
	more := false
	next := func() {
		if more {
			dst = append(dst, '&')
		}
		more = true
	}
	if query != "" {
		for pair := range strings.SplitSeq(query, "&") {
			name, _, _ := strings.Cut(pair, "=")
			i := -1
			if pair != "" { // an empty pair has no name
				i = e.replacing(name)
			}
			switch {
			case i < 0:
				next()
				dst = append(dst, pair...)
			case e[i].Action == expression.Overwrite && !done[i]:
				next()
				dst = e[i].appendPair(dst)
				done[i] = true
			}
		}
	}
	for i := range e {
		if e[i].Action == expression.Append || e[i].Action == expression.Overwrite && !done[i] {
			next()
			dst = e[i].appendPair(dst)
		}
	}
	return dst
}

// replacing is the index of the edit that takes away the parameters of a name,
// as it was sent, or -1.
func (e Edits) replacing(sent string) int {
	for i := range e {
		if e[i].Action != expression.Append && isDecoded(sent, e[i].Name) {
			return i
		}
	}
	return -1
}

func (e *Edit) appendPair(dst []byte) []byte {
	dst = appendComponent(dst, e.Name)
	dst = append(dst, '=')
	return appendComponent(dst, e.Value)
}

// appendComponent appends text as a name or a value of a query: all but
// unreserved characters are encoded (RFC 3986, section 2.3; guess for the
// service), so that a value cannot begin another parameter.
func appendComponent(dst []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; isUnreserved(c) {
			dst = append(dst, c)
		} else {
			dst = appendEncoded(dst, c)
		}
	}
	return dst
}

func isUnreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0
}

func appendEncoded(dst []byte, c byte) []byte {
	return append(dst, '%', "0123456789ABCDEF"[c>>4], "0123456789ABCDEF"[c&15])
}
