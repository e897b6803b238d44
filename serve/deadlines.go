package serve

import (
	"net"
	"time"
)

const (
	requestTimeout = time.Minute      // for a request to come in whole
	answerTimeout  = 2 * time.Minute  // from the request's head to the end of the answer
	idleTimeout    = 75 * time.Second // between requests on a connection

	// earlyWrites is how much before answerTimeout a write may time out.
	earlyWrites = 30 * time.Second

	// longWrite is from how many bytes on a write may have taken long.
	longWrite = 64 << 10
)

// A deadlines bounds what a client's connection may take: to idle between
// requests, to send a request, to take an answer. net/http can do that too, for
// three readings of the clock and six settings of a timer per request; the
// kinds of its deadlines are known here, so that a request costs no reading of
// the clock beside those that its log line needs, and hardly ever a timer: one
// that is set is left alone, and if it goes off too early, it is set anew.
//
// The zero value is a connection of which a request has just begun to come. It
// is for the goroutine that serves the connection.
type deadlines struct {
	idle    bool      // the last answer is over, and nothing has come since
	handled bool      // the request has come as far as the handler
	began   time.Time // when the request did; zero: that has not mattered yet
	ended   time.Time // when the last answer was ready
	writes  time.Time // what the timer of writes is set to
}

// arrived notes that something of a request has come.
func (d *deadlines) arrived() {
	if d.idle {
		d.idle, d.began = false, time.Time{}
	}
}

// answered notes that an answer is over.
func (d *deadlines) answered() { d.idle, d.handled = true, false }

// begin notes that a request has come as far as the handler, and bounds its
// answer.
func (d *deadlines) begin(conn *clientConn, now time.Time) {
	if d.idle || d.began.IsZero() { // idle: it came together with the one before
		d.began = now
	}
	d.idle, d.handled = false, true
	d.boundWrites(conn.Conn, now)
}

// boundWrites gives an answer that begins now its time.
func (d *deadlines) boundWrites(conn net.Conn, now time.Time) {
	if by := now.Add(answerTimeout); d.writes.Before(by.Add(-earlyWrites)) {
		d.writes = by
		conn.SetWriteDeadline(by) // an error means that the connection has ended
	}
}

// readBy is when a read that begins now must have brought something.
func (d *deadlines) readBy() time.Time {
	if d.idle {
		return d.ended.Add(idleTimeout)
	}
	if d.began.IsZero() {
		d.began = time.Now()
	}
	return d.began.Add(requestTimeout)
}
