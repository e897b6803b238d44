package authorizer

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// A Verdict is what an authorizer decided about one request.
type Verdict struct {
	// Status is 0 if the request may pass, else 401 or 403. The bodies of
	// these are the gateway's own ("Unauthorized", "Forbidden").
	Status int

	// WWWAuthenticate is the value of that field of a refusal, or "" if it has
	// none.
	WWWAuthenticate string

	// Error is the value of $context.authorizer.error, or "".
	Error string

	// Note says in our own words why the request was refused, for the log. It
	// is one line: what the client sent is quoted in it.
	Note string

	// Claims are those of a verified token.
	Claims Claims

	// Scopes are all scopes of the token, if the route demands some; else nil,
	// even if the token has scopes (observed).
	Scopes []string

	// Identity is who signed the request, nil for a token.
	Identity *Identity
}

// Allowed reports whether the request may pass.
func (v *Verdict) Allowed() bool { return v.Status == 0 }

// A refusal is why a request may not pass.
type refusal struct {
	description string // AWS's words
	note        string // ours, for the log
}

// invalidToken refuses a token. The description is AWS's.
func invalidToken(routeScopes []string, description, note string) Verdict {
	return Verdict{
		Status:          http.StatusUnauthorized,
		WWWAuthenticate: challenge(routeScopes, "invalid_token", description),
		Error:           "invalid_token: " + printable(description), // observed for two of the descriptions
		Note:            note,
	}
}

// insufficientScope refuses a valid token that has none of the route's scopes.
func insufficientScope(routeScopes []string, note string) Verdict {
	const kind = "insufficient_scope"
	description := "expected scopes: [" + strings.Join(routeScopes, " ") + "]" // observed
	return Verdict{
		Status:          http.StatusForbidden,
		WWWAuthenticate: challenge(routeScopes, kind, description),
		Error:           kind + ": " + printable(description), // guess, by analogy
		Note:            note,
	}
}

// challenge is the value of WWW-Authenticate. Its scope is that of the route,
// empty without one, whatever the token has (observed). There are no commas
// between the parameters (observed), though RFC 9110, section 11.6.1, has them.
func challenge(routeScopes []string, kind, description string) string {
	return `Bearer scope="` + printable(strings.Join(routeScopes, " ")) +
		`" error="` + kind + `" error_description="` + printable(description) + `"`
}

// printable is a text with nothing in it that a quoted error_description may
// not contain (RFC 6750, section 3). Some descriptions repeat a character of
// the token.
func printable(text string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == '"':
			return '\''
		case c == '\\', c < ' ', c > '~':
			return '?'
		}
		return c
	}, text)
}

// quote is a value from a request for the log: quoted, so that it is one line, and
// not longer than a line should be. nil is a claim that is absent.
func quote(value any) string {
	const most = 120
	if value == nil {
		return "absent"
	}
	text := fmt.Sprint(value)
	if len(text) > most {
		return strconv.Quote(text[:most]) + "…"
	}
	return strconv.Quote(text)
}

// quoteAll quotes the first few of a list.
func quoteAll[T any](values []T) string {
	const most = 8
	var b strings.Builder
	for i, value := range values {
		if i == most {
			fmt.Fprintf(&b, " and %d more", len(values)-most)
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(quote(value))
	}
	if b.Len() == 0 {
		return "none"
	}
	return b.String()
}
