package output

import (
	"fmt"
	"io"
	"testing"

	"gatehouse/model"
)

// apis is the result of a get-apis that finds 25.
func apis(b *testing.B) *model.Document {
	items := make([]any, 25)
	for i := range items {
		items[i] = parse(b, fmt.Sprintf(`{
			"ApiEndpoint": "http://a%[1]d.execute-api.us-east-1.localhost:8080", "ApiId": "a%[1]d",
			"ApiKeySelectionExpression": "$request.header.x-api-key",
			"CorsConfiguration": {"AllowCredentials": true, "AllowHeaders": ["authorization", "content-type"],
				"AllowMethods": ["GET", "POST"], "AllowOrigins": ["https://app%[1]d.example"], "MaxAge": 300},
			"DisableExecuteApiEndpoint": false, "IpAddressType": "ipv4", "Name": "pets %[1]d", "ProtocolType": "HTTP",
			"RouteSelectionExpression": "$request.method $request.path", "Tags": {"env": "dev", "team": "web"}}`, i))
		items[i].(*model.Document).Set("CreatedDate", at)
	}
	return model.NewDocument(model.Field{Name: "Items", Value: items})
}

func BenchmarkProject(b *testing.B) {
	d, shape := apis(b), model.OperationByName("GetApis").Output
	b.ReportAllocs()
	for b.Loop() {
		Project(d, shape, ISO8601)
	}
}

func BenchmarkWrite(b *testing.B) {
	d := Project(apis(b), model.OperationByName("GetApis").Output, ISO8601)
	for _, format := range []string{"json", "text", "yaml", "table"} {
		b.Run(format, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := Write(io.Discard, Options{Format: format, Title: "GetApis"}, d); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
