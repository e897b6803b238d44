package serve

import (
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"

	"gatehouse/model"
	"gatehouse/state"
)

// customDomain is a domain name in us-east-1 with mappings, each a base path
// and an API's identifier, to $default stages.
func customDomain(name string, mappings ...[2]string) state.Domain {
	d := state.Domain{Region: "us-east-1", Name: model.DomainName{DomainName: new(name), RoutingMode: new("API_MAPPING_ONLY")}}
	for _, m := range mappings {
		mapping := model.ApiMapping{ApiId: new(m[1]), Stage: new(defaultStage)}
		if m[0] != "" {
			mapping.ApiMappingKey = new(m[0])
		}
		d.Mappings = append(d.Mappings, mapping)
	}
	return d
}

// domainScene has three APIs, whose backend says which was called, and one
// that is disabled but for custom domain names.
func domainScene(t *testing.T, domains ...state.Domain) (*echo, *state.Catalog) {
	backend := newEcho(t, nil)
	catalog := &state.Catalog{Domains: domains}
	for _, id := range []string{"aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc"} {
		a := (&account{disabled: id == "cccccccccc"}).route("$default", backend.URL+"/"+id[:1])
		catalog.APIs = append(catalog.APIs, a.api(id, "us-east-1"))
	}
	named := (&account{stage: "dev"}).route("$default", backend.URL+"/dev")
	catalog.APIs = append(catalog.APIs, named.api("dddddddddd", "us-east-1"), (&account{}).api("eeeeeeeeee", "eu-west-1"))
	return backend, catalog
}

func TestCustomDomains(t *testing.T) {
	api := customDomain("api.example.com", [2]string{"", "aaaaaaaaaa"}, [2]string{"shop/eu", "bbbbbbbbbb"}, [2]string{"shop/eu/cart", "cccccccccc"})
	api.Mappings = append(api.Mappings, model.ApiMapping{ApiId: new("dddddddddd"), Stage: new("dev"), ApiMappingKey: new("v1")})
	lame := customDomain("lame.example.com", [2]string{"gone", "zzzzzzzzzz"}, [2]string{"far", "eeeeeeeeee"})
	lame.Mappings = append(lame.Mappings, model.ApiMapping{ApiId: new("aaaaaaaaaa"), Stage: new("dev"), ApiMappingKey: new("stage")})
	european := customDomain("api.example.com", [2]string{"", "bbbbbbbbbb"})
	european.Region = "eu-west-1"
	secret := customDomain("mtls.example.com", [2]string{"", "aaaaaaaaaa"})
	secret.Name.MutualTlsAuthentication = &model.MutualTlsAuthentication{TruststoreUri: new("s3://b/k")}
	backend, catalog := domainScene(t, api, lame, european, secret,
		customDomain("*.example.com", [2]string{"", "bbbbbbbbbb"}),
		customDomain("*.0.0.1", [2]string{"", "bbbbbbbbbb"}),
		customDomain("*.localhost", [2]string{"", "bbbbbbbbbb"}),
		customDomain("127.0.0.1", [2]string{"", "bbbbbbbbbb"}),
		customDomain("gatehouse.localhost", [2]string{"", "bbbbbbbbbb"}),
		customDomain("aaaaaaaaaa.execute-api.us-east-1.localhost", [2]string{"", "bbbbbbbbbb"}),
	)
	s := start(t, catalog)
	tests := []struct {
		name   string
		host   string
		target string
		status int
		line   string // what reaches the backend
		note   string // in the log
	}{
		{"the longest base path", "api.example.com", "/shop/eu/cart/lines/5", 200, "GET /c/lines/5", ""},
		{"a shorter one", "api.example.com", "/shop/eu/9", 200, "GET /b/9", ""},
		{"the mapping without base path", "api.example.com", "/shop", 200, "GET /a/shop", ""},
		{"a base path takes whole segments", "api.example.com", "/shop/europe", 200, "GET /a/shop/europe", ""},
		{"a base path alone", "api.example.com", "/shop/eu", 200, "GET /b/", ""},
		{"a base path and a slash", "api.example.com", "/shop/eu/", 200, "GET /b/", ""},
		{"case counts", "api.example.com", "/Shop/eu/9", 200, "GET /a/Shop/eu/9", ""},
		{"an empty segment counts", "api.example.com", "//shop/eu/9", 200, "GET /a//shop/eu/9", ""},
		{"an escaped letter is that letter", "api.example.com", "/%73hop/eu/9", 200, "GET /b/9", ""},
		{"the query stays", "api.example.com", "/shop/eu/9?a=%20b", 200, "GET /b/9?a=%20b", ""},
		{"the mapping says the stage", "api.example.com", "/v1/x", 200, "GET /dev/x", ""},
		{"the path says no stage", "api.example.com", "/v1/dev/x", 200, "GET /dev/dev/x", ""},
		{"any port, any case, an absolute name", "API.Example.com.:1", "/x", 200, "GET /a/x", ""},
		{"a path of the tool", "api.example.com", "/_gatehouse/health", 200, "GET /a/_gatehouse/health", ""},
		{"a path of another API", "api.example.com", "/_aws/execute-api/bbbbbbbbbb/$default/x", 200, "GET /a/_aws/execute-api/bbbbbbbbbb/$default/x", ""},
		{"a wildcard", "any.example.com", "/x", 200, "GET /b/x", ""},
		{"a wildcard is one label", "a.b.example.com", "/x", 403, "", `no API lives on the host "a.b.example.com"`},
		{"a wildcard is a label", ".example.com", "/x", 403, "", "no API lives on the host"},
		{"not the name behind the wildcard", "example.com", "/x", 403, "", "no API lives on the host"},
		{"an unmapped path", "lame.example.com", "/x", 403, "", "no API mapping of lame.example.com takes the path"},
		{"a missing API", "lame.example.com", "/gone/x", 403, "", "lame.example.com leads nowhere: there is no API zzzzzzzzzz in us-east-1"},
		{"an API of another region", "lame.example.com", "/far/x", 403, "", "lame.example.com leads nowhere: there is no API eeeeeeeeee in us-east-1"},
		{"a missing stage", "lame.example.com", "/stage/x", 403, "", "lame.example.com leads nowhere: the API aaaaaaaaaa has no stage dev"},
		{"without the certificate that it wants", "mtls.example.com", "/x", 403, "", "clients of mtls.example.com must show a certificate, and none can be verified: start serve with --tls and --truststore mtls.example.com=FILE"},
		{"the machine's own address", "127.0.0.1:8080", "/_gatehouse/health", 200, "", ""},
		{"the tool's own host", "gatehouse.localhost", "/_gatehouse/health", 200, "", ""},
		{"a local name", "app.localhost", "/x", 200, "GET /b/x", ""},
		{"an API's own host", "aaaaaaaaaa.execute-api.us-east-1.localhost", "/x", 200, "GET /a/x", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			before := backend.count()
			got := s.send(t, fmt.Sprintf("GET %s HTTP/1.1\nHost: %s", test.target, test.host))
			if got.status != test.status || test.status == 403 && got.body != `{"message":"Forbidden"}` {
				t.Errorf("status %d %s, want %d", got.status, got.body, test.status)
			}
			if test.line == "" && backend.count() != before {
				t.Errorf("%q reached the backend", backend.last(t).line)
			}
			if test.line != "" && backend.last(t).line != test.line {
				t.Errorf("%q reached the backend, want %q", backend.last(t).line, test.line)
			}
		})
	}
	s.stop()
	log := s.out.String()
	for _, test := range tests {
		if !strings.Contains(log, test.note) {
			t.Errorf("%s: the log does not say %q", test.name, test.note)
		}
	}
	for _, want := range []string{
		"custom domain name api.example.com (eu-west-1)\n  not served: the name is served as us-east-1 has it; serve --region eu-west-1 serves this one\n",
		"custom domain name 127.0.0.1 (us-east-1)\n  not served: the name is this machine's own\n",
		"custom domain name gatehouse.localhost (us-east-1)\n  not served: the name is this machine's own\n",
		"custom domain name aaaaaaaaaa.execute-api.us-east-1.localhost (us-east-1)\n  not served: the name is an API's own\n",
		"/gone -> 403: there is no API zzzzzzzzzz in us-east-1\n",
		"/v1 -> pets (dddddddddd), stage dev\n",
	} {
		if !strings.Contains(log, want) {
			t.Errorf("the list at the start lacks %q:\n%s", want, log)
		}
	}
}

// Of a name that several regions have, that of the command line's region counts.
func TestPreferredRegion(t *testing.T) {
	american, european := customDomain("api.example.com", [2]string{"", "aaaaaaaaaa"}), customDomain("api.example.com", [2]string{"", "eeeeeeeeee"})
	european.Region = "eu-west-1"
	_, catalog := domainScene(t, american, european)
	for region, want := range map[string]string{"us-east-1": "aaaaaaaaaa", "eu-west-1": "eeeeeeeeee", "": "aaaaaaaaaa", "ap-south-1": "aaaaaaaaaa"} {
		g, err := (&live{region: region}).compile(catalog)
		if err != nil {
			t.Fatal(err)
		}
		if got := g.hosts["api.example.com"].domain.ready().mappings[""]; got.api == nil || got.api.id != want {
			t.Errorf("in %q the domain name leads to %+v, want %s", region, got, want)
		}
	}
}

// header is a rule's condition on a field.
func header(name, glob string) model.RoutingRuleCondition {
	return model.RoutingRuleCondition{MatchHeaders: &model.RoutingRuleMatchHeaders{
		AnyOf: []model.RoutingRuleMatchHeaderValue{{Header: new(name), ValueGlob: new(glob)}}}}
}

func basePath(path string) model.RoutingRuleCondition {
	return model.RoutingRuleCondition{MatchBasePaths: &model.RoutingRuleMatchBasePaths{AnyOf: []string{path}}}
}

func rule(priority int64, api string, strip bool, conditions ...model.RoutingRuleCondition) model.RoutingRule {
	return model.RoutingRule{Priority: new(priority), Conditions: conditions, Actions: []model.RoutingRuleAction{{
		InvokeApi: &model.RoutingRuleActionInvokeApi{ApiId: new(api), Stage: new(defaultStage), StripBasePath: new(strip)},
	}}}
}

func TestRoutingRules(t *testing.T) {
	d := customDomain("api.example.com", [2]string{"", "aaaaaaaaaa"}, [2]string{"shop/eu/cart", "cccccccccc"})
	d.Rules = []model.RoutingRule{
		rule(40, "cccccccccc", true, basePath("shop")),
		rule(30, "bbbbbbbbbb", false, basePath("shop/eu")),
		rule(20, "bbbbbbbbbb", true, header("X-Version", "beta*"), header("accept", "*json")),
		rule(10, "cccccccccc", true, basePath("Shop/deep"), header("x-any", "*")),
		{Priority: new(int64(1))},
		rule(2, "bbbbbbbbbb", true, basePath("a"), basePath("b")),
		rule(3, "bbbbbbbbbb", true, model.RoutingRuleCondition{}),
		rule(50, "zzzzzzzzzz", true, basePath("gone")),
		rule(math.MaxInt64, "cccccccccc", true, basePath("odd")),
		rule(-2, "bbbbbbbbbb", true, basePath("odd")),
	}
	tests := []struct {
		name, mode, target string
		fields             []string
		status             int
		line               string
	}{
		{"low priority numbers come first, not long base paths", "", "/shop/eu/cart/1", nil, 200, "GET /b/shop/eu/cart/1"},
		{"a base path is removed where the rule says so", "", "/shop/1", nil, 200, "GET /c/1"},
		{"a base path alone is removed", "", "/shop", nil, 200, "GET /c/"},
		{"no rule: the mappings", "", "/x", nil, 200, "GET /a/x"},
		{"no rule and rules only", "ROUTING_RULE_ONLY", "/x", nil, 403, ""},
		{"mappings only", "API_MAPPING_ONLY", "/shop/eu/cart/1", nil, 200, "GET /c/1"},
		{"headers both match", "", "/shop/1", []string{"x-version: beta2", "Accept: application/json"}, 200, "GET /b/shop/1"},
		{"one of two headers does not match", "", "/x", []string{"X-Version: beta2", "Accept: application/json,text/xml"}, 200, "GET /a/x"},
		{"one line of several matches", "", "/x", []string{"X-Version: a", "X-Version: beta", "Accept: a/json", "Accept: text/xml"}, 200, "GET /b/x"},
		{"values match with case", "", "/x", []string{"X-Version: Beta", "Accept: a/json"}, 200, "GET /a/x"},
		{"any value", "", "/Shop/deep/1", []string{"X-Any: "}, 200, "GET /c/1"},
		{"any value must be there", "", "/Shop/deep/1", nil, 200, "GET /a/Shop/deep/1"},
		{"base paths match with case", "", "/shop/deep/1", []string{"X-Any: 1"}, 200, "GET /c/deep/1"},
		{"a rule that is none takes nothing", "", "/a/b", nil, 200, "GET /a/a/b"},
		{"priorities that no command gives", "", "/odd/x", nil, 200, "GET /b/x"},
		{"a rule that leads nowhere", "", "/gone/x", nil, 403, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := d
			d.Name.RoutingMode = new(test.mode)
			if test.mode == "" {
				d.Name.RoutingMode = new("ROUTING_RULE_THEN_API_MAPPING")
			}
			backend, catalog := domainScene(t, d)
			got := start(t, catalog).send(t, fmt.Sprintf("GET %s HTTP/1.1\nHost: api.example.com\n%s", test.target, strings.Join(test.fields, "\n")))
			if got.status != test.status {
				t.Errorf("status %d %s, want %d", got.status, got.body, test.status)
			}
			switch {
			case test.line == "" && backend.count() > 0:
				t.Errorf("%q reached the backend", backend.last(t).line)
			case test.line != "" && backend.last(t).line != test.line:
				t.Errorf("%q reached the backend, want %q", backend.last(t).line, test.line)
			}
		})
	}
}

func TestHeaderConditions(t *testing.T) {
	tests := []struct {
		glob, line string
		want       bool
	}{
		{"abc", "abc", true}, {"abc", "abcd", false}, {"abc", "ABC", false},
		{"abc*", "abcd", true}, {"abc*", "xabc", false},
		{"*abc", "xabc", true}, {"*abc", "abcd", false},
		{"*abc*", "xabcd", true}, {"*abc*", "ab", false},
		{"*", "", true}, {"*", "x", true}, {"**", "x", true},
		{"a?c", "abc", false}, {"a?c", "a?c", true},
	}
	for _, tt := range tests {
		c := newHeaderCondition("x-a", tt.glob)
		r := &http.Request{Header: http.Header{"X-A": {"other", tt.line}}}
		if got := c.met(r); got != tt.want {
			t.Errorf("the condition %q is met by %q: %t, want %t", tt.glob, tt.line, got, tt.want)
		}
	}
	c := newHeaderCondition("host", "api.*")
	if !c.met(&http.Request{Host: "api.example.com"}) {
		t.Error("a condition on Host does not see the request's host")
	}
}

// The variables of a request under a custom domain name.
func TestDomainContext(t *testing.T) {
	backend, catalog := domainScene(t)
	a := (&account{stage: "dev"}).route("$default", backend.URL)
	a.integration().RequestParameters = model.StringMap[string]{{Key: "overwrite:header.x-seen",
		Value: "${context.customDomain.basePathMatched} ${context.domainName} ${context.domainPrefix} ${context.path} ${context.stage} ${request.path}"}}
	d := customDomain("*.example.com")
	d.Mappings = []model.ApiMapping{{ApiId: new("ffffffffff"), Stage: new("dev"), ApiMappingKey: new("shop/eu")}, {ApiId: new("ffffffffff"), Stage: new("dev")}}
	catalog.APIs, catalog.Domains = append(catalog.APIs, a.api("ffffffffff", "us-east-1")), []state.Domain{d}
	s := start(t, catalog)
	for target, want := range map[string]string{
		"/shop/eu/9": "shop/eu api.example.com api /shop/eu/9 dev /9",
		"/other":     "(none) api.example.com api /other dev /other",
	} {
		s.send(t, "GET "+target+" HTTP/1.1\nHost: API.example.com:80")
		if got := backend.last(t).header.Get("X-Seen"); got != want {
			t.Errorf("%s is seen as %q, want %q", target, got, want)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("/shop/eu/cart", "x")
	f.Add("//", "")
	d := customDomain("api.example.com", [2]string{"shop/eu", "bbbbbbbbbb"}, [2]string{"shop", "cccccccccc"})
	d.Name.RoutingMode = new("ROUTING_RULE_THEN_API_MAPPING")
	d.Rules = []model.RoutingRule{rule(1, "a", true, basePath("shop/eu/cart")), rule(2, "a", true, basePath("x"), header("x-a", "*b*"))}
	compiled := new(Gateway).newDomain(&d).ready()
	f.Fuzz(func(t *testing.T, path, value string) {
		path = "/" + path
		r := &http.Request{Header: http.Header{"X-A": {value}}}
		got := compiled.find(r, path)
		if got != nil && path != "/"+got.base && !strings.HasPrefix(path, "/"+got.base+"/") {
			t.Errorf("find(%q) = %q, which the path does not begin with", path, got.base)
		}
		if got == nil && (path == "/shop" || strings.HasPrefix(path, "/shop/")) {
			t.Errorf("find(%q) = nil, want the mapping of shop", path)
		}
	})
}

// As many domain names and mappings as AWS allows without asking.
func BenchmarkCompileDomains(b *testing.B) {
	g, err := compile(&state.Catalog{APIs: []state.API{(&account{}).api("aaaaaaaaaa", "us-east-1")}}, "")
	if err != nil {
		b.Fatal(err)
	}
	var domains []state.Domain
	for i := range 120 {
		d := customDomain(fmt.Sprintf("api%d.example.com", i))
		for j := range 200 {
			d.Mappings = append(d.Mappings, model.ApiMapping{ApiId: new("aaaaaaaaaa"), Stage: new(defaultStage), ApiMappingKey: new(fmt.Sprintf("shop/%d", j))})
		}
		domains = append(domains, d)
	}
	b.ReportAllocs()
	for b.Loop() {
		g.domains, g.hosts = nil, map[string]host{}
		g.compileDomains(domains)
		g.domains[0].ready() // one is called between two edits
	}
}

func BenchmarkFind(b *testing.B) {
	d := customDomain("api.example.com", [2]string{"", "aaaaaaaaaa"}, [2]string{"shop/eu/cart", "aaaaaaaaaa"})
	for j := range 200 {
		d.Mappings = append(d.Mappings, model.ApiMapping{ApiId: new("aaaaaaaaaa"), Stage: new(defaultStage), ApiMappingKey: new(fmt.Sprintf("shop/%d", j))})
	}
	g := new(Gateway)
	g.hosts = map[string]host{}
	g.compileDomains([]state.Domain{d})
	r := new(http.Request)
	b.ReportAllocs()
	for b.Loop() {
		if g.called("api.example.com").domain.ready().find(r, "/shop/eu/cart/lines/5") == nil {
			b.Fatal("no target")
		}
	}
}
