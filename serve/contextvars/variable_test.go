package contextvars

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// texts is a Lookup for tests.
type texts map[string]string

func (t texts) Text(name string) (string, bool) {
	text, ok := t[name]
	return text, ok
}

// full is a context in which every variable is set.
func full() *Context {
	return &Context{
		AccountID: "123456789012", APIID: "a1b2c3d4e5", Stage: "dev", RouteKey: "GET /pets/{id}",
		DomainName: "api.example.com", BasePath: "v1/pets",
		HTTPMethod: "GET", Path: "/dev/pets/7", Protocol: "HTTP/1.1",
		RequestID: "K2ZEDjwtIAMEcig=", RequestTime: time.Date(2026, 11, 22, 18, 0, 51, 789e6, time.FixedZone("CET", 3600)),
		SourceIP: "203.0.113.7", UserAgent: "curl/8.5.0",
		Authorizer: Authorizer{
			Error: "invalid_token: x", PrincipalID: "u1",
			Claims: texts{"sub": "s1", "a.b": "s2"}, Properties: texts{"tenant": "t1", "n": "1"},
		},
		Identity: Identity{
			AccountID: "i1", Caller: "i2", User: "i3", UserARN: "i4", PrincipalOrgID: "i5",
			CognitoAuthenticationProvider: "i6", CognitoAuthenticationType: "i7", CognitoIdentityID: "i8", CognitoIdentityPoolID: "i9",
		},
		ClientCert: &ClientCert{PEM: "c1", SubjectDN: "c2", IssuerDN: "c3", SerialNumber: "c4", NotBefore: "c5", NotAfter: "c6"},
		Integration: Integration{
			Called: true, Latency: 39 * time.Millisecond, Status: 401, ServiceStatus: 200,
			RequestID: "r1", RequestID2: "r2", Error: "e1",
		},
		Error:  Error{Message: `say "no"`, ResponseType: "ACCESS_DENIED"},
		Status: 403, ResponseLength: 47, ResponseLatency: 71*time.Millisecond + 999*time.Microsecond, DataProcessed: 1234,
	}
}

func TestVariables(t *testing.T) {
	want := map[string]string{
		"accountId": "123456789012", "apiId": "a1b2c3d4e5",
		"authorizer.claims.sub": "s1", "authorizer.claims.a.b": "s2", "authorizer.claims.none": "", "authorizer.claims": "",
		"authorizer.error": "invalid_token: x", "authorizer.principalId": "u1", "authorizer.tenant": "t1", "authorizer.n": "1", "authorizer.": "",
		"awsEndpointRequestId": "r1", "awsEndpointRequestId2": "r2",
		"customDomain.basePathMatched": "v1/pets", "dataProcessed": "1234", "domainName": "api.example.com", "domainPrefix": "api",
		"error.message": `say "no"`, "error.messageString": `"say \"no\""`, "error.responseType": "ACCESS_DENIED",
		"extendedRequestId": "K2ZEDjwtIAMEcig=", "httpMethod": "GET",
		"identity.accountId": "i1", "identity.caller": "i2", "identity.user": "i3", "identity.userArn": "i4", "identity.principalOrgId": "i5",
		"identity.cognitoAuthenticationProvider": "i6", "identity.cognitoAuthenticationType": "i7",
		"identity.cognitoIdentityId": "i8", "identity.cognitoIdentityPoolId": "i9",
		"identity.sourceIp": "203.0.113.7", "identity.userAgent": "curl/8.5.0",
		"identity.clientCert.clientCertPem": "c1", "identity.clientCert.subjectDN": "c2", "identity.clientCert.issuerDN": "c3",
		"identity.clientCert.serialNumber": "c4", "identity.clientCert.validity.notBefore": "c5", "identity.clientCert.validity.notAfter": "c6",
		"integration.error": "e1", "integration.integrationStatus": "200", "integration.latency": "39", "integration.requestId": "r1", "integration.status": "401",
		"integrationErrorMessage": "e1", "integrationLatency": "39", "integrationStatus": "200",
		"path": "/dev/pets/7", "protocol": "HTTP/1.1", "requestId": "K2ZEDjwtIAMEcig=",
		"requestTime": "22/Nov/2026:17:00:51 +0000", "requestTimeEpoch": "1795366851789",
		"responseLatency": "71", "responseLength": "47", "routeKey": "GET /pets/{id}", "stage": "dev", "status": "403",
		"resourcePath": "", "": "", "ACCOUNTID": "",
	}
	for i := range table {
		if _, ok := want[table[i].name]; !ok {
			t.Errorf("no test of $context.%s", table[i].name)
		}
		if (table[i].text == nil) == (table[i].append == nil) {
			t.Errorf("$context.%s must have one of its functions", table[i].name)
		}
	}
	for name, value := range want {
		text, ok := Parse(name).Text(full())
		if text != value || ok != (value != "") {
			t.Errorf("Parse(%q).Text = %q, %v, want %q", name, text, ok, value)
		}
		if got := string(Parse(name).Append([]byte("x"), full())); got != "x"+value {
			t.Errorf("Parse(%q).Append = %q, want %q", name, got, "x"+value)
		}
		if text, ok := Parse(name).Text(&Context{}); ok {
			t.Errorf("Parse(%q).Text of nothing = %q, true", name, text)
		}
	}
}

func TestStatusOfAnHTTPIntegrationCountsTwice(t *testing.T) {
	c := &Context{Integration: Integration{Called: true, Status: 204}}
	for _, name := range []string{"integrationStatus", "integration.integrationStatus", "integration.status"} {
		if got, _ := Parse(name).Text(c); got != "204" {
			t.Errorf("$context.%s = %q, want 204", name, got)
		}
	}
	if got, ok := Parse("integrationLatency").Text(c); got != "0" || !ok {
		t.Errorf("$context.integrationLatency = %q, %v, want 0", got, ok)
	}
}

func TestAnEmptyAnswerHasALength(t *testing.T) {
	for _, name := range []string{"responseLength", "responseLatency", "dataProcessed"} {
		if got, ok := Parse(name).Text(&Context{Status: 204}); got != "0" || !ok {
			t.Errorf("$context.%s = %q, %v, want 0", name, got, ok)
		}
	}
}

func TestGatewayErrorTypes(t *testing.T) {
	want := map[int]string{
		400: "BAD_REQUEST_BODY", 401: "UNAUTHORIZED", 403: "ACCESS_DENIED", 404: "RESOURCE_NOT_FOUND", 413: "REQUEST_TOO_LARGE",
		429: "THROTTLED", 431: "DEFAULT_4XX", 500: "DEFAULT_5XX", 503: "DEFAULT_5XX",
	}
	for status, kind := range want {
		if got := GatewayError(status, "Forbidden"); got != (Error{"Forbidden", kind}) {
			t.Errorf("GatewayError(%d) = %v, want %s", status, got, kind)
		}
	}
}

func TestEscaping(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"text without surprises stays", "Mozilla/5.0 (X11; Linux)", "Mozilla/5.0 (X11; Linux)"},
		{"quotes and backslashes get a backslash", `""\"x`, `\"\"\\\"x`},
		{"line ends do not end the line", "a\r\nb\tc", `a\r\nb\tc`},
		{"control characters are spelled out", "a\x00\x1b[31m\x7f", `a\u0000\u001b[31m\u007f`},
		{"letters of other scripts stay", "zürich 東京 🐈", "zürich 東京 🐈"},
		{"line ends beyond ASCII are spelled out", "a\u2028b\u0085c", `a\u2028b\u0085c`},
		{"what is not UTF-8 is replaced", "a\xffb", "a\ufffdb"},
		{"a replacement character stays one", "a\ufffdb", "a\ufffdb"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := string(Parse("identity.userAgent").AppendEscaped(nil, &Context{UserAgent: test.in}))
			if got != test.want {
				t.Errorf("AppendEscaped(%q) = %q, want %q", test.in, got, test.want)
			}
		})
	}
}

func TestMessageStringIsEscapedOnce(t *testing.T) {
	c := &Context{Error: Error{Message: `say "no"`}}
	const want = `"say \"no\""`
	if got := string(Parse("error.messageString").AppendEscaped(nil, c)); got != want {
		t.Errorf("AppendEscaped = %s, want %s", got, want)
	}
}

func FuzzEscapedTextIsThatOfJSON(f *testing.F) {
	f.Add("plain")
	f.Add("a\"b\\c\n\x00\u2028\xff\U0001f408")
	f.Fuzz(func(t *testing.T, text string) {
		escaped := string(appendEscaped(nil, text))
		if strings.ContainsFunc(escaped, func(r rune) bool { return r < ' ' || 0x7f <= r && r <= 0x9f }) {
			t.Fatalf("appendEscaped(%q) = %q has control characters", text, escaped)
		}
		var back string
		if err := json.Unmarshal([]byte(`"`+escaped+`"`), &back); err != nil {
			t.Fatalf("appendEscaped(%q) = %q: %v", text, escaped, err)
		}
		if utf8.ValidString(text) && back != text {
			t.Fatalf("appendEscaped(%q) = %q stands for %q", text, escaped, back)
		}
	})
}

func BenchmarkAppendEscaped(b *testing.B) {
	for _, name := range []string{"requestId", "identity.userAgent", "requestTime", "status", "authorizer.claims.sub"} {
		b.Run(name, func(b *testing.B) {
			c, v := full(), Parse(name)
			dst := make([]byte, 0, 256)
			b.ReportAllocs()
			for b.Loop() {
				dst = v.AppendEscaped(dst[:0], c)
			}
		})
	}
}
