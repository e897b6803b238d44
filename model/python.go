package model

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// PythonString returns what Python's str() makes of a value: a string as it
// is, anything else as PythonRepr, but a timestamp as "2026-01-02 03:04:05+00:00".
func PythonString(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case time.Time:
		return pythonTime(v)
	}
	return PythonRepr(v)
}

// PythonRepr returns what Python 3.11's repr() makes of a value: None, True,
// 1.0, 'it', b'\x00', ['a', 1], {'a': 'b'}, and OrderedDict([('a', 'b')]) for
// a document that is FromJSON.
func PythonRepr(v any) string { return string(appendRepr(nil, v)) }

// PythonType returns what Python's str() makes of a value's type, e.g. "<class 'str'>".
func PythonType(v any) string {
	switch v := v.(type) {
	case nil:
		return "<class 'NoneType'>"
	case bool:
		return "<class 'bool'>"
	case int64, json.Number:
		return "<class 'int'>"
	case float64:
		return "<class 'float'>"
	case string:
		return "<class 'str'>"
	case []byte:
		return "<class 'bytes'>"
	case time.Time:
		if IsDate(v) {
			return "<class 'datetime.date'>"
		}
		return "<class 'datetime.datetime'>"
	case []any:
		return "<class 'list'>"
	case *Document:
		if v != nil && v.FromJSON {
			return "<class 'collections.OrderedDict'>"
		}
		return "<class 'dict'>"
	}
	panic(fmt.Sprintf("model: a document cannot hold a %T", v))
}

func appendRepr(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "None"...)
	case bool:
		if v {
			return append(b, "True"...)
		}
		return append(b, "False"...)
	case int64:
		return strconv.AppendInt(b, v, 10)
	case json.Number:
		return append(b, v...)
	case float64:
		return appendPythonFloat(b, v)
	case string:
		return appendPythonString(b, v)
	case []byte:
		return appendPythonBytes(b, v)
	case time.Time:
		return appendPythonDatetime(b, v)
	case []any:
		b = append(b, '[')
		for i, e := range v {
			if i > 0 {
				b = append(b, ", "...)
			}
			b = appendRepr(b, e)
		}
		return append(b, ']')
	case *Document:
		return appendPythonDict(b, v)
	}
	panic(fmt.Sprintf("model: a document cannot hold a %T", v))
}

func appendPythonDict(b []byte, d *Document) []byte {
	ordered := d != nil && d.FromJSON
	if ordered && d.Len() == 0 {
		return append(b, "OrderedDict()"...)
	}
	opening, colon, closing := "{", ": ", "}"
	if ordered {
		opening, colon, closing = "OrderedDict([", ", ", "])"
	}
	b = append(b, opening...)
	for i := range d.Len() {
		if i > 0 {
			b = append(b, ", "...)
		}
		if ordered {
			b = append(b, '(')
		}
		b = appendPythonString(b, d.At(i).Name)
		b = append(b, colon...)
		b = appendRepr(b, d.At(i).Value)
		if ordered {
			b = append(b, ')')
		}
	}
	return append(b, closing...)
}

func appendPythonFloat(b []byte, f float64) []byte {
	switch {
	case math.IsNaN(f):
		return append(b, "nan"...)
	case math.IsInf(f, 1):
		return append(b, "inf"...)
	case math.IsInf(f, -1):
		return append(b, "-inf"...)
	}
	return appendFloat(b, f)
}

// pythonQuote is the quote that Python puts around a text: a single one,
// unless the text has such and no double one.
func pythonQuote(hasSingle, hasDouble bool) byte {
	if hasSingle && !hasDouble {
		return '"'
	}
	return '\''
}

func appendPythonString(b []byte, s string) []byte {
	quote := pythonQuote(strings.Contains(s, "'"), strings.Contains(s, `"`))
	b = append(b, quote)
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			// Python keeps a byte that is not UTF-8 as half a surrogate pair.
			b = fmt.Appendf(b, `\udc%02x`, s[i])
		case r < utf8.RuneSelf:
			b = appendPythonByte(b, byte(r), quote)
		case unicode.IsPrint(r):
			b = append(b, s[i:i+n]...)
		case r < 0x100:
			b = fmt.Appendf(b, `\x%02x`, r)
		case r < 0x10000:
			b = fmt.Appendf(b, `\u%04x`, r)
		default:
			b = fmt.Appendf(b, `\U%08x`, r)
		}
		i += n
	}
	return append(b, quote)
}

func appendPythonBytes(b, v []byte) []byte {
	text := string(v)
	quote := pythonQuote(strings.Contains(text, "'"), strings.Contains(text, `"`))
	b = append(b, 'b', quote)
	for _, c := range v {
		b = appendPythonByte(b, c, quote)
	}
	return append(b, quote)
}

func appendPythonByte(b []byte, c, quote byte) []byte {
	switch {
	case c == quote || c == '\\':
		return append(b, '\\', c)
	case c == '\n':
		return append(b, '\\', 'n')
	case c == '\r':
		return append(b, '\\', 'r')
	case c == '\t':
		return append(b, '\\', 't')
	case c < ' ' || c >= 0x7F:
		return fmt.Appendf(b, `\x%02x`, c)
	}
	return append(b, c)
}

func pythonTime(t time.Time) string {
	if IsDate(t) {
		return t.Format(time.DateOnly)
	}
	zone := "+00:00"
	if t.Location() == &noZone {
		zone = ""
	}
	t = t.UTC()
	if t.Nanosecond() >= int(time.Microsecond) {
		return t.Format("2006-01-02 15:04:05.000000") + zone
	}
	return t.Format(time.DateTime) + zone
}

func appendPythonDatetime(b []byte, t time.Time) []byte {
	if IsDate(t) {
		return fmt.Appendf(b, "datetime.date(%d, %d, %d)", t.Year(), t.Month(), t.Day())
	}
	zone := ", tzinfo=tzutc())"
	if t.Location() == &noZone {
		zone = ")"
	}
	t = t.UTC()
	b = fmt.Appendf(b, "datetime.datetime(%d, %d, %d, %d, %d", t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute())
	micros := t.Nanosecond() / 1000
	if t.Second() > 0 || micros > 0 {
		b = fmt.Appendf(b, ", %d", t.Second())
	}
	if micros > 0 {
		b = fmt.Appendf(b, ", %d", micros)
	}
	return append(b, zone...)
}
