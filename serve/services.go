package serve

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"time"

	"gatehouse/model"
	"gatehouse/serve/mapping"
)

// A service is what is known of an AWS service that integrations call: how its
// name is written in a signature's scope, and how operations are named and
// JSON is announced on the wire (doc: the services' own interface descriptions).
type service struct {
	name    string // as in IntegrationSubtype
	scope   string
	target  string // before the operation in X-Amz-Target; "" for AppConfig, which has paths
	version string // of JSON
}

var awsServices = [...]service{
	{"SQS", "sqs", "AmazonSQS.", "1.0"},
	{"EventBridge", "events", "AWSEvents.", "1.1"},
	{"Kinesis", "kinesis", "Kinesis_20131202.", "1.1"},
	{"StepFunctions", "states", "AWSStepFunctions.", "1.0"},
	{"AppConfig", "appconfig", "", ""},
}

// AWSServices returns the names of the services that integrations can call.
func AWSServices() []string {
	names := make([]string, len(awsServices))
	for i, s := range awsServices {
		names[i] = s.name
	}
	return names
}

// A serviceCall is a call to an AWS service, compiled. That the service is asked
// in JSON, and answers so, is a guess: it is what the newest SDKs do.
type serviceCall struct {
	service
	operation string
	params    []serviceParam
}

// A serviceParam is one of the RequestParameters of an integration with a
// subtype: a parameter of the operation.
type serviceParam struct {
	name  string
	value *mapping.Value
}

// serviceOf finds the service of an IntegrationSubtype such as SQS-SendMessage.
func serviceOf(subtype string) (s service, operation string, ok bool) {
	name, operation, _ := strings.Cut(subtype, "-")
	for _, s := range awsServices {
		if s.name == name {
			return s, operation, isToken(operation) // a file changed by hand may have anything
		}
	}
	return service{}, "", false
}

// newServiceCall compiles the parameters of an integration with a subtype.
func newServiceCall(s service, operation string, in *model.Integration, stageVariables model.StringMap[string]) (*serviceCall, error) {
	c := &serviceCall{service: s, operation: operation}
	for _, p := range in.RequestParameters {
		if p.Key == "" {
			continue // only a file changed by hand has it
		}
		v, err := mapping.ParseValue(p.Value, stageVariables)
		if err != nil {
			return nil, err
		}
		c.params = append(c.params, serviceParam{p.Key, v})
	}
	return c, nil
}

// write writes the request for the service into the exchange. A parameter whose
// source is missing is left out (guess).
func (c *serviceCall) write(x *exchange, i *integration, host string) {
	region := x.api.region
	texts := make(map[string]string, len(c.params))
	for _, p := range c.params {
		text, ok := p.value.Text(x)
		switch {
		case !ok:
		case p.name == "Region":
			if isToken(text) { // or else it could end the field that it comes to stand in
				region = text
			}
		default:
			texts[p.name] = text
		}
	}
	path := string(i.path.append(nil, x.values, appendPath))
	head := x.outgoing.Head[:0]
	if c.target == "" {
		x.outgoing.Method, x.outgoing.Body = "GET", nil
		head = append(append(head, "GET "...), configurationTarget(path, texts)...)
		head = append(head, " HTTP/1.1\r\n"...)
	} else {
		x.outgoing.Method, x.outgoing.Body = "POST", c.document(texts)
		if path == "" {
			path = "/"
		}
		head = append(append(append(head, "POST "...), path...), " HTTP/1.1\r\n"...)
		head = append(append(head, "Content-Type: application/x-amz-json-"...), c.version...)
		head = append(append(append(head, "\r\nX-Amz-Target: "...), c.target...), c.operation...)
		head = strconv.AppendInt(append(head, "\r\nContent-Length: "...), int64(len(x.outgoing.Body)), 10)
		head = append(head, "\r\n"...)
	}
	head = append(append(append(head, "Host: "...), host...), "\r\n"...)
	x.outgoing.Head = append(c.appendAuthorization(head, x.start, region), "\r\n"...)
}

// appendAuthorization writes an Authorization field that says for which service
// and region a request is, as stand-ins for AWS services want to know. It is
// signed with nothing: AWS itself refuses it.
func (c *serviceCall) appendAuthorization(dst []byte, now time.Time, region string) []byte {
	stamp := now.UTC().Format("20060102T150405Z")
	dst = append(append(append(dst, "X-Amz-Date: "...), stamp...), "\r\n"...)
	dst = append(append(dst, "Authorization: AWS4-HMAC-SHA256 Credential=gatehouse/"...), stamp[:8]...)
	dst = append(append(append(append(dst, '/'), region...), '/'), c.scope...)
	return append(dst, "/aws4_request, SignedHeaders=host;x-amz-date, Signature=none\r\n"...)
}

// configurationTarget is the request target of AppConfig's GetConfiguration (doc).
func configurationTarget(path string, texts map[string]string) string {
	query := url.Values{}
	for name, field := range map[string]string{"ClientId": "client_id", "ClientConfigurationVersion": "client_configuration_version"} {
		if text, ok := texts[name]; ok {
			query.Set(field, text)
		}
	}
	return strings.TrimSuffix(path, "/") + "/applications/" + url.PathEscape(texts["Application"]) +
		"/environments/" + url.PathEscape(texts["Environment"]) +
		"/configurations/" + url.PathEscape(texts["Configuration"]) + "?" + query.Encode()
}

// document is the body of a request: the parameters under the names that the
// operation has for them.
func (c *serviceCall) document(texts map[string]string) []byte {
	members := make(map[string]json.RawMessage, len(texts))
	for name, text := range texts {
		value := memberJSON(name, text)
		if c.name == "StepFunctions" {
			name = strings.ToLower(name[:1]) + name[1:]
		}
		members[name] = value
	}
	var all any = members
	if c.operation == "PutEvents" {
		all = map[string]any{"Entries": []any{members}}
	}
	body, err := json.Marshal(all)
	if err != nil {
		panic(err) // every member is JSON
	}
	return body
}

// memberJSON is a parameter as the operation takes it. What is not of the
// parameter's type is sent as text, for the service to refuse.
func memberJSON(name, text string) json.RawMessage {
	switch name {
	case "DelaySeconds", "MaxNumberOfMessages", "VisibilityTimeout", "WaitTimeSeconds":
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return strconv.AppendInt(nil, n, 10)
		}
	case "MessageAttributes", "MessageSystemAttributes":
		if json.Valid([]byte(text)) {
			return json.RawMessage(text)
		}
	case "AttributeNames", "MessageAttributeNames", "Resources": // guess: JSON, or names with commas between
		var list []string
		if json.Unmarshal([]byte(text), &list) != nil {
			list = strings.Split(text, ",")
		}
		return marshal(list)
	case "Data": // guess: the text is the data, not its base64
		return marshal(base64.StdEncoding.EncodeToString([]byte(text)))
	case "Time":
		if t, err := time.Parse(time.RFC3339, text); err == nil {
			return strconv.AppendInt(nil, t.Unix(), 10)
		}
	}
	return marshal(text)
}

func marshal(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // texts and lists of texts are JSON
	}
	return b
}
