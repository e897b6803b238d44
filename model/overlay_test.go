package model

import (
	"reflect"
	"testing"
	"time"
)

func TestOverlay(t *testing.T) {
	api := func() *Api {
		return &Api{ApiId: new("a"), Name: new("old"), CorsConfiguration: &Cors{MaxAge: new(int64(5)), AllowOrigins: []string{"*"}}, Tags: StringMap[string]{{"k", "v"}}}
	}
	tests := []struct {
		name           string
		dst, src, want any
	}{
		{"fields that are nil change nothing", api(), &UpdateApiInput{}, api()},
		{
			"fields that are given are set, unknown ones are passed over",
			api(), &UpdateApiInput{Name: new("new"), Target: new("http://x"), Description: new("")},
			&Api{ApiId: new("a"), Name: new("new"), Description: new(""), CorsConfiguration: api().CorsConfiguration, Tags: api().Tags},
		},
		{
			"structures are replaced whole",
			api(), &UpdateApiInput{CorsConfiguration: &Cors{AllowMethods: []string{"GET"}}},
			&Api{ApiId: new("a"), Name: new("old"), CorsConfiguration: &Cors{AllowMethods: []string{"GET"}}, Tags: api().Tags},
		},
		{
			"maps are replaced whole, by an empty one too",
			&Integration{RequestParameters: StringMap[string]{{"a", "b"}}, RequestTemplates: StringMap[string]{{"c", "d"}}},
			&UpdateIntegrationInput{RequestParameters: StringMap[string]{{"e", "f"}}, RequestTemplates: StringMap[string]{}},
			&Integration{RequestParameters: StringMap[string]{{"e", "f"}}, RequestTemplates: StringMap[string]{}},
		},
		{
			"lists are replaced whole",
			&Route{AuthorizationScopes: []string{"a", "b"}}, &UpdateRouteInput{AuthorizationScopes: []string{"c"}}, &Route{AuthorizationScopes: []string{"c"}},
		},
		{
			"a structure of another type is made anew",
			&DomainName{MutualTlsAuthentication: &MutualTlsAuthentication{TruststoreVersion: new("1"), TruststoreWarnings: []string{"w"}}},
			&UpdateDomainNameInput{MutualTlsAuthentication: &MutualTlsAuthenticationInput{TruststoreUri: new("s3://x")}},
			&DomainName{MutualTlsAuthentication: &MutualTlsAuthentication{TruststoreUri: new("s3://x")}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			Overlay(tt.dst, tt.src)
			if !reflect.DeepEqual(tt.dst, tt.want) {
				t.Errorf("Overlay of %s gives %s, want %s", show(tt.src), show(tt.dst), show(tt.want))
			}
		})
	}
}

func TestClone(t *testing.T) {
	stage := func() *Stage {
		return &Stage{
			StageName: new("s"), AutoDeploy: new(true), CreatedDate: new(time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)),
			DefaultRouteSettings: &RouteSettings{ThrottlingRateLimit: new(1.5)},
			RouteSettings:        StringMap[RouteSettings]{{"GET /", RouteSettings{LoggingLevel: new("INFO")}}},
			StageVariables:       StringMap[string]{{"a", "b"}}, Tags: StringMap[string]{},
		}
	}
	original := stage()
	c := Clone(original)
	if !reflect.DeepEqual(c, stage()) {
		t.Fatalf("Clone = %s, want %s", show(c), show(stage()))
	}
	*c.StageName, *c.DefaultRouteSettings.ThrottlingRateLimit = "changed", 2
	*c.RouteSettings[0].Value.LoggingLevel, c.StageVariables[0].Value = "OFF", "changed"
	if !reflect.DeepEqual(original, stage()) {
		t.Errorf("a change of the clone changed the original to %s", show(original))
	}
	if got := Clone[Stage](nil); got != nil {
		t.Errorf("Clone(nil) = %v", got)
	}
}
