package management

import (
	"net/http"
	"strings"
	"testing"

	"gatehouse/state"
)

// foreign makes a request that is signed for another service.
func (s *server) foreign(service, method, path, contentType, body string) *http.Request {
	r := s.request(method, path, body)
	r.Header.Set("Authorization", signature(service, "us-east-1"))
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	return r
}

const form = "application/x-www-form-urlencoded; charset=utf-8"

func TestGetCallerIdentity(t *testing.T) {
	s := newServer(t, false)
	s.file.Settings.AccountID = "210987654321"
	const action = "Action=GetCallerIdentity&Version=2011-06-15"
	for _, r := range []*http.Request{
		s.foreign("sts", "POST", "/", form, action),
		s.foreign("sts", "GET", "/?"+action, "", ""),
	} {
		a := s.send(r)
		want := `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult>
    <Arn>arn:aws:iam::210987654321:root</Arn>
    <UserId>210987654321</UserId>
    <Account>210987654321</Account>
  </GetCallerIdentityResult>
  <ResponseMetadata>
    <RequestId>` + a.header.Get("X-Amzn-RequestId") + `</RequestId>
  </ResponseMetadata>
</GetCallerIdentityResponse>
`
		if a.status != 200 || a.header.Get("Content-Type") != "text/xml" || a.body != want {
			t.Errorf("%s: %d %s\n%s\nwant\n%s", r.Method, a.status, a.header.Get("Content-Type"), a.body, want)
		}
	}
	if state.DefaultAccountID == s.file.Settings.AccountID {
		t.Error("the account is the default one")
	}
}

func TestErrorsAreInTheCallersForm(t *testing.T) {
	s := newServer(t, false)
	tests := []struct {
		name        string
		request     *http.Request
		status      int
		contentType string
		want        string // ID stands for the request id
	}{
		{"another action of sts", s.foreign("sts", "POST", "/", form, "Action=AssumeRole&RoleArn=%3Cx%3E"), 400, "text/xml",
			`<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <Error>
    <Type>Sender</Type>
    <Code>InvalidAction</Code>
    <Message>The action &#34;AssumeRole&#34; of sts is not served here: gatehouse serves apigatewayv2, and GetCallerIdentity of sts.</Message>
  </Error>
  <RequestId>ID</RequestId>
</ErrorResponse>
`},
		{"no action of sts", s.foreign("sts", "POST", "/", form, ""), 400, "text/xml", `The action &#34;&#34; of sts`},
		{"a form that cannot be read", s.foreign("sts", "POST", "/", form, "Action=%zz"), 400, "text/xml", `<Code>MalformedQueryString</Code>`},
		{"a service with JSON in the body's name", func() *http.Request {
			r := s.foreign("dynamodb", "POST", "/", "application/x-amz-json-1.0", "{}")
			r.Header.Set("X-Amz-Target", "DynamoDB_20120810.ListTables")
			return r
		}(), 400, "application/x-amz-json-1.0",
			`{"__type":"UnknownOperationException","message":"Service dynamodb is not served here: gatehouse serves apigatewayv2, and GetCallerIdentity of sts."}`},
		{"a service with paths and JSON", s.foreign("lambda", "GET", "/2015-03-31/functions", "", ""), 400, "application/json",
			`{"message":"Service lambda is not served here: gatehouse serves apigatewayv2, and GetCallerIdentity of sts."}`},
		{"a service with forms", s.foreign("iam", "POST", "/", form, "Action=ListRoles"), 400, "text/xml", `<Code>UnknownOperationException</Code>`},
		{"a service with XML", s.foreign("route53", "GET", "/2013-04-01/hostedzone", "", ""), 400, "text/xml", `<Message>Service route53 is not served here`},
		{"S3", s.foreign("s3", "GET", "/bucket", "", ""), 400, "text/xml", `<Error>
  <Code>UnknownOperationException</Code>
  <Message>Service s3 is not served here: gatehouse serves apigatewayv2, and GetCallerIdentity of sts.</Message>
  <RequestId>ID</RequestId>
</Error>
`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := s.send(tt.request)
			got := strings.ReplaceAll(a.body, a.header.Get("X-Amzn-RequestId"), "ID")
			if a.status != tt.status || a.header.Get("Content-Type") != tt.contentType || !strings.Contains(got, tt.want) {
				t.Errorf("%d %s\n%s\nwant %d %s\n%s", a.status, a.header.Get("Content-Type"), got, tt.status, tt.contentType, tt.want)
			}
		})
	}
	if s.content() != "" {
		t.Errorf("the account has changed: %s", s.content())
	}
}
