package management

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"unicode/utf8"

	"gatehouse/model"
)

// input makes an operation's input document of a request. Members of the body
// that the operation does not have are ignored, and so are those that have
// their place in the path or the query string. Types within the body are left
// to the operation, which knows its own words for a wrong one.
func (b *binding) input(labels labelValues, rawQuery, body string) (*model.Document, error) {
	in, err := b.bodyMembers(body)
	if err != nil {
		return nil, err
	}
	for i, m := range b.labels {
		in.Set(m.Name, decode(labels[i]))
	}
	if err := b.setQuery(in, rawQuery); err != nil {
		return nil, err
	}
	return in, nil
}

// bodyMembers reads the JSON body. An absent one is an empty object.
func (b *binding) bodyMembers(body string) (*model.Document, error) {
	if !b.hasBody || body == "" {
		return model.NewDocument(), nil
	}
	if !utf8.ValidString(body) {
		return nil, badBody("The request body is not valid UTF-8")
	}
	v, err := model.ParseJSON(body)
	if err != nil {
		return nil, badBody("The request body is not valid JSON: " + err.Error())
	}
	object, ok := v.(*model.Document)
	if !ok {
		return nil, badBody("The request body must be a JSON object")
	}
	if !isFinite(object) {
		return nil, badBody("The request body is not valid JSON: a number must be finite")
	}
	in := model.DecodeWire(object, b.operation.Input)
	for _, m := range b.query {
		in.Delete(m.Name)
	}
	return in, nil
}

// isFinite reports whether a value is without the numbers that Python's JSON
// has and JSON has not.
func isFinite(v any) bool {
	switch v := v.(type) {
	case float64:
		return !math.IsNaN(v) && !math.IsInf(v, 0)
	case []any:
		for _, e := range v {
			if !isFinite(e) {
				return false
			}
		}
	case *model.Document:
		for _, e := range v.All() {
			if !isFinite(e) {
				return false
			}
		}
	}
	return true
}

// setQuery adds the members that travel in the query string. Of one that is
// given twice the first counts, but for a list, which has all of them.
func (b *binding) setQuery(in *model.Document, rawQuery string) error {
	if rawQuery == "" || len(b.query) == 0 {
		return nil
	}
	query, err := url.ParseQuery(rawQuery)
	if err != nil {
		return badQuery("The query string cannot be read: " + err.Error())
	}
	for _, m := range b.query {
		texts, ok := query[m.Wire]
		if !ok {
			continue
		}
		v, err := queryValue(m, texts)
		if err != nil {
			return err
		}
		in.Set(m.Name, v)
	}
	return nil
}

// queryValue reads the values of one name as the member's type.
func queryValue(m *model.Member, texts []string) (any, error) {
	switch m.Shape.Kind {
	case model.List:
		list := make([]any, len(texts))
		for i, text := range texts {
			list[i] = text
		}
		return list, nil
	case model.Boolean:
		switch texts[0] {
		case "true":
			return true, nil
		case "false":
			return false, nil
		}
		return nil, badQuery(fmt.Sprintf("%q is not a boolean, which %s must be", texts[0], m.Wire))
	case model.Integer:
		n, err := strconv.ParseInt(texts[0], 10, 32)
		if err != nil {
			return nil, badQuery(fmt.Sprintf("%q is not an integer, which %s must be", texts[0], m.Wire))
		}
		return n, nil
	}
	return texts[0], nil
}

// badBody refuses a body that cannot be read. AWS's services use this name for
// it; the text is ours (guess).
func badBody(message string) *refusal {
	return &refusal{http.StatusBadRequest, "SerializationException", message}
}

// badQuery refuses a query string that cannot be read (guess).
func badQuery(message string) *refusal {
	return &refusal{http.StatusBadRequest, "BadRequestException", message}
}
