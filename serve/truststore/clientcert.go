package truststore

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"slices"

	"gatehouse/serve/contextvars"
)

// ClientCert is what the variables of $context say about a client's
// certificate.
func ClientCert(c *x509.Certificate) *contextvars.ClientCert {
	const date = "Jan _2 15:04:05 2006 GMT" // doc
	return &contextvars.ClientCert{
		PEM:          string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})),
		SubjectDN:    nameText(c.RawSubject),
		IssuerDN:     nameText(c.RawIssuer),
		SerialNumber: serialText(c.SerialNumber),
		NotBefore:    c.NotBefore.UTC().Format(date),
		NotAfter:     c.NotAfter.UTC().Format(date),
	}
}

// nameText is a distinguished name in the form of RFC 2253, but in the order
// of the certificate, which RFC 2253 turns round: C=US,O=Example,CN=client (doc:
// AWS Compute Blog, "Introducing mutual TLS authentication for Amazon API
// Gateway"; guess for names that must be escaped and attributes that have no
// short name).
func nameText(raw []byte) string {
	var name pkix.RDNSequence
	if _, err := asn1.Unmarshal(raw, &name); err != nil {
		return "" // x509 has parsed it before
	}
	slices.Reverse(name) // String begins at the end
	return name.String()
}

// serialText is a serial number byte by byte, in hexadecimal: 0a:1b (doc). The
// serial number 1 is 1 (doc: the same blog; guess for the others of one digit).
func serialText(n *big.Int) string {
	bytes := n.Bytes()
	if len(bytes) == 0 || len(bytes) == 1 && bytes[0] < 16 {
		return n.Text(16)
	}
	const digits = "0123456789abcdef"
	text := make([]byte, 0, 3*len(bytes))
	for i, b := range bytes {
		if i > 0 {
			text = append(text, ':')
		}
		text = append(text, digits[b>>4], digits[b&15])
	}
	return string(text)
}
