package endpoint

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"gatehouse/commands/awsconfig"
	"gatehouse/model"
)

// A reply is what a captureServer answers to one request.
type reply struct {
	status int
	header map[string]string
	body   string
}

// A captured request, as it was on the wire.
type captured struct {
	Method, URI, ContentType, Body string
}

// A captureServer keeps the requests that it gets, and answers them in turn;
// the last reply again and again.
type captureServer struct {
	*httptest.Server
	replies  []reply
	requests []captured
	headers  []http.Header
}

func newCapture(t testing.TB, replies ...reply) *captureServer {
	t.Helper()
	s := &captureServer{replies: replies}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *captureServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.requests = append(s.requests, captured{r.Method, r.RequestURI, r.Header.Get("Content-Type"), string(body)})
	s.headers = append(s.headers, r.Header)
	answer := reply{status: 200, body: "{}"}
	if n := len(s.replies); n > 0 {
		answer = s.replies[min(len(s.requests), n)-1]
	}
	for name, value := range answer.header {
		w.Header()[name] = []string{value}
	}
	w.WriteHeader(answer.status)
	io.WriteString(w, answer.body)
}

var (
	testTime = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	testKeys = awsconfig.Credentials{AccessKeyID: "AKIDEXAMPLE", SecretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"}
)

// newClient returns a client of a URL whose waits take no time.
func newClient(t testing.TB, url string) *Client {
	c := &Client{
		URL:         url,
		Region:      "eu-west-1",
		Credentials: testKeys,
		Now:         func() time.Time { return testTime },
		Wait:        func(context.Context, time.Duration) error { return nil },
	}
	t.Cleanup(c.Close)
	return c
}

// run runs an operation whose input is JSON of API names.
func run(t testing.TB, c *Client, operation, input string) (*model.Document, error) {
	t.Helper()
	op := model.OperationByName(operation)
	if op == nil {
		t.Fatalf("no operation %s", operation)
	}
	in, err := model.ParseJSON(input)
	if err != nil {
		t.Fatal(err)
	}
	return c.Do(t.Context(), op, in.(*model.Document))
}
