package serve

import (
	"strings"

	"gatehouse/model"
)

// A Local says where something that integrations call inside of AWS is on this
// machine.
type Local struct {
	// Name is what stands for it in integrations: of private integrations the
	// ARN of their listener or service, as in IntegrationUri, or the
	// identifier of their VPC link, as in ConnectionId; of others the AWS
	// service, as in IntegrationSubtype before the hyphen, in any case.
	Name string

	// URL is an http or https URL. A path in it stands before the request's.
	URL string
}

// locals are Locals by name; those of services are in lower case.
type locals map[string]string

func newLocals(list []Local, name func(string) string) locals {
	m := make(locals, len(list))
	for _, l := range list {
		m[name(l.Name)] = l.URL
	}
	return m
}

// private is the URL that stands for a private integration: what its URI names
// goes before its VPC link, and a URI with the query that selects instances of
// a Cloud Map service before the one without.
func (l locals) private(in *model.Integration) string {
	uri := deref(in.IntegrationUri)
	arn, _, _ := strings.Cut(uri, "?")
	for _, name := range []string{uri, arn, deref(in.ConnectionId)} {
		if url := l[name]; url != "" {
			return url
		}
	}
	return ""
}

// privateNote says why a private integration is not called.
func privateNote(in *model.Integration) string {
	arn, _, _ := strings.Cut(deref(in.IntegrationUri), "?")
	return "nothing here stands for what the private integration calls: start serve with --private " + arn +
		"=URL, or --private " + deref(in.ConnectionId) + "=URL for its whole VPC link"
}
