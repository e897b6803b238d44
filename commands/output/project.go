package output

import (
	"encoding/base64"
	"time"

	"gatehouse/model"
)

// Timestamps is the AWS CLI's cli_timestamp_format.
type Timestamps int

// The forms of a timestamp.
const (
	ISO8601 Timestamps = iota // 2026-01-02T03:04:05+00:00
	Wire                      // as the service sent it: 2026-01-02T03:04:05Z
)

// Project brings a response into the form that is printed and queried:
// structures with their members in the order of the shape, without nulls and
// without members that the shape does not know; maps in their own order;
// timestamps and blobs as text. A nil response is an empty one. The document
// given is not changed, and no part of it is shared, so that YAML shows an
// alias only where a query made one.
func Project(d *model.Document, shape *model.Shape, ts Timestamps) *model.Document {
	if shape == nil || d == nil {
		return &model.Document{}
	}
	return ts.structure(d, shape)
}

// value projects a value. One that is not of the shape's kind stays as it is.
func (ts Timestamps) value(v any, shape *model.Shape) any {
	switch v := v.(type) {
	case *model.Document:
		switch shape.Kind {
		case model.Structure:
			return ts.structure(v, shape)
		case model.Map:
			return ts.entries(v, shape)
		}
	case []any:
		if shape.Kind == model.List {
			return ts.list(v, shape)
		}
	case time.Time:
		return ts.format(v)
	case []byte:
		return base64.StdEncoding.EncodeToString(v)
	}
	return v
}

func (ts Timestamps) structure(d *model.Document, shape *model.Shape) *model.Document {
	fields := make([]model.Field, 0, d.Len())
	for i := range shape.Members {
		m := &shape.Members[i]
		if v, _ := d.Get(m.Name); v != nil {
			fields = append(fields, model.Field{Name: m.Name, Value: ts.value(v, m.Shape)})
		}
	}
	return model.NewDocument(fields...)
}

func (ts Timestamps) entries(d *model.Document, shape *model.Shape) *model.Document {
	fields := make([]model.Field, 0, d.Len())
	for name, v := range d.All() {
		fields = append(fields, model.Field{Name: name, Value: ts.value(v, shape.Element)})
	}
	return model.NewDocument(fields...)
}

func (ts Timestamps) list(list []any, shape *model.Shape) []any {
	out := make([]any, len(list), max(len(list), 1)) // see identify
	for i, v := range list {
		out[i] = ts.value(v, shape.Element)
	}
	return out
}

func (ts Timestamps) format(t time.Time) string {
	layout := "2006-01-02T15:04:05"
	if t.Nanosecond() >= int(time.Microsecond) {
		layout = "2006-01-02T15:04:05.000000"
	}
	if ts == Wire {
		return t.UTC().Format(layout + "Z")
	}
	return t.Format(layout + "-07:00")
}
