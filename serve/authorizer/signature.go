package authorizer

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

const (
	signingAlgorithm = "AWS4-HMAC-SHA256"
	signingTime      = "20060102T150405Z" // of X-Amz-Date

	// maxExpires is the longest time for which a URL can be signed (doc).
	maxExpires = 7 * 24 * time.Hour
)

// A signature is what a request says about its signing. Parsing checks the form
// alone.
type signature struct {
	accessKey     string
	date          string // of the scope, as 20060102
	region        string
	service       string
	signedHeaders []string // in lower case, in order, each once
	value         string   // 64 hexadecimal digits
	time          time.Time
	presigned     bool
	expires       time.Duration // of a URL; 0: it does not say
	payloadHash   string        // as sent, if it is signed; else ""
}

// scope is the credential scope.
func (s *signature) scope() string {
	return s.date + "/" + s.region + "/" + s.service + "/aws4_request"
}

// parseSignature finds the signature of a request, in its Authorization field or
// else in its URL. It reports false if there is none of the right form.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
func parseSignature(r *http.Request) (*signature, bool) {
	if lines := r.Header["Authorization"]; len(lines) > 0 {
		if len(lines) > 1 {
			return nil, false
		}
		return parseAuthorization(lines[0], r.Header)
	}
	return parsePresigned(r)
}

// parseAuthorization reads
//
//	AWS4-HMAC-SHA256 Credential=SCOPE, SignedHeaders=NAME;NAME, Signature=HEX
//
// with the parameters in any order, each once. The time of signing is in
// X-Amz-Date or else in Date.
func parseAuthorization(field string, header http.Header) (*signature, bool) {
	parameters, ok := strings.CutPrefix(field, signingAlgorithm+" ")
	if !ok {
		return nil, false
	}
	var credential, signedHeaders, value string
	for parameter := range strings.SplitSeq(parameters, ",") {
		name, text, _ := strings.Cut(strings.Trim(parameter, " \t"), "=")
		into := &value
		switch name {
		case "Credential":
			into = &credential
		case "SignedHeaders":
			into = &signedHeaders
		case "Signature":
		default:
			return nil, false
		}
		if *into != "" || text == "" {
			return nil, false
		}
		*into = text
	}
	s := &signature{}
	if !s.set(credential, signedHeaders, value) || !s.setTime(header) {
		return nil, false
	}
	if slices.Contains(s.signedHeaders, "x-amz-content-sha256") {
		s.payloadHash = header.Get("X-Amz-Content-Sha256")
	}
	return s, true
}

// setTime finds the time of signing in a request's fields.
func (s *signature) setTime(header http.Header) bool {
	lines, layout := header["X-Amz-Date"], signingTime
	if lines == nil {
		lines, layout = header["Date"], http.TimeFormat
	}
	if len(lines) != 1 {
		return false
	}
	var err error
	s.time, err = time.Parse(layout, lines[0])
	return err == nil && s.time.Format("20060102") == s.date
}

// parsePresigned reads the parameters of a signed URL, each of which must stand
// there once.
func parsePresigned(r *http.Request) (*signature, bool) {
	if !strings.Contains(r.URL.RawQuery, "X-Amz-Algorithm=") {
		return nil, false
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, false
	}
	for name, values := range query {
		if strings.HasPrefix(name, "X-Amz-") && len(values) != 1 {
			return nil, false
		}
	}
	s := &signature{presigned: true, payloadHash: query.Get("X-Amz-Content-Sha256")}
	if query.Get("X-Amz-Algorithm") != signingAlgorithm ||
		!s.set(query.Get("X-Amz-Credential"), query.Get("X-Amz-SignedHeaders"), query.Get("X-Amz-Signature")) {
		return nil, false
	}
	if s.payloadHash == "" && slices.Contains(s.signedHeaders, "x-amz-content-sha256") {
		s.payloadHash = r.Header.Get("X-Amz-Content-Sha256")
	}
	if s.time, err = time.Parse(signingTime, query.Get("X-Amz-Date")); err != nil || s.time.Format("20060102") != s.date {
		return nil, false
	}
	if !query.Has("X-Amz-Expires") {
		return s, true // guess: such a URL is as good as a field, as Go's signer makes it
	}
	seconds, ok := parseSeconds(query.Get("X-Amz-Expires"))
	s.expires = seconds
	return s, ok && seconds > 0 && seconds <= maxExpires
}

// parseSeconds reads a whole number of at most six digits.
func parseSeconds(text string) (time.Duration, bool) {
	if text == "" || len(text) > 6 {
		return 0, false
	}
	n := 0
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return 0, false
		}
		n = 10*n + int(text[i]-'0')
	}
	return time.Duration(n) * time.Second, true
}

// set takes the three parts that each signature has. Host must be signed (doc).
// That the names of the fields are in order, as they must be, and each there
// once also bounds what is to be hashed.
func (s *signature) set(credential, signedHeaders, value string) bool {
	parts := strings.Split(credential, "/")
	if len(parts) != 5 || parts[0] == "" || parts[4] != "aws4_request" || !isHex(value, 64) {
		return false
	}
	s.accessKey, s.date, s.region, s.service, s.value = parts[0], parts[1], parts[2], parts[3], value
	s.signedHeaders = strings.Split(signedHeaders, ";")
	for i, name := range s.signedHeaders {
		if name == "" || name != strings.ToLower(name) || i > 0 && name <= s.signedHeaders[i-1] {
			return false
		}
	}
	return slices.Contains(s.signedHeaders, "host")
}

// isHex reports whether a text is so many hexadecimal digits in lower case.
func isHex(text string, length int) bool {
	return len(text) == length && strings.Trim(text, "0123456789abcdef") == ""
}
