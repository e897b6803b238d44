package serve

import (
	"slices"
	"strings"
)

// AppendReason appends why the decision is as it is, as the rest of a sentence
// that begins with the verdict.
func (d *Decision) AppendReason(dst []byte) []byte {
	switch d.Cause {
	case OriginListed:
		dst = append(dst, "AllowOrigins lists "...)
		return appendPrintable(dst, d.Entry, 200)
	case OriginAny, OriginScheme:
		dst = append(dst, "AllowOrigins has "...)
		return append(dst, d.Entry...)
	case OriginNull:
		return append(dst, "the origin null matches no entry, not even *"...)
	case OriginUnlisted:
		dst = append(dst, "AllowOrigins does not list "...)
		return appendPrintable(dst, d.Entry, 200)
	case OriginsUnset:
		return append(dst, "AllowOrigins is not set"...)
	case MethodUnlisted:
		dst = append(dst, "AllowMethods does not list "...)
		return appendPrintable(dst, d.Entry, 40)
	case HeaderUnlisted:
		dst = append(dst, "AllowHeaders does not list "...)
		return appendPrintable(dst, d.Entry, 100)
	case NoRequestMethod:
		return append(dst, "no Access-Control-Request-Method, so no preflight"...)
	case NoOrigin:
		return append(dst, "no Origin"...)
	}
	return append(dst, "the API has no CorsConfiguration; the integration's own headers decide"...)
}

// AppendRemedy appends what to change so that a blocked request is let in, or
// nothing if it was.
func (d *Decision) AppendRemedy(dst []byte) []byte {
	if d.Verdict() != Blocked {
		return dst
	}
	switch d.Cause {
	case OriginNull:
		return append(dst, "serve the page over http or https, so that it has an origin"...)
	case MethodUnlisted:
		if upper := strings.ToUpper(d.Entry); upper != d.Entry && d.policy.allowsMethod(upper) {
			return append(append(dst, "let the script name the method in upper case, "...), upper...)
		}
	case OriginUnlisted:
		if entry, ok := d.policy.nearMiss(d.Origin); ok {
			dst = append(dst, "the entry "...)
			dst = appendPrintable(dst, entry, 200)
			return append(dst, " is compared whole: write the origin as the browser sends it"...)
		}
	}
	dst = append(dst, "add "...)
	dst = appendPrintable(dst, d.Entry, 200)
	dst = append(dst, " to "...)
	return append(dst, d.Cause.Property()...)
}

// AppendWarning appends what the browser will object to although the gateway
// has let a preflight in, or nothing.
func (d *Decision) AppendWarning(dst []byte, requestHeaders []string) []byte {
	if d.sent != sentWithPreflight {
		return dst
	}
	p := d.policy
	switch {
	case len(p.methods) == 0 && !slices.Contains([]string{"GET", "HEAD", "POST"}, d.Method):
		dst = append(dst, "the browser will refuse "...)
		dst = appendPrintable(dst, d.Method, 40)
		return append(dst, ": AllowMethods is not set"...)
	case len(p.headers) == 0 && slices.ContainsFunc(requestHeaders, notBlank):
		return append(dst, "the browser will refuse the requested headers: AllowHeaders is not set"...)
	case p.anyHeader && !p.listsHeader("authorization") && slices.ContainsFunc(requestHeaders, namesAuthorization):
		return append(dst, "browsers that follow the standard will refuse authorization: * does not cover it, AllowHeaders must list it (Chromium, as it is shipped, lets it through)"...)
	}
	return dst
}

func notBlank(s string) bool { return strings.TrimSpace(s) != "" }

func namesAuthorization(line string) bool {
	for name := range strings.SplitSeq(line, ",") {
		if strings.EqualFold(strings.TrimSpace(name), "authorization") {
			return true
		}
	}
	return false
}

// nearMiss finds an entry that would cover an origin but for something that
// no browser sends: a path or a slash at its end, or a default port.
func (p *CorsPolicy) nearMiss(origin string) (entry string, ok bool) {
	for _, entry := range p.allowOrigins {
		scheme, rest, ok := strings.Cut(entry, "://")
		if !ok {
			continue
		}
		host, _, _ := strings.Cut(rest, "/")
		host = strings.ToLower(host)
		switch strings.ToLower(scheme) {
		case "http":
			host = strings.TrimSuffix(host, ":80")
		case "https":
			host = strings.TrimSuffix(host, ":443")
		}
		if strings.ToLower(scheme)+"://"+host == strings.ToLower(origin) {
			return entry, true
		}
	}
	return "", false
}

// AppendSummary appends the configuration in one line for people.
func (p *CorsPolicy) AppendSummary(dst []byte) []byte {
	if p == nil {
		return append(dst, "not configured; the integrations' own headers pass"...)
	}
	start := len(dst)
	for _, member := range []struct{ name, value string }{
		{"AllowOrigins", strings.Join(p.allowOrigins, ",")},
		{"AllowMethods", p.allowMethods},
		{"AllowHeaders", p.allowHeaders},
		{"ExposeHeaders", p.exposeHeaders},
		{"MaxAge", p.maxAge},
		{"AllowCredentials", map[bool]string{true: "true"}[p.credentials]},
	} {
		if member.value == "" {
			continue
		}
		if len(dst) > start {
			dst = append(dst, ' ')
		}
		dst = append(dst, member.name...)
		dst = append(dst, '=')
		dst = appendPrintable(dst, member.value, 300)
	}
	if len(dst) == start {
		return append(dst, "configured, but it allows nothing"...)
	}
	return dst
}
