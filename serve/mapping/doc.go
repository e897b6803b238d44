// Package mapping changes requests on their way to an integration, and answers
// on their way back, as the RequestParameters and ResponseParameters of the
// integration say.
//
// Both are compiled once, for one stage, into programs: a Request, and Responses
// by the integration's status. A program reads the message as it came, whatever
// it changes, and says what has to change; whoever sends the message does so.
// The grammar of keys and of values is that of package expression.
//
// The comments say where the service's behaviour is known from (doc: its
// documentation; observed: tests that ran against it; inferred: from several of
// these, and from what other emulators hold), and where it is not they say
// guess.
//
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
package mapping
