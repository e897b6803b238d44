package commands

import (
	"context"

	"github.com/spf13/cobra"

	"gatehouse/commands/argparse"
)

// ownCommand runs a command that the AWS CLI does not have. Only for these are
// cobra's commands made: others should not pay for it.
func (c *cli) ownCommand(ctx context.Context, command string, words []string) error {
	if command == "completion" {
		return c.completionScript(words)
	}
	if len(words) == 1 && (words[0] == "help" || words[0] == "--help" || words[0] == "-h") {
		return c.ownHelp(command)
	}
	root := c.rootCommand()
	root.AddCommand(c.serveCommand())
	root.SetArgs(append([]string{command}, words...))
	return root.ExecuteContext(ctx)
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
	root.SetFlagErrorFunc(ownUsageError)
	return root
}

// ownUsageError is the error for words that a command of our own does not
// take: told as the AWS CLI tells its own.
func ownUsageError(cmd *cobra.Command, err error) error {
	return &UsageError{Text: err.Error() + "\n\n" + cmd.UsageString()}
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
