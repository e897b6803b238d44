package serve

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"gatehouse/serve/hostname"
	"gatehouse/serve/localca"
	"gatehouse/serve/truststore"
)

// TLS is how a server speaks HTTPS. The zero value has certificates of a local
// authority.
type TLS struct {
	// Certificate and Key are files in PEM, for all host names; both are read
	// again when one changes. "" leaves certificates to a local authority that
	// is kept beside the state file.
	Certificate, Key string

	// Truststores are the files, in PEM, with the authorities of the clients
	// of custom domain names with mutual TLS, by domain name. They are read
	// again when they change.
	Truststores map[string]string
}

// A secured is what a server has for TLS.
type secured struct {
	pair        *watched[*tls.Certificate] // nil: authority issues
	authority   *localca.Authority         // nil: pair is shown
	published   string                     // file with the authority's certificate, "" if it is kept nowhere
	truststores map[string]*watched[*truststore.Store]

	warn   func(string)
	mu     sync.Mutex
	warned map[string]bool
}

// newSecured reads the files with certificates. It is nil if the server shall
// not speak TLS. The error is for whoever started it to mend.
func newSecured(cfg Config, warn func(string)) (*secured, error) {
	if cfg.TLS == nil {
		return nil, nil
	}
	t := &secured{truststores: make(map[string]*watched[*truststore.Store]), warn: warn, warned: make(map[string]bool)}
	for name, path := range cfg.TLS.Truststores {
		w := &watched[*truststore.Store]{paths: []string{path}, parse: func(texts [][]byte) (*truststore.Store, error) {
			return truststore.Parse(texts[0])
		}}
		if _, err := w.current(); err != nil {
			return nil, &CertificateError{"the truststore", err}
		}
		t.truststores[strings.ToLower(name)] = w
	}
	var err error
	switch {
	case cfg.TLS.Certificate != "":
		t.pair = &watched[*tls.Certificate]{paths: []string{cfg.TLS.Certificate, cfg.TLS.Key}, parse: parsePair}
		if _, err = t.pair.current(); err != nil {
			return nil, &CertificateError{"the certificate", err}
		}
		return t, nil
	case cfg.File == nil:
		t.authority, err = localca.New()
	default:
		t.authority, err = localca.Open(cfg.File.Path)
		t.published = localca.CertificatePath(cfg.File.Path)
		if absolute, err := filepath.Abs(t.published); err == nil {
			t.published = absolute
		}
	}
	return t, err
}

// A CertificateError is a file with certificates that is of no use.
type CertificateError struct {
	What string
	Err  error
}

func (e *CertificateError) Error() string { return e.What + " in " + e.Err.Error() }

// Unwrap returns what is wrong with the file.
func (e *CertificateError) Unwrap() error { return e.Err }

func parsePair(texts [][]byte) (*tls.Certificate, error) {
	pair, err := tls.X509KeyPair(texts[0], texts[1])
	if err != nil {
		return nil, errors.New(strings.TrimPrefix(err.Error(), "tls: "))
	}
	return &pair, nil
}

// roots are whom integrations' certificates may come from: the system's
// authorities, and the server's own, so that one API can call another.
func (t *secured) roots() *x509.CertPool {
	if t == nil || t.authority == nil {
		return nil
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	t.authority.AddTo(pool)
	return pool
}

// truststore returns the truststore of a domain name. The error says what to
// do about its not being there.
func (t *secured) truststore(d *domain) (*truststore.Store, error) {
	if t == nil {
		return nil, errors.New("start serve with --tls and --truststore " + d.name + "=FILE")
	}
	w := t.truststores[d.name]
	if w == nil {
		return nil, errors.New("start serve with --truststore " + d.name + "=FILE, which stands for its TruststoreUri")
	}
	store, err := w.current()
	if err != nil {
		return nil, &CertificateError{"the truststore", err} // whatever the file said before
	}
	return store, nil
}

// warnOnce warns of something that may happen again and again.
func (t *secured) warnOnce(text string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	const enough = 100
	if !t.warned[text] && len(t.warned) < enough {
		t.warned[text] = true
		t.warn(text)
	}
}

// tlsConfig is the server's side of every handshake.
func (s *server) tlsConfig() *tls.Config {
	config := &tls.Config{
		// What a SecurityPolicy TLS_1_2 says, the only one of HTTP APIs (doc).
		MinVersion:     tls.VersionTLS12,
		NextProtos:     []string{"h2", "http/1.1"},
		GetCertificate: s.certificate,
	}
	// Who shows no certificate is refused in the handshake (observed: a public
	// transcript of curl without one).
	mutual := config.Clone()
	mutual.ClientAuth = tls.RequireAndVerifyClientCert
	// A resumed session would show a certificate that was verified before,
	// perhaps for another domain name.
	mutual.SessionTicketsDisabled = true
	mutual.VerifyPeerCertificate = func(_ [][]byte, chains [][]*x509.Certificate) error { return truststore.Accepts(chains) }
	config.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		return s.clientAuthentication(hello, mutual), nil
	}
	return config
}

// clientAuthentication is the configuration for a host name whose clients must
// show a certificate, or nil for others. Without a truststore none is asked
// for: admit refuses the requests, and says what is missing.
func (s *server) clientAuthentication(hello *tls.ClientHelloInfo, mutual *tls.Config) *tls.Config {
	raw, ok := hello.Conn.(*rawConn)
	if !ok {
		return nil
	}
	d := s.live.current(time.Now()).called(hostname.Of(hello.ServerName)).domain
	if d == nil || !d.mutual {
		return nil
	}
	store, err := s.secured.truststore(d)
	if err != nil {
		return nil
	}
	raw.domain, raw.store = d.name, store
	config := mutual.Clone()
	config.ClientCAs = store.Pool()
	return config
}

// certificate chooses the server's certificate for a handshake.
func (s *server) certificate(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	t := s.secured
	if t.pair != nil {
		pair, err := t.pair.current()
		if err != nil {
			t.warnOnce("the certificate in " + err.Error() + "\ngatehouse: the one from before is shown until that is mended")
		}
		return pair, nil
	}
	name := hostname.Of(hello.ServerName)
	if !isLocal(name) && s.certifies(name) {
		return t.authority.ForName(name)
	}
	var address net.IP
	if tcp, ok := hello.Conn.LocalAddr().(*net.TCPAddr); ok {
		address = tcp.IP
	}
	return t.authority.ForAddress(address, "localhost", pagesHost)
}

// certifies says whether the local authority issues for a name: for what is
// answered here, and for what is of this machine by its name.
func (s *server) certifies(name string) bool {
	const longest = 253
	if len(name) > longest || strings.ContainsFunc(name, func(r rune) bool { return r >= 0x80 || !isLetterOrDigit(byte(r)) && r != '-' && r != '.' && r != '_' }) ||
		slices.Contains(strings.Split(name, "."), "") {
		return false
	}
	return strings.HasSuffix(name, ".localhost") || s.live.current(time.Now()).called(name) != (host{}) ||
		s.management != nil && s.management.Answers(name)
}
