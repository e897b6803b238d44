package openapi

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gatehouse/model"
)

// TestRoundTrip holds that an export gives the definition it was made of, for
// definitions with every combination of what can be written.
func TestRoundTrip(t *testing.T) {
	for seed := range uint64(400) {
		d := generate(rand.New(rand.NewPCG(seed, 7)))
		for _, output := range []string{JSON, YAML} {
			checkRoundTrip(t, d, output)
			if t.Failed() {
				t.Fatalf("seed %d, %s", seed, output)
			}
		}
	}
}

// checkRoundTrip exports a definition, reads it back, and exports it again.
func checkRoundTrip(t *testing.T, d *Definition, output string) {
	t.Helper()
	options := ExportOptions{OutputType: output, Endpoint: "https://a", Created: testCreated}
	out := export(t, d, options)
	if again := export(t, d, options); again != out {
		t.Errorf("two exports differ:\n%s", firstDifference(again, out))
	}
	back, err := Parse(out, Options{})
	if err != nil {
		t.Errorf("%v in\n%s", err, out)
		return
	}
	if back.Warnings != nil || back.ImportInfo != nil {
		t.Errorf("warnings %q, information %q in\n%s", back.Warnings, back.ImportInfo, out)
	}
	got, want := canonical(back), canonical(d)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("reads back as\n%s\nwant\n%s\nfrom\n%s", show(got), show(want), out)
	}
}

// canonical is a definition in the form that all definitions of one API have:
// routes in order of their keys, integrations named after the routes that have
// them as their target, defaults left out, no empty lists.
func canonical(d *Definition) *Definition {
	c := &Definition{Name: d.Name, Description: d.Description, Version: d.Version, Tags: d.Tags, DisableExecuteApiEndpoint: d.DisableExecuteApiEndpoint, IpAddressType: d.IpAddressType}
	if c.Version == nil {
		c.Version = new("2026-11-22 17:00:00UTC")
	}
	names := map[string]string{}
	for _, a := range d.Authorizers {
		names[*a.AuthorizerId] = *a.Name
		a.AuthorizerId = a.Name
		c.Authorizers = append(c.Authorizers, a)
	}
	users := map[string][]string{}
	for _, route := range d.Routes {
		if route.Target != nil {
			id := strings.TrimPrefix(*route.Target, targetPrefix)
			users[id] = append(users[id], *route.RouteKey)
		}
		r := model.Route{RouteKey: route.RouteKey, OperationName: route.OperationName, Target: route.Target, AuthorizationType: route.AuthorizationType}
		if len(route.AuthorizationScopes) > 0 {
			r.AuthorizationScopes = route.AuthorizationScopes
		}
		if value(route.AuthorizationType) == "NONE" {
			r.AuthorizationType = nil
		}
		if route.AuthorizerId != nil {
			r.AuthorizerId = new(names[*route.AuthorizerId])
		}
		c.Routes = append(c.Routes, r)
	}
	slices.SortFunc(c.Routes, func(a, b model.Route) int { return strings.Compare(*a.RouteKey, *b.RouteKey) })
	for i := range c.Routes {
		if target := c.Routes[i].Target; target != nil {
			c.Routes[i].Target = new(users[strings.TrimPrefix(*target, targetPrefix)][0])
		}
	}
	for _, i := range d.Integrations {
		slices.Sort(users[*i.IntegrationId])
		i.IntegrationId = new(fmt.Sprint(users[*i.IntegrationId]))
		if value(i.TimeoutInMillis) == defaultTimeout {
			i.TimeoutInMillis = nil
		}
		if len(i.RequestParameters) == 0 {
			i.RequestParameters = nil
		}
		if len(i.ResponseParameters) == 0 {
			i.ResponseParameters = nil
		}
		c.Integrations = append(c.Integrations, i)
	}
	for i := range c.Routes {
		if target := c.Routes[i].Target; target != nil {
			for _, keys := range users {
				if slices.Contains(keys, *c.Routes[i].RouteKey) {
					c.Routes[i].Target = new(fmt.Sprint(keys))
				}
			}
		}
	}
	slices.SortFunc(c.Integrations, func(a, b model.Integration) int {
		return strings.Compare(*a.IntegrationId+string(integrationText(&a)), *b.IntegrationId+string(integrationText(&b)))
	})
	if d.Cors != nil {
		cors := *d.Cors
		for _, list := range []*[]string{&cors.AllowHeaders, &cors.AllowMethods, &cors.AllowOrigins, &cors.ExposeHeaders} {
			if len(*list) == 0 {
				*list = nil
			}
		}
		c.Cors = &cors
	}
	return c
}

func integrationText(i *model.Integration) []byte {
	return model.AppendJSON(nil, model.Encode(i, model.ShapeByName("Integration")), 0)
}

// generate makes up a definition. Texts are of every kind that could trouble a
// writer or a reader.
func generate(r *rand.Rand) *Definition {
	g := generator{r}
	d := &Definition{Name: new("n" + g.text()), Version: g.maybe(), Description: g.maybe()}
	if g.one(3) {
		d.DisableExecuteApiEndpoint = new(true)
	}
	if g.one(3) {
		d.IpAddressType = new("dualstack")
	}
	for i := range g.r.IntN(4) {
		d.Tags = append(d.Tags, model.Entry[string]{Key: fmt.Sprint("k", i, g.text()), Value: g.text()})
	}
	if g.one(2) {
		d.Cors = &model.Cors{AllowOrigins: g.list(), AllowMethods: g.list(), AllowHeaders: g.list(), ExposeHeaders: g.list()}
		if g.one(2) {
			d.Cors.MaxAge, d.Cors.AllowCredentials = new(int64(1+g.r.IntN(100))), new(true)
		}
	}
	for i := range g.r.IntN(3) {
		d.Authorizers = append(d.Authorizers, g.authorizer(i))
	}
	for i := range g.r.IntN(5) {
		d.Integrations = append(d.Integrations, g.integration(i))
	}
	for i := range g.r.IntN(8) {
		d.Routes = append(d.Routes, g.route(d, i))
	}
	return d
}

type generator struct{ r *rand.Rand }

func (g generator) one(in int) bool { return g.r.IntN(in) == 0 }

// text makes up a text, mostly a short one. It does not end in a way that a
// list with commas would lose.
func (g generator) text() string {
	pieces := []string{"a", "b c", " ", "  ", "x: y", "#", " #", "- ", "'", `"`, `\`, "\n", "\t", "\r\n", "\u00e9", "\u0085", "\u2028", "\ufeff", "\U0001f600", "\x01", "\x7f",
		"true", "null", "~", "200", "1.0", "0x1", "{}", "[", "]", "&a", "*a", "!t", "|", ">", "%", "@", "`", "?", ":", "/", "$ref", "<<", "---", "...", "2026-01-02",
		strings.Repeat("long", 40), strings.Repeat("word ", 30), "${stageVariables.x}"}
	var b strings.Builder
	for range g.r.IntN(4) {
		b.WriteString(pieces[g.r.IntN(len(pieces))])
	}
	return b.String()
}

func (g generator) maybe() *string {
	if s := g.text(); s != "" && g.one(2) {
		return &s
	}
	return nil
}

func (g generator) list() (list []string) {
	for range g.r.IntN(3) {
		list = append(list, g.text())
	}
	return list
}

func (g generator) textMap() (m model.StringMap[string]) {
	for i := range g.r.IntN(3) {
		m = append(m, model.Entry[string]{Key: fmt.Sprint(g.text(), i), Value: g.text()})
	}
	return m
}

func (g generator) authorizer(i int) model.Authorizer {
	a := model.Authorizer{AuthorizerId: new(fmt.Sprint("auth", i)), Name: new(fmt.Sprint(g.text(), i))}
	if g.one(4) {
		a.Name = new(fmt.Sprint("sigv4", strings.Repeat("_iam", i)))
	}
	for range g.r.IntN(3) {
		a.IdentitySource = append(a.IdentitySource, "$request.header."+[]string{"A", "b-c", "d_e"}[g.r.IntN(3)])
	}
	if g.one(2) {
		a.AuthorizerType = new("JWT")
		a.JwtConfiguration = &model.JWTConfiguration{Audience: g.list(), Issuer: g.maybe()}
		return a
	}
	a.AuthorizerType, a.AuthorizerUri, a.AuthorizerPayloadFormatVersion = new("REQUEST"), g.maybe(), new("1.0")
	a.AuthorizerCredentialsArn, a.IdentityValidationExpression = g.maybe(), g.maybe()
	if g.one(2) {
		a.AuthorizerResultTtlInSeconds, a.EnableSimpleResponses = new(int64(g.r.IntN(3600))), new(g.one(2))
	}
	return a
}

func (g generator) integration(i int) model.Integration {
	n := model.Integration{
		IntegrationId: new(fmt.Sprint(g.text(), i)), IntegrationType: new([]string{"AWS_PROXY", "HTTP_PROXY"}[g.r.IntN(2)]),
		IntegrationUri: g.maybe(), IntegrationMethod: g.maybe(), PayloadFormatVersion: new("2.0"), ConnectionType: g.maybe(), ConnectionId: g.maybe(),
		CredentialsArn: g.maybe(), Description: g.maybe(), IntegrationSubtype: g.maybe(), RequestParameters: g.textMap(),
	}
	if g.one(2) {
		n.TimeoutInMillis = new(int64([]int{50, 29000, 30000}[g.r.IntN(3)]))
	}
	if g.one(3) {
		n.TlsConfig = &model.TlsConfig{ServerNameToVerify: new(g.text())}
	}
	for i := range g.r.IntN(2) {
		n.ResponseParameters = append(n.ResponseParameters, model.Entry[model.StringMap[string]]{Key: fmt.Sprint(200 + i), Value: append(model.StringMap[string]{}, g.textMap()...)})
	}
	return n
}

func (g generator) route(d *Definition, i int) model.Route {
	methods := []string{"GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "ANY"}
	route := model.Route{RouteKey: new(fmt.Sprintf("%s /%s", methods[i], []string{"", "a", "a/{id}", "{proxy+}", "a b/é'\"", "b/"}[g.r.IntN(6)])), OperationName: g.maybe()}
	if i == 0 {
		route.RouteKey = new(defaultRoute)
	}
	if n := len(d.Integrations); n > 0 && !g.one(5) {
		route.Target = new(targetPrefix + *d.Integrations[g.r.IntN(n)].IntegrationId)
	}
	switch g.r.IntN(3) {
	case 0:
		route.AuthorizationType = new([]string{"NONE", "AWS_IAM"}[g.r.IntN(2)])
	case 1:
		if len(d.Authorizers) > 0 {
			a := &d.Authorizers[g.r.IntN(len(d.Authorizers))]
			route.AuthorizerId, route.AuthorizationType = a.AuthorizerId, new("CUSTOM")
			if *a.AuthorizerType == "JWT" {
				route.AuthorizationType, route.AuthorizationScopes = new("JWT"), g.list()
			}
		}
	}
	return route
}
