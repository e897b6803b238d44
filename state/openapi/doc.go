// Package openapi reads OpenAPI 3.0 documents with API Gateway's extensions
// into definitions of HTTP APIs, and writes such definitions as documents.
//
//	Parse   text → *Definition, with what is wrong or ignored in the text
//	Export  *Definition → text, JSON or YAML
//
// The package is pure. It knows what a document says, not what the service
// allows: whether an integration or a route key is a valid one is for whoever
// applies the definition to find out, with the rules that hold for the
// ordinary operations.
//
// # Applying a definition
//
// Nothing is applied, and the operation is a BadRequestException, if Parse
// returns an error; it is a *DocumentError whose text is the exception's
// message. Else the resources are made in this order, each checked as its
// create operation would:
//
//  1. The API: Name, Description, Version, Tags, and, where they are not nil,
//     DisableExecuteApiEndpoint and IpAddressType. What is refused here is
//     refused as a whole. A document without a title cannot make an API; when
//     it is reimported the API keeps its name.
//  2. Cors. If it is refused it is left out, with the warning CorsSkipped.
//  3. Authorizers. One that is refused is left out, with AuthorizerSkipped.
//  4. Integrations. One that is refused is left out. For every route that
//     wanted it there is a warning IntegrationSkipped, and the route is left
//     out too; for one that no route wanted there is an UnusedIntegrationSkipped.
//  5. Routes. Target and AuthorizerId are translated from the keys that the
//     integrations and authorizers have in the definition to the identifiers
//     that they were given. A route that is refused is left out, with
//     RouteSkipped; one whose authorizer does not exist with RouteSkipped and
//     the reason NoAuthorizer.
//
// If there are warnings then, those of the definition first, and the caller
// asked to fail on them, the operation is a BadRequestException with the
// message FailedOnWarnings and changes nothing. Else the answer carries
// ImportInfo and Warnings, and stages with AutoDeploy get a deployment.
//
// A reimport puts all of that in the place of the API's own: the name, the
// description, the version, the tags, CORS, the authorizers, the integrations
// and the routes that the document does not have are gone. The identifier,
// the date of creation, the stages with their settings and the deployments
// stay (doc, and what Terraform relies on). There is no merging.
//
// The marks in the comments say how we know what the service does: doc, its
// documentation; obs, seen in its answers; guess, neither; local, where we
// differ on purpose.
package openapi
