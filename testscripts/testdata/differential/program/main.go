// Command program is gatehouse with a fixed clock and counted identifiers, for
// the differential test. The count is the length of the file that
// $GATEHOUSE_TEST_IDS names.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"gatehouse/commands"
)

func main() {
	signal.Ignore(syscall.SIGPIPE)
	os.Exit(commands.Main(context.Background(), os.Args[1:], commands.Env{
		Program: os.Args[0],
		Stdin:   os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Getenv: os.Getenv, LookupEnv: os.LookupEnv,
		Now:   func() time.Time { return time.Date(2026, 11, 22, 17, 0, 0, 0, time.UTC) },
		NewID: countedID,
	}))
}

// countedID returns a letter and a number of n-1 digits.
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
