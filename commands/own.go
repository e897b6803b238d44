package commands

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"gatehouse/commands/argparse"
	"gatehouse/commands/help"
)

// ownCommand runs a command that the AWS CLI does not have. Only for these are
// cobra's commands made: others should not pay for it.
func (c *cli) ownCommand(ctx context.Context, command string, words []string) error {
	if command == "completion" {
		return c.completionScript(words)
	}
	if page, asked := helpAsked(command, words); asked {
		return c.ownHelp(page)
	}
	root := c.rootCommand()
	root.AddCommand(c.serveCommand(), c.jwtCommand())
	root.SetArgs(append([]string{command}, words...))
	return root.ExecuteContext(ctx)
}

// helpAsked says whether words ask for the page of a command or of one of its
// subcommands, and for which.
func helpAsked(command string, words []string) (page string, asked bool) {
	last := len(words) - 1
	if last < 0 || words[last] != "help" && words[last] != "--help" && words[last] != "-h" {
		return "", false
	}
	page = strings.Join(append([]string{command}, words[:last]...), " ")
	_, asked = help.OwnCommand(page)
	return page, asked
}

func (c *cli) rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:               c.prog,
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
	}
	root.SetIn(c.env.Stdin)
	root.SetOut(c.stdout)
	root.SetErr(c.env.Stderr)
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return c.flagError(err) })
	return root
}

// flagError tells what is wrong with the flags of a command of our own as the
// AWS CLI tells it of its own.
func (c *cli) flagError(err error) error {
	if e, ok := errors.AsType[*pflag.NotExistError](err); ok {
		if letters := e.GetSpecifiedShortnames(); letters != "" {
			return &unknownOptionsError{[]string{"-" + letters}}
		}
		return &unknownOptionsError{[]string{"--" + e.GetSpecifiedName()}}
	}
	if e, ok := errors.AsType[*pflag.InvalidSyntaxError](err); ok {
		return &unknownOptionsError{[]string{e.GetSpecifiedFlag()}}
	}
	if e, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		err = fmt.Errorf("argument --%s: expected one argument", e.GetFlag().Name)
	}
	if e, ok := errors.AsType[*pflag.InvalidValueError](err); ok {
		err = fmt.Errorf("argument --%s: %q %w", e.GetFlag().Name, e.GetValue(), e.Unwrap())
		if e.GetFlag().Value.Type() == "bool" {
			err = fmt.Errorf("argument --%s: ignored explicit argument '%s'", e.GetFlag().Name, e.GetValue())
		}
	}
	return c.parserError(err)
}

// emptyFlag returns an error if a flag was given without a value in it: a
// script's empty variable must not mean what no flag means.
func emptyFlag(flags *pflag.FlagSet) (err error) {
	flags.Visit(func(f *pflag.Flag) {
		if text := f.Value.String(); err == nil && (text == "" || text == "[]") {
			err = usageErrorf("argument --%s: the value is empty; leave the option out, or fill the variable that it is taken from", f.Name)
		}
	})
	return err
}

var completionArguments = argparse.Parser{
	{Name: "shell", Required: true, Choices: []string{"bash", "zsh", "fish", "powershell", "help"}},
}

// completionScript prints a script that makes a shell complete command lines:
// it asks this program for the candidates.
func (c *cli) completionScript(words []string) error {
	given, err := completionArguments.Parse(words)
	if err != nil {
		return c.parserError(err)
	}
	if len(given.Rest) > 0 {
		return &unknownOptionsError{given.Rest}
	}
	root := c.rootCommand()
	switch shell, _ := given.Word("shell"); shell {
	case "bash":
		return root.GenBashCompletionV2(c.stdout, false)
	case "zsh":
		return root.GenZshCompletionNoDesc(c.stdout)
	case "fish":
		return root.GenFishCompletion(c.stdout, false)
	case "powershell":
		return root.GenPowerShellCompletion(c.stdout)
	}
	return c.ownHelp("completion")
}
