package state

import (
	"fmt"
	"slices"
	"strings"

	"gatehouse/model"
)

// checkIntegration holds an integration's rules, on the whole of it after a
// merge. The order of the checks is a guess.
func (p *apiResource) checkIntegration(i *model.Integration) error {
	kind := value(i.IntegrationType)
	switch {
	case kind == "": // guess: the model requires it, so the command line never gets here
		return badRequest("IntegrationType is a required parameter for integration")
	case !p.isWebSocket() && kind != typeAWSProxy && kind != typeHTTPProxy:
		return badRequest("Currently, an API with a protocol type of HTTP may only be associated with proxy integrations (AWS_PROXY, HTTP_PROXY)") // obs
	}
	checks := []func(*model.Integration) error{p.checkPayloadVersion, p.checkSubtype, checkMethod, p.checkTimeout, checkConnection, checkIntegrationURI, p.checkMappings}
	for _, check := range checks {
		if err := check(i); err != nil {
			return err
		}
	}
	return nil
}

func (p *apiResource) checkPayloadVersion(i *model.Integration) error {
	version := value(i.PayloadFormatVersion)
	switch {
	case p.isWebSocket():
		if i.PayloadFormatVersion != nil && version != "1.0" {
			return badRequest("Unsupported PayloadFormatVersion: %s", version) // obs
		}
	case version == "":
		return badRequest("PayloadFormatVersion is a required parameter for integration") // obs
	case version != "1.0" && version != "2.0":
		return badRequest("Unsupported PayloadFormatVersion: %s", version) // obs
	case version == "2.0" && value(i.IntegrationType) == typeHTTPProxy:
		return badRequest("PayloadFormatVersion 2.0 is not supported for integration of type HTTP_PROXY") // obs
	}
	return nil
}

// subtypes are the AWS services that an HTTP API calls without a function,
// with the parameters that each requires, as the service sorts them (doc).
var subtypes = []struct {
	name     string
	required string
}{
	{"EventBridge-PutEvents", "Detail, DetailType, Source"},
	{"SQS-SendMessage", "MessageBody, QueueUrl"},
	{"SQS-ReceiveMessage", "QueueUrl"},
	{"SQS-DeleteMessage", "QueueUrl, ReceiptHandle"},
	{"SQS-PurgeQueue", "QueueUrl"},
	{"AppConfig-GetConfiguration", "Application, ClientId, Configuration, Environment"},
	{"Kinesis-PutRecord", "Data, PartitionKey, StreamName"},
	{"StepFunctions-StartExecution", "StateMachineArn"},
	{"StepFunctions-StartSyncExecution", "StateMachineArn"},
	{"StepFunctions-StopExecution", "ExecutionArn"},
}

func (p *apiResource) checkSubtype(i *model.Integration) error {
	if i.IntegrationSubtype == nil {
		return nil
	}
	name := *i.IntegrationSubtype
	at := -1
	for n := range subtypes {
		if subtypes[n].name == name {
			at = n
		}
	}
	if at < 0 || p.isWebSocket() || value(i.IntegrationType) != typeAWSProxy || value(i.PayloadFormatVersion) != "1.0" {
		return badRequest("Operation: %s is not supported.", name) // obs
	}
	if value(i.CredentialsArn) == "" {
		return badRequest("Role ARN must be specified for AWS integration configuration with Subtype: %s", name) // obs
	}
	for parameter := range strings.SplitSeq(subtypes[at].required, ", ") {
		if v, ok := i.RequestParameters.Get(parameter); !ok || v == "" {
			return badRequest("Operation: %s requires enabling passthrough, or defining all of the following parameters in the parameter mapping: [%s]", name, subtypes[at].required) // obs for PutEvents
		}
	}
	return nil
}

func checkMethod(i *model.Integration) error {
	method := value(i.IntegrationMethod)
	switch kind := value(i.IntegrationType); {
	case i.IntegrationSubtype != nil, kind == typeMock:
		return nil
	case kind == typeAWSProxy:
		if method != "" && method != "POST" {
			return badRequest("HttpMethod must be POST for AWS_PROXY IntegrationType") // obs
		}
	case method == "": // obs for HTTP_PROXY: the text has its name without the line
		return badRequest("HttpMethod parameter method must be specified for integrationType %s", strings.ReplaceAll(kind, "_", ""))
	case !slices.Contains(routeMethods, method):
		return badRequest("Invalid HTTP method specified") // guess
	}
	return nil
}

func (p *apiResource) checkTimeout(i *model.Integration) error {
	if i.TimeoutInMillis != nil && (*i.TimeoutInMillis < 50 || *i.TimeoutInMillis > p.maxTimeout()) {
		return badRequest("Timeout should be between 50 ms and %d ms", p.maxTimeout()) // obs
	}
	return nil
}

// checkConnection takes a VPC link at its word: one that is not in the account
// is not refused (local).
func checkConnection(i *model.Integration) error {
	if value(i.ConnectionType) != connectionVPCLink {
		return nil
	}
	if value(i.ConnectionId) == "" {
		return badRequest("ConnectionId must be set to vpcLinkId for ConnectionType VPC_LINK") // obs
	}
	if uri := value(i.IntegrationUri); value(i.IntegrationType) == typeHTTPProxy && !isListenerARN(uri) {
		return badRequest("For VpcLink VPC_LINK, integration uri should be a valid ELB listener ARN or a valid Cloud Map service ARN.") // obs
	}
	return nil
}

// isListenerARN reports whether a URI is the ARN of a load balancer's listener
// or of a Cloud Map service. Whether it exists is not asked (local).
func isListenerARN(uri string) bool {
	arn, ok := parseARN(uri)
	return ok && (arn.service == "elasticloadbalancing" && strings.HasPrefix(arn.resource, "listener/") ||
		arn.service == "servicediscovery" && strings.HasPrefix(arn.resource, "service/"))
}

// checkIntegrationURI checks the form of what an integration calls. Every host
// is taken, loopback too: AWS refuses those only when it calls them.
func checkIntegrationURI(i *model.Integration) error {
	uri := value(i.IntegrationUri)
	ok := true
	switch value(i.IntegrationType) {
	case typeHTTP, typeHTTPProxy:
		ok = isWebURL(uri) || value(i.ConnectionType) == connectionVPCLink
	case typeAWSProxy:
		ok = isLambdaURI(uri)
		if i.IntegrationSubtype != nil {
			ok = uri == "" // such an integration has none
		}
	case typeAWS:
		_, ok = parseARN(uri)
	}
	if !ok {
		return invalidIntegrationURI()
	}
	return nil
}

func invalidIntegrationURI() error {
	return badRequest("Invalid integration URI specified") // obs
}

// isLambdaURI reports whether a URI names a Lambda function, by its ARN or by
// the path under which API Gateway calls it. Parts of it may be stage
// variables (doc).
func isLambdaURI(uri string) bool {
	arn, ok := parseARN(uri)
	switch {
	case !ok:
		return false
	case arn.service == "lambda":
		return strings.HasPrefix(arn.resource, "function:") && len(arn.resource) > len("function:")
	}
	return arn.service == "apigateway" && arn.account == "lambda" &&
		strings.HasPrefix(arn.resource, "path/") && strings.HasSuffix(arn.resource, "/invocations")
}

// An amazonResource is an ARN: arn:partition:service:region:account:resource.
type amazonResource struct {
	service, region, account, resource string
}

func parseARN(text string) (amazonResource, bool) {
	parts := strings.SplitN(text, ":", 6)
	if len(parts) < 6 || parts[0] != "arn" || !strings.HasPrefix(parts[1], "aws") || parts[2] == "" || parts[5] == "" {
		return amazonResource{}, false
	}
	return amazonResource{service: parts[2], region: parts[3], account: parts[4], resource: parts[5]}, true
}

// String writes the ARN in the partition of its region.
func (r amazonResource) String() string {
	partition := "aws"
	switch {
	case strings.HasPrefix(r.region, "cn-"):
		partition = "aws-cn"
	case strings.HasPrefix(r.region, "us-gov-"):
		partition = "aws-us-gov"
	}
	return fmt.Sprintf("arn:%s:%s:%s:%s:%s", partition, r.service, r.region, r.account, r.resource)
}
