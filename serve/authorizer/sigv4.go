package authorizer

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"net/http"
	"time"
)

const (
	signingService = "execute-api"

	// maxSkew is how far the time of signing may be from this machine's (doc).
	maxSkew = 5 * time.Minute

	unsignedPayload = "UNSIGNED-PAYLOAD"
)

// The values of $context.authorizer.error for requests to AWS_IAM routes. The
// first is observed, the others are REST APIs' (guess).
const (
	wrongFormat    = "The request for the IAM Authorizer doesn't match the format that API Gateway expects."
	wrongService   = "Credential should be scoped to correct service: 'execute-api'."
	unknownKey     = "The security token included in the request is invalid."
	wrongSignature = "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details."
)

// VerifySigV4 decides about a request to a route with AWS_IAM in an API of the
// region: it must be signed for execute-api, in its Authorization field or its
// URL, with one of the keys. The body is all of the request's. All refusals are
// 403 without WWW-Authenticate (guess, but for unsigned requests).
func VerifySigV4(r *http.Request, body []byte, keys Keys, region string, now time.Time) Verdict {
	s, ok := parseSignature(r)
	switch {
	case !ok:
		return forbidden(wrongFormat, "the request has no AWS signature of version 4, or none of the right form")
	case s.service != signingService:
		return forbidden(wrongService, "the request is signed for the service "+quote(s.service)+", not for "+signingService)
	case s.region != region:
		return forbidden(fmt.Sprintf("Credential should be scoped to a valid region, not '%s'.", printable(s.region)),
			"the request is signed for the region "+quote(s.region)+", the API is in "+quote(region))
	}
	if refusal := s.checkTime(now); refusal != nil {
		return forbidden(refusal.description, refusal.note)
	}
	key, known := keys.Known[s.accessKey]
	if !known && !keys.Any {
		return forbidden(unknownKey, "the request is signed with the access key "+quote(s.accessKey)+", which is none of those that the server was given")
	}
	if !known {
		return Verdict{Identity: keys.identity(Key{AccessKey: s.accessKey})}
	}
	if note := s.verify(r, body, key.SecretKey); note != "" {
		return forbidden(wrongSignature, note)
	}
	return Verdict{Identity: keys.identity(key)}
}

func forbidden(text, note string) Verdict {
	return Verdict{Status: http.StatusForbidden, Error: text, Note: note}
}

// checkTime checks the time of signing against the clock. A URL is good for as
// long as it says.
func (s *signature) checkTime(now time.Time) *refusal {
	now = now.UTC()
	lifetime, label := maxSkew, "5 min."
	if s.expires > 0 {
		lifetime, label = s.expires, fmt.Sprintf("%d sec.", s.expires/time.Second)
	}
	switch {
	case s.time.After(now.Add(maxSkew)):
		return &refusal{
			fmt.Sprintf("Signature not yet current: %s is still later than %s (%s + 5 min.)",
				s.time.Format(signingTime), now.Add(maxSkew).Format(signingTime), now.Format(signingTime)),
			"the time of signing is " + s.time.Format(time.RFC3339) + ", more than five minutes after the time here, " + now.Format(time.RFC3339),
		}
	case s.time.Before(now.Add(-lifetime)):
		return &refusal{
			fmt.Sprintf("Signature expired: %s is now earlier than %s (%s - %s)",
				s.time.Format(signingTime), now.Add(-lifetime).Format(signingTime), now.Format(signingTime), label),
			"the signature was made at " + s.time.Format(time.RFC3339) + " for " + lifetime.String() + "; the time here is " + now.Format(time.RFC3339),
		}
	}
	return nil
}

// verify makes the signature that the request must have. The note says why it
// does not have it; it is "" if it has.
func (s *signature) verify(r *http.Request, body []byte, secretKey string) (note string) {
	hash := sha256.Sum256(body)
	canonical := canonicalRequest{
		method:      r.Method,
		paths:       canonicalPaths(r.URL.EscapedPath()),
		queries:     canonicalQueries(r.URL.RawQuery, s.presigned),
		payloadHash: hex.EncodeToString(hash[:]),
	}
	switch s.payloadHash {
	case "", canonical.payloadHash:
	case unsignedPayload:
		canonical.payloadHash = unsignedPayload
	default:
		return "the request's body is not the one that X-Amz-Content-Sha256 was made of"
	}
	var missing string
	if canonical.headers, missing = canonicalHeaders(r, s.signedHeaders); missing != "" {
		return "the field " + quote(missing) + " is signed, but did not arrive"
	}
	key := s.key(secretKey)
	for _, query := range canonical.queries {
		if s.isOf(key, &canonical, query) {
			return ""
		}
	}
	if s.isOf(key, &canonical, r.URL.RawQuery) {
		return "the query is signed in the order in which it was sent; its parameters must be signed in order of name, each with a \"=\", which curl 7.88 does not do"
	}
	return "the request's signature is not the one made with the secret key of " + quote(s.accessKey)
}

// isOf reports whether it is the signature of a canonical request with the
// query, in any form of its path.
func (s *signature) isOf(key []byte, canonical *canonicalRequest, query string) bool {
	for _, path := range canonical.paths {
		want := s.sign(key, canonical.text(path, query))
		if subtle.ConstantTimeCompare([]byte(want), []byte(s.value)) == 1 {
			return true
		}
	}
	return false
}

// key is the key that the secret key gives for the scope.
func (s *signature) key(secretKey string) []byte {
	key := authenticate([]byte("AWS4"+secretKey), s.date)
	key = authenticate(key, s.region)
	key = authenticate(key, s.service)
	return authenticate(key, "aws4_request")
}

// sign is the signature of a canonical request.
func (s *signature) sign(key []byte, canonical string) string {
	hash := sha256.Sum256([]byte(canonical))
	text := signingAlgorithm + "\n" + s.time.Format(signingTime) + "\n" + s.scope() + "\n" + hex.EncodeToString(hash[:])
	return hex.EncodeToString(authenticate(key, text))
}

func authenticate(key []byte, text string) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(text))
	return mac.Sum(nil)
}
