package mapping

import "fmt"

// A StatusError is a value of overwrite:statuscode that is no status of an
// answer.
type StatusError struct {
	Value string
}

func (e *StatusError) Error() string {
	return fmt.Sprintf("overwrite:statuscode: %q is no status from %d to %d", e.Value, minStatus, maxStatus)
}
