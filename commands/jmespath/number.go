package jmespath

import (
	"encoding/json"
	"math"
	"math/big"
)

// Numbers are Python's: integers of any size, as int64 or json.Number, and
// floats. An integer that does not fit a float is an error where one is needed.

// exactFloat is the largest integer up to which a float64 holds every one.
const exactFloat = 1 << 53

func bigInt(v any) *big.Int {
	switch v := v.(type) {
	case int64:
		return big.NewInt(v)
	case json.Number:
		if n, ok := new(big.Int).SetString(string(v), 10); ok {
			return n
		}
	}
	return new(big.Int)
}

// integer returns n in the form of a document's value.
func integer(n *big.Int) any {
	if n.IsInt64() {
		return n.Int64()
	}
	return json.Number(n.String())
}

// compareNumbers orders two numbers by their exact values. It is not ok if
// one is NaN.
func compareNumbers(a, b any) (order int, ok bool) {
	switch a := a.(type) {
	case int64:
		if b, ok := b.(int64); ok {
			return compareInts(a, b), true
		}
	case float64:
		if b, ok := b.(float64); ok {
			return compareFloats(a, b)
		}
	}
	x, ok := exact(a)
	if !ok {
		return 0, false
	}
	y, ok := exact(b)
	if !ok {
		return 0, false
	}
	return x.Cmp(y), true
}

func compareInts(a, b int64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func compareFloats(a, b float64) (order int, ok bool) {
	switch {
	case a < b:
		return -1, true
	case a > b:
		return 1, true
	}
	return 0, a == b
}

// exact returns a number without loss; it is not ok for NaN.
func exact(v any) (f *big.Float, ok bool) {
	if v, isFloat := v.(float64); isFloat {
		if math.IsNaN(v) {
			return nil, false
		}
		return big.NewFloat(v), true
	}
	return new(big.Float).SetInt(bigInt(v)), true
}

// toFloat converts a number as Python does where an operand is a float.
func toFloat(v any) (float64, error) {
	switch v := v.(type) {
	case float64:
		return v, nil
	case int64:
		return float64(v), nil
	}
	f, _ := new(big.Float).SetInt(bigInt(v)).Float64()
	if math.IsInf(f, 0) {
		return 0, &ValueError{"int too large to convert to float"}
	}
	return f, nil
}

// add is Python's "+" of two numbers.
func add(a, b any) (any, error) {
	_, aFloat := a.(float64)
	_, bFloat := b.(float64)
	if !aFloat && !bFloat {
		return integer(new(big.Int).Add(bigInt(a), bigInt(b))), nil
	}
	x, err := toFloat(a)
	if err != nil {
		return nil, err
	}
	y, err := toFloat(b)
	if err != nil {
		return nil, err
	}
	return x + y, nil
}

// sum adds up a list of numbers as Python 3.12 and 3.13 do. Those, of which
// newer releases of the AWS CLI bring one along, keep track of what a float
// total loses to rounding; Python 3.11 does not.
func sum(list []any) (any, error) {
	var total int64
	for i, v := range list {
		n, ok := v.(int64)
		if ok && (n <= 0 || total <= math.MaxInt64-n) && (n >= 0 || total >= math.MinInt64-n) {
			total += n
			continue
		}
		with, err := add(total, v)
		if err != nil {
			return nil, err
		}
		if f, ok := with.(float64); ok {
			return sumFloats(f, list[i+1:])
		}
		return sumAny(with, list[i+1:])
	}
	return total, nil
}

// sumFloats adds numbers to a float total. What is lost is made good at the
// end, or before an integer that does not fit an int64.
func sumFloats(total float64, list []any) (any, error) {
	var lost float64
	whole := func() float64 {
		if lost != 0 && !math.IsInf(lost, 0) && !math.IsNaN(lost) {
			return total + lost
		}
		return total
	}
	for i, v := range list {
		switch v := v.(type) {
		case int64:
			total += float64(v)
		case float64:
			with := total + v
			if math.Abs(total) >= math.Abs(v) {
				lost += total - with + v
			} else {
				lost += v - with + total
			}
			total = with
		default:
			with, err := add(whole(), v)
			if err != nil {
				return nil, err
			}
			return sumAny(with, list[i+1:])
		}
	}
	return whole(), nil
}

func sumAny(total any, list []any) (any, error) {
	var err error
	for _, v := range list {
		if total, err = add(total, v); err != nil {
			return nil, err
		}
	}
	return total, nil
}

// absolute is Python's abs().
func absolute(v any) any {
	if f, ok := v.(float64); ok {
		return math.Abs(f)
	}
	if n, ok := v.(int64); ok && n >= 0 {
		return n
	}
	n := bigInt(v)
	return integer(n.Abs(n))
}

// whole makes an integer of a float that has no fraction.
func whole(f float64) (any, error) {
	switch {
	case math.IsNaN(f):
		return nil, &ValueError{"cannot convert float NaN to integer"}
	case math.IsInf(f, 0):
		return nil, &ValueError{"cannot convert float infinity to integer"}
	case math.Abs(f) <= exactFloat:
		return int64(f), nil
	}
	n, _ := big.NewFloat(f).Int(nil)
	return integer(n), nil
}
