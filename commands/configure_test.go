package commands

import (
	"strings"
	"testing"
)

func TestConfigure(t *testing.T) {
	tests := []struct {
		name, config, line string
		want               ran
	}{
		{"get", "[default]\nregion = eu-west-1\n", `configure get region`, ran{0, "eu-west-1\n", ""}},
		{"get of nothing", "", `configure get region`, ran{1, "", ""}},
		{"get of a sub-section", "[default]\ns3 =\n  a = b\n", `configure get s3`,
			ran{1, "", "varname (s3) must reference a value, not a section or sub-section."}},
		{"get in a profile", "[profile p]\noutput = text\n", `configure get output --profile p`, ran{0, "text\n", ""}},
		{"get in a profile that is not there", "", `configure get output --profile p`,
			ran{255, "", "\naws: [ERROR]: The config profile (p) could not be found\n"}},
		{"get without a name", "", `configure get`,
			ran{252, "", "\naws: [ERROR]: An error occurred (ParamValidation): the following arguments are required: varname\n\n" + awsUsage}},
		{"words too many", "", `configure get a b --foo`,
			ran{252, "", "\naws: [ERROR]: An error occurred (ParamValidation): Unknown options: b,--foo\n"}},
		{"another word", "", `configure lisp`,
			ran{252, "", "\naws: [ERROR]: An error occurred (ParamValidation): argument subcommand: Found invalid choice 'lisp'\n\n\n" + awsUsage}},
		{"set of what no file can hold", "", "configure set region 'two\nlines'", ran{252, "",
			"\naws: [ERROR]: An error occurred (ParamValidation): The setting \"region\" with the value \"two\\nlines\" cannot be written to a configuration file: a name has no \"=\", \":\" or line break and does not begin with \"#\", \";\" or \"[\", and a value is one line.\n"}},
		{"list-profiles", "[default]\n[profile p]\n", `configure list-profiles`, ran{0, "default\np\n", ""}},
		{"list", "[default]\nregion = eu-west-1\n", `configure list`, ran{0, `NAME       : VALUE                    : TYPE             : LOCATION
profile    : <not set>                : None             : None
access_key : <not set>                : None             : None
secret_key : <not set>                : None             : None
region     : eu-west-1                : config-file      : ~/.aws/config
`, ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newShell(t)
			s.write(".aws/config", tt.config)
			if got := s.run(words(tt.line)...); got != tt.want {
				t.Errorf("aws %s\n got %+v\nwant %+v", tt.line, got, tt.want)
			}
		})
	}
}

func TestConfigureHelp(t *testing.T) {
	for _, command := range []string{"list", "get", "set", "list-profiles"} {
		s := newShell(t)
		page := s.ok("configure", command, "help")
		if want := "configure " + command; !strings.Contains(page, want+"\n") && !strings.Contains(page, want+" ") {
			t.Errorf("configure %s help shows no page of it:\n%s", command, page)
		}
	}
}

// What is set is read by the next command.
func TestConfigureSet(t *testing.T) {
	s := newShell(t)
	s.ok("configure", "set", "output", "text")
	s.ok("configure", "set", "region", "eu-west-1", "--profile", "new")
	if got := s.ok("sts", "get-caller-identity", "--query", "Account"); got != "123456789012\n" {
		t.Errorf("the output format that was set is not used: %q", got)
	}
	if got := s.ok("configure", "get", "region", "--profile", "new"); got != "eu-west-1\n" {
		t.Errorf("the region that was set is %q", got)
	}
}
