package state

import (
	"net/netip"
	"strings"

	"gatehouse/model"
)

// The types of an authorizer.
const (
	authorizerJWT     = "JWT"
	authorizerRequest = "REQUEST"
)

const (
	authorizerIDLength = 6    // obs
	maxAuthorizerTTL   = 3600 // seconds (obs)
	maxAudiences       = 50   // for each authorizer; not raised on request (doc)
)

// CreateAuthorizer adds an authorizer to an API. Nothing is added that was not
// given, neither a payload format version nor a TTL (obs).
//
// https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-authorizers.html
func (a *Account) CreateAuthorizer(in model.CreateAuthorizerInput) (*model.Authorizer, error) {
	api, err := a.api(in.ApiId)
	if err != nil {
		return nil, err
	}
	stored := &model.Authorizer{}
	model.Overlay(stored, &in)
	clearAuthorizer(stored)
	if err := api.checkAuthorizer("", stored); err != nil {
		return nil, err
	}
	stored.AuthorizerId = new(a.newID(authorizerIDLength))
	api.authorizers().put(*stored.AuthorizerId, stored)
	api.redeploy()
	return stored, nil
}

// GetAuthorizer returns one authorizer.
func (a *Account) GetAuthorizer(in model.GetAuthorizerInput) (*model.Authorizer, error) {
	_, authorizer, err := a.authorizer(in.ApiId, in.AuthorizerId)
	return authorizer, err
}

// GetAuthorizers lists an API's authorizers.
func (a *Account) GetAuthorizers(in model.GetAuthorizersInput) (*model.GetAuthorizersOutput, error) {
	api, err := a.api(in.ApiId)
	if err != nil {
		return nil, err
	}
	items, next, err := api.authorizers().page(in.MaxResults, in.NextToken)
	if err != nil {
		return nil, err
	}
	return &model.GetAuthorizersOutput{Items: items, NextToken: next}, nil
}

// UpdateAuthorizer changes the members that are given.
func (a *Account) UpdateAuthorizer(in model.UpdateAuthorizerInput) (*model.Authorizer, error) {
	api, authorizer, err := a.authorizer(in.ApiId, in.AuthorizerId)
	if err != nil {
		return nil, err
	}
	jwt := authorizer.JwtConfiguration
	model.Overlay(authorizer, &in)
	if jwt != nil && in.JwtConfiguration != nil { // members merge, as in CORS (guess)
		merged := *jwt
		model.Overlay(&merged, in.JwtConfiguration)
		authorizer.JwtConfiguration = &merged
	}
	clearAuthorizer(authorizer)
	if err := api.checkAuthorizer(*authorizer.AuthorizerId, authorizer); err != nil {
		return nil, err
	}
	api.authorizers().put(*authorizer.AuthorizerId, authorizer)
	api.redeploy()
	return authorizer, nil
}

// DeleteAuthorizer removes an authorizer that no route refers to.
func (a *Account) DeleteAuthorizer(in model.DeleteAuthorizerInput) error {
	api, authorizer, err := a.authorizer(in.ApiId, in.AuthorizerId)
	if err != nil {
		return err
	}
	for _, route := range api.routes().all() {
		if value(route.AuthorizerId) == *authorizer.AuthorizerId {
			return conflict("Cannot delete authorizer '%s', is referenced in route: %s", value(authorizer.Name), value(route.RouteKey)) // obs
		}
	}
	api.authorizers().remove(*authorizer.AuthorizerId)
	api.redeploy()
	return nil
}

// ResetAuthorizersCache does what there is to do: caches of authorizer results
// live in a running serve, which empties them itself when the file changes.
func (a *Account) ResetAuthorizersCache(in model.ResetAuthorizersCacheInput) error {
	_, _, err := a.stage(in.ApiId, in.StageName)
	return err
}

// authorizer finds the authorizer that an operation addresses.
func (a *Account) authorizer(apiID, id *string) (*apiResource, *model.Authorizer, error) {
	api, err := a.api(apiID)
	if err != nil {
		return nil, nil, err
	}
	authorizer := api.authorizers().get(value(id))
	if authorizer == nil {
		return nil, nil, notFound("Invalid Authorizer identifier specified") // guess
	}
	return api, authorizer, nil
}

// clearAuthorizer removes the members that an empty text clears (obs).
func clearAuthorizer(authorizer *model.Authorizer) {
	authorizer.AuthorizerCredentialsArn = notEmpty(authorizer.AuthorizerCredentialsArn)
	authorizer.AuthorizerPayloadFormatVersion = notEmpty(authorizer.AuthorizerPayloadFormatVersion)
	authorizer.IdentityValidationExpression = notEmpty(authorizer.IdentityValidationExpression)
	if value(authorizer.AuthorizerType) == authorizerJWT { // which calls nothing (guess)
		authorizer.AuthorizerUri = notEmpty(authorizer.AuthorizerUri)
	}
}

// checkAuthorizer holds an authorizer's rules, on the whole of it after a
// merge. id is "" for one that is new. The order of the checks is a guess.
func (p *apiResource) checkAuthorizer(id string, v *model.Authorizer) error {
	name := value(v.Name)
	if name == "" {
		return badRequest("Authorizer name is required") // guess: the model requires it
	}
	for otherID, other := range p.authorizers().all() {
		if otherID != id && value(other.Name) == name {
			return badRequest("Authorizer name must be unique. Authorizer %s already exists in this RestApi.", name) // obs
		}
	}
	kind := value(v.AuthorizerType)
	if p.isWebSocket() && kind != authorizerRequest {
		return badRequest("Only REQUEST authorizer type is supported on WEBSOCKET protocol Apis.") // obs
	}
	check := p.checkRequestAuthorizer
	switch kind {
	case authorizerJWT:
		check = checkJWTAuthorizer
	case authorizerRequest:
	default:
		return badRequest("Invalid authorizer type specified. Must be one of [REQUEST, JWT]") // guess
	}
	if err := check(v); err != nil {
		return err
	}
	for _, source := range v.IdentitySource {
		if err := p.checkIdentitySource(kind, source); err != nil {
			return err
		}
	}
	return nil
}

func checkJWTAuthorizer(v *model.Authorizer) error {
	jwt := v.JwtConfiguration
	switch {
	case v.EnableSimpleResponses != nil: // even false (obs)
		return simpleResponsesNeed20()
	case jwt == nil:
		return badRequest("JwtConfiguration must not be null for JWT Authorizer") // obs
	case len(jwt.Audience) == 0:
		return badRequest("Audience list must have at least 1 item for JWT Authorizer") // obs
	case len(jwt.Audience) > maxAudiences:
		return badRequest("Audience list must have at most %d items for JWT Authorizer", maxAudiences) // doc; guess: the text
	case value(jwt.Issuer) == "":
		return badRequest("Invalid issuer: Issuer can not be empty for JWT Authorizer.") // obs
	case !isIssuer(*jwt.Issuer):
		return badRequest("Invalid issuer: Issuer is not a valid URL for JWT Authorizer") // obs
	case len(v.IdentitySource) != 1: // doc; guess: the text
		return badRequest("Exactly one identity source must be specified for JWT Authorizer")
	}
	return nil
}

// isIssuer reports whether an issuer is an https URL, or (local) an http URL
// on loopback. AWS also fetches its OpenID configuration; here serve does that
// when it needs it (local).
func isIssuer(issuer string) bool {
	if !isWebURL(issuer) {
		return false
	}
	scheme, rest, _ := strings.Cut(issuer, "://")
	return strings.EqualFold(scheme, "https") || isLoopback(rest)
}

// isLoopback reports whether what follows the scheme of a URL names this
// machine: localhost, a name below it, 127.0.0.0/8 or [::1].
func isLoopback(rest string) bool {
	host := rest
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		host = rest[:end]
	}
	if address, _, ok := strings.Cut(host, "]"); ok { // [address]:port
		host = strings.TrimPrefix(address, "[")
	} else {
		host, _, _ = strings.Cut(host, ":")
	}
	host = strings.ToLower(host)
	address, err := netip.ParseAddr(host)
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || err == nil && address.IsLoopback()
}

func (p *apiResource) checkRequestAuthorizer(v *model.Authorizer) error {
	version := value(v.AuthorizerPayloadFormatVersion)
	ttl := value(v.AuthorizerResultTtlInSeconds)
	switch {
	case value(v.AuthorizerUri) == "":
		return badRequest("AuthorizerUri is a required field in an Authorizer") // obs
	case !isLambdaURI(*v.AuthorizerUri):
		return badRequest("Invalid Authorizer URI: %s. Authorizer URI should be a valid API Gateway ARN that represents a Lambda function invocation.", *v.AuthorizerUri) // guess: REST's text
	case p.isWebSocket() && version != "":
		return badRequest("AuthorizerPayloadFormatVersion is not supported for WEBSOCKET protocol Apis.") // obs: refused; guess: the text
	case !p.isWebSocket() && version == "":
		return badRequest("AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer") // obs
	case version != "" && version != "1.0" && version != "2.0":
		return badRequest("Unsupported AuthorizerPayloadFormatVersion: %s", version) // guess, as for integrations
	case v.EnableSimpleResponses != nil && version != "2.0":
		return simpleResponsesNeed20()
	case ttl < 0 || ttl > maxAuthorizerTTL:
		return badRequest("Authorizer result TTL outside allowable range. TTL must be between 0 and %d seconds.", maxAuthorizerTTL) // obs
	case ttl > 0 && len(v.IdentitySource) == 0:
		return badRequest("Identity source must be set if authorizer caching is enabled (TTL is greater than 0)") // obs
	}
	return nil
}

func simpleResponsesNeed20() error {
	return badRequest(`EnableSimpleResponses can only be set for AuthorizerPayloadFormatVersion "2.0".`) // obs
}

// checkIdentitySource checks one place in a request from which an authorizer
// takes what identifies the caller. A token is in a field or a parameter of the
// query (doc); package authorizer of serve knows no other place for it.
func (p *apiResource) checkIdentitySource(kind, source string) error {
	if p.isWebSocket() {
		if !isSource(source, "route.request.header.", "route.request.querystring.", "stageVariables.", "context.") {
			return badRequest("Invalid request identity source expression: %s. The sources must be separated by comma, and each source must be either a request parameter, matching 'route.request.querystring|header.[a-zA-Z0-9._-]+', or a stage variable, matching 'stageVariables.[a-zA-Z0-9._-]+', or a context parameter, matching 'context.[a-zA-Z0-9._-]+'", source) // obs, but for the end
		}
		return nil
	}
	known := isSource(source, "$request.header.", "$request.querystring.")
	if !known && kind == authorizerRequest {
		known = isSource(source, "$context.", "$stageVariables.")
	}
	if !known {
		return badRequest("Invalid identity source expression: %s", source) // obs
	}
	return nil
}

// isSource reports whether a text is one of the prefixes and a name.
func isSource(source string, prefixes ...string) bool {
	for _, prefix := range prefixes {
		if name, ok := strings.CutPrefix(source, prefix); ok {
			return name != "" && !strings.ContainsFunc(name, func(c rune) bool {
				return !isAlphanumeric(c) && !strings.ContainsRune("._-", c)
			})
		}
	}
	return false
}
