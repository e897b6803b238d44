package state

import (
	"strings"

	"gatehouse/model"
)

// A Catalog is everything that the file holds for serving: every API of every
// region with its stages, decoded. It is not changed after Load returns it.
type Catalog struct {
	APIs  []API
	Stamp Stamp
}

// An API is an API with its stages. Api.ApiEndpoint is set.
type API struct {
	Region string
	Api    model.Api
	Stages []Stage
}

// A Stage is a stage with the configuration that it serves.
type Stage struct {
	model.Stage

	// Snapshot is the API's live configuration while AutoDeploy is on, else
	// the one that the stage's deployment keeps. It is nil if the stage has
	// no deployment.
	Snapshot *Snapshot
}

// A Snapshot is the configuration of an API that a stage serves. Stages may
// share one.
type Snapshot struct {
	Cors                      *model.Cors
	DisableExecuteApiEndpoint bool
	Routes                    []model.Route
	Integrations              []model.Integration
	Authorizers               []model.Authorizer
}

// A loading is what Load made of the file, and of which texts. The next Load
// takes over every API that has not changed since.
type loading struct {
	apis  []API // those of the catalog
	texts []loadedText
}

// A loadedText is the text of which an API was decoded, and its index. It is a
// copy, since texts in the API are parts of it: else the API would hold on to
// the whole file as it once was.
type loadedText struct {
	text  string
	index *index
}

// Load reads the whole file. A file that does not exist is an empty catalog.
// The error is a *FileError.
func (f *File) Load() (*Catalog, error) {
	r, err := f.read(f.Path)
	if err != nil {
		return nil, err
	}
	return f.load(r)
}

func (f *File) load(r *reading) (*Catalog, error) {
	catalog := &Catalog{Stamp: r.stamp}
	if r.stamp.racy {
		catalog.Stamp.sum = r.sum()
	}
	var before loading
	if last := f.loaded.Load(); last != nil {
		before = *last
	}
	now := &loading{apis: make([]API, 0, len(before.apis)+1), texts: make([]loadedText, 0, len(before.apis)+1)}
	for _, region := range r.account("", f.Settings).file.child("regions").names() {
		account := r.account(strings.Clone(region), f.Settings)
		apis := account.apis()
		decoder := apis.decoder()
		o := apis.object()
		for i, id := range o.names() {
			m := o.memberAt(i)
			if api, t, ok := before.next(region, id); ok && t.holds(m) {
				now.add(account.known(api), loadedText{t.text, m.index})
				continue
			}
			t := loadedText{strings.Clone(m.text), m.index}
			id = strings.Clone(id)
			node := openText(o, id, t.text, m.at, t.index, account.broken)
			api := &apiResource{configuration{account, node}, apis.decode(id, node, decoder)}
			now.add(api.load(), t)
		}
		if account.fault != nil {
			return nil, account.fault
		}
	}
	f.loaded.Store(now)
	catalog.APIs = now.apis
	return catalog, nil
}

func (l *loading) add(api API, t loadedText) {
	l.apis, l.texts = append(l.apis, api), append(l.texts, t)
}

// next finds an API, and leaves those that stood before it behind. What is not
// among the next few is not there, or has been moved.
func (l *loading) next(region, id string) (API, loadedText, bool) {
	const few = 100
	for i := range min(few, len(l.apis)) {
		if api := &l.apis[i]; *api.Api.ApiId == id && api.Region == region {
			t := l.texts[i]
			l.apis, l.texts = l.apis[i+1:], l.texts[i+1:]
			return *api, t, true
		}
	}
	return API{}, loadedText{}, false
}

// holds reports whether a member has the text. No two texts have one index.
func (t loadedText) holds(m member) bool {
	return t.index != nil && t.index == m.index || t.text == m.text
}

// known is an API that was loaded before. Only its endpoint may be another
// now, for that does not come from the file.
func (a *Account) known(api API) API {
	endpoint := a.Settings.endpoint(a.Region, *api.Api.ApiId, value(api.Api.ProtocolType))
	if endpoint != *api.Api.ApiEndpoint {
		api.Api.ApiEndpoint = &endpoint
	}
	return api
}

// load decodes an API for serving.
func (p *apiResource) load() API {
	live := &liveSnapshot{api: p}
	api := API{Region: p.account.Region}
	for _, stored := range p.stages().all() {
		stage := Stage{Stage: *p.showStage(stored), Snapshot: p.served(stored, live)}
		api.Stages = append(api.Stages, stage)
	}
	api.Api = *p.account.showTags(p.account.showApi(p.Api))
	return api
}

// served is the configuration that a stage serves: the copy that its
// deployment keeps, or, without one, the live configuration. A stage that was
// never deployed serves nothing, but one with AutoDeploy is as good as
// deployed once there is a route: so it is in a file that was written by hand.
func (p *apiResource) served(stage *model.Stage, live *liveSnapshot) *Snapshot {
	if stage.DeploymentId == nil {
		if !value(stage.AutoDeploy) || p.routes().len() == 0 {
			return nil
		}
		return live.get()
	}
	kept := p.snapshot(*stage.DeploymentId)
	if !kept.node.exists() {
		return live.get()
	}
	return p.decodeSnapshot(kept)
}

// A liveSnapshot decodes an API's own configuration when it is first needed.
type liveSnapshot struct {
	api      *apiResource
	snapshot *Snapshot
}

func (l *liveSnapshot) get() *Snapshot {
	if l.snapshot == nil {
		l.snapshot = l.api.decodeSnapshot(l.api.configuration)
	}
	return l.snapshot
}

// decodeSnapshot decodes a configuration, the API's own or a copy of it.
func (p *apiResource) decodeSnapshot(c configuration) *Snapshot {
	var api model.Api
	if err := model.Decode(model.NewDocument(c.node.own(apiKind.id)...), model.ShapeByName(apiKind.shape), &api); err != nil {
		p.account.broken(c.node.at, err.Error())
	}
	s := &Snapshot{Cors: api.CorsConfiguration, DisableExecuteApiEndpoint: value(api.DisableExecuteApiEndpoint)}
	for _, route := range c.routes().all() {
		s.Routes = append(s.Routes, *showRoute(route))
	}
	for _, integration := range c.integrations().all() {
		s.Integrations = append(s.Integrations, *p.showIntegration(integration))
	}
	for _, authorizer := range c.authorizers().all() {
		s.Authorizers = append(s.Authorizers, *authorizer)
	}
	return s
}
