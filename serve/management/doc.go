// Package management answers the management API on the wire: the operations of
// API Gateway v2 as AWS's clients send them (restJson1), and as much of the
// Security Token Service as they ask first (GetCallerIdentity).
//
// A request is judged by its headers alone (Verdict), finds its operation in a
// tree of path segments, becomes the operation's input document, and ends in
// the one dispatch that the command line uses too, state.File.Do. The answer's
// status, names and errors come from the tables of package model.
//
// No credential is checked: the signature only says which service and region
// the client means.
//
// The marks in the comments say how we know what the service does: doc, its
// documentation or model; obs, seen in its answers; guess, neither.
package management
