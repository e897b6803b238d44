package management

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/aws/smithy-go"

	"gatehouse/model"
	"gatehouse/serve/hostname"
)

// A refusal is an answer to a request that never became an operation.
type refusal struct {
	status  int
	code    string // the exception's name
	message string
}

func (e *refusal) Error() string { return e.code + ": " + e.message }

// refuseVerdict answers a request that is not to become an operation. It
// changes nothing, and its body is not read.
func (x *exchange) refuseVerdict(v Verdict) {
	forbidden := func(code, message string) *refusal {
		return &refusal{http.StatusForbidden, code, message}
	}
	switch v.Reason {
	case OtherService:
		x.refuse(&refusal{
			http.StatusBadRequest, "UnknownOperationException",
			fmt.Sprintf("Service %s is not served here: %s.", v.Service, model.Served),
		})
	case FromBrowser:
		x.refuse(forbidden("AccessDeniedException",
			"A request from a web page (it has an Origin or Sec-Fetch-Site header) cannot reach the management API."))
	case ForeignHost:
		x.refuse(forbidden("AccessDeniedException", fmt.Sprintf(
			"The management API does not answer to the host name %q. If it is this machine's, start serve with --allow-host %s.",
			x.r.Host, hostname.Of(x.r.Host))))
	case InvalidRegion:
		// obs: AWS's words for a region that is not the endpoint's
		x.refuse(forbidden("InvalidSignatureException", fmt.Sprintf(
			"Credential should be scoped to a valid region, not '%s'. ", v.Region)))
	case ForAPI, HostOfAPI:
		x.refuse(forbidden("AccessDeniedException", "This is no management request: "+v.Reason.String()+"."))
	default:
		x.refuse(forbidden("MissingAuthenticationTokenException", "Missing Authentication Token")) // obs
	}
}

// unknownOperation is the answer to a method and path that no operation has
// (guess: the name and status of AWS's other services, the text is ours).
func unknownOperation(r *http.Request) *refusal {
	path := r.URL.EscapedPath()
	message := fmt.Sprintf("API Gateway v2 has no operation %s %s", r.Method, path)
	if path != "/v2" && !strings.HasPrefix(path, "/v2/") {
		message = fmt.Sprintf("%s is not a path of API Gateway v2: gatehouse serves those below /v2/, and no REST APIs (API Gateway v1)", path)
	}
	return &refusal{http.StatusNotFound, "UnknownOperationException", message}
}

// statusOf is the HTTP status of an exception of the service, 400 for one that
// the model does not have.
func statusOf(code string) int {
	if shape := model.ShapeByName(code); shape != nil && shape.Status != 0 {
		return shape.Status
	}
	return http.StatusBadRequest
}

// membersOf returns the members of an exception beyond its message, in wire
// names, or nil.
func membersOf(err smithy.APIError) *model.Document {
	var with interface{ Members() *model.Document }
	shape := model.ShapeByName(err.ErrorCode())
	if shape == nil || !errors.As(err, &with) || with.Members() == nil {
		return nil
	}
	return model.EncodeWire(with.Members(), shape)
}
