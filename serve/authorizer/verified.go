package authorizer

import (
	"crypto/rsa"
	"hash/maphash"
	"strings"
	"sync/atomic"
)

// verifiedSlots is how many tokens are remembered for an authorizer.
const verifiedSlots = 256

// verifiedTokens remembers which tokens have been verified with which keys. A
// client sends the same token again and again, and whether a signature is a
// key's never changes; all else about a token is checked each time, and that the
// key is still the issuer's. A token is remembered in the one slot that its hash
// names, until another one is.
type verifiedTokens struct {
	seed  maphash.Seed
	slots [verifiedSlots]atomic.Pointer[verifiedToken]
}

// A verifiedToken never changes.
type verifiedToken struct {
	hash   uint64
	text   string
	kid    string
	key    *rsa.PublicKey // that verified the signature
	claims Claims
}

func newVerifiedTokens() *verifiedTokens { return &verifiedTokens{seed: maphash.MakeSeed()} }

// find returns a token that is remembered, or nil. Texts are compared only if
// their hashes are equal, whose seed nobody knows: how long it takes tells
// nothing about the tokens of others.
func (v *verifiedTokens) find(text string) *verifiedToken {
	hash := maphash.String(v.seed, text)
	token := v.slots[hash%verifiedSlots].Load()
	if token == nil || token.hash != hash || token.text != text {
		return nil
	}
	return token
}

// remember keeps a token whose signature has just been verified.
func (v *verifiedTokens) remember(token verifiedToken) {
	token.text = strings.Clone(token.text) // not all of the request's fields with it
	token.hash = maphash.String(v.seed, token.text)
	v.slots[token.hash%verifiedSlots].Store(&token)
}
