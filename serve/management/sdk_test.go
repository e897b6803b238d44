package management

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	sdk "github.com/aws/aws-sdk-go-v2/service/apigatewayv2"
	"github.com/aws/aws-sdk-go-v2/service/apigatewayv2/types"
	"github.com/aws/smithy-go"
)

// sdk returns a client of the AWS SDK for Go that calls the server.
func (s *server) sdk() *sdk.Client {
	return sdk.New(sdk.Options{
		Region:       "us-east-1",
		BaseEndpoint: aws.String(s.url),
		Retryer:      aws.NopRetryer{},
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "AKIDEXAMPLE", SecretAccessKey: "secret"}, nil
		}),
	})
}

// A sdkKind is a kind of resource as the SDK handles it. Each function returns
// the text of one member, by which the resource is known again.
type sdkKind struct {
	name    string
	initial string // of the member after create
	changed string // of the member after update

	create func() (id string, err error)
	get    func(id string) (string, error)
	list   func() (ids []string, err error)
	update func(id string) error
	remove func(id string) error
}

func TestGoSDKHandlesEveryKindOfResource(t *testing.T) {
	s := newServer(t, false)
	for _, kinds := range [][]sdkKind{s.apiKinds(), s.webSocketKinds(), s.domainKinds(), s.portalKinds()} {
		for _, k := range kinds {
			t.Run(k.name, k.live)
		}
	}
}

// live takes a resource from its creation to its end.
func (k sdkKind) live(t *testing.T) {
	id, err := k.create()
	if err != nil || id == "" {
		t.Fatalf("create: %q, %v", id, err)
	}
	if got, err := k.get(id); err != nil || got != k.initial {
		t.Errorf("get = %q, %v, want %q", got, err, k.initial)
	}
	if k.list != nil {
		if ids, err := k.list(); err != nil || !slices.Contains(ids, id) {
			t.Errorf("list = %q, %v, want one that is %s", ids, err, id)
		}
	}
	if err := k.update(id); err != nil {
		t.Errorf("update: %v", err)
	}
	if got, err := k.get(id); err != nil || got != k.changed {
		t.Errorf("get after update = %q, %v, want %q", got, err, k.changed)
	}
	if err := k.remove(id); err != nil {
		t.Errorf("delete: %v", err)
	}
	var notFound *types.NotFoundException
	if _, err := k.get(id); !errors.As(err, &notFound) {
		t.Errorf("get after delete: %v, want a NotFoundException", err)
	}
	// The model does not declare the exception for every delete, so the SDK has
	// no type for it there.
	if e := kindOf[smithy.APIError](t, k.remove(id)); e.ErrorCode() != "NotFoundException" {
		t.Errorf("delete after delete: %v, want a NotFoundException", e)
	}
}

// sdkAPI makes an API.
func (s *server) sdkAPI(c *sdk.Client, protocol types.ProtocolType) string {
	s.t.Helper()
	in := &sdk.CreateApiInput{Name: aws.String("a"), ProtocolType: protocol}
	if protocol == types.ProtocolTypeWebsocket {
		in.RouteSelectionExpression = aws.String("$request.body.action")
	}
	return *made(c.CreateApi(s.t.Context(), in)).ApiId
}

// made passes on the output of a call that has to succeed.
func made[T any](out T, err error) T {
	if err != nil {
		panic(err)
	}
	return out
}

// text is a member of an output, if there is one.
func text(err error, member func() *string) (string, error) {
	if err != nil {
		return "", err
	}
	return aws.ToString(member()), nil
}

// texts is a member of each item of a list.
func texts[T any](err error, items func() []T, member func(T) *string) ([]string, error) {
	if err != nil {
		return nil, err
	}
	var list []string
	for _, item := range items() {
		list = append(list, aws.ToString(member(item)))
	}
	return list, nil
}

func TestGoSDKPages(t *testing.T) {
	s := newServer(t, false)
	c := s.sdk()
	made := map[string]bool{}
	for range 5 {
		made[s.sdkAPI(c, types.ProtocolTypeHttp)] = true
	}
	in, pages := &sdk.GetApisInput{MaxResults: aws.String("2")}, 0
	for {
		out, err := c.GetApis(t.Context(), in)
		if err != nil {
			t.Fatal(err)
		}
		pages++
		for _, api := range out.Items {
			if !made[*api.ApiId] {
				t.Errorf("page %d: %s was there before, or never made", pages, *api.ApiId)
			}
			delete(made, *api.ApiId)
		}
		if in.NextToken = out.NextToken; in.NextToken == nil {
			break
		}
	}
	if pages != 3 || len(made) > 0 {
		t.Errorf("%d pages, without %v", pages, made)
	}
}

func TestGoSDKKnowsTheErrors(t *testing.T) {
	s := newServer(t, false)
	c, ctx := s.sdk(), t.Context()
	api := s.sdkAPI(c, types.ProtocolTypeHttp)
	route := &sdk.CreateRouteInput{ApiId: &api, RouteKey: aws.String("GET /")}
	made(c.CreateRoute(ctx, route))

	_, err := c.GetApi(ctx, &sdk.GetApiInput{ApiId: aws.String("none")})
	if e := kindOf[*types.NotFoundException](t, err); e.ErrorMessage() != "Invalid API identifier specified 123456789012:none" {
		t.Errorf("message %q", e.ErrorMessage())
	}
	_, err = c.CreateRoute(ctx, route)
	kindOf[*types.ConflictException](t, err)
	_, err = c.UpdateApi(ctx, &sdk.UpdateApiInput{ApiId: &api, CorsConfiguration: &types.Cors{AllowCredentials: aws.Bool(true), AllowOrigins: []string{"*"}}})
	if e := kindOf[*types.BadRequestException](t, err); e.ErrorMessage() != "allow-credentials is not supported if 'allow-origin' is *" {
		t.Errorf("message %q", e.ErrorMessage())
	}
	if e := kindOf[*awshttp.ResponseError](t, err); e.ServiceRequestID() == "" || e.HTTPStatusCode() != 400 {
		t.Errorf("request id %q, status %d", e.ServiceRequestID(), e.HTTPStatusCode())
	}
}

func kindOf[E error](t *testing.T, err error) E {
	t.Helper()
	var e E
	if !errors.As(err, &e) {
		t.Fatalf("%T is not %T: %v", err, e, err)
	}
	return e
}

func sdkGetApi(id string) *sdk.GetApiInput { return &sdk.GetApiInput{ApiId: &id} }
