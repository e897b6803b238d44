package commands

import (
	"strings"
	"testing"
)

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
