package serve

import (
	"sync"
	"sync/atomic"
	"time"

	"gatehouse/state"
)

// A source is where the gateway's configuration comes from: a *state.File.
type source interface {
	Load() (*state.Catalog, error)
	Changed(since state.Stamp) (bool, error)
}

const (
	// freshness is for how long the gateway is taken to be up to date.
	freshness = time.Millisecond

	// settling is the age from which a file has a stamp that can be trusted:
	// until then the source reads the file to find out whether it changed.
	settling = 2100 * time.Millisecond

	// roomEvery is how often the collector's pace is set anew while edit
	// follows edit; to find the heap's size stops everything for a moment.
	roomEvery = time.Second

	// dear is what a look may cost without being made less often.
	dear = 250 * time.Microsecond
)

// A live keeps the gateway equal to its source. A request that begins a
// millisecond or more after an edit has ended is served by that edit, so it
// waits for the compilation if one is under way. Only where looking itself
// takes long, within two seconds after an edit of a state of megabytes, the
// next look is put off a little, so that requests do something else too.
type live struct {
	source source // nil: the gateway never changes
	apiID  string
	region string // whose custom domain names count where several regions have one
	warn   func(string)
	swap   func(*Gateway) // told of each gateway once it is served; nil is told nothing
	epoch  time.Time

	gateway atomic.Pointer[Gateway]
	checked atomic.Int64 // when the source was last seen to be what gateway is, from epoch

	mu      sync.Mutex // held while looking and compiling
	stamp   state.Stamp
	loaded  time.Duration // when stamp was taken, from epoch
	settled bool          // stamp can be trusted, or is about to be
	failed  string        // the last failure, as it was reported
	roomed  time.Duration // when the collector's pace was set, from epoch
	resume  time.Duration // when to look again, from epoch
	took    time.Duration // by the last look; one alone may be long because the machine is busy

	background sync.WaitGroup
}

// open loads the source for the first time.
func (l *live) open() error {
	l.epoch = time.Now()
	return l.load(0)
}

// current is the gateway for a request that begins now.
func (l *live) current(now time.Time) *Gateway {
	if l.source == nil {
		return l.gateway.Load()
	}
	if at := now.Sub(l.epoch); int64(at)-l.checked.Load() >= int64(freshness) {
		l.refresh(at)
	}
	return l.gateway.Load()
}

// refresh compiles the source again if it has changed. A source that cannot be
// read or compiled leaves the gateway as it is and is reported once.
func (l *live) refresh(at time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if int64(at)-l.checked.Load() < int64(freshness) || at < l.resume {
		return // another request has looked meanwhile
	}
	began := time.Since(l.epoch)
	changed, err := l.source.Changed(l.stamp)
	if err == nil && changed {
		err = l.load(began)
	}
	ended := time.Since(l.epoch)
	took := ended - began
	switch {
	case err != nil:
		// What could not be loaded is tried again soon, but not all the time.
		l.resume = ended + 10*took
		l.report(err.Error())
		return
	case !changed && min(took, l.took) > dear:
		l.resume = ended + 4*min(took, l.took)
	}
	l.took = took
	if !l.settled && began-l.loaded > settling {
		l.settled = true
		stamp := l.stamp
		l.background.Go(func() { l.settle(stamp) })
	}
	l.failed = ""
	l.checked.Store(int64(began))
}

// load compiles what the source holds now.
func (l *live) load(now time.Duration) error {
	catalog, err := l.source.Load()
	if err != nil {
		return err
	}
	g, err := l.compile(catalog)
	if err != nil {
		return err
	}
	l.install(g, catalog.Stamp, now)
	if l.roomed == 0 || now-l.roomed >= roomEvery {
		l.roomed = now
		makeHeapRoom()
	}
	return nil
}

func (l *live) compile(catalog *state.Catalog) (*Gateway, error) {
	wanted := *catalog
	wanted.Domains = preferred(catalog.Domains, l.region)
	return compile(&wanted, l.apiID)
}

func (l *live) install(g *Gateway, stamp state.Stamp, now time.Duration) {
	l.stamp, l.loaded, l.settled = stamp, now, false
	l.gateway.Store(g)
	if l.swap != nil {
		l.swap(g)
	}
}

// settle loads a source that has not changed since it had that stamp, for a
// stamp that can be trusted. No request waits for it. What goes wrong, if
// anything does, the next look finds out.
func (l *live) settle(stamp state.Stamp) {
	catalog, err := l.source.Load()
	if err != nil {
		return
	}
	g, err := l.compile(catalog)
	if err != nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.stamp == stamp {
		l.install(g, catalog.Stamp, l.loaded)
		l.settled = true
		makeHeapRoom()
	}
}

// close waits for what goes on in the background.
func (l *live) close() { l.background.Wait() }

func (l *live) report(problem string) {
	if problem != l.failed {
		l.failed = problem
		l.warn(problem + "\ngatehouse: the APIs are served as they were before that")
	}
}
