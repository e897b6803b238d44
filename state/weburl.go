package state

import (
	"net/url"
	"strconv"
	"strings"
)

// hasWebScheme reports whether an origin or a URL begins with http:// or
// https://. Case and what follows are not checked (guess): an origin with a path
// is kept and never matches.
func hasWebScheme(text string) bool {
	scheme, _, ok := strings.Cut(text, "://")
	return ok && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https"))
}

// isWebURL reports whether a text is a URL with a host, which may hold
// variables in braces.
func isWebURL(text string) bool {
	if !hasWebScheme(text) || strings.ContainsFunc(text, func(c rune) bool { return c <= ' ' || c == 0x7f }) {
		return false
	}
	_, host, _ := strings.Cut(text, "://")
	if end := strings.IndexAny(host, "/?#"); end >= 0 {
		host = host[:end]
	}
	if host == "" || host[0] == ':' {
		return false
	}
	if strings.Contains(host, "{") {
		return true // what it will be is not known yet
	}
	u, err := url.Parse("http://" + host)
	if err != nil || u.Hostname() == "" {
		return false
	}
	if u.Port() == "" {
		return true
	}
	_, err = strconv.ParseUint(u.Port(), 10, 16)
	return err == nil
}
