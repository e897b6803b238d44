// Package contextvars knows the $context variables of HTTP APIs: which there
// are, and what each is read from.
//
// Access logs print them, parameter mappings send them to integrations, and
// Lambda authorizers name them as identity sources. Whoever serves a request
// fills a Context as it learns things; a Variable, compiled once, reads it.
//
// The comments say where the service's behaviour is known from (doc: its
// documentation; observed: captures of real logs), and where it is not they
// say guess.
//
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html
package contextvars
