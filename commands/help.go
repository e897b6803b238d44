package commands

import (
	"io"
	"os/exec"
	"runtime"
	"strings"

	"golang.org/x/term"

	"gatehouse/commands/argparse"
	"gatehouse/commands/help"
)

// help shows what the program is for, or one of the topics.
func (c *cli) help(words []string) error {
	if len(words) == 0 || len(words) == 1 && words[0] == "help" {
		return c.show(help.Top{})
	}
	given, err := argparse.Parser{{Name: "subcommand", Arity: argparse.ZeroOrOne, Choices: help.Topics()}}.Parse(words)
	if err != nil {
		return c.parserError(err)
	}
	name, _ := given.Word("subcommand")
	if topic, found := help.Topic(name); found {
		return c.show(topic)
	}
	return c.show(help.Top{})
}

// ownHelp shows the page of a command of our own, e.g. "serve".
func (c *cli) ownHelp(name string) error {
	page, found := help.OwnCommand(name)
	if !found {
		return c.show(help.Top{})
	}
	return c.show(page)
}

func (c *cli) serviceHelp(s *service) error {
	return c.show(help.Service{Name: s.name, Operations: s.operations})
}

func (inv *invocation) help() error {
	return inv.show(help.Operation{Service: inv.service.name, Op: inv.op})
}

// show shows a page: in the user's pager if stdout is a terminal and there is
// one, else as plain text.
func (c *cli) show(page help.Page) error {
	options := help.Options{Program: c.prog}
	f, onTerminal := terminal(c.env.Stdout)
	if !onTerminal {
		return help.Write(c.stdout, page, options)
	}
	options.Width, _, _ = term.GetSize(int(f.Fd()))
	command := strings.Fields(c.helpPager())
	if c.globals.noPager || len(command) == 0 {
		return help.Write(c.stdout, page, options)
	}
	if _, err := exec.LookPath(command[0]); err != nil {
		return help.Write(c.stdout, page, options)
	}
	options.Overstrike = true
	return (&pager{cli: c, terminal: f, command: command}).show(func(w io.Writer) error { return help.Write(w, page, options) })
}

// helpPager is the AWS CLI's pager for help, which is not that of results.
func (c *cli) helpPager() string {
	for _, name := range []string{"MANPAGER", "PAGER"} {
		if command, set := c.lookupEnv()(name); set {
			return command
		}
	}
	if runtime.GOOS == "windows" {
		return "more"
	}
	return "less -R"
}
