package commands

import (
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"

	"golang.org/x/term"

	"gatehouse/commands/output"
)

// outputOptions say how to print in a format: as wide as the terminal and in
// colours, if stdout is one.
func (c *cli) outputOptions(format, title string) output.Options {
	o := output.Options{Format: format, Title: title, Color: c.globals.color == "on"}
	if format != "table" {
		return o // the only one that looks
	}
	if f, ok := terminal(c.env.Stdout); ok {
		o.Color = c.globals.color != "off"
		o.Width, _, _ = term.GetSize(int(f.Fd()))
	}
	return o
}

func terminal(w io.Writer) (*os.File, bool) {
	f, ok := w.(*os.File)
	return f, ok && term.IsTerminal(int(f.Fd()))
}

// withPager has something printed: on the pager if stdout is a terminal and
// one is configured, else on stdout.
func (c *cli) withPager(print func(io.Writer) error) error {
	if c.globals.noPager || c.config.Pager() == "" {
		return print(c.stdout)
	}
	f, ok := terminal(c.env.Stdout)
	if !ok {
		return print(c.stdout)
	}
	p := &pager{cli: c, terminal: f, command: strings.Fields(c.config.Pager()), quitIfShort: true}
	return p.show(print)
}

// A pager starts its program when there is something to show, so that
// nothing to show starts nothing.
type pager struct {
	*cli
	terminal *os.File
	command  []string
	process  *exec.Cmd
	input    io.WriteCloser
	release  context.CancelFunc

	quitIfShort bool // less is to leave at once if all fits on the screen
}

// show has something printed on the pager, and waits until the user leaves
// it. How the pager ends is its own affair.
func (p *pager) show(print func(io.Writer) error) error {
	err := print(p)
	if p.process != nil {
		p.input.Close()
		p.process.Wait()
		p.release()
	}
	return err
}

func (p *pager) Write(b []byte) (int, error) {
	if p.process == nil {
		if err := p.start(); err != nil {
			return 0, err
		}
	}
	return unbroken{p.input}.Write(b)
}

func (p *pager) start() error {
	if len(p.command) == 0 {
		return p.fault("list index out of range") // what the AWS CLI says of an empty command
	}
	p.process = exec.Command(p.command[0], p.command[1:]...)
	p.process.Stdout, p.process.Stderr = p.terminal, p.env.Stderr
	if _, set := p.lookupEnv()("LESS"); p.quitIfShort && !set {
		p.process.Env = append(os.Environ(), "LESS=FRX")
	}
	var err error
	if p.input, err = p.process.StdinPipe(); err != nil {
		return err
	}
	if err := p.process.Start(); err != nil {
		p.process = nil
		if errors.Is(err, exec.ErrNotFound) {
			err = syscall.ENOENT
		}
		return p.fault(osError(err, p.command[0]))
	}
	p.release = func() {}
	if p.env.Interrupts != nil {
		_, p.release = p.env.Interrupts(context.Background()) // Ctrl-C is the pager's from now on
	}
	return nil
}

func (p *pager) fault(reason string) error {
	return &ConfigError{"Pager", cliErrorf("Unable to redirect output to pager. Received the following error when opening pager:\n%s\n\n"+
		"Learn more about configuring the output pager by running \"%s help config-vars\".", reason, p.prog)}
}

// An unbroken writer goes on when nobody reads any more: who closes a pager
// or a pipe early has seen enough. That is no error, as for the AWS CLI.
type unbroken struct{ io.Writer }

func (w unbroken) Write(b []byte) (int, error) {
	n, err := w.Writer.Write(b)
	if errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe) {
		return len(b), nil
	}
	return n, err
}
