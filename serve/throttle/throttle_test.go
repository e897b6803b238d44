package throttle

import (
	"math"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"gatehouse/model"
)

// settings are route settings with the numbers that are given; nil is unset.
func settings(rate *float64, burst *int64) *model.RouteSettings {
	return &model.RouteSettings{ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst}
}

// stageOf is a stage with these defaults and settings for GET /a.
func stageOf(defaults, route *model.RouteSettings) *model.Stage {
	stage := &model.Stage{DefaultRouteSettings: defaults}
	if route != nil {
		stage.RouteSettings.Set("GET /a", *route)
	}
	return stage
}

func TestRouteLimit(t *testing.T) {
	tests := []struct {
		name            string
		defaults, route *model.RouteSettings
		want            Limit
	}{
		{"a stage without settings does not limit", nil, nil, Limit{none: true}},
		{"settings without numbers do not limit", settings(nil, nil), settings(nil, nil), Limit{none: true}},
		{"the stage's default applies to a route", settings(new(2.5), new(int64(7))), nil, Limit{rate: 2.5, burst: 7}},
		{"a route's settings come first", settings(new(2.5), new(int64(7))), settings(new(9.0), new(int64(3))), Limit{rate: 9, burst: 3}},
		{"each number comes first on its own", settings(new(2.5), new(int64(7))), settings(new(9.0), nil), Limit{rate: 9, burst: 7}},
		{"the other number too", settings(new(2.5), new(int64(7))), settings(nil, new(int64(3))), Limit{rate: 2.5, burst: 3}},
		{"a rate alone has the account's burst", settings(new(2.5), nil), nil, Limit{rate: 2.5, burst: 5000}},
		{"a burst alone has the account's rate", nil, settings(nil, new(int64(3))), Limit{rate: 10000, burst: 3}},
		{"zeros refuse everything", settings(new(0.0), new(int64(0))), nil, Limit{}},
		{"a rate of zero refuses everything", settings(new(0.0), new(int64(5))), nil, Limit{}},
		{"a burst of zero refuses everything", settings(new(5.0), new(int64(0))), nil, Limit{}},
		{"a zero for a route refuses though the stage admits", settings(new(5.0), new(int64(5))), settings(new(0.0), nil), Limit{}},
		{"a route may admit though the stage refuses", settings(new(0.0), new(int64(0))), settings(new(5.0), new(int64(5))), Limit{rate: 5, burst: 5}},
		{"less than zero is zero", settings(new(-1.0), new(int64(-1))), nil, Limit{}},
		{"a rate that is no number is zero", settings(new(math.NaN()), nil), nil, Limit{}},
		{"a rate without bounds does not limit", settings(new(math.Inf(1)), new(int64(1))), nil, Limit{none: true}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := RouteLimit(stageOf(test.defaults, test.route), "GET /a")
			if got != test.want || got.Limited() != !test.want.none {
				t.Errorf("RouteLimit = %+v, want %+v", got, test.want)
			}
		})
	}
	t.Run("another route's settings do not count", func(t *testing.T) {
		if got := RouteLimit(stageOf(nil, settings(new(0.0), nil)), "GET /b"); got.Limited() {
			t.Errorf("RouteLimit = %+v, want none", got)
		}
	})
}

// take asks a bucket n times and counts what it admits.
func take(b *Bucket, now time.Time, n int) int {
	admitted := 0
	for range n {
		if b.Take(now) {
			admitted++
		}
	}
	return admitted
}

func TestBucket(t *testing.T) {
	start := time.Date(2026, 11, 22, 17, 0, 0, 0, time.UTC)
	type step struct {
		after time.Duration // from start
		ask   int
		want  int
	}
	tests := []struct {
		name  string
		limit Limit
		steps []step
	}{
		{"a full bucket admits a burst", Limit{rate: 1, burst: 5}, []step{{0, 8, 5}}},
		{"it is refilled at the rate", Limit{rate: 10, burst: 5}, []step{{0, 5, 5}, {300 * time.Millisecond, 9, 3}}},
		{"fractions of a token add up", Limit{rate: 2.5, burst: 1}, []step{{0, 1, 1}, {200 * time.Millisecond, 1, 0}, {400 * time.Millisecond, 2, 1}}},
		{"it holds no more than the burst", Limit{rate: 100, burst: 3}, []step{{0, 3, 3}, {time.Hour, 9, 3}}},
		{"a refusal takes nothing", Limit{rate: 1, burst: 1}, []step{{0, 1, 1}, {900 * time.Millisecond, 100, 0}, {time.Second, 2, 1}}},
		{"less than one a second", Limit{rate: 0.01, burst: 1}, []step{{0, 2, 1}, {99 * time.Second, 1, 0}, {101 * time.Second, 2, 1}}},
		{"a clock that goes back gives nothing twice", Limit{rate: 1, burst: 2}, []step{{time.Minute, 2, 2}, {0, 1, 0}, {time.Minute + time.Second, 5, 1}}},
		{"zero refuses all", Limit{}, []step{{0, 3, 0}, {time.Hour, 3, 0}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := newBucket(test.limit)
			for _, s := range test.steps {
				if got := take(b, start.Add(s.after), s.ask); got != s.want {
					t.Errorf("after %v %d of %d admitted, want %d", s.after, got, s.ask, s.want)
				}
			}
		})
	}
	t.Run("no bucket admits all", func(t *testing.T) {
		if got := take(nil, start, 5); got != 5 {
			t.Errorf("%d of 5 admitted, want 5", got)
		}
	})
}

// TestConcurrentClientsShareABucket runs clients for ten seconds of the
// bubble's clock.
func TestConcurrentClientsShareABucket(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBucket(Limit{rate: 50, burst: 20})
		var admitted atomic.Int64
		var clients sync.WaitGroup
		for range 8 {
			clients.Go(func() {
				for range 1000 {
					if b.Take(time.Now()) {
						admitted.Add(1)
					}
					time.Sleep(10 * time.Millisecond)
				}
			})
		}
		clients.Wait()
		// The last request comes 9.99 seconds after the first.
		if got := admitted.Load(); got != 20+499 {
			t.Errorf("%d requests admitted, want %d", got, 20+499)
		}
	})
}

func TestBucketsSurviveReloads(t *testing.T) {
	now := time.Date(2026, 11, 22, 17, 0, 0, 0, time.UTC)
	key := Key{"a1", "$default", "GET /a"}
	limit := Limit{rate: 1, burst: 2}
	var r Registry
	first := r.Bucket(key, limit)
	if got := take(first, now, 3); got != 2 {
		t.Fatalf("%d admitted, want 2", got)
	}
	if r.Bucket(key, limit) != first {
		t.Error("the same numbers have another bucket")
	}
	for _, other := range []Key{{"a2", "$default", "GET /a"}, {"a1", "dev", "GET /a"}, {"a1", "$default", "GET /b"}} {
		if r.Bucket(other, limit) == first {
			t.Errorf("%v shares the bucket of %v", other, key)
		}
	}
	changed := r.Bucket(key, Limit{rate: 1, burst: 3})
	if got := take(changed, now, 5); got != 3 {
		t.Errorf("a bucket with new numbers admits %d, want 3", got)
	}
	if b := r.Bucket(key, Limit{none: true}); b != nil {
		t.Error("a route without limit has a bucket")
	}
	if b := r.Bucket(key, Limit{rate: 1, burst: 3}); b == changed {
		t.Error("a limit that was gone has its old bucket")
	}
	r.Forget(func(k Key) bool { return k.APIID == "a1" })
	if len(r.buckets) != 1 {
		t.Errorf("%d buckets left, want 1", len(r.buckets))
	}
}

func BenchmarkTake(b *testing.B) {
	now := time.Now()
	b.Run("admitted", func(b *testing.B) {
		bucket := newBucket(Limit{rate: 1e12, burst: 1e12})
		b.ReportAllocs()
		for b.Loop() {
			now = now.Add(time.Microsecond)
			bucket.Take(now)
		}
	})
	b.Run("refused", func(b *testing.B) {
		bucket := newBucket(Limit{rate: 1e-9, burst: 1})
		b.ReportAllocs()
		for b.Loop() {
			now = now.Add(time.Microsecond)
			bucket.Take(now)
		}
	})
	b.Run("no limit", func(b *testing.B) {
		var bucket *Bucket
		b.ReportAllocs()
		for b.Loop() {
			bucket.Take(now)
		}
	})
	b.Run("parallel", func(b *testing.B) {
		bucket := newBucket(Limit{rate: 1e12, burst: 1e12})
		b.ReportAllocs()
		b.RunParallel(func(pb *testing.PB) {
			for now := time.Now(); pb.Next(); {
				now = now.Add(time.Microsecond)
				bucket.Take(now)
			}
		})
	})
}
