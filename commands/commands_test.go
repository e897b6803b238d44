package commands

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gatehouse/model"
)

// A shell runs command lines in a home of its own.
type shell struct {
	t       *testing.T
	home    string
	program string
	env     map[string]string
	ids     int
}

func newShell(t *testing.T) *shell {
	home := t.TempDir()
	return &shell{t: t, home: home, program: "/usr/bin/aws", env: map[string]string{
		"HOME":            home,
		"GATEHOUSE_STATE": filepath.Join(home, "state.json"),
	}}
}

// write puts a file into the home and returns its path.
func (s *shell) write(name, text string) string {
	s.t.Helper()
	path := filepath.Join(s.home, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		s.t.Fatal(err)
	}
	return path
}

// A ran is what a command line did.
type ran struct {
	code           int
	stdout, stderr string
}

func (s *shell) run(args ...string) ran {
	s.t.Helper()
	return s.runWith(func(*cli) {}, args...)
}

// runOn runs a command line whose operations do what a caller does.
func (s *shell) runOn(do caller, args ...string) ran {
	s.t.Helper()
	return s.runWith(func(c *cli) {
		c.services = func(string) *service {
			return &service{name: "apigatewayv2", operations: model.Operations(), local: func(*cli) caller { return do }}
		}
	}, args...)
}

func (s *shell) runWith(change func(*cli), args ...string) ran {
	s.t.Helper()
	var stdout, stderr bytes.Buffer
	c := newCLI(Env{
		Program: s.program,
		Stdin:   strings.NewReader(""), Stdout: &stdout, Stderr: &stderr,
		Getenv:    func(name string) string { return s.env[name] },
		LookupEnv: func(name string) (string, bool) { v, ok := s.env[name]; return v, ok },
		Now:       func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC) },
		NewID: func(n int) string {
			s.ids++
			return fmt.Sprintf("a%0*d", n-1, s.ids)
		},
	})
	change(c)
	code := c.main(s.t.Context(), args)
	return ran{code, stdout.String(), stderr.String()}
}

// ok runs a command line that must succeed and returns what it printed.
func (s *shell) ok(args ...string) string {
	s.t.Helper()
	r := s.run(args...)
	if r.code != 0 || r.stderr != "" {
		s.t.Fatalf("%q: exit code %d\n%s", args, r.code, r.stderr)
	}
	return r.stdout
}

// words splits a line at white space; a word in single quotes may hold it.
func words(line string) []string {
	var words []string
	for line = strings.TrimLeft(line, " "); line != ""; line = strings.TrimLeft(line, " ") {
		word := ""
		for line != "" && line[0] != ' ' {
			end := strings.IndexAny(line, " '")
			if line[0] == '\'' {
				quoted, rest, _ := strings.Cut(line[1:], "'")
				word, line = word+quoted, rest
				continue
			}
			if end < 0 {
				end = len(line)
			}
			word, line = word+line[:end], line[end:]
		}
		words = append(words, word)
	}
	return words
}

const awsUsage = `usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]
To see help text, you can run:

  aws help
  aws <command> help
  aws <command> <subcommand> help
`

// Each line is refused with the AWS CLI's words and exit code, and prints
// nothing on stdout. USAGE stands for the usage text without its last newline.
func TestRefusals(t *testing.T) {
	tests := []struct {
		name, line string
		code       int
		stderr     string
	}{
		{"no words at all", ``, 252, `
aws: [ERROR]: An error occurred (ParamValidation): the following arguments are required: command

USAGE
`},
		{"only a service", `apigatewayv2`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): the following arguments are required: operation

USAGE
`},
		{"an empty operation", `apigatewayv2 ''`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): the following arguments are required: operation

USAGE
`},
		{"an empty command", `'' get-apis`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): the following arguments are required: command

USAGE
`},
		{"another service", `lambda add-permission`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): argument command: Found invalid choice 'lambda'


USAGE
gatehouse serves apigatewayv2, and GetCallerIdentity of sts; other services need the AWS CLI itself.
`},
		{"nearly a service", `apigatewayv3 get-apis`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): argument command: Found invalid choice 'apigatewayv3'

Maybe you meant:

  * apigatewayv2
  * apigateway

USAGE
gatehouse serves apigatewayv2, and GetCallerIdentity of sts; other services need the AWS CLI itself.
`},
		{"nearly an operation", `apigatewayv2 get-ap`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): argument operation: Found invalid choice 'get-ap'

Maybe you meant:

  * get-api
  * get-apis

USAGE
`},
		{"a flag before the operation", `apigatewayv2 --api-id x get-api`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): argument operation: Found invalid choice 'x'


USAGE
`},
		{"an ambiguous global option", `apigatewayv2 create-api --n x`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): ambiguous option: --n could match --no-verify-ssl, --no-paginate, --no-sign-request, --no-cli-pager, --no-cli-auto-prompt

USAGE
`},
		{"an ambiguous flag", `apigatewayv2 create-api --disable`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): ambiguous option: --disable could match --disable-schema-validation, --disable-execute-api-endpoint

USAGE
`},
		{"required flags before unknown ones", `apigatewayv2 create-api --bogus`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): the following arguments are required: --name, --protocol-type

USAGE
`},
		{"a positional among the required ones", `apigatewayv2 export-api --api-id x`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): the following arguments are required: --output-type, --specification, outfile

USAGE
`},
		{"unknown options before bad values", `apigatewayv2 create-api --name n --protocol-type HTTP --tags x --bogus 1 -z`, 252, `
USAGE


aws: [ERROR]: Unknown options: --bogus, -z, 1
`},
		{"the first stray word comes last", `apigatewayv2 get-api --api-id x stray1 stray2`, 252, `
USAGE


aws: [ERROR]: Unknown options: stray2, stray1
`},
		{"an unknown option with a value is shown whole", `apigatewayv2 get-api --api-id x --no-such=1`, 252, `
USAGE


aws: [ERROR]: Unknown options: --no-such=1
`},
		{"a word after the separator", `apigatewayv2 create-vpc-link --name v --subnet-ids s1 -- s2`, 252, `
USAGE


aws: [ERROR]: Unknown options: s2
`},
		{"a structure takes one word", `apigatewayv2 create-api --name n --protocol-type HTTP --tags a=b c=d`, 252, `
USAGE


aws: [ERROR]: Unknown options: c=d
`},
		{"a switch with a value", `apigatewayv2 create-stage --api-id x --stage-name s --auto-deploy=true`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): argument --auto-deploy: ignored explicit argument 'true'

USAGE
`},
		{"a flag without its word", `apigatewayv2 create-api --name --protocol-type HTTP`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): argument --name: expected one argument

USAGE
`},
		{"--profile without its word", `apigatewayv2 get-apis --profile`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): argument --profile: expected one argument

usage: aws [--profile PROFILE] [--debug]
`},
		{"a bad output format", `apigatewayv2 get-apis --output yml`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): argument --output: Found invalid choice 'yml'

Maybe you meant:

  * yaml

USAGE
`},
		{"a number where the model wants one", `apigatewayv2 list-routing-rules --domain-name d --max-items x`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): argument --max-items: invalid int value: 'x'

USAGE
`},
		{"a number that is text in the model", `apigatewayv2 get-apis --max-items x`, 255, `
aws: [ERROR]: invalid literal for int() with base 10: 'x'
`},
		{"both prompts", `apigatewayv2 get-apis --cli-auto-prompt --no-cli-auto-prompt --output yml`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): Both --cli-auto-prompt and --no-cli-auto-prompt cannot be specified at the same time.
`},
		{"a bad query before the operation", `apigatewayv2 no-such --query a[`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): Bad value for --query a[: Invalid jmespath expression: Incomplete expression:
"a["
   ^
`},
		{"an endpoint without scheme", `apigatewayv2 get-apis --endpoint-url nohost`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): Bad value for --endpoint-url "nohost": scheme is missing.  Must be of the form http://<hostname>/ or https://<hostname>/
`},
		{"an endpoint with half an address", `apigatewayv2 get-apis --endpoint-url http://[::1`, 255, `
aws: [ERROR]: Invalid IPv6 URL
`},
		{"a bad time-out", `apigatewayv2 get-apis --cli-read-timeout x`, 255, `
aws: [ERROR]: invalid literal for int() with base 10: 'x'
`},
		{"bad shorthand", `apigatewayv2 update-api --api-id x --cors-configuration AllowOrigins`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): Error parsing parameter '--cors-configuration': Expected: '=', received: 'EOF' for input:
 AllowOrigins
            ^
`},
		{"a key twice", `apigatewayv2 tag-resource --resource-arn a --tags env=prod,env=dev`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): Error parsing parameter '--tags': Second instance of key "env" encountered for input:
env=prod,env=dev
         ^
This is often because there is a preceding "," instead of a space.
`},
		{"bad JSON", `apigatewayv2 update-api --api-id x --cors-configuration '{"a":}'`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): Error parsing parameter '--cors-configuration': Invalid JSON: Expecting value: line 1 column 6 (char 5)
JSON received: {"a":}
`},
		{"a JSON list for a structure", `apigatewayv2 update-api --api-id x --cors-configuration [1]`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): Error parsing parameter '--cors-configuration': Invalid JSON:
[1]
`},
		{"the first bad value alone", `apigatewayv2 create-integration --api-id x --integration-type MOCK --timeout-in-millis 1.5 --tls-config x`, 255, `
aws: [ERROR]: invalid literal for int() with base 10: '1.5'
`},
		{"a file that is not there", `apigatewayv2 get-api --api-id file://nope`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): Error parsing parameter '--api-id': Unable to load paramfile file://nope: [Errno 2] No such file or directory: 'nope'
`},
		{"a file within shorthand that is not there", `apigatewayv2 tag-resource --resource-arn a --tags k@=file://missing.txt`, 255, `
aws: [ERROR]: Unable to load paramfile file://missing.txt: [Errno 2] No such file or directory: 'missing.txt'
`},
		{"all findings of validation", `apigatewayv2 create-integration --cli-input-json '{"TimeoutInMillis":49,"Foo":1,"ConnectionId":true}'`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): Parameter validation failed:
Missing required parameter in input: "ApiId"
Missing required parameter in input: "IntegrationType"
Unknown parameter in input: "Foo", must be one of: ApiId, ConnectionId, ConnectionType, ContentHandlingStrategy, CredentialsArn, Description, IntegrationMethod, IntegrationSubtype, IntegrationType, IntegrationUri, PassthroughBehavior, PayloadFormatVersion, RequestParameters, RequestTemplates, ResponseParameters, TemplateSelectionExpression, TimeoutInMillis, TlsConfig
Invalid value for parameter TimeoutInMillis, value: 49, valid min value: 50
Invalid type for parameter ConnectionId, value: True, type: <class 'bool'>, valid types: <class 'str'>
`},
		{"values as Python shows them", `apigatewayv2 update-api --api-id x --cors-configuration '{"MaxAge":{"b":"c"}}'`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): Parameter validation failed:
Invalid type for parameter CorsConfiguration.MaxAge, value: OrderedDict([('b', 'c')]), type: <class 'collections.OrderedDict'>, valid types: <class 'int'>
`},
		{"an input text that is not JSON", `apigatewayv2 get-api --cli-input-json {`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): Error parsing parameter 'cli-input-json': Invalid JSON received.
`},
		{"an input text that is no object", `apigatewayv2 get-api --cli-input-json [1]`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): Error parsing parameter '--cli-input-json': Invalid type: expecting map, received <class 'list'>
`},
		{"both input texts", `apigatewayv2 get-api --cli-input-json {} --cli-input-yaml {}`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): Only one --cli-input- parameter may be specified.
`},
		{"an input text by = does not waive what is required", `apigatewayv2 get-api --cli-input-json={}`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): the following arguments are required: --api-id

USAGE
`},
		{"paging options without paging", `apigatewayv2 get-apis --no-paginate --max-items 1 --page-size 2`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): Cannot specify --no-paginate along with pagination arguments: --page-size, --max-items
`},
		{"a token of the operation's own ends paging", `apigatewayv2 get-apis --next-token x --starting-token y`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): Cannot specify --no-paginate along with pagination arguments: --starting-token
`},
		{"one in the input text too", `apigatewayv2 get-apis --page-size 5 --cli-input-json '{"NextToken":"x"}'`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): Parameter validation failed:
Unknown parameter in input: "PaginationConfig", must be one of: MaxResults, NextToken
`},
		{"a profile that is not there, after bad values", `apigatewayv2 get-api --api-id x --profile zz`, 255, `
aws: [ERROR]: The config profile (zz) could not be found
`},
		{"an unknown help topic", `help bogus`, 252, `
aws: [ERROR]: An error occurred (ParamValidation): argument subcommand: Found invalid choice 'bogus'


USAGE
`},
		{"an empty region", `apigatewayv2 get-apis --region ''`, 255, `
aws: [ERROR]: Invalid endpoint: https://apigateway..amazonaws.com
`},
		{"a region of no region's form", `apigatewayv2 get-apis --region us_east`, 255, `
aws: [ERROR]: Provided region_name 'us_east' doesn't match a supported format.
`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			want := ran{tt.code, "", strings.ReplaceAll(tt.stderr, "USAGE\n", awsUsage)}
			if got := newShell(t).run(words(tt.line)...); got != want {
				t.Errorf("aws %s\n got %d %s\n%s\nwant %d\n%s", tt.line, got.code, got.stdout, got.stderr, want.code, want.stderr)
			}
		})
	}
}

// The formats of --cli-error-format, for each class of errors.
func TestErrorFormats(t *testing.T) {
	tests := []struct {
		name, format, line string
		stderr             string
	}{
		{"legacy drops the words before a parameter error", "legacy", `apigatewayv2 tag-resource --resource-arn a --tags x`, `
aws: [ERROR]: Error parsing parameter '--tags': Expected: '=', received: 'EOF' for input:
 x
 ^
`},
		{"json", "json", `apigatewayv2 get-apis --no-paginate --max-items 1`, `{
    "Code": "ParamValidation",
    "Message": "Cannot specify --no-paginate along with pagination arguments: --max-items"
}
`},
		{"yaml", "yaml", `apigatewayv2 get-apis --no-paginate --max-items 1`, `Code: ParamValidation
Message: 'Cannot specify --no-paginate along with pagination arguments: --max-items'
`},
		{"text", "text", `apigatewayv2 get-apis --no-paginate --max-items 1`,
			"ParamValidation\tCannot specify --no-paginate along with pagination arguments: --max-items\n"},
		{"table", "table", `apigatewayv2 get-api --cli-input-json {`, `---------------------------------------------------------------------------------
|                                     error                                     |
+---------+---------------------------------------------------------------------+
|  Code   |  ParamValidation                                                    |
|  Message|  Error parsing parameter 'cli-input-json': Invalid JSON received.   |
+---------+---------------------------------------------------------------------+
`},
		{"a parser's message has the usage within", "json", `apigatewayv2 get-api`, `{
    "Code": "ParamValidation",
    "Message": "the following arguments are required: --api-id\n\nusage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]\nTo see help text, you can run:\n\n  aws help\n  aws <command> help\n  aws <command> <subcommand> help\n"
}
`},
		{"unknown options are not formatted", "json", `apigatewayv2 get-apis x`, "\n" + awsUsage + `

aws: [ERROR]: Unknown options: x
`},
		{"nor are errors without a code", "json", `apigatewayv2 get-apis --max-items x`, `
aws: [ERROR]: invalid literal for int() with base 10: 'x'
`},
		{"a query applies to the structured ones", "json", `apigatewayv2 get-apis --no-paginate --max-items 1 --query Code`, `"ParamValidation"
`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newShell(t)
			line := words(tt.line)
			if got := s.run(append(line, "--cli-error-format", tt.format)...); got.stderr != tt.stderr || got.stdout != "" {
				t.Errorf("by flag:\n got %s%s\nwant %s", got.stdout, got.stderr, tt.stderr)
			}
			s.env["AWS_CLI_ERROR_FORMAT"] = tt.format
			if got := s.run(line...); got.stderr != tt.stderr {
				t.Errorf("by environment:\n got %s\nwant %s", got.stderr, tt.stderr)
			}
		})
	}
}

func TestConfigurationFiles(t *testing.T) {
	tests := []struct {
		name, config string
		line         string
		want         ran
	}{
		{"one that does not parse stops everything", "not a section\n", `--version`,
			ran{255, "", "\naws: [ERROR]: Unable to parse config file: HOME/.aws/config\n"}},
		{"a bad timestamp format", "[default]\ncli_timestamp_format = zzz\n", `apigatewayv2 get-api`,
			ran{253, "", "\naws: [ERROR]: An error occurred (Configuration): Unknown cli_timestamp_format value: zzz, valid values are \"wire\" or \"iso8601\"\n"}},
		{"a bad output format is noticed when something is printed", "[default]\noutput = bogus\n", `sts get-caller-identity`,
			ran{255, "", "\naws: [ERROR]: Unknown output type: bogus\n"}},
		{"but not before", "[default]\noutput = bogus\n", `apigatewayv2 get-apis --cli-input-json [1] --no-paginate`,
			ran{252, "", "\naws: [ERROR]: An error occurred (ParamValidation): Error parsing parameter '--cli-input-json': Invalid type: expecting map, received <class 'list'>\n"}},
		{"the output format", "[default]\noutput = text\n", `sts get-caller-identity --query Account`,
			ran{0, "123456789012\n", ""}},
		{"of the profile that is asked for", "[default]\noutput = text\n[profile p]\noutput = yaml\n", `sts get-caller-identity --profile p`,
			ran{0, "Account: '123456789012'\nArn: arn:aws:iam::123456789012:root\nUserId: '123456789012'\n", ""}},
		{"a bad error format is no matter", "[default]\ncli_error_format = bogus\n", `apigatewayv2 get-apis --no-paginate --max-items 1`,
			ran{252, "", "\naws: [ERROR]: An error occurred (ParamValidation): Cannot specify --no-paginate along with pagination arguments: --max-items\n"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newShell(t)
			s.write(".aws/config", tt.config)
			tt.want.stderr = strings.ReplaceAll(tt.want.stderr, "HOME", s.home)
			if got := s.run(words(tt.line)...); got != tt.want {
				t.Errorf("aws %s\n got %+v\nwant %+v", tt.line, got, tt.want)
			}
		})
	}
}

// The program goes by the name it was invoked by.
func TestProgramName(t *testing.T) {
	for path, want := range map[string]string{
		"/usr/local/bin/gatehouse": "gatehouse", "aws": "aws", "./aws": "aws", `gatehouse.exe`: "gatehouse", "": "gatehouse",
	} {
		s := newShell(t)
		s.program = path
		got := s.run("apigatewayv2", "get-api").stderr
		if !strings.HasPrefix(got, "\n"+want+": [ERROR]: ") || !strings.Contains(got, "usage: "+want+" [options]") || !strings.Contains(got, "  "+want+" help\n") {
			t.Errorf("invoked as %q it says\n%s", path, got)
		}
	}
}

// The whole of a command, less starting the process.
func BenchmarkGetAPI(b *testing.B) {
	home := b.TempDir()
	env := map[string]string{"HOME": home, "GATEHOUSE_STATE": filepath.Join(home, "state.json")}
	run := func(args ...string) string {
		var stdout, stderr bytes.Buffer
		if code := Main(b.Context(), args, Env{
			Stdout: &stdout, Stderr: &stderr,
			Getenv: func(name string) string { return env[name] },
		}); code != 0 {
			b.Fatalf("%q: exit code %d\n%s", args, code, stderr.String())
		}
		return stdout.String()
	}
	id := strings.TrimSpace(run(words("apigatewayv2 create-api --name n --protocol-type HTTP --query ApiId --output text")...))
	b.ReportAllocs()
	for b.Loop() {
		run("apigatewayv2", "get-api", "--api-id", id)
	}
}

func TestInterruptedEndsTheLine(t *testing.T) {
	var stdout, stderr bytes.Buffer
	c := cli{env: Env{Stdout: &stdout, Stderr: &stderr}, stdout: bufio.NewWriter(&stdout)}
	c.stdout.WriteString("[")
	code := c.report(fmt.Errorf("read state: %w", context.Canceled))
	if got, want := (ran{code, stdout.String(), stderr.String()}), (ran{130, "[\n", ""}); got != want {
		t.Errorf("interrupted: %+v, want %+v", got, want)
	}
}
