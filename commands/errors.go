package commands

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/smithy-go"

	"gatehouse/commands/argparse"
	"gatehouse/commands/awsconfig"
	"gatehouse/model"
	"gatehouse/serve/authorizer"
	"gatehouse/state"
)

// A UsageError says that the command line names no valid request. Text is the
// AWS CLI's whole message, with the usage text if it shows that.
type UsageError struct {
	Text string
	Note string // one more line, of our own, or ""
}

func (e *UsageError) Error() string { return e.Text }

func usageErrorf(format string, args ...any) error {
	return &UsageError{Text: fmt.Sprintf(format, args...)}
}

// parameterError says that an argument's value cannot be understood.
func parameterError(argument, format string, args ...any) error {
	return &UsageError{Text: "Error parsing parameter '" + argument + "': " + fmt.Sprintf(format, args...)}
}

// A cliError is an error in the very words of the AWS CLI or of the Python
// library below it, for which it has no class: it ends with 255.
type cliError struct{ text string }

func (e *cliError) Error() string { return e.text }

func cliErrorf(format string, args ...any) error {
	return &cliError{fmt.Sprintf(format, args...)}
}

// A bareError has an exit code of its own, and its text, if any, is printed
// as it is, without even a newline.
type bareError struct {
	code int
	text string
}

func (e *bareError) Error() string { return e.text }

// An unknownOptionsError lists words that an operation does not take.
type unknownOptionsError struct{ words []string }

func (e *unknownOptionsError) Error() string {
	return "Unknown options: " + strings.Join(e.words, ", ")
}

// A ConfigError says that the surroundings of the command are not as it needs
// them: the configuration, the pager, the state file.
type ConfigError struct {
	Code string // what the AWS CLI puts in parentheses, e.g. "Configuration", "Pager"
	Err  error
}

func (e *ConfigError) Error() string { return e.Err.Error() }

// Unwrap returns the reason.
func (e *ConfigError) Unwrap() error { return e.Err }

// An operationError is a refusal by the service, with the operation that it
// refused.
type operationError struct {
	operation string // API name, e.g. "GetApi"
	err       smithy.APIError
}

func (e *operationError) Error() string {
	retried := ""
	if with, ok := e.err.(interface{ RetryInfo() string }); ok {
		retried = with.RetryInfo()
	}
	return fmt.Sprintf("An error occurred (%s) when calling the %s operation%s: %s",
		e.err.ErrorCode(), e.operation, retried, e.err.ErrorMessage())
}

// Unwrap returns the refusal.
func (e *operationError) Unwrap() error { return e.err }

// members returns what the service's error holds beside code and message.
func (e *operationError) members() *model.Document {
	if with, ok := e.err.(interface{ Members() *model.Document }); ok {
		return with.Members()
	}
	return nil
}

// codeParamValidation is the AWS CLI's name for the class of UsageError.
const codeParamValidation = "ParamValidation"

// The AWS CLI's exit codes.
const (
	exitInterrupted   = 130 // the user pressed Ctrl-C
	exitUsage         = 252 // the command line names no valid request
	exitConfiguration = 253 // the configuration or the state file is at fault
	exitService       = 254 // the service refused
	exitFailure       = 255 // anything else
)

// exitCode turns the kind of an error into the AWS CLI's exit code.
func exitCode(err error) int {
	switch {
	case err == nil:
		return 0
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case is[*UsageError](err), is[*unknownOptionsError](err), is[*model.ValidationError](err):
		return exitUsage
	case is[*ConfigError](err):
		return exitConfiguration
	case is[smithy.APIError](err):
		return exitService
	}
	if e, ok := errors.AsType[*bareError](err); ok {
		return e.code
	}
	return exitFailure
}

func is[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// classify gives errors of other packages their place among ours.
func classify(err error) error {
	if e, ok := errors.AsType[*state.FileError](err); ok {
		return &ConfigError{"Configuration", e}
	}
	if e, ok := errors.AsType[*authorizer.KeyFileError](err); ok {
		return &ConfigError{"Configuration", e}
	}
	if e, ok := errors.AsType[*authorizer.ConfigError](err); ok {
		return &UsageError{Text: e.Error()}
	}
	if e, ok := errors.AsType[*awsconfig.ValueError](err); ok && e.Code == codeParamValidation {
		return &UsageError{Text: e.Text}
	} else if ok && e.Code != "" {
		return &ConfigError{e.Code, e}
	}
	if e, ok := errors.AsType[*awsconfig.CredentialsError](err); ok && e.Missing {
		return &ConfigError{"NoCredentials", e}
	}
	return err
}

// usageText is what parser errors show after their message.
func (c *cli) usageText() string {
	return "usage: " + c.prog + " [options] <command> <subcommand> [<subcommand> ...] [parameters]\n" +
		"To see help text, you can run:\n\n" +
		"  " + c.prog + " help\n" +
		"  " + c.prog + " <command> help\n" +
		"  " + c.prog + " <command> <subcommand> help\n"
}

// parserError is the error for words that do not parse.
func (c *cli) parserError(err error) *UsageError {
	return &UsageError{Text: err.Error() + "\n\n" + c.usageText()}
}

// mainError is the error for words that do not even name a command. A command
// that the AWS CLI would know gets one more line than there.
func (c *cli) mainError(err error) error {
	usage := c.parserError(err)
	if e, ok := errors.AsType[*argparse.Error](err); ok && e.Argument == "command" {
		usage.Note = model.Served + "; other services need the AWS CLI itself."
	}
	return usage
}
