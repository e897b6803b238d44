// Command gatehouse configures Amazon API Gateway HTTP APIs with the AWS
// CLI's own commands, keeps them in one file and serves them on this machine.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"gatehouse/commands"
)

func main() {
	signal.Ignore(syscall.SIGPIPE) // a reader who has seen enough is no error, as for the AWS CLI
	os.Exit(commands.Main(context.Background(), os.Args[1:], commands.Env{
		Program: os.Args[0],
		Stdin:   os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Getenv: os.Getenv, LookupEnv: os.LookupEnv,
		Interrupts: signal.NotifyContext,
		// Now and NewID are left nil: the real clock, random identifiers.
	}))
}
