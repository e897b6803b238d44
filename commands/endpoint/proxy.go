package endpoint

import (
	"net/url"
	"strings"

	"gatehouse/commands/awsconfig"
)

// proxyFor returns the proxy that the environment names for a URL, or nil:
// http_proxy or https_proxy by the URL's scheme, in small letters before
// capitals, unless no_proxy excludes the host. As for Python's urllib, which
// the AWS CLI asks, localhost is a host like others, entries of no_proxy
// match as suffixes of a host's labels, and a CGI's HTTP_PROXY, which a
// client can set, does not count.
func proxyFor(env awsconfig.Environment, u *url.URL) (*url.URL, error) {
	if env == nil {
		return nil, nil
	}
	text := either(env, u.Scheme+"_proxy")
	if _, cgi := env("REQUEST_METHOD"); cgi && u.Scheme == "http" {
		text, _ = env("http_proxy")
	}
	if text == "" || excluded(either(env, "no_proxy"), u) {
		return nil, nil
	}
	switch {
	case strings.HasPrefix(text, "http:") || strings.HasPrefix(text, "https:"):
	case strings.HasPrefix(text, "//"):
		text = "http:" + text
	default:
		text = "http://" + text
	}
	proxy, err := url.Parse(text)
	if err != nil || proxy.Host == "" {
		return nil, &SetupError{Text: `Failed to connect to proxy URL: "` + text + `"`}
	}
	return proxy, nil
}

// either returns the value of a variable in small letters, else in capitals.
func either(env awsconfig.Environment, name string) string {
	if value, found := env(name); found {
		return value
	}
	value, _ := env(strings.ToUpper(name))
	return value
}

// excluded reports whether no_proxy excludes a URL's host.
func excluded(list string, u *url.URL) bool {
	if list == "*" {
		return true
	}
	host, bare := strings.ToLower(u.Host), strings.ToLower(u.Hostname())
	for name := range strings.SplitSeq(list, ",") {
		name = strings.ToLower(strings.TrimLeft(strings.TrimSpace(name), "."))
		if name == "" {
			continue
		}
		if name == host || name == bare || strings.HasSuffix(host, "."+name) || strings.HasSuffix(bare, "."+name) {
			return true
		}
	}
	return false
}

// masked returns a proxy's URL without its user's name and password.
func masked(proxy *url.URL) string {
	text := *proxy
	text.User = nil
	if proxy.User == nil {
		return text.String()
	}
	return strings.Replace(text.String(), "://", "://***:***@", 1)
}
