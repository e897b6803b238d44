package awsconfig

import (
	"errors"
	"fmt"
)

// Credentials sign requests. SessionToken is "" for lasting keys.
type Credentials struct {
	AccessKeyID     string
	SecretAccessKey string
	SessionToken    string

	// Method is where they were found, as the AWS CLI names it: "env",
	// "shared-credentials-file" or "config-file".
	Method string
}

// Credentials returns the first credentials there are: those of the
// environment, unless --profile names a profile; the profile's in the
// credentials file; the profile's in the config file.
//
// The error is a *CredentialsError. Sources that need a call or a program
// (roles, IAM Identity Center, credential_process, containers) are
// deliberately not followed: where the AWS CLI would use one, the error names
// it. The instance's metadata is not asked either; there are no credentials
// then.
func (c *Config) Credentials() (Credentials, error) {
	if !c.profileFlag {
		if creds, err := c.environmentCredentials(); err != nil || creds.Method != "" {
			return creds, err
		}
	}
	// The order is that of the AWS CLI's chain.
	if err := c.refuseRoles(); err != nil {
		return Credentials{}, err
	}
	if creds, err := c.fromCredentials.credentials("shared-credentials-file"); err != nil || creds.Method != "" {
		return creds, err
	}
	if c.entry("credential_process") != nil {
		return Credentials{}, c.unsupported("credential_process")
	}
	if c.entry("login_session") != nil {
		return Credentials{}, c.unsupported("login_session")
	}
	if creds, err := c.fromConfig.credentials("config-file"); err != nil || creds.Method != "" {
		return creds, err
	}
	for _, name := range []string{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"} {
		if _, found := c.env(name); found {
			return Credentials{}, unsupported("The environment", name)
		}
	}
	return Credentials{}, &CredentialsError{Missing: true,
		Text: `Unable to locate credentials. You can configure credentials by running "aws login".`}
}

func (c *Config) environmentCredentials() (Credentials, error) {
	creds := Credentials{Method: "env"}
	if creds.AccessKeyID, _ = c.env("AWS_ACCESS_KEY_ID"); creds.AccessKeyID == "" {
		return Credentials{}, nil
	}
	if creds.SecretAccessKey, _ = c.env("AWS_SECRET_ACCESS_KEY"); creds.SecretAccessKey == "" {
		return Credentials{}, partial("env", "AWS_SECRET_ACCESS_KEY")
	}
	// Observed: the older name of the token wins.
	if creds.SessionToken, _ = c.env("AWS_SECURITY_TOKEN"); creds.SessionToken == "" {
		creds.SessionToken, _ = c.env("AWS_SESSION_TOKEN")
	}
	return creds, nil
}

// credentials returns what a profile's section holds; the zero value if it
// has no access key.
func (s *section) credentials(method string) (Credentials, error) {
	id := s.entry("aws_access_key_id")
	if id == nil {
		return Credentials{}, nil
	}
	secret := s.entry("aws_secret_access_key")
	if secret == nil {
		return Credentials{}, partial(method, "aws_secret_access_key")
	}
	creds := Credentials{AccessKeyID: id.text, SecretAccessKey: secret.text, Method: method}
	for _, name := range []string{"aws_security_token", "aws_session_token"} {
		if token := s.entry(name); token != nil {
			creds.SessionToken = token.text
			break
		}
	}
	return creds, nil
}

// refuseRoles returns an error if the AWS CLI would assume a role or use
// IAM Identity Center before it looks for keys in the files.
func (c *Config) refuseRoles() error {
	for _, key := range []string{"role_arn", "web_identity_token_file"} {
		if c.entry(key) != nil {
			return c.unsupported(key)
		}
	}
	if !c.profileFlag {
		if file, _ := c.env("AWS_WEB_IDENTITY_TOKEN_FILE"); file != "" {
			return unsupported("The environment", "AWS_WEB_IDENTITY_TOKEN_FILE")
		}
	}
	for _, key := range []string{"sso_session", "sso_start_url", "sso_account_id", "sso_role_name"} {
		if c.entry(key) != nil {
			return c.unsupported(key)
		}
	}
	return nil
}

func (c *Config) unsupported(setting string) error {
	return unsupported(fmt.Sprintf("The config profile (%s)", c.Profile()), setting)
}

func unsupported(where, setting string) error {
	return &CredentialsError{Text: fmt.Sprintf("%s gets its credentials by %s, which gatehouse does not support: "+
		"set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a --profile that has aws_access_key_id and aws_secret_access_key, "+
		"or use --no-sign-request.", where, setting)}
}

func partial(method, missing string) error {
	return &CredentialsError{Text: "Partial credentials found in " + method + ", missing: " + missing}
}

// isMissing reports whether an error says that there are no credentials.
func isMissing(err error) bool {
	e, ok := errors.AsType[*CredentialsError](err)
	return ok && e.Missing
}
