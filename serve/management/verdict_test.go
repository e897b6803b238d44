package management

import (
	"net"
	"net/http/httptest"
	"strings"
	"testing"

	"gatehouse/serve/hostname"
)

func TestJudge(t *testing.T) {
	apigateway := signature("apigateway", "eu-west-1")
	accepted := Verdict{Accepted, "apigateway", "eu-west-1"}
	tests := []struct {
		name   string
		host   string
		header []string // names and values
		want   Verdict
	}{
		{"signed for apigateway on loopback", "127.0.0.1:8080", []string{"Authorization", apigateway}, accepted},
		{"signed for sts", "localhost:8080", []string{"Authorization", signature("sts", "us-east-1")}, Verdict{Accepted, "sts", "us-east-1"}},
		{"no signature", "127.0.0.1:8080", nil, Verdict{Reason: Unsigned}},
		{"a bearer token", "127.0.0.1:8080", []string{"Authorization", "Bearer apigateway/aws4_request"}, Verdict{Reason: Unsigned}},
		{"two Authorization fields", "127.0.0.1:8080", []string{"Authorization", apigateway, "Authorization", apigateway}, Verdict{Reason: Unsigned}},
		{"signed for a route with IAM authorization", "127.0.0.1:8080", []string{"Authorization", signature("execute-api", "us-east-1")}, Verdict{ForAPI, "execute-api", "us-east-1"}},
		{"signed for apigateway, to an API's own host", "abc.execute-api.us-east-1.localhost:8080", []string{"Authorization", apigateway}, Verdict{HostOfAPI, "apigateway", "eu-west-1"}},
		{"signed for lambda", "127.0.0.1:8080", []string{"Authorization", signature("lambda", "us-east-1")}, Verdict{OtherService, "lambda", "us-east-1"}},
		{"signed for lambda from a page elsewhere", "evil.example", []string{"Authorization", signature("lambda", "us-east-1"), "Origin", "https://evil.example"}, Verdict{OtherService, "lambda", "us-east-1"}},
		{"with an Origin", "127.0.0.1:8080", []string{"Authorization", apigateway, "Origin", "https://evil.example"}, Verdict{FromBrowser, "apigateway", "eu-west-1"}},
		{"with the Origin of this server", "127.0.0.1:8080", []string{"Authorization", apigateway, "Origin", "http://127.0.0.1:8080"}, Verdict{FromBrowser, "apigateway", "eu-west-1"}},
		{"with an empty Origin", "127.0.0.1:8080", []string{"Authorization", apigateway, "Origin", ""}, Verdict{FromBrowser, "apigateway", "eu-west-1"}},
		{"a page's GET to its own origin", "127.0.0.1:8080", []string{"Authorization", apigateway, "Sec-Fetch-Site", "same-origin"}, Verdict{FromBrowser, "apigateway", "eu-west-1"}},
		{"a foreign host", "rebound.example:8080", []string{"Authorization", apigateway}, Verdict{ForeignHost, "apigateway", "eu-west-1"}},
		{"a foreign host that begins as loopback", "127.0.0.1.evil.example", []string{"Authorization", apigateway}, Verdict{ForeignHost, "apigateway", "eu-west-1"}},
		{"a region that is none", "localhost", []string{"Authorization", signature("apigateway", "eu west\u00a01")}, Verdict{Reason: Unsigned}},
		{"a region with a dot", "localhost", []string{"Authorization", signature("apigateway", "..")}, Verdict{InvalidRegion, "apigateway", ".."}},
		{"no region", "localhost", []string{"Authorization", signature("apigateway", "")}, Verdict{InvalidRegion, "apigateway", ""}},
	}
	h := New(Config{Listeners: []net.Addr{&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}}})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest("GET", "/v2/apis", nil)
			r.Host = tt.host
			for i := 0; i < len(tt.header); i += 2 {
				r.Header.Add(tt.header[i], tt.header[i+1])
			}
			got := h.Judge(r)
			if got != tt.want {
				t.Errorf("Judge = %+v, want %+v", got, tt.want)
			}
			if want := tt.want.Reason >= Accepted; got.Management() != want {
				t.Errorf("Management() = %v, want %v", got.Management(), want)
			}
		})
	}
}

func TestEveryReasonHasItsWords(t *testing.T) {
	seen := map[string]Reason{}
	for r := Unsigned; r <= InvalidRegion; r++ {
		if other, ok := seen[r.String()]; ok {
			t.Errorf("reasons %d and %d say the same: %s", other, r, r)
		}
		seen[r.String()] = r
	}
}

func TestParseScope(t *testing.T) {
	tests := []struct {
		name, field, region, service string
		ok                           bool
	}{
		{"as the SDKs write it", signature("apigateway", "us-east-1"), "us-east-1", "apigateway", true},
		{"without blanks after the commas", "AWS4-HMAC-SHA256 Credential=A/20260102/r/s/aws4_request,SignedHeaders=host,Signature=0", "r", "s", true},
		{"the credential last", "AWS4-HMAC-SHA256 Signature=0, Credential=A/20260102/r/s/aws4_request", "r", "s", true},
		{"slashes in the key", "AWS4-HMAC-SHA256 Credential=a/b/c/20260102/r/s/aws4_request, Signature=0", "r", "s", true},
		{"an empty field", "", "", "", false},
		{"only the scheme", "AWS4-HMAC-SHA256 ", "", "", false},
		{"another scheme", "AWS4-ECDSA-P256-SHA256 Credential=A/20260102/r/s/aws4_request", "", "", false},
		{"no terminator", "AWS4-HMAC-SHA256 Credential=A/20260102/r/s, Signature=0", "", "", false},
		{"no service", "AWS4-HMAC-SHA256 Credential=A/20260102/r//aws4_request, Signature=0", "", "", false},
		{"no key", "AWS4-HMAC-SHA256 Credential=20260102/r/s/aws4_request, Signature=0", "", "", false},
		{"no date", "AWS4-HMAC-SHA256 Credential=r/s/aws4_request, Signature=0", "", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			region, service, ok := parseScope(tt.field)
			if region != tt.region || service != tt.service || ok != tt.ok {
				t.Errorf("parseScope(%q) = %q, %q, %v, want %q, %q, %v", tt.field, region, service, ok, tt.region, tt.service, tt.ok)
			}
		})
	}
}

func FuzzParseScope(f *testing.F) {
	f.Add(signature("apigateway", "us-east-1"))
	f.Add("AWS4-HMAC-SHA256 Credential=////aws4_request")
	f.Fuzz(func(t *testing.T, field string) {
		region, service, ok := parseScope(field)
		if !ok {
			if region != "" || service != "" {
				t.Errorf("parseScope(%q) refuses, and returns %q, %q", field, region, service)
			}
			return
		}
		if scope := "/" + region + "/" + service + "/aws4_request"; !strings.Contains(field, scope) {
			t.Errorf("parseScope(%q) = %q, %q, which the field has not", field, region, service)
		}
		if strings.Contains(region+service, "/") {
			t.Errorf("parseScope(%q) = %q, %q, with a slash", field, region, service)
		}
	})
}

func TestHostsThatMayCall(t *testing.T) {
	tcp := func(ip string) net.Addr { return &net.TCPAddr{IP: net.ParseIP(ip), Port: 8080} }
	loopback := []net.Addr{tcp("127.0.0.1"), tcp("::1")}
	tests := []struct {
		name      string
		host      string
		listeners []net.Addr
		want      bool
	}{
		{"localhost", "localhost", loopback, true},
		{"localhost in capitals with a port and a dot", "LOCALHOST.:8080", loopback, true},
		{"an IPv4 address of loopback", "127.8.9.1:8080", loopback, true},
		{"the IPv6 address of loopback", "[::1]:8080", loopback, true},
		{"the IPv6 form of an IPv4 address", "[::ffff:127.0.0.1]", loopback, true},
		{"a name below localhost", "pages.localhost", loopback, false},
		{"another machine's address", "192.0.2.7", loopback, false},
		{"the unspecified address, to a loopback listener", "0.0.0.0:8080", loopback, false},
		{"the listener's own address", "192.0.2.7:8080", []net.Addr{tcp("192.0.2.7")}, true},
		{"not the listener's address", "192.0.2.8:8080", []net.Addr{tcp("192.0.2.7")}, false},
		{"any address to a listener on all", "192.0.2.8:8080", []net.Addr{tcp("0.0.0.0")}, true},
		{"any address to an IPv6 listener on all", "[2001:db8::1]:8080", []net.Addr{tcp("::")}, true},
		{"a name to a listener on all", "evil.example", []net.Addr{tcp("0.0.0.0")}, false},
		{"no host at all", "", loopback, false},
		{"the service's own host", "apigateway.us-east-1.amazonaws.com", loopback, true},
		{"in China", "apigateway.cn-north-1.amazonaws.com.cn:443", loopback, true},
		{"for FIPS", "apigateway-fips.us-east-1.amazonaws.com", loopback, true},
		{"dual stack", "apigateway.us-east-1.api.aws", loopback, true},
		{"of sts, global", "sts.amazonaws.com", loopback, true},
		{"of sts, regional", "sts.eu-west-1.amazonaws.com", loopback, true},
		{"another service's host", "lambda.us-east-1.amazonaws.com", loopback, false},
		{"an API whose identifier is the service's name", "apigateway.execute-api.us-east-1.amazonaws.com", loopback, false},
		{"the service's name without a region", "apigateway.amazonaws.com", loopback, false},
		{"the service's name under another domain", "apigateway.us-east-1.amazonaws.com.evil.example", loopback, false},
		{"a name that was allowed", "host.docker.internal:8080", loopback, true},
		{"in another case", "Host.Docker.Internal", loopback, true},
		{"below a name that was allowed", "x.host.docker.internal", loopback, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := newHosts([]string{"host.docker.INTERNAL:80", ""}, tt.listeners)
			if got := h.accept(hostname.Of(tt.host)); got != tt.want {
				t.Errorf("accept(%q) = %v, want %v", tt.host, got, tt.want)
			}
		})
	}
}

// Every request with an Authorization field is judged, those of the APIs too.
func TestJudgingDoesNotAllocate(t *testing.T) {
	h := New(Config{})
	r := httptest.NewRequest("GET", "/v2/apis/abcdefghij", nil)
	r.Host = "127.0.0.1:8080"
	for _, service := range []string{"apigateway", "execute-api"} {
		r.Header.Set("Authorization", signature(service, "us-east-1"))
		if allocs := testing.AllocsPerRun(100, func() { h.Judge(r) }); allocs != 0 {
			t.Errorf("Judge of a request signed for %s allocates %v times", service, allocs)
		}
	}
}
