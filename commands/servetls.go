package commands

import (
	"strings"

	"gatehouse/serve"
)

// tlsConfig is what the flags for TLS say; nil is plain HTTP.
func (o *serveOptions) tlsConfig() (*serve.TLS, error) {
	if (o.tlsCertificate == "") != (o.tlsKey == "") {
		return nil, usageErrorf("--tls-cert and --tls-key go together: give both, or --tls alone for a certificate of gatehouse's own")
	}
	if !o.tls && o.tlsCertificate == "" {
		if len(o.truststores) > 0 {
			return nil, usageErrorf("--truststore needs --tls: only clients that speak TLS show certificates")
		}
		return nil, nil
	}
	config := &serve.TLS{Certificate: o.tlsCertificate, Key: o.tlsKey}
	for _, text := range o.truststores {
		domain, file, _ := strings.Cut(text, "=")
		domain = strings.ToLower(domain)
		switch {
		case domain == "" || file == "":
			return nil, usageErrorf("argument --truststore: %q is no DOMAIN=FILE", text)
		case config.Truststores[domain] != "":
			return nil, usageErrorf("argument --truststore: the domain name %s is given twice", domain)
		}
		if config.Truststores == nil {
			config.Truststores = make(map[string]string)
		}
		config.Truststores[domain] = file
	}
	return config, nil
}
