package serve

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"gatehouse/model"
	"gatehouse/state"
)

const (
	demoAPI    = "demo000001"
	demoOrigin = "https://www.example.com"
)

// RunDemo serves an example API with a backend of its own until ctx ends. It
// needs no state file and makes none; the file of cfg is not looked at.
func RunDemo(ctx context.Context, cfg Config) error {
	cfg.File, cfg.APIID = nil, ""
	backend, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return &ListenError{Address: "127.0.0.1:0", Err: err}
	}
	pets := &http.Server{Handler: http.HandlerFunc(demoBackend), ReadTimeout: requestTimeout, WriteTimeout: requestTimeout}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		pets.Serve(backend)
	}()
	defer func() {
		pets.Close()
		<-ended
	}()

	l := &live{warn: warner(cfg.Stderr)}
	g, err := compile(demoCatalog("http://"+backend.Addr().String()), "")
	if err != nil {
		return err
	}
	l.gateway.Store(g)
	secured, err := newSecured(cfg, l.warn)
	if err != nil {
		return err
	}
	listeners, err := listen(cfg)
	if err != nil {
		return err
	}
	s := newServer(cfg, l, listeners)
	s.secure(secured)
	if !cfg.Quiet && !cfg.JSONLog {
		fmt.Fprint(cfg.Stdout, demoCommands(s.url))
	}
	return s.run(ctx, cfg, listeners, "the demo")
}

// demoCommands are three requests to paste into another shell.
func demoCommands(url string) string {
	commands := strings.ReplaceAll(`gatehouse demo: an API that lets pages of `+demoOrigin+` call it. Paste into another shell:

# a preflight that is allowed: access-control-allow-origin names the page's origin
curl -i -X OPTIONS URL/pets -H 'Origin: `+demoOrigin+`' -H 'Access-Control-Request-Method: POST' -H 'Access-Control-Request-Headers: content-type'

# a preflight that is blocked: there are no access-control headers, so the browser stops
curl -i -X OPTIONS URL/pets -H 'Origin: https://evil.example' -H 'Access-Control-Request-Method: POST'

# a CORS request: the API's headers stand in the place of the backend's own
curl -i URL/pets -H 'Origin: `+demoOrigin+`'

`, "URL", url)
	if strings.HasPrefix(url, "https:") {
		commands = strings.ReplaceAll(commands, "curl -i", "curl -k -i") // nobody trusts a certificate that is kept nowhere
	}
	return commands
}

// demoCatalog is the example: a list of pets, and one pet by its name.
func demoCatalog(backend string) *state.Catalog {
	integration := func(id, path string) model.Integration {
		return model.Integration{
			IntegrationId: new(id), IntegrationType: new("HTTP_PROXY"), IntegrationMethod: new("ANY"),
			IntegrationUri: new(backend + path), PayloadFormatVersion: new("1.0"),
		}
	}
	return &state.Catalog{APIs: []state.API{{
		Region: "us-east-1",
		Api:    model.Api{ApiId: new(demoAPI), Name: new("pets"), ProtocolType: new("HTTP")},
		Stages: []state.Stage{{
			Stage: model.Stage{StageName: new(defaultStage), AutoDeploy: new(true)},
			Snapshot: &state.Snapshot{
				Cors: &model.Cors{
					AllowOrigins: []string{demoOrigin}, AllowMethods: []string{"GET", "POST"},
					AllowHeaders: []string{"content-type"}, ExposeHeaders: []string{"x-pets"}, MaxAge: new(int64(600)),
				},
				Integrations: []model.Integration{integration("list", "/pets"), integration("one", "/pets/{name}")},
				Routes: []model.Route{
					{RouteKey: new("GET /pets"), Target: new("integrations/list")},
					{RouteKey: new("POST /pets"), Target: new("integrations/list")},
					{RouteKey: new("GET /pets/{name}"), Target: new("integrations/one")},
				},
			},
		}},
	}}}
}

// demoBackend is the program behind the example API. Its own CORS header lets
// every page in: the gateway must not pass it on.
func demoBackend(w http.ResponseWriter, r *http.Request) {
	pets := []string{"rex", "tom", "nemo"}
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Pets", fmt.Sprint(len(pets)))
	if name, ok := strings.CutPrefix(r.URL.Path, "/pets/"); ok {
		for _, pet := range pets {
			if pet == name {
				fmt.Fprintf(w, "{\"name\":%q,\"time\":%q}\n", pet, time.Now().UTC().Format(time.RFC3339))
				return
			}
		}
		w.WriteHeader(http.StatusNotFound)
		fmt.Fprintln(w, `{"message":"no such pet"}`)
		return
	}
	if r.Method == http.MethodPost {
		w.WriteHeader(http.StatusCreated)
	}
	fmt.Fprintln(w, `{"pets":["`+strings.Join(pets, `","`)+`"]}`)
}
