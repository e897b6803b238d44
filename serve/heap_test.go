package serve

import "testing"

func TestHeapPercent(t *testing.T) {
	for heap, want := range map[uint64]int{0: 1600, 1 << 20: 1600, 4 << 20: 400, 16 << 20: 100, 1 << 40: 100} {
		if got := heapPercent(heap); got != want {
			t.Errorf("heapPercent(%d) = %d, want %d", heap, got, want)
		}
	}
}
