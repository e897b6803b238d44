package state

import (
	"strings"

	"gatehouse/model"
)

const (
	loggingOff = "OFF"

	// maxAccessLogFormat is what the quotas allow (doc). The model says 1024,
	// which formats in use exceed.
	maxAccessLogFormat = 3 << 10

	// Limits of stage variables (doc).
	maxStageVariables    = 100
	maxStageVariableName = 64
	maxStageVariable     = 512
)

// checkStage holds a stage's rules, on the whole of it after a merge.
// deploymentGiven says that this very input names the deployment. The order of
// the checks is a guess.
func (p *apiResource) checkStage(stage *model.Stage, deploymentGiven bool) error {
	if deploymentGiven {
		if value(stage.AutoDeploy) { // obs, but for the middle of the text
			return badRequest("Deployment ID cannot be set for stage %s because AutoDeploy is enabled", *stage.StageName)
		}
		if !p.deployments().has(value(stage.DeploymentId)) {
			return noDeployment()
		}
	}
	if stage.DefaultRouteSettings != nil {
		if err := p.checkSettings(stage.DefaultRouteSettings); err != nil {
			return err
		}
	}
	if err := p.checkRouteSettings(stage.RouteSettings); err != nil {
		return err
	}
	if err := checkStageVariables(stage.StageVariables); err != nil {
		return err
	}
	return checkAccessLog(stage.AccessLogSettings)
}

func (p *apiResource) checkRouteSettings(settings model.StringMap[model.RouteSettings]) error {
	if len(settings) == 0 {
		return nil
	}
	keys := make(map[string]bool, p.routes().len())
	for _, key := range p.routes().texts("RouteKey") {
		keys[key] = true
	}
	for i := range settings {
		e := &settings[i]
		if !keys[e.Key] {
			return notFound("Unable to find Route by key %s within the provided RouteSettings", e.Key) // obs
		}
		if err := p.checkSettings(&e.Value); err != nil {
			return err
		}
	}
	return nil
}

// checkSettings refuses execution logs for an HTTP API, even where they are
// turned off (obs). For a WebSocket API, AWS wants a log role in the account's
// settings, which do not exist here (local).
func (p *apiResource) checkSettings(settings *model.RouteSettings) error {
	if !p.isWebSocket() && (settings.LoggingLevel != nil || settings.DataTraceEnabled != nil) {
		return badRequest("Execution logs are not supported on protocolType HTTP") // obs
	}
	return nil
}

// checkStageVariables holds the documented limits (guess: the texts).
func checkStageVariables(variables model.StringMap[string]) error {
	if len(variables) > maxStageVariables {
		return badRequest("A stage can have at most %d stage variables", maxStageVariables)
	}
	for _, e := range variables {
		if len(e.Key) > maxStageVariableName || e.Key == "" || strings.ContainsFunc(e.Key, func(c rune) bool { return !isAlphanumeric(c) && c != '_' }) {
			return badRequest("Stage variable name %s is not valid. It must have 1 to %d characters of a-zA-Z0-9_", e.Key, maxStageVariableName)
		}
		if len(e.Value) > maxStageVariable || strings.ContainsFunc(e.Value, func(c rune) bool {
			return !isAlphanumeric(c) && !strings.ContainsRune("-._~:/?#&=,", c)
		}) {
			return badRequest("Stage variable value %s is not valid. It must have 1 to %d characters of a-zA-Z0-9-._~:/?#&=,", e.Value, maxStageVariable)
		}
	}
	return nil
}

// checkAccessLog checks where and what a stage logs, and drops the :* behind
// the ARN of a log group (obs). The log group need not exist (local).
func checkAccessLog(settings *model.AccessLogSettings) error {
	if settings == nil {
		return nil
	}
	if settings.DestinationArn != nil {
		settings.DestinationArn = new(strings.TrimSuffix(*settings.DestinationArn, ":*"))
	}
	if destination := value(settings.DestinationArn); !isLogGroup(destination) {
		return badRequest("Access log destination must only contain characters a-z, A-Z, 0-9, '_', '-', '/', '.': '%s'", destination) // obs
	}
	format := value(settings.Format)
	if len(format) > maxAccessLogFormat {
		return badRequest("Access Log format must have at most %d characters", maxAccessLogFormat) // doc; guess: the text
	}
	if !strings.Contains(format, "$context.requestId") && !strings.Contains(format, "$context.extendedRequestId") {
		return badRequest("Access Log format must include either $context.requestId or $context.extendedRequestId") // obs
	}
	return nil
}

// isLogGroup reports whether a destination is the ARN of a log group. HTTP
// APIs log to nothing else (doc).
func isLogGroup(destination string) bool {
	arn, ok := parseARN(destination)
	name, isGroup := strings.CutPrefix(arn.resource, "log-group:")
	return ok && arn.service == "logs" && isGroup && name != "" && !strings.ContainsFunc(name, func(c rune) bool {
		return !isAlphanumeric(c) && !strings.ContainsRune("_-/.", c)
	})
}
