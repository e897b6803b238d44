package mapping

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"gatehouse/model"
	"gatehouse/serve/contextvars"
	"gatehouse/state/expression"
)

// byStatus makes ResponseParameters of statuses and their mappings.
func byStatus(status string, mappings model.StringMap[string]) model.StringMap[model.StringMap[string]] {
	return model.StringMap[model.StringMap[string]]{{Key: status, Value: mappings}}
}

// failure is an integration's answer.
func failure() *message {
	return &message{
		header:  http.Header{"Content-Type": {"application/json"}, "X-Code": {"410"}, "X-Two": {"a", "b"}},
		body:    `{"error":{"code":"gone\r\nX-Evil: 1","status":404}}`,
		context: contextvars.Context{RequestID: "K2ZEDjwtIAMEcig=", Integration: contextvars.Integration{Called: true, Status: 500}},
	}
}

func TestResponses(t *testing.T) {
	tests := []struct {
		name     string
		mappings model.StringMap[string]
		fields   Edits
		status   int
	}{
		{"the example of the documentation", texts("append:header.header1", "$context.requestId", "overwrite:statuscode", "403"),
			Edits{{"Header1", expression.Append, "K2ZEDjwtIAMEcig="}}, 403},
		{"sources of every kind", texts("append:header.a", "$response.header.x-two", "append:header.b", "$response.body.error.code", "append:header.c", "${context.integrationStatus} ${stageVariables.env}"),
			Edits{{"A", expression.Append, "a,b"}, {"B", expression.Append, "gone  X-Evil: 1"}, {"C", expression.Append, "500 prod"}}, 0},
		{"overwrite and remove", texts("overwrite:header.content-type", "text/plain", "remove:header.x-two", "''"),
			Edits{{"Content-Type", expression.Overwrite, "text/plain"}, {"X-Two", expression.Remove, ""}}, 0},
		{"a status out of a header", texts("overwrite:statuscode", "$response.header.x-code"), nil, 410},
		{"a status out of the body", texts("overwrite:statuscode", "$response.body.error.status"), nil, 404},
		{"a status that is missing stays", texts("overwrite:statuscode", "$response.header.none"), nil, 0},
		{"a status that is no number stays", texts("overwrite:statuscode", "two hundred"), nil, 0},
		{"a negative one too", texts("overwrite:statuscode", "-1"), nil, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			all, err := CompileResponses(byStatus("500", test.mappings), variables)
			if err != nil {
				t.Fatal(err)
			}
			var c ResponseChanges
			if err := all.For(500).Changes(failure(), &c); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(c.Fields, test.fields) || c.Status != test.status {
				t.Errorf("Changes = %+v, %d, want %+v, %d", c.Fields, c.Status, test.fields, test.status)
			}
			if err := all.For(200).Changes(failure(), &c); err != nil || len(c.Fields) != 0 || c.Status != 0 {
				t.Errorf("another status is changed: %+v, %d, %v", c.Fields, c.Status, err)
			}
		})
	}
}

func TestStatusesThatAreNone(t *testing.T) {
	for _, value := range []string{"99", "100", "199", "600", "1000", "99999999999999999999"} {
		all, err := CompileResponses(byStatus("200", texts("overwrite:statuscode", value)), nil)
		if err != nil {
			t.Fatal(err)
		}
		var c ResponseChanges
		err = all.For(200).Changes(failure(), &c)
		if status, ok := errors.AsType[*StatusError](err); !ok || status.Value != value || c.Status != 0 {
			t.Errorf("overwrite:statuscode %s: %v, %d", value, err, c.Status)
		}
	}
}

func TestResponseMappingsThatAreNone(t *testing.T) {
	tests := []struct {
		status, key, value string
		want               string
	}{
		{"199", "append:header.a", "1", `mapping "199": that is no status from 200 to 599`},
		{"600", "append:header.a", "1", `mapping "600": that is no status from 200 to 599`},
		{"200 ", "append:header.a", "1", `mapping "200 ": that is no status from 200 to 599`},
		{"+20", "append:header.a", "1", `mapping "+20": that is no status from 200 to 599`},
		{"200", "append:statuscode", "201", `status 200: mapping "append:statuscode": an answer has header.NAME, and a statuscode that can be overwritten`},
		{"200", "append:querystring.a", "1", `status 200: mapping "append:querystring.a": an answer has header.NAME, and a statuscode that can be overwritten`},
		{"200", "overwrite:path", "/", `status 200: mapping "overwrite:path": an answer has header.NAME, and a statuscode that can be overwritten`},
		{"200", "overwrite:header.access-control-allow-origin", "*", `status 200: mapping "overwrite:header.access-control-allow-origin": the header is reserved`},
		{"200", "append:header.a", "$request.header.a", `status 200: mapping "append:header.a": value "$request.header.a", byte 1: want response.…, context.… or stageVariables.…`},
		{"200", "append:header.a", "$response.path", `status 200: mapping "append:header.a": value "$response.path", byte 10: want header.… or body`},
	}
	for _, test := range tests {
		t.Run(test.status+" "+test.key, func(t *testing.T) {
			all, err := CompileResponses(byStatus(test.status, texts(test.key, test.value)), nil)
			if all != nil || err == nil || err.Error() != test.want {
				t.Errorf("CompileResponses = %v, %v, want %s", all, err, test.want)
			}
		})
	}
}

func TestNoResponsesMakeNoProgram(t *testing.T) {
	for _, mappings := range []model.StringMap[model.StringMap[string]]{nil, byStatus("200", nil), byStatus("200", texts("append:header.a", ""))} {
		if all, err := CompileResponses(mappings, nil); all != nil || err != nil {
			t.Errorf("CompileResponses(%v) = %v, %v, want nil", mappings, all, err)
		}
	}
	var all *Responses
	var c ResponseChanges
	m := failure()
	allocs := testing.AllocsPerRun(100, func() {
		if err := all.For(500).Changes(m, &c); err != nil {
			t.Error(err)
		}
	})
	if allocs != 0 {
		t.Errorf("no program allocates %v times", allocs)
	}
}

func BenchmarkResponse(b *testing.B) {
	all, err := CompileResponses(byStatus("500", texts("append:header.header1", "$context.requestId", "overwrite:statuscode", "403")), nil)
	if err != nil {
		b.Fatal(err)
	}
	m := failure()
	m.body = strings.Repeat("x", 1<<10)
	var c ResponseChanges
	b.ReportAllocs()
	for b.Loop() {
		if err := all.For(500).Changes(m, &c); err != nil {
			b.Fatal(err)
		}
	}
}
