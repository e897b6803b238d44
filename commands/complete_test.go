package commands

import (
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// Shells that ask by complete -C are told what the state file and the
// configuration know.
func TestCompleteC(t *testing.T) {
	s := newShell(t)
	api := strings.TrimSpace(s.ok(words("apigatewayv2 create-api --name n --protocol-type HTTP --query ApiId --output text")...))
	s.ok("apigatewayv2", "create-stage", "--api-id", api, "--stage-name", "prod")
	s.write(".aws/config", "[default]\n[profile production]\nregion = eu-west-1\n")
	tests := []struct{ name, line, want string }{
		{"operations", "aws apigatewayv2 get-api-", "get-api-mapping\nget-api-mappings\n"},
		{"profiles", "aws --profile p", "production\n"},
		{"identifiers", "aws apigatewayv2 get-api --api-id ", api + "\n"},
		{"of another region there are none", "aws --region eu-west-1 apigatewayv2 get-api --api-id ", "\n"},
		{"nor of another profile's", "aws --profile production apigatewayv2 get-api --api-id ", "\n"},
		{"nor of another file", "aws --state x.json apigatewayv2 get-api --api-id ", "\n"},
		{"identifiers that need another", "aws apigatewayv2 get-stage --api-id " + api + " --stage-name p", "prod\n"},
		{"nothing", "aws apigatewayv2 get-api --query ", "\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s.env["COMP_LINE"], s.env["COMP_POINT"] = tt.line, strconv.Itoa(len(tt.line))
			word := tt.line[strings.LastIndexByte(tt.line, ' ')+1:]
			if got := s.ok("aws", word, "the word before"); got != tt.want {
				t.Errorf("%q is completed by %q, want %q", tt.line, got, tt.want)
			}
		})
	}
}

// The scripts of the completion command ask by a hidden command.
func TestCompletionScripts(t *testing.T) {
	s := newShell(t)
	if got, want := s.ok("__complete", "apigatewayv2", "import-api", "--body", "file:///et"), "file:///etc/\n:6\n"; got != want {
		t.Errorf("__complete printed %q, want %q", got, want)
	}
	if got, want := s.ok("__complete", "apigatewayv2", "get-api-m"), "get-api-mapping\nget-api-mappings\n:4\n"; got != want {
		t.Errorf("__complete printed %q, want %q", got, want)
	}
	for _, name := range []string{"bash", "zsh", "fish", "powershell"} {
		script := s.ok("completion", name)
		if !strings.Contains(script, "__complete") {
			t.Errorf("the script for %s does not ask for candidates:\n%.300s", name, script)
		}
	}
	if got := s.run("completion", "tcsh"); got.code != 252 {
		t.Errorf("completion tcsh: %+v", got)
	}
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash to check the script with")
	}
	cmd := exec.Command(bash, "-n")
	cmd.Stdin = strings.NewReader(s.ok("completion", "bash"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("the script is no bash: %v\n%s", err, out)
	}
}
