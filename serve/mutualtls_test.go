package serve

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gatehouse/model"
	"gatehouse/serve/truststore"
	"gatehouse/state"
)

// A person can issue certificates, and is one for whom one was issued.
type person struct {
	certificate *x509.Certificate
	key         crypto.Signer
	issuers     [][]byte // the chain, without the root; nil for a root itself
}

// newPerson makes a person with a certificate of issuer, or of his own.
func newPerson(t *testing.T, name string, issuer *person, key crypto.Signer) *person {
	t.Helper()
	if key == nil {
		var err error
		if key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
			t.Fatal(err)
		}
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(0x0a1b), Subject: pkix.Name{CommonName: name, Organization: []string{"Pets"}},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	p := &person{key: key}
	parent, signer := template, key
	if issuer != nil {
		parent, signer = issuer.certificate, issuer.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	if p.certificate, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	if issuer != nil {
		p.issuers = [][]byte{}
		if issuer.issuers != nil { // it is no root
			p.issuers = append([][]byte{issuer.certificate.Raw}, issuer.issuers...)
		}
	}
	return p
}

func (p *person) text() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: p.certificate.Raw})
}

// shown is what the person shows in a handshake.
func (p *person) shown() tls.Certificate {
	return tls.Certificate{Certificate: append([][]byte{p.certificate.Raw}, p.issuers...), PrivateKey: p.key}
}

const (
	secretURL = "https://mtls.example.com"
	openURL   = "https://open.example.com"
)

// mutualScene serves mtls.example.com, whose clients root certifies,
// open.example.com, and other.example.com, whose clients other certifies.
func mutualScene(t *testing.T, root, other *person) (s *running, l *live, backend *echo, trust string) {
	t.Helper()
	backend = newEcho(t, nil)
	catalog := mutualCatalog(backend, true)
	g, err := compile(catalog, "")
	if err != nil {
		t.Fatal(err)
	}
	l = &live{warn: func(string) {}}
	l.gateway.Store(g)
	directory := t.TempDir()
	trust = filepath.Join(directory, "trust.pem")
	write(t, trust, root.text())
	write(t, filepath.Join(directory, "other.pem"), other.text())
	s = startLive(t, l, withTLS(TLS{Truststores: map[string]string{
		"MTLS.example.com": trust, "other.example.com": filepath.Join(directory, "other.pem"), "open.example.com": trust,
	}}))
	return s, l, backend, trust
}

func mutualCatalog(backend *echo, mutual bool) *state.Catalog {
	a := (&account{}).route("$default", backend.URL)
	a.integration().RequestParameters = model.StringMap[string]{{Key: "overwrite:header.x-client",
		Value: "${context.identity.clientCert.subjectDN} ${context.identity.clientCert.serialNumber} ${context.identity.clientCert.validity.notBefore}"}}
	catalog := a.catalog()
	for _, name := range []string{"mtls.example.com", "other.example.com", "lame.example.com", "open.example.com"} {
		d := customDomain(name, [2]string{"", testAPI})
		if mutual && name != "open.example.com" {
			d.Name.MutualTlsAuthentication = &model.MutualTlsAuthentication{TruststoreUri: new("s3://b/k")}
		}
		catalog.Domains = append(catalog.Domains, d)
	}
	return catalog
}

func write(t *testing.T, path string, text []byte) {
	t.Helper()
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestMutualTLS(t *testing.T) {
	root, other := newPerson(t, "root", nil, nil), newPerson(t, "other", nil, nil)
	client := newPerson(t, "client", root, nil)
	weakKey, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	deep := root
	for range 3 {
		deep = newPerson(t, "issuer", deep, nil)
	}
	s, _, backend, _ := mutualScene(t, root, other)
	tests := []struct {
		name   string
		shown  []tls.Certificate
		url    string
		host   string
		status int // 0: the handshake fails
	}{
		{"a trusted client", []tls.Certificate{client.shown()}, secretURL, "", 200},
		{"a chain of four", []tls.Certificate{newPerson(t, "c", newPerson(t, "b", newPerson(t, "a", root, nil), nil), nil).shown()}, secretURL, "", 200},
		{"a chain of five", []tls.Certificate{newPerson(t, "client", deep, nil).shown()}, secretURL, "", 0},
		{"no certificate", nil, secretURL, "", 0},
		{"another authority's", []tls.Certificate{newPerson(t, "client", other, nil).shown()}, secretURL, "", 0},
		{"one of the client's own", []tls.Certificate{newPerson(t, "client", nil, nil).shown()}, secretURL, "", 0},
		{"a weak key", []tls.Certificate{newPerson(t, "client", root, weakKey).shown()}, secretURL, "", 0},
		{"no truststore", []tls.Certificate{client.shown()}, "https://lame.example.com", "", 403},
		{"an open name", nil, openURL, "", 200},
		{"an open name's handshake, without certificate", nil, openURL, "mtls.example.com", 421},
		{"an open name's handshake, with certificate", []tls.Certificate{client.shown()}, openURL, "mtls.example.com", 421},
		{"in other letters and with a port", []tls.Certificate{client.shown()}, openURL, "MTLS.example.com.:443", 421},
		{"another mutual name's handshake", []tls.Certificate{newPerson(t, "client", other, nil).shown()}, "https://other.example.com", "mtls.example.com", 421},
		{"an address", []tls.Certificate{client.shown()}, "https://127.0.0.1", "mtls.example.com", 421},
		{"the name without truststore", []tls.Certificate{client.shown()}, "https://lame.example.com", "mtls.example.com", 421},
		{"an API's host", []tls.Certificate{client.shown()}, apiURL, "mtls.example.com", 421},
		{"the API's own host is open", nil, apiURL, "", 200},
	}
	for _, proto := range []string{"HTTP/1.1", "HTTP/2.0"} {
		for _, test := range tests {
			t.Run(proto+" "+test.name, func(t *testing.T) {
				before := backend.count()
				req, err := http.NewRequest("GET", test.url+"/x", nil)
				if err != nil {
					t.Fatal(err)
				}
				req.Host = test.host
				resp, err := s.tlsClient(t, proto, test.shown...).Do(req)
				if test.status == 0 {
					if err == nil {
						t.Errorf("answered %s, want a failed handshake", resp.Status)
					}
				} else if err != nil {
					t.Fatal(err)
				} else {
					resp.Body.Close()
					if resp.StatusCode != test.status || resp.Proto != proto {
						t.Errorf("%s %d, want %s %d", resp.Proto, resp.StatusCode, proto, test.status)
					}
				}
				if reached := backend.count() > before; reached != (test.status == 200) {
					t.Errorf("the request reached the backend: %t", reached)
				}
				if reached := test.status == 200 && test.url == secretURL; reached && len(test.shown) > 0 {
					want := " 0a:1b " + root.certificate.NotBefore.UTC().Format("Jan _2 15:04:")
					if got := backend.last(t).header.Get("X-Client"); !strings.HasPrefix(got, "O=Pets,CN=c") || !strings.Contains(got, want) {
						t.Errorf("the backend was told %q of the client, want O=Pets,CN=c... and %q", got, want)
					}
				}
			})
		}
	}
	s.stop()
	for _, want := range []string{
		"refused in the handshake  mtls.example.com  tls: client didn't provide a certificate",
		"refused in the handshake  mtls.example.com  the chain of the client's certificate has 5 certificates; 4 are the most",
		"serve with --truststore lame.example.com=FILE",
		"the connection was made for another host",
	} {
		if !strings.Contains(s.out.String(), want) {
			t.Errorf("the log lacks %q:\n%s", want, s.out.String())
		}
	}
}

// A connection that is open already is held to what is configured now.
func TestMutualTLSChanges(t *testing.T) {
	root, other := newPerson(t, "root", nil, nil), newPerson(t, "other", nil, nil)
	s, l, backend, trust := mutualScene(t, root, other)
	s.secured.truststores["mtls.example.com"].current()
	change := func(text []byte) {
		t.Helper()
		write(t, trust, text)
		s.secured.truststores["mtls.example.com"].lookAgain()
	}
	for _, proto := range []string{"HTTP/1.1", "HTTP/2.0"} {
		t.Run(proto, func(t *testing.T) {
			change(root.text())
			c := s.tlsClient(t, proto, newPerson(t, "client", root, nil).shown())
			status := func(url string) int {
				t.Helper()
				resp, _ := ask(t, c, asking{method: "GET", url: url + "/x"})
				return resp.StatusCode
			}
			if got := status(secretURL); got != 200 {
				t.Fatalf("a trusted client: %d", got)
			}
			change(append(other.text(), root.text()...))
			if got := status(secretURL); got != 200 {
				t.Errorf("with one more authority: %d", got)
			}
			before := backend.count()
			change(other.text())
			if got := status(secretURL); got != 403 {
				t.Errorf("without the client's authority: %d", got)
			}
			change([]byte("nonsense"))
			if got := status(secretURL); got != 403 {
				t.Errorf("without authorities: %d", got)
			}
			if backend.count() != before {
				t.Error("a client reached the backend that is not trusted any more")
			}

			// A name that becomes mutual while a connection is open.
			change(root.text())
			if got := status(openURL); got != 200 {
				t.Fatalf("an open name: %d", got)
			}
			changed := mutualCatalog(backend, true)
			changed.Domains[3].Name.MutualTlsAuthentication = &model.MutualTlsAuthentication{TruststoreUri: new("s3://b/k")}
			was := l.gateway.Load()
			g, err := compile(changed, "")
			if err != nil {
				t.Fatal(err)
			}
			l.gateway.Store(g)
			if got := status(openURL); got != 421 {
				t.Errorf("a connection from before: %d", got)
			}
			if got := status(openURL); got != 200 {
				t.Errorf("a new connection with a certificate: %d", got)
			}
			l.gateway.Store(was)
		})
	}
}

// A handshake for a mutual name is made in full every time.
func TestMutualTLSIsNotResumed(t *testing.T) {
	root := newPerson(t, "root", nil, nil)
	s, _, _, _ := mutualScene(t, root, root)
	for name, want := range map[string]bool{"mtls.example.com": false, "open.example.com": true} {
		config := &tls.Config{
			RootCAs: s.secured.authority.Pool(), ServerName: name, ClientSessionCache: tls.NewLRUClientSessionCache(4),
			Certificates: []tls.Certificate{newPerson(t, "client", root, nil).shown()}, NextProtos: []string{"http/1.1"},
		}
		resumed := false
		for range 2 {
			c := tls.Client(s.dial(t), config)
			if _, err := io.WriteString(c, "GET /x HTTP/1.1\r\nConnection: close\r\nHost: "+name+"\r\n\r\n"); err != nil {
				t.Fatal(err)
			}
			if answer, err := io.ReadAll(c); err != nil || !strings.HasPrefix(string(answer), "HTTP/1.1 200") {
				t.Fatalf("%s: %.20q, %v", name, answer, err)
			}
			resumed = c.ConnectionState().DidResume
			c.Close()
		}
		if resumed != want {
			t.Errorf("%s: the session was resumed: %t, want %t", name, resumed, want)
		}
	}
}

func TestTruststoreVerify(t *testing.T) {
	root, other := newPerson(t, "root", nil, nil), newPerson(t, "other", nil, nil)
	store, err := truststore.Parse(root.text())
	if err != nil {
		t.Fatal(err)
	}
	middle := newPerson(t, "middle", root, nil)
	client := newPerson(t, "client", middle, nil)
	for name, tt := range map[string]struct {
		shown []*x509.Certificate
		want  string
	}{
		"the root's":           {[]*x509.Certificate{middle.certificate}, ""},
		"through another":      {[]*x509.Certificate{client.certificate, middle.certificate}, ""},
		"with a link missing":  {[]*x509.Certificate{client.certificate}, "unknown authority"},
		"another authority's":  {[]*x509.Certificate{newPerson(t, "client", other, nil).certificate}, "unknown authority"},
		"none":                 {nil, "showed no certificate"},
		"another's of my name": {[]*x509.Certificate{other.certificate, root.certificate}, "unknown authority"},
	} {
		err := store.Verify(tt.shown)
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
	for _, text := range []string{"", "nonsense", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"} {
		if _, err := truststore.Parse([]byte(text)); err == nil {
			t.Errorf("Parse(%q) takes it for a truststore", text)
		}
	}
}
