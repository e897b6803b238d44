package serve

// A Decision says what CORS makes of one request, and why.
//
// Row is the case, of these (with a CORS configuration, at a stage that
// exists); 0 without one:
//
//	 1  OPTIONS without Origin, no route                 204, no CORS headers
//	 2  OPTIONS without a requested method, no route     204, no CORS headers
//	 3  preflight, no route, all of it listed            204, all CORS headers
//	 4  preflight, no route, origin not listed           204, no CORS headers
//	 5  preflight, no route, method not listed           204, no CORS headers
//	 6  preflight, no route, a header not listed         204, no CORS headers
//	 7  preflight that a route takes                     as integration; as 3, 5 and 6
//	 8  preflight that a route's authorizer refuses      401 or 403; origin, credentials
//	 9  preflight that a route takes, origin not listed  as integration, no CORS headers
//	10  another request, origin listed                   as integration; origin, credentials, exposed headers
//	11  another request, origin not listed               as integration, no CORS headers
//	12  another request without Origin                   as integration, no CORS headers
//	13  another request that no route takes              404, as 10 to 12
//	14  an error of the gateway itself, origin listed    the error, as 10
//
// Marks: 1, 3, 4, 6, 10 and 11 are observed; 5 and 7 are observed in part; 8,
// 9 and 12 are inferred; 2 and 13 are guesses; 14 is observed for 401 and 500,
// a guess for 403, 429 and 503.
type Decision struct {
	Row       int
	Cause     Cause
	Origin    string // as sent; "" if none was
	Method    string // the requested method of a preflight
	Preflight bool

	// Entry is the entry of AllowOrigins that let the request in, or the
	// origin, method or header name that kept it out.
	Entry string

	originMatches bool
	sent          sentFields
	policy        *CorsPolicy
}

// sentFields is which of the CORS fields an answer carries.
type sentFields uint8

const (
	sentNothing       sentFields = iota
	sentWithPreflight            // origin, methods, headers, credentials, age
	sentWithAnswer               // origin, credentials, exposed headers
	sentWithRefusal              // origin, credentials: a preflight never gets exposed headers (observed)

	sentKinds = iota // how many there are
)

// A Cause is what a decision turned on.
type Cause uint8

// The causes. Those up to OriginScheme let a request in.
const (
	NotConfigured   Cause = iota // the API has no CORS configuration
	OriginListed                 // AllowOrigins lists the origin
	OriginAny                    // AllowOrigins has *
	OriginScheme                 // AllowOrigins has http://* or https://*
	OriginNull                   // the origin is null, which nothing allows
	OriginUnlisted               // AllowOrigins does not cover the origin
	OriginsUnset                 // AllowOrigins is not set
	MethodUnlisted               // AllowMethods does not list the requested method
	HeaderUnlisted               // AllowHeaders does not list a requested header
	NoOrigin                     // the request has no Origin: CORS does not apply
	NoRequestMethod              // the request is no preflight: it requests no method
)

// Allows says whether the cause is one that lets a request in.
func (c Cause) Allows() bool { return c >= OriginListed && c <= OriginScheme }

// Property is the member of CorsConfiguration that a cause is about, or "".
func (c Cause) Property() string {
	switch c {
	case OriginListed, OriginAny, OriginScheme, OriginNull, OriginUnlisted, OriginsUnset:
		return "AllowOrigins"
	case MethodUnlisted:
		return "AllowMethods"
	case HeaderUnlisted:
		return "AllowHeaders"
	}
	return ""
}

// A Verdict is what a decision comes to for a script in a browser.
type Verdict uint8

// The verdicts.
const (
	NotCors Verdict = iota // CORS does not apply, or the integration alone answers for it
	Allowed
	Blocked
)

// Verdict says what the decision comes to. It speaks of the CORS headers
// alone: a preflight also needs a status from 200 to 299.
func (d *Decision) Verdict() Verdict {
	switch {
	case d.Cause == NotConfigured, d.Cause == NoOrigin, d.Cause == NoRequestMethod:
		return NotCors
	case d.sent == sentNothing:
		return Blocked
	}
	return Allowed
}

// refused is the decision when the gateway answers with an error of its own:
// rows 8 and 14. The origin alone decides then, also for a preflight.
func (d Decision) refused(status int) Decision {
	if !d.originMatches {
		return d
	}
	if !d.Cause.Allows() {
		d.Cause, d.Entry = d.policy.matchOrigin(d.Origin)
	}
	switch {
	case !d.Preflight:
		d.sent = sentWithAnswer
		d.Row = pick(d.Row == 13, 13, 14)
	case d.Row == 7:
		d.sent = sentWithRefusal
		d.Row = pick(status == 401 || status == 403, 8, 14)
	}
	return d
}
