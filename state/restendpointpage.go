package state

import (
	"strconv"

	"gatehouse/model"
)

func (a *Account) restEndpointPages(productID string) family[model.GetProductRestEndpointPageOutput] {
	return familyOf[model.GetProductRestEndpointPageOutput](restEndpointPageKind, a, a.portalProducts().node(productID))
}

// CreateProductRestEndpointPage adds a page about one endpoint of a REST API
// to a portal product. The API is taken at its word: REST APIs do not exist
// here (local).
//
// https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/v2-portalproducts-portalproductid-productrestendpointpages.html
func (a *Account) CreateProductRestEndpointPage(in model.CreateProductRestEndpointPageInput) (*model.GetProductRestEndpointPageOutput, error) {
	product, err := a.portalProduct(in.PortalProductId)
	if err != nil {
		return nil, err
	}
	if err := checkEndpointIdentifier(in.RestEndpointIdentifier); err != nil {
		return nil, err
	}
	stored := &model.GetProductRestEndpointPageOutput{
		LastModified:              new(a.Settings.now()),
		ProductRestEndpointPageId: new(a.newID(portalIDLength)),
		RestEndpointIdentifier:    in.RestEndpointIdentifier,
		TryItState:                in.TryItState,
	}
	if err := setEndpointContent(stored, in.DisplayContent); err != nil {
		return nil, err
	}
	a.restEndpointPages(*product.PortalProductId).put(*stored.ProductRestEndpointPageId, stored)
	return a.showRestEndpointPage(*product.PortalProductId, stored), nil
}

// GetProductRestEndpointPage returns one page.
func (a *Account) GetProductRestEndpointPage(in model.GetProductRestEndpointPageInput) (*model.GetProductRestEndpointPageOutput, error) {
	product, page, err := a.restEndpointPage(in.PortalProductId, in.ProductRestEndpointPageId)
	if err != nil {
		return nil, err
	}
	a.showRestEndpointPage(product, page)
	if raw, _ := strconv.ParseBool(value(in.IncludeRawDisplayContent)); raw { // guess: the text as it was given
		page.RawDisplayContent = page.DisplayContent.Body
	}
	return page, nil
}

// ListProductRestEndpointPages lists a product's pages, without their texts.
func (a *Account) ListProductRestEndpointPages(in model.ListProductRestEndpointPagesInput) (*model.ListProductRestEndpointPagesOutput, error) {
	product, err := a.portalProduct(in.PortalProductId)
	if err != nil {
		return nil, err
	}
	pages, next, err := a.restEndpointPages(*product.PortalProductId).page(in.MaxResults, in.NextToken)
	if err != nil {
		return nil, err
	}
	out := &model.ListProductRestEndpointPagesOutput{NextToken: next, Items: make([]model.ProductRestEndpointPageSummaryNoBody, len(pages))}
	for i := range pages {
		page := a.showRestEndpointPage(*product.PortalProductId, &pages[i])
		model.Overlay(&out.Items[i], page)
		out.Items[i].Endpoint = page.DisplayContent.Endpoint
		out.Items[i].OperationName = page.DisplayContent.OperationName
	}
	return out, nil
}

// UpdateProductRestEndpointPage changes the members that are given.
func (a *Account) UpdateProductRestEndpointPage(in model.UpdateProductRestEndpointPageInput) (*model.GetProductRestEndpointPageOutput, error) {
	product, page, err := a.restEndpointPage(in.PortalProductId, in.ProductRestEndpointPageId)
	if err != nil {
		return nil, err
	}
	if in.TryItState != nil {
		page.TryItState = in.TryItState
	}
	if err := setEndpointContent(page, in.DisplayContent); err != nil {
		return nil, err
	}
	page.LastModified = new(a.Settings.now())
	a.restEndpointPages(product).put(*page.ProductRestEndpointPageId, page)
	return a.showRestEndpointPage(product, page), nil
}

// DeleteProductRestEndpointPage removes a page.
func (a *Account) DeleteProductRestEndpointPage(in model.DeleteProductRestEndpointPageInput) error {
	product, page, err := a.restEndpointPage(in.PortalProductId, in.ProductRestEndpointPageId)
	if err != nil {
		return err
	}
	a.restEndpointPages(product).remove(*page.ProductRestEndpointPageId)
	return nil
}

func (a *Account) restEndpointPage(productID, id *string) (string, *model.GetProductRestEndpointPageOutput, error) {
	product, err := a.portalProduct(productID)
	if err != nil {
		return "", nil, err
	}
	page := a.restEndpointPages(*product.PortalProductId).get(value(id))
	if page == nil {
		return "", nil, notFound("Invalid product REST endpoint page identifier specified") // guess
	}
	return *product.PortalProductId, page, nil
}

// checkEndpointIdentifier checks that an endpoint is named in full (doc;
// guess: the text).
func checkEndpointIdentifier(id *model.RestEndpointIdentifier) error {
	if id == nil || id.IdentifierParts == nil || value(id.IdentifierParts.Method) == "" || value(id.IdentifierParts.Path) == "" ||
		value(id.IdentifierParts.RestApiId) == "" || value(id.IdentifierParts.Stage) == "" {
		return badRequest("RestEndpointIdentifier must have identifierParts with method, path, restApiId and stage")
	}
	return nil
}

// setEndpointContent lays the overrides that are given over a page's content;
// none takes them all away.
func setEndpointContent(page *model.GetProductRestEndpointPageOutput, given *model.EndpointDisplayContent) error {
	if given == nil {
		return nil
	}
	if (given.None == nil) == (given.Overrides == nil) { // doc; guess: the text
		return badRequest("DisplayContent must be exactly one of none and overrides")
	}
	content := model.EndpointDisplayContentResponse{}
	if given.Overrides != nil {
		content = value(page.DisplayContent)
		model.Overlay(&content, given.Overrides)
	}
	page.DisplayContent = &content
	return nil
}

// showRestEndpointPage adds what every page has and the file does not repeat
// (guess).
func (a *Account) showRestEndpointPage(product string, page *model.GetProductRestEndpointPageOutput) *model.GetProductRestEndpointPageOutput {
	page.ProductRestEndpointPageArn = new(a.portalProductARN(product) + "/productrestendpointpages/" + *page.ProductRestEndpointPageId)
	page.Status = new("AVAILABLE")
	setDefault(&page.TryItState, "DISABLED")
	setDefault(&page.DisplayContent, model.EndpointDisplayContentResponse{})
	if page.RestEndpointIdentifier != nil && page.RestEndpointIdentifier.IdentifierParts != nil {
		setDefault(&page.DisplayContent.Endpoint, value(page.RestEndpointIdentifier.IdentifierParts.Path))
	}
	return page
}
