package management

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/apigatewayv2"
	"github.com/aws/aws-sdk-go-v2/service/apigatewayv2/types"
)

// apiKinds are APIs and what is below an HTTP API.
func (s *server) apiKinds() []sdkKind {
	c, ctx := s.sdk(), s.t.Context()
	http := s.sdkAPI(c, types.ProtocolTypeHttp)
	made(c.CreateRoute(ctx, &sdk.CreateRouteInput{ApiId: &http, RouteKey: aws.String("GET /")}))
	return []sdkKind{
		{
			name: "Api", initial: "pets", changed: "cats",
			create: func() (string, error) {
				out, err := c.CreateApi(ctx, &sdk.CreateApiInput{Name: aws.String("pets"), ProtocolType: types.ProtocolTypeHttp})
				return text(err, func() *string { return out.ApiId })
			},
			get: func(id string) (string, error) {
				out, err := c.GetApi(ctx, &sdk.GetApiInput{ApiId: &id})
				return text(err, func() *string { return out.Name })
			},
			list: func() ([]string, error) {
				out, err := c.GetApis(ctx, &sdk.GetApisInput{})
				return texts(err, func() []types.Api { return out.Items }, func(r types.Api) *string { return r.ApiId })
			},
			update: func(id string) error {
				_, err := c.UpdateApi(ctx, &sdk.UpdateApiInput{ApiId: &id, Name: aws.String("cats")})
				return err
			},
			remove: func(id string) error {
				_, err := c.DeleteApi(ctx, &sdk.DeleteApiInput{ApiId: &id})
				return err
			},
		},
		{
			name: "Authorizer", initial: "jwt", changed: "cognito",
			create: func() (string, error) {
				out, err := c.CreateAuthorizer(ctx, &sdk.CreateAuthorizerInput{
					ApiId: &http, Name: aws.String("jwt"), AuthorizerType: types.AuthorizerTypeJwt, IdentitySource: []string{"$request.header.Authorization"},
					JwtConfiguration: &types.JWTConfiguration{Audience: []string{"me"}, Issuer: aws.String("https://issuer.example")},
				})
				return text(err, func() *string { return out.AuthorizerId })
			},
			get: func(id string) (string, error) {
				out, err := c.GetAuthorizer(ctx, &sdk.GetAuthorizerInput{ApiId: &http, AuthorizerId: &id})
				return text(err, func() *string { return out.Name })
			},
			list: func() ([]string, error) {
				out, err := c.GetAuthorizers(ctx, &sdk.GetAuthorizersInput{ApiId: &http})
				return texts(err, func() []types.Authorizer { return out.Items }, func(r types.Authorizer) *string { return r.AuthorizerId })
			},
			update: func(id string) error {
				_, err := c.UpdateAuthorizer(ctx, &sdk.UpdateAuthorizerInput{ApiId: &http, AuthorizerId: &id, Name: aws.String("cognito")})
				return err
			},
			remove: func(id string) error {
				_, err := c.DeleteAuthorizer(ctx, &sdk.DeleteAuthorizerInput{ApiId: &http, AuthorizerId: &id})
				return err
			},
		},
		{
			name: "Deployment", initial: "first", changed: "second",
			create: func() (string, error) {
				out, err := c.CreateDeployment(ctx, &sdk.CreateDeploymentInput{ApiId: &http, Description: aws.String("first")})
				return text(err, func() *string { return out.DeploymentId })
			},
			get: func(id string) (string, error) {
				out, err := c.GetDeployment(ctx, &sdk.GetDeploymentInput{ApiId: &http, DeploymentId: &id})
				return text(err, func() *string { return out.Description })
			},
			list: func() ([]string, error) {
				out, err := c.GetDeployments(ctx, &sdk.GetDeploymentsInput{ApiId: &http})
				return texts(err, func() []types.Deployment { return out.Items }, func(r types.Deployment) *string { return r.DeploymentId })
			},
			update: func(id string) error {
				_, err := c.UpdateDeployment(ctx, &sdk.UpdateDeploymentInput{ApiId: &http, DeploymentId: &id, Description: aws.String("second")})
				return err
			},
			remove: func(id string) error {
				_, err := c.DeleteDeployment(ctx, &sdk.DeleteDeploymentInput{ApiId: &http, DeploymentId: &id})
				return err
			},
		},
		{
			name: "Integration", initial: "http://127.0.0.1:9000", changed: "http://127.0.0.1:9001/{proxy}",
			create: func() (string, error) {
				out, err := c.CreateIntegration(ctx, &sdk.CreateIntegrationInput{
					ApiId: &http, IntegrationType: types.IntegrationTypeHttpProxy, IntegrationMethod: aws.String("ANY"),
					IntegrationUri: aws.String("http://127.0.0.1:9000"), PayloadFormatVersion: aws.String("1.0"),
				})
				return text(err, func() *string { return out.IntegrationId })
			},
			get: func(id string) (string, error) {
				out, err := c.GetIntegration(ctx, &sdk.GetIntegrationInput{ApiId: &http, IntegrationId: &id})
				return text(err, func() *string { return out.IntegrationUri })
			},
			list: func() ([]string, error) {
				out, err := c.GetIntegrations(ctx, &sdk.GetIntegrationsInput{ApiId: &http})
				return texts(err, func() []types.Integration { return out.Items }, func(r types.Integration) *string { return r.IntegrationId })
			},
			update: func(id string) error {
				_, err := c.UpdateIntegration(ctx, &sdk.UpdateIntegrationInput{ApiId: &http, IntegrationId: &id, IntegrationUri: aws.String("http://127.0.0.1:9001/{proxy}")})
				return err
			},
			remove: func(id string) error {
				_, err := c.DeleteIntegration(ctx, &sdk.DeleteIntegrationInput{ApiId: &http, IntegrationId: &id})
				return err
			},
		},
		{
			name: "Route", initial: "GET /pets/{id}", changed: "ANY /{proxy+}",
			create: func() (string, error) {
				out, err := c.CreateRoute(ctx, &sdk.CreateRouteInput{ApiId: &http, RouteKey: aws.String("GET /pets/{id}")})
				return text(err, func() *string { return out.RouteId })
			},
			get: func(id string) (string, error) {
				out, err := c.GetRoute(ctx, &sdk.GetRouteInput{ApiId: &http, RouteId: &id})
				return text(err, func() *string { return out.RouteKey })
			},
			list: func() ([]string, error) {
				out, err := c.GetRoutes(ctx, &sdk.GetRoutesInput{ApiId: &http})
				return texts(err, func() []types.Route { return out.Items }, func(r types.Route) *string { return r.RouteId })
			},
			update: func(id string) error {
				_, err := c.UpdateRoute(ctx, &sdk.UpdateRouteInput{ApiId: &http, RouteId: &id, RouteKey: aws.String("ANY /{proxy+}")})
				return err
			},
			remove: func(id string) error {
				_, err := c.DeleteRoute(ctx, &sdk.DeleteRouteInput{ApiId: &http, RouteId: &id})
				return err
			},
		},
		{
			name: "Stage", initial: "one", changed: "two",
			create: func() (string, error) {
				out, err := c.CreateStage(ctx, &sdk.CreateStageInput{ApiId: &http, StageName: aws.String("$default"), Description: aws.String("one"), AutoDeploy: aws.Bool(true)})
				return text(err, func() *string { return out.StageName })
			},
			get: func(id string) (string, error) {
				out, err := c.GetStage(ctx, &sdk.GetStageInput{ApiId: &http, StageName: &id})
				return text(err, func() *string { return out.Description })
			},
			list: func() ([]string, error) {
				out, err := c.GetStages(ctx, &sdk.GetStagesInput{ApiId: &http})
				return texts(err, func() []types.Stage { return out.Items }, func(r types.Stage) *string { return r.StageName })
			},
			update: func(id string) error {
				_, err := c.UpdateStage(ctx, &sdk.UpdateStageInput{
					ApiId: &http, StageName: &id, Description: aws.String("two"),
					RouteSettings: map[string]types.RouteSettings{"GET /": {ThrottlingRateLimit: aws.Float64(0.5), ThrottlingBurstLimit: aws.Int32(3)}},
				})
				if err == nil {
					_, err = c.DeleteRouteSettings(ctx, &sdk.DeleteRouteSettingsInput{ApiId: &http, StageName: &id, RouteKey: aws.String("GET /")})
				}
				return err
			},
			remove: func(id string) error {
				_, err := c.DeleteStage(ctx, &sdk.DeleteStageInput{ApiId: &http, StageName: &id})
				return err
			},
		},
	}
}
