package output

import (
	"testing"
	"time"

	"gatehouse/model"
)

var at = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

func TestProject(t *testing.T) {
	whole := func() *model.Document {
		d := parse(t, `{
			"Tags": {"b": "1", "a": null},
			"Name": "pets",
			"Description": null,
			"Surprise": 1,
			"CorsConfiguration": {"MaxAge": 5, "Unknown": {}, "AllowOrigins": ["*"], "AllowHeaders": []},
			"ApiId": "a1"
		}`).(*model.Document)
		d.Set("CreatedDate", at)
		return d
	}
	cases := []struct {
		name string
		ts   Timestamps
		want string
	}{
		{"members take the model's order, nulls and strangers go, maps stay", ISO8601,
			`{"ApiId":"a1","CorsConfiguration":{"AllowHeaders":[],"AllowOrigins":["*"],"MaxAge":5},` +
				`"CreatedDate":"2026-01-02T03:04:05+00:00","Name":"pets","Tags":{"b":"1","a":null}}`},
		{"the wire's timestamps end in Z", Wire,
			`{"ApiId":"a1","CorsConfiguration":{"AllowHeaders":[],"AllowOrigins":["*"],"MaxAge":5},` +
				`"CreatedDate":"2026-01-02T03:04:05Z","Name":"pets","Tags":{"b":"1","a":null}}`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := whole()
			before := string(model.AppendJSON(nil, d, 0))
			got := string(model.AppendJSON(nil, Project(d, model.OperationByName("GetApi").Output, c.ts), 0))
			if got != c.want {
				t.Errorf("Project = %s\nwant %s", got, c.want)
			}
			if after := string(model.AppendJSON(nil, d, 0)); after != before {
				t.Errorf("Project changed its argument to %s", after)
			}
		})
	}
}

func TestProjectOfNothing(t *testing.T) {
	for _, d := range []*model.Document{nil, {}} {
		if got := Project(d, model.OperationByName("GetApi").Output, ISO8601); got == nil || got.Len() != 0 {
			t.Errorf("Project(%v) = %v, want an empty document", d, got)
		}
	}
}

func TestProjectLeavesWhatItDoesNotExpect(t *testing.T) {
	d := parse(t, `{"ApiId": ["a"], "Tags": ["x"], "CorsConfiguration": "none", "CreatedDate": "yesterday"}`).(*model.Document)
	got := string(model.AppendJSON(nil, Project(d, model.OperationByName("GetApi").Output, ISO8601), 0))
	want := `{"ApiId":["a"],"CorsConfiguration":"none","CreatedDate":"yesterday","Tags":["x"]}`
	if got != want {
		t.Errorf("Project = %s\nwant %s", got, want)
	}
}

func TestProjectWritesBlobsInBase64(t *testing.T) {
	op := model.OperationByName("ExportApi")
	got, _ := Project(model.NewDocument(model.Field{Name: "body", Value: []byte("hi")}), op.Output, ISO8601).Get("body")
	if got != "aGk=" {
		t.Errorf("body = %v, want aGk=", got)
	}
}

func TestTimestampsHaveFractionsOnlyIfAny(t *testing.T) {
	cases := []struct {
		at        time.Time
		iso, wire string
	}{
		{at, "2026-01-02T03:04:05+00:00", "2026-01-02T03:04:05Z"},
		{at.Add(123 * time.Millisecond), "2026-01-02T03:04:05.123000+00:00", "2026-01-02T03:04:05.123000Z"},
		{at.Add(time.Nanosecond), "2026-01-02T03:04:05+00:00", "2026-01-02T03:04:05Z"},
	}
	for _, c := range cases {
		if iso, wire := ISO8601.format(c.at), Wire.format(c.at); iso != c.iso || wire != c.wire {
			t.Errorf("%v = %s and %s, want %s and %s", c.at, iso, wire, c.iso, c.wire)
		}
	}
}
