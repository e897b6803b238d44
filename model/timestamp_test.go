package model

import (
	"testing"
	"time"
)

func TestParseTimestamp(t *testing.T) {
	at := func(hour, minute, second, micros int) time.Time {
		return time.Date(2026, 1, 2, hour, minute, second, micros*1000, time.UTC)
	}
	tests := []struct {
		name string
		in   string
		want time.Time
	}{
		{"a date", "2026-01-02", at(0, 0, 0, 0)},
		{"a date with slashes and single digits", "2026/1/2", at(0, 0, 0, 0)},
		{"a time in UTC", "2026-01-02T03:04:05Z", at(3, 4, 5, 0)},
		{"lower case letters", "2026-01-02t03:04:05z", at(3, 4, 5, 0)},
		{"no zone is UTC", "2026-01-02T03:04:05", at(3, 4, 5, 0)},
		{"a space for the T", "2026-01-02 03:04:05", at(3, 4, 5, 0)},
		{"to the minute", "2026-01-02T03:04", at(3, 4, 0, 0)},
		{"to the hour", "2026-01-02T03", at(3, 0, 0, 0)},
		{"a fraction", "2026-01-02T03:04:05.678Z", at(3, 4, 5, 678000)},
		{"a fraction after a comma, finer than microseconds", "2026-01-02T03:04:05,1234569", at(3, 4, 5, 123456)},
		{"a zone east of UTC", "2026-01-02T03:04:05+01:30", at(1, 34, 5, 0)},
		{"a zone west of UTC without a colon", "2026-01-02T03:04:05-0130", at(4, 34, 5, 0)},
		{"a zone of hours", "2026-01-02T03:04:05 +01", at(2, 4, 5, 0)},
		{"a named zone", "2026-01-02 03:04:05 GMT", at(3, 4, 5, 0)},
		{"without separators", "20260102T030405Z", at(3, 4, 5, 0)},
		{"RFC 822", "Fri, 02 Jan 2026 03:04:05 GMT", at(3, 4, 5, 0)},
		{"RFC 822 with an offset and no day", "2 Jan 2026 03:04:05 +0100", at(2, 4, 5, 0)},
		{"a leap day", "2024-02-29", time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC)},
		{"seconds since 1970", "1767323045", at(3, 4, 5, 0)},
		{"seconds with a fraction and white space", " 1767323045.5\n", at(3, 4, 5, 500000)},
		{"seconds before 1970", "-1", time.Date(1969, 12, 31, 23, 59, 59, 0, time.UTC)},
		{"four digits are seconds", "2026", time.Unix(2026, 0).UTC()},
		{"eight digits are seconds", "20260102", time.Unix(20260102, 0).UTC()},
		{"the last second", "253402300799", time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := ParseTimestamp(tt.in); err != nil || got != tt.want {
				t.Errorf("ParseTimestamp(%q) = %v, %v, want %v", tt.in, got, err, tt.want)
			}
		})
	}
}

func TestParseTimestampRefuses(t *testing.T) {
	for _, in := range []string{
		"", "soon", "nan", "inf", "0x10", "253402300800", "1e300", "2026-13-01", "2026-02-29", "2026-01-02T24:00", "2026-01-02T03:60",
		"2026-01-02T03:04:60", "2026-01-02T", "2026-01-02Z", "2026-01-02T03:04:05Zx", "2026-01-02T03:04:05.", "2026-01-02T03:04:05+25:00",
		"0000-01-01", "0001-01-01T00:00:00+01:00", "2026-01", "2026-01/02", "10:30", "2026-01-02T3", "2026-01-02T03:04:05+1", "\xff",
	} {
		if got, err := ParseTimestamp(in); err == nil {
			t.Errorf("ParseTimestamp(%q) = %v, want an error", in, got)
		}
	}
}

func FuzzParseTimestamp(f *testing.F) {
	for _, s := range []string{"2026-01-02T03:04:05.678+01:00", "20260102T0304", "1767323045.5", "Fri, 02 Jan 2026 03:04:05 GMT", "2026/1/2 3:4"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		got, err := ParseTimestamp(in)
		if err != nil {
			return
		}
		if got.Location() != time.UTC || got.Nanosecond()%1000 != 0 || got.Year() < 1 || got.Year() > 9999 {
			t.Fatalf("ParseTimestamp(%q) = %v is not what Python could hold", in, got)
		}
		if again, err := ParseTimestamp(string(appendTimestamp(nil, got))); err != nil || again != got {
			t.Fatalf("ParseTimestamp of its own %v = %v, %v", got, again, err)
		}
	})
}

func BenchmarkParseTimestamp(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseTimestamp("2026-01-02T03:04:05Z"); err != nil {
			b.Fatal(err)
		}
	}
}
