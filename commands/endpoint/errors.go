package endpoint

import (
	"fmt"

	"github.com/aws/smithy-go"

	"gatehouse/model"
)

// A ServiceError is the service's refusal. It is a smithy.APIError.
type ServiceError struct {
	Operation string // e.g. "GetApi"
	Code      string
	Message   string
	Status    int // of the HTTP answer

	// Retries is how often the request was repeated, and Exhausted whether it
	// would have been repeated no more. The AWS CLI then writes
	// " (reached max retries: N)" behind the operation's name.
	Retries   int
	Exhausted bool

	members *model.Document
}

var _ smithy.APIError = (*ServiceError)(nil)

// Error returns the message as the AWS CLI prints it.
func (e *ServiceError) Error() string {
	return "An error occurred (" + e.Code + ") when calling the " + e.Operation + " operation" + e.RetryInfo() + ": " + e.Message
}

// RetryInfo returns " (reached max retries: N)" if the attempts were
// exhausted, else "".
func (e *ServiceError) RetryInfo() string {
	if !e.Exhausted {
		return ""
	}
	return fmt.Sprintf(" (reached max retries: %d)", e.Retries)
}

// ErrorCode returns the code, e.g. "NotFoundException".
func (e *ServiceError) ErrorCode() string { return e.Code }

// ErrorMessage returns the service's own words.
func (e *ServiceError) ErrorMessage() string { return e.Message }

// ErrorFault says whose fault it is, by the HTTP status.
func (e *ServiceError) ErrorFault() smithy.ErrorFault {
	if e.Status >= 500 {
		return smithy.FaultServer
	}
	return smithy.FaultClient
}

// Members returns the members that the model gives the exception beside its
// message, such as ResourceType; nil if there are none.
func (e *ServiceError) Members() *model.Document { return e.members }

// A ConnectionError says, in the AWS CLI's words, that the endpoint gave no
// whole answer. The AWS CLI ends with 255.
type ConnectionError struct {
	Text string
	Err  error // the cause
}

func (e *ConnectionError) Error() string { return e.Text }

// Unwrap returns the cause.
func (e *ConnectionError) Unwrap() error { return e.Err }

// A SetupError says, in the AWS CLI's words, that a client cannot be made of
// its settings. The AWS CLI ends with 255.
type SetupError struct{ Text string }

func (e *SetupError) Error() string { return e.Text }

// A ResponseError says, in the AWS CLI's words (which are Python's), that an
// answer is not what the model says. The AWS CLI ends with 255.
type ResponseError struct{ Text string }

func (e *ResponseError) Error() string { return e.Text }
