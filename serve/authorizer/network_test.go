package authorizer

import (
	"context"
	"net"
	"net/http"
	"testing"
)

// A network is one in memory, for tests in a bubble: every address leads to its
// one server. A bubble does not end before all goroutines in it have.
type network struct {
	conns  chan net.Conn
	closed chan struct{}
}

// serveBubble starts a server in a network. Source fetches from it until the
// returned function ends everything.
func serveBubble(t *testing.T, source *KeySource, handler http.HandlerFunc) (end func()) {
	t.Helper()
	n := &network{conns: make(chan net.Conn), closed: make(chan struct{})}
	source.client.Transport.(*http.Transport).DialContext = n.dial
	server := &http.Server{Handler: handler}
	served := make(chan error, 1)
	go func() { served <- server.Serve(n) }()
	return func() {
		source.Close()
		server.Close()
		if err := <-served; err != http.ErrServerClosed {
			t.Errorf("Serve() = %v", err)
		}
	}
}

func (n *network) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	client, server := net.Pipe()
	select {
	case n.conns <- server:
		return client, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (n *network) Accept() (net.Conn, error) {
	select {
	case conn := <-n.conns:
		return conn, nil
	case <-n.closed:
		return nil, net.ErrClosed
	}
}

func (n *network) Close() error {
	close(n.closed)
	return nil
}

func (n *network) Addr() net.Addr { return &net.TCPAddr{} }
