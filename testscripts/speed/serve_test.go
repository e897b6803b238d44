//go:build linux

package speed

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gatehouse/model"
	"gatehouse/state"
)

// A load is requests on so many connections for some time.
type load struct {
	address, request string
	status           int
	connections      int
}

const origin = "https://app.example.com"

func getRequest(path string) string {
	return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nOrigin: " + origin + "\r\n\r\n"
}

const preflight = "OPTIONS /small HTTP/1.1\r\nHost: localhost\r\nOrigin: " + origin +
	"\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type\r\n\r\n"

// round is how long a server is under load in one round.
const round = time.Second

// run sends the requests and returns how long each took.
func (l load) run(b *testing.B) []time.Duration {
	b.Helper()
	var (
		mu    sync.Mutex
		all   []time.Duration
		wait  sync.WaitGroup
		until = time.Now().Add(round)
	)
	for range l.connections {
		wait.Go(func() {
			took, err := l.one(until)
			if err != nil {
				b.Error(err)
			}
			mu.Lock()
			defer mu.Unlock()
			all = append(all, took...)
		})
	}
	wait.Wait()
	return all
}

// one keeps one connection busy.
func (l load) one(until time.Time) ([]time.Duration, error) {
	c, err := net.Dial("tcp", l.address)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	answers := bufio.NewReaderSize(c, 16<<10)
	var took []time.Duration
	for began := time.Now(); began.Before(until); began = time.Now() {
		if _, err := io.WriteString(c, l.request); err != nil {
			return took, err
		}
		answer, err := http.ReadResponse(answers, nil)
		if err != nil {
			return took, err
		}
		if _, err := io.Copy(io.Discard, answer.Body); err != nil {
			return took, err
		}
		if answer.StatusCode != l.status {
			return took, fmt.Errorf("%s answers %d", l.address, answer.StatusCode)
		}
		took = append(took, time.Since(began))
	}
	return took, nil
}

// A figure is what one load came to.
type figure struct {
	cpu []float64 // ns per request, by round
	p99 []time.Duration
}

func (f *figure) measure(b *testing.B, s *server, l load) {
	b.Helper()
	l.address = s.address
	before := s.cpu(b)
	took := l.run(b)
	if len(took) == 0 {
		b.Fatal("no request was answered")
	}
	f.cpu = append(f.cpu, float64(s.cpu(b)-before)/float64(len(took)))
	slices.Sort(took)
	f.p99 = append(f.p99, took[len(took)*99/100])
}

// compare measures two servers in turns and reports the processor time of the
// first for a request, and the ratios to the second.
func compare(b *testing.B, ours, theirs *server, l load) {
	var f, g figure
	for b.Loop() {
		f.measure(b, ours, l)
		g.measure(b, theirs, l)
	}
	b.ReportMetric(median(f.cpu)/1e3, "cpu-us/req")
	b.ReportMetric(median(f.cpu)/median(g.cpu), "x-cpu")
	b.ReportMetric(median(f.p99)/median(g.p99), "x-p99")
}

// newBackend answers 100 bytes, and 10 KB at /large.
func newBackend(b *testing.B) string {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		length := 100
		if r.URL.Path == "/large" {
			length = 10 << 10
		}
		io.WriteString(w, strings.Repeat("x", length))
	}))
	b.Cleanup(s.Close)
	return s.URL
}

// BenchmarkProxy measures a request that an integration answers, beside
// httputil.ReverseProxy.
func BenchmarkProxy(b *testing.B) {
	backend := newBackend(b)
	path, _ := newState(b, 1, 20, backend)
	ours, theirs := launchGatehouse(b, path), launchPeer(b, backend)
	for _, path := range []string{"/small", "/large"} {
		for _, n := range []int{16, 64} {
			b.Run(fmt.Sprintf("%s/connections=%d", path[1:], n), func(b *testing.B) {
				compare(b, ours, theirs, load{request: getRequest(path), status: 200, connections: n})
			})
		}
	}
}

// BenchmarkPreflight measures a preflight that the gateway answers, beside the
// least that a net/http server can do.
func BenchmarkPreflight(b *testing.B) {
	path, _ := newState(b, 1, 20, "http://127.0.0.1:9")
	ours, theirs := launchGatehouse(b, path), launchPeer(b, "")
	for _, n := range []int{16, 64} {
		b.Run(fmt.Sprintf("connections=%d", n), func(b *testing.B) {
			compare(b, ours, theirs, load{request: preflight, status: 204, connections: n})
		})
	}
}

// BenchmarkRoutes measures a request to an API of a thousand routes beside one
// to an API of a few.
func BenchmarkRoutes(b *testing.B) {
	backend := newBackend(b)
	few, _ := newState(b, 1, 20, backend)
	many, _ := newState(b, 1, 1000, backend)
	compare(b, launchGatehouse(b, many), launchGatehouse(b, few), load{request: getRequest("/pets/17/3"), status: 200, connections: 16})
}

// BenchmarkEdits measures requests while the file is edited a hundred times a
// second, beside such that nobody disturbs.
func BenchmarkEdits(b *testing.B) {
	backend := newBackend(b)
	quiet, _ := newState(b, 1, 20, backend)
	busy, id := newState(b, 1, 20, backend)
	ours, theirs := launchGatehouse(b, busy), launchGatehouse(b, quiet)
	l := load{request: getRequest("/small"), status: 200, connections: 16}
	var f, g figure
	for b.Loop() {
		g.measure(b, theirs, l)
		stop := make(chan struct{})
		var editor sync.WaitGroup
		editor.Go(func() { edit(b, busy, id, stop) })
		f.measure(b, ours, l)
		close(stop)
		editor.Wait()
	}
	b.ReportMetric(median(f.cpu)/median(g.cpu), "x-cpu")
	b.ReportMetric(median(f.p99)/median(g.p99), "x-p99")
}

// edit changes an API a hundred times a second.
func edit(b *testing.B, path, id string, stop chan struct{}) {
	file := &state.File{Path: path}
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for i := 0; ; i++ {
		select {
		case <-stop:
			return
		case <-tick.C:
		}
		fields := model.NewDocument(text("ApiId", id), text("Description", fmt.Sprint("edit ", i)))
		if _, err := file.Do(b.Context(), "us-east-1", model.OperationByName("UpdateApi"), fields); err != nil {
			b.Error(err)
			return
		}
	}
}

// BenchmarkStart measures the time from a server's start to its first answer,
// beside the least that a net/http server can do, and the memory it then has.
func BenchmarkStart(b *testing.B) {
	for _, apis := range []int{1, 1000} {
		path, _ := newState(b, apis, 20, "http://127.0.0.1:9")
		b.Run(fmt.Sprintf("apis=%d", apis), func(b *testing.B) {
			var ours, theirs []time.Duration
			var memory []float64
			for b.Loop() {
				for range 5 {
					s := launchGatehouse(b, path)
					ours, memory = append(ours, s.ready), append(memory, s.residentMiB(b))
					s.end()
					s = launchPeer(b, "")
					theirs = append(theirs, s.ready)
					s.end()
				}
			}
			b.ReportMetric(median(ours)/1e6, "ms")
			b.ReportMetric(median(ours)/median(theirs), "x-start")
			b.ReportMetric(median(memory), "MiB")
		})
	}
}
