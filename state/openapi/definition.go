package openapi

import "gatehouse/model"

// A Definition is an HTTP API as a document describes it.
//
// Its resources have identifiers that are good within the definition only:
// Parse makes them up, Export takes whatever they are.
type Definition struct {
	Name        *string
	Description *string
	Version     *string
	Tags        model.StringMap[string] // nil if there are none

	Cors *model.Cors // nil: no CORS; an empty one allows nothing

	// Nil means that the document does not say.
	DisableExecuteApiEndpoint *bool
	IpAddressType             *string

	// Authorizers have their name as AuthorizerId if Parse made them.
	Authorizers []model.Authorizer

	// Integrations may be the target of any number of routes, of none too.
	Integrations []model.Integration

	// Routes refer to the others: Target is "integrations/" and an
	// IntegrationId, AuthorizerId is that of an authorizer. After Parse the
	// authorizer may be missing.
	Routes []model.Route

	// ImportInfo and Warnings are what Parse has to say about the document:
	// what is valid but has no meaning for HTTP APIs, and what is not valid
	// and was left out. Export does not look at them.
	ImportInfo []string
	Warnings   []string
}

// Options says how Parse is to read a document.
type Options struct {
	// Basepath says what to do with the base path of the document's server:
	// "ignore", which is also what "" means, "prepend" or "split".
	Basepath string

	// Region and AccountID are the values of ${AWS::Region} and
	// ${AWS::AccountId}. Partition follows from the region.
	Region    string
	AccountID string
}

// The authorization types of a route.
const (
	authorizationNone   = "NONE"
	authorizationIAM    = "AWS_IAM"
	authorizationJWT    = "JWT"
	authorizationCustom = "CUSTOM"
)

// The types of an authorizer.
const (
	authorizerJWT     = "JWT"
	authorizerRequest = "REQUEST"
)

const (
	// defaultRoute is the key of the route that takes what no other takes.
	defaultRoute = "$default"

	// targetPrefix comes before the integration's identifier in a route's
	// target.
	targetPrefix = "integrations/"
)

// The names of API Gateway's extensions.
const (
	extensionPrefix      = "x-amazon-apigateway-"
	anyMethodKey         = "x-amazon-apigateway-any-method"
	authKey              = "x-amazon-apigateway-auth"
	authorizerKey        = "x-amazon-apigateway-authorizer"
	authTypeKey          = "x-amazon-apigateway-authtype"
	corsKey              = "x-amazon-apigateway-cors"
	endpointKey          = "x-amazon-apigateway-endpoint-configuration"
	importVersionKey     = "x-amazon-apigateway-importexport-version"
	integrationKey       = "x-amazon-apigateway-integration"
	integrationsKey      = "x-amazon-apigateway-integrations"
	tagValueKey          = "x-amazon-apigateway-tag-value"
	importVersion        = "1.0"
	awsSigV4             = "awsSigv4"
	discoverySuffix      = "/.well-known/openid-configuration"
	integrationRefPrefix = "#/components/" + integrationsKey + "/"
)
