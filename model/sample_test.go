package model

import "time"

// sample returns a valid value of a shape that has every member, in the order
// of the shape.
func sample(s *Shape) any {
	switch s.Kind {
	case Structure:
		d := &Document{}
		for i := range s.Members {
			d.Set(s.Members[i].Name, sample(s.Members[i].Shape))
		}
		return d
	case List:
		return []any{sample(s.Element), sample(s.Element)}
	case Map:
		return NewDocument(Field{"GET /x", sample(s.Element)}, Field{"allowOrigins", sample(s.Element)})
	case String:
		return "a string of more than twenty characters"
	case Integer, Long:
		return max(5, s.Min)
	case Double:
		return 1.5
	case Boolean:
		return true
	case Timestamp:
		return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	}
	return []byte{1, 2}
}
