package serve

import (
	"errors"
	"syscall"
)

// isBusy says whether an address cannot be listened on because somebody does:
// WSAEADDRINUSE, or WSAEACCES for an exclusive listener.
func isBusy(err error) bool {
	return errors.Is(err, syscall.Errno(10048)) || errors.Is(err, syscall.Errno(10013))
}

// isElsewhere says whether an address is none of this machine's: WSAEADDRNOTAVAIL.
func isElsewhere(err error) bool { return errors.Is(err, syscall.Errno(10049)) }
