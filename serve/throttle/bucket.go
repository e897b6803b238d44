package throttle

import (
	"sync"
	"time"
)

// A Bucket admits the requests to one route. A nil bucket admits all.
type Bucket struct {
	limit Limit

	mu     sync.Mutex
	tokens float64   // at the time that last says
	last   time.Time // the zero value: the bucket is full
}

func newBucket(limit Limit) *Bucket {
	return &Bucket{limit: limit, tokens: limit.burst}
}

// Take admits a request that arrives now, or reports false. It may be called
// concurrently, with times that are not in order.
func (b *Bucket) Take(now time.Time) bool {
	if b == nil {
		return true
	}
	if b.limit.burst == 0 {
		return false
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if passed := now.Sub(b.last); passed > 0 {
		b.tokens = min(b.limit.burst, b.tokens+passed.Seconds()*b.limit.rate)
		b.last = now
	}
	if b.tokens < 1 {
		return false
	}
	b.tokens--
	return true
}
