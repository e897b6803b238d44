package serve

import (
	"crypto/x509"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"gatehouse/model"
)

const testListener = "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/pets/50dc6c495c0c9188/f2f7dc8efc522ab2"

// private makes the integration that was added last a private one.
func (a *account) private(uri, link string) *model.Integration {
	i := a.integration()
	i.ConnectionType, i.ConnectionId, i.IntegrationUri = new("VPC_LINK"), new(link), new(uri)
	return i
}

func TestPrivateFindsTheURL(t *testing.T) {
	l := newLocals([]Local{{"arn:a", "http://a"}, {"arn:b?stage=prod", "http://b"}, {"link", "http://link"}}, strings.Clone)
	for _, test := range []struct{ uri, link, want string }{
		{"arn:a", "link", "http://a"},
		{"arn:a?stage=prod", "link", "http://a"},
		{"arn:b?stage=prod", "link", "http://b"},
		{"arn:b", "link", "http://link"},
		{"arn:b", "other", ""},
	} {
		if got := l.private(&model.Integration{IntegrationUri: new(test.uri), ConnectionId: new(test.link)}); got != test.want {
			t.Errorf("private of %s through %s = %q, want %q", test.uri, test.link, got, test.want)
		}
	}
}

// The certificate must bear the name that the integration wants verified.
func TestServerNameToVerify(t *testing.T) {
	backend := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, r.TLS.ServerName+" "+r.Host)
	}))
	defer backend.Close()
	a := &account{}
	for name, route := range map[string]string{"example.com": "GET /right", "evil.test": "GET /wrong", "": "GET /url"} {
		a.route(route, "x")
		i := a.private(testListener, "link")
		if name != "" {
			i.TlsConfig = &model.TlsConfig{ServerNameToVerify: new(name)}
		}
	}
	s := start(t, a.catalog(), func(c *Config) { c.Private = []Local{{testListener, backend.URL}} })
	s.client.RootCAs = x509.NewCertPool()
	s.client.RootCAs.AddCert(backend.Certificate())
	const host = "pets.test"
	s.live.gateway.Load().hosts[host] = s.live.gateway.Load().hosts[testAPI+".execute-api.us-east-1.localhost"]
	for path, want := range map[string]string{"/right": "example.com " + host, "/wrong": `{"message":"Service Unavailable"}`, "/url": " " + host} {
		if got := s.send(t, "GET "+path+" HTTP/1.1\nHost: "+host); got.body != want {
			t.Errorf("GET %s: %d %s, want %s", path, got.status, got.body, want)
		}
	}
	s.stop()
	if !strings.Contains(s.out.String(), "evil.test") {
		t.Errorf("the log does not name the server name: %s", s.out)
	}
}
