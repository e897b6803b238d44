package state

import (
	"fmt"
	"slices"
	"testing"

	"gatehouse/model"
)

// pages walks over the pages of get-apis and returns the names on each.
func (s *scene) pages(limit string, after func(names []string)) [][]string {
	s.t.Helper()
	var pages [][]string
	token := ""
	for {
		out, err := s.try(`get-apis {"MaxResults":"` + limit + `"` + token + `}`)
		if err != nil {
			s.t.Fatal(err)
		}
		var names []string
		items, _ := out.Get("Items")
		for _, item := range items.([]any) {
			names = append(names, item.(*model.Document).String("Name"))
		}
		pages = append(pages, names)
		next := out.String("NextToken")
		if next == "" {
			return pages
		}
		token = `,"NextToken":"` + next + `"`
		after(names)
	}
}

func TestPages(t *testing.T) {
	s := newScene(t)
	for i := range 5 {
		s.do(fmt.Sprintf(`create-api {"Name":"n%d","ProtocolType":"HTTP"}`, i))
	}
	nothing := func([]string) {}
	equal := func(limit string, got [][]string, want ...[]string) {
		t.Helper()
		if !slices.EqualFunc(got, want, slices.Equal) {
			t.Errorf("pages of %s are %q, want %q", limit, got, want)
		}
	}
	equal("2", s.pages("2", nothing), []string{"n0", "n1"}, []string{"n2", "n3"}, []string{"n4"})
	equal("5", s.pages("5", nothing), []string{"n0", "n1", "n2", "n3", "n4"})
	equal("1000", s.pages("1000", nothing), []string{"n0", "n1", "n2", "n3", "n4"})
	n := 0
	deleting := s.pages("2", func(names []string) {
		for range names {
			n++
			s.do(fmt.Sprintf(`delete-api {"ApiId":"%010d"}`, n))
		}
	})
	equal("2 while each page is deleted", deleting, []string{"n0", "n1"}, []string{"n2", "n3"}, []string{"n4"})
	for i := range 5 {
		s.do(fmt.Sprintf(`create-api {"Name":"m%d","ProtocolType":"HTTP"}`, i))
	}
	others := s.pages("2", func(names []string) {
		if names[0] == "n4" {
			s.do(`delete-api {"ApiId":"0000000007"}`) // m1, the next
		}
	})
	equal("2 while the next one is deleted", others, []string{"n4", "m0"}, []string{"m2", "m3"}, []string{"m4"})
	const limit = "BadRequestException: Invalid maxResults specified. Must be a positive number"
	s.checkRefusals([]refusal{
		{"a page is not empty", `get-apis {"MaxResults":"0"}`, limit},
		{"a page has a size", `get-apis {"MaxResults":"-1"}`, limit},
		{"a size is a number", `get-apis {"MaxResults":"many"}`, limit},
		{"a token is one of ours", `get-apis {"NextToken":"many"}`, "BadRequestException: Invalid nextToken specified"},
		{"a token is whole", `get-apis {"NextToken":"MDAwMDAwMDAwNQ"}`, "BadRequestException: Invalid nextToken specified"},
		{"a token is not old", `get-apis {"NextToken":"` + pageToken("0000000001", "0000000002") + `"}`, "BadRequestException: Invalid nextToken specified"},
	})
}

func TestDeploymentsArePagedNewestFirst(t *testing.T) {
	s := httpScene(t)
	for range 3 {
		s.do(`create-deployment {"ApiId":"$http"}`)
	}
	first, err := s.try(`get-deployments {"ApiId":"$http","MaxResults":"2"}`)
	if err != nil {
		t.Fatal(err)
	}
	got := s.do(`get-deployments {"ApiId":"$http","NextToken":"` + first.String("NextToken") + `"}`)
	want := `{"Items":[{"AutoDeployed":false,"CreatedDate":"2026-01-02T03:04:05Z","DeploymentId":"000006","DeploymentStatus":"DEPLOYED"}]}`
	if got != want {
		t.Errorf("the second page is %s, want %s", got, want)
	}
}
