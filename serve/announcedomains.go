package serve

import (
	"fmt"
	"strings"

	"gatehouse/model"
)

// listedDomains and listedMappings bound what the start-up lists.
const (
	listedDomains  = 20
	listedMappings = 30
)

// appendDomains writes the custom domain names, where they lead, and how they
// are reached.
func (s *server) appendDomains(b []byte, g *Gateway) []byte {
	for i, d := range g.domains {
		if i == listedDomains {
			b = fmt.Appendf(b, "\nand %d more\n", len(g.domains)-i)
			break
		}
		b = s.appendDomain(b, d)
	}
	for _, d := range g.domains {
		if d.unserved == "" {
			name := exampleName(d.name)
			b = fmt.Appendf(b, "\nA custom domain name is told by the request's host: curl --resolve %s:%s:127.0.0.1 %s/, or a line %q in the file hosts.\n",
				name, s.local.Port, s.domainURL(name), "127.0.0.1 "+name)
			break
		}
	}
	return b
}

// exampleName is a name that a domain name stands for.
func exampleName(name string) string {
	if rest, ok := strings.CutPrefix(name, "*"); ok {
		return "www" + rest
	}
	return name
}

// domainURL is the address of a custom domain name.
func (s *server) domainURL(name string) string {
	if s.local.Secure {
		return "https://" + name + ":" + s.local.Port
	}
	return "http://" + name + ":" + s.local.Port
}

func (s *server) appendDomain(b []byte, d *domain) []byte {
	b = appendText(append(b, "\ncustom domain name "...), d.name)
	b = appendText(append(b, " ("...), d.region)
	b = append(b, ")\n"...)
	if d.unserved != "" {
		return fmt.Appendf(b, "  not served: %s\n", d.unserved)
	}
	d.ready()
	if d.mutual {
		b = append(b, "  mutual TLS: clients must show a certificate"...)
		if _, err := s.secured.truststore(d); err != nil {
			b = appendText(append(b, ", and none can be verified, so every request is answered 403: "...), err.Error())
		}
		b = append(b, '\n')
	}
	for i, r := range d.ranked {
		if i == listedMappings {
			b = fmt.Appendf(b, "  and %s more\n", count(len(d.ranked)-i, "rule"))
			break
		}
		b = appendText(append(b, "  "...), r.title())
		b = appendLead(b, &r.target)
		if r.strip {
			b = append(b, ", without the base path"...)
		}
		b = append(b, '\n')
	}
	for i, t := range d.order {
		if i == listedMappings {
			b = fmt.Appendf(b, "  and %s more\n", count(len(d.order)-i, "API mapping"))
			break
		}
		b = appendText(append(b, "  "...), s.domainURL(d.name)+"/"+t.base)
		b = append(appendLead(b, t), '\n')
	}
	if len(d.ranked)+len(d.order) == 0 {
		b = append(b, "  leads nowhere yet, so every request is answered 403: create-api-mapping\n"...)
	}
	return b
}

func appendLead(b []byte, t *target) []byte {
	b = append(b, " -> "...)
	switch {
	case t.missing != "":
		return appendText(append(b, "403: "...), t.missing)
	case t.api.webSocket:
		return appendText(append(b, "403, a WebSocket API: "...), t.api.id)
	}
	b = appendText(b, t.api.name)
	b = appendText(append(b, " ("...), t.api.id)
	return appendText(append(b, "), stage "...), t.stage.name)
}

// domainEntry is a custom domain name in the listing for programs.
func (s *server) domainEntry(d *domain) *model.Document {
	entry := model.NewDocument(
		model.Field{Name: "event", Value: "domain"},
		model.Field{Name: "domainName", Value: d.name},
		model.Field{Name: "region", Value: d.region},
	)
	if d.unserved != "" {
		entry.Set("unserved", d.unserved)
		return entry
	}
	d.ready()
	entry.Set("url", s.domainURL(d.name))
	if d.mutual {
		entry.Set("mutualTls", true)
	}
	var rules, mappings []any
	for _, r := range d.ranked {
		rule := r.target.entry()
		rule.Set("priority", r.priority)
		rule.Set("conditions", r.conditions())
		rule.Set("stripBasePath", r.strip)
		rules = append(rules, rule)
	}
	for _, t := range d.order {
		mappings = append(mappings, t.entry())
	}
	if rules != nil {
		entry.Set("rules", rules)
	}
	if mappings != nil {
		entry.Set("mappings", mappings)
	}
	return entry
}

func (t *target) entry() *model.Document {
	entry := model.NewDocument(model.Field{Name: "basePath", Value: t.base})
	if t.missing != "" {
		entry.Set("missing", t.missing)
		return entry
	}
	entry.Set("apiId", t.api.id)
	if t.stage != nil {
		entry.Set("stage", t.stage.name)
	}
	return entry
}
