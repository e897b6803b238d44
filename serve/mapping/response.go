package mapping

import (
	"errors"
	"fmt"
	"strconv"

	"gatehouse/model"
	"gatehouse/state/expression"
)

const (
	// The statuses that overwrite:statuscode can give an answer. The service
	// takes 100 and more when a mapping is made (observed); what is less than
	// 200 would be no answer.
	minStatus = 200
	maxStatus = 599
)

// Responses are the ResponseParameters of an integration, compiled for a stage.
// They never change. Nil Responses change nothing.
type Responses struct {
	byStatus map[int]*Response
}

// A Response is what Responses have for one status. A nil Response changes
// nothing.
type Response struct {
	fields []target
	status *Value // nil leaves the status as it is
}

// CompileResponses compiles the ResponseParameters of an integration for a stage
// with these variables. The error is as that of CompileRequest.
func CompileResponses(mappings model.StringMap[model.StringMap[string]], stage model.StringMap[string]) (*Responses, error) {
	all := &Responses{byStatus: make(map[int]*Response)}
	var problems []error
	for _, m := range mappings {
		status, ok := expression.ParseStatus(m.Key)
		if !ok {
			problems = append(problems, &expression.KeyError{Key: m.Key, Problem: "that is no status from 200 to 599"})
			continue
		}
		r := &Response{}
		err := compile(m.Value, expression.OfResponse, stage, func(d expression.Destination, v *Value) {
			if d.Place == expression.InStatus {
				r.status = v
			} else {
				r.fields = addTo(r.fields, d, v)
			}
		})
		if err != nil {
			problems = append(problems, fmt.Errorf("status %s: %w", m.Key, err))
		}
		if r.fields != nil || r.status != nil {
			all.byStatus[status] = r
		}
	}
	switch {
	case problems != nil:
		return nil, errors.Join(problems...)
	case len(all.byStatus) == 0:
		return nil, nil
	}
	return all, nil
}

// For returns what changes the answers of an integration with a status, as the
// integration gave it (doc: the example that makes 403 of 500).
func (all *Responses) For(status int) *Response {
	if all == nil {
		return nil
	}
	return all.byStatus[status]
}

// ResponseChanges are what a Response does to one answer. They may be used again
// for the next one. The zero value changes nothing.
type ResponseChanges struct {
	// Fields are the edits of the header.
	Fields Edits

	// Status is the status for the client, 0 if it is not overwritten.
	Status int

	ev evaluator
}

// Changes finds out what the program does to an answer. A value for the status
// that is a number but no status is a *StatusError, for which the gateway
// answers 500 (inferred); one that is no number is left out (inferred).
func (r *Response) Changes(src Message, c *ResponseChanges) error {
	clear(c.Fields)
	c.Fields, c.Status = c.Fields[:0], 0
	if r == nil {
		return nil
	}
	c.ev.begin(src, nil)
	defer c.ev.end()
	for i := range r.fields {
		c.Fields = r.fields[i].edits(c.Fields, &c.ev, fieldValue)
	}
	if r.status == nil {
		return nil
	}
	text, ok := r.status.eval(&c.ev)
	if !ok || text == "" || !isNumber(text) {
		return nil
	}
	status, err := strconv.Atoi(text)
	if err != nil || status < minStatus || status > maxStatus {
		return &StatusError{text}
	}
	c.Status = status
	return nil
}

func isNumber(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return true
}
