// Package serve runs the HTTP APIs of a state file: it answers requests as
// Amazon API Gateway does, CORS first of all.
//
// The state is compiled into a Gateway, which never changes and is swapped
// whole when the state changes. A request finds its API by host or path, its
// stage by the first path segment, its route in a tree of segments, then calls
// the route's integration and lays the API's CORS headers over the answer.
//
// Where the service's behaviour is known the comments say how (doc: its
// documentation; observed: captures of real answers; inferred: from several of
// these), where it is not they say guess, and the choice stands in one function.
package serve
