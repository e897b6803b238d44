package serve

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"gatehouse/model"
	"gatehouse/state"
)

// A script is a source that a test edits.
type script struct {
	mu      sync.Mutex
	catalog *state.Catalog
	err     error
	changed bool
	takes   time.Duration // by every look
	loads   int
	looks   int
}

func (s *script) Load() (*state.Catalog, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.loads++
	if s.err != nil {
		return nil, s.err
	}
	s.changed = false
	return s.catalog, nil
}

func (s *script) Changed(state.Stamp) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.looks++
	time.Sleep(s.takes)
	return s.changed, nil
}

func (s *script) edit(catalog *state.Catalog, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.catalog, s.err, s.changed = catalog, err, true
}

// routeKeys are what a gateway serves.
func routeKeys(g *Gateway) string {
	var keys []string
	for _, a := range g.order {
		for _, st := range a.order {
			for _, r := range st.ready(new(surroundings)).order {
				keys = append(keys, r.text)
			}
		}
	}
	return strings.Join(keys, ", ")
}

func TestLiveEdits(t *testing.T) {
	catalog := func(key string) *state.Catalog { return (&account{}).route(key, "http://127.0.0.1:9").catalog() }
	source := &script{catalog: catalog("GET /one")}
	var warned []string
	l := &live{source: source, warn: func(text string) { warned = append(warned, text) }}
	if err := l.open(); err != nil {
		t.Fatal(err)
	}
	at := func(ms int) *Gateway { return l.current(l.epoch.Add(time.Duration(ms) * time.Millisecond)) }

	if got := routeKeys(at(5)); got != "GET /one" || source.loads != 1 {
		t.Errorf("before the edit: %s after %d loads", got, source.loads)
	}
	source.edit(catalog("GET /two"), nil)
	if got := routeKeys(at(10000)); got != "GET /two" {
		t.Errorf("after the edit: %s", got)
	}

	// What is no state leaves the old gateway, and is said once.
	source.edit(nil, errors.New("state file x: is not JSON"))
	for ms := 20000; ms < 20100; ms++ {
		if got := routeKeys(at(ms)); got != "GET /two" {
			t.Fatalf("after a broken edit: %s", got)
		}
	}
	if len(warned) != 1 || !strings.Contains(warned[0], "is not JSON") {
		t.Errorf("a broken edit is reported as %q", warned)
	}
	// So does what does not compile.
	source.edit(catalog("GET nowhere"), nil)
	if got := routeKeys(at(30000)); got != "GET /two" || len(warned) != 2 || !strings.Contains(warned[1], `route "GET nowhere"`) {
		t.Errorf("after an edit that does not compile: %s, %q", got, warned)
	}
	source.edit(catalog("GET /three"), nil)
	if got := routeKeys(at(40000)); got != "GET /three" {
		t.Errorf("after the repair: %s", got)
	}
	source.edit(nil, errors.New("state file x: is not JSON"))
	if at(50000); len(warned) != 3 {
		t.Errorf("the same fault after a repair is not said again: %q", warned)
	}
}

// A file is read once more when it has come to an age at which its stamp can
// be trusted, and then no more.
func TestStampsSettle(t *testing.T) {
	source := &script{catalog: (&account{}).route("GET /one", "http://127.0.0.1:9").catalog()}
	l := &live{source: source, warn: func(text string) { t.Error(text) }}
	if err := l.open(); err != nil {
		t.Fatal(err)
	}
	looks := func(from, to time.Duration) int {
		l.epoch = time.Now().Add(-from) // so that now is that much after the start
		before := source.loads
		for at := from; at < to; at += 10 * freshness {
			l.refresh(at)
			l.close()
		}
		return source.loads - before
	}
	if n := looks(0, settling/2); n != 0 {
		t.Errorf("%d loads before the stamp is old enough", n)
	}
	if n := looks(2*settling, 3*settling); n != 1 {
		t.Errorf("%d loads when it is", n)
	}
	if n := looks(4*settling, 5*settling); n != 0 {
		t.Errorf("%d loads after that", n)
	}
	source.edit(source.catalog, nil)
	if n := looks(6*settling, 7*settling); n != 1 {
		t.Errorf("%d loads for an edit", n)
	}
	if n := looks(8*settling, 9*settling); n != 1 {
		t.Errorf("%d loads when the edit is old enough", n)
	}
}

// The source is looked at once a millisecond at most, however many ask.
func TestLooksAreShared(t *testing.T) {
	source := &script{catalog: &state.Catalog{}}
	l := &live{source: source, warn: func(string) {}}
	if err := l.open(); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	began := time.Now()
	for range 8 {
		wg.Go(func() {
			for range 2000 {
				l.current(time.Now())
			}
		})
	}
	wg.Wait()
	if most := int(time.Since(began)/freshness) + 1; source.looks > most {
		t.Errorf("the source was looked at %d times in %v", source.looks, time.Since(began))
	}
}

// Looks are made less often where each takes long, but not because a busy
// machine has drawn out a single one.
func TestLongLooks(t *testing.T) {
	source := &script{catalog: (&account{}).route("GET /one", "http://127.0.0.1:9").catalog()}
	l := &live{source: source, warn: func(text string) { t.Error(text) }}
	if err := l.open(); err != nil {
		t.Fatal(err)
	}
	look := func() { l.refresh(time.Since(l.epoch) + freshness) }
	source.takes = 50 * time.Millisecond
	look()
	source.takes = 0
	source.edit((&account{}).route("GET /two", "http://127.0.0.1:9").catalog(), nil)
	if got := routeKeys(l.current(time.Now().Add(freshness))); got != "GET /two" {
		t.Errorf("after one long look %q is served", got)
	}

	source.takes = 50 * time.Millisecond
	look()
	look()
	before := source.looks
	look()
	if source.looks != before {
		t.Error("after two long looks the next is not put off")
	}
}

// A request is answered by one configuration, under edits at any rate, and
// none that was finished before it began is missed.
func TestEditsUnderRequests(t *testing.T) {
	source := &script{catalog: (&account{}).route("GET /0", "http://127.0.0.1:9").catalog()}
	l := &live{source: source, warn: func(text string) { t.Error(text) }}
	if err := l.open(); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	stop := make(chan struct{})
	for range 4 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					l.current(time.Now())
				}
			}
		})
	}
	for i := 1; i <= 200; i++ {
		key := fmt.Sprintf("GET /%d", i)
		source.edit((&account{}).route(key, "http://127.0.0.1:9").catalog(), nil)
		// A request that begins a millisecond later than now.
		if got := routeKeys(l.current(time.Now().Add(freshness))); got != key {
			t.Errorf("after edit %d: %s", i, got)
		}
	}
	close(stop)
	wg.Wait()
}

// A server answers by an edit of the file that was made by someone else.
func TestEditOfTheFile(t *testing.T) {
	file := &state.File{Path: t.TempDir() + "/state.json"}
	backend := newEcho(t, nil)
	l := &live{source: file, warn: func(text string) { t.Error(text) }}
	if err := l.open(); err != nil {
		t.Fatal(err)
	}
	s := startLive(t, l)
	do := func(name string, fields ...model.Field) *model.Document {
		t.Helper()
		op := model.OperationByName(name)
		out, err := (&state.File{Path: file.Path}).Do(t.Context(), "us-east-1", op, model.NewDocument(fields...))
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	text := func(name, value string) model.Field { return model.Field{Name: name, Value: value} }
	cors := func(origin string) model.Field {
		return model.Field{Name: "CorsConfiguration", Value: model.NewDocument(model.Field{Name: "AllowOrigins", Value: []any{origin}})}
	}
	api := do("CreateApi", text("Name", "pets"), text("ProtocolType", "HTTP"), text("Target", backend.URL), cors(appOrigin))
	id := api.String("ApiId")
	for i, origin := range []string{evilOrigin, appOrigin, evilOrigin, appOrigin} {
		do("UpdateApi", text("ApiId", id), cors(origin))
		finished := time.Now()
		for time.Since(finished) < freshness {
			// A request may be served by the old configuration for as long as this.
		}
		got := s.send(t, "GET /x HTTP/1.1\nHost: localhost\nOrigin: "+origin)
		if got.status != 200 || got.field("access-control-allow-origin") != origin {
			t.Errorf("edit %d: %d %q", i, got.status, got.fields)
		}
	}
	do("DeleteApi", text("ApiId", id))
	finished := time.Now()
	for time.Since(finished) < freshness {
	}
	if got := s.send(t, "GET /x HTTP/1.1\nHost: "+id+".execute-api.us-east-1.localhost"); got.status != 403 {
		t.Errorf("a deleted API answers %d", got.status)
	}
}
