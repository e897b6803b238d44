package state

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"gatehouse/model"
)

// checkLimits refuses an input with a value that is over the model's maximum
// or not among those that it lists. Minimum lengths are not checked: many
// updates clear a member with a text that is shorter. The wording is AWS's
// general one (guess: not seen from this service).
func checkLimits(in *model.Document, shape *model.Shape) error {
	for name, v := range in.All() {
		if m := shape.Member(name); m != nil {
			if err := checkLimit(v, m.Shape, m.Wire); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkLimit(v any, shape *model.Shape, path string) error {
	switch v := v.(type) {
	case *model.Document:
		if shape.Name == "AccessLogSettings" {
			return nil // see checkAccessLog
		}
		for name, element := range v.All() {
			of, key := shape.Element, name
			if shape.Kind == model.Structure {
				m := shape.Member(name)
				if m == nil {
					continue
				}
				of, key = m.Shape, m.Wire
			}
			if err := checkLimit(element, of, path+"."+key); err != nil {
				return err
			}
		}
	case []any:
		for i, element := range v {
			if err := checkLimit(element, shape.Element, path+"."+strconv.Itoa(i+1)+".member"); err != nil {
				return err
			}
		}
	case string:
		return checkText(v, shape, path)
	case int64:
		if shape.HasMin && v < shape.Min {
			return constraint(strconv.FormatInt(v, 10), path, "have value greater than or equal to "+strconv.FormatInt(shape.Min, 10))
		}
		if shape.HasMax && v > shape.Max {
			return constraint(strconv.FormatInt(v, 10), path, "have value less than or equal to "+strconv.FormatInt(shape.Max, 10))
		}
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) { // which JSON cannot say
			return badRequest("Invalid number for %s: %v", path, v) // guess
		}
	case json.Number:
		return badRequest("Invalid number for %s: %s", path, v) // guess
	}
	return nil
}

func checkText(v string, shape *model.Shape, path string) error {
	if shape.Enum != nil && !slices.Contains(shape.Enum, v) {
		return constraint(v, path, "satisfy enum value set: ["+strings.Join(shape.Enum, ", ")+"]")
	}
	if limit := maxLength(shape); limit > 0 && utf8.RuneCountInString(v) > limit {
		return constraint(v, path, "have length less than or equal to "+strconv.Itoa(limit))
	}
	return nil
}

// maxLength is the longest text that a shape takes, or 0 if there is no
// limit. The older half of the model tells it in the name of the shape alone:
// StringWithLengthBetween0And1024, …0And32K.
func maxLength(shape *model.Shape) int {
	if shape.HasMax {
		return int(shape.Max)
	}
	_, limits, ok := strings.Cut(shape.Name, "WithLengthBetween")
	if !ok {
		return 0
	}
	_, limit, _ := strings.Cut(limits, "And")
	factor := 1
	if thousands, ok := strings.CutSuffix(limit, "K"); ok {
		limit, factor = thousands, 1024
	}
	n, _ := strconv.Atoi(limit)
	return n * factor
}

func constraint(v, path, rule string) error {
	return badRequest("1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member must %s", v, path, rule)
}
