package accesslog

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"gatehouse/serve/contextvars"
)

// The formats that the console offers (doc).
const (
	presetCLF  = `$context.identity.sourceIp - - [$context.requestTime] "$context.httpMethod $context.routeKey $context.protocol" $context.status $context.responseLength $context.requestId`
	presetJSON = `{ "requestId":"$context.requestId", "ip": "$context.identity.sourceIp", "requestTime":"$context.requestTime", "httpMethod":"$context.httpMethod","routeKey":"$context.routeKey", "status":"$context.status","protocol":"$context.protocol", "responseLength":"$context.responseLength" }`
	presetXML  = `<request id="$context.requestId"> <ip>$context.identity.sourceIp</ip> <requestTime>$context.requestTime</requestTime> <httpMethod>$context.httpMethod</httpMethod> <routeKey>$context.routeKey</routeKey> <status>$context.status</status> <protocol>$context.protocol</protocol> <responseLength>$context.responseLength</responseLength> </request>`
	presetCSV  = `$context.identity.sourceIp,$context.requestTime,$context.httpMethod,$context.routeKey,$context.protocol,$context.status,$context.responseLength,$context.requestId`
)

// answered is a request that an integration answered.
func answered() *contextvars.Context {
	return &contextvars.Context{
		AccountID: "123456789012", APIID: "a1b2c3d4e5", Stage: "$default", RouteKey: "GET /pets/{id}",
		DomainName: "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com",
		HTTPMethod: "GET", Path: "/pets/7", Protocol: "HTTP/1.1",
		RequestID: "K2ZEDjwtIAMEcig=", RequestTime: time.Date(2026, 11, 22, 17, 0, 51, 0, time.UTC),
		SourceIP: "203.0.113.7", UserAgent: "curl/8.5.0",
		Integration: contextvars.Integration{Called: true, Latency: 39 * time.Millisecond, Status: 401, ServiceStatus: 200, RequestID: "88d54618-b7bc-445e-9bd2-d2eb1e8a2045"},
		Status:      401, ResponseLength: 47, ResponseLatency: 71 * time.Millisecond,
	}
}

// unrouted is a request that no route took.
func unrouted() *contextvars.Context {
	c := answered()
	c.RouteKey, c.Integration = "", contextvars.Integration{}
	c.Status, c.ResponseLength = 404, 23
	c.Error = contextvars.GatewayError(404, "Not Found")
	return c
}

func TestEntries(t *testing.T) {
	tests := []struct {
		name, format string
		request      *contextvars.Context
		want         string
	}{
		{
			"the Common Log Format", presetCLF, answered(),
			`203.0.113.7 - - [22/Nov/2026:17:00:51 +0000] "GET GET /pets/{id} HTTP/1.1" 401 47 K2ZEDjwtIAMEcig=`,
		},
		{
			"JSON", presetJSON, answered(),
			`{ "requestId":"K2ZEDjwtIAMEcig=", "ip": "203.0.113.7", "requestTime":"22/Nov/2026:17:00:51 +0000", "httpMethod":"GET","routeKey":"GET /pets/{id}", "status":"401","protocol":"HTTP/1.1", "responseLength":"47" }`,
		},
		{
			"XML", presetXML, answered(),
			`<request id="K2ZEDjwtIAMEcig="> <ip>203.0.113.7</ip> <requestTime>22/Nov/2026:17:00:51 +0000</requestTime> <httpMethod>GET</httpMethod> <routeKey>GET /pets/{id}</routeKey> <status>401</status> <protocol>HTTP/1.1</protocol> <responseLength>47</responseLength> </request>`,
		},
		{
			"CSV", presetCSV, answered(),
			`203.0.113.7,22/Nov/2026:17:00:51 +0000,GET,GET /pets/{id},HTTP/1.1,401,47,K2ZEDjwtIAMEcig=`,
		},
		{
			"a request without route has no key", presetCSV, unrouted(),
			`203.0.113.7,22/Nov/2026:17:00:51 +0000,GET,-,HTTP/1.1,404,23,K2ZEDjwtIAMEcig=`,
		},
		{
			"numbers may stand without quotes",
			`{"status":$context.status,"latency":$context.responseLatency,"integration":"$context.integrationStatus $context.integration.status $context.integration.latency"}`, answered(),
			`{"status":401,"latency":71,"integration":"200 401 39"}`,
		},
		{
			"what did not happen is not set", `$context.integrationLatency $context.integrationStatus $context.error.message $context.error.messageString $context.error.responseType`, unrouted(),
			`- - Not Found "Not Found" RESOURCE_NOT_FOUND`,
		},
		{
			"no error has no message either", `$context.error.message $context.error.messageString $context.authorizer.error $context.customDomain.basePathMatched`, answered(),
			`- - - -`,
		},
		{"variables of REST APIs are not set", `$context.resourcePath $context.xrayTraceId $context.requestId`, answered(), `- - K2ZEDjwtIAMEcig=`},
		{"other texts with dollar signs are text", `$ $context $context. $contextual.x ${context.status} $request.header.a $5`, answered(), `$ $context $context. $contextual.x ${context.status} $request.header.a $5`},
		{"a name ends where its characters end", `$context.status-$context.status. $context.status$context.stage`, answered(), `401-401. 401$default`},
		{"values are not looked through again", `$context.identity.userAgent`, &contextvars.Context{UserAgent: "$context.requestId"}, `$context.requestId`},
		{"the line end is the entry's own", "$context.status\r\n", answered(), "401"},
		{"an empty format", "", answered(), ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := string(Compile(test.format).AppendEntry([]byte("before\n"), test.request))
			if got != "before\n"+test.want+"\n" {
				t.Errorf("AppendEntry of %q =\n%s\nwant\n%s", test.format, got, test.want)
			}
		})
	}
}

// TestRequestsForgeNoEntries sends what ends strings and lines in places that
// a client chooses.
func TestRequestsForgeNoEntries(t *testing.T) {
	const hostile = "a\"}\r\n{\"requestId\":\"forged\\\x1b]0;x\x07\u2028\xff"
	c := answered()
	c.UserAgent, c.Path, c.HTTPMethod, c.DomainName = hostile, "/"+hostile, hostile, hostile
	format := `{"requestId":"$context.requestId","agent":"$context.identity.userAgent","path":"$context.path","method":"$context.httpMethod","host":"$context.domainName"}`
	entry := Compile(format).AppendEntry(nil, c)
	if n := bytes.Count(entry, []byte("\n")); n != 1 || !bytes.HasSuffix(entry, []byte("\n")) {
		t.Fatalf("the entry has %d line ends: %q", n, entry)
	}
	if !utf8.Valid(entry) {
		t.Errorf("the entry is not UTF-8: %q", entry)
	}
	var got map[string]string
	if err := json.Unmarshal(entry, &got); err != nil {
		t.Fatalf("the entry is not JSON: %v: %s", err, entry)
	}
	if got["requestId"] != "K2ZEDjwtIAMEcig=" || got["agent"] != strings.ToValidUTF8(hostile, "\ufffd") {
		t.Errorf("the entry says %q", got)
	}
}

func TestPresetsStayWhatTheyAre(t *testing.T) {
	c := answered()
	if entry := Compile(presetJSON).AppendEntry(nil, c); !json.Valid(entry) {
		t.Errorf("not JSON: %s", entry)
	}
	if err := xml.Unmarshal(Compile(presetXML).AppendEntry(nil, c), new(struct{})); err != nil {
		t.Errorf("not XML: %v", err)
	}
}

func TestLongEntriesAreCut(t *testing.T) {
	c := &contextvars.Context{UserAgent: strings.Repeat("ä", maxEntry)}
	for _, format := range []string{"$context.identity.userAgent", "x$context.identity.userAgent"} {
		entry := Compile(format).AppendEntry([]byte("before\n"), c)
		entry = entry[len("before\n"):]
		if len(entry) > maxEntry+1 || len(entry) < maxEntry-utf8.UTFMax || !utf8.Valid(entry) || entry[len(entry)-1] != '\n' {
			t.Errorf("the entry of %q has %d bytes", format, len(entry))
		}
	}
}

func FuzzFormat(f *testing.F) {
	for _, preset := range []string{presetCLF, presetJSON, presetXML, presetCSV, "$context.$context.a..b", "$context.authorizer.claims.x\n"} {
		f.Add(preset, "agent")
	}
	f.Fuzz(func(t *testing.T, text, agent string) {
		c := answered()
		c.UserAgent = agent
		format := Compile(text)
		entry := format.AppendEntry(nil, c)
		if len(entry) > maxEntry+1 || entry[len(entry)-1] != '\n' {
			t.Fatalf("Compile(%q) makes an entry of %d bytes", text, len(entry))
		}
		// Line ends come from the format alone.
		if got, most := bytes.Count(entry, []byte("\n")), strings.Count(text, "\n")+1; got > most {
			t.Fatalf("Compile(%q) makes %d line ends of at most %d", text, got, most)
		}
		// Nothing of the format is lost.
		var again strings.Builder
		for _, p := range format.parts {
			again.WriteString(p.text)
		}
		if !strings.Contains(text, "$context.") && again.String() != strings.TrimRight(text, "\r\n") {
			t.Fatalf("Compile(%q) keeps %q", text, again.String())
		}
	})
}

func BenchmarkAppendEntry(b *testing.B) {
	for name, preset := range map[string]string{"CLF": presetCLF, "JSON": presetJSON} {
		b.Run(name, func(b *testing.B) {
			format, c := Compile(preset), answered()
			dst := make([]byte, 0, 1024)
			b.ReportAllocs()
			for b.Loop() {
				dst = format.AppendEntry(dst[:0], c)
			}
		})
	}
}

func BenchmarkCompile(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Compile(presetJSON)
	}
}
