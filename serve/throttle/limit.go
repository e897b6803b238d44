package throttle

import (
	"fmt"
	"math"

	"gatehouse/model"
)

// The account's own limits (doc). AWS raises them on request, so locally they
// refuse nothing by themselves: each only stands in where a stage sets the
// other number and not this one (inferred).
const (
	accountRate  = 10000
	accountBurst = 5000
)

// A Limit is what a bucket is made of. The zero value refuses everything.
type Limit struct {
	rate  float64 // tokens per second
	burst float64 // tokens
	none  bool    // there is no limit
}

// RouteLimit is the limit for the requests to one route of a stage. Each number
// is the route's own if it is set there, else the stage's default, else the
// account's (doc). A route for which neither number is set is not limited.
func RouteLimit(stage *model.Stage, routeKey string) Limit {
	route, _ := stage.RouteSettings.Get(routeKey)
	rate, burst := route.ThrottlingRateLimit, route.ThrottlingBurstLimit
	if defaults := stage.DefaultRouteSettings; defaults != nil {
		if rate == nil {
			rate = defaults.ThrottlingRateLimit
		}
		if burst == nil {
			burst = defaults.ThrottlingBurstLimit
		}
	}
	if rate == nil && burst == nil {
		return Limit{none: true}
	}
	limit := Limit{rate: accountRate, burst: accountBurst}
	if rate != nil {
		limit.rate = *rate
	}
	if burst != nil {
		limit.burst = float64(*burst)
	}
	switch {
	case !(limit.rate > 0), limit.burst < 1:
		return Limit{} // observed: a zero refuses everything; guess: what is less does too
	case math.IsInf(limit.rate, 1):
		return Limit{none: true}
	}
	return limit
}

// Limited reports whether the limit ever refuses a request.
func (l Limit) Limited() bool { return !l.none }

// String returns a sentence about a route that has the limit, for a log.
func (l Limit) String() string {
	switch {
	case l.none:
		return "the route is not throttled"
	case l.burst == 0:
		return "the route is throttled to 0: its limit refuses every request"
	}
	return fmt.Sprintf("the route is throttled to %v requests a second, in bursts of %v", l.rate, l.burst)
}
