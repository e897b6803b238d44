//go:build unix

package serve

import (
	"errors"
	"syscall"
)

// isBusy says whether an address cannot be listened on because somebody does.
func isBusy(err error) bool { return errors.Is(err, syscall.EADDRINUSE) }

// isElsewhere says whether an address is none of this machine's.
func isElsewhere(err error) bool { return errors.Is(err, syscall.EADDRNOTAVAIL) }
