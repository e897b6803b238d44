package contextvars

import (
	"strconv"
	"strings"
	"time"
)

// A known is a variable whose name the service gave. One of its functions is
// set.
type known struct {
	name   string
	text   func(*Context) string
	append func(dst []byte, c *Context) []byte
}

// table has all variables but authorizer.NAME and authorizer.claims.NAME (doc).
// It is never written.
var table = [...]known{
	{name: "accountId", text: func(c *Context) string { return c.AccountID }},
	{name: "apiId", text: func(c *Context) string { return c.APIID }},
	{name: "authorizer.error", text: func(c *Context) string { return c.Authorizer.Error }},
	{name: "authorizer.principalId", text: func(c *Context) string { return c.Authorizer.PrincipalID }},
	{name: "awsEndpointRequestId", text: func(c *Context) string { return c.Integration.RequestID }},
	{name: "awsEndpointRequestId2", text: func(c *Context) string { return c.Integration.RequestID2 }},
	{name: "customDomain.basePathMatched", text: func(c *Context) string { return c.BasePath }},
	{name: "dataProcessed", append: func(dst []byte, c *Context) []byte { return appendCount(dst, c, c.DataProcessed) }},
	{name: "domainName", text: func(c *Context) string { return c.DomainName }},
	{name: "domainPrefix", text: domainPrefix},
	{name: "error.message", text: func(c *Context) string { return c.Error.Message }},
	{name: "error.messageString", append: appendMessageString},
	{name: "error.responseType", text: func(c *Context) string { return c.Error.ResponseType }},
	{name: "extendedRequestId", text: func(c *Context) string { return c.RequestID }}, // the same as requestId (doc)
	{name: "httpMethod", text: func(c *Context) string { return c.HTTPMethod }},
	{name: "identity.accountId", text: func(c *Context) string { return c.Identity.AccountID }},
	{name: "identity.caller", text: func(c *Context) string { return c.Identity.Caller }},
	{name: "identity.clientCert.clientCertPem", text: func(c *Context) string { return c.cert().PEM }},
	{name: "identity.clientCert.issuerDN", text: func(c *Context) string { return c.cert().IssuerDN }},
	{name: "identity.clientCert.serialNumber", text: func(c *Context) string { return c.cert().SerialNumber }},
	{name: "identity.clientCert.subjectDN", text: func(c *Context) string { return c.cert().SubjectDN }},
	{name: "identity.clientCert.validity.notAfter", text: func(c *Context) string { return c.cert().NotAfter }},
	{name: "identity.clientCert.validity.notBefore", text: func(c *Context) string { return c.cert().NotBefore }},
	{name: "identity.cognitoAuthenticationProvider", text: func(c *Context) string { return c.Identity.CognitoAuthenticationProvider }},
	{name: "identity.cognitoAuthenticationType", text: func(c *Context) string { return c.Identity.CognitoAuthenticationType }},
	{name: "identity.cognitoIdentityId", text: func(c *Context) string { return c.Identity.CognitoIdentityID }},
	{name: "identity.cognitoIdentityPoolId", text: func(c *Context) string { return c.Identity.CognitoIdentityPoolID }},
	{name: "identity.principalOrgId", text: func(c *Context) string { return c.Identity.PrincipalOrgID }},
	{name: "identity.sourceIp", text: func(c *Context) string { return c.SourceIP }},
	{name: "identity.user", text: func(c *Context) string { return c.Identity.User }},
	{name: "identity.userAgent", text: func(c *Context) string { return c.UserAgent }},
	{name: "identity.userArn", text: func(c *Context) string { return c.Identity.UserARN }},
	{name: "integration.error", text: func(c *Context) string { return c.Integration.Error }},
	{name: "integration.integrationStatus", append: appendServiceStatus},
	{name: "integration.latency", append: appendIntegrationLatency},
	{name: "integration.requestId", text: func(c *Context) string { return c.Integration.RequestID }},
	{name: "integration.status", append: func(dst []byte, c *Context) []byte { return appendStatus(dst, c.Integration.Status) }},
	{name: "integrationErrorMessage", text: func(c *Context) string { return c.Integration.Error }},
	{name: "integrationLatency", append: appendIntegrationLatency},
	{name: "integrationStatus", append: appendServiceStatus},
	{name: "path", text: func(c *Context) string { return c.Path }},
	{name: "protocol", text: func(c *Context) string { return c.Protocol }},
	{name: "requestId", text: func(c *Context) string { return c.RequestID }},
	{name: "requestTime", append: appendRequestTime},
	{name: "requestTimeEpoch", append: appendRequestTimeEpoch},
	{name: "responseLatency", append: func(dst []byte, c *Context) []byte { return appendCount(dst, c, c.ResponseLatency.Milliseconds()) }},
	{name: "responseLength", append: func(dst []byte, c *Context) []byte { return appendCount(dst, c, c.ResponseLength) }},
	{name: "routeKey", text: func(c *Context) string { return c.RouteKey }},
	{name: "stage", text: func(c *Context) string { return c.Stage }},
	{name: "status", append: func(dst []byte, c *Context) []byte { return appendStatus(dst, c.Status) }},
}

// cert is the client's certificate, with nothing in it if there is none.
func (c *Context) cert() *ClientCert {
	if c.ClientCert == nil {
		return &ClientCert{}
	}
	return c.ClientCert
}

// domainPrefix is the first label of the domain name (doc).
func domainPrefix(c *Context) string {
	label, _, _ := strings.Cut(c.DomainName, ".")
	return label
}

// appendCount appends a number that exists as soon as the answer does.
func appendCount(dst []byte, c *Context, n int64) []byte {
	if c.Status == 0 {
		return dst
	}
	return strconv.AppendInt(dst, n, 10)
}

func appendStatus(dst []byte, status int) []byte {
	if status == 0 {
		return dst
	}
	return strconv.AppendInt(dst, int64(status), 10)
}

func appendServiceStatus(dst []byte, c *Context) []byte {
	return appendStatus(dst, c.Integration.serviceStatus())
}

// appendIntegrationLatency appends the latency in milliseconds (doc).
func appendIntegrationLatency(dst []byte, c *Context) []byte {
	if !c.Integration.Called {
		return dst
	}
	return strconv.AppendInt(dst, c.Integration.Latency.Milliseconds(), 10)
}

// appendMessageString appends the error's message in quotes (doc).
func appendMessageString(dst []byte, c *Context) []byte {
	if c.Error.Message == "" {
		return dst
	}
	dst = append(dst, '"')
	dst = appendEscaped(dst, c.Error.Message)
	return append(dst, '"')
}

// appendRequestTime appends the time in the Common Log Format (doc), in UTC
// (observed): 22/Nov/2026:17:00:51 +0000.
func appendRequestTime(dst []byte, c *Context) []byte {
	if c.RequestTime.IsZero() {
		return dst
	}
	const layout = "02/Jan/2006:15:04:05 +0000"
	return c.RequestTime.In(time.UTC).AppendFormat(dst, layout)
}

// appendRequestTimeEpoch appends the time in milliseconds since 1970, which is
// the unit that events of HTTP APIs have (observed). The documentation names no
// unit for the variable, and one log of an HTTP API has seconds.
func appendRequestTimeEpoch(dst []byte, c *Context) []byte {
	if c.RequestTime.IsZero() {
		return dst
	}
	return strconv.AppendInt(dst, c.RequestTime.UnixMilli(), 10)
}
