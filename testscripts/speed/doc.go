// Package speed has the benchmarks that measure the program as a whole, as
// processes, beside the least that a Go program can do on the same machine at
// the same time:
//
//	go test -bench . -benchtime 7x ./testscripts/speed
//
// An iteration is one round, in which everything compared runs once. What
// counts are the ratios: they are taken of medians over the rounds, and more
// rounds make them steadier. CPU is user and system time of the server's
// process, read from /proc: there are no such figures but on Linux.
package speed
