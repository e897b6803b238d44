package endpoint

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"time"
)

// maxWait bounds the wait before another attempt.
const maxWait = 20 * time.Second

// send sends a request until it succeeds, fails in a way that another attempt
// would not mend, or the attempts are used up: the AWS CLI's standard retry
// mode. fail reads the error out of an answer that is no success.
//
// Observed: an error of the last attempt counts as exhausted whatever it is.
func (c *Client) send(ctx context.Context, r *request, fail func(*answer) error) (*answer, error) {
	if err := c.Check(); err != nil {
		return nil, err
	}
	attempts := c.MaxAttempts
	if attempts <= 0 {
		attempts = DefaultMaxAttempts
	}
	for attempt := 1; ; attempt++ {
		a, err := c.attempt(ctx, r)
		if err == nil && a.failed() {
			err = fail(a)
		}
		if err == nil {
			return a, nil
		}
		if refused, ok := errors.AsType[*ServiceError](err); ok {
			refused.Retries, refused.Exhausted = attempt-1, attempt >= attempts
		}
		if attempt >= attempts || !retryable(err) {
			return nil, err
		}
		if err := c.wait(ctx, c.pause(attempt)); err != nil {
			return nil, err
		}
	}
}

// retryable reports whether another attempt may end otherwise.
func retryable(err error) bool {
	if _, ok := errors.AsType[*ConnectionError](err); ok {
		return true
	}
	refused, ok := errors.AsType[*ServiceError](err)
	if !ok {
		return false
	}
	switch refused.Status {
	case 500, 502, 503, 504:
		return true
	}
	return slices.Contains([]string{
		"RequestTimeout", "RequestTimeoutException",
		"Throttling", "ThrottlingException", "ThrottledException", "RequestThrottledException", "RequestThrottled",
		"TooManyRequestsException", "ProvisionedThroughputExceededException", "TransactionInProgressException",
		"RequestLimitExceeded", "BandwidthLimitExceeded", "LimitExceededException", "SlowDown",
		"PriorRequestNotComplete", "EC2ThrottledException",
	}, refused.Code)
}

// pause returns how long to wait after an attempt: a random part of one
// second that doubles with each.
func (c *Client) pause(attempt int) time.Duration {
	random := c.Random
	if random == nil {
		random = rand.Float64
	}
	longest := min(maxWait, time.Second<<min(attempt-1, 10))
	return time.Duration(random() * float64(longest))
}

func (c *Client) wait(ctx context.Context, d time.Duration) error {
	if c.Wait != nil {
		return c.Wait(ctx, d)
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
