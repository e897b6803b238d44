package help

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"gatehouse/model"
)

func page(t *testing.T, p Page) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, p, Options{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// part returns the lines of a text from one that begins with from to the next
// that begins with to, which is left out.
func part(t *testing.T, text, from, to string) string {
	t.Helper()
	_, rest, found := strings.Cut(text, "\n"+from)
	if !found {
		t.Fatalf("no line begins with %q in\n%s", from, text)
	}
	rest, _, found = strings.Cut(rest, "\n"+to)
	if !found {
		t.Fatalf("no line begins with %q after %q", to, from)
	}
	return strings.TrimRight(from+rest, "\n") + "\n"
}

// The sections of an operation's page are those of AWS CLI 2.36.7.
func TestSectionsOfAnOperation(t *testing.T) {
	for _, op := range allOperations() {
		var got []string
		for line := range strings.Lines(page(t, Operation{"apigatewayv2", op})) {
			if line[0] >= 'A' && line[0] <= 'Z' && !strings.Contains(line, "()") {
				got = append(got, strings.TrimSuffix(line, "\n"))
			}
		}
		want := []string{"NAME", "DESCRIPTION", "SYNOPSIS", "OPTIONS", "GLOBAL OPTIONS", "EXAMPLES", "OUTPUT"}
		if len(Examples(op.Command)) == 0 {
			want = slices.DeleteFunc(want, func(s string) bool { return s == "EXAMPLES" })
		}
		if !slices.Equal(got, want) {
			t.Errorf("the sections of %s are %q, want %q", op.Command, got, want)
		}
	}
}

func TestSynopsis(t *testing.T) {
	tests := []struct{ name, command, want string }{
		{
			"options are in brackets unless they are required, booleans with what turns them off",
			"create-stage",
			`SYNOPSIS
            create-stage
          [--access-log-settings <value>]
          --api-id <value>
          [--auto-deploy | --no-auto-deploy]
          [--client-certificate-id <value>]
          [--default-route-settings <value>]
          [--deployment-id <value>]
          [--description <value>]
          [--route-settings <value>]
          --stage-name <value>
          [--stage-variables <value>]
          [--tags <value>]
          [--cli-input-json | --cli-input-yaml]
          [--generate-cli-skeleton <value>]
`,
		},
		{
			"the members that page a result are hidden behind the CLI's options",
			"get-apis",
			`SYNOPSIS
            get-apis
          [--cli-input-json | --cli-input-yaml]
          [--starting-token <value>]
          [--page-size <value>]
          [--max-items <value>]
          [--generate-cli-skeleton <value>]
`,
		},
		{
			"an operation that the CLI does not page shows them",
			"get-vpc-links",
			`SYNOPSIS
            get-vpc-links
          [--max-results <value>]
          [--next-token <value>]
          [--cli-input-json | --cli-input-yaml]
          [--generate-cli-skeleton <value>]
`,
		},
		{
			"a file comes last, in the place of the CLI's own input",
			"export-api",
			`SYNOPSIS
            export-api
          --api-id <value>
          [--export-version <value>]
          [--include-extensions | --no-include-extensions]
          --output-type <value>
          --specification <value>
          [--stage-name <value>]
          <outfile>
`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := page(t, Operation{"apigatewayv2", model.OperationByCommand(tt.command)})
			if got := part(t, text, "SYNOPSIS", "          [--debug]"); got != tt.want {
				t.Errorf("synopsis of %s:\n%s\nwant:\n%s", tt.command, got, tt.want)
			}
		})
	}
}

func TestOptions(t *testing.T) {
	tests := []struct{ name, command, from, to, want string }{
		{
			"required options say so", "delete-api", "       --api-id", "       --cli-input-json",
			`       --api-id (string) [required]
          The API's identifier: ten letters and digits, as create-api and
          get-apis print it.
`,
		},
		{
			"values are listed", "create-api", "       --protocol-type", "       --route-key",
			`       --protocol-type (string) [required]
          What the API speaks: HTTP or WEBSOCKET. It cannot be changed later.

          Possible values:

          o WEBSOCKET

          o HTTP
`,
		},
		{
			"bounds are listed", "create-portal-product", "       --display-name", "       --tags",
			`       --display-name (string) [required]
          The product's name.

          Constraints:

          o min: 1

          o max: 255
`,
		},
		{
			"a list of texts has a syntax of words", "create-vpc-link", "       --subnet-ids", "       --tags",
			`       --subnet-ids (list) [required]
          The subnets of the VPC link: at least one. They cannot be changed
          later.

          (string)

       Syntax:

          "string" "string" ...
`,
		},
		{
			"members of structures are described within", "create-api-mapping", "       --api-mapping-key", "       --stage",
			`       --api-mapping-key (string)
          The path below which the API is found, such as shop or shop/eu,
          without slashes at its ends. The longest that fits a request wins,
          and is taken off before routes are looked for. Empty or absent means
          all that no other mapping takes.

       --domain-name (string) [required]
          The custom domain name, as create-domain-name took it.
`,
		},
		{
			"maps describe their values", "create-route", "       --request-parameters", "       --route-key",
			`       --request-parameters (map)
          Which request parameters the route takes, and whether they are
          required. WebSocket APIs only.

          key -> (string)

          value -> (structure)
              What is demanded of the parameter.

              Required -> (boolean)
                 Whether requests must have it.

       Shorthand Syntax:

          KeyName1={Required=boolean},KeyName2={Required=boolean}

       JSON Syntax:

          {"string": {
                "Required": true|false
              }
            ...}
`,
		},
		{
			"numbers that limit a result are texts where the service takes texts", "get-apis", "       --page-size", "       --max-items",
			`       --page-size (string)
          How many items to ask for in each call. It changes the number of
          calls, not the result.
`,
		},
		{
			"and numbers where it takes numbers", "list-routing-rules", "       --page-size", "       --max-items",
			`       --page-size (integer)
          How many items to ask for in each call. It changes the number of
          calls, not the result.
`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := page(t, Operation{"apigatewayv2", model.OperationByCommand(tt.command)})
			_, text, _ = strings.Cut(text, "\nOPTIONS\n")
			if got := part(t, "\n"+text, tt.from, tt.to); got != tt.want {
				t.Errorf("of %s:\n%s\nwant:\n%s", tt.command, got, tt.want)
			}
		})
	}
}

// Observed of AWS CLI 1.45.11, whose pages have the same syntax blocks.
func TestSyntax(t *testing.T) {
	tests := []struct{ name, command, member, shorthand, json string }{
		{
			"a structure", "update-api", "CorsConfiguration",
			"AllowCredentials=boolean,AllowHeaders=string,string,AllowMethods=string,string,AllowOrigins=string,string,ExposeHeaders=string,string,MaxAge=integer",
			`{
  "AllowCredentials": true|false,
  "AllowHeaders": ["string", ...],
  "AllowMethods": ["string", ...],
  "AllowOrigins": ["string", ...],
  "ExposeHeaders": ["string", ...],
  "MaxAge": integer
}`,
		},
		{
			"a list of structures", "create-routing-rule", "Actions",
			"InvokeApi={ApiId=string,Stage=string,StripBasePath=boolean} ...",
			`[
  {
    "InvokeApi": {
      "ApiId": "string",
      "Stage": "string",
      "StripBasePath": true|false
    }
  }
  ...
]`,
		},
		{
			"what nests deeper than three levels has no shorthand", "create-routing-rule", "Conditions", "",
			`[
  {
    "MatchBasePaths": {
      "AnyOf": ["string", ...]
    },
    "MatchHeaders": {
      "AnyOf": [
        {
          "Header": "string",
          "ValueGlob": "string"
        }
        ...
      ]
    }
  }
  ...
]`,
		},
		{"a map of texts", "create-api", "Tags", "KeyName1=string,KeyName2=string", "{\"string\": \"string\"\n  ...}"},
		{
			"a map of structures", "update-stage", "RouteSettings",
			"KeyName1={DataTraceEnabled=boolean,DetailedMetricsEnabled=boolean,LoggingLevel=string,ThrottlingBurstLimit=integer,ThrottlingRateLimit=double}," +
				"KeyName2={DataTraceEnabled=boolean,DetailedMetricsEnabled=boolean,LoggingLevel=string,ThrottlingBurstLimit=integer,ThrottlingRateLimit=double}",
			`{"string": {
      "DataTraceEnabled": true|false,
      "DetailedMetricsEnabled": true|false,
      "LoggingLevel": "ERROR"|"INFO"|"OFF",
      "ThrottlingBurstLimit": integer,
      "ThrottlingRateLimit": double
    }
  ...}`,
		},
		{
			"a map of maps", "create-integration", "ResponseParameters",
			"KeyName1={KeyName1=string,KeyName2=string},KeyName2={KeyName1=string,KeyName2=string}",
			"{\"string\": {\"string\": \"string\"\n      ...}\n  ...}",
		},
		{
			"lists within lists, which nest as deep", "update-portal-product", "DisplayOrder", "",
			`{
  "Contents": [
    {
      "ProductRestEndpointPageArns": ["string", ...],
      "SectionName": "string"
    }
    ...
  ],
  "OverviewPageArn": "string",
  "ProductPageArns": ["string", ...]
}`,
		},
		{
			"an empty structure", "create-product-rest-endpoint-page", "DisplayContent",
			"None={},Overrides={Body=string,Endpoint=string,OperationName=string}",
			`{
  "None": {

  },
  "Overrides": {
    "Body": "string",
    "Endpoint": "string",
    "OperationName": "string"
  }
}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			shape := model.OperationByCommand(tt.command).Input.Member(tt.member).Shape
			if got := shorthandSyntax(shape); got != tt.shorthand {
				t.Errorf("shorthand of %s = %q, want %q", tt.member, got, tt.shorthand)
			}
			if got := jsonSyntax(shape); got != tt.json {
				t.Errorf("JSON of %s:\n%s\nwant:\n%s", tt.member, got, tt.json)
			}
		})
	}
}

func TestOutput(t *testing.T) {
	tests := []struct{ name, command, want string }{
		{"nothing", "delete-api", "OUTPUT\n       None\n"},
		{
			"a list of structures", "get-api-mappings",
			`OUTPUT
       Items -> (list)
          What was found, in no particular order.

          (structure)
              An API mapping.

              ApiId -> (string) [required]
                 The API's identifier: ten letters and digits, as create-api
                 and get-apis print it.

              ApiMappingId -> (string)
                 The API mapping's identifier, as create-api-mapping and
                 get-api-mappings print it.

              ApiMappingKey -> (string)
                 The path below which the API is found, such as shop or
                 shop/eu, without slashes at its ends. The longest that fits a
                 request wins, and is taken off before routes are looked for.
                 Empty or absent means all that no other mapping takes.

              Stage -> (string) [required]
                 The name of the stage. Requests do not name it in their path.

       NextToken -> (string)
          Where to go on: the token that the call before printed. In output it
          is there only if there is more.
`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := page(t, Operation{"apigatewayv2", model.OperationByCommand(tt.command)})
			if got := part(t, text, "OUTPUT", "\n\n      "); got != tt.want {
				t.Errorf("of %s:\n%s\nwant:\n%s", tt.command, got, tt.want)
			}
		})
	}
}

func TestPagedOperationsSaySo(t *testing.T) {
	for _, op := range allOperations() {
		text := strings.Join(strings.Fields(page(t, Operation{"apigatewayv2", op})), " ")
		said := strings.Contains(text, op.Command+" reads its result page by page")
		if said != (op.Paginator != nil) {
			t.Errorf("%s says that it pages: %t", op.Command, said)
		}
		if op.Paginator != nil && !strings.Contains(text, "must select from "+op.Paginator.ResultKey+".") {
			t.Errorf("%s does not name %s", op.Command, op.Paginator.ResultKey)
		}
	}
}

func TestPagesNameTheProgramAsItWasInvoked(t *testing.T) {
	pages := []Page{Top{}, Operation{"apigatewayv2", model.OperationByCommand("get-api")}}
	for _, c := range Own() {
		pages = append(pages, c)
	}
	for _, name := range Topics() {
		p, _ := Topic(name)
		pages = append(pages, p)
	}
	for _, p := range pages {
		var b bytes.Buffer
		if err := Write(&b, p, Options{Program: "aws"}); err != nil {
			t.Fatal(err)
		}
		for _, wrong := range []string{"gatehouse serve", "gatehouse help", "gatehouse apigatewayv2", "PROG"} {
			if strings.Contains(b.String(), wrong) {
				t.Errorf("%T says %q to who calls it aws", p, wrong)
			}
		}
	}
}

func TestWhatHasNoTextsHasAPage(t *testing.T) {
	unknown := &model.Operation{Name: "Unknown", Command: "unknown", Input: &model.Shape{Kind: model.Structure}}
	for _, p := range []Page{Service{Name: "unknown"}, Operation{"unknown", unknown}, Command{Name: "unknown"}} {
		if text := page(t, p); !strings.Contains(text, "NAME\n       unknown\n") {
			t.Errorf("%T:\n%s", p, text)
		}
	}
}

func TestUnknownTopicsAndCommandsHaveNoPage(t *testing.T) {
	if _, ok := Topic("bogus"); ok {
		t.Error(`Topic("bogus") has a page`)
	}
	if _, ok := OwnCommand("bogus"); ok {
		t.Error(`OwnCommand("bogus") has a page`)
	}
	if _, ok := OwnCommand("configure set"); !ok {
		t.Error(`OwnCommand("configure set") has no page`)
	}
}

func TestServicePageListsItsCommands(t *testing.T) {
	text := page(t, Service{"apigatewayv2", model.Operations()})
	want := "AVAILABLE COMMANDS\n       o create-api\n\n       o create-api-mapping\n"
	if got := part(t, text, "AVAILABLE", "\n       o create-authorizer"); got != want {
		t.Errorf("the page begins:\n%s\nwant:\n%s", got, want)
	}
	for i := range model.Operations() {
		if command := model.Operations()[i].Command; !strings.Contains(text, "\n       o "+command+"\n") {
			t.Errorf("the page does not list %s", command)
		}
	}
	if !strings.Contains(text, "\n       o get-vpc-links\n\n       o help\n\n       o import-api\n") {
		t.Error("the page does not list help in its place")
	}
}
