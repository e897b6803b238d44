package openapi

import (
	"fmt"
	"strings"
)

// A DocumentError says why a document is refused as a whole.
type DocumentError struct {
	// Message is the text of the service's BadRequestException. It says where
	// the trouble is: by line, or by the path of an attribute.
	Message string

	// Line and Column, from 1, are the place where the text stopped being JSON
	// or YAML. They are 0 where it has none, and Column also where it is not
	// known.
	Line, Column int
}

// Error returns the message.
func (e *DocumentError) Error() string { return e.Message }

// maxMessages bounds how many messages of a kind one document can cause: each
// repeats a path from it, and a hostile one could have a million of them.
const maxMessages = 1000

// CorsSkipped is the warning for a CORS configuration that cannot be had
// (obs, from memory).
const CorsSkipped = "CORS Scheme is malformed, ignoring."

// FailedOnWarnings is the message of the exception for warnings that the
// caller did not want (obs).
func FailedOnWarnings(warnings []string) string {
	return "Warnings found during import:\n\t" + strings.Join(warnings, "\n\t")
}

// failedOnErrors is the message for errors, after that for warnings (obs: REST
// APIs).
func failedOnErrors(errors []string) string {
	return "Errors found during import:\n\t" + strings.Join(errors, "\n\t")
}

// invalidInput is the message for what is not OpenAPI 3.0 at all. The first
// sentence is what REST APIs answer (obs); the rest is ours.
func invalidInput(reason string) error {
	return &DocumentError{Message: "Invalid OpenAPI input. " + reason}
}

// AuthorizerSkipped is the warning for an authorizer that cannot be had (obs,
// the two full stops that some reasons lead to as well).
func AuthorizerSkipped(name, reason string) string {
	return fmt.Sprintf("Unable to create Authorizer '%s': %s. Ignoring.", name, reason)
}

// IntegrationSkipped is the warning for a route whose integration cannot be
// had (obs: REST APIs, there as an error).
func IntegrationSkipped(routeKey, reason string) string {
	method, path := methodAndPath(routeKey)
	return fmt.Sprintf("Unable to put integration on '%s' for resource at path '%s': %s. Ignoring.", method, path, reason)
}

// UnusedIntegrationSkipped is the warning for an integration that cannot be
// had and that no route wants (guess). key is its IntegrationId.
func UnusedIntegrationSkipped(key, reason string) string {
	return fmt.Sprintf("Unable to create integration '%s': %s. Ignoring.", key, reason)
}

// RouteSkipped is the warning for a route that cannot be had (obs).
func RouteSkipped(routeKey, reason string) string {
	method, path := methodAndPath(routeKey)
	return fmt.Sprintf("Unable to put method '%s' on resource at path '%s': %s. Ignoring.", method, path, reason)
}

// NoAuthorizer is the reason for RouteSkipped of a route that has an
// authorization type but not the authorizer for it (obs for JWT).
func NoAuthorizer(authorizationType string) string {
	return "Invalid authorizer definition. Setting the authorization type to " + authorizationType + " requires a valid authorizer"
}

// methodAndPath divides a route key. The default route has a method and a path
// only in documents.
func methodAndPath(routeKey string) (method, path string) {
	if routeKey == defaultRoute {
		return "ANY", "/" + defaultRoute
	}
	method, path, _ = strings.Cut(routeKey, " ")
	return method, path
}

// issue is the text for what is wrong with an attribute at a path, in the
// words of the parser that the service uses: "is missing", "is unexpected",
// "is not of type `object`" (obs).
func issue(path, problem string) string {
	return "Parse issue: attribute " + path + " " + problem
}

// notOfType is the problem of an attribute whose value is of another type.
func notOfType(want string) string { return "is not of type `" + want + "`" }

// note appends a message, up to the bound.
func note(messages *[]string, message string) {
	switch n := len(*messages); {
	case n < maxMessages:
		*messages = append(*messages, message)
	case n == maxMessages:
		*messages = append(*messages, "There are more; these are the first.")
	}
}
