package management

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"strings"
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

// goSDK is the SDK for Go as a client. Its inputs and outputs have the names
// of the API's model, so that they can be filled from JSON and read as JSON.
func goSDK(t *testing.T, s *server) *client {
	methods := reflect.ValueOf(s.sdk())
	return &client{t, func(service, operation string, input map[string]any) (reply, error) {
		method := methods.MethodByName(operation)
		if service != "apigatewayv2" || !method.IsValid() {
			return reply{Unknown: true}, nil
		}
		in := reflect.New(method.Type().In(1).Elem())
		text, err := json.Marshal(input)
		if err != nil {
			return reply{}, err
		}
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(in.Interface()); err != nil {
			return reply{}, err
		}
		results := method.Call([]reflect.Value{reflect.ValueOf(t.Context()), in})
		if err, _ := results[1].Interface().(error); err != nil {
			return reply{Error: sdkError(err)}, nil
		}
		return sdkOutput(results[0].Interface())
	}}
}

// sdkError is an error of the SDK for Go. Its type is that of the model, if
// the SDK found one.
func sdkError(err error) *replyError {
	e, ok := errors.AsType[smithy.APIError](err)
	if !ok {
		return &replyError{Message: err.Error()}
	}
	r := &replyError{Code: e.ErrorCode(), Message: e.ErrorMessage()}
	if name, modelled := strings.CutPrefix(reflect.TypeOf(e).String(), "*types."); modelled {
		r.Type = name
	}
	return r
}

func sdkOutput(out any) (r reply, err error) {
	if export, ok := out.(*sdk.ExportApiOutput); ok {
		return reply{Output: map[string]any{"body": string(export.Body)}}, nil
	}
	text, err := json.Marshal(out)
	if err != nil {
		return r, err
	}
	if err := json.Unmarshal(text, &r.Output); err != nil {
		return r, err
	}
	dropNulls(r.Output)
	return r, nil
}

// dropNulls removes the members that an answer did not have.
func dropNulls(v any) {
	switch v := v.(type) {
	case map[string]any:
		maps.DeleteFunc(v, func(_ string, member any) bool { return member == nil })
		for _, member := range v {
			dropNulls(member)
		}
	case []any:
		for _, item := range v {
			dropNulls(item)
		}
	}
}

// What the errors of the SDK for Go have beside code, type and message.
func TestGoSDKErrorsKnowTheirResponse(t *testing.T) {
	c := newServer(t, false).sdk()
	_, err := c.UpdateApi(t.Context(), &sdk.UpdateApiInput{ApiId: aws.String("none")})
	if e := kindOf[*types.NotFoundException](t, err); e.ErrorMessage() != "Invalid API identifier specified 123456789012:none" {
		t.Errorf("message %q", e.ErrorMessage())
	}
	if e := kindOf[*awshttp.ResponseError](t, err); e.ServiceRequestID() == "" || e.HTTPStatusCode() != 404 {
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

// A client's labels with every kind of character arrive as they were meant.
func TestSDKLabelsArriveWhole(t *testing.T) {
	c := newServer(t, false).sdk()
	for _, id := range []string{"a/b", "a b", "$default", "%2F", "ü", "a+b", "..", "a?b#c"} {
		_, err := c.GetApi(t.Context(), &sdk.GetApiInput{ApiId: &id})
		want := "Invalid API identifier specified 123456789012:" + id
		if err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("GetApi(%q): %v, want %s", id, err, want)
		}
	}
}
