package model

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"testing"
	"time"
)

func TestValidate(t *testing.T) {
	fromJSON := NewDocument(Field{"b", "c"})
	fromJSON.FromJSON = true
	const isText = "valid types: <class 'str'>"
	tests := []struct {
		name    string
		command string
		in      *Document
		want    []string
	}{
		{"a valid input", "create-api", parse(t, `{"ProtocolType": "HTTP", "Name": ""}`), nil},
		{
			"missing members come in the order of the description, not of the members", "create-api", nil,
			[]string{`Missing required parameter in input: "ProtocolType"`, `Missing required parameter in input: "Name"`},
		},
		{
			"missing members of structures in lists", "create-routing-rule",
			parse(t, `{"DomainName": "d", "Actions": [{"InvokeApi": {"ApiId": "a"}}], "Priority": 1, "Conditions": []}`),
			[]string{`Missing required parameter in Actions[0].InvokeApi: "Stage"`},
		},
		{
			"an unknown member", "get-api", parse(t, `{"ApiId": "a", "Foo\"é": 1}`),
			[]string{`Unknown parameter in input: "Foo"é", must be one of: ApiId`},
		},
		{
			"an unknown member of a structure", "update-api", parse(t, `{"ApiId": "a", "CorsConfiguration": {"foo": 1}}`),
			[]string{`Unknown parameter in CorsConfiguration: "foo", must be one of: AllowCredentials, AllowHeaders, AllowMethods, AllowOrigins, ExposeHeaders, MaxAge`},
		},
		{
			"an unknown member of a structure without members", "update-portal", parse(t, `{"PortalId": "p", "Authorization": {"None": {"a": 1}}}`),
			[]string{`Unknown parameter in Authorization.None: "a", must be one of: `},
		},
		{
			"all findings at once: missing, unknown, then depth first in the input's order", "create-routing-rule",
			parse(t, `{"Conditions": [{"MatchBasePaths": {}}, 5], "X": 1, "Actions": "a", "Y": 2, "Priority": 0}`),
			[]string{
				`Missing required parameter in input: "DomainName"`,
				`Unknown parameter in input: "X", must be one of: Actions, Conditions, DomainName, DomainNameId, Priority`,
				`Unknown parameter in input: "Y", must be one of: Actions, Conditions, DomainName, DomainNameId, Priority`,
				`Missing required parameter in Conditions[0].MatchBasePaths: "AnyOf"`,
				"Invalid type for parameter Conditions[1], value: 5, type: <class 'int'>, valid types: <class 'dict'>",
				"Invalid type for parameter Actions, value: a, type: <class 'str'>, valid types: <class 'list'>, <class 'tuple'>",
				"Invalid value for parameter Priority, value: 0, valid min value: 1",
			},
		},
		{"a string for an integer", "update-api", parse(t, `{"ApiId": "a", "CorsConfiguration": {"MaxAge": "5"}}`), []string{"Invalid type for parameter CorsConfiguration.MaxAge, value: 5, type: <class 'str'>, valid types: <class 'int'>"}},
		{"a float for an integer", "update-api", parse(t, `{"ApiId": "a", "CorsConfiguration": {"MaxAge": 5.0}}`), []string{"Invalid type for parameter CorsConfiguration.MaxAge, value: 5.0, type: <class 'float'>, valid types: <class 'int'>"}},
		{"true passes for an integer", "update-api", parse(t, `{"ApiId": "a", "CorsConfiguration": {"MaxAge": true}}`), nil},
		{"true counts one where there is a minimum", "update-integration", parse(t, `{"ApiId": "a", "IntegrationId": "i", "TimeoutInMillis": true}`), []string{"Invalid value for parameter TimeoutInMillis, value: True, valid min value: 50"}},
		{"a maximum is the service's business", "update-integration", parse(t, `{"ApiId": "a", "IntegrationId": "i", "TimeoutInMillis": 99999999999999999999}`), nil},
		{"an integer far too small", "update-integration", parse(t, `{"ApiId": "a", "IntegrationId": "i", "TimeoutInMillis": -99999999999999999999}`), []string{"Invalid value for parameter TimeoutInMillis, value: -99999999999999999999, valid min value: 50"}},
		{"a minimum that is met", "update-integration", parse(t, `{"ApiId": "a", "IntegrationId": "i", "TimeoutInMillis": 50}`), nil},
		{"a minimum that is missed by one", "update-integration", parse(t, `{"ApiId": "a", "IntegrationId": "i", "TimeoutInMillis": 49}`), []string{"Invalid value for parameter TimeoutInMillis, value: 49, valid min value: 50"}},
		{"an enumeration is the service's business", "create-api", parse(t, `{"ProtocolType": "SMTP", "Name": "n"}`), nil},
		{"an empty string where one character is needed", "create-portal-product", parse(t, `{"DisplayName": ""}`), []string{"Invalid length for parameter DisplayName, value: 0, valid min length: 1"}},
		{"a length is counted in characters", "update-portal", parse(t, `{"PortalId": "p", "PortalContent": {"DisplayName": "é😀", "Theme": {}}}`), []string{"Invalid length for parameter PortalContent.DisplayName, value: 2, valid min length: 3", `Missing required parameter in PortalContent.Theme: "CustomColors"`}},
		{"null is a value of the wrong type", "get-api", parse(t, `{"ApiId": null}`), []string{"Invalid type for parameter ApiId, value: None, type: <class 'NoneType'>, " + isText}},
		{"bytes for a string", "get-api", NewDocument(Field{"ApiId", []byte("a\x00")}), []string{`Invalid type for parameter ApiId, value: b'a\x00', type: <class 'bytes'>, ` + isText}},
		{"an element of a list", "update-api", parse(t, `{"ApiId": "a", "CorsConfiguration": {"AllowOrigins": ["a", ["b", 1]]}}`), []string{"Invalid type for parameter CorsConfiguration.AllowOrigins[1], value: ['b', 1], type: <class 'list'>, " + isText}},
		{"a dict for a string", "create-vpc-link", parse(t, `{"Name": {"a": "b"}, "SubnetIds": []}`), []string{"Invalid type for parameter Name, value: {'a': 'b'}, type: <class 'dict'>, " + isText}},
		{"an object of a JSON option for a string", "create-api", NewDocument(Field{"ProtocolType", "HTTP"}, Field{"Name", "n"}, Field{"Tags", NewDocument(Field{"a", fromJSON})}), []string{"Invalid type for parameter Tags.a, value: OrderedDict([('b', 'c')]), type: <class 'collections.OrderedDict'>, " + isText}},
		{"a value of a map whose key has spaces", "update-stage", parse(t, `{"ApiId": "a", "StageName": "s", "RouteSettings": {"GET /r": {"LoggingLevel": 1}}}`), []string{"Invalid type for parameter RouteSettings.GET /r.LoggingLevel, value: 1, type: <class 'int'>, " + isText}},
		{"a map of maps", "create-integration", parse(t, `{"ApiId": "a", "IntegrationType": "MOCK", "ResponseParameters": {"200": {"a": 1}}}`), []string{"Invalid type for parameter ResponseParameters.200.a, value: 1, type: <class 'int'>, " + isText}},
		{"a list for a map", "create-api", parse(t, `{"ProtocolType": "HTTP", "Name": "n", "Tags": []}`), []string{"Invalid type for parameter Tags, value: [], type: <class 'list'>, valid types: <class 'dict'>"}},
		{"a string for a boolean", "update-stage", parse(t, `{"ApiId": "a", "StageName": "s", "AutoDeploy": "yes"}`), []string{"Invalid type for parameter AutoDeploy, value: yes, type: <class 'str'>, valid types: <class 'bool'>"}},
		{"a string for a float", "update-stage", parse(t, `{"ApiId": "a", "StageName": "s", "DefaultRouteSettings": {"ThrottlingRateLimit": "1"}}`), []string{"Invalid type for parameter DefaultRouteSettings.ThrottlingRateLimit, value: 1, type: <class 'str'>, valid types: <class 'float'>, <class 'decimal.Decimal'>, <class 'int'>"}},
		{"an integer for a float", "update-stage", parse(t, `{"ApiId": "a", "StageName": "s", "DefaultRouteSettings": {"ThrottlingRateLimit": 1}}`), nil},
		{"a text that is no timestamp", "create-domain-name", parse(t, `{"DomainName": "d", "DomainNameConfigurations": [{"CertificateUploadDate": "soon"}]}`), []string{"Invalid type for parameter DomainNameConfigurations[0].CertificateUploadDate, value: soon, type: <class 'str'>, valid types: <class 'datetime.datetime'>, timestamp-string"}},
		{"a dict for a list", "create-domain-name", parse(t, `{"DomainName": "d", "DomainNameConfigurations": {"EndpointType": "REGIONAL"}}`), []string{"Invalid type for parameter DomainNameConfigurations, value: {'EndpointType': 'REGIONAL'}, type: <class 'dict'>, valid types: <class 'list'>, <class 'tuple'>"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := Validate(tt.in, OperationByCommand(tt.command).Input)
			var got []string
			if e, ok := errors.AsType[*ValidationError](err); ok {
				got = e.Findings
			} else if err != nil {
				t.Fatalf("Validate = %v, want a *ValidationError", err)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("Validate(%s) finds\n%q, want\n%q", AppendJSON(nil, tt.in, 0), got, tt.want)
			}
		})
	}
}

func TestValidateAcceptsTimestamps(t *testing.T) {
	s := &Shape{Name: "T", Kind: Structure, Members: []Member{{Name: "At", Shape: &Shape{Kind: Timestamp}}}}
	for _, v := range []any{time.Now(), "2026-01-02", "0", int64(0), 1.5, true, []byte("1")} {
		if err := Validate(NewDocument(Field{"At", v}), s); err != nil {
			t.Errorf("Validate of the timestamp %#v: %v", v, err)
		}
	}
	for _, v := range []any{nil, "", math.NaN(), math.Inf(1), int64(math.MaxInt64), json.Number("99999999999999999999"), []any{}, &Document{}} {
		if err := Validate(NewDocument(Field{"At", v}), s); err == nil {
			t.Errorf("Validate accepts the timestamp %#v", v)
		}
	}
}

func TestValidateChecksMapKeys(t *testing.T) {
	key := &Shape{Kind: String, HasMin: true, Min: 2}
	s := &Shape{Name: "T", Kind: Structure, Members: []Member{{Name: "M", Shape: &Shape{Kind: Map, Key: key, Element: &Shape{Kind: Blob}}}}}
	err := Validate(parse(t, `{"M": {"a": "text", "bc": 1}}`), s)
	want := "Parameter validation failed:\n" +
		"Invalid length for parameter M (key: a), value: 1, valid min length: 2\n" +
		"Invalid type for parameter M.bc, value: 1, type: <class 'int'>, valid types: <class 'bytes'>, <class 'bytearray'>, file-like object"
	if err == nil || err.Error() != want {
		t.Errorf("Validate = %v, want %s", err, want)
	}
}

func TestValidateAcceptsAFullInputOfEveryOperation(t *testing.T) {
	for _, op := range Operations() {
		if err := Validate(sample(op.Input).(*Document), op.Input); err != nil {
			t.Errorf("%s: %v", op.Command, err)
		}
	}
}

func BenchmarkValidate(b *testing.B) {
	op := OperationByCommand("create-api")
	in := parse(b, `{"CorsConfiguration": {"AllowOrigins": ["https://www.example.com"], "MaxAge": 5}, "Name": "pets", "ProtocolType": "HTTP", "Tags": {"a": "b"}}`)
	b.ReportAllocs()
	for b.Loop() {
		if err := Validate(in, op.Input); err != nil {
			b.Fatal(err)
		}
	}
}
