package management

import "math/rand/v2"

// newRequestID makes the identifier of an answer, a random UUID in text (obs:
// x-amzn-RequestId). It need not be unguessable.
func newRequestID() string {
	high, low := rand.Uint64(), rand.Uint64()
	high = high&^0xf000 | 0x4000 // version 4 (RFC 9562, section 5.4)
	low = low&^(3<<62) | 2<<62   // variant 10
	id := make([]byte, 36)
	for i, at := 0, 0; i < 32; i++ {
		if i == 8 || i == 12 || i == 16 || i == 20 {
			id[at] = '-'
			at++
		}
		half := high
		if i >= 16 {
			half = low
		}
		id[at] = "0123456789abcdef"[half>>(60-4*(i&15))&15]
		at++
	}
	return string(id)
}
