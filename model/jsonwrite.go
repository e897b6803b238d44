package model

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"time"
	"unicode/utf8"
)

// AppendJSON appends a value of the kinds that a Document holds as JSON text,
// laid out as Python's json.dumps does: with indent spaces for each level, or
// on one line without any space if indent is 0. Text outside ASCII stays as it
// is, floats are written as Python writes them (1.0, 1e+16), timestamps as
// RFC 3339 in UTC, blobs in base64. There is no newline at the end.
func AppendJSON(dst []byte, v any, indent int) []byte {
	w := jsonWriter{indent: indent}
	return w.value(dst, v)
}

type jsonWriter struct{ indent, level int }

func (w *jsonWriter) value(dst []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(dst, "null"...)
	case bool:
		return strconv.AppendBool(dst, v)
	case int64:
		return strconv.AppendInt(dst, v, 10)
	case json.Number:
		return append(dst, v...)
	case float64:
		return appendJSONFloat(dst, v)
	case string:
		return appendJSONString(dst, v)
	case []byte:
		dst = append(dst, '"')
		dst = base64.StdEncoding.AppendEncode(dst, v)
		return append(dst, '"')
	case time.Time:
		dst = append(dst, '"')
		dst = appendTimestamp(dst, v)
		return append(dst, '"')
	case []any:
		return w.list(dst, v)
	case *Document:
		return w.document(dst, v)
	}
	panic(fmt.Sprintf("model: a document cannot hold a %T", v))
}

func (w *jsonWriter) list(dst []byte, list []any) []byte {
	if len(list) == 0 {
		return append(dst, "[]"...)
	}
	dst = append(dst, '[')
	w.level++
	for i, v := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = w.line(dst)
		dst = w.value(dst, v)
	}
	w.level--
	dst = w.line(dst)
	return append(dst, ']')
}

func (w *jsonWriter) document(dst []byte, d *Document) []byte {
	if d.Len() == 0 {
		return append(dst, "{}"...)
	}
	dst = append(dst, '{')
	w.level++
	for i := range d.fields {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = w.line(dst)
		dst = appendJSONString(dst, d.fields[i].Name)
		dst = append(dst, ':')
		if w.indent > 0 {
			dst = append(dst, ' ')
		}
		dst = w.value(dst, d.fields[i].Value)
	}
	w.level--
	dst = w.line(dst)
	return append(dst, '}')
}

func (w *jsonWriter) line(dst []byte) []byte {
	if w.indent == 0 {
		return dst
	}
	dst = append(dst, '\n')
	for range w.indent * w.level {
		dst = append(dst, ' ')
	}
	return dst
}

func appendJSONFloat(dst []byte, f float64) []byte {
	switch {
	case math.IsNaN(f):
		return append(dst, "NaN"...)
	case math.IsInf(f, 1):
		return append(dst, "Infinity"...)
	case math.IsInf(f, -1):
		return append(dst, "-Infinity"...)
	}
	return appendFloat(dst, f)
}

// appendFloat writes a finite number as Python's repr does: the shortest text
// that reads back the same, with an exponent from 1e16 up and below 0.0001.
func appendFloat(dst []byte, f float64) []byte {
	if a := math.Abs(f); a != 0 && (a < 1e-4 || a >= 1e16) {
		return strconv.AppendFloat(dst, f, 'e', -1, 64)
	}
	start := len(dst)
	dst = strconv.AppendFloat(dst, f, 'f', -1, 64)
	for _, c := range dst[start:] {
		if c == '.' {
			return dst
		}
	}
	return append(dst, ".0"...)
}

// appendTimestamp writes RFC 3339 in UTC, with microseconds only if there are any.
func appendTimestamp(dst []byte, t time.Time) []byte {
	layout := "2006-01-02T15:04:05Z"
	if t.Nanosecond() >= int(time.Microsecond) {
		layout = "2006-01-02T15:04:05.000000Z"
	}
	return t.UTC().AppendFormat(dst, layout)
}

func appendJSONString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && n == 1 {
				dst = append(dst, s[start:i]...)
				dst = append(dst, "\ufffd"...)
				start = i + 1
			}
			i += n
			continue
		}
		if c >= ' ' && c != '"' && c != '\\' {
			i++
			continue
		}
		dst = append(dst, s[start:i]...)
		dst = appendJSONEscape(dst, c)
		i++
		start = i
	}
	dst = append(dst, s[start:]...)
	return append(dst, '"')
}

func appendJSONEscape(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	case '\f':
		return append(dst, '\\', 'f')
	case '\b':
		return append(dst, '\\', 'b')
	}
	const hex = "0123456789abcdef"
	return append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
}
