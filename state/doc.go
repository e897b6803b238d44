// Package state is the account: its resources, the operations on them with
// the service's rules and texts, and the file that keeps them.
//
// An operation is a method of *Account. It changes memory and knows no file.
// File.Do is the one way in for the command line and the management API: it
// finds the region's account in the file, runs one operation on it and, if the
// operation changed something, writes the file anew.
//
// The marks in the comments say how we know what the service does: doc, its
// documentation or model; obs, seen in its answers; guess, neither; local,
// where an account on one's own machine differs on purpose.
package state
