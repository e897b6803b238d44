package commands

import (
	"strings"
	"testing"

	"gatehouse/commands/help"
	"gatehouse/model"
)

// Plain scalars, as ruamel.yaml with YAML 1.2 resolves them.
func TestResolveYAML(t *testing.T) {
	tests := []struct{ text, want string }{ // want is Python's repr
		{"1", "1"}, {"0x1F", "31"}, {"0o17", "15"}, {"017", "17"}, {"1_000", "1000"}, {"+5", "5"}, {"-3", "-3"}, {"-0", "0"},
		{"0b11", "3"}, {"0o8", "'0o8'"}, {"0x", "'0x'"}, {"99999999999999999999", "99999999999999999999"}, {"1-2", "'1-2'"},
		{"1.5", "1.5"}, {"1e3", "1000.0"}, {"12e03", "12000.0"}, {".5", "0.5"}, {"5.", "5.0"}, {"1.5e+3", "1500.0"}, {"0.1_5", "0.15"},
		{"685.230_15e+03", "685230.15"}, {".5e3", "'.5e3'"}, {"1e", "'1e'"}, {".", "'.'"}, {"-", "'-'"}, {"1.2.3", "'1.2.3'"},
		{".inf", "inf"}, {"-.INF", "-inf"}, {"+.inf", "inf"}, {".nan", "nan"}, {"-.nan", "'-.nan'"},
		{"~", "None"}, {"", "None"}, {"Null", "None"}, {"nULL", "'nULL'"},
		{"yes", "'yes'"}, {"on", "'on'"}, {"True", "True"}, {"TRUE", "True"}, {"tRUE", "'tRUE'"}, {"false", "False"},
		{"1:30", "'1:30'"}, {"2024-01-01T00:00:00Z", "datetime.datetime(2024, 1, 1, 0, 0)"}, {"2024-01-01", "datetime.date(2024, 1, 1)"},
		{"2024-01-01 10:00:00", "datetime.datetime(2024, 1, 1, 10, 0)"}, {"2024-01-01T10:00:00+02:00", "datetime.datetime(2024, 1, 1, 8, 0)"},
	}
	for _, tt := range tests {
		if got := model.PythonRepr(resolveYAML(tt.text)); got != tt.want {
			t.Errorf("resolveYAML(%q) = %s, want %s", tt.text, got, tt.want)
		}
	}
}

func TestParseInputYAML(t *testing.T) {
	tests := []struct{ name, text, want string }{ // want is JSON, or the error's text
		{"nothing is null", "", `null`},
		{"block style", "a: 1\nb:\n- x\n- y: null\n", `{"a":1,"b":["x",{"y":null}]}`},
		{"flow style", "{a: [1, 'two', \"\\u263a\"], b}", `{"a":[1,"two","☺"],"b":null}`},
		{"a block of text", "a: |\n  x\n  y\n", `{"a":"x\ny\n"}`},
		{"quoted words are text", `{a: '1', b: "true"}`, `{"a":"1","b":"true"}`},
		{"tags", `{a: !!str 5, b: !!int "5", c: !!binary aGk=}`, `{"a":"5","b":5,"c":"aGk="}`},
		{"tags of other forms", `{a: !!float 1, b: !!float '1', c: !!bool yes, d: !!null x, e: !!int ' 5'}`, `{"a":1.0,"b":1.0,"c":true,"d":null,"e":5}`},
		{"a number that is none", "a: !!float x", `could not convert string to float: 'x'`},
		{"an integer that is none", "a: !!int 1.5", `invalid literal for int() with base 10: '1.5'`},
		{"a boolean that is none", "a: !!bool X", `'x'`},
		{"a time that is none", "a: !!timestamp x", `Error parsing parameter 'cli-input-yaml': Invalid YAML received.`},
		{"the sign of a default value", "a: =", `Error parsing parameter 'cli-input-yaml': Invalid YAML received.`},
		{"that sign as a key, and as text", "=: '='", `{"=":"="}`},
		{"the sign of merging", "a: [<<]", `Error parsing parameter 'cli-input-yaml': Invalid YAML received.`},
		{"that sign as text", `"<<": "<<"`, `{"<<":"<<"}`},
		{"nothing to merge", "<<: 5", `Error parsing parameter 'cli-input-yaml': Invalid YAML received.`},
		{"anchors and merging", "a: &x {k: v, c: e}\nb:\n  <<: *x\n  c: d\n", `{"a":{"k":"v","c":"e"},"b":{"k":"v","c":"d"}}`},
		{"of several the first wins", "<<: [{a: 1, b: 1}, {b: 2, c: 2}]", `{"b":1,"c":2,"a":1}`},
		{"inner keys become text", "a: {1: x, true: y}", `{"a":{"1":"x","True":"y"}}`},
		{"outer keys must be text", "1: x", `keywords must be strings`},
		{"a key twice", "a: 1\na: 2", `Error parsing parameter 'cli-input-yaml': Invalid YAML received.`},
		{"two documents", "a: 1\n---\nb: 2", `Error parsing parameter 'cli-input-yaml': Invalid YAML received.`},
		{"bad syntax", "a: [", `Error parsing parameter 'cli-input-yaml': Invalid YAML received.`},
		{"a tag of the author's own", "a: !foo x", `Error parsing parameter 'cli-input-yaml': Invalid YAML received.`},
		{"an anchor within itself", "&a [1, *a]", `Error parsing parameter 'cli-input-yaml': Invalid YAML received.`},
		{"more laughs than fit", "a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\n",
			`Error parsing parameter 'cli-input-yaml': Invalid YAML received.`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v, err := parseInputYAML(tt.text)
			got := ""
			if err != nil {
				got = err.Error()
			} else {
				got = string(model.AppendJSON(nil, v, 0))
			}
			if got != tt.want {
				t.Errorf("parseInputYAML(%.40q) = %s, want %s", tt.text, got, tt.want)
			}
		})
	}
}

// What the YAML skeleton shows is read back as the JSON skeleton's value.
func TestYAMLSkeletonsReadBack(t *testing.T) {
	texts := help.Load("gatehouse")
	operations := model.Operations()
	for i := range operations {
		op := &operations[i]
		s := skeleton{}
		d := s.structure(op.Input)
		text := yamlSkeleton(d, op, texts)
		got, err := parseInputYAML(text)
		if err != nil {
			t.Errorf("%s: %v\n%s", op.Name, err, text)
			continue
		}
		if d.Len() == 0 {
			continue
		}
		if got, want := untimed(got), untimed(d); got != want {
			t.Errorf("%s: the YAML says\n%s\nthe JSON says\n%s", op.Name, got, want)
		}
	}
}

// Two spaces stand before the first comment of a structure, one before each
// further one. The sentences of the help pages are left out here.
func TestYAMLSkeleton(t *testing.T) {
	const want = `AccessLogSettings:
  DestinationArn: ''
  Format: ''
ApiId: ''  # [REQUIRED]
AutoDeploy: true
ClientCertificateId: ''
DefaultRouteSettings:
  DataTraceEnabled: true
  DetailedMetricsEnabled: true
  LoggingLevel: ERROR  # Valid values are: ERROR, INFO, OFF.
  ThrottlingBurstLimit: 0
  ThrottlingRateLimit: 0.0
DeploymentId: ''
Description: ''
RouteSettings:
  KeyName:
    DataTraceEnabled: true
    DetailedMetricsEnabled: true
    LoggingLevel: ERROR  # Valid values are: ERROR, INFO, OFF.
    ThrottlingBurstLimit: 0
    ThrottlingRateLimit: 0.0
StageName: '' # [REQUIRED]
StageVariables:
  KeyName: ''
Tags:
  KeyName: ''
`
	op := model.OperationByCommand("create-stage")
	s := skeleton{}
	if got := yamlSkeleton(s.structure(op.Input), op, help.Texts{}); got != want {
		t.Errorf("yamlSkeleton:\n%s\nwant\n%s", got, want)
	}
}

// untimed is a value as JSON, with the one timestamp of skeletons in one form.
func untimed(v any) string {
	return strings.ReplaceAll(string(model.AppendJSON(nil, v, 4)), "1970-01-01T00:00:00Z", "1970-01-01T00:00:00")
}

func FuzzParseInputYAML(f *testing.F) {
	f.Add("a: &x {k: [1, 2.5, ~]}\nb: *x\n")
	f.Add("{a: !!int '5', <<: {b: 1}}")
	f.Fuzz(func(t *testing.T, text string) {
		if v, err := parseInputYAML(text); err == nil {
			model.AppendJSON(nil, v, 0) // panics on what a document cannot hold
		}
	})
}
