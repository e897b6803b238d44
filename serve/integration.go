package serve

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"gatehouse/model"
	"gatehouse/serve/mapping"
	"gatehouse/serve/upstream"
)

// defaultTimeout is TimeoutInMillis where it is not given (doc).
const defaultTimeout = 30 * time.Second

// An integration is an HTTP_PROXY integration as one route of one stage calls
// it, or the answer that the gateway gives in its place.
type integration struct {
	shown   string // the URI with the stage's variables in it, as shownURI has it
	method  string // "" is the client's
	timeout time.Duration

	secure    bool     // https
	authority template // host[:port]; fixed unless it varies
	fixed     upstream.Endpoint
	host      string   // the Host field; fixed unless authority varies
	path      template // escaped, "/" at least
	query     template // without "?"
	whole     bool     // the request's path is appended to path
	private   bool     // the path is appended with the stage, and the Host field is the client's
	verify    string   // the name that a certificate must bear; "" is that of the URL

	service *serviceCall // nil: the request is passed on

	requests *mapping.Request   // nil: requests go as they come
	answers  *mapping.Responses // nil: answers, too

	// refusal answers instead of calling anything, if its status is set. Note
	// says why, for the log.
	refusal refusal
	note    string
}

// A uriError says that an integration has no URL that can be called.
type uriError struct {
	URI     string // as shownURI has it
	Problem string
}

func (e *uriError) Error() string {
	return fmt.Sprintf("the integration's URI %q %s", e.URI, e.Problem)
}

// newIntegration compiles an integration for a route. What cannot be called is
// no error: on the service, too, only the request finds out. A nil integration
// is one that the route's target names but the API does not have.
func newIntegration(in *model.Integration, r *route, stageVariables model.StringMap[string], around *surroundings) *integration {
	i := &integration{timeout: defaultTimeout}
	if in == nil {
		return i.refuse(http.StatusInternalServerError, "the route's target is no integration of the API")
	}
	if i.method = deref(in.IntegrationMethod); i.method == "ANY" {
		i.method = ""
	}
	if in.TimeoutInMillis != nil {
		i.timeout = time.Duration(*in.TimeoutInMillis) * time.Millisecond
	}
	if in.IntegrationSubtype != nil {
		return i.callService(in, r, stageVariables, around)
	}
	uri := stageText(deref(in.IntegrationUri), stageVariables)
	if i.private = deref(in.ConnectionType) == "VPC_LINK"; i.private {
		if uri = around.privates.private(in); uri == "" {
			return i.refuse(http.StatusServiceUnavailable, privateNote(in))
		}
		if in.TlsConfig != nil {
			i.verify = deref(in.TlsConfig.ServerNameToVerify)
		}
	}
	i.shown = shownURI(uri)
	switch kind := deref(in.IntegrationType); {
	case kind == "AWS_PROXY":
		return i.refuse(http.StatusInternalServerError, "AWS_PROXY integrations of Lambda functions are not part of this version; only HTTP_PROXY and those with an IntegrationSubtype are called")
	case kind != "HTTP_PROXY":
		return i.refuse(http.StatusInternalServerError, "integration type "+kind+" is not for HTTP APIs")
	}
	// State refuses such a method: only a file changed by hand has it.
	if i.method != "" && !isToken(i.method) {
		return i.refuse(http.StatusInternalServerError, fmt.Sprintf("the integration's method %q is no HTTP method", i.method))
	}
	if err := i.parseURI(uri, r); err != nil {
		return i.refuse(http.StatusInternalServerError, err.Error())
	}
	return i.compileMappings(in, stageVariables)
}

// callService compiles an integration of an AWS service.
func (i *integration) callService(in *model.Integration, r *route, stageVariables model.StringMap[string], around *surroundings) *integration {
	s, operation, ok := serviceOf(*in.IntegrationSubtype)
	if !ok {
		return i.refuse(http.StatusInternalServerError, "the integration's subtype "+*in.IntegrationSubtype+" is none")
	}
	uri := around.services[strings.ToLower(s.name)]
	if uri == "" {
		return i.refuse(http.StatusServiceUnavailable, "nothing here stands for "+s.name+", of which the integration calls "+operation+": start serve with --aws-endpoint "+s.name+"=URL")
	}
	i.shown = *in.IntegrationSubtype + " at " + shownURI(uri)
	err := i.parseURI(uri, r)
	i.whole = false
	if err == nil {
		i.service, err = newServiceCall(s, operation, in, stageVariables)
	}
	if err == nil {
		i.answers, err = mapping.CompileResponses(in.ResponseParameters, stageVariables)
	}
	if err != nil {
		return i.refuse(http.StatusInternalServerError, err.Error())
	}
	return i
}

// compileMappings compiles the parameter mappings. State refuses what is none,
// so only a file that was changed by hand has such.
func (i *integration) compileMappings(in *model.Integration, stageVariables model.StringMap[string]) *integration {
	var err error
	if i.requests, err = mapping.CompileRequest(in.RequestParameters, stageVariables); err != nil {
		return i.refuse(http.StatusInternalServerError, "the integration's RequestParameters: "+err.Error())
	}
	if i.answers, err = mapping.CompileResponses(in.ResponseParameters, stageVariables); err != nil {
		return i.refuse(http.StatusInternalServerError, "the integration's ResponseParameters: "+err.Error())
	}
	return i
}

func (i *integration) refuse(status int, note string) *integration {
	i.refusal, i.note = refusal{status: status}, note
	return i
}

// parseURI splits the URI into what a request needs of it.
//
// On $default the request's path is appended to the URI's. On any other route
// the URI is used as it is, with the route's variables filled in; the path of
// the request is not appended (doc for $default and for variables; observed,
// weakly, for the rest). To what a private integration calls the request's path
// is always appended (doc).
func (i *integration) parseURI(uri string, r *route) error {
	scheme, rest, ok := strings.Cut(uri, "://")
	i.secure = strings.EqualFold(scheme, "https")
	if !ok || !i.secure && !strings.EqualFold(scheme, "http") {
		return &uriError{i.shown, "is no http or https URL"}
	}
	rest, _, _ = strings.Cut(rest, "#")
	rest, query, _ := strings.Cut(rest, "?")
	authority, path := rest, ""
	if slash := strings.IndexByte(rest, '/'); slash >= 0 {
		authority, path = rest[:slash], rest[slash:]
	}
	if strings.Contains(authority, "@") {
		return &uriError{i.shown, "has a user's name in it, which HTTP APIs do not take"}
	}
	i.authority = parseTemplate(authority, r.variables)
	i.path = parseTemplate(path, r.variables).escaped(appendLiteral)
	i.query = parseTemplate(query, r.variables).escaped(appendLiteral)
	i.whole = r.key.method == "" || i.private
	if i.whole {
		i.path = i.path.withoutLastSlash()
	} else if path == "" {
		i.path = template{{"/", -1}}
	}
	if i.authority.varies() {
		return nil
	}
	var err error
	i.fixed, i.host, err = i.endpoint(authority)
	return err
}

// endpoint is where an authority leads, and its Host field.
func (i *integration) endpoint(authority string) (e upstream.Endpoint, host string, err error) {
	name, port, hasPort := strings.Cut(authority, ":")
	if address, after, ok := strings.Cut(authority, "]"); ok {
		name = strings.TrimPrefix(address, "[")
		if port, hasPort = strings.CutPrefix(after, ":"); !hasPort && after != "" {
			name = ""
		}
	}
	if name == "" || !validAuthority(authority) {
		return e, "", &uriError{i.shown, "names no host that can be called"}
	}
	if !hasPort {
		port = "80"
		if i.secure {
			port = "443"
		}
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return e, "", &uriError{i.shown, "has a port that is none"}
	}
	e.Address = net.JoinHostPort(name, port)
	if i.secure {
		e.ServerName = name
		if i.verify != "" {
			e.ServerName = i.verify
		}
	}
	return e, authority, nil
}

var errAuthority = errors.New("the request's path variables make no host of the integration's URI")

// target is the endpoint that a request with these path variables goes to.
func (i *integration) target(values []string) (upstream.Endpoint, string, error) {
	if !i.authority.varies() {
		return i.fixed, i.host, nil
	}
	endpoint, host, err := i.endpoint(string(i.authority.append(nil, values, appendAsIs)))
	if err != nil {
		return endpoint, host, errAuthority
	}
	return endpoint, host, nil
}

// validAuthority says whether text can stand between "//" and the path: a
// request's path variable must not end it, or name a user.
func validAuthority(text string) bool {
	for j := range len(text) {
		c := text[j]
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		case c == '-', c == '.', c == '_', c == ':', c == '[', c == ']':
		default:
			return false
		}
	}
	return true
}

// escaped is the template with its literal text through escape.
func (t template) escaped(escape func([]byte, string) []byte) template {
	for i := range t {
		if t[i].index < 0 {
			t[i].text = string(escape(nil, t[i].text))
		}
	}
	return t
}

// withoutLastSlash is the path before the request's own, which begins with a
// slash (guess: they are joined with one).
func (t template) withoutLastSlash() template {
	if n := len(t); n > 0 && t[n-1].index < 0 {
		t[n-1].text = strings.TrimSuffix(t[n-1].text, "/")
	}
	return t
}

func deref[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
