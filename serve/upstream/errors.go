package upstream

import (
	"errors"
	"net"
)

// A Failure is the way in which a call failed.
type Failure int

const (
	// Unreachable: no connection came about (name, refusal, TLS).
	Unreachable Failure = iota + 1
	// TimedOut: the deadline passed before the answer was complete.
	TimedOut
	// Broken: the connection ended before the answer did.
	Broken
	// Malformed: what came is no HTTP answer.
	Malformed
	// TooLarge: the answer's body is longer than the client takes.
	TooLarge
)

// An Error says how a call failed.
type Error struct {
	Failure Failure

	// EventStream is set if an answer of type text/event-stream had begun.
	// Such answers usually have no end.
	EventStream bool

	Err error
}

func (e *Error) Error() string { return e.Err.Error() }

func (e *Error) Unwrap() error { return e.Err }

func dialFailure(err error) Failure {
	if ne, ok := errors.AsType[net.Error](err); ok && ne.Timeout() {
		return TimedOut
	}
	return Unreachable
}
