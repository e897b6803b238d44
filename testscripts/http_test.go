package testscripts

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/rogpeppe/go-internal/testscript"
)

// cmdHTTP sends one request, follows nothing, and prints the answer: the
// status line, the header fields sorted by name, an empty line and the body.
// A field "Host:name" sets the Host. "@FILE" is the body. -sign signs it for
// execute-api in us-east-1, at the time of scripts. Names of hosts lead to this
// machine; https trusts the local CA of the script's server.
func cmdHTTP(ts *testscript.TestScript, neg bool, args []string) {
	var credential string
	if len(args) > 2 && args[0] == "-sign" {
		credential, args = args[1], args[2:]
	}
	if len(args) < 2 {
		ts.Fatalf("usage: http [-sign ACCESS-KEY:SECRET] METHOD URL [Field:value...] [@FILE]")
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	body := ""
	for _, arg := range args[2:] {
		if file, ok := strings.CutPrefix(arg, "@"); ok {
			body = ts.ReadFile(file)
		}
	}
	req, err := http.NewRequestWithContext(ctx, args[0], args[1], strings.NewReader(body))
	ts.Check(err)
	for _, arg := range args[2:] {
		name, value, ok := strings.Cut(arg, ":")
		switch {
		case strings.HasPrefix(arg, "@"):
		case !ok:
			ts.Fatalf("http: %q is no header field", arg)
		case strings.EqualFold(name, "Host"):
			req.Host = value
		default:
			req.Header.Add(name, value)
		}
	}
	if accessKey, secretKey, ok := strings.Cut(credential, ":"); ok {
		hash := sha256.Sum256([]byte(body))
		ts.Check(v4.NewSigner().SignHTTP(ctx, aws.Credentials{AccessKeyID: accessKey, SecretAccessKey: secretKey}, req, hex.EncodeToString(hash[:]), "execute-api", "us-east-1", scriptTime))
	}
	transport := &http.Transport{DisableCompression: true, DisableKeepAlives: true, TLSClientConfig: trusting(ts)}
	transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if name, port, _ := net.SplitHostPort(address); net.ParseIP(name) == nil {
			address = net.JoinHostPort("127.0.0.1", port)
		}
		return new(net.Dialer).DialContext(ctx, network, address)
	}
	resp, err := transport.RoundTrip(req)
	if neg && err != nil {
		return
	}
	ts.Check(err)
	defer resp.Body.Close()
	if neg {
		ts.Fatalf("http: answered %s", resp.Status)
	}
	printResponse(ts, resp)
}

// trusting trusts the local CA of the script's server, if it has one, and no
// one else.
func trusting(ts *testscript.TestScript) *tls.Config {
	config := &tls.Config{RootCAs: x509.NewCertPool()}
	if text, err := os.ReadFile(ts.Getenv("GATEHOUSE_STATE") + ".ca.pem"); err == nil {
		config.RootCAs.AppendCertsFromPEM(text)
	}
	return config
}

func printResponse(ts *testscript.TestScript, resp *http.Response) {
	w := ts.Stdout()
	fmt.Fprintf(w, "%s %s\n", resp.Proto, resp.Status)
	var names []string
	for name := range resp.Header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range resp.Header[name] {
			fmt.Fprintf(w, "%s: %s\n", name, value)
		}
	}
	fmt.Fprintln(w)
	b, err := io.ReadAll(resp.Body)
	ts.Check(err)
	w.Write(b)
	if len(b) > 0 && b[len(b)-1] != '\n' {
		fmt.Fprintln(w)
	}
}

// cmdBackend starts a backend whose answers describe the request they answer.
// The request says what to answer: X-Status is the status, each field whose
// name begins with X-Reply ("Name: value") a header field.
func cmdBackend(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: backend NAME")
	}
	server := httptest.NewServer(http.HandlerFunc(describe))
	ts.Defer(server.Close)
	ts.Setenv(args[0], server.URL)
	ts.Setenv(args[0]+"_HOST", strings.TrimPrefix(server.URL, "http://"))
}

func describe(w http.ResponseWriter, r *http.Request) {
	var names []string
	for name := range r.Header {
		names = append(names, name)
	}
	slices.Sort(names)
	names = slices.DeleteFunc(names, func(name string) bool {
		if !strings.HasPrefix(name, "X-Reply") {
			return false
		}
		reply, value, _ := strings.Cut(r.Header.Get(name), ":")
		w.Header().Add(reply, strings.TrimSpace(value))
		return true
	})
	status := http.StatusOK
	if s, err := strconv.Atoi(r.Header.Get("X-Status")); err == nil {
		status = s
	}
	body, _ := io.ReadAll(r.Body)
	w.WriteHeader(status)
	fmt.Fprintf(w, "backend: %s %s\nhost: %s\n", r.Method, r.RequestURI, r.Host)
	for _, name := range names {
		fmt.Fprintf(w, "%s: %s\n", name, strings.Join(r.Header[name], " | "))
	}
	if len(body) > 0 {
		fmt.Fprintf(w, "body: %s\n", body)
	}
}
