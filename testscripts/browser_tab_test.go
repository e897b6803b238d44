//go:build unix

package testscripts

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
)

// A window is a browser window without a past: it shares neither cookies nor
// caches with others.
type window struct {
	browser session
	id      string
	tabs    map[string]*tab // by the address of the page
}

func openWindow(ctx context.Context, browser session) (*window, error) {
	var created struct{ BrowserContextID string }
	err := browser.call(ctx, "Target.createBrowserContext", nil, &created)
	return &window{browser, created.BrowserContextID, map[string]*tab{}}, err
}

func (w *window) close(ctx context.Context) error {
	return w.browser.call(ctx, "Target.disposeBrowserContext", params{"browserContextId": w.id}, nil)
}

// tab returns the window's tab that shows a page. It is opened when it is
// first asked for.
func (w *window) tab(ctx context.Context, page string) (*tab, error) {
	if t := w.tabs[page]; t != nil {
		return t, nil
	}
	var target struct{ TargetID string }
	if err := w.browser.call(ctx, "Target.createTarget", params{"url": "about:blank", "browserContextId": w.id}, &target); err != nil {
		return nil, err
	}
	var attached struct{ SessionID string }
	if err := w.browser.call(ctx, "Target.attachToTarget", params{"targetId": target.TargetID, "flatten": true}, &attached); err != nil {
		return nil, err
	}
	t := &tab{session: session{w.browser.devtools, attached.SessionID}, written: make(chan struct{}, 1)}
	t.handle(t.event)
	if err := t.show(ctx, page); err != nil {
		return nil, fmt.Errorf("open %s: %w", page, err)
	}
	w.tabs[page] = t
	return t, nil
}

// A tab is a page and what the browser has written to its console.
type tab struct {
	session

	mu      sync.Mutex
	console []string
	written chan struct{} // tells of something new on the console
}

// show loads a page.
func (t *tab) show(ctx context.Context, page string) error {
	if err := t.call(ctx, "Log.enable", nil, nil); err != nil {
		return err
	}
	if err := t.call(ctx, "Target.setAutoAttach", autoAttach, nil); err != nil {
		return err
	}
	var navigated struct{ ErrorText string }
	if err := t.call(ctx, "Page.navigate", params{"url": page}, &navigated); err != nil {
		return err
	}
	if navigated.ErrorText != "" {
		return errors.New(navigated.ErrorText)
	}
	return t.evaluate(ctx, `new Promise(loaded => document.readyState === "complete" ? loaded() : addEventListener("load", loaded))`, nil)
}

// autoAttach has frames that run in processes of their own, as sandboxed ones
// do, make themselves known before they run anything.
var autoAttach = params{"autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true}

// event keeps what is written to the console of the page or of a frame in it.
func (t *tab) event(m message, from session) {
	switch m.Method {
	case "Target.attachedToTarget":
		var attached struct{ SessionID string }
		if json.Unmarshal(m.Params, &attached) == nil {
			frame := session{t.devtools, attached.SessionID}
			frame.handle(t.event)
			frame.send("Log.enable", nil, nil)
			frame.send("Runtime.runIfWaitingForDebugger", nil, nil)
		}
	case "Log.entryAdded":
		var added struct{ Entry struct{ Text string } }
		if json.Unmarshal(m.Params, &added) == nil {
			t.write(added.Entry.Text)
		}
	}
}

func (t *tab) write(line string) {
	t.mu.Lock()
	t.console = append(t.console, line)
	t.mu.Unlock()
	select {
	case t.written <- struct{}{}:
	default:
	}
}

// An outcome is what a script came to in a page.
type outcome struct {
	Fulfilled bool
	Text      string // the answer it fetched, another value, or the error it was rejected with
	console   []string
}

// run runs a script, an expression, in the page, as page.html describes.
func (t *tab) run(ctx context.Context, script string) (outcome, error) {
	var o outcome
	if err := t.evaluate(ctx, "run(() => ("+script+"\n))", &o); err != nil {
		return o, err
	}
	failed := strings.Contains(o.Text, "TypeError: Failed to fetch")
	for {
		t.mu.Lock()
		o.console, t.console = append(o.console, t.console...), nil
		t.mu.Unlock()
		if !failed || strings.Contains(strings.Join(o.console, "\n"), "Failed to load resource") {
			return o, nil
		}
		// The console of a frame may be later than what the script came to.
		select {
		case <-t.written:
		case <-t.ended:
			return o, errBrowserEnded
		case <-ctx.Done():
			return o, fmt.Errorf("fetch failed and the console says nothing of it: %w", ctx.Err())
		}
	}
}

// evaluate waits for what an expression promises and stores it in result,
// unless that is nil.
func (t *tab) evaluate(ctx context.Context, expression string, result any) error {
	answer := struct {
		Result           struct{ Value any }
		ExceptionDetails *struct{ Exception struct{ Description string } }
	}{}
	answer.Result.Value = result
	err := t.call(ctx, "Runtime.evaluate", params{"expression": expression, "awaitPromise": true, "returnByValue": true}, &answer)
	if err == nil && answer.ExceptionDetails != nil {
		return fmt.Errorf("%s: %s", expression, answer.ExceptionDetails.Exception.Description)
	}
	return err
}
