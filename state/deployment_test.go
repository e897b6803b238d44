package state

import (
	"slices"
	"testing"
)

func TestDeployments(t *testing.T) {
	s := httpScene(t)
	s.do(`create-stage {"ApiId":"$http","StageName":"prod"}`)
	s.checkAnswers([]answerCase{
		{"a deployment is finished at once", `create-deployment {"ApiId":"$http","Description":"first"}`,
			`{"AutoDeployed":false,"CreatedDate":"2026-01-02T03:04:05Z","DeploymentId":"000006","DeploymentStatus":"DEPLOYED","Description":"first"}`},
		{"it points the stage at itself", `create-deployment {"ApiId":"$http","StageName":"prod"}`,
			`{"AutoDeployed":false,"CreatedDate":"2026-01-02T03:04:05Z","DeploymentId":"000007","DeploymentStatus":"DEPLOYED"}`},
		{"the stage says so", `get-stage {"ApiId":"$http","StageName":"prod"}`,
			`{"CreatedDate":"2026-01-02T03:04:05Z","DefaultRouteSettings":{"DetailedMetricsEnabled":false},"DeploymentId":"000007","LastUpdatedDate":"2026-01-02T03:04:05Z","RouteSettings":{},"StageName":"prod","StageVariables":{},"Tags":{}}`},
		{"the newest is listed first", `get-deployments {"ApiId":"$http"}`,
			`{"Items":[{"AutoDeployed":false,"CreatedDate":"2026-01-02T03:04:05Z","DeploymentId":"000007","DeploymentStatus":"DEPLOYED"},{"AutoDeployed":false,"CreatedDate":"2026-01-02T03:04:05Z","DeploymentId":"000006","DeploymentStatus":"DEPLOYED","Description":"first"}]}`},
		{"its description changes", `update-deployment {"ApiId":"$http","DeploymentId":"000006","Description":"renamed"}`,
			`{"AutoDeployed":false,"CreatedDate":"2026-01-02T03:04:05Z","DeploymentId":"000006","DeploymentStatus":"DEPLOYED","Description":"renamed"}`},
		{"update-stage goes back to it", `update-stage {"ApiId":"$http","StageName":"prod","DeploymentId":"000006"}`,
			`{"CreatedDate":"2026-01-02T03:04:05Z","DefaultRouteSettings":{"DetailedMetricsEnabled":false},"DeploymentId":"000006","LastUpdatedDate":"2026-01-02T03:04:05Z","RouteSettings":{},"StageName":"prod","StageVariables":{},"Tags":{}}`},
		{"one that no stage uses is deleted", `delete-deployment {"ApiId":"$http","DeploymentId":"000007"}`, ``},
	})
	s.checkRefusals([]refusal{
		{"one in use stays", `delete-deployment {"ApiId":"$http","DeploymentId":"000006"}`, "BadRequestException: Active stages pointing to this deployment must be moved or deleted"},
		{"a deployment must exist", `get-deployment {"ApiId":"$http","DeploymentId":"nope"}`, "NotFoundException: Invalid Deployment identifier specified"},
		{"its stage must exist", `create-deployment {"ApiId":"$http","StageName":"$default"}`, "BadRequestException: Stage $default does not exist. StageName specified on a CreateDeployment request must exist so the stage can be updated with the new deployment."},
	})
}

func TestDeployingNothing(t *testing.T) {
	s := newScene(t)
	s.name("$http", "ApiId", `create-api {"Name":"x","ProtocolType":"HTTP"}`)
	s.name("$chat", "ApiId", `create-api {"Name":"x","ProtocolType":"WEBSOCKET","RouteSelectionExpression":"$request.body.a"}`)
	s.checkRefusals([]refusal{
		{"an HTTP API needs a route", `create-deployment {"ApiId":"$http"}`, "BadRequestException: Unable to deploy API because no routes exist in this API"},
		{"a WebSocket API needs a route", `create-deployment {"ApiId":"$chat"}`, "BadRequestException: At least one route is required before deploying the Api"},
	})
	s.checkAnswers([]answerCase{
		{"an automatic deployment says why it failed", `create-stage {"ApiId":"$http","StageName":"$default","AutoDeploy":true}`,
			`{"AutoDeploy":true,"CreatedDate":"2026-01-02T03:04:05Z","DefaultRouteSettings":{"DetailedMetricsEnabled":false},"LastDeploymentStatusMessage":"Deployment attempt failed: Unable to deploy API because no routes exist in this API","LastUpdatedDate":"2026-01-02T03:04:05Z","RouteSettings":{},"StageName":"$default","StageVariables":{},"Tags":{}}`},
	})
}

// served returns the route keys that a stage of the only API serves, or nil if
// it serves nothing.
func (s *scene) served(stage string) []string {
	s.t.Helper()
	catalog, err := s.file.Load()
	if err != nil {
		s.t.Fatal(err)
	}
	for _, st := range catalog.APIs[0].Stages {
		if *st.StageName == stage && st.Snapshot != nil {
			keys := []string{}
			for _, r := range st.Snapshot.Routes {
				keys = append(keys, *r.RouteKey)
			}
			return keys
		}
	}
	return nil
}

func (s *scene) checkServed(when, stage string, want ...string) {
	s.t.Helper()
	if got := s.served(stage); !slices.Equal(got, want) || (got == nil) != (want == nil) {
		s.t.Errorf("%s: stage %s serves %q, want %q", when, stage, got, want)
	}
}

func TestWhatStagesServe(t *testing.T) {
	s := httpScene(t)
	s.do(`create-stage {"ApiId":"$http","StageName":"manual"}`)
	s.do(`create-stage {"ApiId":"$http","StageName":"auto","AutoDeploy":true}`)
	s.checkServed("a stage was never deployed", "manual")
	s.checkServed("AutoDeploy deploys at once", "auto", "GET /pets")

	s.do(`create-deployment {"ApiId":"$http","StageName":"manual"}`)
	s.name("$two", "RouteId", `create-route {"ApiId":"$http","RouteKey":"GET /two"}`)
	s.checkServed("a deployment is a snapshot", "manual", "GET /pets")
	s.checkServed("AutoDeploy follows", "auto", "GET /pets", "GET /two")

	s.do(`update-stage {"ApiId":"$http","StageName":"auto","AutoDeploy":false}`)
	s.do(`delete-route {"ApiId":"$http","RouteId":"$two"}`)
	s.checkServed("without AutoDeploy the stage stays", "auto", "GET /pets", "GET /two")

	s.do(`update-stage {"ApiId":"$http","StageName":"auto","AutoDeploy":true}`)
	s.checkServed("with AutoDeploy again it follows", "auto", "GET /pets")

	s.do(`delete-route {"ApiId":"$http","RouteId":"$route"}`)
	s.checkServed("the last deployment with a route stays", "auto", "GET /pets")
	s.do(`delete-integration {"ApiId":"$http","IntegrationId":"$int"}`)
	s.checkServed("whatever else changes", "auto", "GET /pets")
	s.do(`create-route {"ApiId":"$http","RouteKey":"GET /new"}`)
	s.checkServed("until there is a route", "auto", "GET /new")
	s.checkServed("a snapshot outlives everything", "manual", "GET /pets")
}

func TestSnapshotsHoldTheWholeConfiguration(t *testing.T) {
	s := httpScene(t)
	s.do(`update-api {"ApiId":"$http","CorsConfiguration":{"AllowOrigins":["https://a"]},"DisableExecuteApiEndpoint":true}`)
	s.do(`create-stage {"ApiId":"$http","StageName":"manual"}`)
	s.do(`create-deployment {"ApiId":"$http","StageName":"manual"}`)
	s.do(`delete-route {"ApiId":"$http","RouteId":"$route"}`)
	s.do(`delete-integration {"ApiId":"$http","IntegrationId":"$int"}`)
	s.do(`delete-authorizer {"ApiId":"$http","AuthorizerId":"$jwt"}`)
	s.do(`delete-cors-configuration {"ApiId":"$http"}`)
	s.do(`update-api {"ApiId":"$http","DisableExecuteApiEndpoint":false}`)
	catalog, err := s.file.Load()
	if err != nil {
		t.Fatal(err)
	}
	snapshot := catalog.APIs[0].Stages[0].Snapshot
	if len(snapshot.Routes) != 1 || len(snapshot.Integrations) != 1 || len(snapshot.Authorizers) != 2 ||
		!snapshot.DisableExecuteApiEndpoint || !slices.Equal(snapshot.Cors.AllowOrigins, []string{"https://a"}) {
		t.Errorf("the stage serves %+v", snapshot)
	}
	if timeout := snapshot.Integrations[0].TimeoutInMillis; timeout == nil || *timeout != 30000 {
		t.Errorf("the integration has time-out %v, want the default", timeout)
	}
}

func TestAutomaticDeploymentsAreForgotten(t *testing.T) {
	s := httpScene(t)
	s.do(`create-stage {"ApiId":"$http","StageName":"auto","AutoDeploy":true}`)
	s.name("$kept", "DeploymentId", `get-stage {"ApiId":"$http","StageName":"auto"}`)
	s.do(`create-stage {"ApiId":"$http","StageName":"manual","DeploymentId":"$kept"}`)
	for range 10 {
		s.do(`update-route {"ApiId":"$http","RouteId":"$route","OperationName":"x"}`)
	}
	out, err := s.try(`get-deployments {"ApiId":"$http"}`)
	if err != nil {
		t.Fatal(err)
	}
	items, _ := out.Get("Items")
	// The newest few, the one that AutoDeploy is at, the one that a stage uses.
	if got, want := len(items.([]any)), automaticKept+2; got != want {
		t.Errorf("%d deployments are kept, want %d", got, want)
	}
	s.do(`get-deployment {"ApiId":"$http","DeploymentId":"$kept"}`)
	s.checkServed("a manual stage keeps an automatic deployment", "manual", "GET /pets")
}

func TestANewStageWithAutoDeployLeavesOthersAlone(t *testing.T) {
	s := httpScene(t)
	s.do(`create-stage {"ApiId":"$http","StageName":"one","AutoDeploy":true}`)
	s.name("$first", "DeploymentId", `get-stage {"ApiId":"$http","StageName":"one"}`)
	s.do(`create-stage {"ApiId":"$http","StageName":"two","AutoDeploy":true}`)
	s.name("$still", "DeploymentId", `get-stage {"ApiId":"$http","StageName":"one"}`)
	s.name("$second", "DeploymentId", `get-stage {"ApiId":"$http","StageName":"two"}`)
	if first, still, second := s.resolve("$first"), s.resolve("$still"), s.resolve("$second"); still != first || second == first {
		t.Errorf("stage one went from deployment %s to %s, stage two has %s", first, still, second)
	}
	s.do(`create-stage {"ApiId":"$http","StageName":"manual","DeploymentId":"$first"}`)
	s.do(`create-route {"ApiId":"$http","RouteKey":"GET /two"}`)
	s.checkServed("a deployment that a stage followed is kept", "manual", "GET /pets")
	s.checkServed("one change moves all who follow", "one", "GET /pets", "GET /two")
	s.checkServed("one change moves all who follow", "two", "GET /pets", "GET /two")
}

func TestOldAutomaticDeploymentsHaveNoCopy(t *testing.T) {
	s := httpScene(t)
	s.do(`create-stage {"ApiId":"$http","StageName":"auto","AutoDeploy":true}`)
	s.name("$first", "DeploymentId", `get-stage {"ApiId":"$http","StageName":"auto"}`)
	s.do(`create-route {"ApiId":"$http","RouteKey":"GET /two"}`)
	s.name("$second", "DeploymentId", `get-stage {"ApiId":"$http","StageName":"auto"}`)
	s.do(`create-stage {"ApiId":"$http","StageName":"manual"}`)
	want := s.resolve("BadRequestException: The configuration of automatic deployment $first is no longer kept. Create a deployment and use that one")
	if got := s.refused(`update-stage {"ApiId":"$http","StageName":"manual","DeploymentId":"$first"}`); got != want {
		t.Errorf("update-stage = %q, want %q", got, want)
	}
	s.do(`delete-stage {"ApiId":"$http","StageName":"auto"}`)
	s.do(`create-route {"ApiId":"$http","RouteKey":"GET /three"}`)
	s.do(`update-stage {"ApiId":"$http","StageName":"manual","DeploymentId":"$second"}`)
	s.checkServed("a deployment that nobody follows is what it was", "manual", "GET /pets", "GET /two")
}
