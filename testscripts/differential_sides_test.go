package testscripts

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gatehouse/model"
	"gatehouse/serve/management"
	"gatehouse/state"
)

// buildProgram builds gatehouse with a fixed clock and counted identifiers, and
// returns a runner that invokes it through a link named aws.
func buildProgram(t *testing.T) runner {
	t.Helper()
	path := filepath.Join(t.TempDir(), "aws"+exeSuffix())
	build := exec.Command("go", "build", "-o", path, "./testdata/differential/program")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return func(ctx context.Context, dir string, env, words []string) (result, error) {
		var stdout, stderr bytes.Buffer
		cmd := exec.CommandContext(ctx, path, words...)
		cmd.Args[0] = "aws"
		cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = dir, env, &stdout, &stderr
		err := cmd.Run()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			return result{}, err
		}
		return result{Stdout: stdout.String(), Stderr: stderr.String(), Code: cmd.ProcessState.ExitCode()}, nil
	}
}

func exeSuffix() string {
	if runtime.GOOS == "windows" {
		return ".exe"
	}
	return ""
}

// startWitnesses starts as many processes that run the real AWS CLI as there
// are processors, or skips the test.
func startWitnesses(t *testing.T) chan *witness {
	t.Helper()
	python, err := findAWS()
	if err != nil {
		t.Skipf("the differential test needs the real AWS CLI v2 (apt-get install awscli): %v", err)
	}
	models := modelDirectory(t)
	n := runtime.GOMAXPROCS(0)
	free := make(chan *witness, n)
	for range n {
		free <- startWitness(t, python, models)
	}
	return free
}

// findAWS returns the Python interpreter that runs the installed AWS CLI.
func findAWS() (string, error) {
	problem := errors.New("there is no aws in $PATH")
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		path := filepath.Join(dir, "aws")
		script, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		interpreter, ok := strings.CutPrefix(strings.SplitN(string(script), "\n", 2)[0], "#!")
		if !ok || !strings.Contains(interpreter, "python") {
			continue // another program of that name, such as the link to gatehouse that the scripts use
		}
		version, err := exec.Command(path, "--version").Output()
		if err != nil || !bytes.HasPrefix(version, []byte("aws-cli/"+witnessVersion)) {
			problem = fmt.Errorf("%s is not version %s: %s", path, witnessVersion, bytes.TrimSpace(version))
			continue
		}
		return strings.TrimSpace(interpreter), nil
	}
	return "", problem
}

// witnessVersion is the version of the AWS CLI whose texts modern knows.
const witnessVersion = "2.9."

// modelDirectory makes a directory from which the AWS CLI takes the commands
// of the version to match instead of its own.
func modelDirectory(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	version := filepath.Join(dir, "apigatewayv2", "2018-11-29")
	if err := os.MkdirAll(version, 0o777); err != nil {
		t.Fatal(err)
	}
	for from, to := range map[string]string{
		"apigatewayv2.json":            "service-2.json",
		"apigatewayv2-paginators.json": "paginators-1.json",
	} {
		description, err := os.ReadFile(filepath.Join("../model/internal/gen", from))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(version, to), description, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// A witness is a process that runs command lines with the real AWS CLI.
type witness struct {
	requests *json.Encoder
	answers  *bufio.Reader
}

func startWitness(t *testing.T, python, models string) *witness {
	t.Helper()
	cmd := exec.Command(python, "testdata/differential/witness.py")
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + models, "LC_ALL=C.UTF-8", "AWS_DATA_PATH=" + models}
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stdin.Close() // which ends it
		cmd.Wait()
	})
	return &witness{json.NewEncoder(stdin), bufio.NewReader(stdout)}
}

func (w *witness) run(_ context.Context, dir string, env, words []string) (result, error) {
	variables := map[string]string{}
	for _, setting := range env {
		name, value, _ := strings.Cut(setting, "=")
		variables[name] = value
	}
	err := w.requests.Encode(map[string]any{"args": words, "env": variables, "dir": dir})
	if err != nil {
		return result{}, err
	}
	answer, err := w.answers.ReadBytes('\n')
	if err != nil {
		return result{}, fmt.Errorf("the witness died: %w", err)
	}
	var decoded struct {
		Code           int
		Stdout, Stderr []byte
	}
	err = json.Unmarshal(answer, &decoded)
	return result{Stdout: string(decoded.Stdout), Stderr: string(decoded.Stderr), Code: decoded.Code}, err
}

// An endpoint is the management API over a state file, and keeps what it is
// asked.
type endpoint struct {
	*httptest.Server
	handler http.Handler

	mu       sync.Mutex
	answers  []answer // if there are any, the requests are not done but answered so
	requests []request
	answered []byte
}

// newEndpoint starts an endpoint that does with the file what the program of
// the test would do.
func newEndpoint(t *testing.T, path string) *endpoint {
	t.Helper()
	count := 0
	var mu sync.Mutex
	file := &state.File{Path: path, Settings: state.Settings{
		Now: func() time.Time { return scriptTime },
		NewID: func(n int) string {
			mu.Lock()
			defer mu.Unlock()
			count++
			return fmt.Sprintf("a%0*d", n-1, count)
		},
	}}
	e := &endpoint{handler: management.New(management.Config{File: file})}
	e.Server = httptest.NewServer(e)
	t.Cleanup(e.Close)
	return e
}

// expect begins a command line.
func (e *endpoint) expect(answers []answer) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.answers, e.requests, e.answered = answers, nil, nil
}

// taken returns what the command line sent, and the last answer's body.
func (e *endpoint) taken() ([]request, []byte) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.requests, e.answered
}

func (e *endpoint) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	canned := e.take(newRequest(r, body))
	answer := httptest.NewRecorder()
	if canned == nil {
		e.handler.ServeHTTP(answer, r)
	} else {
		for name, values := range canned.header {
			answer.Header()[name] = values
		}
		answer.WriteHeader(canned.status)
		answer.WriteString(canned.body)
	}
	e.mu.Lock()
	e.answered = answer.Body.Bytes()
	e.mu.Unlock()
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.Code)
	w.Write(answer.Body.Bytes())
}

// take keeps a request and returns its answer, if that is settled.
func (e *endpoint) take(r request) *answer {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.requests = append(e.requests, r)
	if len(e.answers) == 0 {
		return nil
	}
	return &e.answers[min(len(e.requests), len(e.answers))-1]
}

// A request is what was sent, as far as the service looks at it.
type request struct {
	Line        string // method and path as it was escaped
	Query       string // sorted
	ContentType string
	Signature   string // the parts that do not depend on the time
	Body        string // JSON with its members sorted, other bodies as they are
}

func newRequest(r *http.Request, body []byte) request {
	q := request{
		Line:        r.Method + " " + r.URL.EscapedPath(),
		Query:       r.URL.RawQuery,
		ContentType: r.Header.Get("Content-Type"),
		Signature:   signatureDetails.ReplaceAllString(r.Header.Get("Authorization"), ""),
		Body:        string(body),
	}
	if values, err := url.ParseQuery(q.Query); err == nil {
		q.Query = values.Encode()
	}
	if decoded, err := model.ParseJSON(string(body)); err == nil {
		q.Body = string(model.AppendJSON(nil, sorted(decoded), 0))
	}
	return q
}

// sorted returns a value of JSON with the members of its objects sorted.
func sorted(v any) any {
	switch v := v.(type) {
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = sorted(item)
		}
		return list
	case *model.Document:
		object := &model.Document{}
		var names []string
		for name := range v.All() {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			value, _ := v.Get(name)
			object.Set(name, sorted(value))
		}
		return object
	}
	return v
}

// signatureDetails are the parts of an Authorization field that differ from
// one request to the next: the day, and everything behind the credential.
var signatureDetails = regexp.MustCompile(`\b\d{8}\b|,.*`)

func requestTexts(list []request) string {
	var text strings.Builder
	for _, r := range list {
		fmt.Fprintf(&text, "%s\n  query %s\n  type %s\n  signed %s\n  body %s\n", r.Line, r.Query, r.ContentType, r.Signature, r.Body)
	}
	return text.String()
}
