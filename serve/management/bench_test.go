package management

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gatehouse/model"
	"gatehouse/state"
)

// A discarder is a ResponseWriter that keeps the status alone.
type discarder struct {
	header http.Header
	status int
}

func (d *discarder) Header() http.Header         { return d.header }
func (d *discarder) WriteHeader(status int)      { d.status = status }
func (d *discarder) Write(b []byte) (int, error) { return len(b), nil }

const benchmarkAPI = `{"name":"bench","protocolType":"HTTP","corsConfiguration":{"allowOrigins":["https://app.example.com"],"allowMethods":["GET","POST"],"allowHeaders":["content-type"],"maxAge":600}}`

// BenchmarkHandler measures the handler without HTTP's own cost, on an account
// with one API and with many.
func BenchmarkHandler(b *testing.B) {
	for _, apis := range []int{1, 1000} {
		file := manyAPIs(b, apis)
		h := New(Config{File: file})
		for _, bench := range []struct{ name, method, path, body string }{
			{"judge", "", "", ""},
			{"get", "GET", "/v2/apis/0000000001", ""},
			{"list one", "GET", "/v2/apis?maxResults=1", ""},
			{"not found", "GET", "/v2/apis/none", ""},
			{"refused", "POST", "/v2/apis", `{"name":"x"}`},
			{"update", "PATCH", "/v2/apis/0000000001", benchmarkAPI},
		} {
			b.Run(fmt.Sprintf("%s of %d", bench.name, apis), func(b *testing.B) {
				b.ReportAllocs()
				d := &discarder{header: http.Header{}}
				r := httptest.NewRequest("GET", "/", nil)
				if bench.method != "" {
					r = httptest.NewRequest(bench.method, bench.path, strings.NewReader(bench.body))
				}
				r.Host = "127.0.0.1:8080"
				r.Header.Set("Authorization", signature("apigateway", "us-east-1"))
				for b.Loop() {
					if bench.method == "" {
						h.Judge(r)
						continue
					}
					r.Body = io.NopCloser(strings.NewReader(bench.body))
					clear(d.header)
					h.ServeHTTP(d, r)
				}
			})
		}
	}
}

// BenchmarkClients measures writes over HTTP by one client and by eight at
// once, beside what the same bytes cost to write alone.
func BenchmarkClients(b *testing.B) {
	b.Run("bare write, fsync and rename", func(b *testing.B) {
		file := manyAPIs(b, 100)
		content, err := os.ReadFile(file.Path)
		if err != nil {
			b.Fatal(err)
		}
		path := filepath.Join(b.TempDir(), "state.json")
		for b.Loop() {
			bareWrite(b, path, content)
		}
	})
	for _, clients := range []int{1, 8} {
		b.Run(fmt.Sprintf("update by %d", clients), func(b *testing.B) {
			front := httptest.NewServer(New(Config{File: manyAPIs(b, 100)}))
			defer front.Close()
			client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}
			defer client.CloseIdleConnections()
			next := make(chan struct{})
			done := make(chan error)
			for range clients {
				go func() {
					var err error
					for range next {
						if e := updateOne(client, front.URL); e != nil {
							err = e
						}
					}
					done <- err
				}()
			}
			b.ResetTimer()
			for range b.N {
				next <- struct{}{}
			}
			close(next)
			for range clients {
				if err := <-done; err != nil {
					b.Error(err)
				}
			}
		})
	}
}

func updateOne(client *http.Client, url string) error {
	r, err := http.NewRequest("PATCH", url+"/v2/apis/0000000001", strings.NewReader(benchmarkAPI))
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", signature("apigateway", "us-east-1"))
	response, err := client.Do(r)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil || response.StatusCode != 200 {
		return fmt.Errorf("%s, %w", response.Status, err)
	}
	return nil
}

// manyAPIs is an account with that many APIs, made without an operation for each.
func manyAPIs(b *testing.B, n int) *state.File {
	path := filepath.Join(b.TempDir(), "state.json")
	counted := 0
	file := &state.File{Path: path, Settings: state.Settings{NewID: func(n int) string {
		counted++
		return fmt.Sprintf("%0*d", n, counted)
	}}}
	h := New(Config{File: file})
	call := func(body string) {
		r := httptest.NewRequest("POST", "/v2/apis", strings.NewReader(body))
		r.Host = "localhost"
		r.Header.Set("Authorization", signature("apigateway", "us-east-1"))
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, r); w.Code != 201 {
			b.Fatal(w.Body)
		}
	}
	call(benchmarkAPI)
	if n == 1 {
		return file
	}
	content, err := os.ReadFile(path)
	if err != nil {
		b.Fatal(err)
	}
	document, err := model.ParseJSON(string(content))
	if err != nil {
		b.Fatal(err)
	}
	all := document.(*model.Document).Child("regions").Child("us-east-1").Child("apis")
	one, _ := all.Get("0000000001")
	for i := 2; i <= n; i++ {
		all.Set(fmt.Sprintf("%010d", i), one)
	}
	if err := os.WriteFile(path, model.AppendJSON(nil, document, 2), 0o600); err != nil {
		b.Fatal(err)
	}
	return file
}

// bareWrite is the least that a safe replacement of a file costs.
func bareWrite(b *testing.B, path string, content []byte) {
	f, err := os.OpenFile(path+".tmp", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := f.Write(content); err != nil {
		b.Fatal(err)
	}
	if err := f.Sync(); err != nil {
		b.Fatal(err)
	}
	if err := f.Close(); err != nil {
		b.Fatal(err)
	}
	if err := os.Rename(path+".tmp", path); err != nil {
		b.Fatal(err)
	}
}
