package shorthand

import (
	"fmt"
	"strings"
	"testing"

	"gatehouse/model"
)

const (
	// guideArgument is the example of the guide to CORS.
	//
	// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
	guideArgument = "AllowOrigins=https://www.example.com"

	// corsArgument gives all that CORS can be configured with.
	corsArgument = "AllowOrigins=https://www.example.com,http://localhost:3000,AllowMethods=GET,POST,OPTIONS," +
		"AllowHeaders=authorization,content-type,ExposeHeaders=etag,MaxAge=300,AllowCredentials=true"
)

// longArgument has a hundred origins and a hundred hashes.
func longArgument() string {
	var b strings.Builder
	b.WriteString("AllowOrigins=https://0.example")
	for i := range 100 {
		fmt.Fprintf(&b, ",https://%d.example.com:8443", i)
	}
	b.WriteString(`,Routes={`)
	for i := range 100 {
		fmt.Fprintf(&b, `route-%d={LoggingLevel="INFO",Header='it\'s',ThrottlingBurstLimit=%d,Items=[a b, c\,d]},`, i, i)
	}
	b.WriteString("}")
	return b.String()
}

func BenchmarkParse(b *testing.B) {
	benchmarks := []struct{ name, text string }{
		{"guide", guideArgument},
		{"cors", corsArgument},
		{"long", longArgument()},
	}
	for _, bm := range benchmarks {
		b.Run(bm.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(bm.text)))
			for b.Loop() {
				if _, err := Parse(bm.text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkParseAndConvert(b *testing.B) {
	cors := model.ShapeByName("Cors")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := parseAs(corsArgument, cors); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFormat(b *testing.B) {
	benchmarks := []struct{ name, text string }{
		{"guide", guideArgument},
		{"cors", corsArgument},
		{"long", longArgument()},
	}
	for _, bm := range benchmarks {
		b.Run(bm.name, func(b *testing.B) {
			d, err := Parse(bm.text)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				Format(d)
			}
		})
	}
}

func BenchmarkSyntaxError(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(corsArgument + `"`); err == nil {
			b.Fatal("no error")
		}
	}
}

func BenchmarkParseInt(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseInt("3600"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseFloat(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseFloat("100.5"); err != nil {
			b.Fatal(err)
		}
	}
}
