// Package truststore verifies the certificates of clients, as API Gateway does
// for custom domain names with mutual TLS.
//
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-mutual-tls.html
package truststore

import (
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
)

// Limits of the certificates that are accepted (doc).
const (
	maxChain   = 4    // certificates, the client's and the authority's among them (guess: that both count)
	minRSABits = 2048 // of a key
	minECBits  = 256
)

// A Store is a truststore: the authorities whose certificates clients may
// show. It never changes.
type Store struct {
	pool *x509.CertPool
}

// Parse reads a bundle of certificates in PEM. Anything else in it is an error,
// as is a bundle without certificates.
func Parse(text []byte) (*Store, error) {
	s := &Store{pool: x509.NewCertPool()}
	n := 0
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			return nil, fmt.Errorf("there is a %s in it; it must have nothing but certificates", block.Type)
		}
		n++
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("its certificate %d cannot be read: %w", n, err)
		}
		s.pool.AddCert(certificate)
	}
	if n == 0 {
		return nil, errors.New("there is no certificate in it, as PEM")
	}
	return s, nil
}

// Pool are the authorities.
func (s *Store) Pool() *x509.CertPool { return s.pool }

// Verify says why the certificates that a client showed, its own first, are not
// accepted, or nil. Revocation is not looked at (doc). A chain may end at any
// certificate of the truststore (guess: AWS wants the whole chain in it).
func (s *Store) Verify(shown []*x509.Certificate) error {
	if len(shown) == 0 {
		return errors.New("the client showed no certificate")
	}
	options := x509.VerifyOptions{
		Roots:         s.pool,
		Intermediates: x509.NewCertPool(),
		KeyUsages:     []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	for _, certificate := range shown[1:] {
		options.Intermediates.AddCert(certificate)
	}
	chains, err := shown[0].Verify(options)
	if err != nil {
		return err
	}
	return Accepts(chains)
}

// Accepts says why none of the chains that were verified is one that the
// service accepts, or nil if one is.
func Accepts(chains [][]*x509.Certificate) error {
	err := errors.New("the client's certificate was not verified")
	for _, chain := range chains {
		if err = accepts(chain); err == nil {
			return nil
		}
	}
	return err
}

func accepts(chain []*x509.Certificate) error {
	if len(chain) > maxChain {
		return fmt.Errorf("the chain of the client's certificate has %d certificates; %d are the most", len(chain), maxChain)
	}
	for _, certificate := range chain {
		switch key := certificate.PublicKey.(type) {
		case *rsa.PublicKey:
			if bits := key.N.BitLen(); bits < minRSABits {
				return fmt.Errorf("the RSA key of %s has %d bits; %d are the least", certificate.Subject, bits, minRSABits)
			}
		case *ecdsa.PublicKey:
			if bits := key.Curve.Params().BitSize; bits < minECBits {
				return fmt.Errorf("the ECDSA key of %s has %d bits; %d are the least", certificate.Subject, bits, minECBits)
			}
		default:
			return fmt.Errorf("the key of %s is neither RSA nor ECDSA", certificate.Subject)
		}
	}
	return nil
}
