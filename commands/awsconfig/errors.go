package awsconfig

import "fmt"

// A ProfileNotFoundError says that a profile was asked for by name and is in
// no file. The AWS CLI ends with 255.
type ProfileNotFoundError struct{ Profile string }

func (e *ProfileNotFoundError) Error() string {
	return fmt.Sprintf("The config profile (%s) could not be found", e.Profile)
}

// A ParseError says that a configuration file does not parse. The AWS CLI
// ends with 255. Err says why, which the CLI does not print.
type ParseError struct {
	Path string
	Err  error
}

func (e *ParseError) Error() string { return "Unable to parse config file: " + e.Path }

// Unwrap returns the reason.
func (e *ParseError) Unwrap() error { return e.Err }

// A ValueError says that a setting has a value that the AWS CLI refuses.
type ValueError struct {
	Code string // what stands in the CLI's parentheses, e.g. "Configuration"; "" for a generic error (255)
	Text string
}

func (e *ValueError) Error() string { return e.Text }

// A CredentialsError says that no usable credentials were found.
type CredentialsError struct {
	Missing bool // there are none at all: the CLI's NoCredentials, 253; else a generic error, 255
	Text    string
}

func (e *CredentialsError) Error() string { return e.Text }
