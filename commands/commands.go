// Package commands is the command line: it turns words into an operation's
// input, has the operation done, and prints what came of it as the AWS CLI
// v2 would, byte for byte, with its exit codes.
//
// A line is worked through in the CLI's own order, which decides the message
// that is seen when several things are wrong:
//
//  1. a first pass looks only for --profile and --debug
//  2. the configuration files are read
//  3. global options are taken wherever they stand, and the command
//  4. global options are checked
//  5. the operation is taken, then its flags
//  6. each flag's value is loaded and converted, in the model's order
//  7. --cli-input-json or -yaml is merged; --generate-cli-skeleton may end it
//  8. profile and region are settled, the input is validated, the call made
//  9. the result is queried and printed
//
// Observed of AWS CLI 2.36.7 where nothing else is said.
package commands

import (
	"bufio"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"gatehouse/commands/argparse"
	"gatehouse/commands/awsconfig"
)

// An Env is what a command line sees of the world around it.
type Env struct {
	Program string // as which the program was invoked; its last element stands in messages; "" is gatehouse
	Stdin   io.Reader
	Stdout  io.Writer // treated as a terminal if it is an *os.File that is one
	Stderr  io.Writer

	Getenv func(string) string
	// LookupEnv tells an empty variable from one that is not set. Nil looks
	// variables up with Getenv and takes empty ones for not set.
	LookupEnv func(string) (string, bool)

	// Interrupts derives a context that ends when one of the signals comes.
	// It is called late or never, because handling signals costs a fifth of
	// what a whole get-api takes. Nil leaves interruptions to the context that
	// Main is given.
	Interrupts func(context.Context, ...os.Signal) (context.Context, context.CancelFunc)

	Now   func() time.Time   // nil is the real clock
	NewID func(n int) string // makes identifiers of n characters; nil makes random ones
}

// Main runs one command line, without the program's name, and returns the
// exit code: 0, or what exitCode says of the error. When ctx ends the command
// is interrupted; serve then drains and ends well.
func Main(ctx context.Context, args []string, env Env) int {
	return newCLI(env).main(ctx, args)
}

func programName(path string) string {
	name := strings.TrimSuffix(filepath.Base(path), ".exe")
	if path == "" || name == "" {
		return "gatehouse"
	}
	return name
}

// A cli is one command line under way.
type cli struct {
	env     Env
	prog    string
	stdout  *bufio.Writer // flushed before anything goes to stderr and at the end
	config  *awsconfig.Config
	globals globals

	noProfile error // a profile that was asked for and is not there: matters once a call is made

	services func(name string) *service // nil for a name that is no service
}

func newCLI(env Env) *cli {
	return &cli{
		env:      env,
		prog:     programName(env.Program),
		stdout:   bufio.NewWriter(unbroken{env.Stdout}),
		services: serviceByName,
	}
}

func (c *cli) main(ctx context.Context, args []string) int {
	return c.report(c.run(ctx, args))
}

func (c *cli) run(ctx context.Context, args []string) error {
	if asks, err := c.completing(ctx, args); asks || err != nil {
		return err
	}
	profile, err := c.firstPass(args)
	if err != nil {
		return err
	}
	if err := c.loadConfig(profile); err != nil {
		return err
	}
	if err := checkAutoPrompt(args); err != nil {
		return err
	}
	given, err := mainArguments.Parse(args)
	if err != nil {
		return c.mainError(err)
	}
	if given.Stopped {
		return c.printVersion()
	}
	if err := c.takeGlobals(given); err != nil {
		return err
	}
	command, _ := given.Word("command")
	return c.dispatch(ctx, command, given.Rest)
}

// dispatch runs the command with the words that are not global options.
func (c *cli) dispatch(ctx context.Context, command string, words []string) error {
	if s := c.services(command); s != nil {
		return c.service(ctx, s, words)
	}
	switch command {
	case "help":
		return c.help(words)
	case "configure":
		return c.configure(words)
	}
	return c.ownCommand(ctx, command, words)
}

// lookupEnv is the environment as package awsconfig reads it.
func (c *cli) lookupEnv() awsconfig.Environment {
	if c.env.LookupEnv != nil {
		return c.env.LookupEnv
	}
	return awsconfig.FromGetenv(c.env.Getenv)
}

// firstPass takes --profile from the words, which decides what configuration
// the rest is read with. It knows no other words than --profile and --debug,
// so even its usage text names only them.
func (c *cli) firstPass(args []string) (profile string, err error) {
	given, err := firstPassArguments.Parse(args)
	if err != nil {
		return "", &UsageError{Text: err.Error() + "\n\nusage: " + c.prog + " [--profile PROFILE] [--debug]\n"}
	}
	profile, _ = given.Word("--profile")
	return profile, nil
}

var firstPassArguments = argparse.Parser{
	{Name: "--profile"},
	{Name: "--debug", Arity: argparse.Zero},
}
