package commands

import (
	"context"
	"slices"

	"gatehouse/commands/argparse"
	"gatehouse/model"
)

// An invocation is one operation asked for on the command line.
type invocation struct {
	*cli
	service *service
	op      *model.Operation
	given   *argparse.Result
	paged   bool // the pages are fetched and merged here
}

// run does the operation with the words that follow its name.
func (inv *invocation) run(ctx context.Context, words []string) error {
	if len(words) == 1 && words[0] == "help" {
		return inv.help()
	}
	var err error
	if inv.given, err = inv.arguments(words).Parse(words); err != nil {
		return inv.parserError(err)
	}
	word, _ := inv.given.Word("help")
	switch {
	case word == "help":
		return inv.help()
	case word != "": // an empty one passes unnoticed
		return &unknownOptionsError{append(inv.given.Rest, word)}
	case len(inv.given.Rest) > 0:
		return &unknownOptionsError{inv.given.Rest}
	}
	if err := inv.settlePaging(); err != nil {
		return err
	}
	in, err := inv.input()
	if err != nil {
		return err
	}
	if kind, asked := inv.skeletonKind(); asked && kind != "output" {
		return inv.printSkeleton(kind)
	}
	return inv.call(ctx, in)
}

// arguments returns the operation's flags in the AWS CLI's order: a flag for
// each member of the input, the CLI's own, the positionals.
func (inv *invocation) arguments(words []string) argparse.Parser {
	members := inv.op.Input.Members
	args := make(argparse.Parser, 0, 2*len(members)+8)
	for i := range members {
		args = appendMember(args, &members[i], inv.op.Input.Requires(members[i].Name))
	}
	if inv.takesInputText() {
		args = append(args, argparse.Argument{Name: "--cli-input-json"}, argparse.Argument{Name: "--cli-input-yaml"})
	}
	if inv.op.Paginator != nil {
		number := inv.limitType()
		args = append(args, argparse.Argument{Name: "--starting-token"},
			argparse.Argument{Name: "--page-size", Type: number}, argparse.Argument{Name: "--max-items", Type: number})
	}
	if inv.takesInputText() {
		args = append(args, argparse.Argument{Name: "--generate-cli-skeleton", Arity: argparse.ZeroOrOne, Choices: skeletonKinds})
	} else {
		args = append(args, argparse.Argument{Name: "outfile", Required: true})
	}
	if inv.takesInputText() && waivesRequired(words) {
		for i := range args {
			args[i].Required = false
		}
	}
	return append(args, argparse.Argument{Name: "help", Arity: argparse.ZeroOrOne})
}

func appendMember(args argparse.Parser, m *model.Member, required bool) argparse.Parser {
	name := flagName(m)
	switch m.Shape.Kind {
	case model.Boolean:
		return append(args, argparse.Argument{Name: name, Arity: argparse.Zero},
			argparse.Argument{Name: "--no-" + name[len("--"):], Arity: argparse.Zero, Key: name})
	case model.List:
		return append(args, argparse.Argument{Name: name, Arity: argparse.ZeroOrMore, Required: required})
	}
	return append(args, argparse.Argument{Name: name, Required: required})
}

// flagName returns a member's flag. --version is the global option, so the
// AWS CLI calls the member Version --api-version.
func flagName(m *model.Member) string {
	if m.Flag == "version" {
		return "--api-version"
	}
	return "--" + m.Flag
}

// outfile returns the member of the output that goes to a file instead of
// being printed, or nil.
func (inv *invocation) outfile() *model.Member {
	if inv.op.Output == nil || inv.op.Output.Payload == "" {
		return nil
	}
	if m := inv.op.Output.Member(inv.op.Output.Payload); m.Shape.Kind == model.Blob {
		return m
	}
	return nil
}

// takesInputText reports whether the operation has --cli-input-json and its
// kin: all have but those that write a file.
func (inv *invocation) takesInputText() bool { return inv.outfile() == nil }

// waivesRequired reports whether required flags may be left out: when the
// input comes from elsewhere too or is only to be shown. As in the AWS CLI
// that takes the whole word, apart from its value.
func waivesRequired(words []string) bool {
	if slices.Contains(words, "--cli-input-json") || slices.Contains(words, "--cli-input-yaml") {
		return true
	}
	i := slices.Index(words, "--generate-cli-skeleton")
	return i >= 0 && (i+1 == len(words) || words[i+1] != "output")
}
