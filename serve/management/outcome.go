package management

// An Outcome is what became of a request that a Handler answered, for a log.
type Outcome struct {
	// Operation is the name of the operation, "" if the request named none.
	Operation string

	Status int    // of the answer; 0: the client had gone
	Code   string // the exception's name; "" if there was none

	// Problem says why the request never became an operation, or what this
	// machine's fault was. Of what the service itself refuses the code must do:
	// its messages quote the request's body.
	Problem string

	// Fault is set if this machine was at fault, most often a state file that
	// cannot be used.
	Fault bool
}
