package openapi

import (
	"strings"

	"gatehouse/model"
)

// parseIntegration reads an x-amazon-apigateway-integration. wrong is "" or
// says which member cannot be read; unknown are the members that HTTP APIs do
// not have.
//
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
func parseIntegration(d *model.Document) (i model.Integration, unknown []string, wrong string) {
	f := fieldsOf(d)
	i = model.Integration{
		ConnectionId:         f.text("connectionId"),
		ConnectionType:       f.text("connectionType"),
		CredentialsArn:       f.text("credentials"),
		Description:          f.text("description"),
		IntegrationMethod:    f.text("httpMethod"),
		IntegrationSubtype:   f.text("integrationSubtype"),
		IntegrationType:      f.text("type"),
		IntegrationUri:       f.text("uri"),
		PayloadFormatVersion: f.version("payloadFormatVersion"),
		RequestParameters:    f.textMap("requestParameters"),
		ResponseParameters:   f.textMaps("responseParameters"),
		TimeoutInMillis:      f.integer("timeoutInMillis"),
	}
	if i.IntegrationType != nil { // aws_proxy in exports (obs)
		i.IntegrationType = new(strings.ToUpper(*i.IntegrationType))
	}
	if tls := f.object("tlsConfig"); tls != nil {
		t := fieldsOf(tls)
		i.TlsConfig = &model.TlsConfig{ServerNameToVerify: t.text("serverNameToVerify")}
		if t.wrong != "" {
			f.wrong = "tlsConfig." + t.wrong
		}
		for name := range t.unknown {
			unknown = append(unknown, "tlsConfig."+name)
		}
		if i.TlsConfig.ServerNameToVerify == nil {
			i.TlsConfig = nil
		}
	}
	for name := range f.unknown {
		unknown = append(unknown, name)
	}
	return i, unknown, f.wrong
}

// defaultTimeout is the time-out that an integration has when nothing was
// said, in milliseconds. It is not written (obs).
const defaultTimeout = 30000

// writeIntegration is the other way round. The order of the members is that of
// published exports, but for description, whose place is a guess.
func writeIntegration(i *model.Integration) *model.Document {
	d := model.NewDocument()
	if len(i.ResponseParameters) > 0 {
		statuses := model.NewDocument()
		for _, status := range i.ResponseParameters {
			statuses.Set(status.Key, writeMap(status.Value))
		}
		d.Set("responseParameters", statuses)
	}
	setText(d, "integrationSubtype", i.IntegrationSubtype)
	setText(d, "credentials", i.CredentialsArn)
	if len(i.RequestParameters) > 0 {
		d.Set("requestParameters", writeMap(i.RequestParameters))
	}
	setText(d, "payloadFormatVersion", i.PayloadFormatVersion)
	setText(d, "connectionId", i.ConnectionId)
	if i.IntegrationType != nil {
		d.Set("type", strings.ToLower(*i.IntegrationType))
	}
	setText(d, "httpMethod", i.IntegrationMethod)
	if i.IntegrationUri != nil {
		d.Set("uri", invocationURI(*i.IntegrationUri))
	}
	setText(d, "connectionType", i.ConnectionType)
	if i.TimeoutInMillis != nil && *i.TimeoutInMillis != defaultTimeout {
		d.Set("timeoutInMillis", *i.TimeoutInMillis)
	}
	if i.TlsConfig != nil && i.TlsConfig.ServerNameToVerify != nil {
		d.Set("tlsConfig", object("serverNameToVerify", *i.TlsConfig.ServerNameToVerify))
	}
	setText(d, "description", i.Description)
	return d
}

// invocationURI is the URI under which API Gateway calls a Lambda function,
// which is how exports always write it (obs). Any other URI stays as it is.
func invocationURI(uri string) string {
	parts := strings.SplitN(uri, ":", 6) // arn:partition:lambda:region:account:function:name
	if len(parts) < 6 || parts[0] != "arn" || parts[2] != "lambda" || !strings.HasPrefix(parts[5], "function:") {
		return uri
	}
	return "arn:" + parts[1] + ":apigateway:" + parts[3] + ":lambda:path/2015-03-31/functions/" + uri + "/invocations"
}

// object returns a document of one member.
func object(name string, value any) *model.Document {
	return model.NewDocument(model.Field{Name: name, Value: value})
}

func setText(d *model.Document, name string, s *string) {
	if s != nil {
		d.Set(name, *s)
	}
}

func writeMap(m model.StringMap[string]) *model.Document {
	members := make([]model.Field, len(m))
	for i, e := range m {
		members[i] = model.Field{Name: e.Key, Value: e.Value}
	}
	return model.NewDocument(members...)
}

func writeList(list []string) []any {
	values := make([]any, len(list))
	for i, s := range list {
		values[i] = s
	}
	return values
}
