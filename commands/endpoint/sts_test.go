package endpoint

import (
	"strings"
	"testing"

	"gatehouse/model"
)

// The texts were observed with AWS CLI 2.9.19.
func TestCallerIdentity(t *testing.T) {
	const calling = "An error occurred (%s) when calling the GetCallerIdentity operation: "
	tests := []struct {
		name   string
		status int
		body   string
		want   string // JSON, or the error
	}{
		{"members have their order", 200, `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>` +
			`<Arn>arn:aws:iam::123456789012:root</Arn><UserId>AID</UserId><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
			`{"UserId":"AID","Account":"123456789012","Arn":"arn:aws:iam::123456789012:root"}`},
		{"absent members are absent", 200, `<r><GetCallerIdentityResult><Account/></GetCallerIdentityResult></r>`, `{"Account":""}`},
		{"another answer", 200, `<a/>`, `'GetCallerIdentityResult'`},
		{"no XML", 200, `{}`, "Unable to parse response (not well-formed (invalid token): line 1, column 0), invalid XML received. Further retries may succeed:\nb'{}'"},
		{"a word", 403, `oops`, "Unable to parse response (syntax error: line 1, column 0), invalid XML received. Further retries may succeed:\nb'oops'"},
		{"nothing", 403, ``, "Unable to parse response (no element found: line 1, column 0), invalid XML received. Further retries may succeed:\nb''"},
		{"a refusal", 403, `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>InvalidClientTokenId</Code>` +
			`<Message>m &amp; n</Message></Error><RequestId>r</RequestId></ErrorResponse>`, strings.Replace(calling, "%s", "InvalidClientTokenId", 1) + "m & n"},
		{"a refusal in an older form", 403, `<Response><Errors><Error><Code>A</Code><Message>m</Message></Error></Errors></Response>`, strings.Replace(calling, "%s", "A", 1) + "m"},
		{"a refusal without words", 403, `<ErrorResponse/>`, strings.Replace(calling, "%s", "Unknown", 1) + "Unknown"},
		{"a server's silence", 501, ``, strings.Replace(calling, "%s", "501", 1) + "Not Implemented"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			server := newCapture(t, reply{tt.status, nil, tt.body})
			out, err := newClient(t, server.URL).CallerIdentity(t.Context())
			got := ""
			if err != nil {
				got = err.Error()
			} else {
				got = string(model.AppendJSON(nil, out, 0))
			}
			if got != tt.want {
				t.Errorf("CallerIdentity of %s = %s, want %s", tt.body, got, tt.want)
			}
			want := captured{"POST", "/", "application/x-www-form-urlencoded; charset=utf-8", "Action=GetCallerIdentity&Version=2011-06-15"}
			if server.requests[0] != want {
				t.Errorf("sent %q, want %q", server.requests[0], want)
			}
			if got := server.headers[0].Get("Authorization"); !strings.Contains(got, "/eu-west-1/sts/aws4_request") {
				t.Errorf("Authorization = %s, want it of sts", got)
			}
		})
	}
}
