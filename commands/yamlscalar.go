package commands

import (
	"encoding/base64"
	"encoding/json"
	"math"
	"math/big"
	"strconv"
	"strings"
	"time"

	"gatehouse/model"
	"gatehouse/shorthand"
)

// resolveYAML returns what a plain scalar stands for: null, a boolean, a
// number, a timestamp, else the text itself. The forms are those of YAML
// 1.2's core schema, with the additions of the AWS CLI's parser: underscores
// in numbers, 0b11, dates.
func resolveYAML(text string) any {
	switch text {
	case "", "~", "null", "Null", "NULL":
		return nil
	case "true", "True", "TRUE":
		return true
	case "false", "False", "FALSE":
		return false
	}
	if !strings.ContainsRune("+-.0123456789", rune(text[0])) {
		return text
	}
	if n := yamlInt(text); n != nil {
		return n
	}
	if f, ok := yamlFloat(text); ok {
		return f
	}
	if t, err := model.ParseTimestamp(text); err == nil && isYAMLDate(text) {
		if len(text) == len(time.DateOnly) {
			return model.Date(t)
		}
		return model.Zoneless(t)
	}
	return text
}

// yamlTagged returns the value of a scalar with one of YAML's own tags.
func yamlTagged(tag, text string) (any, error) {
	switch tag {
	case "!!str":
		return text, nil
	case "!!binary":
		b, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
		if err != nil {
			return nil, errYAML
		}
		return b, nil
	case "!!null":
		return nil, nil
	case "!!bool":
		switch word := strings.ToLower(text); word {
		case "yes", "y", "true", "on":
			return true, nil
		case "no", "n", "false", "off":
			return false, nil
		default:
			return nil, cliErrorf("%s", model.PythonRepr(word))
		}
	case "!!int":
		if n := yamlInt(text); n != nil {
			return n, nil
		}
		return parsePython(text, model.Integer)
	case "!!float":
		if f, ok := yamlFloat(text); ok {
			return f, nil
		}
		return parsePython(text, model.Double)
	case "!!timestamp":
		if t, ok := resolveYAML(text).(time.Time); ok {
			return t, nil
		}
	}
	return nil, errYAML
}

// parsePython reads a number as Python's int() or float() does.
func parsePython(text string, kind model.Kind) (any, error) {
	return shorthand.Convert(text, &model.Shape{Kind: kind})
}

// yamlInt returns int64 or json.Number, or nil for what is no integer.
func yamlInt(text string) any {
	digits, base := unsigned(text), 10
	if len(digits) > 2 && digits[0] == '0' {
		switch digits[1] {
		case 'b':
			digits, base = digits[2:], 2
		case 'o':
			digits, base = digits[2:], 8
		case 'x':
			digits, base = digits[2:], 16
		}
	}
	digits = strings.ReplaceAll(digits, "_", "")
	if digits == "" || strings.ContainsAny(digits, "+-") {
		return nil
	}
	n, ok := new(big.Int).SetString(digits, base)
	if !ok {
		return nil
	}
	if text[0] == '-' {
		n.Neg(n)
	}
	if n.IsInt64() {
		return n.Int64()
	}
	return json.Number(n.String())
}

func yamlFloat(text string) (float64, bool) {
	switch unsigned(text) {
	case ".inf", ".Inf", ".INF":
		if text[0] == '-' {
			return math.Inf(-1), true
		}
		return math.Inf(1), true
	}
	switch text {
	case ".nan", ".NaN", ".NAN":
		return math.NaN(), true
	}
	mantissa, exponent, hasExponent := strings.Cut(strings.ToLower(unsigned(text)), "e")
	whole, fraction, hasPoint := strings.Cut(mantissa, ".")
	if !isDigits(whole, "_") || !isDigits(fraction, "_") || !hasPoint && !hasExponent {
		return 0, false
	}
	if whole == "" && (fraction == "" || hasExponent) || strings.HasPrefix(whole, "_") {
		return 0, false
	}
	if exponent = unsigned(exponent); hasExponent && (exponent == "" || !isDigits(exponent, "")) {
		return 0, false
	}
	f, err := strconv.ParseFloat(strings.ReplaceAll(text, "_", ""), 64)
	return f, err == nil || math.IsInf(f, 0)
}

// unsigned is a text without the sign that it may begin with.
func unsigned(text string) string {
	if text != "" && (text[0] == '+' || text[0] == '-') {
		return text[1:]
	}
	return text
}

// isDigits reports whether a text has only digits and also others.
func isDigits(text, others string) bool {
	return strings.Trim(text, "0123456789"+others) == ""
}

// isYAMLDate reports whether a text is written YYYY-MM-DD, with or without a
// time after it.
func isYAMLDate(text string) bool {
	return len(text) >= 10 && text[4] == '-' && text[7] == '-' &&
		isDigits(text[:4], "") && isDigits(text[5:7], "") && isDigits(text[8:10], "")
}
