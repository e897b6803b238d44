//go:build race

package state

// raceDetector says that the race detector is on, which makes everything slower.
const raceDetector = true
