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
