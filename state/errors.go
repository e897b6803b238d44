package state

import (
	"fmt"

	"github.com/aws/smithy-go"

	"gatehouse/model"
)

// A ServiceError is the service's refusal of an operation. It is a
// smithy.APIError.
type ServiceError struct {
	Code    string // e.g. "NotFoundException"
	Message string

	// Extra are members of the exception beyond its message, or nil. The
	// model has ResourceType for NotFoundException and LimitType for
	// TooManyRequestsException, but the service leaves both out (obs for the
	// first: the Go SDK's dumps of whole exceptions have the message alone, as
	// in https://github.com/terraform-aws-modules/terraform-aws-apigateway-v2/pull/80;
	// guess for the second).
	Extra *model.Document
}

var _ smithy.APIError = (*ServiceError)(nil)

// Error returns "Code: Message".
func (e *ServiceError) Error() string { return e.Code + ": " + e.Message }

// ErrorCode returns the exception's name.
func (e *ServiceError) ErrorCode() string { return e.Code }

// ErrorMessage returns the service's text.
func (e *ServiceError) ErrorMessage() string { return e.Message }

// ErrorFault says that the client is to blame; the service itself does not fail.
func (e *ServiceError) ErrorFault() smithy.ErrorFault { return smithy.FaultClient }

// Members returns the exception's members beyond its message, or nil.
func (e *ServiceError) Members() *model.Document { return e.Extra }

// badRequest is the refusal of an input that is wrong in itself or does not
// fit the account.
func badRequest(format string, args ...any) error {
	return &ServiceError{Code: "BadRequestException", Message: fmt.Sprintf(format, args...)}
}

// conflict is the refusal of what would collide with a resource that exists.
func conflict(format string, args ...any) error {
	return &ServiceError{Code: "ConflictException", Message: fmt.Sprintf(format, args...)}
}

// tooMany is the refusal of what would exceed a fixed quota.
func tooMany(format string, args ...any) error {
	return &ServiceError{Code: "TooManyRequestsException", Message: fmt.Sprintf(format, args...)}
}

// notFound is the answer for an identifier that names nothing.
func notFound(format string, args ...any) error {
	return &ServiceError{Code: "NotFoundException", Message: fmt.Sprintf(format, args...)}
}
