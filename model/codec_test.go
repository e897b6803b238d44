package model

import (
	"encoding/json"
	"errors"
	"reflect"
	"testing"
	"time"
)

// parse is ParseJSON of a text that is an object.
func parse(t testing.TB, text string) *Document {
	t.Helper()
	v, err := ParseJSON(text)
	if err != nil {
		t.Fatalf("ParseJSON(%q): %v", text, err)
	}
	d, ok := v.(*Document)
	if !ok {
		t.Fatalf("ParseJSON(%q) = %T, want an object", text, v)
	}
	return d
}

func shape(t testing.TB, name string) *Shape {
	t.Helper()
	s := ShapeByName(name)
	if s == nil {
		t.Fatalf("ShapeByName(%q) = nil", name)
	}
	return s
}

func TestDecode(t *testing.T) {
	date := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	tests := []struct {
		name  string
		shape string
		in    *Document
		into  any
		want  any
	}{
		{
			"strings, booleans, structures and maps", "CreateApiRequest",
			parse(t, `{"Tags": {"b": "1", "a": "2"}, "Name": "pets", "DisableSchemaValidation": false, "CorsConfiguration": {"AllowOrigins": ["*"], "MaxAge": 5}}`),
			new(CreateApiInput),
			&CreateApiInput{
				Name: new("pets"), DisableSchemaValidation: new(false), Tags: StringMap[string]{{"b", "1"}, {"a", "2"}},
				CorsConfiguration: &Cors{AllowOrigins: []string{"*"}, MaxAge: new(int64(5))},
			},
		},
		{
			"null is absent and unknown members are ignored", "CreateApiRequest",
			parse(t, `{"Name": null, "Colour": "red", "Target": "x"}`), new(CreateApiInput), &CreateApiInput{Target: new("x")},
		},
		{
			"empty lists, maps and structures are present", "CreateApiRequest",
			parse(t, `{"Tags": {}, "CorsConfiguration": {"AllowHeaders": []}}`), new(CreateApiInput),
			&CreateApiInput{Tags: StringMap[string]{}, CorsConfiguration: &Cors{AllowHeaders: []string{}}},
		},
		{
			"an output's shape fills a resource, whatever the order of its fields", "CreateStageResponse",
			NewDocument(Field{"StageName", "s"}, Field{"CreatedDate", date}, Field{"RouteSettings", NewDocument(Field{"GET /", NewDocument(Field{"ThrottlingRateLimit", int64(5)})})}),
			new(Stage),
			&Stage{StageName: new("s"), CreatedDate: new(date), RouteSettings: StringMap[RouteSettings]{{"GET /", RouteSettings{ThrottlingRateLimit: new(5.0)}}}},
		},
		{
			"lists of structures within structures", "CreateRoutingRuleRequest",
			parse(t, `{"Priority": 7, "Conditions": [{"MatchHeaders": {"AnyOf": [{"Header": "x", "ValueGlob": "y"}]}}, {}]}`), new(CreateRoutingRuleInput),
			&CreateRoutingRuleInput{Priority: new(int64(7)), Conditions: []RoutingRuleCondition{
				{MatchHeaders: &RoutingRuleMatchHeaders{AnyOf: []RoutingRuleMatchHeaderValue{{Header: new("x"), ValueGlob: new("y")}}}}, {},
			}},
		},
		{
			"maps of maps", "CreateIntegrationRequest",
			parse(t, `{"ResponseParameters": {"200": {"a": "b"}, "404": {}}}`), new(CreateIntegrationInput),
			&CreateIntegrationInput{ResponseParameters: StringMap[StringMap[string]]{{"200", StringMap[string]{{"a", "b"}}}, {"404", StringMap[string]{}}}},
		},
		{
			"a blob is read from base64", "ExportApiResponse",
			parse(t, `{"body": "AAH/"}`), new(ExportApiOutput), &ExportApiOutput{Body: []byte{0, 1, 255}},
		},
		{
			"a float may be an integer too great for int64", "RouteSettings",
			NewDocument(Field{"ThrottlingRateLimit", json.Number("10000000000000000000")}), new(RouteSettings), &RouteSettings{ThrottlingRateLimit: new(1e19)},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := Decode(tt.in, shape(t, tt.shape), tt.into)
			if err != nil || !reflect.DeepEqual(tt.into, tt.want) {
				t.Errorf("Decode(%s) = %s, %v, want %s", AppendJSON(nil, tt.in, 0), show(tt.into), err, show(tt.want))
			}
		})
	}
}

func show(v any) []byte {
	b, _ := json.Marshal(v)
	return b
}

func TestDecodeReadsTimestamps(t *testing.T) {
	want := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for _, v := range []any{want, "2026-01-02T03:04:05Z", "2026-01-02T04:04:05+01:00", want.Unix(), float64(want.Unix())} {
		var got Api
		err := Decode(NewDocument(Field{"CreatedDate", v}), shape(t, "Api"), &got)
		if err != nil || got.CreatedDate == nil || !got.CreatedDate.Equal(want) || got.CreatedDate.Location() != time.UTC {
			t.Errorf("Decode of the timestamp %#v = %v, %v, want %v", v, got.CreatedDate, err, want)
		}
	}
}

func TestDecodeKeepsWhatIsAbsent(t *testing.T) {
	api := Api{Name: new("old"), Description: new("kept")}
	if err := Decode(NewDocument(Field{"Name", "new"}), shape(t, "Api"), &api); err != nil {
		t.Fatal(err)
	}
	if want := (Api{Name: new("new"), Description: new("kept")}); !reflect.DeepEqual(api, want) {
		t.Errorf("Decode over a struct = %s, want %s", show(api), show(want))
	}
}

func TestDecodeErrors(t *testing.T) {
	tests := []struct {
		name, shape, in string
		into            any
		want            TypeError
	}{
		{"a string for a number in a structure", "CreateApiRequest", `{"CorsConfiguration": {"MaxAge": "5"}}`, new(CreateApiInput), TypeError{"CorsConfiguration.MaxAge", Integer, "string"}},
		{"a fraction for an integer", "Cors", `{"MaxAge": 5.0}`, new(Cors), TypeError{"MaxAge", Integer, "fraction"}},
		{"an integer too great", "Cors", `{"MaxAge": 99999999999999999999}`, new(Cors), TypeError{"MaxAge", Integer, "number of more than 64 bits"}},
		{"a number for a string", "Api", `{"Name": 5}`, new(Api), TypeError{"Name", String, "number"}},
		{"a string for a boolean", "Api", `{"DisableSchemaValidation": "true"}`, new(Api), TypeError{"DisableSchemaValidation", Boolean, "string"}},
		{"a string for a float", "RouteSettings", `{"ThrottlingRateLimit": "1"}`, new(RouteSettings), TypeError{"ThrottlingRateLimit", Double, "string"}},
		{"null in a list", "Cors", `{"AllowOrigins": ["a", null]}`, new(Cors), TypeError{"AllowOrigins[1]", String, "null"}},
		{"a string for a list", "Cors", `{"AllowOrigins": "a"}`, new(Cors), TypeError{"AllowOrigins", List, "string"}},
		{"a list for a structure", "Api", `{"CorsConfiguration": []}`, new(Api), TypeError{"CorsConfiguration", Structure, "list"}},
		{"a boolean for a map", "Api", `{"Tags": true}`, new(Api), TypeError{"Tags", Map, "boolean"}},
		{"an object for a string in a map", "Api", `{"Tags": {"a b": {}}}`, new(Api), TypeError{"Tags.a b", String, "object"}},
		{"a text that is no time", "Api", `{"CreatedDate": "soon"}`, new(Api), TypeError{"CreatedDate", Timestamp, "string"}},
		{"a text that is not base64", "ExportApiResponse", `{"body": "*"}`, new(ExportApiOutput), TypeError{"body", Blob, "string"}},
		{"deep within lists", "CreateRoutingRuleRequest", `{"Conditions": [{}, {"MatchBasePaths": {"AnyOf": [1]}}]}`, new(CreateRoutingRuleInput), TypeError{"Conditions[1].MatchBasePaths.AnyOf[0]", String, "number"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := Decode(parse(t, tt.in), shape(t, tt.shape), tt.into)
			e, ok := errors.AsType[*TypeError](err)
			if !ok || *e != tt.want {
				t.Errorf("Decode(%s) = %v, want %v", tt.in, err, &tt.want)
			}
		})
	}
	if got, want := (&TypeError{"A.B[0]", Integer, "string"}).Error(), "A.B[0]: want integer, got string"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
}

func TestEncode(t *testing.T) {
	date := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	tests := []struct {
		name  string
		in    any
		shape string
		want  string
	}{
		{"nil fields are left out", &Api{}, "CreateApiResponse", `{}`},
		{"members stand in the order of the shape", &Api{Name: new("n"), ApiId: new("a"), CreatedDate: new(date)}, "CreateApiResponse", `{"ApiId":"a","CreatedDate":"2026-01-02T03:04:05Z","Name":"n"}`},
		{"a struct by value is as good", Api{Name: new("n")}, "Api", `{"Name":"n"}`},
		{"empty lists, maps and structures are kept", &Api{CorsConfiguration: &Cors{AllowHeaders: []string{}}, Tags: StringMap[string]{}}, "Api", `{"CorsConfiguration":{"AllowHeaders":[]},"Tags":{}}`},
		{"map entries keep their order", &Api{Tags: StringMap[string]{{"b", "1"}, {"a", "2"}}}, "Api", `{"Tags":{"b":"1","a":"2"}}`},
		{"fields that the shape does not have are left out", &MutualTlsAuthentication{TruststoreUri: new("s3://x"), TruststoreWarnings: []string{"w"}}, "MutualTlsAuthenticationInput", `{"TruststoreUri":"s3://x"}`},
		{"numbers and booleans", &RouteSettings{ThrottlingRateLimit: new(2.0), ThrottlingBurstLimit: new(int64(3)), DataTraceEnabled: new(false)}, "RouteSettings", `{"DataTraceEnabled":false,"ThrottlingBurstLimit":3,"ThrottlingRateLimit":2.0}`},
		{"lists of structures", &GetApisOutput{Items: []Api{{ApiId: new("a")}, {}}}, "GetApisResponse", `{"Items":[{"ApiId":"a"},{}]}`},
		{"a blob", &ExportApiOutput{Body: []byte{1}}, "ExportApiResponse", `{"body":"AQ=="}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := string(AppendJSON(nil, Encode(tt.in, shape(t, tt.shape)), 0)); got != tt.want {
				t.Errorf("Encode(%s) = %s, want %s", show(tt.in), got, tt.want)
			}
		})
	}
}

const stageText = `{"AccessLogSettings": {"Format": "$context.requestId"}, "AutoDeploy": true, "CreatedDate": "2026-01-02T03:04:05Z",
	"DefaultRouteSettings": {"DetailedMetricsEnabled": false, "ThrottlingBurstLimit": 10, "ThrottlingRateLimit": 2.5},
	"LastUpdatedDate": "2026-01-02T03:04:05Z", "RouteSettings": {}, "StageName": "$default", "StageVariables": {"url": "a", "port": "b"}, "Tags": {}}`

func BenchmarkDecode(b *testing.B) {
	s := shape(b, "Stage")
	d := parse(b, stageText)
	b.ReportAllocs()
	for b.Loop() {
		var stage Stage
		if err := Decode(d, s, &stage); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	var stage Stage
	if err := Decode(parse(b, stageText), shape(b, "Stage"), &stage); err != nil {
		b.Fatal(err)
	}
	for _, name := range []string{"Stage", "UpdateStageResponse"} {
		s := shape(b, name)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Encode(&stage, s)
			}
		})
	}
}

func TestEncodeOfDecodeIsTheDocument(t *testing.T) {
	for name, v := range map[string]any{
		"CreateApiRequest": new(CreateApiInput), "CreateApiResponse": new(Api), "GetApisResponse": new(GetApisOutput),
		"CreateStageRequest": new(CreateStageInput), "UpdateStageResponse": new(Stage), "GetRouteResult": new(Route),
		"CreateIntegrationResult": new(Integration), "CreateAuthorizerResponse": new(Authorizer), "GetDomainNameResponse": new(DomainName),
		"CreatePortalRequest": new(CreatePortalInput), "PutRoutingRuleRequest": new(PutRoutingRuleInput), "ExportApiResponse": new(ExportApiOutput),
	} {
		s := shape(t, name)
		in := sample(s).(*Document)
		if err := Decode(in, s, v); err != nil {
			t.Errorf("Decode of a whole %s: %v", name, err)
			continue
		}
		if got, want := PythonRepr(Encode(v, s)), PythonRepr(in); got != want {
			t.Errorf("Encode(Decode(%s)) = %s", want, got)
		}
	}
}
