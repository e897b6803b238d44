// Package expression is the grammar of parameter mappings, which the service
// calls mapping expressions: which keys name something that a mapping can
// change, and which values say what by. State refuses what is none when it is
// made, serve compiles what is one, so both read it here.
//
// The comments say where the service's behaviour is known from: doc its
// documentation, observed tests that ran against it; what is a guess says so.
//
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html
package expression
