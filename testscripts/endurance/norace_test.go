//go:build !race

package endurance

const memoryFactor = 1
