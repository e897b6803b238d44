package management

import (
	"net"
	"net/netip"
	"slices"
	"strings"

	"gatehouse/model"
	"gatehouse/serve/hostname"
)

// hosts are the names under which management requests may come. A name that is
// not among them may be one that somebody else's DNS resolves to this machine,
// so that a page from there would be of the same origin (DNS rebinding). An
// address cannot be rebound.
type hosts struct {
	allowed    []string // in lower case, without port
	addresses  []netip.Addr
	anyAddress bool // a listener is on every address of the machine
}

func newHosts(allowed []string, listeners []net.Addr) hosts {
	var h hosts
	for _, name := range allowed {
		if name = hostname.Of(name); name != "" {
			h.allowed = append(h.allowed, name)
		}
	}
	for _, l := range listeners {
		tcp, ok := l.(*net.TCPAddr)
		if !ok {
			continue
		}
		addr := tcp.AddrPort().Addr().Unmap().WithZone("")
		if addr.IsUnspecified() {
			h.anyAddress = true
		}
		h.addresses = append(h.addresses, addr)
	}
	return h
}

// accept reports whether requests to a host name, as hostname.Of returns it, may
// be management requests.
func (h hosts) accept(name string) bool {
	if name == "localhost" || name == "127.0.0.1" {
		return true
	}
	if slices.Contains(h.allowed, name) || isServiceHost(name) {
		return true
	}
	addr, err := netip.ParseAddr(name)
	if err != nil {
		return false
	}
	addr = addr.Unmap().WithZone("")
	return addr.IsLoopback() || h.anyAddress || slices.Contains(h.addresses, addr)
}

// isServiceHost reports whether a name is one that AWS gives the services
// answered here: a client may reach this machine under it by way of a hosts
// file or a proxy.
func isServiceHost(name string) bool {
	service, rest, _ := strings.Cut(name, ".")
	service = strings.TrimSuffix(service, "-fips")
	if service != serviceAPIGateway && service != serviceSTS {
		return false
	}
	if rest == "amazonaws.com" {
		return service == serviceSTS // its global endpoint
	}
	for _, domain := range []string{".amazonaws.com", ".amazonaws.com.cn", ".api.aws"} {
		if region, ok := strings.CutSuffix(rest, domain); ok {
			return model.IsRegion(region)
		}
	}
	return false
}
