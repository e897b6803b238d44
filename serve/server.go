package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"gatehouse/serve/authorizer"
	"gatehouse/serve/batch"
	"gatehouse/serve/management"
	"gatehouse/serve/upstream"
	"gatehouse/state"
)

// Config is what a server needs to know. Only File, Stdout and Stderr must be
// set.
type Config struct {
	File  *state.File
	Host  string // address to listen on; "" is 127.0.0.1 and, where it exists, [::1]
	Port  int    // 0 is any free one
	APIID string // the API that plain localhost is; "" is the only HTTP API there is

	// Region is that of the command line. Serving is not limited to it, but of
	// custom domain names that several regions have, its count.
	Region string

	Stdout io.Writer // what is served, and a line per request
	Stderr io.Writer // warnings
	Quiet  bool      // only the line that says the server is ready
	// JSONLog makes every line on Stdout a JSON object.
	JSONLog bool

	// Now is the clock of the log and of authorizers; nil is the real one.
	Now func() time.Time

	// AccessLogs say where the entries of stages' access logs are written.
	// Those of a log group that none covers are not.
	AccessLogs []AccessLog

	// Private says where private integrations lead. One that is not in it is
	// answered 503.
	Private []Local

	// Services says where integrations of AWS services lead, those with an
	// IntegrationSubtype. One that is not in it is answered 503.
	Services []Local

	// ManageBeyond takes management requests also when other machines can
	// reach the listener.
	ManageBeyond bool

	// AllowHosts are further host names under which management requests are
	// taken.
	AllowHosts []string

	// JWKS are files with the keys of issuers of tokens, by issuer; these are
	// not asked for their keys (see authorizer.KeyConfig).
	JWKS map[string]string

	// IAMKeys are the access keys with which requests to AWS_IAM routes may be
	// signed. Without any, all such requests are refused.
	IAMKeys []authorizer.Key

	// TLS makes the server speak HTTPS, with HTTP/2; nil is plain HTTP.
	TLS *TLS

	// Listening is told the server's URL, e.g. http://127.0.0.1:8080, before
	// the first request is answered. Nil is told nothing.
	Listening func(url string)
}

const (
	// drainLimit is how long requests under way may take once the server has
	// been told to end.
	drainLimit = 10 * time.Second

	// lineLimit is how long requests that were cut off may take to say so.
	lineLimit = time.Second

	// maxHeaderBytes is what net/http reads of a header section before it
	// refuses by itself: enough to refuse as the service does up to there.
	maxHeaderBytes = 64 << 10
)

// A server answers requests. It is made by newServer.
type server struct {
	live           *live
	around         surroundings
	underWay       atomic.Int64 // requests
	drainLimit     time.Duration
	cutOff         atomic.Bool // requests under way are not waited for any longer
	client         *upstream.Client
	journal        *batch.Writer // nil: requests are not logged
	jsonLog        bool
	now            func() time.Time
	exchanges      sync.Pool
	account        string
	apiID          string
	management     *management.Handler // nil: management requests are not taken
	beyondLoopback bool
	url            string // http://127.0.0.1:8080
	local          state.LocalServer
	secured        *secured // nil: plain HTTP
}

// accountID is the account that owns everything.
func (c *Config) accountID() string {
	if c.File != nil && c.File.Settings.AccountID != "" {
		return c.File.Settings.AccountID
	}
	return state.DefaultAccountID
}

// Run serves the APIs of a state file until ctx ends, then lets requests under
// way finish within ten seconds and returns nil. What can be mended by whoever
// started it is a *state.FileError, an *authorizer.KeyFileError, a *CompileError
// or a *ListenError.
func Run(ctx context.Context, cfg Config) error {
	known, err := newCallers(cfg)
	if err != nil {
		return err
	}
	defer known.close()
	l := &live{source: cfg.File, apiID: cfg.APIID, region: cfg.Region, warn: warner(cfg.Stderr)}
	if err := l.open(); err != nil {
		return err
	}
	defer l.close()
	secured, err := newSecured(cfg, l.warn)
	if err != nil {
		return err
	}
	listeners, err := listen(cfg)
	if err != nil {
		return err
	}
	s := newServer(cfg, l, listeners)
	s.around.callers = known
	s.secure(secured)
	if cfg.Listening != nil {
		cfg.Listening(s.url)
	}
	defer cfg.File.KeepSpare()()
	remove, err := cfg.File.RecordServe(s.url)
	if err != nil {
		l.warn(err.Error() + "\ngatehouse: commands will print API endpoints with the default port")
	} else {
		defer remove()
	}
	return s.run(ctx, cfg, listeners, cfg.File.Path)
}

// warner writes warnings as commands write errors. It may be called
// concurrently.
func warner(w io.Writer) func(string) {
	var mu sync.Mutex
	return func(text string) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(w, "gatehouse: %s\n", text)
	}
}

func newServer(cfg Config, l *live, listeners []net.Listener) *server {
	address := listeners[0].Addr().(*net.TCPAddr)
	s := &server{
		live:           l,
		drainLimit:     drainLimit,
		client:         &upstream.Client{MaxBody: maxPayload},
		jsonLog:        cfg.JSONLog,
		now:            cfg.Now,
		account:        cfg.accountID(),
		apiID:          cfg.APIID,
		beyondLoopback: !address.IP.IsLoopback(),
		local:          state.LocalServer{Port: strconv.Itoa(address.Port), Secure: cfg.TLS != nil},
	}
	s.management = newManagement(cfg, listeners, s.beyondLoopback)
	l.swap = s.around.forget
	s.around.privates = newLocals(cfg.Private, strings.Clone)
	s.around.services = newLocals(cfg.Services, strings.ToLower)
	s.exchanges.New = func() any { return new(exchange) }
	host := address.IP.String()
	if address.IP.IsUnspecified() {
		host = "127.0.0.1"
	}
	s.url = "http://" + net.JoinHostPort(host, s.local.Port)
	if s.local.Secure {
		s.url = "https" + s.url[len("http"):]
	}
	return s
}

// secure gives the server what it needs for TLS; nil is nothing.
func (s *server) secure(t *secured) {
	s.secured = t
	s.client.RootCAs = t.roots()
}

// run serves on the listeners until ctx ends.
func (s *server) run(ctx context.Context, cfg Config, listeners []net.Listener, from string) error {
	defer s.client.Close()
	if err := s.around.logs.open(cfg, s.live.warn); err != nil {
		closeAll(listeners)
		return err
	}
	defer s.around.logs.close()
	if !cfg.Quiet {
		s.journal = newJournal(cfg.Stdout, cfg.JSONLog)
		defer s.journal.Close()
	}
	unused := newConnections()
	scratch := &sync.Pool{New: func() any { return new([]byte) }}
	httpServer := s.newHTTPServer(cfg.Stderr)
	s.announce(cfg, from)
	ended := make(chan error, len(listeners))
	for _, l := range listeners {
		accepting := net.Listener(connListener{l, unused, scratch, s.reportRefused})
		if s.secured != nil {
			accepting = newSecureListener(connListener{l, unused, scratch, s.reportRefused}, s.tlsConfig(), s.reportHandshake)
		}
		go func() { ended <- httpServer.Serve(accepting) }()
	}
	var err error
	select {
	case <-ctx.Done():
	case err = <-ended:
	}
	if drained := s.drain(httpServer, unused); !drained {
		s.live.warn("requests still under way after " + s.drainLimit.String() + " were cut off")
		s.waitForLines()
	}
	for range cap(ended) - pick(err != nil, 1, 0) {
		<-ended
	}
	if err != nil {
		return fmt.Errorf("serve: %w", err)
	}
	return nil
}

// waitForLines lets the requests that were cut off have their lines in the log.
// With the connections on both sides closed they have nothing else to wait for.
func (s *server) waitForLines() {
	s.client.Close()
	for waited := time.Duration(0); s.underWay.Load() > 0 && waited < lineLimit; waited += lineLimit / 100 {
		time.Sleep(lineLimit / 100)
	}
}

// newHTTPServer is net/http's part of the server. Its time-outs are for HTTP/2
// alone: connections that speak HTTP/1.1 keep the time themselves, see
// deadlines.
func (s *server) newHTTPServer(stderr io.Writer) *http.Server {
	server := &http.Server{
		Handler:                      s,
		DisableGeneralOptionsHandler: true, // OPTIONS * is no API's
		MaxHeaderBytes:               maxHeaderBytes,
		ConnContext:                  withConn,
		ConnState:                    noteState,
		ErrorLog:                     log.New(quieted{stderr}, "gatehouse: ", 0),
	}
	if s.secured != nil {
		server.ReadHeaderTimeout, server.ReadTimeout = requestTimeout, requestTimeout
		server.WriteTimeout, server.IdleTimeout = answerTimeout, idleTimeout
		server.HTTP2 = &http.HTTP2Config{SendPingTimeout: idleTimeout, WriteByteTimeout: requestTimeout}
	}
	return server
}

// drain ends a server: no new requests, and those under way may finish within
// drainLimit. It reports whether they did.
func (s *server) drain(httpServer *http.Server, unused *connections) bool {
	ctx, cancel := context.WithTimeout(context.Background(), s.drainLimit)
	defer cancel()
	unused.closeAll()
	if err := httpServer.Shutdown(ctx); err != nil {
		s.cutOff.Store(true)
		httpServer.Close()
		return !errors.Is(err, context.DeadlineExceeded)
	}
	return true
}

// quieted leaves out what net/http reports about clients that went away or
// spoke no HTTP: a server that anybody can reach is told such things all day.
type quieted struct{ w io.Writer }

func (q quieted) Write(line []byte) (int, error) {
	if strings.Contains(string(line), "http: panic serving") || strings.Contains(string(line), "Accept error") {
		return q.w.Write(line)
	}
	return len(line), nil
}
