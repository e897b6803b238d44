package state

import (
	"math/rand/v2"
	"time"
)

// Settings is what an operation needs to know beyond its input. The zero value
// is ready to use.
type Settings struct {
	// AccountID is the account that owns everything; "" is 123456789012.
	AccountID string

	// Now is the clock; nil is time.Now.
	Now func() time.Time

	// NewID makes an identifier of n characters of [a-z0-9]; nil makes random
	// ones. It is called again until its answer is not yet in the file.
	NewID func(n int) string

	// Endpoint is the URL under which an API is called. protocol is HTTP or
	// WEBSOCKET. Nil is AWS's own form.
	Endpoint func(region, apiID, protocol string) string
}

// DefaultAccountID is the account when Settings names none.
const DefaultAccountID = "123456789012"

func (s Settings) accountID() string {
	if s.AccountID == "" {
		return DefaultAccountID
	}
	return s.AccountID
}

// now is the current time at the precision that the service keeps: seconds.
func (s Settings) now() time.Time {
	now := time.Now
	if s.Now != nil {
		now = s.Now
	}
	return now().UTC().Truncate(time.Second)
}

func (s Settings) newID(n int) string {
	if s.NewID != nil {
		return s.NewID(n)
	}
	return randomID(n)
}

func (s Settings) endpoint(region, apiID, protocol string) string {
	if s.Endpoint != nil {
		return s.Endpoint(region, apiID, protocol)
	}
	return awsEndpoint(region, apiID, protocol)
}

// randomID draws n characters of [a-z0-9]. Identifiers are no secrets, so the
// runtime's own generator is good enough, and nothing has to be linked for it.
func randomID(n int) string {
	const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789"
	id := make([]byte, n)
	for i := range id {
		id[i] = alphabet[rand.IntN(len(alphabet))]
	}
	return string(id)
}
