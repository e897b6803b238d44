package state

import (
	"slices"
	"strconv"
	"strings"

	"gatehouse/model"
)

// checkMappings checks the parameter mappings of an integration.
func (p *apiResource) checkMappings(i *model.Integration) error {
	if i.IntegrationSubtype == nil && !p.isWebSocket() {
		for _, e := range i.RequestParameters {
			if err := checkRequestMapping(e.Key, e.Value); err != nil {
				return err
			}
		}
	}
	if p.isWebSocket() {
		return checkWebSocketMappings(i)
	}
	for _, status := range i.ResponseParameters {
		if code, err := strconv.Atoi(status.Key); err != nil || len(status.Key) != 3 || code < 200 || code > 599 {
			return badRequest("Status Code %s is not valid", status.Key) // obs
		}
		for _, e := range status.Value {
			if err := checkResponseMapping(e.Key, e.Value); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkRequestMapping checks one mapping of an HTTP API: append:, overwrite:
// or remove: of a header or a query parameter, or overwrite:path.
func checkRequestMapping(destination, source string) error {
	action, what, _ := strings.Cut(destination, ":")
	place, name, _ := strings.Cut(what, ".")
	switch {
	case destination == "overwrite:path":
	case !isMappingAction(action) || place != "header" && place != "querystring" || name == "":
		return invalidMapping("Invalid Request Actioned Parameter destination specified: " + destination) // obs
	case place == "header" && isReservedHeader(name):
		return restrictedHeader(name)
	}
	return checkMappingSource(source, "$request.header.")
}

// checkResponseMapping checks one mapping of a response: append:, overwrite:
// or remove: of a header, or overwrite:statuscode.
func checkResponseMapping(destination, source string) error {
	action, what, _ := strings.Cut(destination, ":")
	place, name, _ := strings.Cut(what, ".")
	switch {
	case destination == "overwrite:statuscode":
	case !isMappingAction(action) || place != "header" || name == "":
		return invalidMapping("Invalid Response Actioned Parameter destination specified: " + destination) // obs
	case isReservedHeader(name):
		return restrictedHeader(name)
	}
	return checkMappingSource(source, "$response.header.")
}

// checkMappingSource refuses to read the header that the gateway itself adds
// (obs for apigw-requestid, as any operation on it).
func checkMappingSource(source, prefix string) error {
	name, ok := strings.CutPrefix(source, prefix)
	if ok && strings.HasPrefix(strings.ToLower(name), "apigw-") {
		return restrictedHeader(name)
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

func isMappingAction(action string) bool {
	return action == "append" || action == "overwrite" || action == "remove"
}

// invalidMapping puts one finding into the frame that all have (obs).
func invalidMapping(finding string) error {
	return badRequest("Invalid mapping expression specified: Validation Result: warnings : [], errors : [%s]", finding)
}

func restrictedHeader(name string) error {
	return invalidMapping("Operations on header " + name + " are restricted") // guess
}

// isReservedHeader reports whether no mapping may write a header (doc).
func isReservedHeader(name string) bool {
	name = strings.ToLower(name)
	if slices.ContainsFunc([]string{"access-control-", "apigw-", "x-amz-", "x-amzn-"}, func(prefix string) bool {
		return strings.HasPrefix(name, prefix)
	}) {
		return true
	}
	switch name {
	case "authorization", "connection", "content-encoding", "content-length", "content-location", "forwarded",
		"keep-alive", "origin", "proxy-authenticate", "proxy-authorization", "te", "trailers", "transfer-encoding",
		"upgrade", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "via":
		return true
	}
	return false
}
