package state

import (
	"slices"

	"gatehouse/model"
)

const (
	deploymentIDLength = 6 // obs

	// automaticKept is how many records of automatic deployments an API keeps
	// beyond those that its stages use. AWS keeps all (local).
	automaticKept = 5

	automaticDescription = "Automatic deployment triggered by changes to the Api configuration" // obs

	deploymentDeployed = "DEPLOYED"

	// snapshotMember is the member of a deployment that holds a copy of the
	// API's configuration.
	snapshotMember = "snapshot"
)

// CreateDeployment takes a snapshot of an API's configuration and, if
// StageName is given, points that stage at it.
//
// https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-deployments.html
func (a *Account) CreateDeployment(in model.CreateDeploymentInput) (*model.Deployment, error) {
	api, err := a.api(in.ApiId)
	if err != nil {
		return nil, err
	}
	var stage *model.Stage
	if in.StageName != nil {
		if stage = api.stages().get(*in.StageName); stage == nil {
			return nil, badRequest("Stage %s does not exist. StageName specified on a CreateDeployment request must exist so the stage can be updated with the new deployment.", *in.StageName) // obs
		}
		if err := changeable(stage); err != nil {
			return nil, err
		}
	}
	if problem := api.undeployable(); problem != "" {
		return nil, badRequest("%s", problem)
	}
	deployment := api.newDeployment(false, notEmpty(in.Description))
	api.takeSnapshot(*deployment.DeploymentId)
	if stage != nil {
		api.pointStage(stage, *deployment.DeploymentId)
	}
	return deployment, nil
}

// GetDeployment returns one deployment.
func (a *Account) GetDeployment(in model.GetDeploymentInput) (*model.Deployment, error) {
	_, deployment, err := a.deployment(in.ApiId, in.DeploymentId)
	return deployment, err
}

// GetDeployments lists an API's deployments, the newest first (doc: its
// examples).
func (a *Account) GetDeployments(in model.GetDeploymentsInput) (*model.GetDeploymentsOutput, error) {
	api, err := a.api(in.ApiId)
	if err != nil {
		return nil, err
	}
	items, next, err := api.deployments().newestFirst(in.MaxResults, in.NextToken)
	if err != nil {
		return nil, err
	}
	return &model.GetDeploymentsOutput{Items: items, NextToken: next}, nil
}

// UpdateDeployment changes a deployment's description, the only member that
// can be changed.
func (a *Account) UpdateDeployment(in model.UpdateDeploymentInput) (*model.Deployment, error) {
	api, deployment, err := a.deployment(in.ApiId, in.DeploymentId)
	if err != nil {
		return nil, err
	}
	if in.Description != nil {
		deployment.Description = notEmpty(in.Description) // guess: "" clears, as elsewhere
		api.deployments().put(*deployment.DeploymentId, deployment)
	}
	return deployment, nil
}

// DeleteDeployment removes a deployment that no stage uses.
func (a *Account) DeleteDeployment(in model.DeleteDeploymentInput) error {
	api, deployment, err := a.deployment(in.ApiId, in.DeploymentId)
	if err != nil {
		return err
	}
	if slices.Contains(api.usedDeployments(), *deployment.DeploymentId) {
		return badRequest("Active stages pointing to this deployment must be moved or deleted") // guess: REST's text
	}
	api.deployments().remove(*deployment.DeploymentId)
	return nil
}

// deployment finds the deployment that an operation addresses.
func (a *Account) deployment(apiID, id *string) (*apiResource, *model.Deployment, error) {
	api, err := a.api(apiID)
	if err != nil {
		return nil, nil, err
	}
	deployment := api.deployments().get(value(id))
	if deployment == nil {
		return nil, nil, noDeployment()
	}
	return api, deployment, nil
}

func noDeployment() error { return notFound("Invalid Deployment identifier specified") } // guess

// undeployable says why the API cannot be deployed, or "" (obs).
func (p *apiResource) undeployable() string {
	switch {
	case p.routes().len() > 0:
		return ""
	case p.isWebSocket():
		return "At least one route is required before deploying the Api"
	}
	return "Unable to deploy API because no routes exist in this API"
}

// newDeployment records a deployment. Deploying is finished at once (local).
func (p *apiResource) newDeployment(automatic bool, description *string) *model.Deployment {
	deployment := &model.Deployment{
		AutoDeployed:     &automatic,
		CreatedDate:      new(p.account.Settings.now()),
		DeploymentId:     new(p.account.newID(deploymentIDLength)),
		DeploymentStatus: new(deploymentDeployed),
		Description:      description,
	}
	p.deployments().put(*deployment.DeploymentId, deployment)
	return deployment
}

// pointStage makes a stage serve a deployment.
func (p *apiResource) pointStage(stage *model.Stage, id string) {
	stage.DeploymentId = &id
	stage.LastUpdatedDate = new(p.account.Settings.now())
	stage.LastDeploymentStatusMessage = nil
	if value(stage.AutoDeploy) {
		stage.LastDeploymentStatusMessage = new("Successfully deployed stage with deployment ID '" + id + "'") // obs
	}
	p.stages().put(*stage.StageName, stage)
}

// usedDeployments are those that a stage points at.
func (p *apiResource) usedDeployments() []string {
	var used []string
	for _, id := range p.stages().texts("DeploymentId") {
		if id != "" {
			used = append(used, id)
		}
	}
	return used
}
