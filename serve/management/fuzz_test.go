package management

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gatehouse/model"
	"gatehouse/state"
)

// FuzzRequest sends anything that is signed. Every answer is JSON or empty,
// with a status of an operation or an error, and what was refused has changed
// nothing.
func FuzzRequest(f *testing.F) {
	f.Add("POST", "/v2/apis", `{"name":"a","protocolType":"HTTP","corsConfiguration":{"allowOrigins":["*"]}}`)
	f.Add("PATCH", "/v2/apis/0000000001", `{"corsConfiguration":{"maxAge":1e3,"allowCredentials":true}}`)
	f.Add("POST", "/v2/apis/0000000001/routes", `{"routeKey":"GET /{a}/{proxy+}","target":"integrations/0000002"}`)
	f.Add("POST", "/v2/apis/0000000001/integrations", `{"integrationType":"HTTP_PROXY","integrationMethod":"ANY","integrationUri":"http://[::1]:9000","payloadFormatVersion":"1.0"}`)
	f.Add("DELETE", "/v2/tags/arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Fapis%2F0000000001?tagKeys=a&tagKeys=%00", "")
	f.Add("GET", "/v2/apis/?maxResults=-1&nextToken=%ff", "")
	f.Add("PUT", "/v2/apis?basepath=x&failOnWarnings=true", `{"body":"openapi: 3.0.1"}`)
	path := filepath.Join(f.TempDir(), "state.json")
	h := New(Config{File: &state.File{Path: path}})
	content := func() string {
		c, _ := os.ReadFile(path)
		return string(c)
	}
	f.Fuzz(func(t *testing.T, method, target, body string) {
		u, err := url.ParseRequestURI(target)
		if err != nil {
			return
		}
		r := httptest.NewRequest("GET", "/", strings.NewReader(body))
		r.Method, r.URL, r.RequestURI, r.Host = method, u, target, "localhost"
		r.Header.Set("Authorization", signature("apigateway", "us-east-1"))
		before := content()
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		switch w.Code {
		case http.StatusOK, http.StatusCreated, http.StatusAccepted, http.StatusNoContent:
			if method == "GET" && content() != before {
				t.Errorf("GET %s has changed the account", target)
			}
		case http.StatusBadRequest, http.StatusForbidden, http.StatusNotFound, http.StatusConflict, http.StatusTooManyRequests:
			if content() != before {
				t.Errorf("%s %s %q was refused with %d and has changed the account", method, target, body, w.Code)
			}
		default:
			t.Errorf("%s %s %q: %d %s", method, target, body, w.Code, w.Body)
		}
		if answer := w.Body.String(); answer != "" && strings.Contains(w.Header().Get("Content-Type"), "json") {
			if _, err := model.ParseJSON(answer); err != nil {
				t.Errorf("%s %s: %v: %s", method, target, err, answer)
			}
		}
	})
}
