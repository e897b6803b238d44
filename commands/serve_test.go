package commands

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
)

// serve runs until it is interrupted, and then ends well.
func TestServe(t *testing.T) {
	for _, args := range []string{"serve --port 0", "--state other.json serve --port=0 --log-format json", "serve --demo --port 0 --quiet"} {
		t.Run(args, func(t *testing.T) {
			t.Chdir(t.TempDir())
			s := newShell(t)
			out, stdout := io.Pipe()
			var stderr bytes.Buffer
			interrupted, interrupt := context.WithCancel(t.Context())
			c := newCLI(Env{
				Stdout: stdout, Stderr: &stderr,
				Getenv: func(name string) string { return s.env[name] },
				Interrupts: func(context.Context, ...os.Signal) (context.Context, context.CancelFunc) {
					return interrupted, interrupt
				},
			})
			code := make(chan int)
			go func() {
				code <- c.main(t.Context(), words(args))
				stdout.Close()
			}()
			url := readyURL(t, bufio.NewScanner(out))
			go io.Copy(io.Discard, out)
			resp, err := http.Get(url + "/_gatehouse/health")
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			interrupt()
			if got := <-code; got != 0 || stderr.String() != "" {
				t.Errorf("interrupted, serve ends with %d\n%s", got, stderr.String())
			}
		})
	}
}

func readyURL(t *testing.T, lines *bufio.Scanner) string {
	t.Helper()
	address := regexp.MustCompile(`http://127\.0\.0\.1:\d+`)
	for lines.Scan() {
		if url := address.FindString(lines.Text()); url != "" && strings.Contains(lines.Text(), "ready") {
			return url
		}
	}
	t.Fatal("serve did not say that it is ready")
	return ""
}

func TestServeRefusals(t *testing.T) {
	const usage = "\n" + awsUsage
	tests := []struct {
		name, line string
		env        map[string]string
		code       int
		stderr     string // how it begins
	}{
		{"an unknown flag", "serve --bogus", nil, 252, usage + "\n\naws: [ERROR]: Unknown options: --bogus\n"},
		{"an unknown letter", "serve -p 80", nil, 252, usage + "\n\naws: [ERROR]: Unknown options: -p\n"},
		{"words", "serve pets dogs", nil, 252, usage + "\n\naws: [ERROR]: Unknown options: pets, dogs\n"},
		{"no value", "serve --host", nil, 252, "\naws: [ERROR]: An error occurred (ParamValidation): argument --host: expected one argument\n" + usage},
		{"an empty value", "serve --api-id=", nil, 252, "\naws: [ERROR]: An error occurred (ParamValidation): argument --api-id: the value is empty; leave the option out, or fill"},
		{"an empty name", "serve --allow-host=", nil, 252, "\naws: [ERROR]: An error occurred (ParamValidation): argument --allow-host: the value is empty"},
		{"no port", "serve --port 65536", nil, 252, "\naws: [ERROR]: An error occurred (ParamValidation): argument --port: \"65536\" is no port: it must be a number from 0 to 65535\n" + usage},
		{"a flag that takes no value", "serve --quiet=much", nil, 252, "\naws: [ERROR]: An error occurred (ParamValidation): argument --quiet: ignored explicit argument 'much'\n" + usage},
		{"no port in the environment", "serve", map[string]string{"GATEHOUSE_PORT": "http"}, 253,
			"\naws: [ERROR]: An error occurred (Configuration): $GATEHOUSE_PORT: \"http\" is no port: it must be a number from 0 to 65535\n"},
		{"no format", "serve --port 0 --log-format xml", nil, 252, "\naws: [ERROR]: An error occurred (ParamValidation): argument --log-format: Found invalid choice 'xml'\n"},
		{"a log group without a file", "serve --access-log arn:aws:logs:us-east-1:123456789012:log-group:g", nil, 252, "\naws: [ERROR]: An error occurred (ParamValidation): argument --access-log: \"arn:aws:logs:us-east-1:123456789012:log-group:g\" names a log group and no file: want ARN=FILE"},
		{"a log group with an empty file", "serve --access-log arn:aws:logs:us-east-1:123456789012:log-group:g=", nil, 252, "\naws: [ERROR]: An error occurred (ParamValidation): argument --access-log: \"arn:aws:logs:us-east-1:123456789012:log-group:g=\" names a log group and no file: want ARN=FILE"},
		{"two access logs", "serve --access-log a.log --access-log b.log", nil, 252, "\naws: [ERROR]: An error occurred (ParamValidation): argument --access-log: a file for all log groups is given twice: ARN=FILE is for one of them"},
		{"a log group twice", "serve --access-log arn:g=a.log --access-log arn:g=b.log", nil, 252, "\naws: [ERROR]: An error occurred (ParamValidation): argument --access-log: the log group arn:g is given twice"},
		{"two truststores", "serve --tls --truststore a.example=x.pem --truststore A.example=y.pem", nil, 252, "\naws: [ERROR]: An error occurred (ParamValidation): argument --truststore: the domain name a.example is given twice"},
		{"an integration that leads to two places", "serve --private vl=http://127.0.0.1:1 --private vl=http://127.0.0.1:2", nil, 252, "\naws: [ERROR]: An error occurred (ParamValidation): argument --private: \"vl=http://127.0.0.1:2\" has a name that is given twice"},
		{"a service in two places", "serve --aws-endpoint SQS=http://127.0.0.1:1 --aws-endpoint sqs=http://127.0.0.1:2", nil, 252, "\naws: [ERROR]: An error occurred (ParamValidation): argument --aws-endpoint: \"sqs=http://127.0.0.1:2\" has a name that is given twice"},
		{"a file without keys", "serve --iam-credential @/dev/null", nil, 252, "\naws: [ERROR]: An error occurred (ParamValidation): argument --iam-credential: there is no key in /dev/null: want lines of the form ACCESS-KEY:SECRET-KEY"},
		{"an address that is not of this machine", "serve --port 0 --host 203.0.113.1", nil, 255, "\naws: [ERROR]: 203.0.113.1 is no address of this machine: --host takes one, such as 127.0.0.1, or 0.0.0.0 for all that it has\n"},
		{"a name that nothing has", "serve --port 0 --host bogus.invalid", nil, 255, "\naws: [ERROR]: bogus.invalid is no address of this machine: --host takes one"},
		{"a damaged state file", "serve --port 0 --state /dev/null/x", nil, 253, "\naws: [ERROR]: An error occurred (Configuration): state file /dev/null/x: "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newShell(t)
			for name, value := range tt.env {
				s.env[name] = value
			}
			got := s.run(words(tt.line)...)
			if got.code != tt.code || got.stdout != "" || !strings.HasPrefix(got.stderr, tt.stderr) {
				t.Errorf("%s\n got %+v\nwant %d %q", tt.line, got, tt.code, tt.stderr)
			}
		})
	}
}
