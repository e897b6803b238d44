// Package hostname reads the host of a request: one rule for everything that
// decides by it.
package hostname

import "strings"

// Of is the name in a Host field: without port, in lower case, without the dot
// that makes it absolute. An IPv6 address has no brackets. What has several
// colons and no brackets is no host with a port, and stays whole.
func Of(host string) string {
	if strings.HasPrefix(host, "[") {
		if end := strings.LastIndexByte(host, ']'); end > 0 {
			return strings.ToLower(host[1:end])
		}
	}
	if colon := strings.LastIndexByte(host, ':'); colon >= 0 && strings.IndexByte(host, ':') == colon {
		host = host[:colon]
	}
	return strings.ToLower(strings.TrimSuffix(host, "."))
}
