package serve

import (
	"fmt"
	"os"
	"slices"
	"strconv"

	"gatehouse/model"
)

// listedAPIs and listedRoutes bound what the start-up lists.
const (
	listedAPIs   = 20
	listedRoutes = 30
)

// announce says what is served and that the server is ready.
func (s *server) announce(cfg Config, from string) {
	if s.beyondLoopback {
		s.live.warn(s.beyondWarning(cfg))
	}
	var b []byte
	if !cfg.Quiet {
		b = s.appendListing(b, cfg, from)
	}
	if cfg.JSONLog {
		ready := model.NewDocument(
			model.Field{Name: "event", Value: "ready"},
			model.Field{Name: "url", Value: s.url},
			model.Field{Name: "pid", Value: int64(os.Getpid())},
		)
		if s.secured != nil && s.secured.published != "" {
			ready.Set("caCertificate", s.secured.published)
		}
		b = append(model.AppendJSON(b, ready, 0), '\n')
	} else {
		b = fmt.Appendf(b, "gatehouse ready on %s\n", s.url)
	}
	cfg.Stdout.Write(b)
}

// beyondWarning says what it means to listen beyond this machine.
func (s *server) beyondWarning(cfg Config) string {
	text := "WARNING: listening on " + cfg.Host + ", port " + s.local.Port + ": other machines can reach every API served here, and through them what the integrations call"
	if s.management != nil {
		return text + "; they can also change the account, and no credentials are checked"
	}
	return text + "; management requests are not taken"
}

// appendListing writes the APIs with their URLs, stages, routes and CORS.
func (s *server) appendListing(b []byte, cfg Config, from string) []byte {
	g := s.live.gateway.Load()
	if cfg.JSONLog {
		for _, a := range g.order {
			b = append(model.AppendJSON(b, s.entry(a), 0), '\n')
		}
		for _, d := range g.domains {
			b = append(model.AppendJSON(b, s.domainEntry(d), 0), '\n')
		}
		return b
	}
	b = fmt.Appendf(b, "gatehouse serves %s from %s (all regions", count(len(g.order), "API"), from)
	if cfg.Region != "" && slices.ContainsFunc(g.order, func(a *api) bool { return a.region != cfg.Region }) {
		b = fmt.Appendf(b, ", not only %s", cfg.Region)
	}
	b = append(b, ")\n"...)
	if len(g.order) == 0 {
		b = append(b, "There is none yet; what you create now is served at once. For example:\n  gatehouse apigatewayv2 create-api --name pets --protocol-type HTTP --target http://127.0.0.1:9000\n"...)
	}
	for i, a := range g.order {
		if i == listedAPIs {
			b = fmt.Appendf(b, "\nand %d more\n", len(g.order)-i)
			break
		}
		b = s.appendAPI(b, g, a)
	}
	b = s.appendDomains(b, g)
	if s.secured != nil && s.secured.published != "" {
		b = fmt.Appendf(b, "\nCertificates come from a local CA; let clients trust it, as with curl --cacert %s\n", s.secured.published)
	}
	if s.apiID != "" && g.only == nil {
		b = fmt.Appendf(b, "\nThere is no API %s, which --api-id names; %s answers 404 until there is.\n", s.apiID, s.url)
	}
	return append(b, '\n')
}

func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}

func (s *server) appendAPI(b []byte, g *Gateway, a *api) []byte {
	b = append(b, '\n')
	b = appendText(b, a.name)
	b = appendText(append(b, " ("...), a.id)
	b = appendText(append(b, " in "...), a.region)
	b = append(b, ")\n"...)
	if a.webSocket {
		return append(b, "  "+webSocketUnserved+"\n"...)
	}
	b = appendText(append(b, "  "...), a.url(s.local))
	b = append(b, '\n')
	if g.only == a {
		b = fmt.Appendf(b, "  %s\n", s.url)
	}
	for _, st := range a.order {
		b = s.appendStage(b, a, st)
	}
	if len(a.order) == 0 {
		b = append(b, "  "+noStageYet+", so every request is answered 404"+howToMakeStage+"\n"...)
	}
	return b
}

func (s *server) appendStage(b []byte, a *api, st *stage) []byte {
	b = appendText(append(b, "  stage "...), st.name)
	b = appendText(append(b, ": "...), s.stageURL(a, st))
	b = append(b, '\n')
	switch {
	case !st.deployed():
		return append(b, "    nothing is deployed to it, so every request is answered 404\n"...)
	case st.disabled():
		b = append(b, "    its default endpoint is disabled, so every request here is answered 404\n"...)
	}
	for i, r := range st.ready(&s.around).order {
		if i == listedRoutes {
			b = fmt.Appendf(b, "    and %s more\n", count(len(st.order)-i, "route"))
			break
		}
		b = appendRoute(b, r)
	}
	if len(st.order) == 0 {
		b = append(b, "    no routes\n"...)
	}
	b = append(b, "    CORS "...)
	return append(st.cors.AppendSummary(b), '\n')
}

func appendRoute(b []byte, r *route) []byte {
	b = append(b, "    "...)
	b = appendText(b, r.text)
	switch {
	case r.refusal.status != 0:
		b = fmt.Appendf(b, " -> %d: ", r.refusal.status)
		b = appendText(b, r.note)
	case r.integration == nil:
		b = append(b, " -> 404: it has no target"...)
	case r.integration.refusal.status != 0:
		b = fmt.Appendf(b, " -> %d: ", r.integration.refusal.status)
		b = appendText(b, r.integration.note)
	default:
		b = append(b, " -> "...)
		if r.integration.method != "" {
			b = append(appendText(b, r.integration.method), ' ')
		}
		b = appendText(b, r.integration.shown)
		if r.integration.whole {
			b = append(b, " + the request's path"...)
		}
	}
	if r.gate != nil {
		b = appendText(append(b, " ("...), r.gate.shown())
		b = append(b, ')')
	}
	return append(b, '\n')
}

// entry is an API in the listing for programs.
func (s *server) entry(a *api) *model.Document {
	stages := make([]any, 0, len(a.order))
	for _, st := range a.order {
		entry := model.NewDocument(
			model.Field{Name: "name", Value: st.name},
			model.Field{Name: "url", Value: s.stageURL(a, st)},
		)
		if st.deployed() {
			routes := make([]any, 0, len(st.in.Snapshot.Routes))
			for _, r := range st.in.Snapshot.Routes {
				routes = append(routes, deref(r.RouteKey))
			}
			entry.Set("routes", routes)
			entry.Set("cors", string(NewCorsPolicy(st.in.Snapshot.Cors).AppendSummary(nil)))
		}
		stages = append(stages, entry)
	}
	return model.NewDocument(
		model.Field{Name: "event", Value: "api"},
		model.Field{Name: "name", Value: a.name},
		model.Field{Name: "apiId", Value: a.id},
		model.Field{Name: "region", Value: a.region},
		model.Field{Name: "url", Value: a.url(s.local)},
		model.Field{Name: "stages", Value: stages},
	)
}
