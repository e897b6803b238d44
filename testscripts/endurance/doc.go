// Package endurance has the tests that take the program as a whole, as
// processes, and wear it: writers that are killed, a server under mixed load
// and faults for as long as one likes, thousands of idle connections. Each runs
// for some seconds; the flags below make a long run of it:
//
//	go test ./testscripts/endurance -run MixedLoad -endurance 30m -timeout 40m
//	go test ./testscripts/endurance -run KilledWriters -kills 1000 -timeout 40m
package endurance
