package state

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gatehouse/model"
)

// A scene is an account in a file of its own, with a clock that stands still
// and identifiers that are counted. Commands are written as on the command
// line, with their input as JSON; $names stand for identifiers.
type scene struct {
	t     testing.TB
	file  *File
	names []string // pairs for a replacer
}

var testTime = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

func newScene(t testing.TB) *scene {
	count := 0
	return &scene{t: t, file: &File{
		Path: filepath.Join(t.TempDir(), "state.json"),
		Settings: Settings{
			Now:   func() time.Time { return testTime },
			NewID: func(n int) string { count++; return fmt.Sprintf("%0*d", n, count) },
		},
	}}
}

// try runs a command in us-east-1.
func (s *scene) try(command string) (*model.Document, error) {
	s.t.Helper()
	name, input, _ := strings.Cut(command, " ")
	op := model.OperationByCommand(name)
	if op == nil {
		s.t.Fatalf("no operation %q", name)
	}
	in, err := model.ParseJSON(strings.NewReplacer(s.names...).Replace(input))
	if err != nil {
		s.t.Fatalf("input of %q: %v", command, err)
	}
	return s.file.Do(context.Background(), "us-east-1", op, in.(*model.Document))
}

// do runs a command that must succeed and returns its output as compact JSON,
// "" if it has none.
func (s *scene) do(command string) string {
	s.t.Helper()
	out, err := s.try(command)
	if err != nil {
		s.t.Fatalf("%s: %v", command, err)
	}
	if out == nil {
		return ""
	}
	return string(model.AppendJSON(nil, out, 0))
}

// name runs a command and lets $name stand for a member of its output.
func (s *scene) name(name, member, command string) {
	s.t.Helper()
	out, err := s.try(command)
	if err != nil {
		s.t.Fatalf("%s: %v", command, err)
	}
	s.names = append(s.names, name, out.String(member))
}

// refused runs a command that must be refused by the service and returns its
// code and message. The file must stay as it was.
func (s *scene) refused(command string) string {
	s.t.Helper()
	before := s.content()
	out, err := s.try(command)
	e, ok := errors.AsType[*ServiceError](err)
	if !ok {
		s.t.Errorf("%s = %v, %v, want a refusal", command, out, err)
		return ""
	}
	if after := s.content(); after != before {
		s.t.Errorf("%s was refused and changed the file from\n%s\nto\n%s", command, before, after)
	}
	return e.Error()
}

func (s *scene) content() string {
	s.t.Helper()
	content, err := os.ReadFile(s.file.Path)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		s.t.Fatal(err)
	}
	return string(content)
}

// resolve puts the identifiers in the place of their names.
func (s *scene) resolve(text string) string { return strings.NewReplacer(s.names...).Replace(text) }

// A refusal is a command and what the service says to it.
type refusal struct{ name, command, want string }

func (s *scene) checkRefusals(refusals []refusal) {
	for _, r := range refusals {
		s.t.(*testing.T).Run(r.name, func(t *testing.T) {
			sub := &scene{t: t, file: s.file, names: s.names}
			if got, want := sub.refused(r.command), sub.resolve(r.want); got != want {
				t.Errorf("%s\n got %s\nwant %s", r.command, got, want)
			}
		})
	}
}

// An answer is a command and its output, compact.
type answerCase struct{ name, command, want string }

// checkAnswers runs commands one after the other.
func (s *scene) checkAnswers(answers []answerCase) {
	for _, a := range answers {
		s.t.(*testing.T).Run(a.name, func(t *testing.T) {
			sub := &scene{t: t, file: s.file, names: s.names}
			if got, want := sub.do(a.command), sub.resolve(a.want); got != want {
				t.Errorf("%s\n got %s\nwant %s", a.command, got, want)
			}
		})
	}
}

// httpScene has an HTTP API $http with the integration $int, the route $route
// (GET /pets) to it, and the authorizers $jwt and $lambda.
func httpScene(t testing.TB) *scene {
	s := newScene(t)
	s.name("$http", "ApiId", `create-api {"Name":"pets","ProtocolType":"HTTP"}`)
	s.name("$int", "IntegrationId", `create-integration {"ApiId":"$http","IntegrationType":"HTTP_PROXY","IntegrationMethod":"ANY","IntegrationUri":"http://127.0.0.1:9000/pets","PayloadFormatVersion":"1.0"}`)
	s.name("$route", "RouteId", `create-route {"ApiId":"$http","RouteKey":"GET /pets","Target":"integrations/$int"}`)
	s.name("$jwt", "AuthorizerId", `create-authorizer {"ApiId":"$http","Name":"tokens","AuthorizerType":"JWT","IdentitySource":["$request.header.Authorization"],"JwtConfiguration":{"Audience":["a"],"Issuer":"https://issuer.example"}}`)
	s.name("$lambda", "AuthorizerId", `create-authorizer {"ApiId":"$http","Name":"function","AuthorizerType":"REQUEST","AuthorizerUri":"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:f/invocations","AuthorizerPayloadFormatVersion":"2.0","IdentitySource":[]}`)
	return s
}

// webSocketScene has a WebSocket API $chat with the integration $mock and the
// route $talk (chat).
func webSocketScene(t testing.TB) *scene {
	s := newScene(t)
	s.name("$chat", "ApiId", `create-api {"Name":"chat","ProtocolType":"WEBSOCKET","RouteSelectionExpression":"$request.body.action"}`)
	s.name("$mock", "IntegrationId", `create-integration {"ApiId":"$chat","IntegrationType":"MOCK"}`)
	s.name("$talk", "RouteId", `create-route {"ApiId":"$chat","RouteKey":"chat","Target":"integrations/$mock"}`)
	return s
}

// write puts a content into the file, as another program or a person does.
func (s *scene) write(content string) {
	s.t.Helper()
	if err := os.WriteFile(s.file.Path, []byte(content), 0o600); err != nil {
		s.t.Fatal(err)
	}
}
