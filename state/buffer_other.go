//go:build !linux

package state

// newBuffer makes a buffer of a capacity.
func newBuffer(capacity int) []byte { return make([]byte, 0, capacity) }
