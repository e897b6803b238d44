package serve

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gatehouse/model"
)

func newRouter(t testing.TB, keys ...string) *router {
	t.Helper()
	rt := new(router)
	for _, key := range keys {
		r, err := compileRoute(&model.Route{RouteKey: new(key)})
		if err != nil {
			t.Fatalf("route key %q: %v", key, err)
		}
		rt.add(r)
	}
	return rt
}

func TestMatch(t *testing.T) {
	guide := []string{"GET /pets/dog/1", "GET /pets/dog/{id}", "GET /pets/{proxy+}", "ANY /{proxy+}", "$default"}
	tests := []struct {
		name         string
		keys         []string
		method, path string
		want         string // "" is no route
		values       []string
	}{
		{"the guide's example: static", guide, "GET", "/pets/dog/1", "GET /pets/dog/1", nil},
		{"the guide's example: variable", guide, "GET", "/pets/dog/2", "GET /pets/dog/{id}", []string{"2"}},
		{"the guide's example: greedy", guide, "GET", "/pets/cat/1", "GET /pets/{proxy+}", []string{"cat/1"}},
		{"the guide's example: any method", guide, "POST", "/test/5", "ANY /{proxy+}", []string{"test/5"}},
		{"the guide's example: the root is left to $default", guide, "GET", "/", "$default", nil},
		{"nothing matches", []string{"GET /pets"}, "GET", "/dogs", "", nil},
		{"another method is no match", []string{"GET /pets"}, "POST", "/pets", "", nil},
		{"HEAD is not implied by GET", []string{"GET /pets"}, "HEAD", "/pets", "", nil},
		{"paths are compared with case", []string{"GET /pets"}, "GET", "/Pets", "", nil},
		{"a slash at the end does not count", []string{"GET /pets"}, "GET", "/pets/", "GET /pets", nil},
		{"nor does one in the key", []string{"GET /pets/"}, "GET", "/pets", "GET /pets/", nil},
		{"the root", []string{"GET /"}, "GET", "/", "GET /", nil},
		{"a greedy variable takes at least one character", []string{"ANY /{proxy+}"}, "GET", "/", "", nil},
		{"nor does it match its parent", []string{"ANY /parent/{proxy+}"}, "GET", "/parent", "", nil},
		{"nor its parent with a slash", []string{"ANY /parent/{proxy+}"}, "GET", "/parent/", "", nil},
		{"a greedy variable keeps the slash at the end", []string{"ANY /{proxy+}"}, "GET", "/a/b/", "ANY /{proxy+}", []string{"a/b/"}},
		{"a variable does not", []string{"ANY /{id}"}, "GET", "/a/", "ANY /{id}", []string{"a"}},
		{"a variable is one whole segment", []string{"GET /pets/{id}"}, "GET", "/pets/1/2", "", nil},
		{"a variable is not empty", []string{"GET /pets/{id}/x"}, "GET", "/pets//x", "", nil},
		{"empty segments count", []string{"GET /pets/{proxy+}"}, "GET", "/pets//x", "GET /pets/{proxy+}", []string{"/x"}},
		{"dot segments are not resolved", []string{"GET /pets", "GET /{a}/{b}/{c}"}, "GET", "/x/../pets", "GET /{a}/{b}/{c}", []string{"x", "..", "pets"}},
		{"a named method beats ANY on the same path", []string{"ANY /pets/{id}", "GET /pets/{name}"}, "GET", "/pets/1", "GET /pets/{name}", []string{"1"}},
		{"ANY takes the methods that are not named", []string{"ANY /pets/{id}", "GET /pets/{name}"}, "POST", "/pets/1", "ANY /pets/{id}", []string{"1"}},
		{"ANY on a static path beats a named method on a variable one", []string{"GET /pets/{id}", "ANY /pets/dog"}, "GET", "/pets/dog", "ANY /pets/dog", nil},
		{"a path whose method does not fit is passed over", []string{"GET /pets", "ANY /{proxy+}"}, "POST", "/pets", "ANY /{proxy+}", []string{"pets"}},
		{"also for a variable one", []string{"GET /pets/dog", "POST /pets/{id}"}, "POST", "/pets/dog", "POST /pets/{id}", []string{"dog"}},
		{"a full match beats a greedy one that is more specific", []string{"GET /pets/{proxy+}", "GET /{kind}/dog"}, "GET", "/pets/dog", "GET /{kind}/dog", []string{"pets"}},
		{"the longer static prefix wins among greedy ones", []string{"GET /{proxy+}", "GET /a/{proxy+}", "GET /a/b/{proxy+}"}, "GET", "/a/b/c", "GET /a/b/{proxy+}", []string{"c"}},
		{"static beats variable before a greedy one", []string{"GET /{v}/b/{proxy+}", "GET /a/{proxy+}"}, "GET", "/a/b/c", "GET /a/{proxy+}", []string{"b/c"}},
		{"variables before a greedy one", []string{"GET /{v}/b/{proxy+}"}, "GET", "/a/b/c/d", "GET /{v}/b/{proxy+}", []string{"a", "c/d"}},
		{"$default takes any method", []string{"$default"}, "PROPFIND", "/x", "$default", nil},
		{"but not TRACE", []string{"$default", "ANY /{proxy+}"}, "TRACE", "/x", "", nil},
		{"OPTIONS is taken by ANY", []string{"ANY /{proxy+}"}, "OPTIONS", "/x", "ANY /{proxy+}", []string{"x"}},
		{"two slashes are the root", []string{"GET /"}, "GET", "//", "GET /", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r, values := newRouter(t, test.keys...).match(test.method, test.path, nil)
			if r == nil {
				r = &route{}
				values = nil
			}
			if r.text != test.want || !slices.Equal(values, test.values) {
				t.Errorf("match(%s %q) = %q with %q, want %q with %q", test.method, test.path, r.text, values, test.want, test.values)
			}
		})
	}
}

func TestRouteKeysThatAreNone(t *testing.T) {
	for _, key := range []string{"", "GET", "GET pets", "TRACE /x", "get /x", "/x", "GET  /x", "GET /{a+}/b", "$connect"} {
		if _, err := parseRouteKey(key); err == nil {
			t.Errorf("parseRouteKey(%q) accepts it", key)
		}
	}
}

// TestMatchIsTheBestCandidate compares the tree with a search through all
// routes by the rules as they are written down, on random routes and paths.
func TestMatchIsTheBestCandidate(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	pick := func(from ...string) string { return from[random.IntN(len(from))] }
	for range 3000 {
		seen := map[string]bool{}
		var keys []string
		for range 1 + random.IntN(8) {
			path := ""
			shape := ""
			for depth := range random.IntN(4) {
				segment := pick("a", "b", fmt.Sprintf("{v%d}", depth))
				path += "/" + segment
				shape += "/" + segment[:1]
			}
			if random.IntN(4) == 0 {
				path += "/{rest+}"
				shape += "/+"
			}
			if path == "" {
				path = "/"
			}
			method := pick("GET", "POST", "ANY")
			if !seen[method+shape] { // which of two equal ones wins is not the matter here
				seen[method+shape] = true
				keys = append(keys, method+" "+path)
			}
		}
		rt := newRouter(t, keys...)
		for range 10 {
			path := ""
			for range random.IntN(5) {
				path += "/" + pick("a", "b", "c", "")
			}
			path += pick("", "/")
			if path == "" {
				path = "/"
			}
			method := pick("GET", "POST", "PUT")
			got, _ := rt.match(method, path, nil)
			want := bestOf(keys, method, path)
			if got == nil && want != "" || got != nil && got.text != want {
				t.Fatalf("match(%s %q) among %q = %v, want %q", method, path, keys, got, want)
			}
		}
	}
}

// bestOf ranks every route that fits: full before greedy, then segment by
// segment static before variable before greedy, then named before ANY.
func bestOf(keys []string, method, path string) string {
	best, bestRank := "", ""
	for _, key := range keys {
		keyMethod, keyPath, _ := strings.Cut(key, " ")
		if keyMethod != method && keyMethod != "ANY" {
			continue
		}
		rank, ok := rankOf(keyPath, path)
		if !ok {
			continue
		}
		if keyMethod == "ANY" {
			rank += "z"
		}
		if best == "" || rank < bestRank {
			best, bestRank = key, rank
		}
	}
	return best
}

func rankOf(keyPath, path string) (string, bool) {
	want := strings.Split(keyPath[1:], "/")
	have := strings.Split(path[1:], "/")
	greedy := strings.HasSuffix(keyPath, "+}")
	if !greedy {
		have = strings.Split(trimSlash(path)[1:], "/")
	}
	rank := ""
	for i, segment := range want {
		if strings.HasSuffix(segment, "+}") {
			return "1" + rank + "c", i < len(have) && strings.Join(have[i:], "/") != ""
		}
		if i >= len(have) || have[i] != segment && (segment == "" || segment[0] != '{' || have[i] == "") {
			return "", false
		}
		if segment != "" && segment[0] == '{' {
			rank += "b"
		} else {
			rank += "a"
		}
	}
	return "0" + rank, len(want) == len(have)
}

func FuzzMatch(f *testing.F) {
	f.Add("GET /pets/{id}", "GET", "/pets/1")
	f.Add("ANY /{proxy+}", "POST", "/a//b/")
	f.Add("$default", "X", "/%")
	f.Add("GET /{a}/{b}/{c+}", "GET", "/../x/%2F/y?z")
	f.Fuzz(func(t *testing.T, key, method, path string) {
		r, err := compileRoute(&model.Route{RouteKey: new(key)})
		if err != nil || !strings.HasPrefix(path, "/") {
			return
		}
		rt := new(router)
		rt.add(r)
		got, values := rt.match(method, path, nil)
		if got == nil {
			return
		}
		if len(values) != len(got.variables) {
			t.Fatalf("match(%q, %q) among %q has %d values for %d variables", method, path, key, len(values), len(got.variables))
		}
		for _, value := range values {
			if value == "" || !strings.Contains(path, value) {
				t.Fatalf("match(%q, %q) among %q made up the value %q", method, path, key, value)
			}
		}
	})
}
