package awsconfig

import (
	"fmt"
	"io"
)

// WriteList writes what configure list prints: the chosen profile, the
// credentials (all but their last four characters masked) and the region,
// each with where it comes from. What comes before an error is written; the
// error is one of Load's or Credentials'.
//
// The columns are those of 2.31 and later; earlier ones are set otherwise.
func (c *Config) WriteList(w io.Writer) error {
	row := func(name, value, kind, location string) {
		fmt.Fprintf(w, "%-10s : %-24s : %-16s : %s\n", name, value, kind, location)
	}
	unset := func(name string) { row(name, "<not set>", "None", "None") }

	row("NAME", "VALUE", "TYPE", "LOCATION")
	switch {
	case c.profileFlag:
		row("profile", c.profile, "manual", "--profile")
	case c.explicit:
		row("profile", c.profile, "env", "['AWS_PROFILE', 'AWS_DEFAULT_PROFILE']")
	default:
		unset("profile")
	}
	if c.missing() {
		return &ProfileNotFoundError{Profile: c.profile}
	}
	creds, err := c.Credentials()
	switch {
	case isMissing(err):
		unset("access_key")
		unset("secret_key")
	case err != nil:
		return err
	default:
		row("access_key", mask(creds.AccessKeyID), creds.Method, "")
		row("secret_key", mask(creds.SecretAccessKey), creds.Method, "")
	}
	if region, found := c.env.first("AWS_REGION", "AWS_DEFAULT_REGION"); found {
		row("region", region, "env", "['AWS_REGION', 'AWS_DEFAULT_REGION']")
	} else if region, found := c.Get("region"); found {
		row("region", region, "config-file", c.configLocation())
	} else {
		unset("region")
	}
	return nil
}

// configLocation returns the config file's path as it was given. The AWS CLI
// names it for a region in the credentials file too.
func (c *Config) configLocation() string {
	if path, found := c.env("AWS_CONFIG_FILE"); found {
		return path
	}
	return "~/.aws/config"
}

// mask hides a secret but for its last four characters.
func mask(secret string) string {
	runes := []rune(secret)
	return "****************" + string(runes[max(0, len(runes)-4):])
}
