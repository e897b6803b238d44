package commands

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gatehouse/model"
)

// sent runs a command line and returns the input of the call that it made, as
// JSON with Python's spacing left out.
func (s *shell) sent(args ...string) (input string, result ran) {
	s.t.Helper()
	result = s.runOn(func(_ context.Context, _ *model.Operation, in *model.Document) (*model.Document, error) {
		input = string(model.AppendJSON(nil, in, 0))
		return nil, nil
	}, append([]string{"apigatewayv2"}, args...)...)
	return input, result
}

// How words become an operation's input.
func TestInput(t *testing.T) {
	const createAPI = "create-api --name n --protocol-type HTTP "
	const base = `"Name":"n","ProtocolType":"HTTP"`
	tests := []struct{ name, line, want string }{
		{"members come in the model's order", `create-api --protocol-type HTTP --name n --credentials-arn c`,
			`{"CredentialsArn":"c",` + base + `}`},
		{"unique prefixes, attached values, the last of several", `create-api --prot=HTTP --name a --na n --desc d`,
			`{"Description":"d",` + base + `}`},
		{"text is taken as it is", `create-api --name {"a":1} --protocol-type '' --description ' [x] '`,
			`{"Description":" [x] ","Name":"{\"a\":1}","ProtocolType":""}`},
		{"the flag of Version", createAPI + `--api-version 1`, `{` + base + `,"Version":"1"}`},
		{"switches", createAPI + `--disable-schema-validation --no-disable-execute-api-endpoint`,
			`{"DisableSchemaValidation":true,"DisableExecuteApiEndpoint":false,` + base + `}`},
		{"the last of a pair counts", createAPI + `--no-disable-schema-validation --disable-schema-validation`,
			`{"DisableSchemaValidation":true,` + base + `}`},
		{"shorthand", createAPI + `--cors-configuration AllowOrigins=https://a,https://b,MaxAge=5,AllowCredentials=True`,
			`{"CorsConfiguration":{"AllowOrigins":["https://a","https://b"],"MaxAge":5,"AllowCredentials":true},` + base + `}`},
		{"JSON", createAPI + `--cors-configuration ' {"AllowOrigins":["*"]}'`,
			`{"CorsConfiguration":{"AllowOrigins":["*"]},` + base + `}`},
		{"a map", createAPI + `--tags a=b,c=`, `{` + base + `,"Tags":{"a":"b","c":""}}`},
		{"a list of text", `create-vpc-link --name n --subnet-ids a,b c --security-group-ids`,
			`{"Name":"n","SecurityGroupIds":[],"SubnetIds":["a,b","c"]}`},
		{"a list of text as JSON", `create-vpc-link --name n --subnet-ids ' ["a","b"]'`, `{"Name":"n","SubnetIds":["a","b"]}`},
		{"but not in several words", `create-vpc-link --name n --subnet-ids ["a"] b`, `{"Name":"n","SubnetIds":["[\"a\"]","b"]}`},
		{"a list of structures, each word one", `create-routing-rule --domain-name d --priority 1 --actions InvokeApi={ApiId=a,Stage=s} --conditions MatchBasePaths={AnyOf=[v1]} MatchHeaders={AnyOf=[{Header=x,ValueGlob=y}]}`,
			`{"Actions":[{"InvokeApi":{"ApiId":"a","Stage":"s"}}],"Conditions":[{"MatchBasePaths":{"AnyOf":["v1"]}},{"MatchHeaders":{"AnyOf":[{"Header":"x","ValueGlob":"y"}]}}],"DomainName":"d","Priority":1}`},
		{"or all in one JSON list", `create-domain-name --domain-name d --domain-name-configurations [{"EndpointType":"REGIONAL"}]`,
			`{"DomainName":"d","DomainNameConfigurations":[{"EndpointType":"REGIONAL"}]}`},
		{"or each as JSON", `create-domain-name --domain-name d --domain-name-configurations {} {"EndpointType":"REGIONAL"}`,
			`{"DomainName":"d","DomainNameConfigurations":[{},{"EndpointType":"REGIONAL"}]}`},
		{"a list that is empty", `create-domain-name --domain-name d --domain-name-configurations`,
			`{"DomainName":"d","DomainNameConfigurations":[]}`},
		{"numbers as Python reads them", `create-integration --api-id a --integration-type MOCK --timeout-in-millis ' +1_000 '`,
			`{"ApiId":"a","IntegrationType":"MOCK","TimeoutInMillis":1000}`},
		{"a negative number is a value", `create-routing-rule --domain-name d --actions [] --conditions [] --priority 5 --domain-name-id -5`,
			`{"Actions":[],"Conditions":[],"DomainName":"d","DomainNameId":"-5","Priority":5}`},
		{"a separator at the end", createAPI + `--`, `{` + base + `}`},
		{"input text adds what the flags have not", `create-api --name n --cli-input-json {"Version":"1","Name":"x","ProtocolType":"HTTP"}`,
			`{"Name":"n","Version":"1","ProtocolType":"HTTP"}`},
		{"a flag replaces a whole member", createAPI + `--tags a=b --cli-input-json {"Tags":{"c":"d"}}`, `{` + base + `,"Tags":{"a":"b"}}`},
		{"a switch turned off counts as given", createAPI + `--no-disable-schema-validation --cli-input-json {"DisableSchemaValidation":true}`,
			`{"DisableSchemaValidation":false,` + base + `}`},
		{"input text in YAML", `create-api --cli-input-yaml 'ProtocolType: HTTP
Name: yes
Tags: {a: on}'`, `{"ProtocolType":"HTTP","Name":"yes","Tags":{"a":"on"}}`},
		{"an empty stray word", createAPI + `''`, `{` + base + `}`},
		{"global options anywhere", `--region eu-west-1 create-api --out text --name n --protocol-type HTTP --no-cli-pager`, `{` + base + `}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, result := newShell(t).sent(words(tt.line)...)
			if result != (ran{}) || got != tt.want {
				t.Errorf("%s\n got %s %+v\nwant %s", tt.line, got, result, tt.want)
			}
		})
	}
}

// Values that name a file.
func TestFiles(t *testing.T) {
	t.Chdir(t.TempDir())
	write := func(name, text string) {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("text", "a\r\nb\rc\n")
	write("cors.json", "\n{\"MaxAge\": 5}\n")
	write("cors.txt", "MaxAge=5 \n")
	write("list.json", ` ["a","b"]`)
	write("abc", "abc")
	write("latin1", "caf\xe9")
	write("configurations", "EndpointType=REGIONAL")
	write("input.json", `{"Name":"n","ProtocolType":"HTTP"}`)
	if err := os.Mkdir("sub", 0o755); err != nil {
		t.Fatal(err)
	}
	const createAPI = "create-api --name n --protocol-type HTTP "
	const refused = "\naws: [ERROR]: An error occurred (ParamValidation): "
	tests := []struct{ name, line, want, stderr string }{
		{"text, lines ending as in Python", `get-api --api-id file://text`, `{"ApiId":"a\nb\nc\n"}`, ""},
		{"JSON", createAPI + `--cors-configuration file://cors.json`, `{"CorsConfiguration":{"MaxAge":5},"Name":"n","ProtocolType":"HTTP"}`, ""},
		{"shorthand", createAPI + `--cors-configuration file://cors.txt`, `{"CorsConfiguration":{"MaxAge":5},"Name":"n","ProtocolType":"HTTP"}`, ""},
		{"a list as JSON", `create-vpc-link --name n --subnet-ids file://list.json`, `{"Name":"n","SubnetIds":["a","b"]}`, ""},
		{"a list of anything else falls into characters", `create-vpc-link --name n --subnet-ids file://abc`, `{"Name":"n","SubnetIds":["a","b","c"]}`, ""},
		{"a list of two words is not loaded", `create-vpc-link --name n --subnet-ids file://abc x`, `{"Name":"n","SubnetIds":["file://abc","x"]}`, ""},
		{"within shorthand only with @", `tag-resource --resource-arn r --tags a=file://abc,b@=file://abc`, `{"ResourceArn":"r","Tags":{"a":"file://abc","b":"abc"}}`, ""},
		{"other schemes are text", `get-api --api-id https://x`, `{"ApiId":"https://x"}`, ""},
		{"so are other cases", `get-api --api-id FILE://abc`, `{"ApiId":"FILE://abc"}`, ""},
		{"input text", `create-api --cli-input-json file://input.json`, `{"Name":"n","ProtocolType":"HTTP"}`, ""},
		{"home and variables", `get-api --api-id file://~/in-$NAME-${NAME}-$NONE-$`, `{"ApiId":"home"}`, ""},
		{"one structure is no list of them", `create-domain-name --domain-name d --domain-name-configurations file://configurations`, "",
			refused + "Parameter validation failed:\nInvalid type for parameter DomainNameConfigurations, value: {'EndpointType': 'REGIONAL'}, type: <class 'dict'>, valid types: <class 'list'>, <class 'tuple'>\n"},
		{"bytes are no text", `get-api --api-id fileb://abc`, "",
			refused + "Parameter validation failed:\nInvalid type for parameter ApiId, value: b'abc', type: <class 'bytes'>, valid types: <class 'str'>\n"},
		{"nor are they in a list", `create-vpc-link --name n --subnet-ids fileb://abc`, "",
			refused + "Parameter validation failed:\nInvalid type for parameter SubnetIds[0], value: 97, type: <class 'int'>, valid types: <class 'str'>\nInvalid type for parameter SubnetIds[1], value: 98, type: <class 'int'>, valid types: <class 'str'>\nInvalid type for parameter SubnetIds[2], value: 99, type: <class 'int'>, valid types: <class 'str'>\n"},
		{"nor shorthand", `tag-resource --resource-arn r --tags fileb://abc`, "",
			"\naws: [ERROR]: 'in <string>' requires string as left operand, not int\n"},
		{"a directory", `get-api --api-id file://sub`, "",
			refused + "Error parsing parameter '--api-id': Unable to load paramfile file://sub: [Errno 21] Is a directory: 'sub'\n"},
		{"text that is not UTF-8", `get-api --api-id file://latin1`, "",
			refused + "Error parsing parameter '--api-id': Unable to load paramfile (latin1), text contents could not be decoded.  If this is a binary file, please use the fileb:// prefix instead of the file:// prefix.\n"},
		{"input text that is not there", `get-api --cli-input-json file://nope`, "",
			refused + "Error parsing parameter '--cli-input-json': Unable to load paramfile file://nope: [Errno 2] No such file or directory: 'nope'\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newShell(t)
			s.env["NAME"] = "x"
			s.write("in-x-x-$NONE-$", "home")
			got, result := s.sent(words(tt.line)...)
			if got != tt.want || result.stderr != tt.stderr || result.stdout != "" {
				t.Errorf("%s\n got %s %+v\nwant %s %s", tt.line, got, result, tt.want, tt.stderr)
			}
		})
	}
}

func TestFileEncoding(t *testing.T) {
	s := newShell(t)
	path := s.write("latin1", "caf\xe9")
	s.env["AWS_CLI_FILE_ENCODING"] = "latin-1"
	if got, _ := s.sent("get-api", "--api-id", "file://"+path); got != `{"ApiId":"café"}` {
		t.Errorf("sent %s", got)
	}
	s.env["AWS_CLI_FILE_ENCODING"] = "bogus"
	want := ran{255, "", "\naws: [ERROR]: unknown encoding: bogus\n"}
	if _, got := s.sent("get-api", "--api-id", "file://"+path); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// export-api writes the contents to the file that its last word names.
func TestOutfile(t *testing.T) {
	s := newShell(t)
	export := func(_ context.Context, _ *model.Operation, in *model.Document) (*model.Document, error) {
		return model.NewDocument(model.Field{Name: "body", Value: []byte("openapi: 3\n")}), nil
	}
	line := words("apigatewayv2 export-api --api-id a --specification OAS30 --output-type YAML")
	path := filepath.Join(s.home, "out.yaml")
	if got := s.runOn(export, append(line, path)...); got != (ran{}) {
		t.Fatalf("export-api: %+v", got)
	}
	if b, err := os.ReadFile(path); err != nil || string(b) != "openapi: 3\n" {
		t.Errorf("the file holds %q, %v", b, err)
	}
	path = filepath.Join(s.home, "missing", "out.yaml")
	want := ran{255, "", "\naws: [ERROR]: [Errno 2] No such file or directory: '" + path + "'\n"}
	if got := s.runOn(export, append(line, path)...); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := s.runOn(export, append(line, path, "--cli-input-json", "{}")...); !strings.HasSuffix(got.stderr, "Unknown options: --cli-input-json, {}\n") {
		t.Errorf("export-api takes input text: %+v", got)
	}
}
