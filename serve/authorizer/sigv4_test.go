package authorizer

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"
)

const (
	testHost      = "abc123.execute-api.us-east-1.amazonaws.com"
	testAccessKey = "AKIDGATEHOUSE"
	testSecretKey = "local/Secret+Key"
	testARN       = "arn:aws:iam::210987654321:user/alice"
)

func testKeys() Keys {
	return Keys{
		AccountID: "123456789012",
		Known:     map[string]Key{testAccessKey: {AccessKey: testAccessKey, SecretKey: testSecretKey, ARN: testARN}},
	}
}

// signedTime is when the vectors of botocore were signed.
func signedTime() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) }

// A vector is a request as a client sent it.
type vector struct {
	name      string
	method    string
	target    string
	host      string // "" is testHost
	header    []string
	signed    string // the names of the signed fields
	signature string // "" in a signed URL
	body      string
	time      time.Time // of signing; zero is signedTime
}

// request reads the vector as a server does.
func (v *vector) request(t testing.TB) (*http.Request, []byte, time.Time) {
	t.Helper()
	if v.host == "" {
		v.host = testHost
	}
	if v.time.IsZero() {
		v.time = signedTime()
	}
	lines := append([]string{v.method + " " + v.target + " HTTP/1.1", "Host: " + v.host}, v.header...)
	if v.signature != "" {
		lines = append(lines,
			"X-Amz-Date: "+v.time.Format(signingTime),
			"Authorization: AWS4-HMAC-SHA256 Credential="+testAccessKey+v.time.Format("/20060102/")+"us-east-1/execute-api/aws4_request, SignedHeaders="+v.signed+", Signature="+v.signature)
	}
	r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(strings.Join(lines, "\r\n") + "\r\n\r\n" + v.body)))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r, body, v.time
}

// vectors are requests signed by botocore 1.43 and curl 7.88.
func vectors() []vector {
	const (
		hostAndDate = "host;x-amz-date"
		curlHost    = "abc123.execute-api.us-east-1.localhost:8080"
		credential  = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDGATEHOUSE%2F20260102%2Fus-east-1%2Fexecute-api%2Faws4_request&X-Amz-Date=20260102T030405Z"
	)
	curlTime := time.Date(2026, 11, 22, 20, 19, 31, 0, time.UTC)
	return []vector{
		{name: "botocore: a plain GET", method: "GET", target: "/", signed: hostAndDate,
			signature: "709f0c47b14b04042e1492629ef0b94d5f1dc061ae64c23dc46890e3009d3c7a"},
		{name: "botocore: a path with escapes", method: "GET", target: "/sp%20ace/caf%C3%A9", signed: hostAndDate,
			signature: "0614be273639fc4646d1f6774f1b000d1e4f8f3cf6ef2bdd9d28cae3e154155c"},
		{name: "botocore: a query that is not in order", method: "GET", target: "/p?b=2&a=1&a=0&a-b=%20x&flag", signed: hostAndDate,
			signature: "d3a66757bf57239f4583e0c67b6d5db8110da820453d48091ba9e876baa5aa7d"},
		{name: "botocore: dots and slashes", method: "GET", target: "/a//b/./c/../d/", signed: hostAndDate,
			signature: "55111a2ab9e6e1b4826ba30766c5e172775c33709955c3970ce7d6097bcda9ae"},
		{name: "botocore: a plus in the query", method: "GET", target: "/p?q=a+b", signed: hostAndDate,
			signature: "c75ae09ac57ca6fbcfef1925ddf5fe319e852408062f0c518b79953adcc8ccbf"},
		{name: "botocore: a body", method: "POST", target: "/orders", signed: "content-type;host;x-amz-date", body: `{"n":1}`,
			header:    []string{"Content-Type: application/json", "Content-Length: 7"},
			signature: "308da2ae9521322dda70e0b6ff972acfb20d3c2922db92233f61e31c9ceb73f9"},
		{name: "botocore: spaces in a field", method: "GET", target: "/", signed: "host;x-amz-date;x-note",
			header:    []string{"X-Note:   a   b  "},
			signature: "a1a8d98ccc14a6797d339bb29ec52c501b8dc46353ade08bed84112a8c11505b"},
		{name: "botocore: a session token", method: "GET", target: "/", signed: "host;x-amz-date;x-amz-security-token",
			header:    []string{"X-Amz-Security-Token: SESSION/TOKEN+="},
			signature: "3fda7a18de9504983ef20d594cbf600c65fd68a34804d20fb97a6ed36a569af4"},
		{name: "botocore: a signed URL", method: "GET",
			target: "/dev/sp%20ace?x=1&" + credential + "&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=3a8b530d5005cf2c75613fac42ca31c80ef5ec075702a0459129e6157914dd41"},
		{name: "botocore: a signed URL with a session token", method: "GET",
			target: "/?" + credential + "&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Security-Token=SESSION%2FTOKEN%2B%3D&X-Amz-Signature=8cf80e9e4580405e18200d1994261b66b06e5a76ee14f12907eacad8f24bba84"},
		{name: "curl: a path with escapes, encoded once", method: "GET", target: "/sp%20ace/caf%C3%A9", host: curlHost, signed: hostAndDate, time: curlTime,
			signature: "c69458a053bb06ac4832f6e3075fd607adfaf1c4342cf742f0ffa0c17b7cb404"},
		{name: "curl: a body and a query", method: "POST", target: "/orders?a=1&b=2", host: curlHost, signed: "content-type;host;x-amz-date", time: curlTime,
			header: []string{"Content-Type: application/json", "Content-Length: 7"}, body: `{"n":1}`,
			signature: "6d9e56a719292e8bb87fc6f2f0bc4695a75931a9c0ef22d65e870cdec1c7f056"},
	}
}

func TestVerifySigV4Vectors(t *testing.T) {
	for _, v := range vectors() {
		t.Run(v.name, func(t *testing.T) {
			r, body, now := v.request(t)
			got := VerifySigV4(r, body, testKeys(), "us-east-1", now)
			id := "AIDA" + uniqueID(testARN)
			want := Verdict{Identity: &Identity{AccessKey: testAccessKey, AccountID: "210987654321", CallerID: id, UserARN: testARN, UserID: id}}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("VerifySigV4() = %+v, want %+v", got, want)
			}
		})
	}
}

// Whatever was signed cannot be changed afterwards.
func TestVerifySigV4RefusesChanges(t *testing.T) {
	changes := map[string]func(*http.Request, *[]byte){
		"method":    func(r *http.Request, _ *[]byte) { r.Method = "DELETE" },
		"host":      func(r *http.Request, _ *[]byte) { r.Host = "x." + r.Host },
		"path":      func(r *http.Request, _ *[]byte) { r.URL.Path, r.URL.RawPath = r.URL.Path+"x", "" },
		"query":     func(r *http.Request, _ *[]byte) { r.URL.RawQuery += "&z=1" },
		"body":      func(_ *http.Request, body *[]byte) { *body = append(*body, 'x') },
		"signature": changeSignature,
		"fields": func(r *http.Request, _ *[]byte) {
			for name := range r.Header {
				if name != "Authorization" && name != "X-Amz-Date" && name != "Content-Length" {
					r.Header.Set(name, "changed")
				}
			}
		},
	}
	for _, v := range vectors() {
		for name, change := range changes {
			if name == "fields" && len(v.header) == 0 {
				continue
			}
			t.Run(v.name+": "+name, func(t *testing.T) {
				r, body, now := v.request(t)
				change(r, &body)
				if got := VerifySigV4(r, body, testKeys(), "us-east-1", now); got.Status != 403 || got.Error != wrongSignature || got.Identity != nil {
					t.Errorf("VerifySigV4() = %+v, want it refused", got)
				}
			})
		}
	}
}

// changeSignature changes the last digit, which is that of the signature.
func changeSignature(r *http.Request, _ *[]byte) {
	change := func(text string) string {
		last := "0"
		if strings.HasSuffix(text, last) {
			last = "1"
		}
		return text[:len(text)-1] + last
	}
	if field := r.Header.Get("Authorization"); field != "" {
		r.Header.Set("Authorization", change(field))
	} else {
		r.URL.RawQuery = change(r.URL.RawQuery)
	}
}

func TestVerifySigV4Refuses(t *testing.T) {
	const (
		authorization = "AWS4-HMAC-SHA256 Credential=AKIDGATEHOUSE/20260102/us-east-1/execute-api/aws4_request, SignedHeaders=host;x-amz-date, Signature=709f0c47b14b04042e1492629ef0b94d5f1dc061ae64c23dc46890e3009d3c7a"
		signedURL     = "/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDGATEHOUSE%2F20260102%2Fus-east-1%2Fexecute-api%2Faws4_request&X-Amz-Date=20260102T030405Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature=8cf80e9e4580405e18200d1994261b66b06e5a76ee14f12907eacad8f24bba84"
	)
	replaced := func(old, new string) http.Header {
		if !strings.Contains(authorization, old) {
			t.Fatalf("%q is not in the field", old)
		}
		return http.Header{"X-Amz-Date": {"20260102T030405Z"}, "Authorization": {strings.Replace(authorization, old, new, 1)}}
	}
	dated := func(dates ...string) http.Header {
		return http.Header{"X-Amz-Date": dates, "Authorization": {authorization}}
	}
	tests := []struct {
		name   string
		target string // "" is "/"
		header http.Header
		now    time.Duration // after signing
		error  string
	}{
		{name: "unsigned", error: wrongFormat},
		{name: "a token", header: http.Header{"Authorization": {"Bearer x"}}, error: wrongFormat},
		{name: "a token beside a signed URL", target: signedURL, header: http.Header{"Authorization": {"Bearer x"}}, error: wrongFormat},
		{name: "the field twice", header: http.Header{"X-Amz-Date": {"20260102T030405Z"}, "Authorization": {authorization, authorization}}, error: wrongFormat},
		{name: "another algorithm", header: replaced("AWS4-HMAC-SHA256", "AWS4-ECDSA-P256-SHA256"), error: wrongFormat},
		{name: "no credential", header: replaced("Credential=", "Credentials="), error: wrongFormat},
		{name: "a parameter twice", header: replaced("Signature=", "Signature=00, Signature="), error: wrongFormat},
		{name: "a credential of four parts", header: replaced("/us-east-1", ""), error: wrongFormat},
		{name: "a credential of six parts", header: replaced("/us-east-1", "/us/east-1"), error: wrongFormat},
		{name: "another end of the credential", header: replaced("aws4_request", "aws5_request"), error: wrongFormat},
		{name: "no access key", header: replaced("AKIDGATEHOUSE/", "/"), error: wrongFormat},
		{name: "host is not signed", header: replaced("host;x-amz-date", "x-amz-date"), error: wrongFormat},
		{name: "signed fields out of order", header: replaced("host;x-amz-date", "x-amz-date;host"), error: wrongFormat},
		{name: "a signed field twice", header: replaced("host;", "host;host;"), error: wrongFormat},
		{name: "a signed field without a name", header: replaced("host;", ";host;"), error: wrongFormat},
		{name: "signed fields in upper case", header: replaced("host;", "Host;"), error: wrongFormat},
		{name: "a signature in upper case", header: replaced("709f0c47", "709F0C47"), error: wrongFormat},
		{name: "a signature cut off", header: replaced("9d3c7a", "9d3c"), error: wrongFormat},
		{name: "a signature that is no number", header: replaced("709f0c47", "zzzzzzzz"), error: wrongFormat},
		{name: "no time", header: dated(), error: wrongFormat},
		{name: "two times", header: dated("20260102T030405Z", "20260102T030405Z"), error: wrongFormat},
		{name: "a time that is none", header: dated("yesterday"), error: wrongFormat},
		{name: "a time on another day than the scope", header: dated("20260103T030405Z"), error: wrongFormat},
		{name: "another service", header: replaced("execute-api", "apigateway"), error: wrongService},
		{name: "another region", header: replaced("us-east-1", `eu"-1`), error: "Credential should be scoped to a valid region, not 'eu'-1'."},
		{name: "an unknown key", header: replaced("AKIDGATEHOUSE", "AKIDELSE"), error: unknownKey},
		{name: "a field that is signed and did not arrive", header: replaced("x-amz-date", "x-amz-date;x-note"), error: wrongSignature},
		{name: "five minutes and a second later", header: replaced("", ""), now: 5*time.Minute + time.Second,
			error: "Signature expired: 20260102T030405Z is now earlier than 20260102T030406Z (20260102T030906Z - 5 min.)"},
		{name: "five minutes and a second before", header: replaced("", ""), now: -5*time.Minute - time.Second,
			error: "Signature not yet current: 20260102T030405Z is still later than 20260102T030404Z (20260102T025904Z + 5 min.)"},

		{name: "a URL whose time is over", target: signedURL, now: time.Hour + time.Second,
			error: "Signature expired: 20260102T030405Z is now earlier than 20260102T030406Z (20260102T040406Z - 3600 sec.)"},
		{name: "a URL signed for ever", target: strings.Replace(signedURL, "=3600", "=604801", 1), error: wrongFormat},
		{name: "a URL signed for no time", target: strings.Replace(signedURL, "=3600", "=0", 1), error: wrongFormat},
		{name: "a URL signed for a time that is none", target: strings.Replace(signedURL, "=3600", "=-60", 1), error: wrongFormat},
		{name: "a URL signed for no number", target: strings.Replace(signedURL, "=3600", "=", 1), error: wrongFormat},
		{name: "a URL with a parameter twice", target: signedURL + "&X-Amz-Expires=1", error: wrongFormat},
		{name: "a URL with another algorithm", target: strings.Replace(signedURL, "AWS4-HMAC", "AWS5-HMAC", 1), error: wrongFormat},
		{name: "a URL with a time that is none", target: strings.Replace(signedURL, "T030405Z", "", 1), error: wrongFormat},
		{name: "a URL with bad escapes", target: signedURL + "&x=%zz", error: wrongFormat},
		{name: "a URL for another day", target: strings.Replace(signedURL, "20260102%2F", "20260103%2F", 1), error: wrongFormat},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := httptest.NewRequest("GET", "/", nil)
			r.Host = testHost
			if test.target != "" {
				_, r.URL.RawQuery, _ = strings.Cut(test.target, "?")
			}
			r.Header = test.header
			got := VerifySigV4(r, nil, testKeys(), "us-east-1", signedTime().Add(test.now))
			if want := (Verdict{Status: 403, Error: test.error, Note: got.Note}); !reflect.DeepEqual(got, want) {
				t.Errorf("VerifySigV4() = %+v, want %+v", got, want)
			}
			if got.Note == "" || strings.ContainsAny(got.Note, "\r\n") {
				t.Errorf("the note is %q, want one line", got.Note)
			}
		})
	}
}

// signRequest signs a request as the vectors are signed.
func signRequest(r *http.Request, payloadHash string, names ...string) {
	s := &signature{accessKey: testAccessKey, date: "20260102", region: "us-east-1", service: signingService, time: signedTime()}
	canonical := canonicalRequest{method: r.Method, payloadHash: payloadHash}
	canonical.headers, _ = canonicalHeaders(r, names)
	text := canonical.text(canonicalPaths(r.URL.EscapedPath())[0], canonicalQueries(r.URL.RawQuery, false)[0])
	r.Header.Set("Authorization", signingAlgorithm+" Credential="+testAccessKey+"/"+s.scope()+
		",SignedHeaders="+strings.Join(names, ";")+",Signature="+s.sign(s.key(testSecretKey), text))
}

func hashOf(text string) string {
	hash := sha256.Sum256([]byte(text))
	return hex.EncodeToString(hash[:])
}

func TestVerifySigV4Payload(t *testing.T) {
	const body = "a body"
	tests := []struct {
		name   string
		hash   string // X-Amz-Content-Sha256; "" is not sent
		signed bool   // the field
		used   string // the hash that is signed
		error  string
	}{
		{name: "the body itself", used: hashOf(body)},
		{name: "its hash in a field", hash: hashOf(body), signed: true, used: hashOf(body)},
		{name: "no body signed", hash: unsignedPayload, signed: true, used: unsignedPayload},
		{name: "the hash of another body", hash: hashOf("else"), signed: true, used: hashOf("else"), error: wrongSignature},
		{name: "the form of S3's streams", hash: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", signed: true, used: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", error: wrongSignature},
		{name: "a field that is not signed does not count", hash: unsignedPayload, used: unsignedPayload, error: wrongSignature},
		{name: "a field that is not signed does no harm", hash: "x", used: hashOf(body)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := httptest.NewRequest("POST", "/", strings.NewReader(body))
			r.Host = testHost
			r.Header.Set("X-Amz-Date", signedTime().Format(signingTime))
			names := []string{"host", "x-amz-date"}
			if test.hash != "" {
				r.Header.Set("X-Amz-Content-Sha256", test.hash)
			}
			if test.signed {
				names = []string{"host", "x-amz-content-sha256", "x-amz-date"}
			}
			signRequest(r, test.used, names...)
			got := VerifySigV4(r, []byte(body), testKeys(), "us-east-1", signedTime())
			if got.Error != test.error || got.Allowed() != (test.error == "") {
				t.Errorf("VerifySigV4() = %+v, want error %q", got, test.error)
			}
		})
	}
}

func TestVerifySigV4Fields(t *testing.T) {
	const requestHead = "POST /x HTTP/1.1\r\nHost: " + testHost + "\r\n"
	tests := []struct {
		name   string
		head   string
		names  []string
		lacks  string // a header field to take away before signing
		within time.Duration
	}{
		{name: "Date in the place of X-Amz-Date", head: "Date: Fri, 02 Jan 2026 03:04:05 GMT\r\n", names: []string{"date", "host"}},
		{name: "repeated fields", head: "X-Amz-Date: 20260102T030405Z\r\nX-A: 1\r\nX-A:  2\t 3 \r\n", names: []string{"host", "x-a", "x-amz-date"}},
		{name: "an empty field", head: "X-Amz-Date: 20260102T030405Z\r\nX-A:\r\n", names: []string{"host", "x-a", "x-amz-date"}},
		{name: "the length", head: "X-Amz-Date: 20260102T030405Z\r\nContent-Length: 0\r\n", names: []string{"content-length", "host", "x-amz-date"}},
		{name: "the length, which the client did not send", head: "X-Amz-Date: 20260102T030405Z\r\n", names: []string{"content-length", "host", "x-amz-date"}},
		{name: "chunks", head: "X-Amz-Date: 20260102T030405Z\r\nTransfer-Encoding: chunked\r\n", names: []string{"host", "transfer-encoding", "x-amz-date"}},
		{name: "signed almost five minutes ago", head: "X-Amz-Date: 20260102T030405Z\r\n", names: []string{"host"}, within: maxSkew},
		{name: "signed almost five minutes ahead", head: "X-Amz-Date: 20260102T030405Z\r\n", names: []string{"host"}, within: -maxSkew},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(requestHead + test.head + "\r\n0\r\n\r\n")))
			if err != nil {
				t.Fatal(err)
			}
			signRequest(r, hashOf(""), test.names...)
			if got := VerifySigV4(r, nil, testKeys(), "us-east-1", signedTime().Add(test.within)); !got.Allowed() {
				t.Errorf("VerifySigV4() = %+v, want it allowed", got)
			}
		})
	}
}

// Old curl signs the query as it is typed, and AWS refuses that too. The note
// says so.
func TestVerifySigV4SaysThatTheQueryIsNotSorted(t *testing.T) {
	v := vector{method: "GET", target: "/p?b=2&a=1", host: "abc123.execute-api.us-east-1.localhost:8080", signed: "host;x-amz-date",
		signature: "9141eca8e176466cc935262fc7eb28df4afb949b32ce9e609cdde5a58ff0842f", time: time.Date(2026, 11, 22, 20, 19, 31, 0, time.UTC)}
	r, body, now := v.request(t)
	got := VerifySigV4(r, body, testKeys(), "us-east-1", now)
	if got.Error != wrongSignature || !strings.Contains(got.Note, "order") {
		t.Errorf("VerifySigV4() = %+v, want a note about the order", got)
	}
}

func TestVerifySigV4AnyKey(t *testing.T) {
	v := vectors()[0]
	r, body, now := v.request(t)
	any := Keys{Any: true, AccountID: "123456789012"}
	want := Verdict{Identity: &Identity{AccessKey: testAccessKey, AccountID: "123456789012", CallerID: "123456789012",
		UserARN: "arn:aws:iam::123456789012:root", UserID: "123456789012"}}
	if got := VerifySigV4(r, body, any, "us-east-1", now); !reflect.DeepEqual(got, want) {
		t.Errorf("VerifySigV4() with any key = %+v, want %+v", got, want)
	}
	for name, got := range map[string]Verdict{
		"in another region":       VerifySigV4(r, body, any, "eu-west-1", now),
		"too late":                VerifySigV4(r, body, any, "us-east-1", now.Add(time.Hour)),
		"unsigned":                VerifySigV4(httptest.NewRequest("GET", "/", nil), nil, any, "us-east-1", now),
		"with a known key, wrong": VerifySigV4(r, []byte("x"), Keys{Any: true, Known: testKeys().Known}, "us-east-1", now),
		"without any keys":        VerifySigV4(r, body, Keys{}, "us-east-1", now),
	} {
		if got.Status != 403 || got.Identity != nil {
			t.Errorf("VerifySigV4() %s = %+v, want it refused", name, got)
		}
	}
}

func TestParseKey(t *testing.T) {
	tests := []struct {
		text string
		want Key
		ok   bool
	}{
		{"AKID:secret", Key{AccessKey: "AKID", SecretKey: "secret"}, true},
		{"AKID:a/b+c=:" + testARN, Key{AccessKey: "AKID", SecretKey: "a/b+c=", ARN: testARN}, true},
		{"AKID", Key{}, false},
		{"AKID:", Key{}, false},
		{":hushhush", Key{}, false},
		{"A/B:hushhush", Key{}, false},
		{"AKID:hushhush:", Key{}, false},
		{"AKID:hushhush:alice", Key{}, false},
		{"AKID:hushhush:arn:aws:iam::12:user/alice", Key{}, false},
		{"AKID:hushhush:arn:aws:iam::210987654321:", Key{}, false},
	}
	for _, test := range tests {
		got, err := ParseKey(test.text)
		if got != test.want || (err == nil) != test.ok {
			t.Errorf("ParseKey(%q) = %+v, %v, want %+v", test.text, got, err, test.want)
		}
		if err != nil && strings.Contains(err.Error(), "hushhush") {
			t.Errorf("ParseKey(%q) tells the secret: %v", test.text, err)
		}
	}
}

func TestUserID(t *testing.T) {
	tests := []struct{ arn, prefix, suffix string }{
		{"arn:aws:iam::210987654321:root", "210987654321", ""},
		{"arn:aws:iam::210987654321:user/alice", "AIDA", ""},
		{"arn:aws:iam::210987654321:role/path/deployer", "AROA", ""},
		{"arn:aws:sts::210987654321:assumed-role/deployer/session-1", "AROA", ":session-1"},
		{"arn:aws-cn:sts::210987654321:federated-user/alice", "AIDA", ""},
	}
	for _, test := range tests {
		got := userID("210987654321", test.arn)
		middle := strings.TrimSuffix(strings.TrimPrefix(got, test.prefix), test.suffix)
		want := 17
		if test.prefix == "210987654321" {
			want = 0
		}
		if got != test.prefix+middle+test.suffix || len(middle) != want {
			t.Errorf("userID(%q) = %q, want %s…%s", test.arn, got, test.prefix, test.suffix)
		}
	}
	if a, b := userID("210987654321", "arn:aws:sts::210987654321:assumed-role/r/a"), userID("210987654321", "arn:aws:sts::210987654321:assumed-role/r/b"); strings.TrimSuffix(a, "a") != strings.TrimSuffix(b, "b") {
		t.Errorf("two sessions of a role have the users %q and %q", a, b)
	}
}

func TestCanonicalPaths(t *testing.T) {
	tests := []struct {
		sent string
		want []string
	}{
		{"", []string{"/"}},
		{"/", []string{"/"}},
		{"/pets/1", []string{"/pets/1"}},
		{"/a%20b", []string{"/a%2520b", "/a%20b"}},
		{"/a//b/../c/", []string{"/a/c/", "/a//b/../c/"}},
		{"/..//%2E", []string{"/%252E", "/..//%252E", "/%2E", "/..//%2E"}},
		{"/a(b)@:+", []string{"/a%28b%29%40%3A%2B", "/a(b)@:+"}},
		{"//", []string{"/", "//"}},
	}
	for _, test := range tests {
		if got := canonicalPaths(test.sent); !reflect.DeepEqual(got, test.want) {
			t.Errorf("canonicalPaths(%q) = %q, want %q", test.sent, got, test.want)
		}
	}
}

func TestCanonicalQueries(t *testing.T) {
	tests := []struct {
		sent string
		want []string
	}{
		{"", []string{""}},
		{"b=2&a=1", []string{"a=1&b=2"}},
		{"a-b=1&a=2&a=10&a", []string{"a=&a=10&a=2&a-b=1"}},
		{"q=a+b", []string{"q=a%20b", "q=a+b"}},
		{"q=%e9%2f~", []string{"q=%E9%2F~", "q=%e9%2f~"}},
		{"a=b=c&&", []string{"a=b%3Dc", "=&=&a=b=c"}},
		{"x=%zz", []string{"x=%25zz", "x=%zz"}},
	}
	for _, test := range tests {
		if got := canonicalQueries(test.sent, false); !reflect.DeepEqual(got, test.want) {
			t.Errorf("canonicalQueries(%q) = %q, want %q", test.sent, got, test.want)
		}
	}
	if got := canonicalQueries("X-Amz-Signature=1&a=2", true); !reflect.DeepEqual(got, []string{"a=2"}) {
		t.Errorf("a signed URL's query is signed as %q", got)
	}
	if got := canonicalQueries("X-Amz-Signature=1&a=2", false); !reflect.DeepEqual(got, []string{"X-Amz-Signature=1&a=2"}) {
		t.Errorf("a query beside an Authorization field is signed as %q", got)
	}
}
