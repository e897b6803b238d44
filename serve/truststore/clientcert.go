package truststore

import (
	"crypto/x509"
	"encoding/pem"
	"math/big"

	"gatehouse/serve/contextvars"
)

// ClientCert is what the variables of $context say about a client's
// certificate.
func ClientCert(c *x509.Certificate) *contextvars.ClientCert {
	const date = "Jan _2 15:04:05 2006 GMT" // doc
	return &contextvars.ClientCert{
		PEM:          string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})),
		SubjectDN:    c.Subject.String(), // RFC 2253, which the documentation's look like
		IssuerDN:     c.Issuer.String(),
		SerialNumber: serialText(c.SerialNumber),
		NotBefore:    c.NotBefore.UTC().Format(date),
		NotAfter:     c.NotAfter.UTC().Format(date),
	}
}

// serialText is a serial number byte by byte, in hexadecimal: 0a:1b (doc).
func serialText(n *big.Int) string {
	const digits = "0123456789abcdef"
	var text []byte
	for i, b := range n.Bytes() {
		if i > 0 {
			text = append(text, ':')
		}
		text = append(text, digits[b>>4], digits[b&15])
	}
	if text == nil {
		return "00"
	}
	return string(text)
}
