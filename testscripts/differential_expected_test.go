package testscripts

import (
	"slices"
	"testing"
)

// expected lists the command lines that gatehouse answers otherwise than the
// AWS CLI of the test, and why. A line that it answers in the same way fails
// the test while it stands here.
var expected = []exception{
	// Version 2.9.19 differs from the one to match. The AWS CLI 1.45.11, of the
	// age of 2.36.7 and with the same library, does as gatehouse but for the
	// columns of configure list, which version 2 alone has changed.
	{online, "get-api --api-id types", "stdout", "the older one prints JSON of another type than the model's as it comes"},
	{online, "get-stage --api-id types --stage-name s", "stdout", "the same of numbers"},
	{online, "get-api --api-id namespace", "stderr", "the older one leaves the namespace before an error's code"},
	{online, "get-apis --max-items none", "stderr code", "the older one looks at the number only after the region"},
	{online, "AWS_PROFILE=zz get-ap", "stderr code", "the older one wants the profile before it parses the words"},
	{online, "AWS_PROFILE=zz get-apis --query Items[].Name --profile default", "stdout stderr code requests", "the same"},
	{both, "aws configure list", "stdout", "the older one has other columns"},
	{both, "create-api --name a --protocol-type HTTP --tags k@=file://nope", "stderr code", "the older one knows no @="},
	{both, `tag-resource --resource-arn arn:aws:apigateway:us-east-1::/apis/none --tags "k='a\\\\',l='b'"`, "stderr code requests", "to the older one a backslash escapes a backslash too when it looks for the closing quote"},
	{online, "create-stage --api-id <ApiId> --stage-name s1 --default-route-settings ThrottlingRateLimit=inf", "stderr requests", "the older one sends numbers that JSON has not as Python writes them"},
	{online, "create-stage --api-id <ApiId> --stage-name s1 --default-route-settings ThrottlingRateLimit=1e400", "stderr requests", "the same"},
	{online, `create-stage --api-id <ApiId> --stage-name s2 --default-route-settings '{"ThrottlingRateLimit":NaN}'`, "stderr requests", "the same"},
	{online, `create-stage --api-id <ApiId> --stage-name s3 --default-route-settings '{"ThrottlingRateLimit":-Infinity}'`, "stderr requests", "the same"},

	// Without an endpoint nothing is sent that another program could refuse.
	{offline, `get-apis --region ""`, "stderr code", "what is printed is what the AWS CLI prints without --endpoint-url"},
	{offline, `get-api --api-id ""`, "stderr code", "an empty identifier is no other path here"},
	{offline, `get-route --api-id <ApiId> --route-id ""`, "stderr code", "the same"},
	{offline, `delete-api --api-id ""`, "stderr", "the same"},
	{offline, `get-tags --resource-arn ""`, "stderr", "the same"},

	// Deliberately less.
	{both, `create-domain-name --domain-name a.example.com --domain-name-configurations 'CertificateUploadDate=Tue 2 Jan 2024'`, "stderr code requests",
		"of the many forms of dates that Python's dateutil reads only those of ISO 8601 are read"},
	{online, "get-api --api-id zone", "stdout", "times are kept in UTC, in which the service sends them"},
	{online, "get-api --api-id day", "stdout", "the same"},
}

// An exception is a difference that is expected, or several in one line.
type exception struct {
	sides   []string
	text    string // the line as it stands in its file
	aspects string // of "stdout", "stderr", "code" and "requests"; "requests" is never one of the side offline
	why     string
}

// The sides that are compared with the AWS CLI.
var (
	both    = []string{"gatehouse --endpoint-url", "gatehouse"}
	online  = both[:1]
	offline = both[1:]
)

func expectedOf(text, side string) string {
	for _, e := range expected {
		if e.text == text && slices.Contains(e.sides, side) {
			return e.aspects
		}
	}
	return ""
}

func TestExpectedLinesAreThere(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range allScenarios(t) {
		for _, l := range s.lines {
			seen[l.text] = true
		}
	}
	for _, e := range expected {
		if !seen[e.text] {
			t.Errorf("no file has the line %s", e.text)
		}
	}
}
