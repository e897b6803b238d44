package serve

import "testing"

func TestHeapPercent(t *testing.T) {
	for heap, want := range map[uint64]int{0: 300, 1 << 20: 300, 4 << 20: 300, 6 << 20: 200, 12 << 20: 100, 1 << 40: 100} {
		if got := heapPercent(heap); got != want {
			t.Errorf("heapPercent(%d) = %d, want %d", heap, got, want)
		}
	}
}
