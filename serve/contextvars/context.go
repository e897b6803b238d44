package contextvars

import "time"

// A Context is what the variables of one request are read from. A member that
// is zero leaves its variables unset; while a request is under way those of
// the answer are. The zero value has nothing set.
type Context struct {
	AccountID, APIID, Stage string

	// RouteKey is the key of the selected route, "" if no route took the
	// request (guess: the variable is unset then).
	RouteKey string

	// DomainName is the host that was called, without port.
	DomainName string

	// BasePath is the key of the API mapping that led here, "(none)" for the
	// mapping without key (observed), "" where there is no custom domain.
	BasePath string

	HTTPMethod string
	Path       string // with a named stage in front (observed)
	Protocol   string // HTTP/1.1, also for HTTP/2 (doc)

	RequestID   string
	RequestTime time.Time
	SourceIP    string
	UserAgent   string

	Authorizer  Authorizer
	Identity    Identity
	ClientCert  *ClientCert // nil without mutual TLS
	Integration Integration
	Error       Error

	// Status is that of the answer to the client. While it is 0 there is no
	// answer, and the members below do not count.
	Status          int
	ResponseLength  int64 // of the body, in bytes
	ResponseLatency time.Duration
	DataProcessed   int64 // in bytes
}

// A Lookup finds texts by name: the claims of a token, or what a Lambda
// authorizer says about a caller.
type Lookup interface {
	Text(name string) (text string, ok bool)
}

// An Authorizer is what a route's authorizer found out.
type Authorizer struct {
	Error       string // why it refused
	PrincipalID string // of a Lambda authorizer
	Claims      Lookup // of a verified token; nil without one
	Properties  Lookup // the context of a Lambda authorizer; nil without one
}

// An Identity is who signed a request to a route with AWS_IAM.
type Identity struct {
	AccountID, Caller, User, UserARN, PrincipalOrgID string

	// These are of requests signed with credentials from Amazon Cognito.
	CognitoAuthenticationProvider, CognitoAuthenticationType string
	CognitoIdentityID, CognitoIdentityPoolID                 string
}

// A ClientCert is the certificate that a client showed.
type ClientCert struct {
	PEM, SubjectDN, IssuerDN, SerialNumber string
	NotBefore, NotAfter                    string
}

// An Integration is what became of the call to the integration.
type Integration struct {
	Called  bool // false leaves all of this unset
	Latency time.Duration

	// Status is the status of the answer, 0 if there was none. ServiceStatus
	// is that of the AWS service which runs the function: of a Lambda function
	// that answers 401 it is 200 (observed). 0 stands for the same as Status.
	Status, ServiceStatus int

	RequestID  string // the AWS service's, from x-amz-request-id or x-amzn-requestid (doc)
	RequestID2 string // from x-amz-id-2 (doc)
	Error      string
}

// serviceStatus is the status for integrationStatus.
func (i *Integration) serviceStatus() int {
	if i.ServiceStatus != 0 {
		return i.ServiceStatus
	}
	return i.Status
}

// An Error is an answer that the gateway made itself, in the place of an
// integration's.
type Error struct {
	Message      string
	ResponseType string
}

// GatewayError is the error of an answer that the gateway makes itself with
// this status, given the message in its body. Observed: ACCESS_DENIED for the
// 403 of an authorizer. The other types are those of REST APIs (guess).
func GatewayError(status int, message string) Error {
	e := Error{Message: message}
	switch {
	case status == 400:
		e.ResponseType = "BAD_REQUEST_BODY"
	case status == 401:
		e.ResponseType = "UNAUTHORIZED"
	case status == 403:
		e.ResponseType = "ACCESS_DENIED"
	case status == 404:
		e.ResponseType = "RESOURCE_NOT_FOUND"
	case status == 413:
		e.ResponseType = "REQUEST_TOO_LARGE"
	case status == 429:
		e.ResponseType = "THROTTLED"
	case status >= 500:
		e.ResponseType = "DEFAULT_5XX"
	default:
		e.ResponseType = "DEFAULT_4XX"
	}
	return e
}
