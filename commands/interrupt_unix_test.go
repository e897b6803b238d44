//go:build unix

package commands

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
)

// Commands that have to wait are interrupted, those that do not never watch
// for it.
func TestInterruptions(t *testing.T) {
	create := words("apigatewayv2 create-api --name n --protocol-type HTTP")
	lock := func(t *testing.T, s *shell) {
		file, err := os.OpenFile(s.env["GATEHOUSE_STATE"]+".lock", os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { file.Close() })
		if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		name    string
		prepare func(t *testing.T, s *shell)
		line    []string
		waits   bool
	}{
		{"a change", func(*testing.T, *shell) {}, create, false},
		{"a change of a file that another process changes", lock, create, true},
		{"a look at a file that another process changes", lock, words("apigatewayv2 get-apis"), false},
		{"a request that is not answered", func(t *testing.T, s *shell) {
			end := make(chan struct{})
			server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-end }))
			t.Cleanup(server.Close)
			t.Cleanup(func() { close(end) })
			s.env["AWS_ENDPOINT_URL"] = server.URL
			s.env["AWS_ACCESS_KEY_ID"], s.env["AWS_SECRET_ACCESS_KEY"], s.env["AWS_REGION"] = "x", "x", "us-east-1"
		}, create, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := newShell(t)
			tt.prepare(t, s)
			var asked atomic.Int32
			got := s.runWith(func(c *cli) {
				c.env.Interrupts = func(ctx context.Context, signals ...os.Signal) (context.Context, context.CancelFunc) {
					asked.Add(1)
					if !slices.Equal(signals, []os.Signal{os.Interrupt}) {
						t.Errorf("%v are heeded, want Ctrl-C alone", signals)
					}
					interrupted, cancel := context.WithCancel(ctx)
					cancel() // as if the user had pressed Ctrl-C
					return interrupted, cancel
				}
			}, tt.line...)
			want, code := int32(0), 0
			if tt.waits {
				want, code = 1, exitInterrupted
			}
			if asked.Load() != want || got.code != code {
				t.Errorf("interruptions were heeded %d times, %+v, want %d times and %d", asked.Load(), got, want, code)
			}
		})
	}
}

// After the first interruption signals are the system's again: a second one
// ends the program at once.
func TestASecondInterruption(t *testing.T) {
	interrupted, interrupt := context.WithCancel(t.Context())
	released := make(chan struct{})
	c := newCLI(Env{Interrupts: func(context.Context, ...os.Signal) (context.Context, context.CancelFunc) {
		return interrupted, sync.OnceFunc(func() { close(released) })
	}})
	heeding, release := c.heedInterrupts(t.Context(), os.Interrupt)
	defer release()
	select {
	case <-released:
		t.Fatal("signals are not heeded at all")
	default:
	}
	interrupt()
	<-heeding.Done()
	<-released
}
