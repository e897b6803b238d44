package help

import "strings"

// A Command is one that the program has beside the services.
type Command struct {
	Name      string    // its words, e.g. "configure set"
	Arguments string    // of the synopsis, after the name
	Options   []Option  // in the order of the page
	Commands  []Command // that stand behind it
}

// An Option is one of a Command's, or a word that it takes.
type Option struct {
	Name    string   // with its dashes, or without for a word
	Type    string   // as pages show it; a boolean takes no value
	Choices []string // the values it takes, if they are few
}

var own = [...]Command{
	{
		Name:      "completion",
		Arguments: "<shell>",
		Options:   []Option{{"shell", "string", []string{"bash", "zsh", "fish", "powershell"}}},
	},
	{
		Name:      "configure",
		Arguments: "<subcommand> [parameters]",
		Commands: []Command{
			{Name: "configure list"},
			{Name: "configure get", Arguments: "varname", Options: []Option{{Name: "varname", Type: "string"}}},
			{
				Name: "configure set", Arguments: "varname value",
				Options: []Option{{Name: "varname", Type: "string"}, {Name: "value", Type: "string"}},
			},
			{Name: "configure list-profiles"},
		},
	},
	{
		Name:      "jwt",
		Arguments: "<subcommand> [options]",
		Commands: []Command{{
			Name: "jwt mint", Arguments: "--api-id <value> --authorizer-id <value> [options]",
			Options: []Option{
				{Name: "--api-id", Type: "string"},
				{Name: "--authorizer-id", Type: "string"},
				{Name: "--scope", Type: "string"},
				{Name: "--claim", Type: "string"},
				{Name: "--audience", Type: "string"},
				{Name: "--subject", Type: "string"},
				{Name: "--expires-in", Type: "duration"},
				{Name: "--key", Type: "string"},
				{Name: "--key-id", Type: "string"},
			},
		}},
	},
	{
		Name:      "serve",
		Arguments: "[options]",
		Options: []Option{
			{Name: "--port", Type: "integer"},
			{Name: "--host", Type: "string"},
			{Name: "--api-id", Type: "string"},
			{Name: "--quiet", Type: "boolean"},
			{Name: "--log-format", Type: "string", Choices: []string{"text", "json"}},
			{Name: "--json", Type: "boolean"},
			{Name: "--demo", Type: "boolean"},
			{Name: "--access-log", Type: "string"},
			{Name: "--private", Type: "string"},
			{Name: "--aws-endpoint", Type: "string"},
			{Name: "--allow-host", Type: "string"},
			{Name: "--manage-beyond", Type: "boolean"},
			{Name: "--jwks", Type: "string"},
			{Name: "--iam-credential", Type: "string"},
			{Name: "--tls", Type: "boolean"},
			{Name: "--tls-cert", Type: "string"},
			{Name: "--tls-key", Type: "string"},
			{Name: "--truststore", Type: "string"},
		},
	},
}

// Own lists the commands that the program has beside the services, sorted.
// The slice is shared: do not change it.
func Own() []Command { return own[:] }

// OwnCommand returns the command of that name, e.g. "serve" or "configure
// set".
func OwnCommand(name string) (Command, bool) { return find(own[:], name) }

func find(commands []Command, name string) (Command, bool) {
	for _, c := range commands {
		if c.Name == name {
			return c, true
		}
		if c, ok := find(c.Commands, name); ok {
			return c, true
		}
	}
	return Command{}, false
}

func (c Command) document(t Texts) document {
	d := opening(c.Name, t.first(c.Name))
	d.section("SYNOPSIS")
	d.add(literal, 1, strings.TrimSpace(t.program+" "+c.Name+" "+c.Arguments))
	if len(c.Commands) > 0 {
		d.section("AVAILABLE COMMANDS")
		for _, sub := range c.Commands {
			d.add(bullet, 0, strings.TrimPrefix(sub.Name, c.Name+" "))
		}
	}
	if len(c.Options) > 0 {
		d.section("OPTIONS")
		for _, o := range c.Options {
			d.add(term, 0, bold(o.Name)+" ("+o.Type+")")
			d.prose(1, t.first(c.Name+" "+o.Name))
			if len(o.Choices) > 0 {
				d.add(paragraph, 1, "Possible values:")
				for _, v := range o.Choices {
					d.add(bullet, 1, bold(v))
				}
			}
		}
	}
	globalOptions(&d, t)
	if text := t.first(c.Name + " examples"); text != "" {
		d.section("EXAMPLES")
		d.prose(0, text)
	}
	return d
}
