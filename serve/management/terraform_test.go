package management

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestTerraform plays the calls that the Terraform provider for AWS makes for
// its aws_apigatewayv2_… resources: create, read back, update, destroy. Each
// answer must be the recorded one, whole: a member that was sent and does not
// come back, or one that comes back and was not sent, is a difference that
// Terraform wants to mend with every apply.
//
// A recording in testdata/terraform consists of blocks between empty lines.
// A block is a comment, or a request and its answer:
//
//	PATCH /v2/apis/<API>
//	{"description": "…"}
//	200
//	{"apiId": "<API>", …}
//
// A name in brackets takes the value that it meets first in an answer; <?>
// meets any text, and <-?> none too. The block "plan" sends every GET since the
// last plan again, as a plan does, and nothing may have changed.
func TestTerraform(t *testing.T) {
	recordings, err := filepath.Glob("testdata/terraform/*.txt")
	if err != nil || len(recordings) == 0 {
		t.Fatalf("recordings: %q, %v", recordings, err)
	}
	for _, path := range recordings {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txt"), func(t *testing.T) {
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			p := &player{t: t, server: newServer(t, false), names: map[string]string{}, reads: map[string]string{}}
			line := 1
			for block := range strings.SplitSeq(string(text), "\n\n") {
				p.place = fmt.Sprintf("%s:%d", path, line)
				p.play(strings.TrimSpace(block))
				line += strings.Count(block, "\n") + 2
			}
		})
	}
}

// A player plays one recording.
type player struct {
	t      *testing.T
	server *server
	names  map[string]string // what the names in brackets stand for
	reads  map[string]string // the last answer of each path that was read since the last plan
	place  string            // of the block being played
}

func (p *player) play(block string) {
	if block == "" || strings.HasPrefix(block, "#") {
		return
	}
	if block == "plan" {
		for path, before := range p.reads {
			if got := p.server.call("GET", path, ""); got != before {
				p.t.Errorf("%s: GET %s\n   got %s\nbefore %s", p.place, path, got, before)
			}
		}
		clear(p.reads)
		return
	}
	request, want, ok := cutStatus(block)
	if !ok {
		p.t.Fatalf("%s: no status:\n%s", p.place, block)
	}
	head, body, _ := strings.Cut(p.fill(request), "\n")
	method, path, _ := strings.Cut(head, " ")
	got := p.server.call(method, path, body)
	if method == "GET" {
		p.reads[path] = got
	}
	p.compare(head, got, want)
}

// compare reports what differs between an answer and the recorded one.
func (p *player) compare(head, got, want string) {
	status, text, _ := strings.Cut(got, " ")
	wantStatus, wantText, _ := strings.Cut(want, "\n")
	if status != wantStatus {
		p.t.Fatalf("%s: %s\n got %s\nwant %s", p.place, head, got, want)
	}
	if text == "" && wantText == "" {
		return
	}
	var v, wantV any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		p.t.Fatalf("%s: %s: %v: %s", p.place, head, err, text)
	}
	if err := json.Unmarshal([]byte(wantText), &wantV); err != nil {
		p.t.Fatalf("%s: the recording: %v:\n%s", p.place, err, wantText)
	}
	if wantV = p.bind(wantV, v); !reflect.DeepEqual(v, wantV) {
		again, _ := json.Marshal(wantV)
		p.t.Errorf("%s: %s\n got %s\nwant %s", p.place, head, text, again)
	}
}

// cutStatus splits a block at the line with the status.
func cutStatus(block string) (request, answer string, ok bool) {
	lines := strings.SplitAfter(block, "\n")
	for i, line := range lines {
		if _, err := strconv.Atoi(strings.TrimSpace(line)); err == nil && i > 0 {
			return strings.TrimSpace(strings.Join(lines[:i], "")), strings.Join(lines[i:], ""), true
		}
	}
	return "", "", false
}

// name matches a name in brackets.
var name = regexp.MustCompile(`<([A-Z]+|-?\?)>`)

// fill puts the values of names into a request.
func (p *player) fill(text string) string {
	return name.ReplaceAllStringFunc(text, func(n string) string {
		value, ok := p.names[n]
		if !ok {
			p.t.Fatalf("%s: nothing is known of %s", p.place, n)
		}
		return value
	})
}

// bind gives names without a value the one that they meet in got, and returns
// want with the values of all names.
func (p *player) bind(want, got any) any {
	switch want := want.(type) {
	case string:
		text, isText := got.(string)
		if n := name.FindString(want); n != "" && isText && p.names[n] == "" {
			// The text around the name has to be there.
			before, after, _ := strings.Cut(want, n)
			if value, ok := strings.CutPrefix(text, before); ok {
				if value, ok := strings.CutSuffix(value, after); ok {
					if strings.HasSuffix(n, "?>") {
						return text
					}
					p.names[n] = value
				}
			}
		}
		return name.ReplaceAllStringFunc(want, func(n string) string { return p.names[n] })
	case []any:
		list, _ := got.([]any)
		for i := range want {
			if i < len(list) {
				want[i] = p.bind(want[i], list[i])
			}
		}
	case map[string]any:
		object, _ := got.(map[string]any)
		for key := range want {
			if _, ok := object[key]; !ok && want[key] == "<-?>" {
				delete(want, key)
				continue
			}
			want[key] = p.bind(want[key], object[key])
		}
	}
	return want
}
