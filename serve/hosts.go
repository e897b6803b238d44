package serve

import (
	"net/netip"
	"strings"

	"gatehouse/serve/hostname"
	"gatehouse/state"
)

// pagesHost is where the tool's own pages live: never on an API's host.
const pagesHost = "gatehouse.localhost"

// apiHosts are the host names of an API: on this machine, and AWS's.
func apiHosts(a *api) []string {
	return []string{strings.ToLower(state.LocalHost(a.region, a.id)), strings.ToLower(state.AWSHost(a.region, a.id))}
}

// A calledHost is a Host field, read.
type calledHost struct {
	text    string // as it was sent
	invalid bool   // see validHost
	name    string // see hostname.Of
	local   bool   // see isLocal
}

func readHost(text string) calledHost {
	name := hostname.Of(text)
	return calledHost{text: text, invalid: !validHost(text), name: name, local: isLocal(name)}
}

// host is whom the request calls. A client mostly calls the same host again.
func (x *exchange) host() calledHost {
	if x.conn == nil {
		return readHost(x.r.Host)
	}
	if x.conn.host.text != x.r.Host {
		x.conn.host = readHost(x.r.Host)
	}
	return x.conn.host
}

// validHost says whether a Host field, or the host of a target in absolute
// form, holds only what a host may (RFC 3986, section 3.2.2).
func validHost(host string) bool {
	for i := range len(host) {
		c := host[i]
		if !isLetterOrDigit(c) && strings.IndexByte("-.:[]_~%!$&'()*+,;=", c) < 0 {
			return false
		}
	}
	return true
}

// isLocal says whether a name stands for this machine as such: localhost, or
// an address as it is written in a URL.
func isLocal(name string) bool {
	if name == "localhost" || name == "127.0.0.1" {
		return true
	}
	// Only what begins as an address does is parsed as one.
	if name == "" || name[0] > '9' && !strings.Contains(name, ":") {
		return false
	}
	_, err := netip.ParseAddr(name)
	return err == nil
}

// executeAPIHost takes apart a name of the form that APIs have, whether there
// is such an API or not.
func executeAPIHost(name string) (id, region string, ok bool) {
	id, rest, ok := strings.Cut(name, ".execute-api.")
	if !ok {
		return "", "", false
	}
	for _, suffix := range []string{".localhost", ".amazonaws.com", ".amazonaws.com.cn"} {
		if region, ok := strings.CutSuffix(rest, suffix); ok {
			return id, region, true
		}
	}
	return "", "", false
}
