package endpoint

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
)

// errTunnel says that a proxy refused to connect to the endpoint.
var errTunnel = errors.New("the proxy refused the connection")

// checkTunnel refuses all answers to CONNECT but success.
func checkTunnel(_ context.Context, _ *url.URL, _ *http.Request, resp *http.Response) error {
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%w: %s", errTunnel, resp.Status)
	}
	return nil
}

// explain says in the AWS CLI's words why there was no whole answer.
func (c *Client) explain(ctx context.Context, u *url.URL, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	_, dialing := errors.AsType[dialError](err)
	text := ""
	switch {
	case errors.Is(err, errTunnel) || dialing && c.proxy != nil:
		text = fmt.Sprintf("Failed to connect to proxy URL: %q", masked(c.proxy))
	case dialing && isTimeout(err):
		text = fmt.Sprintf("Connect timeout on endpoint URL: %q", u)
	case dialing:
		text = fmt.Sprintf("Could not connect to the endpoint URL: %q", u)
	case isTimeout(err):
		text = fmt.Sprintf("Read timeout on endpoint URL: %q", u)
	default:
		if reason := tlsReason(err); reason != "" {
			text = "SSL validation failed for " + u.String() + " " + reason
			break
		}
		text = fmt.Sprintf("Connection was closed before we received a valid response from endpoint URL: %q.", u)
	}
	return &ConnectionError{Text: text, Err: err}
}

func isTimeout(err error) bool {
	timeout, ok := errors.AsType[net.Error](err)
	return ok && timeout.Timeout()
}

// tlsReason says why a server was not trusted, in OpenSSL's words where they
// are known; "" if the error is of another kind. Python's place in its own
// source, which stands behind, is left out.
func tlsReason(err error) string {
	const failed = "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: "
	if e, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		if e.Cert != nil && string(e.Cert.RawIssuer) == string(e.Cert.RawSubject) {
			return failed + "self-signed certificate"
		}
		return failed + "unable to get local issuer certificate"
	}
	if e, ok := errors.AsType[x509.HostnameError](err); ok {
		kind := "Hostname"
		if net.ParseIP(strings.Trim(e.Host, "[]")) != nil {
			kind = "IP address"
		}
		return failed + kind + " mismatch, certificate is not valid for '" + e.Host + "'."
	}
	if e, ok := errors.AsType[x509.CertificateInvalidError](err); ok && e.Reason == x509.Expired {
		return failed + "certificate has expired"
	}
	if e, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return failed + e.Err.Error()
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return "[SSL: WRONG_VERSION_NUMBER] wrong version number"
	}
	if alert, ok := errors.AsType[tls.AlertError](err); ok {
		return "[SSL] " + alert.Error()
	}
	if strings.Contains(err.Error(), "server gave HTTP response to HTTPS client") {
		return "[SSL: WRONG_VERSION_NUMBER] wrong version number"
	}
	return ""
}

// errnoText returns what Python says of a system call's error.
func errnoText(err error) string {
	errno, ok := errors.AsType[syscall.Errno](err)
	if !ok {
		return err.Error()
	}
	text := errno.Error()
	return fmt.Sprintf("[Errno %d] %s", int(errno), strings.ToUpper(text[:1])+text[1:])
}
