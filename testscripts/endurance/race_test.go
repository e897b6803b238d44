//go:build race

package endurance

// memoryFactor is what the race detector makes of a process's memory, at most.
const memoryFactor = 8
