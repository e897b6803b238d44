package serve

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"syscall"
)

// A ListenError says why the server cannot listen, and what to do.
type ListenError struct {
	Address string
	Port    int
	Busy    bool   // somebody listens there already
	Holder  string // the address of the gatehouse serve that does, if it is known to
	Err     error
}

func (e *ListenError) Error() string {
	switch {
	case e.Holder != "":
		return fmt.Sprintf("port %d is taken by the gatehouse serve that runs on this state file already, at %s: use that one, end it, or choose another port with --port (0 for any free one)", e.Port, e.Holder)
	case e.Busy:
		return fmt.Sprintf("port %d is in use (%s): choose another with --port (0 for any free one), or end the program that listens there", e.Port, e.Address)
	case errors.Is(e.Err, syscall.EACCES):
		return fmt.Sprintf("port %d needs rights that this user lacks: choose one from 1024 up with --port", e.Port)
	}
	if _, unknown := errors.AsType[*net.DNSError](e.Err); unknown || isElsewhere(e.Err) {
		host, _, _ := net.SplitHostPort(e.Address)
		return fmt.Sprintf("%s is no address of this machine: --host takes one, such as 127.0.0.1, or 0.0.0.0 for all that it has", host)
	}
	return fmt.Sprintf("cannot listen on %s: %v", e.Address, e.Err)
}

// Unwrap returns what the system said.
func (e *ListenError) Unwrap() error { return e.Err }

// listenTries is how often a port that is free on 127.0.0.1 is looked for that
// is free on [::1] too.
const listenTries = 16

// listen opens the listeners: on the host, or on both loopback addresses at
// the same port.
func listen(cfg Config) ([]net.Listener, error) {
	if cfg.Port < 0 || cfg.Port > 65535 {
		return nil, &ListenError{Port: cfg.Port, Address: net.JoinHostPort(cfg.Host, strconv.Itoa(cfg.Port)), Err: errors.New("ports go from 0 to 65535")}
	}
	if cfg.Host != "" && cfg.Host != "localhost" {
		l, err := listenAt(cfg, cfg.Host, cfg.Port)
		if err != nil {
			return nil, err
		}
		return []net.Listener{l}, nil
	}
	for try := 1; ; try++ {
		four, err := listenAt(cfg, "127.0.0.1", cfg.Port)
		if err != nil {
			return nil, err
		}
		six, err := listenAt(cfg, "::1", four.Addr().(*net.TCPAddr).Port)
		if err == nil {
			return []net.Listener{four, six}, nil
		}
		if failed, _ := errors.AsType[*ListenError](err); failed == nil || !failed.Busy {
			return []net.Listener{four}, nil // no IPv6 here
		}
		four.Close()
		if cfg.Port != 0 || try == listenTries {
			return nil, err
		}
	}
}

func closeAll(listeners []net.Listener) {
	for _, l := range listeners {
		l.Close()
	}
}

func listenAt(cfg Config, host string, port int) (net.Listener, error) {
	address := net.JoinHostPort(host, strconv.Itoa(port))
	l, err := net.Listen("tcp", address)
	if err == nil {
		return l, nil
	}
	e := &ListenError{Address: address, Port: port, Busy: isBusy(err), Err: err}
	if e.Busy && cfg.File != nil {
		if url := cfg.File.ServeURL(); hasPort(url, port) {
			e.Holder = url
		}
	}
	return nil, e
}

func hasPort(url string, port int) bool {
	want := ":" + strconv.Itoa(port)
	return len(url) > len(want) && url[len(url)-len(want):] == want
}
