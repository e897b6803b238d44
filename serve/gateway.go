package serve

import (
	"fmt"
	"slices"
	"sync"

	"gatehouse/model"
	"gatehouse/serve/throttle"
	"gatehouse/state"
)

// A Gateway is a catalog compiled for answering requests. It never changes.
// The zero value has no APIs.
type Gateway struct {
	apis  map[string]*api // by identifier, which is unique in all regions
	hosts map[string]host // by host name, in lower case
	order []*api          // as in the catalog
	only  *api            // the API that plain localhost is, or nil

	domains   []*domain          // as in the catalog
	wildcards map[string]*domain // those of *.example.com, by .example.com
}

// An api is an API as it is served.
type api struct {
	id, name, region string
	webSocket        bool
	stages           map[string]*stage
	order            []*stage
}

// A stage is a stage with the configuration that it serves. It is compiled
// when it is first needed: of a thousand APIs a few are called between two
// edits. That it can be compiled has been found out before.
type stage struct {
	in     *state.Stage
	apiID  string
	region string
	name   string
	once   sync.Once

	// These are valid after ready.
	cors   *CorsPolicy
	log    *stageLog // nil: no access log is written
	routes router
	order  []*route
}

// A route is a route of a stage.
type route struct {
	text      string // the route key as configured
	key       routeKey
	variables []string // names of the path variables, in order

	// refusal answers every request, if its status is set: the route has an
	// authorizer that cannot be asked. Note says why, for the log.
	refusal refusal
	note    string

	gate gate // nil lets every request pass, unless there is a refusal

	integration *integration // nil: the route has no target

	bucket    *throttle.Bucket // nil: the route is not throttled
	throttled string           // what a log line says when the bucket is empty

	logged string // what a log line says about the route
}

// A CompileError says which part of the state cannot be served.
type CompileError struct {
	APIID, Region, Stage string
	RouteKey             string
	Problem              string
}

func (e *CompileError) Error() string {
	return fmt.Sprintf("API %s in %s, stage %s, route %q: %s", e.APIID, e.Region, e.Stage, e.RouteKey, e.Problem)
}

// compile makes a gateway of a catalog. apiID is the API that plain localhost
// shall be; "" is the only HTTP API there is.
func compile(catalog *state.Catalog, apiID string) (*Gateway, error) {
	g := &Gateway{
		apis:  make(map[string]*api, len(catalog.APIs)),
		hosts: make(map[string]host, 2*len(catalog.APIs)+len(catalog.Domains)),
		order: make([]*api, 0, len(catalog.APIs)),
	}
	served := 0
	for i := range catalog.APIs {
		a, err := compileAPI(&catalog.APIs[i])
		if err != nil {
			return nil, err
		}
		g.apis[a.id] = a
		g.order = append(g.order, a)
		for _, name := range apiHosts(a) {
			g.hosts[name] = host{api: a}
		}
		if !a.webSocket {
			g.only = a
			served++
		}
	}
	if served != 1 {
		g.only = nil
	}
	if apiID != "" {
		g.only = g.apis[apiID]
	}
	g.compileDomains(catalog.Domains)
	return g, nil
}

func compileAPI(in *state.API) (*api, error) {
	a := &api{
		id:        deref(in.Api.ApiId),
		name:      deref(in.Api.Name),
		region:    in.Region,
		webSocket: deref(in.Api.ProtocolType) == "WEBSOCKET",
	}
	if a.webSocket {
		return a, nil
	}
	a.stages = make(map[string]*stage, len(in.Stages))
	for i := range in.Stages {
		s := &stage{in: &in.Stages[i], apiID: a.id, region: a.region, name: deref(in.Stages[i].StageName)}
		if key, err := s.check(); err != nil {
			return nil, &CompileError{APIID: a.id, Region: a.region, Stage: s.name, RouteKey: key, Problem: err.Error()}
		}
		a.stages[s.name] = s
		a.order = append(a.order, s)
	}
	return a, nil
}

// check says whether the stage can be compiled; if not, which route is at
// fault.
func (s *stage) check() (key string, err error) {
	if !s.deployed() {
		return "", nil
	}
	for i := range s.in.Snapshot.Routes {
		key := deref(s.in.Snapshot.Routes[i].RouteKey)
		if _, err := parseRouteKey(key); err != nil {
			return key, err
		}
	}
	return "", nil
}

// deployed says whether the stage has anything to serve. If not, it answers as
// if it were not there.
func (s *stage) deployed() bool { return s.in.Snapshot != nil }

// disabled says whether the API's own endpoint is off.
func (s *stage) disabled() bool { return s.in.Snapshot.DisableExecuteApiEndpoint }

// has says whether the stage, which may be nil, serves a route.
func (s *stage) has(routeKey string) bool {
	return s != nil && s.deployed() && slices.ContainsFunc(s.in.Snapshot.Routes, func(r model.Route) bool {
		return deref(r.RouteKey) == routeKey
	})
}

// ready is the stage, compiled.
func (s *stage) ready(around *surroundings) *stage {
	s.once.Do(func() { s.compile(around) })
	return s
}

func (s *stage) compile(around *surroundings) {
	if !s.deployed() {
		return
	}
	snapshot := s.in.Snapshot
	s.cors = NewCorsPolicy(snapshot.Cors)
	s.log = around.logs.stageLog(s, s.in.Stage.AccessLogSettings)
	targets := make(map[string]*model.Integration, len(snapshot.Integrations))
	for i := range snapshot.Integrations {
		targets["integrations/"+deref(snapshot.Integrations[i].IntegrationId)] = &snapshot.Integrations[i]
	}
	tokens := &tokenAuthorizers{callers: around.callers, in: snapshot.Authorizers}
	for i := range snapshot.Routes {
		r, err := compileRoute(&snapshot.Routes[i])
		if err != nil {
			continue // check has refused it
		}
		s.guard(r, &snapshot.Routes[i], tokens)
		if target := deref(snapshot.Routes[i].Target); target != "" {
			r.integration = newIntegration(targets[target], r, s.in.StageVariables, around)
		}
		s.limit(r, around)
		r.logged = loggedRoute(r)
		s.routes.add(r)
		s.order = append(s.order, r)
	}
}

// limit gives a route of the stage its bucket. Route settings are the stage's,
// not the deployment's (inferred), so an update counts without a deployment.
func (s *stage) limit(r *route, around *surroundings) {
	limit := throttle.RouteLimit(&s.in.Stage, r.text)
	r.bucket = around.buckets.Bucket(throttle.Key{APIID: s.apiID, Stage: s.name, RouteKey: r.text}, limit)
	if r.bucket != nil {
		r.throttled = limit.String()
	}
}

func compileRoute(in *model.Route) (*route, error) {
	r := &route{text: deref(in.RouteKey)}
	key, err := parseRouteKey(r.text)
	if err != nil {
		return nil, err
	}
	r.key = key
	for segment := range key.segments() {
		if name, kind := variable(segment); kind != staticSegment {
			r.variables = append(r.variables, name)
		}
	}
	return r, nil
}
