package serve

import (
	"errors"
	"net"
	"net/http"
	"os"
	"testing"
	"testing/synctest"
	"time"
)

// newWatchedConn is a connection on which a request is being answered.
func newWatchedConn(c net.Conn) *clientConn {
	conn := newTestConn(c)
	noteState(conn, http.StateActive)
	conn.SetReadDeadline(time.Time{})
	return conn
}

// watching is a read of net/http's in the background.
func watching(c *clientConn) (ended chan error) {
	ended = make(chan error, 1)
	go func() {
		_, err := c.Read(make([]byte, 1))
		ended <- err
	}()
	return ended
}

var longAgo = time.Unix(1, 0)

// A counted is a connection that counts what it is asked for.
type counted struct {
	net.Conn
	reads, deadlines int
}

func (c *counted) Read(p []byte) (int, error) { c.reads++; return c.Conn.Read(p) }
func (c *counted) SetReadDeadline(t time.Time) error {
	c.deadlines++
	return c.Conn.SetReadDeadline(t)
}

// A watch that is ended soon, or before it has begun, never reaches the
// connection; one that goes on does.
func TestWatchesThatAreEndedSoon(t *testing.T) {
	for _, test := range []struct {
		name    string
		after   time.Duration // from the read's begin to its end; negative: the end is first
		reaches bool
	}{
		{"before it began", -1, false},
		{"at once", 0, false},
		{"soon", watchDelay - 1, false},
		{"late", watchDelay + 1, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				near, far := net.Pipe()
				defer far.Close()
				conn := &counted{Conn: near}
				c := newWatchedConn(conn)
				defer c.Close()
				for range 3 {
					var ended chan error
					if test.after >= 0 {
						ended = watching(c)
						time.Sleep(test.after)
						synctest.Wait()
					}
					c.SetReadDeadline(longAgo)
					if ended == nil {
						ended = watching(c)
					}
					if err := <-ended; !errors.Is(err, os.ErrDeadlineExceeded) {
						t.Fatalf("the read ended with %v", err)
					}
					c.SetReadDeadline(time.Time{})
				}
				if reached := conn.reads > 0; reached != test.reaches || (conn.deadlines > 0) != test.reaches {
					t.Errorf("%d reads, %d deadlines reached the connection, want any: %t", conn.reads, conn.deadlines, test.reaches)
				}
			})
		})
	}
}

// A client that leaves, or sends its next request, is noticed after watchDelay.
func TestWatchSeesTheClient(t *testing.T) {
	for _, leaves := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			near, far := net.Pipe()
			defer far.Close()
			c := newWatchedConn(near)
			defer c.Close()
			began := time.Now()
			ended := watching(c)
			if leaves {
				far.Close()
			} else {
				go far.Write([]byte("G"))
			}
			err := <-ended
			if took := time.Since(began); took != watchDelay || (err != nil) != leaves {
				t.Errorf("leaves %t: noticed after %v with %v", leaves, took, err)
			}
		})
	}
}

// Who is watched once is watched again.
func TestWatchSeesTheClientAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		c := newWatchedConn(near)
		defer c.Close()
		for range 3 {
			ended := watching(c)
			c.SetReadDeadline(longAgo)
			<-ended
			c.SetReadDeadline(time.Time{})
		}
		ended := watching(c)
		far.Close()
		if err := <-ended; err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("the read ended with %v", err)
		}
	})
}

// A watch that is ended just when it would begin to read leaves the next one
// its delay.
func TestWatchIsEndedAsItBegins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		defer far.Close()
		conn := &counted{Conn: near}
		c := newWatchedConn(conn)
		defer c.Close()
		end := func(ended chan error) {
			c.SetReadDeadline(longAgo)
			if err := <-ended; !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Fatalf("the read ended with %v", err)
			}
			c.SetReadDeadline(time.Time{})
		}
		for range 500 {
			ended := watching(c)
			time.Sleep(watchDelay)
			end(ended)
			conn.reads = 0
			ended = watching(c)
			time.Sleep(watchDelay - 1)
			synctest.Wait()
			if conn.reads > 0 {
				t.Fatal("the next one has begun to read early")
			}
			end(ended)
		}
	})
}

// net/http ends a read under way by a deadline of the past, from another
// goroutine; it may come at any time.
func TestReadIsEndedFromOutside(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		defer far.Close()
		c := newWatchedConn(near)
		defer c.Close()
		for range 100 {
			ended := make(chan error)
			go func() {
				_, err := c.Read(make([]byte, 1))
				ended <- err
			}()
			time.Sleep(2 * time.Minute) // of the test's clock: past any timer that was left alone
			c.SetReadDeadline(time.Unix(1, 0))
			if err := <-ended; !errors.Is(err, os.ErrDeadlineExceeded) {
				t.Fatalf("the read ended with %v", err)
			}
			c.SetReadDeadline(time.Time{})
			c.watch.wake(near, time.Now().Add(time.Minute)) // as the next request's
		}
	})
}
