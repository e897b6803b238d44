package model

import (
	"testing"
	"time"
)

func TestWireNamesOfEveryOperation(t *testing.T) {
	for _, op := range Operations() {
		for _, s := range []*Shape{op.Input, op.Output} {
			if s == nil {
				continue
			}
			in := sample(s).(*Document)
			wire := EncodeWire(in, s)
			for i := range wire.Len() {
				if got, want := wire.At(i).Name, s.Members[i].Wire; got != want {
					t.Errorf("%s: EncodeWire calls member %d %q, want %q", s.Name, i, got, want)
				}
			}
			if got, want := PythonRepr(DecodeWire(wire, s)), PythonRepr(in); got != want {
				t.Errorf("%s: DecodeWire(EncodeWire(%s)) = %s", s.Name, want, got)
			}
		}
	}
}

func TestDecodeWire(t *testing.T) {
	tests := []struct{ name, shape, in, want string }{
		{"members stand in the order of the shape", "GetApiResponse", `{"name": "n", "apiId": "a", "corsConfiguration": {"maxAge": 5, "allowOrigins": ["*"]}}`, `{"ApiId":"a","CorsConfiguration":{"AllowOrigins":["*"],"MaxAge":5},"Name":"n"}`},
		{"nulls and unknown members are left out", "GetApiResponse", `{"name": null, "colour": "red", "Name": "API name", "target": "x"}`, `{}`},
		{"map keys stay, in their order", "GetStageResponse", `{"routeSettings": {"loggingLevel": {"loggingLevel": "INFO"}, "a": {}}}`, `{"RouteSettings":{"loggingLevel":{"LoggingLevel":"INFO"},"a":{}}}`},
		{"a value of another type stays", "GetApiResponse", `{"corsConfiguration": [1], "tags": "x", "createdDate": "soon", "version": {"a": []}}`, `{"CorsConfiguration":[1],"CreatedDate":"soon","Tags":"x","Version":{"a":[]}}`},
		{"numbers that JSON has not are text", "UpdateStageRequest", `{"defaultRouteSettings": {"throttlingRateLimit": "NaN"}, "routeSettings": {"a": {"throttlingRateLimit": "-Infinity"}, "b": {"throttlingRateLimit": "Infinity"}, "c": {"throttlingRateLimit": "nan"}}}`, `{"DefaultRouteSettings":{"ThrottlingRateLimit":NaN},"RouteSettings":{"a":{"ThrottlingRateLimit":-Infinity},"b":{"ThrottlingRateLimit":Infinity},"c":{"ThrottlingRateLimit":"nan"}}}`},
		{"an irregular name", "GetTagsRequest", `{"resource-arn": "arn"}`, `{"ResourceArn":"arn"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := string(AppendJSON(nil, DecodeWire(parse(t, tt.in), shape(t, tt.shape)), 0)); got != tt.want {
				t.Errorf("DecodeWire(%s) = %s, want %s", tt.in, got, tt.want)
			}
		})
	}
}

func TestEncodeWire(t *testing.T) {
	tests := []struct{ name, shape, in, want string }{
		{"members keep the document's order", "UpdateApiRequest", `{"Name": "n", "ApiId": "a", "CorsConfiguration": {"MaxAge": 5, "AllowHeaders": []}}`, `{"name":"n","apiId":"a","corsConfiguration":{"maxAge":5,"allowHeaders":[]}}`},
		{"unknown members are left out", "UpdateApiRequest", `{"name": "wire name", "Colour": "red"}`, `{}`},
		{"a timestamp given as text is written as one", "CreateDomainNameRequest", `{"DomainNameConfigurations": [{"CertificateUploadDate": "2026-01-02 04:04 +01:00"}]}`, `{"domainNameConfigurations":[{"certificateUploadDate":"2026-01-02T03:04:00Z"}]}`},
		{"numbers that JSON has not are text", "UpdateStageRequest", `{"DefaultRouteSettings": {"ThrottlingRateLimit": NaN}, "RouteSettings": {"a": {"ThrottlingRateLimit": -Infinity}, "b": {"ThrottlingRateLimit": Infinity}, "c": {"ThrottlingRateLimit": 1.5}}}`, `{"defaultRouteSettings":{"throttlingRateLimit":"NaN"},"routeSettings":{"a":{"throttlingRateLimit":"-Infinity"},"b":{"throttlingRateLimit":"Infinity"},"c":{"throttlingRateLimit":1.5}}}`},
		{"a timestamp given in seconds too", "CreateDomainNameRequest", `{"DomainNameConfigurations": [{"CertificateUploadDate": 0.5}]}`, `{"domainNameConfigurations":[{"certificateUploadDate":"1970-01-01T00:00:00.500000Z"}]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := string(AppendJSON(nil, EncodeWire(parse(t, tt.in), shape(t, tt.shape)), 0)); got != tt.want {
				t.Errorf("EncodeWire(%s) = %s, want %s", tt.in, got, tt.want)
			}
		})
	}
}

func TestDecodeWireReadsTimestamps(t *testing.T) {
	d := DecodeWire(NewDocument(Field{"createdDate", "2026-01-02T03:04:05+00:00"}), shape(t, "GetApiResponse"))
	if got, _ := d.Get("CreatedDate"); got != time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) {
		t.Errorf("createdDate is decoded as %#v, want a time", got)
	}
}
