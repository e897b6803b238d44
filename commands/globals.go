package commands

import (
	"errors"
	"slices"
	"strings"

	"gatehouse/commands/argparse"
	"gatehouse/commands/awsconfig"
	"gatehouse/commands/jmespath"
	"gatehouse/model"
	"gatehouse/shorthand"
)

// mainArguments are the global options, in the order in which messages list
// them, and the command. --state is the one that the AWS CLI does not have; it
// must be written out, so that it takes no prefix from an operation's flags.
var mainArguments = argparse.Parser{
	{Name: "--debug", Arity: argparse.Zero},
	{Name: "--endpoint-url"},
	{Name: "--no-verify-ssl", Arity: argparse.Zero},
	{Name: "--no-paginate", Arity: argparse.Zero},
	{Name: "--output", Choices: []string{"json", "text", "table", "yaml", "yaml-stream", "off"}},
	{Name: "--query"},
	{Name: "--profile"},
	{Name: "--region"},
	{Name: "--color", Choices: []string{"on", "off", "auto"}},
	{Name: "--no-sign-request", Arity: argparse.Zero},
	{Name: "--ca-bundle"},
	{Name: "--cli-read-timeout"},
	{Name: "--cli-connect-timeout"},
	{Name: "--cli-binary-format", Choices: []string{"base64", "raw-in-base64-out"}},
	{Name: "--no-cli-pager", Arity: argparse.Zero},
	{Name: "--cli-auto-prompt", Arity: argparse.Zero},
	{Name: "--no-cli-auto-prompt", Arity: argparse.Zero},
	{Name: "--cli-error-format", Choices: []string{"legacy", "json", "yaml", "text", "table", "enhanced"}},
	{Name: "--state", Whole: true},
	{Name: "--version", Arity: argparse.Zero, Stops: true},
	{
		Name:     "command",
		Required: true,
		Choices:  []string{"apigatewayv2", "sts", "configure", "jwt", "serve", "completion", "help"},
		// The AWS CLI suggests its other API Gateway commands to who
		// mistypes this one.
		Neighbours: []string{"apigateway", "apigatewaymanagementapi"},
	},
}

// globals are the global options of a command line, "" where not given.
type globals struct {
	output, color, errorFormat  string
	query                       *jmespath.Expression // nil prints everything
	region                      string
	noRegion                    bool // --region was given, and empty
	state                       string
	paginate                    bool
	noPager                     bool
	endpointURL, caBundle       string
	noSign, noVerify            bool
	readTimeout, connectTimeout int64 // seconds; 0 waits for ever
}

// defaultTimeout is the AWS CLI's, in seconds.
const defaultTimeout = 60

func checkAutoPrompt(args []string) error {
	if slices.Contains(args, "--cli-auto-prompt") && slices.Contains(args, "--no-cli-auto-prompt") {
		return &UsageError{Text: "Both --cli-auto-prompt and --no-cli-auto-prompt cannot be specified at the same time."}
	}
	return nil
}

// loadConfig reads the configuration. A file that does not parse is an error
// at once; a profile that is not there becomes one when a call is made.
func (c *cli) loadConfig(profile string) error {
	config, err := awsconfig.Load(c.lookupEnv(), profile)
	if _, missing := errors.AsType[*awsconfig.ProfileNotFoundError](err); missing {
		c.noProfile, err = err, nil
	}
	c.config = config
	return err
}

// takeGlobals checks the global options that need more than being among a
// few words, in the AWS CLI's order.
func (c *cli) takeGlobals(given *argparse.Result) error {
	g := &c.globals
	g.output, _ = given.Word("--output")
	g.region, _ = given.Word("--region")
	g.color, _ = given.Word("--color")
	g.errorFormat, _ = given.Word("--cli-error-format")
	g.endpointURL, _ = given.Word("--endpoint-url")
	g.caBundle, _ = given.Word("--ca-bundle")
	g.state, _ = given.Word("--state")
	if given.Has("--state") && g.state == "" { // a script's empty variable must not mean another account
		return usageErrorf("argument --state: expected the name of a file")
	}
	g.noRegion = given.Has("--region") && g.region == ""
	g.paginate = !given.Has("--no-paginate")
	g.noPager = given.Has("--no-cli-pager")
	g.noSign = given.Has("--no-sign-request")
	g.noVerify = given.Has("--no-verify-ssl")
	if err := g.takeQuery(given); err != nil {
		return err
	}
	if given.Has("--endpoint-url") {
		if err := checkEndpointURL(g.endpointURL); err != nil {
			return err
		}
	}
	var err error
	if g.readTimeout, err = timeout(given, "--cli-read-timeout"); err != nil {
		return err
	}
	if g.connectTimeout, err = timeout(given, "--cli-connect-timeout"); err != nil {
		return err
	}
	_, err = c.config.TimestampFormat()
	return err
}

func (g *globals) takeQuery(given *argparse.Result) error {
	text, asked := given.Word("--query")
	if !asked {
		return nil
	}
	var err error
	if g.query, err = jmespath.Compile(text); err != nil {
		return usageErrorf("Bad value for --query %s: %s", text, err)
	}
	return nil
}

func timeout(given *argparse.Result, name string) (int64, error) {
	text, asked := given.Word(name)
	if !asked {
		return defaultTimeout, nil
	}
	return parseInt(text)
}

var integer = model.Shape{Kind: model.Integer}

// parseInt reads an integer as Python's int() does. One that does not fit
// is the nearest that does.
func parseInt(text string) (int64, error) {
	v, err := shorthand.Convert(text, &integer)
	if err != nil {
		return 0, err
	}
	if n, fits := v.(int64); fits {
		return n, nil
	}
	if strings.Contains(text, "-") {
		return -1 << 63, nil
	}
	return 1<<63 - 1, nil
}

// checkEndpointURL reports what Python's urlparse, or the AWS CLI behind it,
// finds missing in the value of --endpoint-url.
func checkEndpointURL(url string) error {
	if host := urlHost(url); strings.Contains(host, "[") != strings.Contains(host, "]") {
		return cliErrorf("Invalid IPv6 URL")
	}
	if !hasScheme(url) {
		return usageErrorf("Bad value for --endpoint-url \"%s\": scheme is missing.  "+
			"Must be of the form http://<hostname>/ or https://<hostname>/", url)
	}
	return nil
}

// urlHost returns what stands between // and the path.
func urlHost(url string) string {
	if scheme, rest, found := strings.Cut(url, ":"); found && hasScheme(scheme+":") {
		url = rest
	}
	host, found := strings.CutPrefix(url, "//")
	if !found {
		return ""
	}
	if end := strings.IndexAny(host, "/?#"); end >= 0 {
		host = host[:end]
	}
	return host
}

// hasScheme reports whether Python's urlparse finds a scheme in a URL.
func hasScheme(url string) bool {
	scheme, _, found := strings.Cut(url, ":")
	if !found || scheme == "" || !letter(scheme[0]) {
		return false
	}
	for i := range len(scheme) {
		if c := scheme[i]; !letter(c) && !('0' <= c && c <= '9') && !strings.ContainsRune("+-.", rune(c)) {
			return false
		}
	}
	return true
}

func letter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
