package serve

import (
	"maps"
	"net/http"
	"strings"

	"gatehouse/serve/mapping"
)

// An exchange is the request that parameter mappings read (mapping.ClientRequest).

// Field returns the lines of a field of the request; the Host field is one.
func (x *exchange) Field(name string) []string {
	if name == "Host" {
		return []string{x.r.Host}
	}
	return x.r.Header[name]
}

// Body returns the body of the request.
func (x *exchange) Body() []byte { return x.body }

// Query returns the query as it was sent.
func (x *exchange) Query() string { return x.r.URL.RawQuery }

// Path returns the decoded path, without the stage.
func (x *exchange) Path() string { return x.path }

// PathVariable returns the decoded value of a variable of the route.
func (x *exchange) PathVariable(name string) (value string, ok bool) {
	if i := indexOfVariable(x.route.variables, name); i >= 0 {
		return x.values[i], true
	}
	return "", false
}

// An integrationAnswer is the answer that parameter mappings read
// (mapping.Message). Its context is the exchange's.
type integrationAnswer struct {
	*exchange
	header http.Header
}

// Field returns the lines of a field of the answer.
func (a *integrationAnswer) Field(name string) []string { return a.header[name] }

// Body returns the body of the answer.
func (a *integrationAnswer) Body() []byte { return a.answer }

// An outgoing is what of a request mappings may have changed.
type outgoing struct {
	header http.Header
	mapped bool // header is a copy, less what the client's Connection field names
	query  string
	path   string // in the place of the integration's (guess: of all of it), as it is sent; "" leaves that
	host   string
}

// apply applies the mappings of requests.
func (o *outgoing) apply(m *mapping.Request, x *exchange) {
	c := &x.changes
	m.Changes(x, c)
	o.query = c.Query(o.query)
	o.path = c.Path
	if len(c.Fields) == 0 {
		return
	}
	// What the client nominates goes before the mappings come: it must not
	// take away a field that a mapping sets.
	o.header = o.header.Clone()
	connection := o.header["Connection"]
	maps.DeleteFunc(o.header, func(name string, _ []string) bool { return nominated(connection, name) })
	o.mapped = true
	c.Fields.Apply(o.header)
	if host := combined(o.header["Host"]); host != "" && validAuthority(host) {
		o.host = host
	}
}

// mapAnswer applies the mappings of answers to the fields that the client will
// get, and returns the status that he will. The error is for a status that is
// none.
func (x *exchange) mapAnswer(m *mapping.Response, resp *http.Response, fields http.Header) (status int, err error) {
	var c mapping.ResponseChanges
	if err := m.Changes(&integrationAnswer{x, resp.Header}, &c); err != nil {
		return 0, err
	}
	c.Fields.Apply(fields)
	for i := range c.Fields {
		if name := c.Fields[i].Name; len(fields[name]) > 1 && name != "Set-Cookie" {
			fields[name] = []string{strings.Join(fields[name], ",")}
		}
	}
	if c.Status != 0 {
		return c.Status, nil
	}
	return resp.StatusCode, nil
}
