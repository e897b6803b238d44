package serve

import (
	"bytes"
	"net"
	"net/http"
	"slices"
	"strings"
)

// connectionField says whether a field, in canonical form, belongs to one
// connection and is not passed on (inferred: all are reserved names).
func connectionField(name string) bool {
	switch name {
	case "Connection", "Keep-Alive", "Proxy-Authenticate", "Proxy-Authorization", "Proxy-Connection",
		"Te", "Trailer", "Transfer-Encoding", "Upgrade":
		return true
	}
	return false
}

// ownField says whether the gateway writes a field of a request itself.
// Expect is for the gateway, which takes the whole body anyway (guess).
func ownField(name string) bool {
	switch name {
	case "Content-Length", "Expect", "Forwarded", "Host", "Via", "X-Amzn-Trace-Id":
		return true
	}
	return false
}

// nominated says whether a message's Connection field names another field as
// one that is not passed on (RFC 9110, section 7.6.1).
func nominated(connection []string, name string) bool {
	for _, line := range connection {
		if line == "keep-alive" || line == "close" {
			continue
		}
		for option := range strings.SplitSeq(line, ",") {
			if strings.EqualFold(strings.Trim(option, " \t"), name) {
				return true
			}
		}
	}
	return false
}

// isToken says whether text is a token, as methods and names of fields are
// (RFC 9110, section 5.6.2).
func isToken(text string) bool {
	for i := range len(text) {
		c := text[i]
		if !isLetterOrDigit(c) && strings.IndexByte("!#$%&'*+-.^_`|~", c) < 0 {
			return false
		}
	}
	return text != ""
}

func isLetterOrDigit(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// takesBody says whether a request of a method has a length also if it has no
// body (RFC 9110, section 8.6).
func takesBody(method string) bool {
	return method == "POST" || method == "PUT" || method == "PATCH"
}

// A peer is what the gateway tells integrations about a client's connection,
// put together once per connection.
type peer struct {
	address   string // of the client, without port
	forwarded string // by=…;for=…;host=
}

func newPeer(local, remote string) peer {
	p := peer{address: hostOf(remote)}
	p.forwarded = "by=" + forwardedNode(hostOf(local)) + ";for=" + forwardedNode(p.address) + ";host="
	return p
}

// hostOf is the host of an address with a port.
func hostOf(address string) string {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	return host
}

// forwardedNode is an address as Forwarded has it (RFC 7239, section 6).
func forwardedNode(host string) string {
	if strings.Contains(host, ":") {
		return `"[` + host + `]"`
	}
	return host
}

// appendForwarded writes Forwarded after the client's own (guess) as the
// service does (observed), but with the scheme that was really used. The host
// is quoted if it has a port, or is no token for another reason (RFC 7239,
// section 4). Private integrations are not told by whom (observed).
func appendForwarded(dst []byte, x *exchange, private bool) []byte {
	dst = append(dst, "Forwarded: "...)
	for _, line := range x.r.Header["Forwarded"] {
		dst = append(append(dst, line...), ", "...)
	}
	begin := len(dst)
	if x.conn != nil {
		dst = append(dst, x.conn.forwarded...)
	} else {
		local, _ := x.r.Context().Value(http.LocalAddrContextKey).(net.Addr)
		if local == nil {
			local = &net.TCPAddr{}
		}
		dst = append(dst, newPeer(local.String(), x.r.RemoteAddr).forwarded...)
	}
	if private {
		dst = slices.Delete(dst, begin, begin+bytes.IndexByte(dst[begin:], ';')+1)
	}
	if isToken(x.r.Host) {
		dst = append(dst, x.r.Host...)
	} else {
		dst = append(dst, '"')
		dst = append(dst, x.r.Host...) // validHost: there is nothing to escape
		dst = append(dst, '"')
	}
	if x.r.TLS != nil {
		return append(dst, ";proto=https\r\n"...)
	}
	return append(dst, ";proto=http\r\n"...)
}
