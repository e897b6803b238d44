//go:build unix

package testscripts

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestBrowser runs the scripts of testdata/browser. In each, pages call an API
// that "gatehouse serve" runs, and a headless Chromium says what comes of it:
// what it lets the page's script read and what it writes to the console.
//
// Beside the commands of the other scripts there are
//
//	browse PAGE SCRIPT   runs a script, a JavaScript expression, in a page; with "!" it must
//	                     throw or be rejected. To stdout goes the value it fulfils; of an answer
//	                     that is type and status, the header fields that the page may read, an
//	                     empty line, the body. To stderr goes what the browser has written to the
//	                     console meanwhile. $NAME in the script is the variable.
//	interrupt            as in the other scripts
//	replier NAME         starts a backend that answers as the request's query says; sets $NAME to its URL
//
// and three variables with the origins of pages: $APP is of the site that APIs
// in us-east-1 are of, so that their cookies are not those of a third party,
// $OTHER is of another, $LOCAL is plain localhost. A script's pages share
// cookies and caches with each other but with no other script's.
func TestBrowser(t *testing.T) {
	runInBrowser(t, "testdata/browser")
}

// TestBrowserByTheStandard runs the scripts of testdata/browser/standard in a
// Chromium that does what Fetch says where Chromium, as it is shipped, does not.
func TestBrowserByTheStandard(t *testing.T) {
	runInBrowser(t, "testdata/browser/standard", "--enable-features=CorsNonWildcardRequestHeadersSupport")
}

func runInBrowser(t *testing.T, dir string, flags ...string) {
	browser := startChromium(t, flags...)
	pages := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, "testdata/browser/page.html")
	}))
	t.Cleanup(pages.Close)
	port := ":" + pages.URL[strings.LastIndexByte(pages.URL, ':')+1:]
	testscript.Run(t, testscript.Params{
		Dir:                 dir,
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("GATEHOUSE_STATE", filepath.Join(env.WorkDir, "state.json"))
			env.Setenv("GATEHOUSE_TEST_IDS", filepath.Join(env.WorkDir, ".ids"))
			env.Setenv("GORACE", "atexit_sleep_ms=0 "+os.Getenv("GORACE")) // or each command takes a second with the race detector
			env.Setenv("APP", "http://app.us-east-1.localhost"+port)
			env.Setenv("OTHER", "http://other.localhost"+port)
			env.Setenv("LOCAL", "http://localhost"+port)
			return openScriptWindow(env, browser)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"serve":     cmdServe,
			"interrupt": cmdInterrupt,
			"capture":   cmdCapture,
			"browse":    cmdBrowse,
			"replier":   cmdReplier,
		},
	})
}

// windowKey is the key of a script's window among its values.
type windowKey struct{}

func openScriptWindow(env *testscript.Env, browser *chromium) error {
	ctx, cancel := context.WithTimeout(context.Background(), browserPatience)
	defer cancel()
	w, err := openWindow(ctx, browser.root())
	if err != nil {
		return err
	}
	env.Values[windowKey{}] = w
	env.Defer(func() {
		ctx, cancel := context.WithTimeout(context.Background(), browserPatience)
		defer cancel()
		w.close(ctx)
	})
	return nil
}

func cmdBrowse(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: browse PAGE SCRIPT")
	}
	ctx, cancel := context.WithTimeout(context.Background(), browserPatience)
	defer cancel()
	t, err := ts.Value(windowKey{}).(*window).tab(ctx, args[0])
	ts.Check(err)
	o, err := t.run(ctx, os.Expand(args[1], ts.Getenv))
	ts.Check(err)
	console := strings.Join(o.console, "\n")
	if o.Fulfilled == neg {
		ts.Fatalf("the script came to\n%s\nand the console says\n%s", o.Text, console)
	}
	fmt.Fprintln(ts.Stdout(), strings.TrimSuffix(o.Text, "\n"))
	fmt.Fprint(ts.Stderr(), console)
}

func cmdReplier(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: replier NAME")
	}
	server := httptest.NewServer(http.HandlerFunc(reply))
	ts.Defer(server.Close)
	ts.Setenv(args[0], server.URL)
}

// reply answers as the request's query says: the value of status is the
// status, any other name that of a header field. The body tells what came:
// method and path, the cookie and the Authorization, the body.
func reply(w http.ResponseWriter, r *http.Request) {
	status := http.StatusOK
	for name, values := range r.URL.Query() {
		if name == "status" {
			status, _ = strconv.Atoi(values[0])
			continue
		}
		w.Header()[http.CanonicalHeaderKey(name)] = values
	}
	body, _ := io.ReadAll(r.Body)
	w.WriteHeader(status)
	fmt.Fprintf(w, "%s %s\n", r.Method, r.URL.Path)
	for _, name := range []string{"Cookie", "Authorization"} {
		if value := r.Header.Get(name); value != "" {
			fmt.Fprintf(w, "%s: %s\n", name, value)
		}
	}
	w.Write(body)
}
