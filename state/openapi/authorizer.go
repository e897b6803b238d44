package openapi

import (
	"strings"

	"gatehouse/model"
)

// A scheme is a security scheme of the document: what a route that requires it
// asks of its callers.
type scheme struct {
	authorization string // e.g. "JWT"; "" if the scheme means nothing to API Gateway
	authorizer    string // its AuthorizerId, or ""
}

// securitySchemes reads components.securitySchemes.
func (p *importer) securitySchemes(schemes *model.Document) {
	for name, v := range schemes.All() {
		d, ok := v.(*model.Document)
		if !ok {
			p.warn(issue("components.securitySchemes."+name, notOfType("object")))
			continue
		}
		authorizer, isAuthorizer := d.Get(authorizerKey)
		switch {
		case strings.EqualFold(d.String(authTypeKey), awsSigV4):
			p.schemes[name] = scheme{authorization: authorizationIAM}
		case isAuthorizer:
			p.authorizer(name, d, authorizer)
		default:
			p.schemes[name] = scheme{}
		}
	}
}

// authorizer reads the authorizer of a scheme. Should it not be readable, the
// scheme refers to an authorizer that does not exist.
func (p *importer) authorizer(name string, in *model.Document, v any) {
	p.schemes[name] = scheme{authorization: authorizationCustom, authorizer: name}
	d, ok := v.(*model.Document)
	if !ok {
		p.warn(AuthorizerSkipped(name, authorizerKey+" is not an object"))
		return
	}
	a, wrong := parseAuthorizer(d)
	if a.AuthorizerType != nil && *a.AuthorizerType == authorizerJWT {
		p.schemes[name] = scheme{authorization: authorizationJWT, authorizer: name}
		discoverIssuer(&a, in)
	}
	if wrong != "" {
		p.warn(AuthorizerSkipped(name, wrong))
		return
	}
	a.Name, a.AuthorizerId = &name, &name
	p.def.Authorizers = append(p.def.Authorizers, a)
}

// parseAuthorizer reads an x-amazon-apigateway-authorizer. wrong is "" or says
// which member cannot be read. Members that HTTP APIs do not have are passed
// over (obs).
//
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
func parseAuthorizer(d *model.Document) (a model.Authorizer, wrong string) {
	f := fieldsOf(d)
	a = model.Authorizer{
		AuthorizerCredentialsArn:       f.text("authorizerCredentials"),
		AuthorizerPayloadFormatVersion: f.version("authorizerPayloadFormatVersion"),
		AuthorizerResultTtlInSeconds:   f.integer("authorizerResultTtlInSeconds"),
		AuthorizerType:                 f.text("type"),
		AuthorizerUri:                  f.text("authorizerUri"),
		EnableSimpleResponses:          f.boolean("enableSimpleResponses"),
		IdentitySource:                 f.commaTexts("identitySource"),
		IdentityValidationExpression:   f.text("identityValidationExpression"),
	}
	if a.AuthorizerType != nil {
		a.AuthorizerType = new(strings.ToUpper(*a.AuthorizerType))
	}
	if jwt := f.object("jwtConfiguration"); jwt != nil {
		j := fieldsOf(jwt)
		a.JwtConfiguration = &model.JWTConfiguration{Audience: j.texts("audience"), Issuer: j.text("issuer")}
		if j.wrong != "" && f.wrong == "" {
			f.wrong = "jwtConfiguration." + j.wrong
		}
	}
	return a, f.wrong
}

// discoverIssuer gives an authorizer without an issuer that of its OpenID
// Connect scheme: what comes before the well-known path of the discovery
// document. The service fetches that document; here nothing is fetched at an
// import (local), so that any other URL tells nothing.
func discoverIssuer(a *model.Authorizer, scheme *model.Document) {
	issuer, ok := strings.CutSuffix(scheme.String("openIdConnectUrl"), discoverySuffix)
	if !ok || scheme.String("type") != "openIdConnect" {
		return
	}
	if a.JwtConfiguration == nil {
		a.JwtConfiguration = &model.JWTConfiguration{}
	}
	if a.JwtConfiguration.Issuer == nil {
		a.JwtConfiguration.Issuer = &issuer
	}
}

// writeAuthorizer is the other way round: the security scheme of an
// authorizer (obs, but for the places of authorizerCredentials and
// identityValidationExpression).
func writeAuthorizer(a *model.Authorizer, extensions bool) *model.Document {
	d := object("type", "oauth2")
	e := model.NewDocument()
	if len(a.IdentitySource) > 0 {
		e.Set("identitySource", strings.Join(a.IdentitySource, ","))
	}
	setText(e, "identityValidationExpression", a.IdentityValidationExpression)
	if a.AuthorizerType != nil && *a.AuthorizerType == authorizerRequest {
		d = apiKeyScheme(headerOf(a.IdentitySource))
	} else {
		d.Set("flows", model.NewDocument())
	}
	setText(e, "authorizerUri", a.AuthorizerUri)
	setText(e, "authorizerCredentials", a.AuthorizerCredentialsArn)
	setText(e, "authorizerPayloadFormatVersion", a.AuthorizerPayloadFormatVersion)
	if a.AuthorizerResultTtlInSeconds != nil {
		e.Set("authorizerResultTtlInSeconds", *a.AuthorizerResultTtlInSeconds)
	}
	if jwt := a.JwtConfiguration; jwt != nil {
		j := model.NewDocument()
		if jwt.Audience != nil {
			j.Set("audience", writeList(jwt.Audience))
		}
		setText(j, "issuer", jwt.Issuer)
		e.Set("jwtConfiguration", j)
	}
	if a.AuthorizerType != nil {
		e.Set("type", strings.ToLower(*a.AuthorizerType))
	}
	if a.EnableSimpleResponses != nil {
		e.Set("enableSimpleResponses", *a.EnableSimpleResponses)
	}
	if extensions {
		d.Set(authorizerKey, e)
	}
	return d
}

// apiKeyScheme is how a credential in a header is written.
func apiKeyScheme(header string) *model.Document {
	return model.NewDocument(
		model.Field{Name: "type", Value: "apiKey"},
		model.Field{Name: "name", Value: header},
		model.Field{Name: "in", Value: "header"},
	)
}

// headerOf is the header that identifies the caller (doc: "name of the
// identity source header"), else Authorization (guess).
func headerOf(sources []string) string {
	for _, source := range sources {
		if header, ok := strings.CutPrefix(source, "$request.header."); ok {
			return header
		}
	}
	return "Authorization"
}
