package authorizer

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// A canonicalRequest is what a signature of version 4 is made of. Clients
// disagree about two of its parts, so that there are several of each; the first
// is the documented one.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
type canonicalRequest struct {
	method      string
	paths       []string
	queries     []string
	headers     string // a line for each signed field, and the names
	payloadHash string
}

// text is the canonical request with one path and one query.
func (c *canonicalRequest) text(path, query string) string {
	return c.method + "\n" + path + "\n" + query + "\n" + c.headers + "\n" + c.payloadHash
}

// canonicalPaths are the forms of a path, given as it was sent. For all services
// but one it is normalised and encoded once more (doc); then it is tried as it
// is, and each also the other way (guess: the service accepts what curl and
// signers made for S3 send).
func canonicalPaths(sent string) []string {
	if sent == "" {
		sent = "/"
	}
	normal := normalPath(sent)
	var paths []string
	for _, path := range []string{encode(normal, "/"), encode(sent, "/"), normal, sent} {
		if !slices.Contains(paths, path) {
			paths = append(paths, path)
		}
	}
	return paths
}

// normalPath is a path without empty and dot segments (RFC 3986, section
// 5.2.4, and doc). A slash at its end stays.
func normalPath(path string) string {
	if !strings.Contains(path, "//") && !strings.Contains(path, "/.") {
		return path
	}
	var segments []string
	for segment := range strings.SplitSeq(path, "/") {
		switch segment {
		case "", ".":
		case "..":
			segments = segments[:max(0, len(segments)-1)]
		default:
			segments = append(segments, segment)
		}
	}
	if len(segments) == 0 {
		return "/"
	}
	normal := "/" + strings.Join(segments, "/")
	if strings.HasSuffix(path, "/") {
		normal += "/"
	}
	return normal
}

// A queryPair is a parameter of a query.
type queryPair struct{ name, value string }

// canonicalQueries are the forms of a query, in the order of its names, then
// values: decoded and encoded again (doc), with "+" as a space; and as it was
// sent, which is what botocore signs. The signature of a presigned URL is no part
// of it.
func canonicalQueries(sent string, presigned bool) []string {
	if sent == "" {
		return []string{""}
	}
	var again, asSent []queryPair
	for pair := range strings.SplitSeq(sent, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if presigned && name == "X-Amz-Signature" {
			continue
		}
		asSent = append(asSent, queryPair{name, value})
		if pair != "" {
			again = append(again, queryPair{encodeAgain(name), encodeAgain(value)})
		}
	}
	queries := []string{sortedQuery(again)}
	if query := sortedQuery(asSent); query != queries[0] {
		queries = append(queries, query)
	}
	return queries
}

func sortedQuery(pairs []queryPair) string {
	slices.SortFunc(pairs, func(a, b queryPair) int {
		if order := strings.Compare(a.name, b.name); order != 0 {
			return order
		}
		return strings.Compare(a.value, b.value)
	})
	var b strings.Builder
	for i, pair := range pairs {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(pair.name)
		b.WriteByte('=')
		b.WriteString(pair.value)
	}
	return b.String()
}

// encodeAgain decodes a part of a query and encodes it as signing demands. What
// cannot be decoded stands for itself.
func encodeAgain(part string) string {
	decoded, err := url.QueryUnescape(part)
	if err != nil {
		decoded = part
	}
	return encode(decoded, "")
}

// encode encodes every byte that is neither unreserved (RFC 3986, section 2.3)
// nor one of those given.
func encode(text, but string) string {
	const digits = "0123456789ABCDEF"
	plain := func(c byte) bool {
		return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' ||
			c == '-' || c == '.' || c == '_' || c == '~' || strings.IndexByte(but, c) >= 0
	}
	escapes := 0
	for i := range len(text) {
		if !plain(text[i]) {
			escapes++
		}
	}
	if escapes == 0 {
		return text
	}
	encoded := make([]byte, 0, len(text)+2*escapes)
	for i := range len(text) {
		if c := text[i]; plain(c) {
			encoded = append(encoded, c)
		} else {
			encoded = append(encoded, '%', digits[c>>4], digits[c&15])
		}
	}
	return string(encoded)
}

// canonicalHeaders are the lines of the signed fields, an empty line and their
// names. If the request lacks a field it is returned as missing.
func canonicalHeaders(r *http.Request, names []string) (text, missing string) {
	var b strings.Builder
	for _, name := range names {
		lines := fieldLines(r, name)
		if len(lines) == 0 {
			return "", name
		}
		b.WriteString(name)
		b.WriteByte(':')
		for i, line := range lines {
			if i > 0 {
				b.WriteByte(',')
			}
			writeSpaced(&b, line)
		}
		b.WriteByte('\n')
	}
	b.WriteByte('\n')
	b.WriteString(strings.Join(names, ";"))
	return b.String(), ""
}

// fieldLines are the lines of a field. Some of them net/http has taken out of
// the header.
func fieldLines(r *http.Request, name string) []string {
	switch name {
	case "host":
		return []string{r.Host}
	case "transfer-encoding":
		return r.TransferEncoding
	}
	lines := r.Header[http.CanonicalHeaderKey(name)]
	if lines == nil && name == "content-length" && r.ContentLength >= 0 {
		return []string{strconv.FormatInt(r.ContentLength, 10)}
	}
	return lines
}

// writeSpaced writes a field's value without space around it and with one space
// for several.
func writeSpaced(b *strings.Builder, value string) {
	first := true
	for word := range strings.FieldsFuncSeq(value, func(c rune) bool { return c == ' ' || c == '\t' }) {
		if !first {
			b.WriteByte(' ')
		}
		first = false
		b.WriteString(word)
	}
}
