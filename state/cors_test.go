package state

import (
	"strings"
	"testing"
)

// corsOf runs create-api with a CORS configuration and returns the one that
// is stored.
func corsOf(t *testing.T, given string) string {
	t.Helper()
	s := newScene(t)
	out := s.do(`create-api {"Name":"x","ProtocolType":"HTTP","CorsConfiguration":` + given + `}`)
	_, cors, _ := strings.Cut(out, `"CorsConfiguration":`)
	cors, _, _ = strings.Cut(cors, `,"CreatedDate"`)
	return cors
}

func TestCorsIsStored(t *testing.T) {
	tests := []struct{ name, given, want string }{
		{"an empty configuration is kept empty", `{}`, `{}`},
		{"an empty list is absent", `{"AllowOrigins":[],"AllowMethods":["GET"]}`, `{"AllowMethods":["GET"]}`},
		{"header names are kept in small letters", `{"AllowHeaders":["Content-Type","X-A"],"ExposeHeaders":["Date"]}`, `{"AllowHeaders":["content-type","x-a"],"ExposeHeaders":["date"]}`},
		{"a header list in one element is kept", `{"AllowHeaders":["A, B",""]}`, `{"AllowHeaders":["a, b",""]}`},
		{"methods and origins are kept as given", `{"AllowMethods":["PUT","*","GET"],"AllowOrigins":["https://B.example/path/","http://a"]}`, `{"AllowMethods":["PUT","*","GET"],"AllowOrigins":["https://B.example/path/","http://a"]}`},
		{"the wildcards of a scheme are origins", `{"AllowOrigins":["https://*","http://*"],"AllowCredentials":true}`, `{"AllowCredentials":true,"AllowOrigins":["https://*","http://*"]}`},
		{"no credentials go with any origin", `{"AllowOrigins":["*"],"AllowCredentials":false}`, `{"AllowCredentials":false,"AllowOrigins":["*"]}`},
		{"a negative age is kept", `{"MaxAge":-1}`, `{"MaxAge":-1}`},
		{"no age is kept", `{"MaxAge":0}`, `{"MaxAge":0}`},
		{"a day is the longest age", `{"MaxAge":86400}`, `{"MaxAge":86400}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := corsOf(t, tt.given); got != tt.want {
				t.Errorf("CORS %s is stored as %s, want %s", tt.given, got, tt.want)
			}
		})
	}
}

func TestCorsRefusals(t *testing.T) {
	tests := []struct{ name, given, want string }{
		{"credentials do not go with any origin", `{"AllowOrigins":["https://a","*"],"AllowCredentials":true}`, "allow-credentials is not supported if 'allow-origin' is *"},
		{"a subdomain is no wildcard", `{"AllowOrigins":["https://*.vercel.app"]}`, "allow-origin https://*.vercel.app can not have wildcards"},
		{"a scheme is no wildcard", `{"AllowOrigins":["*://a.example"]}`, "allow-origin *://a.example can not have wildcards"},
		{"a port is no wildcard", `{"AllowOrigins":["http://localhost:*"]}`, "allow-origin http://localhost:* can not have wildcards"},
		{"an origin has a web scheme", `{"AllowOrigins":["capacitor://localhost"]}`, "Invalid format for origin capacitor://localhost"},
		{"the null origin cannot be named", `{"AllowOrigins":["null"]}`, "Invalid format for origin null"},
		{"an origin has a scheme", `{"AllowOrigins":["localhost:3000"]}`, "Invalid format for origin localhost:3000"},
		{"quotes do not belong to an origin", `{"AllowOrigins":["'http://localhost:9000'"]}`, "Invalid format for origin 'http://localhost:9000'"},
		{"an origin is not empty", `{"AllowOrigins":[""]}`, "Invalid format for origin "},
		{"the form comes before wildcards and credentials", `{"AllowOrigins":["https://*.a","*","x"],"AllowCredentials":true}`, "Invalid format for origin x"},
		{"wildcards come before credentials", `{"AllowOrigins":["*","https://*.a"],"AllowCredentials":true}`, "allow-origin https://*.a can not have wildcards"},
		{"ANY is no method", `{"AllowMethods":["GET","ANY"]}`, "Method ANY is not supported"},
		{"methods are in capitals", `{"AllowMethods":["get"]}`, "Method get is not supported"},
		{"TRACE is no method", `{"AllowMethods":["TRACE"]}`, "Method TRACE is not supported"},
		{"an age has a lower bound", `{"MaxAge":-2}`, "max-age must be between -1 and 86400"},
		{"an age has an upper bound", `{"MaxAge":86401}`, "max-age must be between -1 and 86400"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newScene(t)
			got := s.refused(`create-api {"Name":"x","ProtocolType":"HTTP","CorsConfiguration":` + tt.given + `}`)
			if want := "BadRequestException: " + tt.want; got != want {
				t.Errorf("CORS %s is refused with %q, want %q", tt.given, got, want)
			}
		})
	}
}

func TestCorsChecksRunOnTheMergedResult(t *testing.T) {
	s := newScene(t)
	s.name("$api", "ApiId", `create-api {"Name":"x","ProtocolType":"HTTP","CorsConfiguration":{"AllowOrigins":["https://a"],"AllowCredentials":true,"AllowMethods":["GET"]}}`)
	if got, want := s.refused(`update-api {"ApiId":"$api","CorsConfiguration":{"AllowOrigins":["*"]}}`), "BadRequestException: allow-credentials is not supported if 'allow-origin' is *"; got != want {
		t.Errorf("update-api = %q, want %q", got, want)
	}
	got := s.do(`update-api {"ApiId":"$api","CorsConfiguration":{"AllowOrigins":["*"],"AllowCredentials":false,"AllowMethods":[]}}`)
	if want := `"CorsConfiguration":{"AllowCredentials":false,"AllowOrigins":["*"]}`; !strings.Contains(got, want) {
		t.Errorf("update-api = %s, want %s in it", got, want)
	}
}
