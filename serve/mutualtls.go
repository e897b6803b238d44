package serve

import (
	"net/http"
	"strings"
	"time"

	"gatehouse/model"
)

// admit says whether a request may come to a custom domain name with mutual
// TLS; if not, it has been answered. Without TLS, and without a truststore,
// none may. It must come on a connection whose handshake was for this very
// domain name: a certificate that another name asked for, or none, does not
// count, whatever the Host field says. What AWS answers there is not known
// (guess: 421, which makes clients connect anew).
//
// If the truststore has changed since the handshake, the certificate is
// verified again, so that what is taken out of it counts at once.
func (s *server) admit(x *exchange, d *domain) bool {
	store, err := s.secured.truststore(d)
	raw := rawConnOf(x.r)
	switch {
	case err != nil:
		x.note = "clients of " + d.name + " must show a certificate, and none can be verified: " + err.Error()
	case x.r.TLS == nil || raw == nil:
		x.note = "clients of " + d.name + " must show a certificate: call it with https"
	case raw.domain != d.name || len(x.r.TLS.PeerCertificates) == 0:
		x.note = "the connection was made for another host, so the client showed no certificate for " + d.name + ": name that host in the URL, not in the Host field alone"
		x.w.Header().Set("Connection", "close")
		x.refuse(refusal{status: http.StatusMisdirectedRequest})
		return false
	case raw.store != store:
		if err := store.Verify(x.r.TLS.PeerCertificates); err != nil {
			x.note = "the truststore of " + d.name + " has changed: " + err.Error()
			break
		}
		return true
	default:
		return true
	}
	x.refuse(refusal{status: http.StatusForbidden})
	return false
}

// reportHandshake says in the log why a client of a domain name with mutual
// TLS was refused, and once what to do about clients that do not trust the
// server. Other handshakes fail for reasons of their clients' own.
func (s *server) reportHandshake(raw *rawConn, err error) {
	text := err.Error()
	if s.secured.published != "" && (strings.HasSuffix(text, "unknown certificate authority") || strings.HasSuffix(text, "unknown certificate") || strings.HasSuffix(text, "bad certificate")) && raw.domain == "" {
		s.secured.warnOnce("a client does not trust the certificate that it was shown: let it trust " + s.secured.published)
	}
	if raw.domain == "" || s.journal == nil {
		return
	}
	now := time.Now()
	if s.now != nil {
		now = s.now()
	}
	if s.jsonLog {
		s.journal.Add(append(model.AppendJSON(nil, model.NewDocument(
			model.Field{Name: "time", Value: now.UTC().Format("2006-01-02T15:04:05.000Z")},
			model.Field{Name: "event", Value: "handshake"},
			model.Field{Name: "domainName", Value: raw.domain},
			model.Field{Name: "problem", Value: string(appendPrintable(nil, text, 1000))},
		), 0), '\n'))
		return
	}
	line := new(clock).append(nil, now)
	line = appendText(append(line, "  refused in the handshake  "...), raw.domain)
	line = appendPrintable(append(line, "  "...), text, 1000)
	s.journal.Add(append(line, '\n'))
}
