package commands

import (
	"context"
	"os"
	"time"
)

// aMoment is after what time a command that sends a request heeds interruptions.
const aMoment = 10 * time.Millisecond

// heedInterrupts derives a context that ends when one of the signals comes. A
// second one then ends the program at once. release is to be called when
// interruptions no longer matter.
func (c *cli) heedInterrupts(ctx context.Context, signals ...os.Signal) (heeding context.Context, release context.CancelFunc) {
	if c.env.Interrupts == nil {
		return context.WithCancel(ctx)
	}
	heeding, release = c.env.Interrupts(ctx, signals...)
	context.AfterFunc(heeding, release)
	return heeding, release
}

// interruptible derives a context that ends with an interruption, once heed has
// been called: commands that wait for nothing need not pay for it. Until then,
// who presses Ctrl-C ends the program all the same, by the system's own means;
// any other signal always does, as it does the AWS CLI. release is to be called
// when interruptions no longer matter.
func (c *cli) interruptible(ctx context.Context) (derived context.Context, heed, release func()) {
	derived, cancel := context.WithCancel(ctx)
	heed = func() {
		if c.env.Interrupts != nil && derived.Err() == nil {
			interrupted, _ := c.heedInterrupts(derived, os.Interrupt)
			context.AfterFunc(interrupted, cancel)
		}
	}
	return derived, heed, cancel
}
