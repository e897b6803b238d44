package state

import (
	"slices"
	"strings"

	"gatehouse/model"
)

// sharingPolicyMember is the member of a portal product that holds its
// sharing policy.
const sharingPolicyMember = "sharingPolicy"

// CreatePortalProduct adds a product. It has no pages yet (doc).
//
// https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/v2-portalproducts.html
func (a *Account) CreatePortalProduct(in model.CreatePortalProductInput) (*model.CreatePortalProductOutput, error) {
	if value(in.DisplayName) == "" {
		return nil, badRequest("DisplayName is required") // guess: the model requires it
	}
	if err := checkTags(in.Tags); err != nil {
		return nil, err
	}
	stored := &model.CreatePortalProductOutput{
		PortalProductId: new(a.newID(portalIDLength)),
		DisplayName:     in.DisplayName,
		Description:     notEmpty(in.Description),
		LastModified:    new(a.Settings.now()),
		Tags:            in.Tags,
	}
	a.portalProducts().put(*stored.PortalProductId, stored)
	return a.showPortalProduct(stored), nil
}

// GetPortalProduct returns one product.
func (a *Account) GetPortalProduct(in model.GetPortalProductInput) (*model.CreatePortalProductOutput, error) {
	product, err := a.portalProduct(in.PortalProductId)
	if err != nil {
		return nil, err
	}
	return a.showPortalProduct(product), nil
}

// ListPortalProducts lists the region's products. All of them are the
// account's own, so a list of others' is empty.
func (a *Account) ListPortalProducts(in model.ListPortalProductsInput) (*model.ListPortalProductsOutput, error) {
	items, next, err := a.portalProducts().page(in.MaxResults, in.NextToken)
	if err != nil {
		return nil, err
	}
	out := &model.ListPortalProductsOutput{NextToken: next, Items: make([]model.PortalProductSummary, len(items))}
	for i := range items {
		model.Overlay(&out.Items[i], a.showPortalProduct(&items[i]))
	}
	if value(in.ResourceOwner) == "OTHER_ACCOUNTS" { // guess
		out.Items, out.NextToken = []model.PortalProductSummary{}, nil
	}
	return out, nil
}

// UpdatePortalProduct changes the members that are given; an empty
// description clears it (obs).
func (a *Account) UpdatePortalProduct(in model.UpdatePortalProductInput) (*model.CreatePortalProductOutput, error) {
	product, err := a.portalProduct(in.PortalProductId)
	if err != nil {
		return nil, err
	}
	model.Overlay(product, &in)
	product.Description = notEmpty(product.Description)
	if value(product.DisplayName) == "" {
		return nil, badRequest("DisplayName is required")
	}
	product.LastModified = new(a.Settings.now())
	a.portalProducts().put(*product.PortalProductId, product)
	return a.showPortalProduct(product), nil
}

// DeletePortalProduct removes a product, with its pages and its policy, that
// no portal includes.
func (a *Account) DeletePortalProduct(in model.DeletePortalProductInput) error {
	product, err := a.portalProduct(in.PortalProductId)
	if err != nil {
		return err
	}
	arn := a.portalProductARN(*product.PortalProductId)
	for id, portal := range a.portals().all() {
		if slices.Contains(portal.IncludedPortalProductArns, arn) { // guess
			return conflict("Portal product %s is included in portal %s", *product.PortalProductId, id)
		}
	}
	a.portalProducts().remove(*product.PortalProductId)
	return nil
}

// PutPortalProductSharingPolicy sets the policy by which other accounts may
// use a product. It is kept, and nothing here asks it (local).
func (a *Account) PutPortalProductSharingPolicy(in model.PutPortalProductSharingPolicyInput) error {
	product, err := a.portalProduct(in.PortalProductId)
	if err != nil {
		return err
	}
	policy, err := model.ParseJSON(value(in.PolicyDocument))
	if _, isObject := policy.(*model.Document); err != nil || !isObject {
		return badRequest("Invalid policy document specified") // guess
	}
	a.portalProducts().node(*product.PortalProductId).set(sharingPolicyMember, *in.PolicyDocument)
	return nil
}

// GetPortalProductSharingPolicy returns a product's policy; without one there
// is nothing to be found (doc).
func (a *Account) GetPortalProductSharingPolicy(in model.GetPortalProductSharingPolicyInput) (*model.GetPortalProductSharingPolicyOutput, error) {
	product, err := a.portalProduct(in.PortalProductId)
	if err != nil {
		return nil, err
	}
	policy, ok := a.portalProducts().node(*product.PortalProductId).read(sharingPolicyMember).(string)
	if !ok {
		return nil, noSharingPolicy()
	}
	return &model.GetPortalProductSharingPolicyOutput{PolicyDocument: &policy, PortalProductId: product.PortalProductId}, nil
}

// DeletePortalProductSharingPolicy removes a product's policy.
func (a *Account) DeletePortalProductSharingPolicy(in model.DeletePortalProductSharingPolicyInput) error {
	product, err := a.portalProduct(in.PortalProductId)
	if err != nil {
		return err
	}
	node := a.portalProducts().node(*product.PortalProductId)
	if !node.has(sharingPolicyMember) {
		return noSharingPolicy()
	}
	node.remove(sharingPolicyMember)
	return nil
}

func noSharingPolicy() error { return notFound("No sharing policy exists for this portal product") } // guess: the text

func (a *Account) portalProduct(id *string) (*model.CreatePortalProductOutput, error) {
	product := a.portalProducts().get(value(id))
	if product == nil {
		return nil, notFound("Invalid portal product identifier specified") // guess
	}
	return product, nil
}

func (a *Account) portalProductARN(id string) string { return a.arn("/portalproducts/"+id, true) } // guess

// hasPortalProduct reports whether an ARN names a product, which another
// account's product is taken to be (local).
func (a *Account) hasPortalProduct(text string) bool {
	arn, ok := parseARN(text)
	if !ok || arn.service != "apigateway" {
		return false
	}
	if arn.account != a.Settings.accountID() || arn.region != a.Region {
		return true
	}
	id, ok := strings.CutPrefix(arn.resource, "/portalproducts/")
	return ok && a.portalProductARN(id) == text && a.portalProducts().has(id)
}

func (a *Account) showPortalProduct(product *model.CreatePortalProductOutput) *model.CreatePortalProductOutput {
	product.PortalProductArn = new(a.portalProductARN(*product.PortalProductId))
	if product.Tags == nil {
		product.Tags = model.StringMap[string]{}
	}
	return product
}
