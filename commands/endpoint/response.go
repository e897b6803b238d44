package endpoint

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"gatehouse/model"
)

// An answer is a whole HTTP response.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// failed reports whether the answer is no success.
func (a *answer) failed() bool { return a.status >= 300 }

// decodeOutput returns what a successful answer says, in the order of the
// shape. A nil shape says nothing, whatever the body. A body that is not JSON
// counts as an empty object, as it does for botocore.
func decodeOutput(shape *model.Shape, body []byte) (*model.Document, error) {
	if shape == nil {
		return nil, nil
	}
	if shape.Payload != "" {
		return model.NewDocument(model.Field{Name: shape.Payload, Value: body}), nil
	}
	value, err := parseBody(body)
	if err != nil {
		return nil, err
	}
	if value == nil {
		return nil, notIterable(value) // botocore makes nothing of null, and adds that to the output
	}
	return decodeStructure(value, shape)
}

// parseBody returns a body's JSON value. No body is an empty object, and one
// that is not JSON an object whose message it is, so that its text can be
// shown.
func parseBody(body []byte) (any, error) {
	if len(body) == 0 {
		return &model.Document{}, nil
	}
	if err := checkUTF8(body); err != nil {
		return nil, err
	}
	text := string(body)
	value, err := model.ParseJSON(text)
	if err != nil {
		return model.NewDocument(model.Field{Name: "message", Value: text}), nil
	}
	return value, nil
}

// checkUTF8 says where and why a text is not UTF-8, as Python does.
func checkUTF8(text []byte) error {
	at := 0
	for at < len(text) {
		r, size := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	if at == len(text) {
		return nil
	}
	reason := "invalid continuation byte"
	switch c := text[at]; {
	case c < 0xc2 || c > 0xf4:
		reason = "invalid start byte"
	case !utf8.FullRune(text[at:]):
		reason = "unexpected end of data"
		if last := len(text) - 1; last > at {
			return &ResponseError{Text: fmt.Sprintf("'utf-8' codec can't decode bytes in position %d-%d: %s", at, last, reason)}
		}
	}
	return &ResponseError{Text: fmt.Sprintf("'utf-8' codec can't decode byte 0x%02x in position %d: %s", text[at], at, reason)}
}

// decodeError returns the error that a failed answer of a REST-JSON service
// says: a *ServiceError, or a *ResponseError if it cannot be read.
func decodeError(operation string, a *answer) error {
	e := &ServiceError{Operation: operation, Status: a.status}
	if a.status == http.StatusMultipleChoices { // botocore does not read these
		e.Code, e.Message = "Unknown", "Unknown"
		return e
	}
	if a.generic() {
		e.Code, e.Message = fmt.Sprint(a.status), http.StatusText(a.status)
		return e
	}
	value, err := parseBody(a.body)
	if err != nil {
		return err
	}
	body, ok := value.(*model.Document)
	if !ok {
		return noAttribute(value, "get")
	}
	e.Code = a.errorCode(body)
	if message, found := firstOf(body, "message", "Message"); found {
		e.Message = model.PythonString(message)
	}
	shape := model.ShapeByName(e.Code)
	if shape == nil || shape.Status == 0 {
		return e
	}
	members, err := decodeStructure(body, shape)
	if err != nil {
		return err
	}
	members.Delete("Message")
	if members.Len() > 0 {
		e.members = members
	}
	return e
}

// generic reports whether an answer is a server's or proxy's own error page
// and not the service's.
func (a *answer) generic() bool {
	body := bytes.TrimSpace(a.body)
	return a.status >= 500 && (len(body) == 0 || bytes.HasPrefix(body, []byte("<html>")))
}

// errorCode returns the code from the header, else the body, else the HTTP
// status; of NAMESPACE#CODE:URL the code alone.
func (a *answer) errorCode(body *model.Document) string {
	code, found := "", false
	if values := a.header.Values("X-Amzn-Errortype"); len(values) > 0 {
		code, found = values[0], true
	} else if value, _ := firstOf(body, "code", "Code"); value != nil {
		code, found = model.PythonString(value), true
	} else if value, _ := body.Get("__type"); value != nil {
		code, found = model.PythonString(value), true
	}
	if !found {
		return fmt.Sprint(a.status)
	}
	code, _, _ = strings.Cut(code, ":")
	return code[strings.LastIndexByte(code, '#')+1:]
}

// firstOf returns the value of the first of the names that is there.
func firstOf(d *model.Document, names ...string) (value any, found bool) {
	for _, name := range names {
		if value, found = d.Get(name); found {
			return value, true
		}
	}
	return nil, false
}
