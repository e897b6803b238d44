package state

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// many joins n texts of a pattern, whose only verb is the number of each.
func many(n int, pattern string) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, pattern, i)
	}
	return b.String()
}

// Somebody who may send ten megabytes must not hold the file's lock for longer
// than it takes to read them. The time allowed is many times what linear work
// needs, and a small part of what quadratic work would.
func TestHugeInputsCostNoMoreThanTheirSize(t *testing.T) {
	const allowed = 10 * time.Second
	huge := 100_000
	if raceDetector {
		huge = 10_000 // enough for races to show; the time is held without the detector
	}
	pairs := many(huge, `"k%d":"v"`)
	mappings := many(huge, `"append:header.h%d":"v"`)
	routes := many(5000, `"r%06[1]d":{"RouteKey":"GET /r%[1]d"}`)
	products := many(2000, `"p%d":{"DisplayName":"x"}`)
	s := newScene(t)
	s.write(`{"version":1,"format":"gatehouse state","regions":{"us-east-1":{"apis":{
		"http":{"Name":"x","ProtocolType":"HTTP","routes":{` + routes + `},
			"stages":{"s":{}},"integrations":{"i":{"IntegrationType":"HTTP_PROXY","IntegrationMethod":"ANY","IntegrationUri":"http://h","PayloadFormatVersion":"1.0"}}},
		"chat":{"Name":"x","ProtocolType":"WEBSOCKET","RouteSelectionExpression":"x","routes":{"r":{"RouteKey":"r"}},"models":{` + many(2000, `"m%[1]d":{"Name":"n%[1]d"}`) + `}}},
		"portalProducts":{` + products + `}}}}`)
	s.name("$portal", "PortalId", `create-portal `+portalInput)
	for _, c := range []struct {
		name, command string
		refused       bool
	}{
		{"tags", `tag-resource {"ResourceArn":"arn:aws:apigateway:us-east-1::/apis/http","Tags":{` + pairs + `}}`, true},
		{"tags to remove", `untag-resource {"ResourceArn":"arn:aws:apigateway:us-east-1::/apis/http","TagKeys":[` + many(huge, `"k%d"`) + `]}`, false},
		{"stage variables", `create-stage {"ApiId":"http","StageName":"new","StageVariables":{` + pairs + `}}`, true},
		{"stage variables of a stage that exists", `update-stage {"ApiId":"http","StageName":"s","StageVariables":{` + pairs + `}}`, true},
		{"route settings", `update-stage {"ApiId":"http","StageName":"s","RouteSettings":{` + many(5000, `"GET /r%d":{}`) + `}}`, false},
		{"route settings over those that are there", `update-stage {"ApiId":"http","StageName":"s","RouteSettings":{` + many(5000, `"GET /r%d":{}`) + `}}`, false},
		{"origins", `create-api {"Name":"x","ProtocolType":"HTTP","CorsConfiguration":{"AllowOrigins":[` + many(huge, `"https://o%d"`) + `]}}`, false},
		{"headers", `update-api {"ApiId":"http","CorsConfiguration":{"AllowHeaders":[` + many(huge, `"H%d"`) + `]}}`, false},
		{"mappings", `update-integration {"ApiId":"http","IntegrationId":"i","RequestParameters":{` + mappings + `}}`, false},
		{"mappings over those that are there", `update-integration {"ApiId":"http","IntegrationId":"i","RequestParameters":{` + mappings + `}}`, false},
		{"mappings of a response", `update-integration {"ApiId":"http","IntegrationId":"i","ResponseParameters":{"200":{` + mappings + `}}}`, false},
		{"mappings of a response over those that are there", `update-integration {"ApiId":"http","IntegrationId":"i","ResponseParameters":{"200":{` + mappings + `}}}`, false},
		{"request parameters", `update-route {"ApiId":"http","RouteId":"r000001","RequestParameters":{` + many(huge, `"route.request.header.h%d":{}`) + `}}`, false},
		{"request parameters over those that are there", `update-route {"ApiId":"http","RouteId":"r000001","RequestParameters":{` + many(huge, `"route.request.header.h%d":{}`) + `}}`, false},
		{"request models", `update-route {"ApiId":"http","RouteId":"r000001","RequestModels":{` + pairs + `}}`, false},
		{"models that exist", `update-route {"ApiId":"chat","RouteId":"r","RequestModels":{` + many(2000, `"k%[1]d":"n%[1]d"`) + `}}`, false},
		{"variables of a route key", `create-route {"ApiId":"http","RouteKey":"GET ` + strings.ReplaceAll(many(huge, `/{v%d}`), ",", "") + `"}`, false},
		{"products of a portal", `update-portal {"PortalId":"$portal","IncludedPortalProductArns":[` + strings.Repeat(many(2000, `"arn:aws:apigateway:us-east-1:123456789012:/portalproducts/p%d"`)+",", 20) + `"arn:aws:apigateway:us-east-1:123456789012:/portalproducts/none"]}`, true},
		{"names that nothing knows", `get-apis {` + pairs + `}`, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			sub := &scene{t: t, file: s.file, names: s.names}
			start := time.Now()
			_, err := sub.try(c.command)
			if took := time.Since(start); took > allowed {
				t.Errorf("it took %v", took)
			}
			if (err != nil) != c.refused {
				t.Errorf("the answer is %.200v", err)
			}
		})
	}
}
