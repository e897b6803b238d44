//go:build unix

package testscripts

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
)

// A devtools is a connection to a browser that speaks the Chrome DevTools
// Protocol over two pipes: JSON messages, each ended by a zero byte.
//
// https://chromedevtools.github.io/devtools-protocol/
type devtools struct {
	writing  sync.Mutex
	commands io.Writer

	mu       sync.Mutex
	last     int                               // identifier of the last command
	waiting  map[int]chan<- message            // for the answer to a command
	handlers map[string]func(message, session) // of events, by session

	ended chan struct{} // closed when the browser has closed its end
}

// A command is what the browser is told to do.
type command struct {
	ID        int    `json:"id"`
	SessionID string `json:"sessionId,omitempty"`
	Method    string `json:"method"`
	Params    params `json:"params,omitempty"`
}

// params are a command's parameters.
type params map[string]any

// A message is what the browser says: the answer to the command of its ID, or
// an event, which has none.
type message struct {
	ID        int
	SessionID string
	Method    string
	Params    json.RawMessage
	Result    json.RawMessage
	Error     *struct{ Message string }
}

// newDevtools talks to a browser that reads commands and writes events.
func newDevtools(commands io.Writer, events io.Reader) *devtools {
	d := &devtools{
		commands: commands,
		waiting:  map[int]chan<- message{},
		handlers: map[string]func(message, session){},
		ended:    make(chan struct{}),
	}
	go d.read(events)
	return d
}

// read hands on what the browser sends until it ends.
func (d *devtools) read(events io.Reader) {
	defer close(d.ended)
	for r := bufio.NewReader(events); ; {
		text, err := r.ReadBytes(0)
		if err != nil {
			return
		}
		var m message
		if err := json.Unmarshal(text[:len(text)-1], &m); err != nil {
			return
		}
		d.mu.Lock()
		answer, handler := d.waiting[m.ID], d.handlers[m.SessionID]
		delete(d.waiting, m.ID)
		d.mu.Unlock()
		switch {
		case answer != nil:
			answer <- m
		case m.ID == 0 && handler != nil:
			handler(m, session{d, m.SessionID})
		}
	}
}

// root is the session that commands the browser itself.
func (d *devtools) root() session { return session{d, ""} }

// A session is what commands are sent to: the browser, a page or a frame.
type session struct {
	*devtools
	id string
}

// handle has a function called with the session's events, one after the
// other. The function must not wait for answers.
func (s session) handle(f func(message, session)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.handlers[s.id] = f
}

// call sends a command, waits for the answer and stores it in result, unless
// that is nil.
func (s session) call(ctx context.Context, method string, p params, result any) error {
	answer := make(chan message, 1)
	if err := s.send(method, p, answer); err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	select {
	case m := <-answer:
		if m.Error != nil {
			return fmt.Errorf("%s: %s", method, m.Error.Message)
		}
		if result == nil {
			return nil
		}
		return json.Unmarshal(m.Result, result)
	case <-s.ended:
		return fmt.Errorf("%s: %w", method, errBrowserEnded)
	case <-ctx.Done():
		return fmt.Errorf("%s: %w", method, ctx.Err())
	}
}

var errBrowserEnded = errors.New("the browser has ended")

// send sends a command. A nil answer is for one whose answer does not matter.
func (s session) send(method string, p params, answer chan<- message) error {
	s.mu.Lock()
	s.last++
	c := command{s.last, s.id, method, p}
	if answer != nil {
		s.waiting[c.ID] = answer
	}
	s.mu.Unlock()
	text, err := json.Marshal(c)
	if err != nil {
		return err
	}
	s.writing.Lock()
	defer s.writing.Unlock()
	_, err = s.commands.Write(append(text, 0))
	return err
}
