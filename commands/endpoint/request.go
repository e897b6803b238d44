package endpoint

import (
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"gatehouse/model"
)

// A request is an operation's input on its way: everything but where it is
// sent to and who signs it.
type request struct {
	service     string // of the signature
	method      string
	path        string // percent-encoded, absolute
	query       string // percent-encoded, without "?"
	contentType string // "" if there is no body
	body        []byte
}

// serialise binds an input's members to path, query and body as the model
// says. Members that are null or unknown to the model are not sent.
func serialise(op *model.Operation, in *model.Document) request {
	r := request{service: "apigateway", method: op.Method, path: op.URI}
	body := &model.Document{}
	for name, value := range in.All() {
		m := op.Input.Member(name)
		if m == nil || value == nil {
			continue
		}
		switch m.Location {
		case model.URI:
			r.path = strings.Replace(r.path, "{"+m.Wire+"}", escape(wireText(value)), 1)
		case model.Query:
			r.addQuery(m.Wire, value)
		default:
			body.Set(name, value)
		}
	}
	if hasBody(op.Input) {
		r.contentType = "application/json"
		r.body = model.AppendJSON(nil, model.EncodeWire(body, op.Input), 0)
	}
	return r
}

// hasBody reports whether an input has members that belong into the body.
// Then there is a body even if none of them is given.
func hasBody(shape *model.Shape) bool {
	for i := range shape.Members {
		if shape.Members[i].Location == model.Body {
			return true
		}
	}
	return false
}

// addQuery adds a parameter to the query, once for each element of a list.
func (r *request) addQuery(name string, value any) {
	if list, ok := value.([]any); ok {
		for _, element := range list {
			r.addQuery(name, element)
		}
		return
	}
	if r.query != "" {
		r.query += "&"
	}
	r.query += escape(name) + "=" + escape(wireText(value))
}

// wireText returns a scalar as it stands in a path or query.
func wireText(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case time.Time:
		return v.UTC().Format(time.RFC3339)
	case []byte:
		return base64.StdEncoding.EncodeToString(v)
	}
	return model.PythonString(value)
}

// escape percent-encodes all bytes but RFC 3986's unreserved characters.
func escape(text string) string {
	return escapeExcept(text, "")
}

func escapeExcept(text, keep string) string {
	const hex = "0123456789ABCDEF"
	clean := 0
	for clean < len(text) && (unreserved(text[clean]) || strings.IndexByte(keep, text[clean]) >= 0) {
		clean++
	}
	if clean == len(text) {
		return text
	}
	out := make([]byte, clean, len(text)+8)
	copy(out, text)
	for i := clean; i < len(text); i++ {
		c := text[i]
		if unreserved(c) || strings.IndexByte(keep, c) >= 0 {
			out = append(out, c)
		} else {
			out = append(out, '%', hex[c>>4], hex[c&15])
		}
	}
	return string(out)
}

func unreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' ||
		c == '-' || c == '.' || c == '_' || c == '~'
}
