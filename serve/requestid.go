package serve

import (
	"math/rand/v2"
	"time"
)

// newRequestID makes the identifier of a request: 16 characters of base64 with
// "-" and "_", the last of them "=", which is the form of 11 bytes (observed:
// K2ZEDjwtIAMEcig=). They need not be unguessable.
func newRequestID() (id [16]byte) {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	bits := rand.Uint64()
	for i := range 10 {
		id[i] = alphabet[bits&63]
		bits >>= 6
	}
	bits = rand.Uint64()
	for i := 10; i < 14; i++ {
		id[i] = alphabet[bits&63]
		bits >>= 6
	}
	id[14] = alphabet[bits&15<<2] // 88 bits leave 4 for the last character
	id[15] = '='
	return id
}

// appendTraceID appends a fresh X-Ray trace identifier, as the gateway adds
// one to requests that bring none: 1-, the time in hexadecimal, 24 digits.
func appendTraceID(dst []byte, now time.Time) []byte {
	dst = append(dst, "1-"...)
	dst = appendHex(dst, uint64(now.Unix()), 8)
	dst = append(dst, '-')
	dst = appendHex(dst, rand.Uint64(), 8)
	return appendHex(dst, rand.Uint64(), 16)
}

// appendHex appends the last digits of n in hexadecimal.
func appendHex(dst []byte, n uint64, digits int) []byte {
	for i := digits - 1; i >= 0; i-- {
		dst = append(dst, "0123456789abcdef"[n>>(4*i)&15])
	}
	return dst
}
