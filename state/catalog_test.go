package state

import (
	"reflect"
	"testing"
)

func TestLoadTakesOverWhatHasNotChanged(t *testing.T) {
	s := httpScene(t)
	s.name("$other", "ApiId", `create-api {"Name":"other","ProtocolType":"HTTP","Target":"http://127.0.0.1:9"}`)
	s.name("$gone", "ApiId", `create-api {"Name":"gone","ProtocolType":"HTTP"}`)
	load := func() []API {
		t.Helper()
		catalog, err := s.file.Load()
		if err != nil {
			t.Fatal(err)
		}
		fresh, err := (&File{Path: s.file.Path, Settings: s.file.Settings}).Load()
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(catalog.APIs, fresh.APIs) {
			t.Errorf("Load() = %+v, want %+v", catalog.APIs, fresh.APIs)
		}
		return catalog.APIs
	}
	before := load()
	s.do(`delete-api {"ApiId":"$gone"}`)
	s.do(`create-route {"ApiId":"$http","RouteKey":"PUT /pets"}`)
	s.do(`create-api {"Name":"new","ProtocolType":"HTTP"}`)
	after := load()
	if len(before) != 3 || len(after) != 3 || after[1].Stages[0].Snapshot != before[1].Stages[0].Snapshot {
		t.Error("an API that did not change was decoded again")
	}
	// The same content in another layout is decoded again, with the same result.
	s.write(emptyFile)
	load()
	s.file.Settings.Endpoint = func(region, apiID, protocol string) string { return region + apiID + protocol }
	s.do(`create-api {"Name":"new","ProtocolType":"HTTP"}`)
	load()
	s.file.Settings.Endpoint = func(region, apiID, protocol string) string { return apiID }
	load()
}

func TestLoadTakesOverDomainNames(t *testing.T) {
	s := domainScene(t)
	s.do(`create-api-mapping {"DomainName":"api.example.com","ApiId":"$http","Stage":"prod","ApiMappingKey":"shop/eu"}`)
	s.do(`create-routing-rule {"DomainName":"api.example.com","Priority":1,"Conditions":[],"Actions":[{"InvokeApi":{"ApiId":"$http","Stage":"dev"}}]}`)
	s.do(`create-domain-name {"DomainName":"*.example.com","DomainNameConfigurations":[{` + certificate + `}]}`)
	load := func(f *File) []Domain {
		t.Helper()
		catalog, err := f.Load()
		if err != nil {
			t.Fatal(err)
		}
		return catalog.Domains
	}
	before := load(s.file)
	if len(before) != 2 || *before[0].Name.DomainName != "api.example.com" || before[0].Region != "us-east-1" ||
		*before[0].Mappings[0].ApiMappingKey != "shop/eu" || *before[0].Rules[0].Actions[0].InvokeApi.Stage != "dev" ||
		*before[1].Name.RoutingMode != "API_MAPPING_ONLY" || before[1].Mappings != nil {
		t.Fatalf("Load() = %+v", before)
	}
	s.do(`create-api-mapping {"DomainName":"*.example.com","ApiId":"$http","Stage":"prod"}`)
	after := load(s.file)
	if len(after) != 2 || &after[0].Mappings[0] != &before[0].Mappings[0] {
		t.Error("a domain name that did not change was decoded again")
	}
	if fresh := load(&File{Path: s.file.Path, Settings: s.file.Settings}); !reflect.DeepEqual(after, fresh) {
		t.Errorf("Load() = %+v, want %+v", after, fresh)
	}
	s.do(`delete-domain-name {"DomainName":"api.example.com"}`)
	if got := load(s.file); len(got) != 1 || len(got[0].Mappings) != 1 {
		t.Errorf("Load() = %+v, want one domain name with one mapping", got)
	}
}
