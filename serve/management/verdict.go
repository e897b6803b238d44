package management

import (
	"net/http"
	"strings"

	"gatehouse/model"

	"gatehouse/serve/hostname"
)

// The services that are answered.
const (
	serviceAPIGateway = "apigateway"
	serviceSTS        = "sts"
)

// A Verdict says whether a request is a management request, and why.
type Verdict struct {
	Reason  Reason
	Service string // that the request is signed for, or ""
	Region  string // of the credential scope, or ""
}

// Management reports whether a Handler is to answer the request, be it with a
// refusal. All others are meant for the APIs themselves.
func (v Verdict) Management() bool { return v.Reason >= Accepted }

// A Reason is why a request is a management request or not.
type Reason uint8

// The reasons. Those before Accepted leave the request to the APIs; those
// after it are refused and change nothing.
const (
	// Unsigned: there is no signature of version 4 in the Authorization field.
	Unsigned Reason = iota
	// ForAPI: the signature is for execute-api, that is, for a route with IAM
	// authorization or a WebSocket API's connections.
	ForAPI
	// HostOfAPI: the host name is of the form that APIs have.
	HostOfAPI

	// Accepted: the request is a management request.
	Accepted

	// OtherService: the signature is for a service that is not answered here.
	OtherService
	// FromBrowser: a page in a browser made the request.
	FromBrowser
	// ForeignHost: the host name is none under which clients may call.
	ForeignHost
	// InvalidRegion: the region of the credential scope cannot be one.
	InvalidRegion
)

// String returns the reason as the rest of a sentence about the request.
func (r Reason) String() string {
	switch r {
	case Unsigned:
		return "it is not signed: a management request has an Authorization header with AWS Signature Version 4 for apigateway"
	case ForAPI:
		return "it is signed for execute-api, not for apigateway"
	case HostOfAPI:
		return "its Host is that of an API"
	case Accepted:
		return "it is signed for the management API"
	case OtherService:
		return "it is signed for a service that is not served here"
	case FromBrowser:
		return "a web page sent it, which must not reach the management API"
	case ForeignHost:
		return "its Host is not known to be this machine's"
	}
	return "the region in its credential scope is none"
}

// Judge decides by a request's headers whether it is a management request. The
// path plays no part: a request that is not signed for the service never is one.
//
// Custom domain names of the account are not known here. A server that serves
// some asks for the verdict after it has found that the host is none of them.
func (h *Handler) Judge(r *http.Request) Verdict {
	fields := r.Header["Authorization"]
	if len(fields) != 1 {
		return Verdict{Reason: Unsigned}
	}
	v := Verdict{}
	var ok bool
	if v.Region, v.Service, ok = parseScope(fields[0]); !ok {
		return Verdict{Reason: Unsigned}
	}
	host := hostname.Of(r.Host)
	switch {
	case v.Service == "execute-api":
		v.Reason = ForAPI
	case strings.Contains(host, ".execute-api."):
		v.Reason = HostOfAPI
	case v.Service != serviceAPIGateway && v.Service != serviceSTS:
		v.Reason = OtherService
	case isFromBrowser(r.Header):
		v.Reason = FromBrowser
	case !h.hosts.accept(host):
		v.Reason = ForeignHost
	case !model.IsRegion(v.Region):
		v.Reason = InvalidRegion
	default:
		v.Reason = Accepted
	}
	return v
}

// isFromBrowser reports whether a page in a browser made a request. Origin is
// absent from a page's GET requests to its own origin, and a backend behind an
// API can have its pages on the very host and port of this server; those
// requests carry Sec-Fetch-Site, which scripts can neither set nor remove
// (Fetch Metadata Request Headers, W3C; Fetch, "forbidden request-header").
// AWS's clients send neither.
func isFromBrowser(header http.Header) bool {
	_, origin := header["Origin"]
	_, site := header["Sec-Fetch-Site"]
	return origin || site
}

// parseScope finds region and service in an Authorization field of the form
//
//	AWS4-HMAC-SHA256 Credential=KEY/DATE/REGION/SERVICE/aws4_request, SignedHeaders=…, Signature=…
//
// Only the scheme and the credential are looked at. The key may contain slashes.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
func parseScope(authorization string) (region, service string, ok bool) {
	rest, ok := strings.CutPrefix(authorization, "AWS4-HMAC-SHA256 ")
	if !ok {
		return "", "", false
	}
	_, credential, ok := strings.Cut(rest, "Credential=")
	if !ok {
		return "", "", false
	}
	if end := strings.IndexAny(credential, ", \t"); end >= 0 {
		credential = credential[:end]
	}
	scope, ok := strings.CutSuffix(credential, "/aws4_request")
	if !ok {
		return "", "", false
	}
	scope, service, ok = cutLast(scope, '/')
	if !ok || service == "" {
		return "", "", false
	}
	scope, region, ok = cutLast(scope, '/')
	if !ok || strings.Count(scope, "/") == 0 {
		return "", "", false
	}
	return region, service, true
}

// cutLast splits s at the last separator.
func cutLast(s string, separator byte) (before, after string, found bool) {
	if i := strings.LastIndexByte(s, separator); i >= 0 {
		return s[:i], s[i+1:], true
	}
	return s, "", false
}
