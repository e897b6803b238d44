package state

import (
	"slices"
	"strings"

	"gatehouse/model"
)

// mergeCors lays the members that are given over a CORS configuration (doc).
// A list replaces the old one whole; an empty list clears the member. An empty
// configuration given for none is a configuration that allows nothing, which
// is not the same as none (obs): only delete-cors-configuration removes it.
func mergeCors(old, given *model.Cors) *model.Cors {
	merged := &model.Cors{}
	if old != nil {
		*merged = *old
	}
	model.Overlay(merged, given)
	for _, list := range []*[]string{&merged.AllowHeaders, &merged.AllowMethods, &merged.AllowOrigins, &merged.ExposeHeaders} {
		if len(*list) == 0 {
			*list = nil
		}
	}
	// Header names are kept in lower case, methods and origins as given (obs).
	merged.AllowHeaders = lowerAll(merged.AllowHeaders)
	merged.ExposeHeaders = lowerAll(merged.ExposeHeaders)
	return merged
}

func lowerAll(names []string) []string {
	lower := slices.Clone(names)
	for i := range lower {
		lower[i] = strings.ToLower(lower[i])
	}
	return lower
}

// checkCors holds the rules of a whole CORS configuration. The order of the
// checks is a guess: the form of the origins, their wildcards, credentials,
// then the other members.
func checkCors(cors *model.Cors) error {
	if cors == nil {
		return nil
	}
	for _, origin := range cors.AllowOrigins {
		if !strings.Contains(origin, "*") && !hasWebScheme(origin) {
			return badRequest("Invalid format for origin %s", origin) // obs
		}
	}
	for _, origin := range cors.AllowOrigins {
		if strings.Contains(origin, "*") && origin != "*" && origin != "https://*" && origin != "http://*" {
			return badRequest("allow-origin %s can not have wildcards", origin) // obs
		}
	}
	// https://* and http://* go with credentials (guess: the text names only *,
	// and the response echoes the origin then).
	if value(cors.AllowCredentials) && slices.Contains(cors.AllowOrigins, "*") {
		return badRequest("allow-credentials is not supported if 'allow-origin' is *") // obs
	}
	for _, method := range cors.AllowMethods {
		if !isCorsMethod(method) {
			return badRequest("Method %s is not supported", method) // obs
		}
	}
	// Header names are not looked at: a whole comma list in one element is kept
	// and never matches (obs).
	if age := value(cors.MaxAge); age < -1 || age > 86400 {
		return badRequest("max-age must be between -1 and 86400") // doc: the range; guess: the text
	}
	return nil
}

// isCorsMethod reports whether AllowMethods may have an element. Names in
// small letters are none (guess).
func isCorsMethod(method string) bool {
	return method == "*" || method != "ANY" && slices.Contains(routeMethods, method)
}
