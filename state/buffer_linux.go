package state

import (
	"os"
	"syscall"
	"unsafe"
)

// largeBuffer is the size from which a buffer is given pages of megabytes, of
// which it surely has one then.
const largeBuffer = 4 << 20

// newBuffer makes a buffer of a capacity. For a command that reads some
// megabytes and ends, taking them from the system in pages of 4 KB would
// cost as much as what it does with them.
func newBuffer(capacity int) []byte {
	b := make([]byte, 0, capacity)
	if capacity < largeBuffer {
		return b
	}
	page := os.Getpagesize()
	from := -int(uintptr(unsafe.Pointer(unsafe.SliceData(b)))) & (page - 1)
	// If there are no such pages, those of 4 KB are good enough.
	_ = syscall.Madvise(b[from:from+(capacity-from)&^(page-1)], syscall.MADV_HUGEPAGE)
	return b
}
