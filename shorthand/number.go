package shorthand

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxDigits is the number of digits from which Python (3.11) refuses to make
// an integer of a text, because the time it takes is quadratic.
const maxDigits = 4300

// ParseInt returns the integer that Python's int() makes of a text: an int64,
// or a json.Number if it does not fit. White space around the number, a sign,
// leading zeros, single underscores between digits and the decimal digits of
// any script are accepted. An error is a *ConversionError.
func ParseInt(text string) (any, error) {
	sign, rest := cutSign(strings.TrimFunc(text, unicode.IsSpace))
	var buf [20]byte
	digits, rest, ok := cutDigits(append(buf[:0], sign...), rest)
	switch n := len(digits) - len(sign); {
	case !ok || n == 0:
		return nil, &ConversionError{Value: text, Want: WantInt}
	case n > maxDigits:
		return nil, &ConversionError{Value: text, Want: WantInt, Digits: n}
	case rest != "":
		return nil, &ConversionError{Value: text, Want: WantInt}
	}
	if n, err := strconv.ParseInt(string(digits), 10, 64); err == nil {
		return n, nil
	}
	digits = digits[len(sign):]
	for digits[0] == '0' {
		digits = digits[1:] // it does not fit, so another digit follows
	}
	if sign == "+" {
		sign = ""
	}
	return json.Number(sign + string(digits)), nil
}

// ParseFloat returns the number that Python's float() makes of a text. Beside
// what ParseInt accepts that is a fraction, an exponent, and inf, infinity and
// nan in any case; what is too great is infinite. An error is a
// *ConversionError.
func ParseFloat(text string) (float64, error) {
	sign, rest := cutSign(strings.TrimFunc(text, unicode.IsSpace))
	switch strings.ToLower(rest) {
	case "inf", "infinity":
		if sign == "-" {
			return math.Inf(-1), nil
		}
		return math.Inf(1), nil
	case "nan":
		return math.NaN(), nil
	}
	var buf [32]byte
	number, ok := appendNumber(append(buf[:0], sign...), rest)
	if !ok {
		return 0, &ConversionError{Value: text, Want: WantFloat}
	}
	// The only error left is one of range, with the right infinity.
	f, _ := strconv.ParseFloat(string(number), 64)
	return f, nil
}

// appendNumber appends an unsigned decimal number, in ASCII and without its
// underscores, and reports whether the text is one.
func appendNumber(number []byte, text string) (_ []byte, ok bool) {
	begin := len(number)
	number, text, ok = cutDigits(number, text)
	if !ok {
		return nil, false
	}
	whole := len(number) - begin
	if strings.HasPrefix(text, ".") {
		number, text, ok = cutDigits(append(number, '.'), text[1:])
		if !ok || whole == 0 && number[len(number)-1] == '.' {
			return nil, false
		}
	} else if whole == 0 {
		return nil, false
	}
	if text != "" && (text[0] == 'e' || text[0] == 'E') {
		sign, rest := cutSign(text[1:])
		number = append(append(number, 'e'), sign...)
		begin = len(number)
		number, text, ok = cutDigits(number, rest)
		if !ok || len(number) == begin {
			return nil, false
		}
	}
	return number, text == ""
}

func cutSign(text string) (sign, rest string) {
	if text != "" && (text[0] == '+' || text[0] == '-') {
		return text[:1], text[1:]
	}
	return "", text
}

// cutDigits appends the digits at the beginning of a text, of any script, in
// ASCII, and returns what follows them. It leaves single underscores between
// digits out; at any other underscore ok is false.
func cutDigits(dst []byte, text string) (digits []byte, rest string, ok bool) {
	afterDigit, afterUnderscore := false, false
	for text != "" {
		if text[0] == '_' {
			if !afterDigit {
				return nil, "", false
			}
			afterDigit, afterUnderscore, text = false, true, text[1:]
			continue
		}
		r, n := utf8.DecodeRuneInString(text)
		value, found := decimalDigit(r)
		if !found {
			break
		}
		dst = append(dst, value)
		afterDigit, afterUnderscore, text = true, false, text[n:]
	}
	return dst, text, !afterUnderscore
}

// decimalDigit returns the ASCII digit of the same value as a decimal digit of
// any script. Unicode lays out the digits of a script from zero to nine.
func decimalDigit(r rune) (digit byte, ok bool) {
	if r < utf8.RuneSelf {
		return byte(r), '0' <= r && r <= '9'
	}
	for _, block := range unicode.Nd.R16 {
		if rune(block.Lo) <= r && r <= rune(block.Hi) {
			return '0' + byte((r-rune(block.Lo))%10), true
		}
	}
	for _, block := range unicode.Nd.R32 {
		if rune(block.Lo) <= r && r <= rune(block.Hi) {
			return '0' + byte((r-rune(block.Lo))%10), true
		}
	}
	return 0, false
}
