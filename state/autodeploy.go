package state

import (
	"slices"

	"gatehouse/model"
)

// redeploy is called after each change of what a deployment copies: routes,
// integrations, authorizers, models, their responses, CORS and the API's own
// switches. Stages with AutoDeploy get a new deployment, one for all of them
// (guess).
//
// An automatic deployment keeps no copy: while AutoDeploy is on, the stage
// serves the live configuration. Only where it cannot follow that, because the
// API has no route left, its deployment has a copy (see freezeStages).
func (p *apiResource) redeploy() {
	var automatic []*model.Stage
	for _, stage := range p.stages().all() {
		if value(stage.AutoDeploy) {
			automatic = append(automatic, stage)
		}
	}
	if automatic != nil {
		p.deploy(automatic)
	}
}

// deploy makes an automatic deployment and points stages at it.
func (p *apiResource) deploy(automatic []*model.Stage) {
	if problem := p.undeployable(); problem != "" {
		for _, stage := range automatic {
			stage.LastDeploymentStatusMessage = new("Deployment attempt failed: " + problem) // obs
			p.stages().put(*stage.StageName, stage)
		}
		return
	}
	deployment := p.newDeployment(true, new(automaticDescription))
	for _, stage := range automatic {
		p.pointStage(stage, *deployment.DeploymentId)
	}
	p.forgetAutomatic()
}

// forgetAutomatic removes the records of automatic deployments that no stage
// uses, but for the newest few.
func (p *apiResource) forgetAutomatic() {
	used := p.usedDeployments()
	var idle []string
	for id, deployment := range p.deployments().all() {
		if value(deployment.AutoDeployed) && !slices.Contains(used, id) {
			idle = append(idle, id)
		}
	}
	for _, id := range idle[:max(0, len(idle)-automaticKept)] {
		p.deployments().remove(id)
	}
}

// freezeStages is called before the last route goes. No deployment can be
// made of what is left, so each stage with AutoDeploy stays at the deployment
// it has (obs), which from now on needs a copy.
func (p *apiResource) freezeStages() {
	for _, stage := range p.stages().all() {
		p.stopFollowing(stage)
	}
}

// stopFollowing is called before a stage with AutoDeploy ceases to follow the
// live configuration: its deployment gets the copy that it did without.
func (p *apiResource) stopFollowing(stage *model.Stage) {
	if value(stage.AutoDeploy) && stage.DeploymentId != nil && !p.snapshot(*stage.DeploymentId).node.exists() {
		p.takeSnapshot(*stage.DeploymentId)
	}
}

// snapshot is the copy that a deployment keeps; its node does not exist if it
// keeps none.
func (p *apiResource) snapshot(deploymentID string) configuration {
	return configuration{p.account, p.deployments().node(deploymentID).child(snapshotMember)}
}

// takeSnapshot copies the API's configuration into a deployment.
func (p *apiResource) takeSnapshot(deploymentID string) {
	to := p.snapshot(deploymentID).node
	to.setOwn(model.Encode(&model.Api{
		ApiKeySelectionExpression: p.ApiKeySelectionExpression,
		CorsConfiguration:         p.CorsConfiguration,
		DisableExecuteApiEndpoint: p.DisableExecuteApiEndpoint,
		RouteSelectionExpression:  p.RouteSelectionExpression,
	}, model.ShapeByName(apiKind.shape)))
	for _, k := range []kind{routeKind, integrationKind, authorizerKind, modelKind} {
		if from := p.node.child(k.member); from.len() > 0 {
			to.set(k.member, from.copy())
		}
	}
}

// copy returns the object as a value of its own.
func (o *object) copy() any {
	text, _ := o.appendText(nil, 0)
	v, _ := model.ParseJSON(shareText(text))
	return v
}

// keepSnapshot makes sure that a deployment has a copy, for a stage that
// points at it and does not follow the live configuration. An automatic
// deployment has one if no stage follows it any more because it was told so,
// and can be given one while a stage follows it; of all older ones only the
// records are left, and such a deployment is refused (local).
func (p *apiResource) keepSnapshot(deploymentID string) error {
	deployment := p.deployments().get(deploymentID)
	if !value(deployment.AutoDeployed) || p.snapshot(deploymentID).node.exists() {
		return nil
	}
	for _, stage := range p.stages().all() {
		if value(stage.DeploymentId) == deploymentID && value(stage.AutoDeploy) {
			p.stopFollowing(stage)
			return nil
		}
	}
	return badRequest("The configuration of automatic deployment %s is no longer kept. Create a deployment and use that one", deploymentID)
}
