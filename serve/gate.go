package serve

import (
	"errors"
	"net/http"
	"strconv"
	"strings"

	"gatehouse/model"
	"gatehouse/serve/authorizer"
)

// A gate decides whether a request may use its route. It is compiled with the
// route and never changes.
type gate interface {
	// judge decides about the request of an exchange.
	judge(x *exchange) authorizer.Verdict

	// shown is what callers must bring, for the list of routes.
	shown() string
}

// admitted has a route's gate decide about the request, and refuses it if it
// may not pass.
func (x *exchange) admitted(g gate) bool {
	x.verdict = g.judge(x)
	if x.verdict.Allowed() {
		return true
	}
	x.note = x.verdict.Note
	x.refuse(refusal{x.verdict.Status, x.verdict.WWWAuthenticate})
	return false
}

// guard gives a route its gate. A route whose gate cannot be made refuses every
// request, as the service refuses one that brings no token and no signature: it
// is never left open.
func (s *stage) guard(r *route, in *model.Route, tokens *tokenAuthorizers) {
	switch kind := deref(in.AuthorizationType); kind {
	case "", "NONE":
	case "JWT":
		jwt, err := tokens.find(deref(in.AuthorizerId))
		if err != nil {
			r.refusal, r.note = refusal{http.StatusUnauthorized, "Bearer"}, "the route's JWT authorizer cannot be used, so every request is refused: "+err.Error()
			return
		}
		r.gate = &tokenGate{jwt, in.AuthorizationScopes}
	case "AWS_IAM":
		if !tokens.callers.signs() {
			r.refusal, r.note = refusal{status: http.StatusForbidden}, "the route demands AWS_IAM, and the server knows no access key: serve --iam-credential names one"
			return
		}
		r.gate = &signatureGate{tokens.callers, s.region}
	case "CUSTOM":
		r.refusal, r.note = refusal{status: http.StatusUnauthorized}, "the route has a Lambda authorizer (CUSTOM); calling one is not part of this version, so every request is refused"
	default: // which only a file has that was changed by hand
		r.refusal, r.note = refusal{status: http.StatusUnauthorized}, "the route's AuthorizationType "+strconv.Quote(kind)+" is none of NONE, JWT, AWS_IAM and CUSTOM, so every request is refused"
	}
}

// tokenAuthorizers are the JWT authorizers of one stage, each compiled when the
// first route asks for it.
type tokenAuthorizers struct {
	callers  *callers
	in       []model.Authorizer
	compiled map[string]*authorizer.JWT // by identifier
}

// find returns the JWT authorizer of that identifier. The error says why there
// is none.
func (t *tokenAuthorizers) find(id string) (*authorizer.JWT, error) {
	if id == "" {
		return nil, errors.New("the route names none")
	}
	if jwt := t.compiled[id]; jwt != nil {
		return jwt, nil
	}
	for i := range t.in {
		if deref(t.in[i].AuthorizerId) != id {
			continue
		}
		jwt, err := t.callers.compile(&t.in[i])
		if err != nil {
			return nil, err
		}
		if t.compiled == nil {
			t.compiled = make(map[string]*authorizer.JWT)
		}
		t.compiled[id] = jwt
		return jwt, nil
	}
	return nil, &authorizer.ConfigError{AuthorizerID: id, Problem: "the API has no authorizer of this identifier"}
}

// A tokenGate demands a token of a JWT authorizer's issuer, with one of the
// scopes unless there are none.
type tokenGate struct {
	jwt    *authorizer.JWT
	scopes []string
}

func (g *tokenGate) judge(x *exchange) authorizer.Verdict {
	return g.jwt.Authorize(x.r.Context(), x.r, g.scopes)
}

func (g *tokenGate) shown() string {
	text := "JWT of " + g.jwt.Issuer()
	if len(g.scopes) > 0 {
		text += ", scope " + strings.Join(g.scopes, " or ")
	}
	return text
}

// A signatureGate demands a signature with an access key that the server knows.
type signatureGate struct {
	callers *callers
	region  string
}

// judge reads the body, which is signed, too.
func (g *signatureGate) judge(x *exchange) authorizer.Verdict {
	if status := x.readBody(); status != 0 {
		return authorizer.Verdict{Status: status, Note: x.note}
	}
	return authorizer.VerifySigV4(x.r, x.body, g.callers.keys, g.region, g.callers.now())
}

func (g *signatureGate) shown() string { return "AWS_IAM" }
