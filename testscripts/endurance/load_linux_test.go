package endurance

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"gatehouse/model"
	"gatehouse/state"
)

const (
	origin = "https://www.example.com"

	// edits is how many there are a second while the server is under load.
	edits = 20
)

// A scene is a server, the API that it serves, and what was seen of it.
type scene struct {
	t       *testing.T
	file    *state.File
	id      string
	server  *served
	address string
	client  *http.Client

	requests, bytes atomic.Int64
}

func newScene(t *testing.T) *scene {
	s := &scene{t: t, file: &state.File{Path: filepath.Join(t.TempDir(), "state.json")}, client: client(t)}
	backend := newBackend(t)
	must := func(operation string, fields ...model.Field) *model.Document {
		out, err := do(s.file, operation, fields...)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	cors := model.NewDocument(
		model.Field{Name: "AllowOrigins", Value: []any{origin}},
		model.Field{Name: "AllowMethods", Value: []any{"GET", "POST"}},
		model.Field{Name: "AllowHeaders", Value: []any{"content-type"}})
	s.id = must("CreateApi", text("Name", "pets"), text("ProtocolType", "HTTP"), model.Field{Name: "CorsConfiguration", Value: cors}).String("ApiId")
	must("CreateStage", text("ApiId", s.id), text("StageName", "$default"), model.Field{Name: "AutoDeploy", Value: true})
	for _, path := range []string{"small", "large", "slow", "echo", "hang", "half", "halfchunk", "twolengths", "nohttp", "nothing", "reset"} {
		limit := int64(20_000)
		if path == "hang" {
			limit = 60
		}
		i := must("CreateIntegration", text("ApiId", s.id), text("IntegrationType", "HTTP_PROXY"), text("IntegrationMethod", "ANY"),
			text("IntegrationUri", backend.URL+"/"+path), text("PayloadFormatVersion", "1.0"), model.Field{Name: "TimeoutInMillis", Value: limit})
		for _, method := range []string{"GET", "POST"} {
			must("CreateRoute", text("ApiId", s.id), text("RouteKey", method+" /"+path), text("Target", "integrations/"+i.String("IntegrationId")))
		}
	}
	s.server = serve(t, s.file.Path, "--quiet")
	s.address = strings.TrimPrefix(s.server.url, "http://")
	return s
}

// call sends a request and checks the answer: the status must be one of
// status, the body want; a want of "" is any, and so is the allowed origin
// unless there is a status 2xx.
func (s *scene) call(method, path, body, want string, status ...int) {
	req, err := http.NewRequest(method, s.server.url+path, strings.NewReader(body))
	if err != nil {
		s.t.Error(err)
		return
	}
	req.Header.Set("Origin", origin)
	if method == http.MethodOptions {
		req.Header.Set("Access-Control-Request-Method", "POST")
	}
	resp, err := s.client.Do(req)
	if err != nil {
		s.t.Errorf("%s %s: %v", method, path, err)
		return
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Errorf("%s %s: the answer broke off after %d bytes: %v", method, path, len(got), err)
		return
	}
	s.requests.Add(1)
	s.bytes.Add(int64(len(got) + len(body)))
	if allowed := resp.Header.Values("Access-Control-Allow-Origin"); len(allowed) != 1 || allowed[0] != origin {
		s.t.Errorf("%s %s: %d, allowed origin %q", method, path, resp.StatusCode, allowed)
	}
	for _, one := range status {
		if resp.StatusCode == one {
			if want != "" && string(got) != want {
				s.t.Errorf("%s %s: %d with a body of %d bytes that is another one", method, path, one, len(got))
			}
			return
		}
	}
	s.t.Errorf("%s %s: %d %.80q, want %d", method, path, resp.StatusCode, got, status)
}

// rude does what clients do who are broken, gone, or up to no good. No answer
// is expected of it, only that the server lives.
func (s *scene) rude() {
	requests := []string{
		"GET /small HTT",
		"GET /small HTTP/1.1\r\nHost: localhost\r\nX-Half: ",
		"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nonly this much",
		"POST /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
		"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n", // and away
		"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n",
		"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
		"",
	}
	c, err := net.Dial("tcp", s.address)
	if err != nil {
		s.t.Error(err)
		return
	}
	defer c.Close()
	for b := range bytes.SplitSeq([]byte(requests[rand.IntN(len(requests))]), []byte(" ")) {
		c.Write(append(b, ' ')) // in pieces
	}
	time.Sleep(time.Duration(rand.IntN(5)) * time.Millisecond)
	if rand.IntN(2) == 0 {
		c.(*net.TCPConn).SetLinger(0)
	}
}

// pipeline sends three requests at once and reads three answers.
func (s *scene) pipeline() {
	c, err := net.Dial("tcp", s.address)
	if err != nil {
		s.t.Error(err)
		return
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(20 * time.Second))
	const request = "GET /small HTTP/1.1\r\nHost: localhost\r\nOrigin: " + origin + "\r\n\r\n"
	if _, err := io.WriteString(c, strings.Repeat(request, 3)); err != nil {
		s.t.Error(err)
		return
	}
	answers := bufio.NewReader(c)
	for i := range 3 {
		resp, err := http.ReadResponse(answers, nil)
		if err != nil {
			s.t.Errorf("pipelined answer %d: %v", i, err)
			return
		}
		body, err := io.ReadAll(resp.Body)
		if err != nil || string(body) != small || resp.StatusCode != 200 {
			s.t.Errorf("pipelined answer %d: %d %q %v", i, resp.StatusCode, body, err)
		}
		s.requests.Add(1)
	}
}

// one is one request of the mix.
func (s *scene) one() {
	switch n := rand.IntN(100); {
	case n < 40:
		s.call("GET", "/small", "", small, 200)
	case n < 60:
		s.call("OPTIONS", "/small", "", "", 204)
	case n < 80:
		body := large[:rand.IntN(64<<10)]
		s.call("POST", "/echo", body, body, 200)
	case n < 82:
		s.call("GET", "/large", "", large, 200)
	case n < 86:
		s.call("GET", "/no/such/route", "", `{"message":"Not Found"}`, 404)
	case n < 88:
		s.pipeline()
	case n < 91:
		s.rude()
	case n < 93:
		s.call("GET", "/slow", "", small, 200)
	case n < 94:
		s.call("GET", "/hang", "", `{"message":"Service Unavailable"}`, 503)
	default:
		broken := []string{"half", "halfchunk", "twolengths", "nohttp", "nothing", "reset"}
		s.call("GET", "/"+broken[rand.IntN(len(broken))], "", "", 500, 503)
	}
}

// under runs f again and again on some goroutines until the time is up.
func under(clients int, during time.Duration, f func()) {
	end := time.Now().Add(during)
	var wait sync.WaitGroup
	for range clients {
		wait.Go(func() {
			for time.Now().Before(end) {
				f()
			}
		})
	}
	wait.Wait()
}

// Under mixed load, faults of backends and clients, and edits of the file,
// every answer is whole and the right one, and memory and descriptors do not
// grow.
func TestMixedLoad(t *testing.T) {
	s := newScene(t)
	stop := make(chan struct{})
	var editor sync.WaitGroup
	edited := 0
	editor.Go(func() {
		tick := time.NewTicker(time.Second / edits)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				return
			case <-tick.C:
			}
			if _, err := do(s.file, "UpdateApi", text("ApiId", s.id), text("Description", fmt.Sprint("edit ", edited))); err != nil {
				t.Error(err)
				return
			}
			edited++
		}
	})
	pid := s.server.cmd.Process.Pid
	idle := descriptors(t, pid)
	load := func() {
		if !t.Failed() {
			s.one()
		}
	}
	under(16, *endurance/4, load)
	warm := residentKiB(t, pid)
	under(16, *endurance*3/4, load)
	after := residentKiB(t, pid)
	close(stop)
	editor.Wait()
	s.client.CloseIdleConnections()
	left := 0
	for range 100 {
		// The server keeps some connections to backends for a while.
		if left = descriptors(t, pid) - idle; left <= 40 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Logf("%d requests, %d MB of payloads, %d edits; memory %d KiB when warm, %d KiB at the end; %d more descriptors than at the start",
		s.requests.Load(), s.bytes.Load()/1e6, edited, warm, after, left)
	if left > 40 {
		t.Errorf("%d descriptors are left", left)
	}
	if after > warm+warm/2+32<<10*memoryFactor {
		t.Errorf("memory has grown from %d to %d KiB", warm, after)
	}
	if s.requests.Load() < 100 || edited == 0 {
		t.Error("hardly anything was tried")
	}
	if said := s.server.said(); said != "" {
		t.Errorf("the server said %s", said)
	}
	s.server.terminate(t)
}

// SIGTERM under load: every request is answered whole or not taken at all.
func TestEndUnderLoad(t *testing.T) {
	s := newScene(t)
	began := time.Now()
	var answered, refused, broken atomic.Int64
	var wait sync.WaitGroup
	for range 16 {
		wait.Go(func() {
			transport := &http.Transport{}
			defer transport.CloseIdleConnections()
			for {
				got, begun, err := getSlow(transport, s.server.url)
				switch {
				case err == nil && got == small:
					answered.Add(1)
				case begun:
					broken.Add(1)
					t.Errorf("an answer broke off: %q, %v", got, err)
					return
				default:
					refused.Add(1)
					return
				}
			}
		})
	}
	time.Sleep(300 * time.Millisecond)
	s.server.terminate(t)
	wait.Wait()
	t.Logf("%d answered, %d not taken, %d broken off, in %v", answered.Load(), refused.Load(), broken.Load(), time.Since(began).Round(time.Millisecond))
	if answered.Load() == 0 || refused.Load() != 16 {
		t.Errorf("%d answered, %d not taken: want some, and 16", answered.Load(), refused.Load())
	}
}

// getSlow gets an answer that takes its time. begun says whether any of it
// came.
func getSlow(transport *http.Transport, url string) (body string, begun bool, err error) {
	req, err := http.NewRequest("GET", url+"/slow", nil)
	if err != nil {
		return "", false, err
	}
	resp, err := transport.RoundTrip(req)
	if err != nil {
		return "", false, err
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	return string(got), true, err
}

// Ten thousand idle connections leave the server as quick as it was.
func TestIdleConnections(t *testing.T) {
	const connections = 10_000
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	if limit.Max < connections+500 {
		t.Skipf("at most %d descriptors are allowed here", limit.Max)
	}
	s := newScene(t)
	before := residentKiB(t, s.server.cmd.Process.Pid)
	idle := make([]net.Conn, 0, connections)
	defer func() {
		for _, c := range idle {
			c.Close()
		}
	}()
	for i := range connections {
		c, err := net.Dial("tcp", s.address)
		if err != nil {
			t.Fatalf("connection %d: %v", i, err)
		}
		idle = append(idle, c)
		if i%2 == 0 { // half of them wait after a request, half before the first
			io.WriteString(c, "OPTIONS /small HTTP/1.1\r\nHost: localhost\r\n\r\n")
			if answer, err := http.ReadResponse(bufio.NewReader(c), nil); err != nil || answer.StatusCode != 204 {
				t.Fatalf("connection %d: %v %v", i, answer, err)
			}
		}
	}
	began := time.Now()
	for range 20 {
		s.call("GET", "/small", "", small, 200)
	}
	took := time.Since(began) / 20
	held := residentKiB(t, s.server.cmd.Process.Pid)
	t.Logf("%d connections: %d KiB, before %d; a request takes %v", connections, held, before, took)
	if took > time.Second {
		t.Errorf("a request takes %v", took)
	}
	if each := (held - before) / connections; each > 40*memoryFactor {
		t.Errorf("an idle connection holds %d KiB", each)
	}
	s.server.terminate(t)
}
