//go:build !race

package serve

import (
	"io"
	"net/http"
	"testing"

	"gatehouse/model"
	"gatehouse/serve/accesslog"
	"gatehouse/state"
)

// The hot paths make no garbage. The race detector drops pools and adds
// allocations of its own, so these are left out under it.

func TestDecideDoesNotAllocate(t *testing.T) {
	p := NewCorsPolicy(fullCors())
	for _, q := range []CorsRequest{
		{Method: "OPTIONS", Origin: appOrigin, RequestMethod: "PUT", RequestHeaders: []string{"content-type,X-Api-Key"}},
		{Method: "OPTIONS", Origin: evilOrigin, RequestMethod: "PUT"},
		{Method: "GET", Origin: appOrigin, Routed: true},
		{Method: "GET", Routed: true},
	} {
		fields := 0
		got := testing.AllocsPerRun(100, func() {
			d := p.Decide(q)
			for range d.Fields() {
				fields++
			}
		})
		if got != 0 {
			t.Errorf("Decide(%+v) and its fields allocate %v times", q, got)
		}
	}
}

func TestMatchDoesNotAllocate(t *testing.T) {
	rt := newRouter(t, "GET /pets/{id}/toys/{toy}", "ANY /{proxy+}", "GET /pets", "$default")
	values := make([]string, 0, 8)
	for _, path := range []string{"/pets", "/pets/1/toys/2/", "/a/b/c", "/"} {
		if got := testing.AllocsPerRun(100, func() { rt.match("GET", path, values[:0]) }); got != 0 {
			t.Errorf("match(GET %s) allocates %v times", path, got)
		}
	}
}

func TestLogLineDoesNotAllocate(t *testing.T) {
	s := &server{live: &live{}}
	s.live.gateway.Store(new(Gateway))
	x := newExampleExchange()
	x.line = s.appendLine(x.line[:0], x, 1234567)
	if got := testing.AllocsPerRun(100, func() { x.line = s.appendLine(x.line[:0], x, 1234567) }); got != 0 {
		t.Errorf("a log line allocates %v times: %s", got, x.line)
	}
}

func TestFindDoesNotAllocate(t *testing.T) {
	d := customDomain("*.example.com", [2]string{"shop/eu/cart", "aaaaaaaaaa"}, [2]string{"", "aaaaaaaaaa"})
	d.Name.RoutingMode = new("ROUTING_RULE_THEN_API_MAPPING")
	d.Rules = []model.RoutingRule{rule(1, "a", true, basePath("shop"), header("x-a", "*b*"))}
	g := new(Gateway)
	g.hosts = make(map[string]host)
	g.compileDomains([]state.Domain{d})
	r := &http.Request{Header: http.Header{"X-A": {"c"}}}
	if got := testing.AllocsPerRun(100, func() { g.wildcard("api.example.com").ready().find(r, "/shop/eu/cart/lines/5") }); got != 0 {
		t.Errorf("finding the target of a request allocates %v times", got)
	}
}

// A stage without access log pays nothing for those that have one, and one that
// has pays for the request's identifier alone.
func TestRecordHardlyAllocates(t *testing.T) {
	x := newExampleExchange()
	x.r.RemoteAddr = "127.0.0.1:1"
	x.api, x.stage, x.account = &api{id: testAPI}, &stage{name: defaultStage}, "123456789012"
	if got := testing.AllocsPerRun(100, x.record); got != 0 {
		t.Errorf("without access log, record allocates %v times", got)
	}
	w := accesslog.NewWriter(io.Discard, nil)
	defer w.Close()
	x.stage.log = &stageLog{accesslog.Compile("$context.requestId $context.routeKey $context.status $context.requestTime"), w}
	x.record()
	if got := testing.AllocsPerRun(100, x.record); got > 1 {
		t.Errorf("with access log, record allocates %v times", got)
	}
}
