package mapping

import (
	"testing"

	"gatehouse/model"
	"gatehouse/state"
)

// made is the integration that state makes of mappings, or nil if it refuses
// them.
func made(t *testing.T, requests model.StringMap[string], answers model.StringMap[model.StringMap[string]]) *model.Integration {
	t.Helper()
	var account state.Account
	api, err := account.CreateApi(model.CreateApiInput{Name: new("a"), ProtocolType: new("HTTP")})
	if err != nil {
		t.Fatal(err)
	}
	integration, err := account.CreateIntegration(model.CreateIntegrationInput{
		ApiId: api.ApiId, IntegrationType: new("HTTP_PROXY"), IntegrationMethod: new("GET"),
		IntegrationUri: new("http://127.0.0.1"), PayloadFormatVersion: new("1.0"),
		RequestParameters: requests, ResponseParameters: answers,
	})
	if err != nil {
		return nil
	}
	return integration
}

// FuzzWhatStateAcceptsCompiles holds that a mapping which state takes can be
// served, of requests and of answers.
func FuzzWhatStateAcceptsCompiles(f *testing.F) {
	for _, value := range []string{
		"", "x", "''", "$", "$a", "$aa", "{", "a}", "${request.body", "$request.body}", "${request.header.foo}}", "$request.headers.foo",
		"$request.header.", "$request.body..a", "$request.body.a[?(@.b)]", "$request.body.a[0]", "$response.body.a", "$response.header.a",
		"$context.request-id", "$context.requestId", "$stageVariables.a.b", "$request.header.apigw-requestid", "200", "99", "600", "+200", "$request.path.id$1",
	} {
		for _, key := range []string{"append:header.a", "overwrite:Path", "remove:QUERYSTRING.a", "overwrite:statuscode", "append:HEADER.x y", "append:header.via.1", "bad:header.a", "append:header"} {
			f.Add("200", key, value)
		}
	}
	f.Add("0200", "append:header.a", "x")
	f.Add("199", "append:header.a", "x")
	f.Fuzz(func(t *testing.T, status, key, value string) {
		mappings := model.StringMap[string]{{Key: key, Value: value}}
		if stored := made(t, mappings, nil); stored != nil {
			if _, err := CompileRequest(stored.RequestParameters, nil); err != nil {
				t.Errorf("of requests, state takes %q: %q, and it does not compile: %v", key, value, err)
			}
		}
		answers := model.StringMap[model.StringMap[string]]{{Key: status, Value: mappings}}
		if stored := made(t, nil, answers); stored != nil {
			if _, err := CompileResponses(stored.ResponseParameters, nil); err != nil {
				t.Errorf("of answers, state takes %q: %q: %q, and it does not compile: %v", status, key, value, err)
			}
		}
	})
}
