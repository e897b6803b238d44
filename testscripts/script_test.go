// Package testscripts is the executable specification of gatehouse: each
// .txtar file states a rule in its first comment, what a user types and what
// he then sees.
//
// Beside the built-in commands of testscript there are
//
//	gatehouse, aws       the program, under either name
//	serve [FLAG...]      starts "gatehouse serve --port 0" and waits until it is ready;
//	                     sets URL (http://127.0.0.1:PORT) and PORT
//	interrupt            interrupts the server, waits for it, and gives its output to stdout and stderr
//	http [-sign ACCESS-KEY:SECRET] METHOD URL [Field:value...] [@FILE]
//	                     sends a request, signed for execute-api if need be; status, header fields (sorted) and body go to stdout
//	backend NAME         starts a backend that describes each request in its answer; sets $NAME to its URL
//	                     and $NAME_HOST to its host and port
//	capture NAME COMMAND [ARG...]
//	                     runs a command and sets $NAME to its output, less the final newline
//	exitcode N COMMAND [ARG...]
//	                     runs a command that must exit with N; its output goes to stdout and stderr
//
// The program runs with a fixed clock and counted identifiers, so that its
// output can be compared exactly.
package testscripts

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"gatehouse/commands"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"gatehouse": program,
		"aws":       program,
	})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 ".",
		RequireExplicitExec: true,
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(env *testscript.Env) error {
			home := filepath.Join(env.WorkDir, "home")
			if err := os.Mkdir(home, 0o755); err != nil {
				return err
			}
			env.Setenv("HOME", home)
			env.Setenv("GATEHOUSE_STATE", filepath.Join(env.WorkDir, "state.json"))
			env.Setenv("GATEHOUSE_TEST_IDS", filepath.Join(env.WorkDir, ".ids"))
			env.Setenv("GORACE", "atexit_sleep_ms=0") // or each command would wait for a second at its end
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"serve":     cmdServe,
			"interrupt": cmdInterrupt,
			"http":      cmdHTTP,
			"backend":   cmdBackend,
			"capture":   cmdCapture,
			"exitcode":  cmdExitCode,
		},
	})
}

// scriptTime is the time at which every command of a script runs.
var scriptTime = time.Date(2026, 11, 22, 17, 0, 0, 0, time.UTC)

// program is main with a fixed clock and counted identifiers.
func program() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := commands.Main(ctx, os.Args[1:], commands.Env{
		Program: os.Args[0],
		Stdin:   os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv,
		Now:   func() time.Time { return scriptTime },
		NewID: countedID,
	})
	stop()
	os.Exit(code)
}

// countedID returns the next identifier of the script: a letter and a number
// of n-1 digits. The count is the length of a file that all of the script's
// processes append to.
func countedID(n int) string {
	f, err := os.OpenFile(os.Getenv("GATEHOUSE_TEST_IDS"), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o644)
	if err != nil {
		panic(err)
	}
	defer f.Close()
	if _, err := f.WriteString("."); err != nil {
		panic(err)
	}
	info, err := f.Stat()
	if err != nil {
		panic(err)
	}
	return fmt.Sprintf("a%0*d", n-1, info.Size())
}

// cmdCapture runs a command and keeps its output in a variable.
func cmdCapture(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: capture NAME COMMAND [ARG...]")
	}
	ts.Check(ts.Exec(args[1], args[2:]...))
	ts.Setenv(args[0], strings.TrimSuffix(ts.ReadFile("stdout"), "\n"))
}
