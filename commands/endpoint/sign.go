package endpoint

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
	"time"

	"gatehouse/commands/awsconfig"
)

// sign adds a Signature Version 4 to a request, and the headers it covers:
// Host, Content-Type, X-Amz-Date and X-Amz-Security-Token.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
func sign(req *http.Request, body []byte, creds awsconfig.Credentials, region, service string, now time.Time) {
	now = now.UTC()
	stamp, day := now.Format("20060102T150405Z"), now.Format("20060102")
	req.Header.Set("X-Amz-Date", stamp)
	if creds.SessionToken != "" {
		req.Header.Set("X-Amz-Security-Token", creds.SessionToken)
	}
	headers, names := canonicalHeaders(req)
	canonical := strings.Join([]string{
		req.Method,
		canonicalPath(req.URL.EscapedPath()),
		canonicalQuery(req.URL.RawQuery),
		headers,
		names,
		hexSum(body),
	}, "\n")
	scope := day + "/" + region + "/" + service + "/aws4_request"
	toSign := "AWS4-HMAC-SHA256\n" + stamp + "\n" + scope + "\n" + hexSum([]byte(canonical))

	key := []byte("AWS4" + creds.SecretAccessKey)
	for _, part := range []string{day, region, service, "aws4_request", toSign} {
		key = hmacSum(key, part)
	}
	req.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential="+creds.AccessKeyID+"/"+scope+
		", SignedHeaders="+names+", Signature="+hex.EncodeToString(key))
}

// canonicalHeaders returns the signed headers, a line each, and their names.
func canonicalHeaders(req *http.Request) (headers, names string) {
	var text, list strings.Builder
	for _, name := range []string{"content-type", "host", "x-amz-date", "x-amz-security-token"} {
		value := req.Header.Get(name)
		if name == "host" {
			value = req.Host
		}
		if value == "" {
			continue
		}
		text.WriteString(name + ":" + strings.Join(strings.Fields(value), " ") + "\n")
		if list.Len() > 0 {
			list.WriteByte(';')
		}
		list.WriteString(name)
	}
	return text.String(), list.String()
}

// canonicalPath returns an encoded path without dot segments and empty ones,
// encoded once more.
func canonicalPath(path string) string {
	var parts []string
	for part := range strings.SplitSeq(path, "/") {
		switch part {
		case "", ".":
		case "..":
			parts = parts[:max(0, len(parts)-1)]
		default:
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return "/"
	}
	clean := "/" + strings.Join(parts, "/")
	if strings.HasSuffix(path, "/") {
		clean += "/"
	}
	return escapeExcept(clean, "/")
}

// canonicalQuery returns the parameters in order of name and value.
func canonicalQuery(query string) string {
	if query == "" {
		return ""
	}
	type parameter struct{ name, value string }
	var parameters []parameter
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		parameters = append(parameters, parameter{name, value})
	}
	slices.SortFunc(parameters, func(a, b parameter) int {
		if order := strings.Compare(a.name, b.name); order != 0 {
			return order
		}
		return strings.Compare(a.value, b.value)
	})
	var b strings.Builder
	for i, p := range parameters {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(p.name + "=" + p.value)
	}
	return b.String()
}

func hexSum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func hmacSum(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}
