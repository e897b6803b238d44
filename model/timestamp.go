package model

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// ParseTimestamp reads a timestamp as botocore does before it sends one, and
// returns it in UTC, in whole microseconds. A time without a zone is UTC.
// It accepts
//
//	1767323045, 1767323045.5, -1, 1.7e9       seconds since 1970
//	2026-01-02, 2026/1/2                      a date: midnight
//	2026-01-02T03:04:05.678+01:00             a date, T or spaces, a time to the
//	                                          hour, minute, second or fraction
//	                                          (after "." or ","), and perhaps a
//	                                          zone: Z, UTC, GMT, +01, +0100, +01:00
//	20260102T030405Z                          the same without separators
//	Fri, 02 Jan 2026 03:04:05 GMT             RFC 822, with or without the day
//
// Four or eight digits alone are seconds, to botocore too. That is
// deliberately less than botocore takes, whose python-dateutil makes
// something of nearly any text: names of months in ISO order, "3pm", a time
// without a date as today's, a month without a day as today's day of it, days
// and months in the wrong order where only one of them can be the month.
func ParseTimestamp(text string) (time.Time, error) {
	s := timestampScanner{text: strings.TrimSpace(text)}
	if s.isISO() {
		if t, ok := s.timestamp(); ok {
			return t, nil
		}
	} else if t, ok := parseEpoch(s.text); ok {
		return t, nil
	} else if t, ok := parseRFC822(s.text); ok {
		return t, nil
	}
	return time.Time{}, fmt.Errorf("invalid timestamp %q: write it as 2026-01-02T03:04:05Z or as seconds since 1970", text)
}

// The zones of times that YAML knows and Python has other types or texts for.
// An empty Location is UTC's clock.
var dateZone, noZone time.Location

// Date makes a midnight a day, to Python a date, which is no timestamp.
func Date(midnight time.Time) time.Time { return midnight.In(&dateZone) }

// IsDate reports whether a time was made by Date.
func IsDate(t time.Time) bool { return t.Location() == &dateZone }

// Zoneless makes a time one that Python prints without a zone. It is in UTC
// all the same: deliberately less than the AWS CLI, which takes it for one of
// the zone in which it runs.
func Zoneless(t time.Time) time.Time { return t.In(&noZone) }

func parseEpoch(text string) (time.Time, bool) {
	if strings.ContainsAny(text, "xXnN") { // Go reads hexadecimal, both read nan and inf
		return time.Time{}, false
	}
	seconds, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return time.Time{}, false
	}
	return epochTime(seconds)
}

// epochTime returns the time that is so many seconds after 1970, if it falls
// into the years 1 to 9999, which Python can hold.
func epochTime(seconds float64) (time.Time, bool) {
	const first, end = -62135596800, 253402300800
	if !(first <= seconds && seconds < end) {
		return time.Time{}, false
	}
	whole, fraction := math.Modf(seconds)
	micros := int64(whole)*1e6 + int64(math.RoundToEven(fraction*1e6))
	return time.UnixMicro(micros).UTC(), true
}

func parseRFC822(text string) (time.Time, bool) {
	if _, rest, found := strings.Cut(text, ", "); found {
		text = rest
	}
	for _, layout := range []string{"2 Jan 2006 15:04:05 MST", "2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// A timestampScanner reads a timestamp of ISO 8601.
type timestampScanner struct {
	text string
	at   int
}

// isISO reports whether the text begins as a date does, rather than a number.
func (s *timestampScanner) isISO() bool {
	digits := 0
	for digits < len(s.text) && isDigit(s.text[digits]) {
		digits++
	}
	if digits == len(s.text) {
		return false
	}
	c := s.text[digits]
	return digits == 4 && (c == '-' || c == '/') || digits == 8 && (c|0x20 == 't' || c == ' ')
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func (s *timestampScanner) timestamp() (time.Time, bool) {
	year, month, day, ok := s.date()
	if !ok {
		return time.Time{}, false
	}
	var hour, minute, second, micros, offset int
	if s.timeFollows() {
		if hour, minute, second, micros, ok = s.clock(); !ok {
			return time.Time{}, false
		}
		if offset, ok = s.zone(); !ok {
			return time.Time{}, false
		}
	}
	lastDay := time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
	if s.at < len(s.text) || month < 1 || month > 12 || day < 1 || day > lastDay || hour > 23 || minute > 59 || second > 59 {
		return time.Time{}, false
	}
	t := time.Date(year, time.Month(month), day, hour, minute, second-offset, micros*1000, time.UTC)
	return t, year >= 1 && 1 <= t.Year() && t.Year() <= 9999
}

func (s *timestampScanner) date() (year, month, day int, ok bool) {
	if year, ok = s.number(4, 4); !ok {
		return 0, 0, 0, false
	}
	if isDigit(s.peek()) { // without separators
		month, _ = s.number(2, 2)
		day, ok = s.number(2, 2)
		return year, month, day, ok
	}
	separator := s.peek()
	s.at++
	if month, ok = s.number(1, 2); !ok || !s.accept(separator) {
		return 0, 0, 0, false
	}
	day, ok = s.number(1, 2)
	return year, month, day, ok
}

// timeFollows skips what stands between a date and a time, and reports
// whether there is a time.
func (s *timestampScanner) timeFollows() bool {
	if s.accept('T') || s.accept('t') {
		return true
	}
	start := s.at
	for s.accept(' ') {
	}
	return s.at > start
}

func (s *timestampScanner) clock() (hour, minute, second, micros int, ok bool) {
	start := s.at
	if hour, ok = s.number(1, 2); !ok {
		return 0, 0, 0, 0, false
	}
	seconds := false
	if s.accept(':') {
		if minute, ok = s.number(1, 2); ok && s.accept(':') {
			second, seconds = s.number(1, 2)
			ok = seconds
		}
	} else if s.at-start < 2 {
		return 0, 0, 0, 0, false
	} else if isDigit(s.peek()) {
		if minute, ok = s.number(2, 2); ok && isDigit(s.peek()) {
			second, seconds = s.number(2, 2)
			ok = seconds
		}
	}
	if seconds && (s.accept('.') || s.accept(',')) {
		micros, ok = s.fraction()
	}
	return hour, minute, second, micros, ok
}

// fraction reads the digits of a fraction of a second as microseconds; what
// is finer is cut off.
func (s *timestampScanner) fraction() (micros int, ok bool) {
	unit := 100_000
	for ; isDigit(s.peek()); s.at++ {
		micros += int(s.peek()-'0') * unit
		unit /= 10
		ok = true
	}
	return micros, ok
}

// zone reads a zone as seconds east of UTC; none is UTC.
func (s *timestampScanner) zone() (offset int, ok bool) {
	for s.accept(' ') {
	}
	rest := s.text[s.at:]
	switch rest {
	case "", "Z", "z", "UTC", "GMT":
		s.at = len(s.text)
		return 0, true
	}
	sign := 1
	if s.accept('-') {
		sign = -1
	} else if !s.accept('+') {
		return 0, false
	}
	hours, ok := s.number(2, 2)
	if !ok || hours > 23 {
		return 0, false
	}
	minutes := 0
	if s.accept(':') || isDigit(s.peek()) {
		if minutes, ok = s.number(2, 2); !ok || minutes > 59 {
			return 0, false
		}
	}
	return sign * (hours*3600 + minutes*60), true
}

// number reads a number of least to most digits.
func (s *timestampScanner) number(least, most int) (n int, ok bool) {
	start := s.at
	for s.at-start < most && isDigit(s.peek()) {
		n = n*10 + int(s.peek()-'0')
		s.at++
	}
	return n, s.at-start >= least
}

func (s *timestampScanner) peek() byte {
	if s.at < len(s.text) {
		return s.text[s.at]
	}
	return 0
}

func (s *timestampScanner) accept(c byte) bool {
	if s.peek() != c || s.at == len(s.text) {
		return false
	}
	s.at++
	return true
}
