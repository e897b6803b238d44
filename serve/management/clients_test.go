package management

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// A client makes calls with a client of AWS's.
type client struct {
	t *testing.T
	// ask makes a call; the members of input are those of the API's model.
	ask func(service, operation string, input map[string]any) (reply, error)
}

// A reply is what a client made of an answer. Times are text.
type reply struct {
	Output  map[string]any
	Error   *replyError
	Unknown bool // the client does not have the operation
}

type replyError struct {
	Code    string
	Type    string // of the exception in the client's language, "" if it is a general one
	Message string
}

// TestRealClients lets each client of AWS's that is to be had here handle
// every kind of resource, and call every operation that it has.
func TestRealClients(t *testing.T) {
	clients := []struct {
		name  string
		start func(t *testing.T, s *server) *client
	}{
		{"the SDK for Go", goSDK},
		{"boto3", process(boto3)},
		{"the AWS CLI", process(awsCLI)},
		{"the SDK for JavaScript", process(javaScript)},
	}
	for _, c := range clients {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, false)
			client := c.start(t, s)
			t.Run("knows who it is", client.identifies)
			for _, k := range clientKinds() {
				t.Run(k.noun, func(t *testing.T) { client.on(t).live(k) })
			}
			for _, story := range clientStories() {
				t.Run(story.name, func(t *testing.T) { client.on(t).tell(story) })
			}
			t.Run("pages", func(t *testing.T) { client.on(t).pages() })
			t.Run("knows the errors", func(t *testing.T) { client.on(t).errors() })
			t.Run("calls another service", func(t *testing.T) { client.on(t).callsAnotherService() })
			t.Run("has called every operation", func(t *testing.T) { client.on(t).lacks(s.untried()) })
		})
	}
}

// lacks checks that a client does not have operations.
func (c *client) lacks(operations []string) {
	for _, operation := range operations {
		if !c.call("apigatewayv2", operation, nil).Unknown {
			c.t.Errorf("%s: no part of the test has a call of it that succeeds", operation)
		}
	}
}

// boto3 is the first Python that has it: the user's, or the one for which the
// system's packages are.
func boto3(t *testing.T) *exec.Cmd {
	var err error
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		if err = exec.Command(python, "-c", "import boto3").Run(); err == nil {
			return exec.Command(python, "testdata/boto3_session.py")
		}
	}
	t.Skipf("boto3 is not installed: python3 -c 'import boto3': %v", err)
	return nil
}

// awsCLI is the AWS CLI 2, where it is a Python program whose interpreter its
// first line names.
func awsCLI(t *testing.T) *exec.Cmd {
	const path = "/usr/bin/aws"
	program, err := os.ReadFile(path)
	if err != nil {
		t.Skipf("the AWS CLI is not installed: %v", err)
	}
	first, _, _ := strings.Cut(string(program), "\n")
	interpreter, ok := strings.CutPrefix(first, "#!")
	if !ok {
		t.Skipf("%s is not a Python program", path)
	}
	version, err := exec.Command(path, "--version").Output()
	if err != nil || !strings.HasPrefix(string(version), "aws-cli/2.") {
		t.Skipf("%s is not the AWS CLI 2: %q, %v", path, version, err)
	}
	return exec.Command(strings.TrimSpace(interpreter), "testdata/aws_session.py")
}

func javaScript(t *testing.T) *exec.Cmd {
	if os.Getenv("GATEHOUSE_NODE_MODULES") == "" {
		t.Skip("GATEHOUSE_NODE_MODULES names no directory with @aws-sdk/client-apigatewayv2 and @aws-sdk/client-sts")
	}
	return exec.Command("node", "testdata/javascript_session.mjs")
}

// process makes a client of a program that makes calls: the scripts in
// testdata tell how. It ends with the test.
func process(command func(*testing.T) *exec.Cmd) func(*testing.T, *server) *client {
	return func(t *testing.T, s *server) *client {
		cmd := command(t)
		cmd.Env = slices.DeleteFunc(os.Environ(), func(entry string) bool { return strings.HasPrefix(entry, "AWS_") })
		cmd.Env = append(cmd.Env,
			"AWS_ENDPOINT_URL="+s.url, "AWS_REGION=us-east-1", "AWS_DEFAULT_REGION=us-east-1",
			"AWS_ACCESS_KEY_ID=AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY=secret",
			"AWS_CONFIG_FILE="+os.DevNull, "AWS_SHARED_CREDENTIALS_FILE="+os.DevNull,
			"AWS_EC2_METADATA_DISABLED=true", "AWS_PAGER=", "AWS_MAX_ATTEMPTS=1", "NO_PROXY=*")
		stderr := &strings.Builder{}
		cmd.Stderr = stderr
		calls, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		replies, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			calls.Close()
			if err := cmd.Wait(); err != nil {
				t.Errorf("%s: %v\n%s", cmd, err, stderr)
			}
		})
		return &client{t, ask(calls, bufio.NewReader(replies))}
	}
}

// ask writes a line for each call, and reads one for its reply.
func ask(calls io.Writer, replies *bufio.Reader) func(service, operation string, input map[string]any) (reply, error) {
	return func(service, operation string, input map[string]any) (r reply, err error) {
		line, err := json.Marshal(map[string]any{"service": service, "operation": operation, "input": input})
		if err != nil {
			return r, err
		}
		if _, err := calls.Write(append(line, '\n')); err != nil {
			return r, err
		}
		text, err := replies.ReadBytes('\n')
		if err != nil {
			return r, fmt.Errorf("no reply: %w", err)
		}
		return r, json.Unmarshal(text, &r)
	}
}

// on is the client in a part of the test.
func (c *client) on(t *testing.T) *client { return &client{t, c.ask} }

// call makes a call.
func (c *client) call(service, operation string, input map[string]any) reply {
	c.t.Helper()
	if input == nil {
		input = map[string]any{}
	}
	r, err := c.ask(service, operation, input)
	if err != nil {
		c.t.Fatalf("%s: %v", operation, err)
	}
	return r
}

// make makes a call of API Gateway v2 that has to succeed. It skips the test
// if the client does not have the operation.
func (c *client) make(operation string, input map[string]any) map[string]any {
	c.t.Helper()
	r := c.call("apigatewayv2", operation, input)
	if r.Unknown {
		c.t.Skipf("this version has no %s", operation)
	}
	if r.Error != nil {
		c.t.Fatalf("%s(%v): %+v", operation, input, *r.Error)
	}
	return r.Output
}

// refused makes a call of API Gateway v2 that has to be refused.
func (c *client) refused(operation string, input map[string]any) replyError {
	c.t.Helper()
	r := c.call("apigatewayv2", operation, input)
	if r.Error == nil {
		c.t.Fatalf("%s(%v) was not refused: %v", operation, input, r.Output)
	}
	return *r.Error
}

// object is an object in JSON text, with identifiers in the place of names.
func object(text string, names ...string) map[string]any {
	var d map[string]any
	if err := json.Unmarshal([]byte(strings.NewReplacer(names...).Replace(text)), &d); err != nil {
		panic(fmt.Sprintf("%s: %v", text, err))
	}
	return d
}

// with is an object with members of another added to it.
func with(d, more map[string]any) map[string]any {
	sum := map[string]any{}
	for _, part := range []map[string]any{d, more} {
		for name, v := range part {
			sum[name] = v
		}
	}
	return sum
}

// has reports whether an object has all members of another.
func has(d, members map[string]any) bool {
	for name, want := range members {
		switch want := want.(type) {
		case map[string]any:
			inner, ok := d[name].(map[string]any)
			if !ok || !has(inner, want) {
				return false
			}
		default:
			if !reflect.DeepEqual(d[name], want) {
				return false
			}
		}
	}
	return true
}
