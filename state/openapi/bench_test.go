package openapi

import (
	"fmt"
	"testing"

	"gatehouse/model"
)

// shop is an API of 300 routes, as many as AWS allows unasked.
func shop() *Definition {
	d := &Definition{Name: new("shop"), Version: new("1")}
	for i := range 300 {
		id := fmt.Sprint("i", i)
		d.Integrations = append(d.Integrations, model.Integration{IntegrationId: &id, IntegrationType: new("AWS_PROXY"), IntegrationUri: new(functionURI), PayloadFormatVersion: new("2.0")})
		d.Routes = append(d.Routes, model.Route{RouteKey: new(fmt.Sprintf("GET /shop/%d/{id}", i)), Target: new("integrations/" + id)})
	}
	return d
}

func BenchmarkParse(b *testing.B) {
	for _, output := range []string{JSON, YAML} {
		body, err := Export(shop(), ExportOptions{OutputType: output})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(output, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				if _, err := Parse(string(body), Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkExport(b *testing.B) {
	d := shop()
	for _, output := range []string{JSON, YAML} {
		b.Run(output, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Export(d, ExportOptions{OutputType: output}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
