package serve

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"gatehouse/model"
)

// service makes the integration that was added last one of an AWS service.
func (a *account) service(subtype string, params ...string) *model.Integration {
	i := a.integration()
	i.IntegrationType, i.IntegrationSubtype, i.IntegrationUri, i.IntegrationMethod = new("AWS_PROXY"), new(subtype), nil, nil
	for n := 0; n < len(params); n += 2 {
		i.RequestParameters.Set(params[n], params[n+1])
	}
	return i
}

// A state file that was changed by hand can hold any subtype and parameter.
func TestServicesOfAChangedFile(t *testing.T) {
	backend := newEcho(t, nil)
	for _, subtype := range []string{"SQS-Send\r\nX-Evil: b", "SQS-", "SQS", "", "Evil-Call"} {
		a := (&account{}).route("$default", "x")
		a.service(subtype, "", "x")
		s := start(t, a.catalog(), func(c *Config) { c.Services = []Local{{"SQS", backend.URL}} })
		if got := s.send(t, "GET / HTTP/1.1"); got.status != 500 {
			t.Errorf("with the subtype %q: status %d", subtype, got.status)
		}
	}
	a := (&account{}).route("$default", "x")
	a.service("StepFunctions-StartExecution", "", "x", "Name", "n")
	s := start(t, a.catalog(), func(c *Config) { c.Services = []Local{{"StepFunctions", backend.URL}} })
	if got := s.send(t, "GET / HTTP/1.1"); got.status != 200 || backend.count() != 1 || backend.last(t).body != `{"name":"n"}` {
		t.Errorf("a parameter without name: status %d", got.status)
	}
}

func TestServiceRequests(t *testing.T) {
	backend := newEcho(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Amzn-Requestid", "r1")
		io.WriteString(w, `{"ok":true}`)
	})
	tests := []struct {
		subtype string
		params  []string
		line    string
		target  string
		body    string
		scope   string
	}{
		{"SQS-SendMessage", []string{"QueueUrl", "http://q/1/pets", "MessageBody", "$request.body", "DelaySeconds", "5", "MessageAttributes", `$request.body.attributes`, "MessageGroupId", "$request.header.missing"},
			"POST /base", "AmazonSQS.SendMessage", `{"DelaySeconds":5,"MessageAttributes":{"a":{"DataType":"String","StringValue":"b"}},"MessageBody":"{\"name\":\"rex\",\"attributes\":{\"a\":{\"DataType\":\"String\",\"StringValue\":\"b\"}}}","QueueUrl":"http://q/1/pets"}`, "us-east-1/sqs"},
		{"SQS-ReceiveMessage", []string{"QueueUrl", "q", "AttributeNames", `["All"]`, "MessageAttributeNames", "a,b", "MaxNumberOfMessages", "ten", "Region", "eu-west-1"},
			"POST /base", "AmazonSQS.ReceiveMessage", `{"AttributeNames":["All"],"MaxNumberOfMessages":"ten","MessageAttributeNames":["a","b"],"QueueUrl":"q"}`, "eu-west-1/sqs"},
		{"SQS-DeleteMessage", []string{"QueueUrl", "q", "ReceiptHandle", "${request.querystring.h}"}, "POST /base", "AmazonSQS.DeleteMessage", `{"QueueUrl":"q","ReceiptHandle":"x y"}`, "us-east-1/sqs"},
		{"EventBridge-PutEvents", []string{"Detail", "$request.body", "DetailType", "t", "Source", "s", "Time", "2026-11-22T17:00:00Z", "Resources", "arn:a"},
			"POST /base", "AWSEvents.PutEvents", `{"Entries":[{"Detail":"{\"name\":\"rex\",\"attributes\":{\"a\":{\"DataType\":\"String\",\"StringValue\":\"b\"}}}","DetailType":"t","Resources":["arn:a"],"Source":"s","Time":1795366800}]}`, "us-east-1/events"},
		{"Kinesis-PutRecord", []string{"StreamName", "n", "Data", "$request.body.name", "PartitionKey", "k"}, "POST /base", "Kinesis_20131202.PutRecord", `{"Data":"cmV4","PartitionKey":"k","StreamName":"n"}`, "us-east-1/kinesis"},
		{"StepFunctions-StartExecution", []string{"StateMachineArn", "arn:m", "Input", "$request.body.name"}, "POST /base", "AWSStepFunctions.StartExecution", `{"input":"rex","stateMachineArn":"arn:m"}`, "us-east-1/states"},
		{"AppConfig-GetConfiguration", []string{"Application", "a/b", "Environment", "e", "Configuration", "c", "ClientId", "$request.querystring.h"},
			"GET /base/applications/a%2Fb/environments/e/configurations/c?client_id=x+y", "", "", "us-east-1/appconfig"},
		{"SQS-PurgeQueue", []string{"QueueUrl", "q", "Region", "$request.querystring.evil"}, "POST /base", "AmazonSQS.PurgeQueue", `{"QueueUrl":"q"}`, "us-east-1/sqs"},
	}
	for _, test := range tests {
		t.Run(test.subtype, func(t *testing.T) {
			a := (&account{}).route("$default", "x")
			a.service(test.subtype, test.params...)
			var locals []Local
			for _, s := range awsServices {
				locals = append(locals, Local{strings.ToUpper(s.name), backend.URL + "/base"})
			}
			s := start(t, a.catalog(), func(c *Config) { c.Services = locals })
			body := `{"name":"rex","attributes":{"a":{"DataType":"String","StringValue":"b"}}}`
			got := s.send(t, "POST /x?h=x%20y&evil=a%0d%0aX-Evil:b HTTP/1.1\nContent-Length: 73\n\n"+body)
			if got.status != 200 || got.body != `{"ok":true}` || got.field("X-Amzn-Requestid") != "r1" {
				t.Fatalf("answer %d %q %q", got.status, got.fields, got.body)
			}
			sent := backend.last(t)
			if sent.line != test.line || sent.body != test.body || sent.header.Get("X-Amz-Target") != test.target || sent.header.Get("X-Evil") != "" {
				t.Errorf("the service got %s %q %s\nwant %s %s", sent.line, sent.header, sent.body, test.line, test.body)
			}
			if want := "/" + test.scope + "/aws4_request,"; !strings.Contains(sent.header.Get("Authorization"), want) {
				t.Errorf("Authorization %q does not have %q", sent.header.Get("Authorization"), want)
			}
			if sent.header.Get("Forwarded") != "" || sent.header.Get("Via") != "" {
				t.Errorf("the service got what is for HTTP integrations: %q", sent.header)
			}
		})
	}
}
