package state

import (
	"gatehouse/model"
)

// do runs one operation on the account. It is the only place that goes from
// an operation of the model to its method.
func (a *Account) do(op *model.Operation, in *model.Document) (*model.Document, error) {
	out, err := a.dispatch(op, in)
	if err == nil {
		// After the operation's own rules, whose texts are known.
		err = checkLimits(in, op.Input)
	}
	if a.fault != nil {
		return nil, a.fault
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}

// A call is one use of an operation: input in, output out.
type call struct {
	op *model.Operation
	in *model.Document
}

// answer runs a method that has an output.
func answer[In, Out any](c call, method func(In) (*Out, error)) (*model.Document, error) {
	var in In
	if err := model.Decode(c.in, c.op.Input, &in); err != nil {
		return nil, wrongType(err)
	}
	out, err := method(in)
	if err != nil {
		return nil, err
	}
	return model.Encode(out, c.op.Output), nil
}

// perform runs a method that has none. An operation whose output the model
// declares, but without members, answers an empty document.
func perform[In any](c call, method func(In) error) (*model.Document, error) {
	var in In
	if err := model.Decode(c.in, c.op.Input, &in); err != nil {
		return nil, wrongType(err)
	}
	if err := method(in); err != nil {
		return nil, err
	}
	if c.op.Output != nil {
		return model.NewDocument(), nil
	}
	return nil, nil
}

// wrongType refuses an input whose JSON has another type than the model. The
// command line has checked that before; the wire has not (guess).
func wrongType(err error) error { return badRequest("Invalid type for %s", err) }

// notServed refuses an operation of the model that has no method: one of a
// newer description than the code.
func notServed(op *model.Operation) error {
	return badRequest("%s is not supported by this version of gatehouse; nothing was changed", op.Command)
}

func (a *Account) dispatch(op *model.Operation, in *model.Document) (*model.Document, error) {
	c := call{op, in}
	switch op.Name {
	case "CreateApi":
		return answer(c, a.CreateApi)
	case "CreateApiMapping":
		return answer(c, a.CreateApiMapping)
	case "CreateAuthorizer":
		return answer(c, a.CreateAuthorizer)
	case "CreateDeployment":
		return answer(c, a.CreateDeployment)
	case "CreateDomainName":
		return answer(c, a.CreateDomainName)
	case "CreateIntegration":
		return answer(c, a.CreateIntegration)
	case "CreateIntegrationResponse":
		return answer(c, a.CreateIntegrationResponse)
	case "CreateModel":
		return answer(c, a.CreateModel)
	case "CreatePortal":
		return answer(c, a.CreatePortal)
	case "CreatePortalProduct":
		return answer(c, a.CreatePortalProduct)
	case "CreateProductPage":
		return answer(c, a.CreateProductPage)
	case "CreateProductRestEndpointPage":
		return answer(c, a.CreateProductRestEndpointPage)
	case "CreateRoute":
		return answer(c, a.CreateRoute)
	case "CreateRouteResponse":
		return answer(c, a.CreateRouteResponse)
	case "CreateRoutingRule":
		return answer(c, a.CreateRoutingRule)
	case "CreateStage":
		return answer(c, a.CreateStage)
	case "CreateVpcLink":
		return answer(c, a.CreateVpcLink)
	case "DeleteAccessLogSettings":
		return perform(c, a.DeleteAccessLogSettings)
	case "DeleteApi":
		return perform(c, a.DeleteApi)
	case "DeleteApiMapping":
		return perform(c, a.DeleteApiMapping)
	case "DeleteAuthorizer":
		return perform(c, a.DeleteAuthorizer)
	case "DeleteCorsConfiguration":
		return perform(c, a.DeleteCorsConfiguration)
	case "DeleteDeployment":
		return perform(c, a.DeleteDeployment)
	case "DeleteDomainName":
		return perform(c, a.DeleteDomainName)
	case "DeleteIntegration":
		return perform(c, a.DeleteIntegration)
	case "DeleteIntegrationResponse":
		return perform(c, a.DeleteIntegrationResponse)
	case "DeleteModel":
		return perform(c, a.DeleteModel)
	case "DeletePortal":
		return perform(c, a.DeletePortal)
	case "DeletePortalProduct":
		return perform(c, a.DeletePortalProduct)
	case "DeletePortalProductSharingPolicy":
		return perform(c, a.DeletePortalProductSharingPolicy)
	case "DeleteProductPage":
		return perform(c, a.DeleteProductPage)
	case "DeleteProductRestEndpointPage":
		return perform(c, a.DeleteProductRestEndpointPage)
	case "DeleteRoute":
		return perform(c, a.DeleteRoute)
	case "DeleteRouteRequestParameter":
		return perform(c, a.DeleteRouteRequestParameter)
	case "DeleteRouteResponse":
		return perform(c, a.DeleteRouteResponse)
	case "DeleteRouteSettings":
		return perform(c, a.DeleteRouteSettings)
	case "DeleteRoutingRule":
		return perform(c, a.DeleteRoutingRule)
	case "DeleteStage":
		return perform(c, a.DeleteStage)
	case "DeleteVpcLink":
		return perform(c, a.DeleteVpcLink)
	case "DisablePortal":
		return perform(c, a.DisablePortal)
	case "ExportApi":
		return answer(c, a.ExportApi)
	case "ResetAuthorizersCache":
		return perform(c, a.ResetAuthorizersCache)
	case "GetApi":
		return answer(c, a.GetApi)
	case "GetApiMapping":
		return answer(c, a.GetApiMapping)
	case "GetApiMappings":
		return answer(c, a.GetApiMappings)
	case "GetApis":
		return answer(c, a.GetApis)
	case "GetAuthorizer":
		return answer(c, a.GetAuthorizer)
	case "GetAuthorizers":
		return answer(c, a.GetAuthorizers)
	case "GetDeployment":
		return answer(c, a.GetDeployment)
	case "GetDeployments":
		return answer(c, a.GetDeployments)
	case "GetDomainName":
		return answer(c, a.GetDomainName)
	case "GetDomainNames":
		return answer(c, a.GetDomainNames)
	case "GetIntegration":
		return answer(c, a.GetIntegration)
	case "GetIntegrationResponse":
		return answer(c, a.GetIntegrationResponse)
	case "GetIntegrationResponses":
		return answer(c, a.GetIntegrationResponses)
	case "GetIntegrations":
		return answer(c, a.GetIntegrations)
	case "GetModel":
		return answer(c, a.GetModel)
	case "GetModelTemplate":
		return answer(c, a.GetModelTemplate)
	case "GetModels":
		return answer(c, a.GetModels)
	case "GetPortal":
		return answer(c, a.GetPortal)
	case "GetPortalProduct":
		return answer(c, a.GetPortalProduct)
	case "GetPortalProductSharingPolicy":
		return answer(c, a.GetPortalProductSharingPolicy)
	case "GetProductPage":
		return answer(c, a.GetProductPage)
	case "GetProductRestEndpointPage":
		return answer(c, a.GetProductRestEndpointPage)
	case "GetRoute":
		return answer(c, a.GetRoute)
	case "GetRouteResponse":
		return answer(c, a.GetRouteResponse)
	case "GetRouteResponses":
		return answer(c, a.GetRouteResponses)
	case "GetRoutes":
		return answer(c, a.GetRoutes)
	case "GetRoutingRule":
		return answer(c, a.GetRoutingRule)
	case "ListRoutingRules":
		return answer(c, a.ListRoutingRules)
	case "GetStage":
		return answer(c, a.GetStage)
	case "GetStages":
		return answer(c, a.GetStages)
	case "GetTags":
		return answer(c, a.GetTags)
	case "GetVpcLink":
		return answer(c, a.GetVpcLink)
	case "GetVpcLinks":
		return answer(c, a.GetVpcLinks)
	case "ImportApi":
		return answer(c, a.ImportApi)
	case "ListPortalProducts":
		return answer(c, a.ListPortalProducts)
	case "ListPortals":
		return answer(c, a.ListPortals)
	case "ListProductPages":
		return answer(c, a.ListProductPages)
	case "ListProductRestEndpointPages":
		return answer(c, a.ListProductRestEndpointPages)
	case "PreviewPortal":
		return perform(c, a.PreviewPortal)
	case "PublishPortal":
		return perform(c, a.PublishPortal)
	case "PutPortalProductSharingPolicy":
		return perform(c, a.PutPortalProductSharingPolicy)
	case "PutRoutingRule":
		return answer(c, a.PutRoutingRule)
	case "ReimportApi":
		return answer(c, a.ReimportApi)
	case "TagResource":
		return perform(c, a.TagResource)
	case "UntagResource":
		return perform(c, a.UntagResource)
	case "UpdateApi":
		return answer(c, a.UpdateApi)
	case "UpdateApiMapping":
		return answer(c, a.UpdateApiMapping)
	case "UpdateAuthorizer":
		return answer(c, a.UpdateAuthorizer)
	case "UpdateDeployment":
		return answer(c, a.UpdateDeployment)
	case "UpdateDomainName":
		return answer(c, a.UpdateDomainName)
	case "UpdateIntegration":
		return answer(c, a.UpdateIntegration)
	case "UpdateIntegrationResponse":
		return answer(c, a.UpdateIntegrationResponse)
	case "UpdateModel":
		return answer(c, a.UpdateModel)
	case "UpdatePortal":
		return answer(c, a.UpdatePortal)
	case "UpdatePortalProduct":
		return answer(c, a.UpdatePortalProduct)
	case "UpdateProductPage":
		return answer(c, a.UpdateProductPage)
	case "UpdateProductRestEndpointPage":
		return answer(c, a.UpdateProductRestEndpointPage)
	case "UpdateRoute":
		return answer(c, a.UpdateRoute)
	case "UpdateRouteResponse":
		return answer(c, a.UpdateRouteResponse)
	case "UpdateStage":
		return answer(c, a.UpdateStage)
	case "UpdateVpcLink":
		return answer(c, a.UpdateVpcLink)
	}
	return nil, notServed(op)
}
