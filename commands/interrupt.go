package commands

import (
	"context"
	"os"
	"time"
)

// aMoment is after what time a command heeds interruptions. Who presses
// Ctrl-C earlier ends it all the same, by the system's own means.
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

// heedInterruptsSoon is like heedInterrupts, but begins a moment later, so
// that commands that are done by then need not pay for it. It heeds Ctrl-C
// alone: another signal ends the program by the system's own means, as it does
// the AWS CLI.
func (c *cli) heedInterruptsSoon(ctx context.Context) (heeding context.Context, release context.CancelFunc) {
	heeding, release = context.WithCancel(ctx)
	if c.env.Interrupts == nil {
		return heeding, release
	}
	timer := time.AfterFunc(aMoment, func() {
		if heeding.Err() != nil {
			return
		}
		interrupted, _ := c.heedInterrupts(heeding, os.Interrupt)
		context.AfterFunc(interrupted, release)
	})
	context.AfterFunc(heeding, func() { timer.Stop() })
	return heeding, release
}
