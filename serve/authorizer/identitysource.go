package authorizer

import (
	"net/http"
	"net/url"
	"strings"
)

// An identitySource is the place in a request that holds the token.
type identitySource struct {
	header string // the canonical name of a header field, or ""
	query  string // the name of a query parameter, which is case-sensitive
}

// parseIdentitySource takes apart what an authorizer has for its source:
//
//	$request.header.NAME
//	$request.querystring.NAME
//
// The service's other sources, $context and $stageVariables, are for Lambda
// authorizers (doc).
func parseIdentitySource(text string) (identitySource, bool) {
	if name, ok := strings.CutPrefix(text, "$request.header."); ok && name != "" {
		return identitySource{header: http.CanonicalHeaderKey(name)}, true
	}
	if name, ok := strings.CutPrefix(text, "$request.querystring."); ok && name != "" {
		return identitySource{query: name}, true
	}
	return identitySource{}, false
}

// token is the token in a request, or "". The scheme "Bearer" may stand before
// it (doc), in any case of letters (guess). Every other scheme is taken for a
// part of the token, which then is none. So are several values: joined by
// commas, as the gateway does with all repeated fields and parameters, they
// cannot be mistaken for the one or the other.
func (s identitySource) token(r *http.Request) string {
	const scheme = "Bearer "
	var value string
	if s.header != "" {
		value = joined(r.Header[s.header])
	} else {
		value = queryValue(r.URL.RawQuery, s.query)
	}
	value = strings.Trim(value, " \t")
	if len(value) > len(scheme) && strings.EqualFold(value[:len(scheme)], scheme) {
		return strings.TrimLeft(value[len(scheme):], " \t")
	}
	return value
}

// joined is a field's value when its lines are taken together.
func joined(lines []string) string {
	if len(lines) == 1 {
		return lines[0]
	}
	return strings.Join(lines, ",")
}

// queryValue is the value of a query parameter, decoded. If there are several
// of the name it is the first two, joined by a comma, which is as little a
// token as all of them. Parameters with bad escapes are not seen.
func queryValue(query, name string) string {
	var first string
	found := false
	for pair := range strings.SplitSeq(query, "&") {
		key, value, _ := strings.Cut(pair, "=")
		if !unescapesTo(key, name) {
			continue
		}
		value, err := url.QueryUnescape(value)
		switch {
		case err != nil:
			continue
		case found:
			return first + "," + value
		}
		first, found = value, true
	}
	return first
}

// unescapesTo reports whether a name in a query, as it was sent, stands for the
// given one.
func unescapesTo(sent, name string) bool {
	if !strings.ContainsAny(sent, "%+") {
		return sent == name
	}
	unescaped, err := url.QueryUnescape(sent)
	return err == nil && unescaped == name
}
