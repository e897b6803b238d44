package endpoint

import (
	"context"
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"

	"gatehouse/model"
)

const callerIdentity = "GetCallerIdentity"

// CallerIdentity asks the endpoint, as the service sts, whose credentials
// these are: UserId, Account and Arn, as far as the answer has them. Its
// errors are those of Do.
//
// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
func (c *Client) CallerIdentity(ctx context.Context) (*model.Document, error) {
	a, err := c.send(ctx, &request{
		service:     "sts",
		method:      http.MethodPost,
		path:        "/",
		contentType: "application/x-www-form-urlencoded; charset=utf-8",
		body:        []byte("Action=" + callerIdentity + "&Version=2011-06-15"),
	}, identityError)
	if err != nil {
		return nil, err
	}
	var response struct {
		Result *struct {
			UserId, Account, Arn *string
		} `xml:"GetCallerIdentityResult"`
	}
	if err := unmarshalXML(a.body, &response); err != nil {
		return nil, err
	}
	if response.Result == nil {
		return nil, &ResponseError{Text: "'GetCallerIdentityResult'"}
	}
	out := &model.Document{}
	for _, member := range []struct {
		name  string
		value *string
	}{
		{"UserId", response.Result.UserId},
		{"Account", response.Result.Account},
		{"Arn", response.Result.Arn},
	} {
		if member.value != nil {
			out.Set(member.name, *member.value)
		}
	}
	return out, nil
}

// identityError returns the error that a failed answer of sts says.
func identityError(a *answer) error {
	e := &ServiceError{Operation: callerIdentity, Status: a.status, Code: "Unknown", Message: "Unknown"}
	if a.generic() {
		e.Code, e.Message = fmt.Sprint(a.status), http.StatusText(a.status)
		return e
	}
	type detail struct{ Code, Message *string }
	var response struct {
		Error  *detail // in an ErrorResponse
		Errors struct {
			Error *detail // in a Response
		}
	}
	if err := unmarshalXML(a.body, &response); err != nil {
		return err
	}
	said := response.Error
	if said == nil {
		said = response.Errors.Error
	}
	if said != nil && said.Code != nil {
		e.Code = *said.Code
	}
	if said != nil && said.Message != nil {
		e.Message = *said.Message
	}
	return e
}

// unmarshalXML reads an answer of the query protocol. The error names a
// reason in expat's words, as the AWS CLI does; where it lies is a guess
// beyond the beginning.
func unmarshalXML(body []byte, v any) error {
	if xml.Unmarshal(body, v) == nil {
		return nil
	}
	reason := "not well-formed (invalid token): line 1, column 0"
	switch text := strings.TrimSpace(string(body)); {
	case text == "":
		reason = "no element found: line 1, column 0"
	case 'a' <= text[0]|0x20 && text[0]|0x20 <= 'z':
		reason = "syntax error: line 1, column 0"
	}
	return &ResponseError{Text: "Unable to parse response (" + reason +
		"), invalid XML received. Further retries may succeed:\n" + model.PythonRepr(body)}
}
