package throttle

import (
	"maps"
	"sync"
)

// A Key names a bucket.
type Key struct {
	APIID, Stage, RouteKey string
}

// A Registry has the buckets of all routes that are limited. It outlives the
// gateways that are compiled one after another: an edit of something else does
// not fill a bucket. The zero value is empty. Its methods may be called
// concurrently.
type Registry struct {
	mu      sync.Mutex
	buckets map[Key]*Bucket
}

// Bucket returns the bucket of a route: the one that is there if its limit is
// still this, else a new one, which is full. A route without limit has a nil
// bucket.
func (r *Registry) Bucket(key Key, limit Limit) *Bucket {
	r.mu.Lock()
	defer r.mu.Unlock()
	if limit.none {
		delete(r.buckets, key)
		return nil
	}
	if b := r.buckets[key]; b != nil && b.limit == limit {
		return b
	}
	if r.buckets == nil {
		r.buckets = make(map[Key]*Bucket)
	}
	b := newBucket(limit)
	r.buckets[key] = b
	return b
}

// Forget removes the buckets of routes that are gone.
func (r *Registry) Forget(gone func(Key) bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	maps.DeleteFunc(r.buckets, func(key Key, _ *Bucket) bool { return gone(key) })
}
