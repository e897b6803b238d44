package awsconfig

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gatehouse/model"
)

// Region returns the region: flag, AWS_REGION, AWS_DEFAULT_REGION, the
// profile's; or "" if there is none.
func (c *Config) Region(flag string) string {
	return c.setting(flag, "region", "AWS_REGION", "AWS_DEFAULT_REGION")
}

// CallRegion is Region for a call to an endpoint, which needs one: without,
// it returns the AWS CLI's NoRegion as a *ValueError.
func (c *Config) CallRegion(flag string) (string, error) {
	if region := c.Region(flag); region != "" {
		return region, nil
	}
	return "", &ValueError{Code: "NoRegion",
		Text: `You must specify a region. You can also configure your region by running "aws configure".`}
}

// Output returns the output format: flag, AWS_DEFAULT_OUTPUT, the profile's,
// json. It may be a format that does not exist: the AWS CLI looks at one of
// the environment or files only when it prints.
func (c *Config) Output(flag string) string {
	if flag != "" {
		return flag
	}
	if output, found := c.lookup("output", "AWS_DEFAULT_OUTPUT"); found {
		return output
	}
	return "json"
}

// Pager returns the command line of the pager: AWS_PAGER (empty: none), the
// profile's cli_pager, PAGER, less.
func (c *Config) Pager() string {
	if pager, found := c.env("AWS_PAGER"); found {
		return pager
	}
	if pager, found := c.Get("cli_pager"); found {
		return pager
	}
	if pager, found := c.env("PAGER"); found {
		return pager
	}
	return "less"
}

// Endpoint returns the URL of the endpoint that a service's requests are to
// be sent to, or "" for the service's own: flag,
// AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL, endpoint_url of the service
// in the profile's services section, endpoint_url of the profile. service is
// as in a services section, e.g. "apigatewayv2". A profile that names a
// services section that does not exist is a *ValueError.
func (c *Config) Endpoint(flag, service string) (url string, err error) {
	if flag != "" || c.ignoresEndpoints() {
		return flag, nil
	}
	if url, _ := c.env("AWS_ENDPOINT_URL_" + strings.ToUpper(service)); url != "" {
		return url, nil
	}
	if url, _ := c.env("AWS_ENDPOINT_URL"); url != "" {
		return url, nil
	}
	if name, found := c.Get("services"); found {
		services := namedSection(c.config, "services", name)
		if services == nil {
			return "", &ValueError{Text: fmt.Sprintf("The profile is configured to use the services section "+
				"but the \"%s\" services configuration does not exist.", name)}
		}
		if url, _ := services.entry(service).child("endpoint_url"); url != "" {
			return url, nil
		}
	}
	url, _ = c.Get("endpoint_url")
	return url, nil
}

func (c *Config) ignoresEndpoints() bool {
	return strings.EqualFold(c.setting("", "ignore_configured_endpoint_urls", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"), "true")
}

// TimestampFormat returns how timestamps are printed: "iso8601" (the
// default) or "wire". Another value in cli_timestamp_format is a *ValueError.
func (c *Config) TimestampFormat() (string, error) {
	format, found := c.Get("cli_timestamp_format")
	switch {
	case !found:
		return "iso8601", nil
	case format == "iso8601" || format == "wire":
		return format, nil
	}
	return "", &ValueError{Code: "Configuration", Text: fmt.Sprintf(
		`Unknown cli_timestamp_format value: %s, valid values are "wire" or "iso8601"`, format)}
}

// BinaryFormat returns how blobs are given: flag, the profile's
// cli_binary_format, base64.
func (c *Config) BinaryFormat(flag string) string {
	if format := c.setting(flag, "cli_binary_format"); format != "" {
		return format
	}
	return "base64"
}

// AutoPrompt returns AWS_CLI_AUTO_PROMPT, else the profile's
// cli_auto_prompt, else "off".
func (c *Config) AutoPrompt() string {
	if mode := c.setting("", "cli_auto_prompt", "AWS_CLI_AUTO_PROMPT"); mode != "" {
		return mode
	}
	return "off"
}

// ErrorFormat returns how errors are printed: flag, AWS_CLI_ERROR_FORMAT,
// the profile's cli_error_format, enhanced. An unknown value of environment
// or files counts as enhanced.
func (c *Config) ErrorFormat(flag string) string {
	format := c.setting(flag, "cli_error_format", "AWS_CLI_ERROR_FORMAT")
	if slices.Contains([]string{"legacy", "json", "yaml", "text", "table", "enhanced"}, format) {
		return format
	}
	return "enhanced"
}

// HelpOutput returns how help is shown: the profile's cli_help_output, or
// "terminal".
func (c *Config) HelpOutput() string {
	if output := c.setting("", "cli_help_output"); output != "" {
		return output
	}
	return "terminal"
}

// CABundle returns the file of certificates that servers are verified by:
// flag, AWS_CA_BUNDLE, the profile's ca_bundle, or "" for the system's.
func (c *Config) CABundle(flag string) string {
	return c.setting(flag, "ca_bundle", "AWS_CA_BUNDLE")
}

// MaxAttempts returns how often a request is sent at most: AWS_MAX_ATTEMPTS,
// the profile's max_attempts, 3. A bad value is a *ValueError.
func (c *Config) MaxAttempts() (int, error) {
	text, found := c.lookup("max_attempts", "AWS_MAX_ATTEMPTS")
	if !found {
		return 3, nil
	}
	n, err := strconv.Atoi(strings.TrimFunc(text, isSpace))
	if err != nil {
		return 0, &ValueError{Text: "invalid literal for int() with base 10: " + model.PythonRepr(text)}
	}
	if n < 1 {
		return 0, &ValueError{Text: fmt.Sprintf(
			`Value provided to "max_attempts": %d must be an integer greater than or equal to one.`, n)}
	}
	return n, nil
}

// RetryMode returns AWS_RETRY_MODE, the profile's retry_mode, or "standard".
// Another mode than standard and adaptive is a *ValueError.
func (c *Config) RetryMode() (string, error) {
	switch mode, found := c.lookup("retry_mode", "AWS_RETRY_MODE"); {
	case !found:
		return "standard", nil
	case mode == "standard" || mode == "adaptive":
		return mode, nil
	default:
		return "", &ValueError{Text: fmt.Sprintf(
			`Invalid value provided to "mode": "%s" must be one of: "standard" or "adaptive"`, mode)}
	}
}

// setting returns the first value there is: of the flag, the variables, the
// profile's key; or "".
func (c *Config) setting(flag, key string, variables ...string) string {
	if flag != "" {
		return flag
	}
	value, _ := c.lookup(key, variables...)
	return value
}

// lookup returns the value of the first of the variables that is set, else
// of the profile's key.
func (c *Config) lookup(key string, variables ...string) (value string, found bool) {
	if value, found := c.env.first(variables...); found {
		return value, true
	}
	return c.Get(key)
}
