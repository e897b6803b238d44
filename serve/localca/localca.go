// Package localca issues certificates for names of this machine. Its authority
// is kept in two files, so that a person can let browsers and clients trust it
// once: the certificate, for everybody to read, and the key, for nobody else.
package localca

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"sync"
	"time"
)

const (
	authorityLife = 10 * 365 * 24 * time.Hour

	// leafLife is short enough for all browsers. A running server issues anew.
	leafLife = 90 * 24 * time.Hour

	// renewal is how long before its end a certificate is issued anew.
	renewal = 24 * time.Hour

	// skew is how far behind a client's clock may be.
	skew = time.Hour

	// maxLeaves bounds the certificates that are kept. Clients choose names.
	maxLeaves = 512
)

// An Authority issues certificates. It may be used concurrently.
type Authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
	leafKey     *ecdsa.PrivateKey // of all leaves; never written

	mu     sync.Mutex
	leaves map[string]*tls.Certificate // by name or address
}

// New makes an authority that is kept nowhere.
func New() (*Authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	number, err := serialNumber()
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber:          number,
		Subject:               pkix.Name{CommonName: "gatehouse local CA " + number.Text(16)[:8]},
		NotBefore:             time.Now().Add(-skew),
		NotAfter:              time.Now().Add(authorityLife),
		IsCA:                  true,
		MaxPathLenZero:        true, // issues leaves only
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return nil, err
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	return newAuthority(certificate, key)
}

func newAuthority(certificate *x509.Certificate, key *ecdsa.PrivateKey) (*Authority, error) {
	leafKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	return &Authority{certificate: certificate, key: key, leafKey: leafKey, leaves: make(map[string]*tls.Certificate)}, nil
}

// serialNumber is a random number of 127 bits, whose first digits are not 0.
func serialNumber() (*big.Int, error) {
	limit := new(big.Int).Lsh(big.NewInt(1), 126)
	number, err := rand.Int(rand.Reader, limit)
	if err != nil {
		return nil, err
	}
	return number.Add(number, limit), nil
}

// Pool is the authority alone, for whom it shall be trusted by.
func (a *Authority) Pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.certificate)
	return pool
}

// AddTo lets a pool trust the authority.
func (a *Authority) AddTo(pool *x509.CertPool) { pool.AddCert(a.certificate) }

// ForName returns a certificate for one host name.
func (a *Authority) ForName(name string) (*tls.Certificate, error) {
	return a.leaf(name, []string{name}, nil)
}

// ForAddress returns a certificate for those who name no host: for an address
// of this machine, which may be nil, the loopback addresses, and names.
func (a *Authority) ForAddress(address net.IP, names ...string) (*tls.Certificate, error) {
	addresses := []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback}
	if address != nil && !address.IsLoopback() {
		addresses = append(addresses, address)
	}
	return a.leaf(address.String(), names, addresses)
}

func (a *Authority) leaf(key string, names []string, addresses []net.IP) (*tls.Certificate, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := time.Now()
	if leaf := a.leaves[key]; leaf != nil && now.Before(leaf.Leaf.NotAfter.Add(-renewal)) {
		return leaf, nil
	}
	leaf, err := a.issue(now, names, addresses)
	if err != nil {
		return nil, err
	}
	if len(a.leaves) >= maxLeaves {
		clear(a.leaves)
	}
	a.leaves[key] = leaf
	return leaf, nil
}

func (a *Authority) issue(now time.Time, names []string, addresses []net.IP) (*tls.Certificate, error) {
	number, err := serialNumber()
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: number,
		NotBefore:    now.Add(-skew),
		NotAfter:     now.Add(leafLife),
		DNSNames:     names,
		IPAddresses:  addresses,
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if len(names) > 0 && len(names[0]) <= 64 { // as X.520 limits it
		template.Subject.CommonName = names[0]
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, &a.leafKey.PublicKey, a.key)
	if err != nil {
		return nil, err
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, err
	}
	return &tls.Certificate{Certificate: [][]byte{der}, PrivateKey: a.leafKey, Leaf: leaf}, nil
}
