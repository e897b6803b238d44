package authorizer

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

const (
	// fetchTimeout is the time for each of the two documents of an issuer,
	// from the look-up of its name to the last byte (doc).
	fetchTimeout = 1500 * time.Millisecond

	// maxDocument is the size in bytes of the biggest JWK Set (doc) and, it
	// seems, of the biggest discovery document (guess).
	maxDocument = 150_000

	// maxRedirects is how many redirections are followed for a document.
	// (guess)
	maxRedirects = 3
)

// newClient makes the client for issuers. It keeps no connections, since it is
// used every two hours, has no cookies, and ignores proxies: it connects to what
// the authorizer names.
func newClient(roots *x509.CertPool) *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			DialContext:            dial,
			TLSClientConfig:        &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
			DisableKeepAlives:      true,
			DisableCompression:     true,
			MaxResponseHeaderBytes: 64 << 10,
		},
	}
}

// dial connects to an address. localhost and the names below it are this
// machine, whatever a name server says (RFC 6761, section 6.3).
func dial(ctx context.Context, network, address string) (net.Conn, error) {
	var dialer net.Dialer
	host, port, err := net.SplitHostPort(address)
	if err != nil || !isLocalName(host) {
		return dialer.DialContext(ctx, network, address)
	}
	conn, err := dialer.DialContext(ctx, network, net.JoinHostPort("127.0.0.1", port))
	if err != nil {
		if conn, err6 := dialer.DialContext(ctx, network, net.JoinHostPort("::1", port)); err6 == nil {
			return conn, nil
		}
	}
	return conn, err
}

// fetchKeys asks an issuer for its keys: the discovery document says where they
// are (OpenID Connect Discovery 1.0, section 4). Where else they might be is
// never guessed. The document's own issuer is not compared (guess). The error is
// a *keyError.
func fetchKeys(ctx context.Context, client *http.Client, issuer string) (*keySet, error) {
	place, err := url.Parse(issuer + "/.well-known/openid-configuration")
	if err != nil {
		return nil, asKeyError(noDiscovery, err)
	}
	f := fetcher{client: *client, local: isLoopback(place.Hostname())}
	f.client.CheckRedirect = f.checkRedirect
	text, err := f.get(ctx, place)
	if err != nil {
		return nil, asKeyError(noDiscovery, err)
	}
	var document struct {
		JWKS string `json:"jwks_uri"`
	}
	if err := json.Unmarshal(text, &document); err != nil {
		return nil, asKeyError(noDiscovery, fmt.Errorf("%s: %w", place, err))
	}
	if document.JWKS == "" {
		return nil, asKeyError(noDiscovery, fmt.Errorf("%s has no jwks_uri", place))
	}
	place, err = url.Parse(document.JWKS)
	if err != nil {
		return nil, asKeyError(noKeys, err)
	}
	if text, err = f.get(ctx, place); err != nil {
		return nil, asKeyError(noKeys, err)
	}
	keys, err := parseJWKS(text)
	if err != nil {
		return nil, asKeyError(noKeys, fmt.Errorf("%s: %w", place, err))
	}
	keys.origin = place.String()
	return keys, nil
}

// A fetcher gets the documents of one issuer.
type fetcher struct {
	client http.Client
	local  bool // the issuer is on this machine
}

// get gets a document.
func (f *fetcher) get(ctx context.Context, place *url.URL) ([]byte, error) {
	if err := f.check(place); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, fetchTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, place.String(), nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", "gatehouse")
	response, err := f.client.Do(request)
	if err != nil {
		return nil, inTime(ctx, place, err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answers %d instead of 200", place, response.StatusCode)
	}
	text, err := io.ReadAll(io.LimitReader(response.Body, maxDocument+1))
	switch {
	case err != nil:
		return nil, inTime(ctx, place, fmt.Errorf("%s: %w", place, err))
	case len(text) > maxDocument:
		return nil, fmt.Errorf("%s is longer than %d bytes", place, maxDocument)
	}
	return text, nil
}

// inTime says that an error is due to the time-out, if it is.
func inTime(ctx context.Context, place *url.URL, err error) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("%s did not answer within %d ms", place, fetchTimeout.Milliseconds())
	}
	return err
}

// check refuses places that an issuer must not lead to: plain HTTP beyond this
// machine, and this machine from beyond it.
func (f *fetcher) check(place *url.URL) error {
	loopback := isLoopback(place.Hostname())
	switch {
	case place.Hostname() == "" || place.Scheme != "https" && place.Scheme != "http":
		return fmt.Errorf("%q is no https URL", place)
	case place.Scheme == "http" && !loopback:
		return fmt.Errorf("%s: issuers must use https; http is for issuers on localhost", place)
	case loopback && !f.local:
		return fmt.Errorf("%s is on this machine, the issuer is not", place)
	}
	return nil
}

// checkRedirect is the client's CheckRedirect.
func (f *fetcher) checkRedirect(request *http.Request, via []*http.Request) error {
	if len(via) > maxRedirects {
		return fmt.Errorf("more than %d redirections", maxRedirects)
	}
	if via[len(via)-1].URL.Scheme == "https" && request.URL.Scheme != "https" {
		return fmt.Errorf("redirection from https to %s", request.URL)
	}
	return f.check(request.URL)
}

// isLoopback reports whether a host, without port and brackets, is this
// machine: localhost, a name below it, 127.0.0.0/8 or ::1.
func isLoopback(host string) bool {
	if isLocalName(host) {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}

func isLocalName(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}
