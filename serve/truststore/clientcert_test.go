package truststore

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"math/big"
	"testing"
)

// Names are in the order of the certificate, not in that of RFC 2253.
func TestClientCertNames(t *testing.T) {
	attribute := func(last int, value string) pkix.RelativeDistinguishedNameSET {
		return pkix.RelativeDistinguishedNameSET{{Type: asn1.ObjectIdentifier{2, 5, 4, last}, Value: value}}
	}
	raw, err := asn1.Marshal(pkix.RDNSequence{
		attribute(6, "US"), attribute(8, "Washington"), attribute(10, "Example, Inc."), attribute(11, "a"), attribute(11, "b"), attribute(3, "client"),
	})
	if err != nil {
		t.Fatal(err)
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{RawSubject: raw, SerialNumber: big.NewInt(1)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	got := ClientCert(certificate)
	const want = `C=US,ST=Washington,O=Example\, Inc.,OU=a,OU=b,CN=client`
	if got.SubjectDN != want || got.IssuerDN != want || got.SerialNumber != "1" {
		t.Errorf("subject %q, issuer %q, serial number %q; want %q and 1", got.SubjectDN, got.IssuerDN, got.SerialNumber, want)
	}
}

func TestSerialText(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 1: "1", 0x0a: "a", 0x10: "10", 0xa1b: "0a:1b", 0xa100ff: "a1:00:ff"} {
		if got := serialText(big.NewInt(n)); got != want {
			t.Errorf("serial number %d is %q, want %q", n, got, want)
		}
	}
}
