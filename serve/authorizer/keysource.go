package authorizer

import (
	"context"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// keyLifetime is how long fetched keys are used (doc: up to two hours).
	keyLifetime = 2 * time.Hour

	// refetchInterval is the shortest time between two fetches of keys that
	// succeed: a token with an unknown kid causes no further one within it.
	// (guess)
	refetchInterval = 10 * time.Second
)

// The descriptions with which tokens are refused for want of a key.
const (
	noDiscovery  = "OIDC discovery endpoint communication error" // observed
	noKeys       = "JWKS communication error"                    // observed
	noSigningKey = "unable to find the signing key"              // guess
)

// A KeyConfig says where the keys of issuers come from.
type KeyConfig struct {
	// Files are files with the keys of issuers, which are then not asked for
	// them: a JWK Set (RFC 7517), or keys or certificates in PEM, whose kid is
	// their thumbprint (RFC 7638). They are read again when they change.
	Files map[string]string

	// DevelopmentKey is the path of the development issuer's private key (see
	// DevelopmentKeyPath). The file need not exist.
	DevelopmentKey string

	RootCAs *x509.CertPool   // whom to trust; nil is the system's choice
	Now     func() time.Time // nil: the clock
}

// A KeySource finds the keys of issuers and keeps them. One serves all
// authorizers and the gateways that are compiled one after another. Make one
// with NewKeySource. Its methods may be called concurrently.
type KeySource struct {
	client *http.Client
	now    func() time.Time
	files  map[string]*fileKeys // by issuer, without slashes at its end

	mu      sync.Mutex
	remotes map[string]*remoteKeys // as files
	closed  atomic.Bool
	fetches sync.WaitGroup
}

// NewKeySource makes a source and reads the files. The error is a
// *KeyFileError.
func NewKeySource(config KeyConfig) (*KeySource, error) {
	s := &KeySource{
		client:  newClient(config.RootCAs),
		now:     config.Now,
		files:   make(map[string]*fileKeys, len(config.Files)+1),
		remotes: make(map[string]*remoteKeys),
	}
	if s.now == nil {
		s.now = time.Now
	}
	for issuer, path := range config.Files {
		if base(issuer) == DevelopmentIssuer {
			return nil, &KeyFileError{Path: path, Problem: "the development issuer " + DevelopmentIssuer + " has its own key; give the file another issuer"}
		}
		keys := &fileKeys{path: path}
		if _, err := keys.current(); err != nil {
			return nil, err
		}
		s.files[base(issuer)] = keys
	}
	if config.DevelopmentKey != "" {
		s.files[DevelopmentIssuer] = &fileKeys{path: config.DevelopmentKey, optional: true}
	}
	return s, nil
}

// Close ends the fetches under way and waits for them. Keys that are known stay
// of use; others are not found any more.
func (s *KeySource) Close() {
	s.closed.Store(true)
	s.mu.Lock()
	for _, remote := range s.remotes {
		remote.abandon()
	}
	s.mu.Unlock()
	s.fetches.Wait()
}

// A keyring has the keys of one issuer.
type keyring interface {
	// key returns the key of that identifier. The error is a *keyError.
	key(ctx context.Context, kid string) (*rsa.PublicKey, error)
}

// A keyError says why there is no key for a token.
type keyError struct {
	description string // AWS's
	note        string // ours
}

func (e *keyError) Error() string { return e.note }

// keyring is the keys of an issuer, which need not be fetched yet.
func (s *KeySource) keyring(issuer string) keyring {
	issuer = base(issuer)
	if keys, ok := s.files[issuer]; ok {
		return keys
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	remote := s.remotes[issuer]
	if remote == nil {
		remote = &remoteKeys{source: s, issuer: issuer}
		s.remotes[issuer] = remote
	}
	return remote
}

// base is an issuer as the URLs below it begin. Only the issuer claim is
// compared to the last slash.
func base(issuer string) string { return strings.TrimRight(issuer, "/") }

// remoteKeys are the keys of an issuer that publishes them.
type remoteKeys struct {
	source *KeySource
	issuer string // without slashes at its end
	known  atomic.Pointer[fetchedKeys]

	mu     sync.Mutex
	flight *flight // the fetch under way, or nil
}

// fetchedKeys are keys and the time at which they were fetched.
type fetchedKeys struct {
	keySet
	at time.Time
}

// A flight is a fetch and those who wait for it. A failure is theirs alone: the
// next to ask causes another fetch.
type flight struct {
	cancel context.CancelFunc
	done   chan struct{} // closed when the following are set
	keys   *fetchedKeys
	err    error
}

func (k *remoteKeys) key(ctx context.Context, kid string) (*rsa.PublicKey, error) {
	now := k.source.now()
	known := k.known.Load()
	if known != nil && now.Sub(known.at) < keyLifetime {
		if key := known.keys[kid]; key != nil {
			return key, nil
		}
		if now.Sub(known.at) < refetchInterval {
			return nil, known.unknown(kid)
		}
	}
	fetched, err := k.fetch(ctx, known)
	if err != nil {
		return nil, err
	}
	if key := fetched.keys[kid]; key != nil {
		return key, nil
	}
	return nil, fetched.unknown(kid)
}

// fetch returns keys that are newer than those given. All who ask at the same
// time wait for the same fetch, which goes on when one of them gives up.
func (k *remoteKeys) fetch(ctx context.Context, than *fetchedKeys) (*fetchedKeys, error) {
	k.mu.Lock()
	if known := k.known.Load(); known != than {
		k.mu.Unlock()
		return known, nil
	}
	f := k.flight
	if f == nil {
		if k.source.closed.Load() {
			k.mu.Unlock()
			return nil, &keyError{noDiscovery, "the server is shutting down"}
		}
		f = k.start(ctx)
	}
	k.mu.Unlock()
	select {
	case <-f.done:
		return f.keys, f.err
	case <-ctx.Done():
		return nil, &keyError{noDiscovery, "the request ended before the keys of " + quote(k.issuer) + " were known"}
	}
}

// start begins a fetch. The caller holds k.mu.
func (k *remoteKeys) start(ctx context.Context) *flight {
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	f := &flight{cancel: cancel, done: make(chan struct{})}
	k.flight = f
	k.source.fetches.Go(func() {
		defer cancel()
		keys, err := fetchKeys(ctx, k.source.client, k.issuer)
		if err == nil {
			f.keys = &fetchedKeys{keySet: *keys, at: k.source.now()}
		} else {
			f.err = err
		}
		k.mu.Lock()
		if f.keys != nil {
			k.known.Store(f.keys)
		}
		k.flight = nil
		k.mu.Unlock()
		close(f.done)
	})
	return f
}

// abandon ends a fetch under way.
func (k *remoteKeys) abandon() {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.flight != nil {
		k.flight.cancel()
	}
}

// asKeyError gives an error of a fetch the service's description.
func asKeyError(description string, err error) error {
	if e, ok := errors.AsType[*keyError](err); ok {
		return e
	}
	return &keyError{description, printable(err.Error())}
}
