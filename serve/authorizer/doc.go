// Package authorizer decides whether a request may use a route of an HTTP API:
// by a JSON Web Token (routes with a JWT authorizer) or by an AWS signature of
// version 4 (routes with AWS_IAM).
//
// A JWT is an authorizer compiled for requests. The keys of its issuer come
// from a KeySource, which all authorizers share and which outlives the gateways
// that are compiled one after another. VerifySigV4 checks signatures against
// keys that the user names. Both answer with a Verdict.
//
// Where the service's behaviour is known the comments say how (doc: its
// documentation; observed: captures of real answers), where it is not they say
// guess.
//
// # Without a network
//
// Two things are this program's own. The keys of an issuer can come from a file
// (KeyConfig.Files), and there is a development issuer, DevelopmentIssuer, whose
// private key lies beside the state file. Mint makes tokens with either. Both
// only say where keys come from: every token is verified in full, and a key
// counts for the one issuer that it belongs to.
package authorizer
