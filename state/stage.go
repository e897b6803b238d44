package state

import (
	"strings"

	"gatehouse/model"
)

// defaultStage is the stage that an HTTP API serves at its root.
const defaultStage = "$default"

// CreateStage adds a stage to an API.
//
// https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-stages.html
func (a *Account) CreateStage(in model.CreateStageInput) (*model.Stage, error) {
	api, err := a.api(in.ApiId)
	if err != nil {
		return nil, err
	}
	name := value(in.StageName)
	if !isStageName(name) {
		return nil, badRequest("Stage name only allows a-zA-Z0-9_") // obs: the text forgets the hyphen
	}
	if api.stages().has(name) {
		return nil, conflict("Stage already exists") // obs
	}
	now := a.Settings.now()
	stored := &model.Stage{CreatedDate: &now, LastUpdatedDate: &now}
	model.Overlay(stored, &in)
	stored.Description = notEmpty(stored.Description)
	stored.ClientCertificateId = notEmpty(stored.ClientCertificateId)
	stored.StageVariables = mergeTexts(nil, in.StageVariables)
	if err := api.checkStage(stored, in.DeploymentId != nil); err != nil {
		return nil, err
	}
	if err := checkTags(in.Tags); err != nil {
		return nil, err
	}
	api.stages().put(name, stored)
	if value(stored.AutoDeploy) {
		api.deploy([]*model.Stage{stored})
	} else if stored.DeploymentId != nil {
		if err := api.keepSnapshot(*stored.DeploymentId); err != nil {
			return nil, err
		}
	}
	return api.showStage(stored), nil
}

// GetStage returns one stage.
func (a *Account) GetStage(in model.GetStageInput) (*model.Stage, error) {
	api, stage, err := a.stage(in.ApiId, in.StageName)
	if err != nil {
		return nil, err
	}
	return api.showStage(stage), nil
}

// GetStages lists an API's stages.
func (a *Account) GetStages(in model.GetStagesInput) (*model.GetStagesOutput, error) {
	api, err := a.api(in.ApiId)
	if err != nil {
		return nil, err
	}
	items, next, err := api.stages().page(in.MaxResults, in.NextToken)
	if err != nil {
		return nil, err
	}
	for i := range items {
		api.showStage(&items[i])
	}
	return &model.GetStagesOutput{Items: items, NextToken: next}, nil
}

// UpdateStage changes the members that are given. StageVariables and
// RouteSettings merge by key, the settings themselves by member (obs). Turning
// AutoDeploy on deploys; turning it off keeps what is deployed.
func (a *Account) UpdateStage(in model.UpdateStageInput) (*model.Stage, error) {
	api, stage, err := a.stage(in.ApiId, in.StageName)
	if err != nil {
		return nil, err
	}
	if err := changeable(stage); err != nil {
		return nil, err
	}
	merged := *stage
	model.Overlay(&merged, &in)
	mergeStage(&merged, stage, in)
	if err := api.checkStage(&merged, in.DeploymentId != nil); err != nil {
		return nil, err
	}
	merged.LastUpdatedDate = new(a.Settings.now())
	follows := value(merged.AutoDeploy)
	if !follows {
		api.stopFollowing(stage)
	}
	if in.DeploymentId != nil {
		if err := api.keepSnapshot(*in.DeploymentId); err != nil {
			return nil, err
		}
	}
	api.stages().put(*merged.StageName, &merged)
	if follows && !value(stage.AutoDeploy) {
		api.deploy([]*model.Stage{&merged})
	}
	return api.showStage(&merged), nil
}

// DeleteStage removes a stage that no custom domain name refers to.
func (a *Account) DeleteStage(in model.DeleteStageInput) error {
	api, stage, err := a.stage(in.ApiId, in.StageName)
	if err != nil {
		return err
	}
	if err := changeable(stage); err != nil {
		return err
	}
	for domain := range a.domainNames().all() {
		for _, m := range a.apiMappings(domain).all() {
			if value(m.ApiId) == *api.ApiId && value(m.Stage) == *stage.StageName { // guess
				return badRequest("Deleting stage %s failed. Please remove all API mappings for the stage from your custom domain names.", *stage.StageName)
			}
		}
		for _, rule := range a.routingRules(domain).all() {
			if invokes(rule, *api.ApiId, stage.StageName) { // guess
				return badRequest("Deleting stage %s failed. Please remove all routing rules for the stage from your custom domain names.", *stage.StageName)
			}
		}
	}
	api.stopFollowing(stage)
	api.stages().remove(*stage.StageName)
	return nil
}

// DeleteAccessLogSettings turns a stage's access log off.
func (a *Account) DeleteAccessLogSettings(in model.DeleteAccessLogSettingsInput) error {
	api, stage, err := a.stage(in.ApiId, in.StageName)
	if err != nil {
		return err
	}
	if err := changeable(stage); err != nil {
		return err
	}
	if stage.AccessLogSettings == nil {
		return nil
	}
	stage.AccessLogSettings = nil
	stage.LastUpdatedDate = new(a.Settings.now())
	api.stages().put(*stage.StageName, stage)
	return nil
}

// DeleteRouteSettings removes a stage's settings for one route key, whether or
// not the route still exists.
func (a *Account) DeleteRouteSettings(in model.DeleteRouteSettingsInput) error {
	api, stage, err := a.stage(in.ApiId, in.StageName)
	if err != nil {
		return err
	}
	if err := changeable(stage); err != nil {
		return err
	}
	key := value(in.RouteKey)
	if _, ok := stage.RouteSettings.Get(key); !ok {
		return notFound("Unable to find Route by key %s within the provided RouteSettings", key) // guess: as on update
	}
	stage.RouteSettings.Delete(key)
	stage.LastUpdatedDate = new(a.Settings.now())
	api.stages().put(*stage.StageName, stage)
	return nil
}

// stage finds the stage that an operation addresses.
func (a *Account) stage(apiID, name *string) (*apiResource, *model.Stage, error) {
	api, err := a.api(apiID)
	if err != nil {
		return nil, nil, err
	}
	stage := api.stages().get(value(name))
	if stage == nil {
		return nil, nil, noStage()
	}
	return api, stage, nil
}

func noStage() error { return notFound("Invalid stage identifier specified") } // obs

// changeable refuses to change the stage of a quick create (doc; guess: the
// text).
func changeable(stage *model.Stage) error {
	if value(stage.ApiGatewayManaged) {
		return badRequest("Stage %s is managed by API Gateway and cannot be modified", *stage.StageName)
	}
	return nil
}

// isStageName reports whether a stage may have a name: $default, or letters,
// digits, lines and hyphens.
func isStageName(name string) bool {
	return name == defaultStage || name != "" && !strings.ContainsFunc(name, func(c rune) bool {
		return !isAlphanumeric(c) && c != '_' && c != '-'
	})
}

// mergeStage finishes laying an update over a stage: a description is never
// cleared, and maps and settings merge (obs).
func mergeStage(merged, old *model.Stage, in model.UpdateStageInput) {
	if value(in.Description) == "" {
		merged.Description = old.Description
	}
	merged.ClientCertificateId = notEmpty(merged.ClientCertificateId)
	merged.StageVariables = mergeTexts(old.StageVariables, in.StageVariables)
	if old.DefaultRouteSettings != nil {
		merged.DefaultRouteSettings = mergeSettings(*old.DefaultRouteSettings, in.DefaultRouteSettings)
	}
	merged.RouteSettings = mergeRouteSettings(old.RouteSettings, in.RouteSettings)
	if old.AccessLogSettings != nil && in.AccessLogSettings != nil {
		settings := *old.AccessLogSettings
		model.Overlay(&settings, in.AccessLogSettings)
		merged.AccessLogSettings = &settings
	}
}

// mergeRouteSettings lays the settings that are given for route keys over
// those that are there.
func mergeRouteSettings(old, given model.StringMap[model.RouteSettings]) model.StringMap[model.RouteSettings] {
	before := make(map[string]model.RouteSettings, len(old))
	for _, e := range old {
		before[e.Key] = e.Value
	}
	laid := make(model.StringMap[model.RouteSettings], len(given))
	for i, e := range given {
		laid[i] = model.Entry[model.RouteSettings]{Key: e.Key, Value: *mergeSettings(before[e.Key], &e.Value)}
	}
	merged := append(model.StringMap[model.RouteSettings](nil), old...)
	merged.Merge(laid)
	return merged
}

func mergeSettings(old model.RouteSettings, given *model.RouteSettings) *model.RouteSettings {
	if given != nil {
		model.Overlay(&old, given)
	}
	return &old
}

// showStage adds what every stage has and the file does not repeat (obs).
func (p *apiResource) showStage(stage *model.Stage) *model.Stage {
	settings := mergeSettings(model.RouteSettings{DetailedMetricsEnabled: new(false)}, stage.DefaultRouteSettings)
	if p.isWebSocket() {
		setDefault(&settings.DataTraceEnabled, false)
		setDefault(&settings.LoggingLevel, loggingOff)
	}
	stage.DefaultRouteSettings = settings
	if stage.RouteSettings == nil {
		stage.RouteSettings = model.StringMap[model.RouteSettings]{}
	}
	if stage.StageVariables == nil {
		stage.StageVariables = model.StringMap[string]{}
	}
	if stage.Tags == nil {
		stage.Tags = model.StringMap[string]{}
	}
	return stage
}
