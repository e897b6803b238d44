package management

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/apigatewayv2"
	"github.com/aws/aws-sdk-go-v2/service/apigatewayv2/types"
)

// webSocketKinds are what only a WebSocket API has.
func (s *server) webSocketKinds() []sdkKind {
	c, ctx := s.sdk(), s.t.Context()
	webSocket := s.sdkAPI(c, types.ProtocolTypeWebsocket)
	route := made(c.CreateRoute(ctx, &sdk.CreateRouteInput{ApiId: &webSocket, RouteKey: aws.String("hello")})).RouteId
	integration := made(c.CreateIntegration(ctx, &sdk.CreateIntegrationInput{ApiId: &webSocket, IntegrationType: types.IntegrationTypeMock})).IntegrationId
	return []sdkKind{
		{
			name: "IntegrationResponse", initial: "/200/", changed: "/5\\d\\d/",
			create: func() (string, error) {
				out, err := c.CreateIntegrationResponse(ctx, &sdk.CreateIntegrationResponseInput{ApiId: &webSocket, IntegrationId: integration, IntegrationResponseKey: aws.String("/200/")})
				return text(err, func() *string { return out.IntegrationResponseId })
			},
			get: func(id string) (string, error) {
				out, err := c.GetIntegrationResponse(ctx, &sdk.GetIntegrationResponseInput{ApiId: &webSocket, IntegrationId: integration, IntegrationResponseId: &id})
				return text(err, func() *string { return out.IntegrationResponseKey })
			},
			list: func() ([]string, error) {
				out, err := c.GetIntegrationResponses(ctx, &sdk.GetIntegrationResponsesInput{ApiId: &webSocket, IntegrationId: integration})
				return texts(err, func() []types.IntegrationResponse { return out.Items }, func(r types.IntegrationResponse) *string { return r.IntegrationResponseId })
			},
			update: func(id string) error {
				_, err := c.UpdateIntegrationResponse(ctx, &sdk.UpdateIntegrationResponseInput{ApiId: &webSocket, IntegrationId: integration, IntegrationResponseId: &id, IntegrationResponseKey: aws.String("/5\\d\\d/")})
				return err
			},
			remove: func(id string) error {
				_, err := c.DeleteIntegrationResponse(ctx, &sdk.DeleteIntegrationResponseInput{ApiId: &webSocket, IntegrationId: integration, IntegrationResponseId: &id})
				return err
			},
		},
		{
			name: "Model", initial: `{"type":"object"}`, changed: `{"type":"string","title":"ü"}`,
			create: func() (string, error) {
				out, err := c.CreateModel(ctx, &sdk.CreateModelInput{ApiId: &webSocket, Name: aws.String("Pet"), Schema: aws.String(`{"type":"object"}`), ContentType: aws.String("application/json")})
				return text(err, func() *string { return out.ModelId })
			},
			get: func(id string) (string, error) {
				out, err := c.GetModel(ctx, &sdk.GetModelInput{ApiId: &webSocket, ModelId: &id})
				return text(err, func() *string { return out.Schema })
			},
			list: func() ([]string, error) {
				out, err := c.GetModels(ctx, &sdk.GetModelsInput{ApiId: &webSocket})
				return texts(err, func() []types.Model { return out.Items }, func(r types.Model) *string { return r.ModelId })
			},
			update: func(id string) error {
				_, err := c.UpdateModel(ctx, &sdk.UpdateModelInput{ApiId: &webSocket, ModelId: &id, Schema: aws.String(`{"type":"string","title":"ü"}`)})
				return err
			},
			remove: func(id string) error {
				_, err := c.DeleteModel(ctx, &sdk.DeleteModelInput{ApiId: &webSocket, ModelId: &id})
				return err
			},
		},
		{
			name: "RouteResponse", initial: "$default", changed: "$default",
			create: func() (string, error) {
				out, err := c.CreateRouteResponse(ctx, &sdk.CreateRouteResponseInput{ApiId: &webSocket, RouteId: route, RouteResponseKey: aws.String("$default")})
				return text(err, func() *string { return out.RouteResponseId })
			},
			get: func(id string) (string, error) {
				out, err := c.GetRouteResponse(ctx, &sdk.GetRouteResponseInput{ApiId: &webSocket, RouteId: route, RouteResponseId: &id})
				return text(err, func() *string { return out.RouteResponseKey })
			},
			list: func() ([]string, error) {
				out, err := c.GetRouteResponses(ctx, &sdk.GetRouteResponsesInput{ApiId: &webSocket, RouteId: route})
				return texts(err, func() []types.RouteResponse { return out.Items }, func(r types.RouteResponse) *string { return r.RouteResponseId })
			},
			update: func(id string) error {
				_, err := c.UpdateRouteResponse(ctx, &sdk.UpdateRouteResponseInput{ApiId: &webSocket, RouteId: route, RouteResponseId: &id, ModelSelectionExpression: aws.String("${request.body.action}")})
				return err
			},
			remove: func(id string) error {
				_, err := c.DeleteRouteResponse(ctx, &sdk.DeleteRouteResponseInput{ApiId: &webSocket, RouteId: route, RouteResponseId: &id})
				return err
			},
		},
	}
}
