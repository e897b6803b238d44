package management

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	sdk "github.com/aws/aws-sdk-go-v2/service/apigatewayv2"
	"github.com/aws/aws-sdk-go-v2/service/apigatewayv2/types"
)

// portalKinds are portals, products and their pages.
func (s *server) portalKinds() []sdkKind {
	c, ctx := s.sdk(), s.t.Context()
	product := made(c.CreatePortalProduct(ctx, &sdk.CreatePortalProductInput{DisplayName: aws.String("shop")})).PortalProductId
	return []sdkKind{
		{
			name: "Portal", initial: "Developers", changed: "Partners",
			create: func() (string, error) {
				out, err := c.CreatePortal(ctx, &sdk.CreatePortalInput{
					Authorization:         &types.Authorization{None: &types.None{}},
					EndpointConfiguration: &types.EndpointConfigurationRequest{None: &types.None{}},
					PortalContent:         portalContent("Developers"),
				})
				return text(err, func() *string { return out.PortalId })
			},
			get: func(id string) (string, error) {
				out, err := c.GetPortal(ctx, &sdk.GetPortalInput{PortalId: &id})
				return text(err, func() *string { return out.PortalContent.DisplayName })
			},
			list: func() ([]string, error) {
				out, err := c.ListPortals(ctx, &sdk.ListPortalsInput{})
				return texts(err, func() []types.PortalSummary { return out.Items }, func(r types.PortalSummary) *string { return r.PortalId })
			},
			update: func(id string) error {
				_, err := c.UpdatePortal(ctx, &sdk.UpdatePortalInput{PortalId: &id, PortalContent: portalContent("Partners")})
				if err == nil {
					_, err = c.PublishPortal(ctx, &sdk.PublishPortalInput{PortalId: &id})
				}
				if err == nil {
					_, err = c.DisablePortal(ctx, &sdk.DisablePortalInput{PortalId: &id})
				}
				return err
			},
			remove: func(id string) error {
				_, err := c.DeletePortal(ctx, &sdk.DeletePortalInput{PortalId: &id})
				return err
			},
		},
		{
			name: "PortalProduct", initial: "pets", changed: "cats",
			create: func() (string, error) {
				out, err := c.CreatePortalProduct(ctx, &sdk.CreatePortalProductInput{DisplayName: aws.String("pets")})
				return text(err, func() *string { return out.PortalProductId })
			},
			get: func(id string) (string, error) {
				out, err := c.GetPortalProduct(ctx, &sdk.GetPortalProductInput{PortalProductId: &id})
				return text(err, func() *string { return out.DisplayName })
			},
			list: func() ([]string, error) {
				out, err := c.ListPortalProducts(ctx, &sdk.ListPortalProductsInput{})
				return texts(err, func() []types.PortalProductSummary { return out.Items }, func(r types.PortalProductSummary) *string { return r.PortalProductId })
			},
			update: func(id string) error {
				_, err := c.UpdatePortalProduct(ctx, &sdk.UpdatePortalProductInput{PortalProductId: &id, DisplayName: aws.String("cats")})
				return err
			},
			remove: func(id string) error {
				_, err := c.DeletePortalProduct(ctx, &sdk.DeletePortalProductInput{PortalProductId: &id})
				return err
			},
		},
		{
			name: "PortalProductSharingPolicy", initial: `{"Version":"2012-10-17","Statement":[]}`, changed: `{"Version":"2012-10-17","Statement":[{}]}`,
			create: func() (string, error) {
				_, err := c.PutPortalProductSharingPolicy(ctx, &sdk.PutPortalProductSharingPolicyInput{PortalProductId: product, PolicyDocument: aws.String(`{"Version":"2012-10-17","Statement":[]}`)})
				return *product, err
			},
			get: func(id string) (string, error) {
				out, err := c.GetPortalProductSharingPolicy(ctx, &sdk.GetPortalProductSharingPolicyInput{PortalProductId: &id})
				return text(err, func() *string { return out.PolicyDocument })
			},
			update: func(id string) error {
				_, err := c.PutPortalProductSharingPolicy(ctx, &sdk.PutPortalProductSharingPolicyInput{PortalProductId: &id, PolicyDocument: aws.String(`{"Version":"2012-10-17","Statement":[{}]}`)})
				return err
			},
			remove: func(id string) error {
				_, err := c.DeletePortalProductSharingPolicy(ctx, &sdk.DeletePortalProductSharingPolicyInput{PortalProductId: &id})
				return err
			},
		},
		{
			name: "ProductPage", initial: "# Pets", changed: "# Cats",
			create: func() (string, error) {
				out, err := c.CreateProductPage(ctx, &sdk.CreateProductPageInput{PortalProductId: product, DisplayContent: &types.DisplayContent{Title: aws.String("Pets"), Body: aws.String("# Pets")}})
				return text(err, func() *string { return out.ProductPageId })
			},
			get: func(id string) (string, error) {
				out, err := c.GetProductPage(ctx, &sdk.GetProductPageInput{PortalProductId: product, ProductPageId: &id})
				return text(err, func() *string { return out.DisplayContent.Body })
			},
			list: func() ([]string, error) {
				out, err := c.ListProductPages(ctx, &sdk.ListProductPagesInput{PortalProductId: product})
				return texts(err, func() []types.ProductPageSummaryNoBody { return out.Items }, func(r types.ProductPageSummaryNoBody) *string { return r.ProductPageId })
			},
			update: func(id string) error {
				_, err := c.UpdateProductPage(ctx, &sdk.UpdateProductPageInput{PortalProductId: product, ProductPageId: &id, DisplayContent: &types.DisplayContent{Title: aws.String("Cats"), Body: aws.String("# Cats")}})
				return err
			},
			remove: func(id string) error {
				_, err := c.DeleteProductPage(ctx, &sdk.DeleteProductPageInput{PortalProductId: product, ProductPageId: &id})
				return err
			},
		},
		{
			name: "ProductRestEndpointPage", initial: "ENABLED", changed: "DISABLED",
			create: func() (string, error) {
				out, err := c.CreateProductRestEndpointPage(ctx, &sdk.CreateProductRestEndpointPageInput{
					PortalProductId: product, TryItState: types.TryItStateEnabled,
					RestEndpointIdentifier: &types.RestEndpointIdentifier{IdentifierParts: &types.IdentifierParts{RestApiId: aws.String("abcdefghij"), Stage: aws.String("prod"), Path: aws.String("/pets"), Method: aws.String("GET")}},
				})
				return text(err, func() *string { return out.ProductRestEndpointPageId })
			},
			get: func(id string) (string, error) {
				out, err := c.GetProductRestEndpointPage(ctx, &sdk.GetProductRestEndpointPageInput{PortalProductId: product, ProductRestEndpointPageId: &id})
				return text(err, func() *string { return aws.String(string(out.TryItState)) })
			},
			list: func() ([]string, error) {
				out, err := c.ListProductRestEndpointPages(ctx, &sdk.ListProductRestEndpointPagesInput{PortalProductId: product})
				return texts(err, func() []types.ProductRestEndpointPageSummaryNoBody { return out.Items }, func(r types.ProductRestEndpointPageSummaryNoBody) *string { return r.ProductRestEndpointPageId })
			},
			update: func(id string) error {
				_, err := c.UpdateProductRestEndpointPage(ctx, &sdk.UpdateProductRestEndpointPageInput{PortalProductId: product, ProductRestEndpointPageId: &id, TryItState: types.TryItStateDisabled})
				return err
			},
			remove: func(id string) error {
				_, err := c.DeleteProductRestEndpointPage(ctx, &sdk.DeleteProductRestEndpointPageInput{PortalProductId: product, ProductRestEndpointPageId: &id})
				return err
			},
		},
	}
}

func portalContent(name string) *types.PortalContent {
	colour := aws.String("#123456")
	return &types.PortalContent{DisplayName: &name, Theme: &types.PortalTheme{CustomColors: &types.CustomColors{
		AccentColor: colour, BackgroundColor: colour, ErrorValidationColor: colour, HeaderColor: colour, NavigationColor: colour, TextColor: colour,
	}}}
}
