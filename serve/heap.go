package serve

import (
	"os"
	"runtime"
	"runtime/debug"
)

const (
	// heapRoom is how much is allocated at least between two collections of
	// garbage. By itself the runtime collects at 4 MB the heap of an ordinary
	// state, thirty times a second under load, which is a tenth of what a small
	// answer costs. With much more room less of the heap is found in the
	// processor's caches, and the sweep that follows each collection stops
	// requests for longer: milliseconds with 64 MB.
	heapRoom = 12 << 20

	// leastHeap is the size up to which a heap is let grow at a growth of 100
	// percent, however little lives on it.
	leastHeap = 4 << 20
)

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
	return int(max(100, 100*heapRoom/max(heap, leastHeap)))
}
