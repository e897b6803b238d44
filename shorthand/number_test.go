package shorthand

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"gatehouse/model"
)

func TestParseInt(t *testing.T) {
	tests := []struct {
		name string
		in   string
		want any
	}{
		{"digits", "300", int64(300)},
		{"a minus", "-5", int64(-5)},
		{"a plus", "+5", int64(5)},
		{"minus zero", "-0", int64(0)},
		{"leading zeros", "00012", int64(12)},
		{"underscores between digits", "1_000_0", int64(10000)},
		{"white space around", " \t\n\v\f\r5\n", int64(5)},
		{"white space outside ASCII", "\u0085\u3000\u20035\u00a0", int64(5)},
		{"digits of other scripts", "٣५１𝟗", int64(3519)},
		{"digits of other scripts with a sign and underscores", "+٥_6", int64(56)},
		{"the greatest that fits", "9223372036854775807", int64(math.MaxInt64)},
		{"the least that fits", "-9223372036854775808", int64(math.MinInt64)},
		{"one more", "9223372036854775808", json.Number("9223372036854775808")},
		{"one less", "-9223372036854775809", json.Number("-9223372036854775809")},
		{"one that does not fit is written plainly", " +00_9223372036854775808", json.Number("9223372036854775808")},
		{"as many digits as Python reads", strings.Repeat("9", maxDigits), json.Number(strings.Repeat("9", maxDigits))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := ParseInt(tt.in); err != nil || got != tt.want {
				t.Errorf("ParseInt(%q) = %v, %v, want %v", tt.in, got, err, tt.want)
			}
		})
	}
}

func TestParseIntRefuses(t *testing.T) {
	const literal = "invalid literal for int() with base 10: "
	tooMany := func(n string) string {
		return "Exceeds the limit (4300 digits) for integer string conversion: value has " + n +
			" digits; use sys.set_int_max_str_digits() to increase the limit"
	}
	tests := []struct {
		name string
		in   string
		want string
	}{
		{"a word", "x", literal + "'x'"},
		{"nothing", "", literal + "''"},
		{"white space alone", " \u2028", literal + `' \u2028'`},
		{"a sign alone", "-", literal + "'-'"},
		{"two signs", "--5", literal + "'--5'"},
		{"white space after the sign", "+ 5", literal + "'+ 5'"},
		{"white space between digits", "1 0", literal + "'1 0'"},
		{"a fraction", "1.5", literal + "'1.5'"},
		{"an exponent", "1e3", literal + "'1e3'"},
		{"another base", "0x10", literal + "'0x10'"},
		{"an underscore before the digits", "_1", literal + "'_1'"},
		{"an underscore after the digits", "1_", literal + "'1_'"},
		{"two underscores", "1__0", literal + "'1__0'"},
		{"an underscore after the sign", "-_1", literal + "'-_1'"},
		{"a superscript", "²", literal + "'²'"},
		{"a numeral that is no digit", "五", literal + "'五'"},
		{"a minus outside ASCII", "−5", literal + "'−5'"},
		{"an information separator, no white space here", "\x1c5", literal + `'\x1c5'`},
		{"a zero width space", "5\u200b", literal + `'5\u200b'`},
		{"a NUL", "1\x00", literal + `'1\x00'`},
		{"a byte that is not UTF-8", "\xff", literal + `'\udcff'`},
		{"a quote", "it's", literal + `"it's"`},
		{"a newline is shown escaped", "a\nb", literal + `'a\nb'`},
		{"a long text is cut after 200 characters", strings.Repeat("é", 300), literal + "'" + strings.Repeat("é", 199)},
		{"too many digits", strings.Repeat("9", maxDigits+1), tooMany("4301")},
		{"too many zeros", "-" + strings.Repeat("0_", maxDigits) + "1", tooMany("4301")},
		{"too many digits before other text", strings.Repeat("9", maxDigits+1) + " x", tooMany("4301")},
		{"too many digits before an underscore", strings.Repeat("9", maxDigits+1) + "_", literal + "'" + strings.Repeat("9", 199)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ParseInt(tt.in)
			e, ok := errors.AsType[*ConversionError](err)
			if !ok || err.Error() != tt.want || e.Want != WantInt || e.Value != tt.in {
				t.Errorf("ParseInt(%q) = %v, %v, want %s", tt.in, got, err, tt.want)
			}
		})
	}
}

func TestParseFloat(t *testing.T) {
	tests := []struct {
		name string
		in   string
		want float64
	}{
		{"an integer", "5", 5},
		{"a fraction", "1.5", 1.5},
		{"nothing after the point", "5.", 5},
		{"nothing before the point", "-.5", -0.5},
		{"an exponent", "1e3", 1000},
		{"an exponent with a sign", "+.5E-3", 0.0005},
		{"leading zeros", "007.50", 7.5},
		{"underscores between digits", "1_0.2_5e1_0", 10.25e10},
		{"white space around", " \u00a01.5\n", 1.5},
		{"digits of other scripts", "٣.٥e１", 35},
		{"infinity", "inf", math.Inf(1)},
		{"infinity in full, in any case", " -InFinity", math.Inf(-1)},
		{"too great", "1e999", math.Inf(1)},
		{"too small", "-1e999", math.Inf(-1)},
		{"too near zero", "1e-999", 0},
		{"rounding is to the nearest", "0.1", 0.1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := ParseFloat(tt.in); err != nil || got != tt.want {
				t.Errorf("ParseFloat(%q) = %v, %v, want %v", tt.in, got, err, tt.want)
			}
		})
	}
	for _, in := range []string{"nan", "+NaN", " -nan "} {
		if got, err := ParseFloat(in); err != nil || !math.IsNaN(got) {
			t.Errorf("ParseFloat(%q) = %v, %v, want NaN", in, got, err)
		}
	}
}

func TestParseFloatRefuses(t *testing.T) {
	for _, in := range []string{
		"abc", "", " ", ".", "-", "+.", "e5", ".e5", "1e", "1e+", "1e1.5", "1 2", "1,5", "--1", "1.2.3",
		"_1", "1_", "1__0", "1_.5", "1._5", "1_e1", "1e_1", "1e1_", "infi", "inf_", "+-inf", "i nf", "nan(1)",
		"0x1p3", "0x10", "5L", "²", "−1", "1\x00", "\x1c1.5", "\xff", "it's", strings.Repeat("x", 300),
	} {
		want := "could not convert string to float: " + model.PythonRepr(in)
		got, err := ParseFloat(in)
		e, ok := errors.AsType[*ConversionError](err)
		if !ok || err.Error() != want || e.Want != WantFloat || e.Value != in {
			t.Errorf("ParseFloat(%q) = %v, %v, want %s", in, got, err, want)
		}
	}
}

func TestParseFloatTakesWhatPythonPrints(t *testing.T) {
	for _, f := range []float64{0, -1, 1.0 / 3, 1e16, 1e-5, math.MaxFloat64, math.SmallestNonzeroFloat64, math.Inf(-1)} {
		if got, err := ParseFloat(model.PythonRepr(f)); err != nil || got != f {
			t.Errorf("ParseFloat(%s) = %v, %v", model.PythonRepr(f), got, err)
		}
	}
}
