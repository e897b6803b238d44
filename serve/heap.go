package serve

import (
	"os"
	"runtime/debug"
	"runtime/metrics"
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
	objects := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(objects)
	debug.SetGCPercent(heapPercent(objects[0].Value.Uint64()))
}

// heapPercent is the growth, in percent, at which a heap of so many bytes has
// had its room: 100, the runtime's own, at least.
func heapPercent(heap uint64) int {
	return int(max(100, 100*heapRoom/max(heap, 1<<20)))
}
