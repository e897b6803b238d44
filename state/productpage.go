package state

import "gatehouse/model"

func (a *Account) productPages(productID string) family[model.CreateProductPageOutput] {
	return familyOf[model.CreateProductPageOutput](productPageKind, a, a.portalProducts().node(productID))
}

// CreateProductPage adds a page of text to a portal product.
//
// https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/v2-portalproducts-portalproductid-productpages.html
func (a *Account) CreateProductPage(in model.CreateProductPageInput) (*model.CreateProductPageOutput, error) {
	product, err := a.portalProduct(in.PortalProductId)
	if err != nil {
		return nil, err
	}
	if err := checkDisplayContent(in.DisplayContent); err != nil {
		return nil, err
	}
	stored := &model.CreateProductPageOutput{
		DisplayContent: in.DisplayContent,
		LastModified:   new(a.Settings.now()),
		ProductPageId:  new(a.newID(portalIDLength)),
	}
	a.productPages(*product.PortalProductId).put(*stored.ProductPageId, stored)
	return a.showProductPage(*product.PortalProductId, stored), nil
}

// GetProductPage returns one page.
func (a *Account) GetProductPage(in model.GetProductPageInput) (*model.CreateProductPageOutput, error) {
	product, page, err := a.productPage(in.PortalProductId, in.ProductPageId)
	if err != nil {
		return nil, err
	}
	return a.showProductPage(product, page), nil
}

// ListProductPages lists a product's pages, without their texts.
func (a *Account) ListProductPages(in model.ListProductPagesInput) (*model.ListProductPagesOutput, error) {
	product, err := a.portalProduct(in.PortalProductId)
	if err != nil {
		return nil, err
	}
	pages, next, err := a.productPages(*product.PortalProductId).page(in.MaxResults, in.NextToken)
	if err != nil {
		return nil, err
	}
	out := &model.ListProductPagesOutput{NextToken: next, Items: make([]model.ProductPageSummaryNoBody, len(pages))}
	for i := range pages {
		page := a.showProductPage(*product.PortalProductId, &pages[i])
		model.Overlay(&out.Items[i], page)
		if page.DisplayContent != nil {
			out.Items[i].PageTitle = page.DisplayContent.Title
		}
	}
	return out, nil
}

// UpdateProductPage changes a page's text or title.
func (a *Account) UpdateProductPage(in model.UpdateProductPageInput) (*model.CreateProductPageOutput, error) {
	product, page, err := a.productPage(in.PortalProductId, in.ProductPageId)
	if err != nil {
		return nil, err
	}
	if in.DisplayContent != nil {
		content := value(page.DisplayContent)
		model.Overlay(&content, in.DisplayContent)
		if err := checkDisplayContent(&content); err != nil {
			return nil, err
		}
		page.DisplayContent = &content
		page.LastModified = new(a.Settings.now())
		a.productPages(product).put(*page.ProductPageId, page)
	}
	return a.showProductPage(product, page), nil
}

// DeleteProductPage removes a page.
func (a *Account) DeleteProductPage(in model.DeleteProductPageInput) error {
	product, page, err := a.productPage(in.PortalProductId, in.ProductPageId)
	if err != nil {
		return err
	}
	a.productPages(product).remove(*page.ProductPageId)
	return nil
}

func (a *Account) productPage(productID, id *string) (string, *model.CreateProductPageOutput, error) {
	product, err := a.portalProduct(productID)
	if err != nil {
		return "", nil, err
	}
	page := a.productPages(*product.PortalProductId).get(value(id))
	if page == nil {
		return "", nil, notFound("Invalid product page identifier specified") // guess
	}
	return *product.PortalProductId, page, nil
}

// checkDisplayContent checks that a page has a title and a text (doc; guess:
// the text of the refusal).
func checkDisplayContent(content *model.DisplayContent) error {
	if content == nil || value(content.Title) == "" || value(content.Body) == "" {
		return badRequest("DisplayContent must have a title and a body")
	}
	return nil
}

func (a *Account) showProductPage(product string, page *model.CreateProductPageOutput) *model.CreateProductPageOutput {
	page.ProductPageArn = new(a.portalProductARN(product) + "/productpages/" + *page.ProductPageId) // guess
	return page
}
