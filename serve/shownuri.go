package serve

import "strings"

// shownURI is an integration's URI as people may see it: without its query and
// without a user's name and password. Where it cannot be told what of it is a
// password, everything behind the scheme is left out. The values of stage
// variables are shown: whoever reads the log wants to know where requests go,
// and AWS advises against keeping secrets in them (doc).
func shownURI(uri string) string {
	scheme, rest, ok := strings.Cut(uri, "://")
	if ok {
		scheme += "://"
	} else {
		scheme, rest = "", uri
	}
	end := strings.IndexAny(rest, `/?#\`)
	if end < 0 {
		end = len(rest)
	}
	authority, tail := rest[:end], rest[end:]
	at := strings.LastIndexByte(authority, '@')
	// A password with a slash in it reaches into what looks like the path.
	unclear := !ok || at >= 0 || !endsInPort(authority)
	if unclear && strings.Contains(tail, "@") {
		return scheme + "..."
	}
	if query := strings.IndexAny(tail, "?#"); query >= 0 {
		tail = tail[:query]
	}
	return scheme + authority[at+1:] + tail
}

// endsInPort says whether what stands behind a host's name, if anything does,
// is a port, or a variable.
func endsInPort(authority string) bool {
	colon := strings.LastIndexByte(authority, ':')
	if colon < 0 || strings.HasSuffix(authority, "]") {
		return true
	}
	port := authority[colon+1:]
	return strings.Trim(port, "0123456789") == "" || strings.HasPrefix(port, "{") && strings.HasSuffix(port, "}")
}
