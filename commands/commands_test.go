package commands

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

func TestConfigurationFiles(t *testing.T) {
	tests := []struct {
		name, config string
		line         string
		want         ran
	}{
		{"one that does not parse stops everything", "not a section\n", `--version`,
			ran{255, "", "\naws: [ERROR]: Unable to parse config file: HOME/.aws/config\n"}},
		{"a bad timestamp format", "[default]\ncli_timestamp_format = zzz\n", `apigatewayv2 get-api`,
			ran{253, "", "\naws: [ERROR]: An error occurred (Configuration): Unknown cli_timestamp_format value: zzz, valid values are \"wire\" or \"iso8601\"\n"}},
		{"a bad output format is noticed when something is printed", "[default]\noutput = bogus\n", `sts get-caller-identity`,
			ran{255, "", "\naws: [ERROR]: Unknown output type: bogus\n"}},
		{"but not before", "[default]\noutput = bogus\n", `apigatewayv2 get-apis --cli-input-json [1] --no-paginate`,
			ran{252, "", "\naws: [ERROR]: An error occurred (ParamValidation): Error parsing parameter '--cli-input-json': Invalid type: expecting map, received <class 'list'>\n"}},
		{"the output format", "[default]\noutput = text\n", `sts get-caller-identity --query Account`,
			ran{0, "123456789012\n", ""}},
		{"of the profile that is asked for", "[default]\noutput = text\n[profile p]\noutput = yaml\n", `sts get-caller-identity --profile p`,
			ran{0, "Account: '123456789012'\nArn: arn:aws:iam::123456789012:root\nUserId: '123456789012'\n", ""}},
		{"a bad error format is no matter", "[default]\ncli_error_format = bogus\n", `apigatewayv2 get-apis --no-paginate --max-items 1`,
			ran{252, "", "\naws: [ERROR]: An error occurred (ParamValidation): Cannot specify --no-paginate along with pagination arguments: --max-items\n"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newShell(t)
			s.write(".aws/config", tt.config)
			tt.want.stderr = strings.ReplaceAll(tt.want.stderr, "HOME", s.home)
			if got := s.run(words(tt.line)...); got != tt.want {
				t.Errorf("aws %s\n got %+v\nwant %+v", tt.line, got, tt.want)
			}
		})
	}
}

// The program goes by the name it was invoked by.
func TestProgramName(t *testing.T) {
	for path, want := range map[string]string{
		"/usr/local/bin/gatehouse": "gatehouse", "aws": "aws", "./aws": "aws", `gatehouse.exe`: "gatehouse", "": "gatehouse",
	} {
		s := newShell(t)
		s.program = path
		got := s.run("apigatewayv2", "get-api").stderr
		if !strings.HasPrefix(got, "\n"+want+": [ERROR]: ") || !strings.Contains(got, "usage: "+want+" [options]") || !strings.Contains(got, "  "+want+" help\n") {
			t.Errorf("invoked as %q it says\n%s", path, got)
		}
	}
}

// The whole of a command, less starting the process.
func BenchmarkGetAPI(b *testing.B) {
	home := b.TempDir()
	env := map[string]string{"HOME": home, "GATEHOUSE_STATE": filepath.Join(home, "state.json")}
	run := func(args ...string) string {
		var stdout, stderr bytes.Buffer
		if code := Main(b.Context(), args, Env{
			Stdout: &stdout, Stderr: &stderr,
			Getenv: func(name string) string { return env[name] },
		}); code != 0 {
			b.Fatalf("%q: exit code %d\n%s", args, code, stderr.String())
		}
		return stdout.String()
	}
	id := strings.TrimSpace(run(words("apigatewayv2 create-api --name n --protocol-type HTTP --query ApiId --output text")...))
	b.ReportAllocs()
	for b.Loop() {
		run("apigatewayv2", "get-api", "--api-id", id)
	}
}

func TestInterruptedEndsTheLine(t *testing.T) {
	var stdout, stderr bytes.Buffer
	c := cli{env: Env{Stdout: &stdout, Stderr: &stderr}, stdout: bufio.NewWriter(&stdout)}
	c.stdout.WriteString("[")
	code := c.report(fmt.Errorf("read state: %w", context.Canceled))
	if got, want := (ran{code, stdout.String(), stderr.String()}), (ran{130, "[\n", ""}); got != want {
		t.Errorf("interrupted: %+v, want %+v", got, want)
	}
}
