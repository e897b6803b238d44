package openapi

import "gatehouse/model"

// cors reads an x-amazon-apigateway-cors. Members of other names are ignored,
// those of snake case too: what is left may be an empty configuration (obs),
// which is not the same as none.
func (p *importer) cors(v any) {
	d, ok := v.(*model.Document)
	if !ok {
		p.warn(CorsSkipped)
		return
	}
	f := fieldsOf(d)
	cors := &model.Cors{
		AllowCredentials: f.boolean("allowCredentials"),
		AllowHeaders:     f.texts("allowHeaders"),
		AllowMethods:     f.texts("allowMethods"),
		AllowOrigins:     f.texts("allowOrigins"),
		ExposeHeaders:    f.texts("exposeHeaders"),
		MaxAge:           f.integer("maxAge"),
	}
	if f.wrong != "" {
		p.warn(CorsSkipped)
		return
	}
	for name := range f.unknown {
		p.warn(issue(corsKey+"."+name, "is unexpected")) // guess
	}
	// Exports write 0 and false where nothing was set, and an export has to
	// give the API that it was made of. So one that sets them becomes one that
	// does not: max-age 0 is no longer sent (local).
	if cors.MaxAge != nil && *cors.MaxAge == 0 {
		cors.MaxAge = nil
	}
	if cors.AllowCredentials != nil && !*cors.AllowCredentials {
		cors.AllowCredentials = nil
	}
	p.def.Cors = cors
}

// writeCors is the other way round (obs).
func writeCors(cors *model.Cors) *model.Document {
	d := model.NewDocument()
	setList := func(name string, list []string) {
		if len(list) > 0 {
			d.Set(name, writeList(list))
		}
	}
	var maxAge int64
	if cors.MaxAge != nil {
		maxAge = *cors.MaxAge
	}
	setList("allowMethods", cors.AllowMethods)
	setList("allowHeaders", cors.AllowHeaders)
	setList("exposeHeaders", cors.ExposeHeaders)
	d.Set("maxAge", maxAge)
	d.Set("allowCredentials", cors.AllowCredentials != nil && *cors.AllowCredentials)
	setList("allowOrigins", cors.AllowOrigins)
	return d
}
