package help

// A global is an option that every command takes.
type global struct {
	name     string
	typeName string
	choices  []string
}

// globals are the global options in the AWS CLI's order. The last is ours.
var globals = [...]global{
	{name: "--debug", typeName: "boolean"},
	{name: "--endpoint-url", typeName: "string"},
	{name: "--no-verify-ssl", typeName: "boolean"},
	{name: "--no-paginate", typeName: "boolean"},
	{"--output", "string", []string{"json", "text", "table", "yaml", "yaml-stream", "off"}},
	{name: "--query", typeName: "string"},
	{name: "--profile", typeName: "string"},
	{name: "--region", typeName: "string"},
	{name: "--version", typeName: "string"},
	{"--color", "string", []string{"on", "off", "auto"}},
	{name: "--no-sign-request", typeName: "boolean"},
	{name: "--ca-bundle", typeName: "string"},
	{name: "--cli-read-timeout", typeName: "int"},
	{name: "--cli-connect-timeout", typeName: "int"},
	{"--cli-binary-format", "string", []string{"base64", "raw-in-base64-out"}},
	{name: "--no-cli-pager", typeName: "boolean"},
	{name: "--cli-auto-prompt", typeName: "boolean"},
	{name: "--no-cli-auto-prompt", typeName: "boolean"},
	{"--cli-error-format", "string", []string{"legacy", "json", "yaml", "text", "table", "enhanced"}},
	{name: "--state", typeName: "string"},
}

func (g *global) synopsis() string {
	if g.typeName == "boolean" {
		return "[" + g.name + "]"
	}
	return "[" + g.name + " <value>]"
}

func globalOptions(d *document, t Texts) {
	d.section("GLOBAL OPTIONS")
	for i := range globals {
		g := &globals[i]
		d.add(paragraph, 0, bold(g.name)+" ("+g.typeName+")")
		d.prose(0, t.first(g.name))
		d.bullets(0, g.choices)
	}
}

// A GlobalOption is an option that every command takes, e.g. --region.
type GlobalOption struct {
	Name    string   // with its dashes
	Value   bool     // a value follows it, or so the AWS CLI's pages have it of --version
	Choices []string // the values it takes, if they are few; do not change them
}

// GlobalOptions lists the options that every command takes, in the order of
// the pages.
func GlobalOptions() []GlobalOption {
	list := make([]GlobalOption, len(globals))
	for i, g := range globals {
		list[i] = GlobalOption{g.name, g.typeName != "boolean", g.choices}
	}
	return list
}
