package serve

import (
	"sync"
	"testing"
	"time"

	"gatehouse/model"
	"gatehouse/serve/throttle"
	"gatehouse/state"
)

var throttleTime = time.Date(2026, 11, 22, 17, 0, 0, 0, time.UTC)

// throttledCatalog has the stages and routes that are given, each throttled to
// one request.
func throttledCatalog(stage string, keys ...string) *state.Catalog {
	a := &account{stage: stage}
	for _, key := range keys {
		a.route(key, "")
	}
	c := a.catalog()
	c.APIs[0].Stages[0].Stage.DefaultRouteSettings = &model.RouteSettings{ThrottlingRateLimit: new(0.001), ThrottlingBurstLimit: new(int64(1))}
	return c
}

// Buckets live as long as their routes, whatever else is edited meanwhile.
func TestBucketsOutliveGateways(t *testing.T) {
	around := new(surroundings)
	take := func(stage, key string, keys ...string) bool {
		t.Helper()
		g, err := compile(throttledCatalog(stage, keys...), "")
		if err != nil {
			t.Fatal(err)
		}
		around.forget(g)
		for _, r := range g.only.stages[stage].ready(around).order {
			if r.text == key {
				return r.bucket.Take(throttleTime)
			}
		}
		t.Fatalf("no route %s", key)
		return false
	}
	if !take("dev", "GET /a", "GET /a") {
		t.Error("a new bucket is empty")
	}
	if take("dev", "GET /a", "GET /a", "GET /b") {
		t.Error("another route fills the bucket")
	}
	if !take("prod", "GET /a", "GET /a") {
		t.Error("another stage has the same bucket")
	}
	if !take("dev", "GET /a", "GET /a") {
		t.Error("the bucket of a stage that was gone is kept")
	}
	if !take("dev", "GET /b", "GET /b") || !take("dev", "GET /a", "GET /a") {
		t.Error("the bucket of a route that was gone is kept")
	}
}

// TestSwapForgets holds that a reload tells the surroundings what is gone.
func TestSwapForgets(t *testing.T) {
	source := &script{catalog: throttledCatalog("", "GET /a")}
	l := &live{source: source, warn: func(text string) { t.Error(text) }}
	if err := l.open(); err != nil {
		t.Fatal(err)
	}
	s := startLive(t, l)
	if got := s.send(t, "GET /a HTTP/1.1"); got.status != 404 { // it has no target
		t.Fatalf("status %d", got.status)
	}
	key := throttle.Key{APIID: testAPI, Stage: defaultStage, RouteKey: "GET /a"}
	known := func() (found bool) {
		s.around.buckets.Forget(func(k throttle.Key) bool { found = found || k == key; return false })
		return found
	}
	if !known() {
		t.Fatal("the route has no bucket")
	}
	source.edit(throttledCatalog("", "GET /b"), nil)
	l.current(time.Now().Add(2 * freshness))
	if known() {
		t.Error("the bucket of a route that is gone is kept")
	}
}

// Requests, edits and looks at the old gateway may come at once.
func TestBucketsUnderReload(t *testing.T) {
	around := new(surroundings)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 50 {
				g, err := compile(throttledCatalog("", "GET /a", "GET /b"), "")
				if err != nil {
					t.Error(err)
					return
				}
				all.Go(func() { g.only.stages[defaultStage].ready(around).order[0].bucket.Take(throttleTime) })
				around.forget(g)
			}
		})
	}
	all.Wait()
}
