//go:build unix

package upstream

import "syscall"

// A probe looks at what has come in on a connection, without waiting.
type probe struct {
	see  func(fd uintptr) bool // made once: a closure per look would be garbage
	seen sight
}

// A sight is what a probe saw.
type sight int

const (
	gone  sight = iota // closed, or broken
	quiet              // nothing came in
	spoke              // something came in
)

func (p *probe) possible() bool { return true }

// look looks. On a plain connection it may take a byte away: what has come in
// unasked ends the connection's use anyway.
func (p *probe) look(c *conn) sight {
	if p.see == nil {
		p.see = func(fd uintptr) bool {
			p.seen = sightOf(int(fd), c.secured)
			return true // do not wait
		}
	}
	if err := c.raw.Read(p.see); err != nil {
		return gone
	}
	return p.seen
}

func sightOf(fd int, peek bool) sight {
	var b [1]byte
	var n int
	var err error
	if peek {
		n, _, err = syscall.Recvfrom(fd, b[:], syscall.MSG_PEEK)
	} else {
		n, err = syscall.Read(fd, b[:])
	}
	switch {
	case n > 0:
		return spoke
	case err == syscall.EAGAIN, err == syscall.EINTR:
		return quiet
	}
	return gone
}
