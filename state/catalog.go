package state

import (
	"strings"

	"gatehouse/model"
)

// A Catalog is everything that the file holds for serving: every API of every
// region with its stages, and every custom domain name, decoded. It is not
// changed after Load returns it.
type Catalog struct {
	APIs    []API
	Domains []Domain
	Stamp   Stamp
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

// A Domain is a custom domain name with its API mappings and routing rules,
// the oldest first.
type Domain struct {
	Region   string
	Name     model.DomainName
	Mappings []model.ApiMapping
	Rules    []model.RoutingRule
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

// A loading is what Load made of the file. The next Load takes over every API
// and domain name that has not changed since.
type loading struct {
	apis    loaded[API]
	domains loaded[Domain]
}

// A loaded is the resources of one family in all regions, and of which texts
// they were made.
type loaded[T any] struct {
	items []T
	texts []loadedText
}

// A loadedText is the text of which a resource was decoded, and its index. It
// is a copy, since texts in the resource are parts of it: else the resource
// would hold on to the whole file as it once was.
type loadedText struct {
	region, id string
	text       string
	index      *index
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
	now := &loading{apis: before.apis.another(), domains: before.domains.another()}
	for _, region := range r.account("", f.Settings).file.child("regions").names() {
		account := r.account(strings.Clone(region), f.Settings)
		load(account.apis(), &before.apis, &now.apis, account.loadAPI, account.known)
		load(account.domainNames(), &before.domains, &now.domains, account.loadDomain, nil)
		if account.fault != nil {
			return nil, account.fault
		}
	}
	f.loaded.Store(now)
	catalog.APIs, catalog.Domains = now.apis.items, now.domains.items
	return catalog, nil
}

// load adds a family's resources to now: those that have not changed as they
// were before, passed through known unless that is nil, the others decoded.
func load[R, T any](f family[R], before, now *loaded[T], decode func(*R, *object) T, known func(T) T) {
	decoder, o := f.decoder(), f.object()
	for i, id := range o.names() {
		m := o.memberAt(i)
		if item, t, ok := before.next(f.account.Region, id); ok && t.holds(m) {
			if known != nil {
				item = known(item)
			}
			t.index = m.index
			now.add(item, t)
			continue
		}
		id = strings.Clone(id)
		t := loadedText{f.account.Region, id, strings.Clone(m.text), m.index}
		node := openText(o, id, t.text, m.at, t.index, f.account.broken)
		now.add(decode(f.decode(id, node, decoder), node), t)
	}
}

// another has room for as many resources and one more.
func (l *loaded[T]) another() loaded[T] {
	n := len(l.items) + 1
	return loaded[T]{make([]T, 0, n), make([]loadedText, 0, n)}
}

func (l *loaded[T]) add(item T, t loadedText) {
	l.items, l.texts = append(l.items, item), append(l.texts, t)
}

// next finds a resource, and leaves those that stood before it behind. What is
// not among the next few is not there, or has been moved.
func (l *loaded[T]) next(region, id string) (item T, t loadedText, ok bool) {
	const few = 100
	for i := range min(few, len(l.items)) {
		if t := l.texts[i]; t.id == id && t.region == region {
			item := l.items[i]
			l.items, l.texts = l.items[i+1:], l.texts[i+1:]
			return item, t, true
		}
	}
	return item, t, false
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

// loadDomain decodes a custom domain name for serving.
func (a *Account) loadDomain(name *model.DomainName, node *object) Domain {
	d := Domain{Region: a.Region, Name: *a.showDomainName(name)}
	for _, mapping := range familyOf[model.ApiMapping](apiMappingKind, a, node).all() {
		d.Mappings = append(d.Mappings, *mapping)
	}
	for _, rule := range familyOf[model.RoutingRule](routingRuleKind, a, node).all() {
		d.Rules = append(d.Rules, *rule)
	}
	return d
}

// loadAPI decodes an API for serving.
func (a *Account) loadAPI(stored *model.Api, node *object) API {
	p := &apiResource{configuration{a, node}, stored}
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
