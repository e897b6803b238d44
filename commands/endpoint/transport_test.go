package endpoint

import (
	"context"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// closedPort returns the URL of a port on which nobody listens.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return "http://" + l.Addr().String()
}

// rawServer answers each connection's first bytes with a text and closes it,
// or keeps it open if the text is "".
func rawServer(t *testing.T, text string) (serverURL string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		var kept []net.Conn
		for {
			conn, err := l.Accept()
			if err != nil {
				break
			}
			if _, err := conn.Read(make([]byte, 4096)); err == nil && text != "" {
				io.WriteString(conn, text)
				conn.Close()
				continue
			}
			kept = append(kept, conn)
		}
		for _, conn := range kept {
			conn.Close()
		}
	}()
	t.Cleanup(func() {
		l.Close()
		<-done
	})
	return "http://" + l.Addr().String()
}

func TestConnectionErrors(t *testing.T) {
	const closed = `Connection was closed before we received a valid response from endpoint URL: "%/v2/apis/x".`
	tests := []struct {
		name, answer string
		want         string // % is the server's URL
	}{
		{"an answer that is no HTTP", "garbage\r\n\r\n", closed},
		{"an answer cut off", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", closed},
		{"an answer in bad pieces", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", closed},
		{"no answer", "", `Read timeout on endpoint URL: "%/v2/apis/x"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			server := rawServer(t, tt.answer)
			c := newClient(t, server)
			waits := 0
			c.Wait = func(context.Context, time.Duration) error { waits++; return nil }
			if tt.answer == "" {
				c.ReadTimeout = 10 * time.Millisecond
			}
			_, err := run(t, c, "GetApi", `{"ApiId":"x"}`)
			checkConnectionError(t, err, strings.Replace(tt.want, "%", server, 1))
			if waits != 2 {
				t.Errorf("%d waits, want 2", waits)
			}
		})
	}
	t.Run("nobody listens", func(t *testing.T) {
		server := closedPort(t)
		_, err := run(t, newClient(t, server), "GetApis", `{"MaxResults":"1"}`)
		checkConnectionError(t, err, `Could not connect to the endpoint URL: "`+server+`/v2/apis?maxResults=1"`)
	})
	t.Run("connecting takes too long", func(t *testing.T) {
		server := rawServer(t, "x")
		c := newClient(t, server)
		c.ConnectTimeout = 1
		_, err := run(t, c, "GetApis", `{}`)
		checkConnectionError(t, err, `Connect timeout on endpoint URL: "`+server+`/v2/apis"`)
	})
	t.Run("the context is over", func(t *testing.T) {
		server := newCapture(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		c := newClient(t, server.URL)
		r := request{service: "apigateway", method: "GET", path: "/"}
		if _, err := c.send(ctx, &r, nil); !errors.Is(err, context.Canceled) || len(server.requests) != 0 {
			t.Errorf("send = %v after %d requests, want context.Canceled", err, len(server.requests))
		}
	})
}

func checkConnectionError(t *testing.T, err error, want string) {
	t.Helper()
	if _, ok := errors.AsType[*ConnectionError](err); !ok || err.Error() != want {
		t.Errorf("Do = %T %v, want a *ConnectionError %s", err, err, want)
	}
}

func TestTLS(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, `{"name":"ok"}`)
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // of handshakes that are meant to fail
	server.StartTLS()
	t.Cleanup(server.Close)
	plain := newCapture(t)

	dir := t.TempDir()
	write := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	bundle := write("ca.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
	empty := write("empty.pem", nil)
	local := strings.Replace(server.URL, "127.0.0.1", "localhost", 1)

	const failed = "SSL validation failed for %/v2/apis/x "
	const certificate = failed + "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: "
	tests := []struct {
		name, url, bundle string
		noVerify          bool
		want              string // the error; % is the URL
	}{
		{"a bundle is trusted", server.URL, bundle, false, ""},
		{"without verification all are trusted", server.URL, "", true, ""},
		{"without verification the bundle is not read", server.URL, "/nope", true, ""},
		{"an unknown authority", server.URL, "", false, certificate + "self-signed certificate"},
		{"another host", local, bundle, false, certificate + "Hostname mismatch, certificate is not valid for 'localhost'."},
		{"no bundle", server.URL, filepath.Join(dir, "none"), false, failed + "[Errno 2] No such file or directory"},
		{"a bundle without certificates", server.URL, empty, false, failed + "[X509: NO_CERTIFICATE_OR_CRL_FOUND] no certificate or crl found"},
		{"a server without TLS", strings.Replace(plain.URL, "http:", "https:", 1), "", false, failed + "[SSL: WRONG_VERSION_NUMBER] wrong version number"},
		{"http needs no bundle", plain.URL, "/nope", false, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := newClient(t, tt.url)
			c.CABundle, c.NoVerify = tt.bundle, tt.noVerify
			_, err := run(t, c, "GetApi", `{"ApiId":"x"}`)
			got := ""
			if err != nil {
				got = err.Error()
			}
			if want := strings.Replace(tt.want, "%", tt.url, 1); got != want {
				t.Errorf("Do = %q, want %q", got, want)
			}
		})
	}
}

func TestTheReadTimeoutIsForEachPart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		defer near.Close()
		defer far.Close()
		conn := &timedConn{Conn: near, timeout: time.Second}
		go func() {
			for range 3 {
				time.Sleep(900 * time.Millisecond)
				far.Write([]byte("x"))
			}
		}()
		start := time.Now()
		part := make([]byte, 1)
		for range 3 {
			if _, err := conn.Read(part); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := conn.Read(part); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("Read = %v, want a time-out", err)
		}
		if got, want := time.Since(start), 3700*time.Millisecond; got != want {
			t.Errorf("it took %v, want %v", got, want)
		}
	})
}

func TestAWriteBeginsTheReadTimeoutAnew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		defer near.Close()
		defer far.Close()
		conn := &timedConn{Conn: near, timeout: time.Second}
		start := time.Now()
		go func() {
			time.Sleep(900 * time.Millisecond)
			conn.Write([]byte("x"))
		}()
		go far.Read(make([]byte, 1))
		if _, err := conn.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("Read = %v, want a time-out", err)
		}
		if got, want := time.Since(start), 1900*time.Millisecond; got != want {
			t.Errorf("it took %v, want %v", got, want)
		}
	})
}

// Proxies were observed with AWS CLI 2.9.19.
func TestProxyFor(t *testing.T) {
	const p, q = "http://127.0.0.1:1", "http://127.0.0.1:2"
	type variables = map[string]string
	tests := []struct {
		name, url string
		env       variables
		want      string
	}{
		{"none", "http://localhost:8080", nil, ""},
		{"by scheme", "http://localhost:8080", variables{"HTTP_PROXY": p, "HTTPS_PROXY": q}, p},
		{"by the other scheme", "https://localhost:8080", variables{"HTTP_PROXY": p, "HTTPS_PROXY": q}, q},
		{"small letters stand above capitals", "http://h", variables{"HTTP_PROXY": p, "http_proxy": q}, q},
		{"an empty one is none", "http://h", variables{"HTTP_PROXY": p, "http_proxy": ""}, ""},
		{"one for all schemes does not count", "http://h", variables{"ALL_PROXY": p}, ""},
		{"a scheme may be left out", "http://h", variables{"HTTP_PROXY": "127.0.0.1:1"}, p},
		{"slashes too", "http://h", variables{"HTTP_PROXY": "//127.0.0.1:1"}, p},
		{"a CGI's does not count", "http://h", variables{"HTTP_PROXY": p, "REQUEST_METHOD": "GET"}, ""},
		{"but in small letters does", "http://h", variables{"http_proxy": p, "REQUEST_METHOD": "GET"}, p},
		{"a host is excluded", "http://localhost:8080", variables{"HTTP_PROXY": p, "NO_PROXY": "localhost"}, ""},
		{"with its port", "http://localhost:8080", variables{"HTTP_PROXY": p, "NO_PROXY": "x, LOCALHOST:8080"}, ""},
		{"but not another port", "http://localhost:8080", variables{"HTTP_PROXY": p, "NO_PROXY": "localhost:1"}, p},
		{"with a dot before it", "http://localhost:8080", variables{"HTTP_PROXY": p, "NO_PROXY": ".localhost"}, ""},
		{"by its last labels", "http://a.b.example", variables{"HTTP_PROXY": p, "NO_PROXY": "b.example"}, ""},
		{"but not by part of a label", "http://localhost", variables{"HTTP_PROXY": p, "NO_PROXY": "host"}, p},
		{"networks are no names", "http://127.0.0.1", variables{"HTTP_PROXY": p, "NO_PROXY": "127.0.0.0/8"}, p},
		{"a star alone excludes all", "http://h", variables{"HTTP_PROXY": p, "NO_PROXY": "*"}, ""},
		{"a star among others nothing", "http://h", variables{"HTTP_PROXY": p, "NO_PROXY": "a,*"}, p},
		{"small letters stand above capitals here too", "http://h", variables{"HTTP_PROXY": p, "NO_PROXY": "h", "no_proxy": ""}, p},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			u, err := url.Parse(tt.url)
			if err != nil {
				t.Fatal(err)
			}
			proxy, err := proxyFor(func(name string) (string, bool) { v, found := tt.env[name]; return v, found }, u)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if proxy != nil {
				got = proxy.String()
			}
			if got != tt.want {
				t.Errorf("proxyFor(%s) = %q, want %q", tt.url, got, tt.want)
			}
		})
	}
}

func TestProxies(t *testing.T) {
	env := func(name, value string) func(string) (string, bool) {
		return func(asked string) (string, bool) { return value, asked == name }
	}
	t.Run("a proxy gets the whole URL and its own password", func(t *testing.T) {
		proxy := newCapture(t)
		c := newClient(t, "http://nowhere.example")
		c.Env = env("http_proxy", strings.Replace(proxy.URL, "://", "://u:p%40@", 1))
		if _, err := run(t, c, "GetApis", `{}`); err != nil {
			t.Fatal(err)
		}
		if got := proxy.requests[0].URI; got != "http://nowhere.example/v2/apis" {
			t.Errorf("the proxy was asked for %s", got)
		}
		if got := proxy.headers[0].Get("Proxy-Authorization"); got != "Basic dTpwQA==" {
			t.Errorf("Proxy-Authorization = %q", got)
		}
	})
	t.Run("a proxy that nobody serves", func(t *testing.T) {
		dead := closedPort(t)
		c := newClient(t, "http://nowhere.example")
		c.Env = env("http_proxy", strings.Replace(dead, "://", "://u:secret@", 1))
		_, err := run(t, c, "GetApis", `{}`)
		checkConnectionError(t, err, `Failed to connect to proxy URL: "`+strings.Replace(dead, "://", "://***:***@", 1)+`"`)
	})
	t.Run("a proxy that refuses to connect", func(t *testing.T) {
		proxy := newCapture(t, reply{403, nil, ""})
		c := newClient(t, "https://nowhere.example")
		c.Env = env("https_proxy", proxy.URL)
		_, err := run(t, c, "GetApis", `{}`)
		checkConnectionError(t, err, `Failed to connect to proxy URL: "`+proxy.URL+`"`)
	})
	t.Run("a proxy that is no URL", func(t *testing.T) {
		c := newClient(t, "http://nowhere.example")
		c.Env = env("http_proxy", "bogus://127.0.0.1:1")
		_, err := run(t, c, "GetApis", `{}`)
		if want := `Failed to connect to proxy URL: "http://bogus://127.0.0.1:1"`; err == nil || err.Error() != want {
			t.Errorf("Do = %v, want %s", err, want)
		}
	})
}
