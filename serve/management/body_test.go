package management

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// A filler is a body of blanks around a JSON object.
func filler(size int) io.Reader {
	const object = `{"name":"x","protocolType":"HTTP"}`
	return io.MultiReader(strings.NewReader(object), bytes.NewReader(bytes.Repeat([]byte(" "), size-len(object))))
}

func TestALongBody(t *testing.T) {
	tests := []struct {
		name      string
		size      int
		announced bool
		want      string
	}{
		{"as long as may be", maxBody, true, "201"},
		{"as long as may be, in chunks", maxBody, false, "201"},
		{"one byte longer", maxBody + 1, true, `413 {"message":"HTTP content length exceeded 10485760 bytes."}`},
		{"one byte longer, in chunks", maxBody + 1, false, `413 {"message":"HTTP content length exceeded 10485760 bytes."}`},
		{"much longer", 5 * maxBody, true, `413 {"message":"HTTP content length exceeded 10485760 bytes."}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newServer(t, false)
			r := s.request("POST", "/v2/apis", "")
			r.Body, r.ContentLength = io.NopCloser(filler(tt.size)), -1
			if tt.announced {
				r.ContentLength = int64(tt.size)
			}
			a := s.send(r)
			if got := fmt.Sprintf("%d %s", a.status, a.body); !strings.HasPrefix(got, tt.want) {
				t.Errorf("got %.200s, want %s", got, tt.want)
			}
			if a.status == 413 && (s.content() != "" || a.header.Get("X-Amzn-ErrorType") != "RequestEntityTooLargeException") {
				t.Errorf("%v, account %q", a.header, s.content())
			}
		})
	}
}

// A text of several megabytes, as that of a document to import, arrives whole.
func TestALongTextArrivesWhole(t *testing.T) {
	s := newServer(t, false)
	text := strings.Repeat(`line "of" text\n`, 300_000)
	got := s.call("PUT", "/v2/apis?failOnWarnings=true", `{"body":"`+strings.ReplaceAll(text, `"`, `\"`)+`"}`)
	if !strings.HasPrefix(got, "400 ") || s.content() != "" {
		t.Errorf("importing what is no document: %.200s", got)
	}
}

func TestABodyThatBreaksOff(t *testing.T) {
	tests := []struct{ name, head, body string }{
		{"shorter than announced", "POST /v2/apis HTTP/1.1\r\nContent-Length: 100\r\n", `{"name":"x","protocolType":"HTTP"}`},
		{"within a chunk", "POST /v2/apis HTTP/1.1\r\nTransfer-Encoding: chunked\r\n", "22\r\n" + `{"name":"x","protocolType":"HTTP"}` + "\r\n10\r\nab"},
		{"before the last chunk", "POST /v2/apis HTTP/1.1\r\nTransfer-Encoding: chunked\r\n", "22\r\n" + `{"name":"x","protocolType":"HTTP"}` + "\r\n"},
		{"with a chunk that is none", "POST /v2/apis HTTP/1.1\r\nTransfer-Encoding: chunked\r\n", "22\r\n" + `{"name":"x","protocolType":"HTTP"}` + "\r\nzz\r\n"},
		{"of an operation that has none", "DELETE /v2/apis/0000000001 HTTP/1.1\r\nContent-Length: 10\r\n", "{"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newServer(t, true)
			s.must("POST", "/v2/apis", `{"name":"pets","protocolType":"HTTP"}`)
			before := s.content()
			conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			io.WriteString(conn, tt.head+"Host: localhost\r\nAuthorization: "+signature("apigateway", "us-east-1")+"\r\n\r\n"+tt.body)
			conn.(*net.TCPConn).CloseWrite()
			response, err := http.ReadResponse(bufio.NewReader(conn), nil)
			if err != nil {
				t.Fatal(err)
			}
			body, _ := io.ReadAll(response.Body)
			if response.StatusCode != 400 || response.Header.Get("X-Amzn-ErrorType") != "SerializationException" {
				t.Errorf("%s %s", response.Status, body)
			}
			if got := s.content(); got != before {
				t.Errorf("the account has changed: %s", got)
			}
		})
	}
}

// A measured body notes how much is asked of it at once, and breaks off.
type measured struct{ asked int }

func (m *measured) Read(p []byte) (int, error) {
	m.asked = max(m.asked, len(p))
	return 0, io.ErrUnexpectedEOF
}

// What a client announces costs no memory before it comes.
func TestAnAnnouncedBodyThatDoesNotCome(t *testing.T) {
	body := new(measured)
	r := httptest.NewRequest("POST", "/v2/apis", body)
	r.ContentLength = maxBody
	x := &exchange{h: New(Config{}), w: httptest.NewRecorder(), r: r}
	if _, err := x.body(); err == nil {
		t.Error("a body that broke off was taken")
	}
	if body.asked == 0 || body.asked > maxKept {
		t.Errorf("%d bytes were waited for at once, want at most %d", body.asked, maxKept)
	}
}
