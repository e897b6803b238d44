package commands

import (
	"slices"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"gatehouse/commands/help"
)

// TestHelpKnowsTheOptionsOfOurCommands holds that pages and completion name
// the commands and options that there are: package help cannot see them.
func TestHelpKnowsTheOptionsOfOurCommands(t *testing.T) {
	c := newCLI(Env{})
	for name, cmd := range map[string]*cobra.Command{"serve": c.serveCommand(), "jwt mint": c.mintCommand()} {
		var flags []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { flags = append(flags, "--"+f.Name) })
		page, _ := help.OwnCommand(name)
		var described []string
		for _, o := range page.Options {
			described = append(described, o.Name)
		}
		if !sameWords(described, flags) {
			t.Errorf("help describes the options %q of %s, which has %q", described, name, flags)
		}
	}

	configure, _ := help.OwnCommand("configure")
	subcommands := []string{"help"}
	for _, sub := range configure.Commands {
		subcommands = append(subcommands, sub.Name[len("configure "):])
	}
	if want := configureArguments[0].Choices; !sameWords(subcommands, want) {
		t.Errorf("help describes the commands %q of configure, which has %q", subcommands, want)
	}

	var globals []string
	for _, o := range help.GlobalOptions() {
		globals = append(globals, o.Name)
	}
	var want []string
	for _, a := range mainArguments {
		if a.Name != "command" {
			want = append(want, a.Name)
			continue
		}
		if commands := append(help.Commands(), "help"); !sameWords(commands, a.Choices) {
			t.Errorf("help lists the commands %q, there are %q", commands, a.Choices)
		}
	}
	if !sameWords(globals, want) {
		t.Errorf("help describes the global options %q, there are %q", globals, want)
	}
}

func sameWords(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}
