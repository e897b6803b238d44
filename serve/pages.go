package serve

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"gatehouse/model"
	"gatehouse/state"
)

// pagesPath is where plain localhost has the tool's own pages.
const pagesPath = "/_gatehouse/"

// servePage answers for the tool itself. The only page is the one that says
// that the server is ready; it tells nothing about the account and is there on
// every listener.
func (s *server) servePage(x *exchange) {
	if x.path != pagesPath+"health" {
		x.note = "gatehouse has no such page"
		x.page(http.StatusNotFound, `{"message":"Not Found"}`)
		return
	}
	x.page(http.StatusOK, `{"status":"ready"}`)
}

// page answers with JSON of the tool's own.
func (x *exchange) page(status int, body string) {
	x.answer = append(append(x.answer[:0], body...), '\n')
	h := x.w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(len(x.answer)))
	h.Set("Cache-Control", "no-store")
	x.status = status
	x.w.WriteHeader(status)
	x.w.Write(x.answer)
}

// serveList answers on plain localhost when it stands for no API: with the
// URLs that do.
func (s *server) serveList(x *exchange, g *Gateway) {
	message := "Several APIs are served here. Call one by its host or its path, or name one with serve --api-id."
	switch {
	case s.apiID != "":
		message = "There is no API " + s.apiID + ", which serve --api-id names."
	case len(g.order) == 0:
		message = "There is no API yet. Make one with: gatehouse apigatewayv2 create-api --name NAME --protocol-type HTTP --target URL"
	}
	x.note = s.unroutedNote(x, message)
	apis := make([]any, 0, len(g.order))
	for _, a := range g.order {
		entry := model.NewDocument(model.Field{Name: "name", Value: a.name}, model.Field{Name: "url", Value: a.url(s.local)})
		paths := make([]any, 0, len(a.order))
		for _, st := range a.order {
			paths = append(paths, s.stageURL(a, st))
		}
		entry.Set("paths", paths)
		apis = append(apis, entry)
	}
	body := model.NewDocument(model.Field{Name: "message", Value: message}, model.Field{Name: "apis", Value: apis})
	x.page(http.StatusNotFound, string(model.AppendJSON(nil, body, 2)))
}

// url is the address of an API by host.
func (a *api) url(local state.LocalServer) string {
	protocol := "HTTP"
	if a.webSocket {
		protocol = "WEBSOCKET"
	}
	return local.Endpoint(a.region, a.id, protocol)
}

// stageURL is the address of a stage by path. A shell would take $default for
// a variable.
func (s *server) stageURL(a *api, st *stage) string {
	name := strings.ReplaceAll(url.PathEscape(st.name), "$", "%24")
	return s.url + apiPath + a.id + "/" + name + "/"
}
