package endpoint

import (
	"net/http"
	"strings"
	"testing"
)

// The signatures are botocore 1.43's for the same requests at the same time.
func TestSign(t *testing.T) {
	tests := []struct {
		name, method, base, path, query string
		contentType, body, token        string
		service, want                   string
	}{
		{"a request without a body", "GET", "http://127.0.0.1:8080", "/v2/apis/x", "", "", "", "", "apigateway",
			"254a517b67538baf1e1fa0c1d445e530265c224388486f9744a20b8da52846f7"},
		{"a body with its type and a session token", "POST", "http://127.0.0.1:8080", "/v2/apis", "", "application/json", `{"name":"é"}`, "tok==/+", "apigateway",
			"c1f5815eab6ab75f42a3ce88681aa4a3702562f4c352974b2fd5be5ccc398a45"},
		{"a path with encoded bytes is encoded again", "GET", "http://127.0.0.1:8080", "/v2/tags/arn%3Aaws%3A%2Fapis~x", "", "", "", "", "apigateway",
			"2c03b318d4a9b54e67a6bba6a1f6875967062d3c0c38d6bb20532dea921fc6af"},
		{"an empty label makes an empty segment, which goes", "GET", "http://127.0.0.1:8080", "/v2/apis//routes", "", "", "", "", "apigateway",
			"90edff67c30f90b60da6168afe424923b6258f8cca29c32b463337a248e4d5c1"},
		{"dot segments go", "GET", "http://127.0.0.1:8080", "/v2/apis/../routes/.", "", "", "", "", "apigateway",
			"89948d4618d6b49230ff9748c736c19e2a694561a64a257440e01dd2cfbca9d4"},
		{"a slash at the end stays", "GET", "http://127.0.0.1:8080", "/v2/apis/", "", "", "", "", "apigateway",
			"c9b5444925e967dad76d134ec9654d98d322140d0f41ff19b1effa309afe4106"},
		{"parameters are sorted by name, then value", "DELETE", "http://127.0.0.1:8080", "/v2/tags/x", "tagKeys=k%202&tagKeys=k%2B1&A=1&a-=1&a=", "", "", "", "apigateway",
			"1947089b380996fb2576b40783d108448dea9d1773d336a988f0d98209749a14"},
		{"the scheme's own port is not part of the host", "GET", "https://apigateway.eu-west-1.amazonaws.com:443", "/v2/apis", "", "", "", "", "apigateway",
			"5f61a3ccda4edb1e30ead1a5efebd3d91cc77a83ea75f76a7d8824c60f11b984"},
		{"another service", "POST", "http://127.0.0.1:8080", "/", "", "application/x-www-form-urlencoded; charset=utf-8", "Action=GetCallerIdentity&Version=2011-06-15", "", "sts",
			"47cb9d5375f27b5e059daa06188bac197ebf8d0cb3875b50b3011eb9e4920d67"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			base, err := parseEndpoint(tt.base)
			if err != nil {
				t.Fatal(err)
			}
			u := base.target(&request{path: tt.path, query: tt.query})
			req := &http.Request{Method: tt.method, URL: u, Host: hostHeader(u), Header: http.Header{}}
			if tt.contentType != "" {
				req.Header.Set("Content-Type", tt.contentType)
			}
			keys := testKeys
			keys.SessionToken = tt.token
			sign(req, []byte(tt.body), keys, "eu-west-1", tt.service, testTime)
			got := req.Header.Get("Authorization")
			_, signature, _ := strings.Cut(got, "Signature=")
			if signature != tt.want {
				t.Errorf("sign(%s %s) = %s, want signature %s", tt.method, u, got, tt.want)
			}
			if prefix := "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/eu-west-1/" + tt.service + "/aws4_request, SignedHeaders="; !strings.HasPrefix(got, prefix) {
				t.Errorf("sign(%s %s) = %s, want it to begin with %s", tt.method, u, got, prefix)
			}
		})
	}
}

func BenchmarkSign(b *testing.B) {
	base, err := parseEndpoint("http://127.0.0.1:8080")
	if err != nil {
		b.Fatal(err)
	}
	u := base.target(&request{path: "/v2/apis/x"})
	b.ReportAllocs()
	for b.Loop() {
		req := &http.Request{Method: "GET", URL: u, Host: hostHeader(u), Header: http.Header{}}
		sign(req, nil, testKeys, "eu-west-1", "apigateway", testTime)
	}
}
