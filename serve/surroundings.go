package serve

import "gatehouse/serve/throttle"

// Surroundings are what a stage finds when it is compiled. They outlive the
// gateways that are compiled one after another. The zero value has nothing in
// it.
type surroundings struct {
	buckets throttle.Registry
	callers *callers // whom routes with an authorizer let in; nil lets nobody in
	logs    accessLogs

	privates locals // where private integrations lead
	services locals // where integrations of AWS services lead
}

// forget drops what belonged to routes that the gateway g, which is served from
// now on, does not have.
func (e *surroundings) forget(g *Gateway) {
	e.buckets.Forget(func(key throttle.Key) bool {
		a := g.apis[key.APIID]
		return a == nil || !a.stages[key.Stage].has(key.RouteKey)
	})
}
