package serve

import (
	"strings"
	"testing"

	"gatehouse/model"
)

func TestShownURI(t *testing.T) {
	for _, test := range []struct{ name, uri, want string }{
		{"nothing to hide", "http://127.0.0.1:9000/pets/{id}", "http://127.0.0.1:9000/pets/{id}"},
		{"a query", "https://h/x?token=secret", "https://h/x"},
		{"a query without a path", "https://h?token=secret", "https://h"},
		{"a query with an at sign", "https://h/x?mail=a@secret", "https://h/x"},
		{"a fragment", "https://h/x#secret", "https://h/x"},
		{"a path with an at sign", "http://[::1]:80/@scope/x", "http://[::1]:80/@scope/x"},
		{"an IPv6 address without a port", "http://[::1]/@scope/x", "http://[::1]/@scope/x"},
		{"a variable as the port", "http://h:{port}/@scope/x", "http://h:{port}/@scope/x"},
		{"a user", "http://user:secret@h/x", "http://h/x"},
		{"a user of another scheme", "ftp://user:secret@h/x", "ftp://h/x"},
		{"a password with an at sign", "http://user:sec@ret@h/x", "http://h/x"},
		{"a password with a slash", "http://user:pa/secret@h/x", "http://..."},
		{"a password with a question mark", "http://user:pa?secret@h/x", "http://..."},
		{"a password with an at sign and a slash", "http://user:p@secret/w@h/x", "http://..."},
		{"a user without a scheme", "user:secret@h/x", "h/x"},
		{"a user and a query", "http://user:secret@h/x?token=secret", "http://h/x"},
		{"a user behind one slash", "http:/user:secret@h/x", "..."},
		{"an ARN", "arn:aws:lambda:us-east-1:123456789012:function:f", "arn:aws:lambda:us-east-1:123456789012:function:f"},
		{"none", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := shownURI(test.uri); got != test.want {
				t.Errorf("%s is shown as %q, want %q", test.uri, got, test.want)
			}
		})
	}
}

// Neither the listing nor the log tells what an integration's URI keeps, be it
// called or refused.
func TestSecretsOfURIsAreNotTold(t *testing.T) {
	backend := newEcho(t, nil)
	const key = "?key=secret&more=${stageVariables.token}"
	for _, test := range []struct {
		name, uri string
		status    int
		change    func(*model.Integration)
	}{
		{"called", backend.URL + key, 200, nil},
		{"of another scheme", "ftp://user:secret@h/x", 500, nil},
		{"with a slash in its password", "http://user:pa/secret@h", 500, nil},
		{"with a user", "http://user:secret@h/x" + key, 500, nil},
		{"with a bad port", "http://h:1x/" + key, 500, nil},
		{"of an unknown type", "http://user:secret@h/x", 500, func(i *model.Integration) { i.IntegrationType = new("AWS_PROXY") }},
	} {
		t.Run(test.name, func(t *testing.T) {
			for _, jsonLog := range []bool{false, true} {
				a := (&account{variables: model.StringMap[string]{{Key: "token", Value: "secret"}}}).route("GET /x", test.uri)
				if test.change != nil {
					test.change(a.integration())
				}
				s := start(t, a.catalog(), func(c *Config) { c.JSONLog = jsonLog })
				if got := s.send(t, "GET /x HTTP/1.1"); got.status != test.status {
					t.Errorf("status %d, want %d", got.status, test.status)
				}
				s.stop()
				if log := s.out.String(); strings.Contains(log, "secret") {
					t.Errorf("the output tells a secret: %s", log)
				}
			}
		})
	}
	if got := backend.last(t).line; got != "GET /?key=secret&more=secret" {
		t.Errorf("the integration was sent %s", got)
	}
}
