package endpoint

import (
	"net/netip"
	"net/url"
	"strings"
)

// A base is what an endpoint's URL gives to each request.
type base struct {
	scheme, host string
	path, query  string // percent-encoded; they stand before an operation's
}

// parseEndpoint reads the URL of an endpoint. Its user and fragment are
// dropped, as the AWS CLI does.
func parseEndpoint(text string) (*base, error) {
	u, err := url.Parse(strings.TrimLeft(text, " "))
	if err != nil || u.Opaque != "" || u.Scheme == "" || !validHost(u.Hostname()) {
		return nil, &SetupError{Text: "Invalid endpoint: " + text}
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return nil, &SetupError{Text: "An HTTP Client raised an unhandled exception: Not supported URL scheme " + u.Scheme}
	}
	path := u.RawPath // as it was written, if that says more than Path
	if path == "" {
		path = u.EscapedPath()
	}
	return &base{
		scheme: u.Scheme,
		host:   u.Host,
		path:   escapeExcept(strings.TrimSuffix(path, "/"), "%/!$&'()*+,;=:@"),
		query:  escapeExcept(u.RawQuery, "%/?!$&'()*+,;=:@"),
	}, nil
}

// validHost reports whether botocore takes a host: an IPv6 address, or
// labels of letters, digits and inner hyphens.
func validHost(host string) bool {
	if strings.Contains(host, ":") {
		_, err := netip.ParseAddr(host)
		return err == nil
	}
	if host == "" || len(host) > 255 {
		return false
	}
	for label := range strings.SplitSeq(strings.TrimSuffix(host, "."), ".") {
		if label == "" || !validLabel(label) {
			return false
		}
	}
	return true
}

func validLabel(label string) bool {
	for i := range len(label) {
		c := label[i]
		if !('a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '-' && i > 0 && i < len(label)-1) {
			return false
		}
	}
	return len(label) <= 63
}

// validRegion reports whether botocore takes a name for a region: a host's
// label that is not all digits, or nothing.
func validRegion(region string) bool {
	return region == "" || validLabel(region) && strings.Trim(region, "0123456789") != ""
}

// target returns the URL of a request at the endpoint.
func (b *base) target(r *request) *url.URL {
	u := &url.URL{Scheme: b.scheme, Host: b.host, RawPath: b.path + r.path, RawQuery: b.query}
	u.Path, _ = url.PathUnescape(u.RawPath) // both parts are well encoded
	if u.RawQuery != "" && r.query != "" {
		u.RawQuery += "&"
	}
	u.RawQuery += r.query
	return u
}

// hostHeader returns what the Host header names: without the scheme's own
// port.
func hostHeader(u *url.URL) string {
	if u.Scheme == "http" && u.Port() == "80" || u.Scheme == "https" && u.Port() == "443" {
		return strings.TrimSuffix(u.Host, ":"+u.Port())
	}
	return strings.TrimSuffix(u.Host, ":")
}
