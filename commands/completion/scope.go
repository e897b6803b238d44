package completion

import (
	"slices"
	"strings"

	"gatehouse/commands/help"
	"gatehouse/model"
)

// An arity is how many words an option takes.
type arity uint8

const (
	one      arity = iota
	none           // it is given or not
	optional       // one or none
	many           // up to the next option
)

// An argument is an option, or a word that a command takes.
type argument struct {
	name    string // with its dashes, or without for a word
	takes   arity
	choices []string
	member  *model.Member // of an operation's input that it sets or names, or nil
	hidden  bool          // understood, not offered
}

// word reports whether the argument is a word of its own.
func (a *argument) word() bool { return !strings.HasPrefix(a.name, "-") }

// A scope is what may follow the commands that a line names.
type scope struct {
	commands  []string
	enter     func(command string) (scope, bool)
	op        *model.Operation // nil until an operation is named
	arguments []argument
}

// root is the scope of the program.
func root() scope {
	return scope{commands: help.Commands(), enter: service}
}

// service returns the scope of a service or a command of our own.
func service(name string) (scope, bool) {
	switch name {
	case "apigatewayv2":
		return services(model.Operations()), true
	case "sts":
		return services([]model.Operation{{Name: "GetCallerIdentity", Command: "get-caller-identity", Input: new(model.Shape)}}), true
	case "help":
		return scope{enter: nothing, arguments: []argument{{name: "topic", choices: help.Topics(), hidden: true}}}, true
	}
	return own(help.Own(), name)
}

func nothing(string) (scope, bool) { return scope{}, false }

func services(operations []model.Operation) scope {
	names := make([]string, len(operations))
	for i := range operations {
		names[i] = operations[i].Command
	}
	return scope{commands: names, enter: func(command string) (scope, bool) {
		i := slices.Index(names, command)
		if i < 0 {
			return scope{}, false
		}
		return scope{enter: nothing, op: &operations[i], arguments: operationArguments(&operations[i])}, true
	}}
}

// own returns the scope of the command whose name ends with a word.
func own(commands []help.Command, word string) (scope, bool) {
	last := func(name string) string { return name[strings.LastIndexByte(name, ' ')+1:] }
	for _, c := range commands {
		if last(c.Name) != word {
			continue
		}
		s := scope{enter: func(command string) (scope, bool) { return own(c.Commands, command) }}
		for _, sub := range c.Commands {
			s.commands = append(s.commands, last(sub.Name))
		}
		for _, o := range c.Options {
			a := argument{name: o.Name, choices: o.Choices, member: identified(o.Name)}
			if o.Type == "boolean" {
				a.takes = none
			}
			a.hidden = a.word() // what the word is called helps nobody to type it
			s.arguments = append(s.arguments, a)
		}
		return s, true
	}
	return scope{}, false
}

// identified returns the member of operations' inputs that an option of our own
// names, too, or nil: it identifies something in the state file.
func identified(option string) *model.Member {
	members := model.OperationByCommand("get-authorizer").Input.Members
	for i := range members {
		if "--"+members[i].Flag == option {
			return &members[i]
		}
	}
	return nil
}

// operationArguments lists an operation's options in the AWS CLI's order. The
// members that page a result are understood but not offered.
func operationArguments(op *model.Operation) []argument {
	var arguments []argument
	for i := range op.Input.Members {
		m := &op.Input.Members[i]
		flag := m.Flag
		if flag == "version" { // --version is a global option
			flag = "api-version"
		}
		a := argument{name: "--" + flag, member: m, choices: m.Shape.Enum}
		switch m.Shape.Kind {
		case model.Boolean:
			a.takes = none
		case model.List:
			a.takes = many
		}
		if p := op.Paginator; p != nil {
			a.hidden = m.Name == p.InputToken || m.Name == p.LimitKey
		}
		arguments = append(arguments, a)
		if m.Shape.Kind == model.Boolean {
			a.name = "--no-" + flag
			arguments = append(arguments, a)
		}
	}
	if writesFile(op) {
		return append(arguments, argument{name: "outfile"})
	}
	arguments = append(arguments, argument{name: "--cli-input-json"}, argument{name: "--cli-input-yaml"})
	if op.Paginator != nil {
		arguments = append(arguments, argument{name: "--starting-token"}, argument{name: "--page-size"}, argument{name: "--max-items"})
	}
	return append(arguments, argument{name: "--generate-cli-skeleton", takes: optional, choices: []string{"input", "output", "yaml-input"}})
}

// writesFile reports whether an operation's output goes to a file. Only these
// lack --cli-input-json and its kin.
func writesFile(op *model.Operation) bool {
	return op.Output != nil && op.Output.Payload != "" && op.Output.Member(op.Output.Payload).Shape.Kind == model.Blob
}
