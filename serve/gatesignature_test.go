package serve

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/signer/v4"

	"gatehouse/serve/authorizer"
)

// TestSignatureGate holds what a route with AWS_IAM answers to requests that
// the SDK's signer has signed.
func TestSignatureGate(t *testing.T) {
	backend := newEcho(t, nil)
	a := (&account{}).route("ANY /pets", backend.URL+"/x")
	a.last().AuthorizationType = new("AWS_IAM")
	a.integration().RequestParameters = entries("overwrite:header.x-caller",
		"${context.identity.accountId} ${context.identity.user} ${context.identity.caller} ${context.identity.userArn}")
	a.route("GET /open", backend.URL+"/x")
	key := authorizer.Key{AccessKey: "AKIDLOCAL", SecretKey: "hush-hush", ARN: "arn:aws:iam::210987654321:user/alice"}
	s := start(t, a.catalog(), func(c *Config) { c.IAMKeys = []authorizer.Key{key, {AccessKey: "AKIDROOT", SecretKey: "quiet"}} })
	good := aws.Credentials{AccessKeyID: key.AccessKey, SecretAccessKey: key.SecretKey}
	tests := []struct {
		name        string
		credentials aws.Credentials // without any, unsigned
		change      func(*signing)
		status      int
		note        string
	}{
		{"signed", good, nil, 200, ""},
		{"with a body", good, func(s *signing) { s.method, s.body = "POST", `{"name":"rex"}` }, 200, ""},
		{"with a body of undeclared length", good, func(s *signing) { s.method, s.body, s.chunked = "POST", `{"name":"rex"}`, true }, 200, ""},
		{"with a session token", aws.Credentials{AccessKeyID: key.AccessKey, SecretAccessKey: key.SecretKey, SessionToken: "session"}, nil, 200, ""},
		{"by URL", good, func(s *signing) { s.presigned = true }, 200, ""},
		{"with a query", good, func(s *signing) { s.query = "b=2&a=%20x" }, 200, ""},
		{"unsigned", aws.Credentials{}, nil, 403, "the request has no AWS signature of version 4"},
		{"with a token", aws.Credentials{}, func(s *signing) { s.after = func(r *http.Request) { r.Header.Set("Authorization", "Bearer a.b.c") } }, 403, "the request has no AWS signature of version 4"},
		{"with another secret", aws.Credentials{AccessKeyID: key.AccessKey, SecretAccessKey: "loud"}, nil, 403, `the request's signature is not the one made with the secret key of "AKIDLOCAL"`},
		{"with the secret of another key", aws.Credentials{AccessKeyID: "AKIDROOT", SecretAccessKey: key.SecretKey}, nil, 403, `secret key of "AKIDROOT"`},
		{"with an unknown key", aws.Credentials{AccessKeyID: "AKIDOTHER", SecretAccessKey: key.SecretKey}, nil, 403, `the access key "AKIDOTHER", which is none of those that the server was given`},
		{"for another region", good, func(s *signing) { s.region = "eu-west-1" }, 403, `signed for the region "eu-west-1", the API is in "us-east-1"`},
		{"for another service", good, func(s *signing) { s.service = "apigateway" }, 403, `signed for the service "apigateway"`},
		{"an hour ago", good, func(s *signing) { s.at = s.at.Add(-time.Hour) }, 403, "the signature was made at"},
		{"with another body", good, func(s *signing) {
			s.method, s.body = "POST", `{"name":"rex"}`
			s.after = func(r *http.Request) { r.Body, r.ContentLength = io.NopCloser(strings.NewReader(`{"name":"tom"}`)), 14 }
		}, 403, "the request's signature is not the one"},
		{"for another path", good, func(s *signing) { s.after = func(r *http.Request) { r.URL.Path = "/pets/" } }, 403, "the request's signature is not the one"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			sign := signing{method: "GET", path: "/pets", service: "execute-api", region: "us-east-1", at: time.Now()}
			if test.change != nil {
				test.change(&sign)
			}
			before := backend.count()
			status, body := s.sendSigned(t, test.credentials, sign)
			called := backend.count() - before
			switch {
			case status != test.status:
				t.Fatalf("answered %d %q, want %d", status, body, test.status)
			case status == 403 && (body != `{"message":"Forbidden"}` || called != 0):
				t.Errorf("answered %d %q, and the integration was called %d times", status, body, called)
			case status == 200:
				got := backend.last(t)
				if field, ok := got.header["Authorization"]; ok {
					t.Errorf("the signature was passed on: %q", field)
				}
				if caller := got.header.Get("X-Caller"); !strings.HasPrefix(caller, "210987654321 AIDA") || !strings.HasSuffix(caller, " "+key.ARN) {
					t.Errorf("the integration got the caller %q", caller)
				}
				if got.body != sign.body {
					t.Errorf("the integration got the body %q, want %q", got.body, sign.body)
				}
			}
		})
	}
	t.Run("another route keeps the Authorization", func(t *testing.T) {
		sign := signing{method: "GET", path: "/open", service: "execute-api", region: "us-east-1", at: time.Now()}
		if status, body := s.sendSigned(t, good, sign); status != 200 || backend.last(t).header.Get("Authorization") == "" {
			t.Errorf("answered %d %q; the integration got %q", status, body, backend.last(t).header)
		}
	})
	s.stop()
	log := s.out.String()
	for _, test := range tests {
		if !strings.Contains(log, test.note) {
			t.Errorf("%s: the log does not say %q: %s", test.name, test.note, log)
		}
	}
	for _, secret := range []string{"hush-hush", "quiet", "loud"} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds a secret key: %s", log)
		}
	}
}

// A body that is too long, or does not come to its end, is refused before its
// signature is looked at.
func TestSignatureGateBodies(t *testing.T) {
	backend := newEcho(t, nil)
	a := (&account{}).route("POST /pets", backend.URL)
	a.last().AuthorizationType = new("AWS_IAM")
	s := start(t, a.catalog(), func(c *Config) { c.IAMKeys = []authorizer.Key{{AccessKey: "AKID", SecretKey: "s"}} })
	chunk := "100000\r\n" + strings.Repeat("x", 1<<20) + "\r\n"
	if got := s.send(t, "POST /pets HTTP/1.1\nTransfer-Encoding: chunked\n\n"+strings.Repeat(chunk, 11)+"0\r\n\r\n"); got.status != 413 {
		t.Errorf("a body over the limit is answered %d", got.status)
	}
	if got := s.send(t, "POST /pets HTTP/1.1\nTransfer-Encoding: chunked\n\nnonsense\r\n\r\n"); got.status != 400 {
		t.Errorf("a body that is none is answered %d", got.status)
	}
	if n := backend.count(); n != 0 {
		t.Errorf("%d requests reached the backend", n)
	}
}

// A signing is a request to be signed.
type signing struct {
	method, path, query, body string
	service, region           string
	chunked, presigned        bool
	at                        time.Time
	after                     func(*http.Request) // changes what was signed
}

// sendSigned signs a request with the SDK's signer, unless there are no
// credentials, and sends it.
func (r *running) sendSigned(t *testing.T, credentials aws.Credentials, s signing) (status int, body string) {
	t.Helper()
	req, err := http.NewRequest(s.method, "http://"+r.address+s.path+"?"+s.query, strings.NewReader(s.body))
	if err != nil {
		t.Fatal(err)
	}
	req.Host = testAPI + ".execute-api.us-east-1.localhost:" + r.local.Port
	if s.chunked {
		req.ContentLength = -1
	}
	sum := sha256.Sum256([]byte(s.body))
	hash := hex.EncodeToString(sum[:])
	signer := v4.NewSigner()
	switch {
	case credentials.AccessKeyID == "":
	case s.presigned:
		u, _, err := signer.PresignHTTP(context.Background(), credentials, req, hash, s.service, s.region, s.at)
		if err != nil {
			t.Fatal(err)
		}
		if req.URL, err = req.URL.Parse(u); err != nil {
			t.Fatal(err)
		}
		req.URL.Host = r.address
	default:
		if err := signer.SignHTTP(context.Background(), credentials, req, hash, s.service, s.region, s.at); err != nil {
			t.Fatal(err)
		}
	}
	if s.after != nil {
		s.after(req)
	}
	transport := &http.Transport{DisableKeepAlives: true}
	resp, err := transport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}
