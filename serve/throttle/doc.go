// Package throttle limits the requests to the routes of a stage by token
// buckets: a bucket holds at most a burst of tokens, is refilled at a rate, and
// a request takes a token out or is refused (doc: best effort, one bucket for
// all clients).
//
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
package throttle
