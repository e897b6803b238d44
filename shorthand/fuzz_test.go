package shorthand

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"gatehouse/model"
)

func FuzzParse(f *testing.F) {
	for _, in := range []string{
		"AllowOrigins=https://app.example,https://b.example,AllowMethods=GET,MaxAge=300",
		"a=b,c={d=[e,{f=g},],h@=file://i},j=[]",
		`a='it\'s',b="x\"y\\",c=\,d\,e,f=g\ ,h`,
		`a='😀\',b="😀\",c=]x,y]z,,d=[,],e={f=,}`,
		"a=]x,b=}y,c=~z,d=x=[{",
		"k=a,b\\,c=d,'x,y'z=1",
		"k=a,,b",
		"a=x,\nb==y",
		"env=prod, env=dev",
		"é=x,k=\u00a0\x1c\xff\xf0\x9f",
	} {
		f.Add(in)
	}
	f.Fuzz(func(t *testing.T, in string) {
		d, err := Parse(in)
		if err != nil {
			checkOffset(t, err, in)
			return
		}
		text := Format(d)
		if again, err := Parse(text); err != nil || !equal(again, d) {
			t.Fatalf("Parse(%q) = %s, whose Format is %q, whose Parse is %s, %v", in, show(d), text, show(again), err)
		}
		if again := Format(d); again != text {
			t.Fatalf("Format(%s) = %q, then %q", show(d), text, again)
		}
		checkConvert(t, in)
	})
}

// checkOffset fails the test unless err names a place that lies in the input,
// at the beginning of a character.
func checkOffset(t *testing.T, err error, in string) {
	t.Helper()
	var offset int
	switch e := err.(type) {
	case *SyntaxError:
		offset = e.Offset
	case *DuplicateKeyError:
		offset = e.Offset
	default:
		t.Fatalf("Parse(%q) = %T, want a *SyntaxError or a *DuplicateKeyError", in, err)
	}
	if offset < 0 || offset > len(in) {
		t.Fatalf("Parse(%q) fails at offset %d", in, offset)
	}
	if utf8.ValidString(in) && offset < len(in) && !utf8.RuneStart(in[offset]) {
		t.Fatalf("Parse(%q) fails at offset %d, within a character", in, offset)
	}
	if err.Error() == "" {
		t.Fatalf("Parse(%q) fails without a message", in)
	}
}

// checkConvert fails the test unless a document that is converted to some shape
// is so again after Format and Parse, or the error is a *ConversionError.
func checkConvert(t *testing.T, in string) {
	t.Helper()
	for _, name := range []string{"Cors", "RouteSettingsMap"} {
		shape := model.ShapeByName(name)
		v, err := parseAs(in, shape)
		if err != nil {
			if _, ok := errors.AsType[*ConversionError](err); !ok || err.Error() == "" {
				t.Fatalf("Convert(%q, %s) = %v, want a *ConversionError", in, name, err)
			}
			continue
		}
		text := Format(v.(*model.Document))
		if again, err := parseAs(text, shape); err != nil || show(again) != show(v) {
			t.Fatalf("Convert(%q, %s) = %s, whose Format is %q, which is %s, %v", in, name, show(v), text, show(again), err)
		}
	}
}

// FuzzNumbers holds that what is a number for Go's parsers, and for Python's
// too, is the same number for ours, and that every error is typed.
func FuzzNumbers(f *testing.F) {
	for _, in := range []string{"5", " -007\n", "1_000", "1__0", "٣.٥e１", "9223372036854775808", ".5", "5.", "1e999", "-Inf", "nan", "0x10", "", "\u20035\u00a0"} {
		f.Add(in)
	}
	f.Fuzz(func(t *testing.T, in string) {
		n, err := ParseInt(in)
		if _, ok := errors.AsType[*ConversionError](err); err != nil && !ok {
			t.Fatalf("ParseInt(%q) = %v, want a *ConversionError", in, err)
		}
		if want, e := strconv.ParseInt(in, 10, 64); e == nil && n != want {
			t.Fatalf("ParseInt(%q) = %v, %v, want %v", in, n, err, want)
		}
		x, err := ParseFloat(in)
		if _, ok := errors.AsType[*ConversionError](err); err != nil && !ok {
			t.Fatalf("ParseFloat(%q) = %v, want a *ConversionError", in, err)
		}
		if n != nil && err != nil {
			t.Fatalf("ParseInt(%q) = %v, but ParseFloat fails: %v", in, n, err)
		}
		if strings.ContainsAny(in, "xX") {
			return // Go reads hexadecimal numbers
		}
		if want, e := strconv.ParseFloat(in, 64); e == nil && x != want && !math.IsNaN(want) {
			t.Fatalf("ParseFloat(%q) = %v, %v, want %v", in, x, err, want)
		}
	})
}
