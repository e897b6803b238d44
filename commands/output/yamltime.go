package output

import "strings"

// isTimestamp reports whether a plain text reads as a date, 2026-01-02, or as
// a date and a time, 2026-1-2 3:04:05.6 +07:00.
func isTimestamp(s string) bool {
	t := timeScanner{rest: s}
	if !t.digits(4, 4) || !t.byte("-") {
		return false
	}
	day := t.rest
	if t.digits(2, 2) && t.byte("-") && t.digits(2, 2) && t.rest == "" {
		return true
	}
	t.rest = day
	if !t.digits(1, 2) || !t.byte("-") || !t.digits(1, 2) {
		return false
	}
	if !t.byte("Tt") && !t.spaces() {
		return false
	}
	if !t.digits(1, 2) || !t.byte(":") || !t.digits(2, 2) || !t.byte(":") || !t.digits(2, 2) {
		return false
	}
	if t.byte(".") {
		t.rest = strings.TrimLeft(t.rest, digits)
	}
	return t.rest == "" || t.zone()
}

// A timeScanner reads the parts of a timestamp off a text.
type timeScanner struct{ rest string }

// digits skips at most as many digits, and reports whether there were enough.
func (t *timeScanner) digits(least, most int) bool {
	n := len(t.rest) - len(strings.TrimLeft(t.rest, digits))
	n = min(n, most)
	t.rest = t.rest[n:]
	return n >= least
}

// byte skips a byte of a set, and reports whether there was one.
func (t *timeScanner) byte(set string) bool {
	if t.rest == "" || strings.IndexByte(set, t.rest[0]) < 0 {
		return false
	}
	t.rest = t.rest[1:]
	return true
}

// spaces skips white space, and reports whether there was any.
func (t *timeScanner) spaces() bool {
	rest := strings.TrimLeft(t.rest, " \t")
	some := len(rest) < len(t.rest)
	t.rest = rest
	return some
}

// zone skips a time zone, and reports whether the text ends with it.
func (t *timeScanner) zone() bool {
	t.spaces()
	if t.byte("Z") {
		return t.rest == ""
	}
	if !t.byte("-+") || !t.digits(1, 2) {
		return false
	}
	return t.rest == "" || t.byte(":") && t.digits(2, 2) && t.rest == ""
}
