package state

import (
	"strconv"
	"strings"

	"gatehouse/model"
	"gatehouse/state/expression"
)

// checkMappings checks the parameter mappings of an integration.
func (p *apiResource) checkMappings(i *model.Integration) error {
	if p.isWebSocket() {
		return checkWebSocketMappings(i)
	}
	if i.IntegrationSubtype == nil { // else they are the service's parameters
		if err := checkMappings(expression.OfRequest, i.RequestParameters); err != nil {
			return err
		}
	}
	for _, status := range i.ResponseParameters {
		if _, ok := expression.ParseStatus(status.Key); !ok {
			return badRequest("Status Code %s is not valid", status.Key) // obs
		}
		if err := checkMappings(expression.OfResponse, status.Value); err != nil {
			return err
		}
	}
	return nil
}

// checkMappings checks the mappings of one message. Whatever it takes can be
// served.
func checkMappings(side expression.Side, mappings model.StringMap[string]) error {
	seen := make(map[expression.Destination]bool, len(mappings))
	for _, m := range mappings {
		d, err := expression.ParseDestination(m.Key, side)
		switch {
		case d.IsReserved():
			_, name, _ := strings.Cut(m.Key, ".")
			return restrictedHeader(name)
		case err != nil:
			return invalidMapping("Invalid " + side.String() + " Actioned Parameter destination specified: " + m.Key) // obs
		case seen[d]: // obs that it is refused; guess: the text
			return invalidMapping("Duplicate " + side.String() + " Actioned Parameter destination specified: " + m.Key)
		}
		seen[d] = true
		if d.Action == expression.Remove {
			continue // doc: the value is ''; it is not looked at
		}
		if err := checkMappingValue(d, m.Value, side); err != nil {
			return err
		}
	}
	return nil
}

func checkMappingValue(d expression.Destination, text string, side expression.Side) error {
	v, err := expression.ParseValue(text, side)
	if err != nil {
		return invalidMapping("Invalid mapping expression specified: " + text) // obs of REST APIs, in the same frame
	}
	for _, piece := range v {
		// Nor is the header read that the gateway itself adds (obs for
		// apigw-requestid, as any operation on it).
		if name := strings.ToLower(piece.Text); piece.Kind == expression.Field && strings.HasPrefix(name, "apigw-") {
			return restrictedHeader(name)
		}
	}
	if static, ok := v.Static(); ok && d.Place == expression.InStatus {
		if status, err := strconv.Atoi(static); err != nil || status < 100 || status > 599 { // obs
			return badRequest("Status Code %s is not valid", static) // guess: as that of the answer
		}
	}
	return nil
}

// checkWebSocketMappings checks that the destinations of a WebSocket
// integration's mappings are parts of the integration request (doc; guess: the
// text, which REST APIs have).
func checkWebSocketMappings(i *model.Integration) error {
	for _, e := range i.RequestParameters {
		if !strings.HasPrefix(e.Key, "integration.request.") {
			return invalidMapping("Invalid mapping expression parameter specified: " + e.Key)
		}
	}
	return nil
}

// invalidMapping puts one finding into the frame that all have (obs).
func invalidMapping(finding string) error {
	return badRequest("Invalid mapping expression specified: Validation Result: warnings : [], errors : [%s]", finding)
}

func restrictedHeader(name string) error {
	return invalidMapping("Operations on header " + name + " are restricted") // guess
}

// withoutEmptyMappings leaves out the mappings that have no value, and the
// statuses without a mapping: they are none (obs).
func withoutEmptyMappings(byStatus model.StringMap[model.StringMap[string]]) model.StringMap[model.StringMap[string]] {
	var kept model.StringMap[model.StringMap[string]]
	for _, status := range byStatus {
		if mappings := mergeTexts(nil, status.Value); mappings != nil {
			kept.Set(status.Key, mappings)
		}
	}
	return kept
}
