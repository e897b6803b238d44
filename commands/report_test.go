package commands

import (
	"testing"
)

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
