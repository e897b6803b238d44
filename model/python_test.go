package model

import (
	"encoding/json"
	"math"
	"testing"
	"time"
)

func TestPythonRepr(t *testing.T) {
	fromJSON := func(fields ...Field) *Document {
		d := NewDocument(fields...)
		d.FromJSON = true
		return d
	}
	date := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	tests := []struct {
		name string
		in   any
		want string
	}{
		{"null", nil, "None"},
		{"true", true, "True"},
		{"false", false, "False"},
		{"an integer", int64(-5), "-5"},
		{"a great integer", json.Number("18446744073709551616"), "18446744073709551616"},
		{"a whole float", 1.0, "1.0"},
		{"a great float", 1e16, "1e+16"},
		{"a small float", 1e-7, "1e-07"},
		{"not a number", math.NaN(), "nan"},
		{"infinity", math.Inf(1), "inf"},
		{"minus infinity", math.Inf(-1), "-inf"},
		{"a string", "a", "'a'"},
		{"a string with a single quote", "it's", `"it's"`},
		{"a string with double quotes", `"a"`, `'"a"'`},
		{"a string with both quotes", `"it's"`, `'"it\'s"'`},
		{"a backslash", `a\b`, `'a\\b'`},
		{"escapes with names", "\t\n\r", `'\t\n\r'`},
		{"other control characters", "\x00\x1b\x7f", `'\x00\x1b\x7f'`},
		{"text that can be printed", "é漢😀", "'é漢😀'"},
		{"a no-break space", "\u00a0", `'\xa0'`},
		{"a zero width space", "\u200b", `'\u200b'`},
		{"a line separator", "\u2028", `'\u2028'`},
		{"private use", "\ue000", `'\ue000'`},
		{"a tag character", "\U000e0001", `'\U000e0001'`},
		{"a byte that is not UTF-8", "a\xff", `'a\udcff'`},
		{"bytes", []byte("a'\"\\\n\x00\xff"), `b'a\'"\\\n\x00\xff'`},
		{"bytes with a single quote", []byte("it's"), `b"it's"`},
		{"a list", []any{"a", int64(1), []any{}}, "['a', 1, []]"},
		{"an empty dict", NewDocument(), "{}"},
		{"a dict", NewDocument(Field{"a", "b"}, Field{"c", NewDocument(Field{"d", nil})}), "{'a': 'b', 'c': {'d': None}}"},
		{"an empty object of a JSON option", fromJSON(), "OrderedDict()"},
		{"an object of a JSON option", fromJSON(Field{"b", "c"}, Field{"d", []any{fromJSON(Field{"e", true})}}), "OrderedDict([('b', 'c'), ('d', [OrderedDict([('e', True)])])])"},
		{"a time to the minute", date.Truncate(time.Minute), "datetime.datetime(2026, 1, 2, 3, 4, tzinfo=tzutc())"},
		{"a day", Date(date.Truncate(24 * time.Hour)), "datetime.date(2026, 1, 2)"},
		{"a time without a zone", Zoneless(date), "datetime.datetime(2026, 1, 2, 3, 4, 5)"},
		{"a time to the second", date, "datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=tzutc())"},
		{"a time to the microsecond", date.Truncate(time.Minute).Add(6 * time.Microsecond), "datetime.datetime(2026, 1, 2, 3, 4, 0, 6, tzinfo=tzutc())"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := PythonRepr(tt.in); got != tt.want {
				t.Errorf("PythonRepr(%#v) = %s, want %s", tt.in, got, tt.want)
			}
		})
	}
}

func TestPythonString(t *testing.T) {
	date := time.Date(2026, 1, 2, 3, 4, 5, 0, time.FixedZone("", 3600))
	tests := []struct {
		name string
		in   any
		want string
	}{
		{"a string is itself", "it's\n", "it's\n"},
		{"null", nil, "None"},
		{"a float", 5.0, "5.0"},
		{"strings in a list are quoted", []any{"a", "b"}, "['a', 'b']"},
		{"a time", date, "2026-01-02 02:04:05+00:00"},
		{"a day", Date(date.Truncate(24 * time.Hour)), "2026-01-02"},
		{"a time without a zone", Zoneless(date), "2026-01-02 02:04:05"},
		{"a time with a fraction", date.Add(5 * time.Millisecond), "2026-01-02 02:04:05.005000+00:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := PythonString(tt.in); got != tt.want {
				t.Errorf("PythonString(%#v) = %s, want %s", tt.in, got, tt.want)
			}
		})
	}
}

func TestPythonType(t *testing.T) {
	for want, v := range map[string]any{
		"<class 'NoneType'>":                nil,
		"<class 'bool'>":                    true,
		"<class 'int'>":                     int64(1),
		"<class 'float'>":                   1.0,
		"<class 'str'>":                     "",
		"<class 'bytes'>":                   []byte{},
		"<class 'list'>":                    []any{},
		"<class 'dict'>":                    &Document{},
		"<class 'collections.OrderedDict'>": &Document{FromJSON: true},
		"<class 'datetime.datetime'>":       time.Time{},
		"<class 'datetime.date'>":           Date(time.Time{}),
	} {
		if got := PythonType(v); got != want {
			t.Errorf("PythonType(%#v) = %s, want %s", v, got, want)
		}
	}
	if got := PythonType(json.Number("99999999999999999999")); got != "<class 'int'>" {
		t.Errorf("PythonType of a great integer = %s", got)
	}
}
