package serve

import (
	"os"
	"runtime"
	"runtime/debug"
)

// heapRoom is how much is allocated at least between two collections of
// garbage. By itself the runtime collects whenever the heap has doubled, which
// for the two or three megabytes of an ordinary state is thirty times a second
// under load, and a tenth of what a small answer costs.
const heapRoom = 16 << 20

// makeHeapRoom sets the collector's pace by what is on the heap now. It is
// left alone where $GOGC sets it.
func makeHeapRoom() {
	if os.Getenv("GOGC") != "" {
		return
	}
	// runtime/metrics would say it too, but merely to link that package costs
	// each start of the program, whatever its command, 70 microseconds.
	var now runtime.MemStats
	runtime.ReadMemStats(&now)
	debug.SetGCPercent(heapPercent(now.HeapAlloc))
}

// heapPercent is the growth, in percent, at which a heap of so many bytes has
// had its room: 100, the runtime's own, at least.
func heapPercent(heap uint64) int {
	return int(max(100, 100*heapRoom/max(heap, 1<<20)))
}
