package endpoint

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// Which answers are tried again was observed with botocore 1.43's standard
// mode, which is the AWS CLI's.
func TestRetries(t *testing.T) {
	throttled := func(code string) reply { return reply{400, map[string]string{"x-amzn-ErrorType": code}, `{}`} }
	status := func(n int) reply { return reply{n, nil, `{}`} }
	tests := []struct {
		name     string
		attempts int
		replies  []reply
		requests int
		want     string // the error; "" is success
	}{
		{"a server's error is tried three times", 0, []reply{status(500)}, 3, "An error occurred (500) when calling the GetApi operation (reached max retries: 2): "},
		{"a success ends it", 0, []reply{status(503), status(502), status(200)}, 3, ""},
		{"a refusal ends it", 0, []reply{status(504), status(404)}, 2, "An error occurred (404) when calling the GetApi operation: "},
		{"a refusal of the last attempt counts as exhausted", 0, []reply{status(500), status(500), status(404)}, 3, "An error occurred (404) when calling the GetApi operation (reached max retries: 2): "},
		{"so does one of the only attempt", 1, []reply{status(404)}, 1, "An error occurred (404) when calling the GetApi operation (reached max retries: 0): "},
		{"another server's error is not tried again", 0, []reply{status(501)}, 1, "An error occurred (501) when calling the GetApi operation: "},
		{"429 alone is not tried again", 0, []reply{status(429)}, 1, "An error occurred (429) when calling the GetApi operation: "},
		{"a throttling code is", 0, []reply{throttled("TooManyRequestsException")}, 3, "An error occurred (TooManyRequestsException) when calling the GetApi operation (reached max retries: 2): "},
		{"a time-out code is", 2, []reply{throttled("RequestTimeout")}, 2, "An error occurred (RequestTimeout) when calling the GetApi operation (reached max retries: 1): "},
		{"an unreadable answer is not", 0, []reply{{500, nil, `[1]`}}, 1, "'list' object has no attribute 'get'"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			server := newCapture(t, tt.replies...)
			c := newClient(t, server.URL)
			c.MaxAttempts = tt.attempts
			_, err := run(t, c, "GetApi", `{"ApiId":"x"}`)
			got := ""
			if err != nil {
				got = err.Error()
			}
			if got != tt.want || len(server.requests) != tt.requests {
				t.Errorf("%d requests, %q; want %d, %q", len(server.requests), got, tt.requests, tt.want)
			}
		})
	}
}

func TestWaitsGrow(t *testing.T) {
	server := newCapture(t, reply{500, nil, `{}`})
	c := newClient(t, server.URL)
	var waits []time.Duration
	c.MaxAttempts = 8
	c.Random = func() float64 { return 1 }
	c.Wait = func(_ context.Context, d time.Duration) error {
		waits = append(waits, d)
		return nil
	}
	if _, err := run(t, c, "GetApis", `{}`); err == nil {
		t.Fatal("no error")
	}
	s := time.Second
	if want := []time.Duration{s, 2 * s, 4 * s, 8 * s, 16 * s, 20 * s, 20 * s}; !slices.Equal(waits, want) {
		t.Errorf("waits = %v, want %v", waits, want)
	}
}

func TestEachAttemptIsSignedAnew(t *testing.T) {
	server := newCapture(t, reply{500, nil, `{}`}, reply{200, nil, `{}`})
	c := newClient(t, server.URL)
	now := testTime
	c.Now = func() time.Time { now = now.Add(time.Second); return now }
	if _, err := run(t, c, "CreateDeployment", `{"ApiId":"x"}`); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"20260102T030406Z", "20260102T030407Z"} {
		if got := server.headers[i].Get("X-Amz-Date"); got != want || server.requests[i].Body != "{}" {
			t.Errorf("attempt %d: X-Amz-Date %s, body %q, want %s and {}", i+1, got, server.requests[i].Body, want)
		}
	}
}

func TestCancellingEndsAWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if err := new(Client).wait(ctx, time.Hour); !errors.Is(err, context.Canceled) {
			t.Errorf("wait = %v, want context.Canceled", err)
		}
		start := time.Now()
		if err := new(Client).wait(t.Context(), time.Minute); err != nil || time.Since(start) != time.Minute {
			t.Errorf("wait = %v after %v, want nil after a minute", err, time.Since(start))
		}
	})
}

func BenchmarkDo(b *testing.B) {
	server := newCapture(b, reply{200, nil, `{"apiId":"x","name":"pets","protocolType":"HTTP","createdDate":"2026-01-02T03:04:05Z"}`})
	c := newClient(b, server.URL)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := run(b, c, "GetApi", `{"ApiId":"x"}`); err != nil {
			b.Fatal(err)
		}
		server.requests, server.headers = server.requests[:0], server.headers[:0]
	}
}
