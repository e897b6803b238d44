package help

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"gatehouse/model"
)

// callerIdentity is the one operation that is not in the model.
var callerIdentity = &model.Operation{
	Name:    "GetCallerIdentity",
	Command: "get-caller-identity",
	Input:   &model.Shape{Name: "GetCallerIdentityRequest", Kind: model.Structure},
	Output: &model.Shape{Name: "GetCallerIdentityResponse", Kind: model.Structure, Members: []model.Member{
		{Name: "UserId", Shape: &model.Shape{Kind: model.String}},
		{Name: "Account", Shape: &model.Shape{Kind: model.String}},
		{Name: "Arn", Shape: &model.Shape{Kind: model.String}},
	}},
}

func allOperations() []*model.Operation {
	all := []*model.Operation{callerIdentity}
	for i := range model.Operations() {
		all = append(all, &model.Operations()[i])
	}
	return all
}

// noting returns the texts and a set of the keys that were asked for.
func noting(t *testing.T) (Texts, map[string]bool) {
	texts := Load("")
	if len(texts.entries) == 0 {
		t.Fatal("there are no texts")
	}
	asked := map[string]bool{}
	texts.asked = func(key string) { asked[key] = true }
	return texts, asked
}

func TestEveryPageHasItsTextsAndEveryTextAPage(t *testing.T) {
	texts, asked := noting(t)
	pages := []Page{Top{}, Service{Name: "apigatewayv2"}, Service{Name: "sts"}}
	for _, op := range allOperations() {
		pages = append(pages, Operation{"apigatewayv2", op})
	}
	for _, name := range Topics() {
		page, ok := Topic(name)
		if !ok {
			t.Fatalf("Topic(%q) is unknown", name)
		}
		pages = append(pages, page)
	}
	for _, c := range Own() {
		pages = append(pages, c)
		for _, sub := range c.Commands {
			pages = append(pages, sub)
		}
	}
	for _, page := range pages {
		page.document(texts)
	}
	for _, key := range slices.Sorted(maps.Keys(texts.entries)) {
		if !asked[key] {
			t.Errorf("the text %q is on no page", key)
		}
	}
}

func TestEveryOperationAndMemberIsDescribed(t *testing.T) {
	texts := Load("")
	for _, op := range allOperations() {
		if texts.first(op.Command) == "" {
			t.Errorf("%s has no description", op.Command)
		}
		var walk func(in, s *model.Shape)
		walk = func(in, s *model.Shape) {
			switch s.Kind {
			case model.Structure:
				for i := range s.Members {
					if m := &s.Members[i]; texts.member(op, s, m) == "" {
						t.Errorf("%s: %s.%s has no text", op.Command, s.Name, m.Name)
					}
					walk(s, s.Members[i].Shape)
				}
			case model.List, model.Map:
				if texts.value(s.Element) == "" && s.Element.Kind == model.Structure {
					t.Errorf("%s: the elements of %s (%s) have no text", op.Command, s.Name, s.Element.Name)
				}
				walk(s, s.Element)
			}
		}
		walk(nil, op.Input)
		if op.Output != nil {
			walk(nil, op.Output)
		}
	}
}

func TestTextsAreSentences(t *testing.T) {
	for key, text := range Load("PROGRAM").entries {
		for _, c := range text {
			if c > '~' || c < ' ' && c != '\n' {
				t.Errorf("%q holds %q: terminals differ in what they show", key, c)
			}
		}
		if strings.Count(text, "`")%2 != 0 {
			t.Errorf("%q has a backquote that nothing closes", key)
		}
		if strings.Contains(text, "PROG ") {
			t.Errorf("%q names the program PROG", key)
		}
		for p := range strings.SplitSeq(text, "\n\n") {
			if strings.HasPrefix(p, " ") || p == "" || strings.Contains(".:", p[len(p)-1:]) {
				continue
			}
			t.Errorf("%q: a paragraph ends without a full stop: %q", key, p)
		}
	}
}

func TestSentenceIsTheFirstOfAText(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"one sentence is the text", "A name.", "A name."},
		{"the second sentence is left out", "A name. Any text.", "A name."},
		{"a stop within a word ends nothing", "Such as `api.example.com`. More.", "Such as `api.example.com`."},
		{"a stop before a small letter ends nothing", "Letters, digits and of ._, too. More.", "Letters, digits and of ._, too."},
		{"lines are joined", "A name\nfor people. More.", "A name for people."},
		{"a text without a stop is whole", "A name", "A name"},
		{"the second paragraph is left out", "A name:\n\nMore.", "A name:"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := sentence(tt.text); got != tt.want {
				t.Errorf("sentence(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestSentenceOfAMember(t *testing.T) {
	op := model.OperationByCommand("update-api")
	cors := op.Input.Member("CorsConfiguration")
	tests := []struct {
		name      string
		structure *model.Shape
		member    string
		want      string
	}{
		{"a member of the input", op.Input, "RouteKey", "Changes the key of the route that quick create made."},
		{"a member within one", cors.Shape, "AllowHeaders", "The request headers that preflights allow, or * for all."},
		{"a member of the output", op.Output, "ApiId", "The API's identifier: ten letters and digits, as create-api and get-apis print it."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := Load("").Sentence(op, tt.structure, tt.structure.Member(tt.member)); got != tt.want {
				t.Errorf("Sentence(update-api, %s, %s) = %q, want %q", tt.structure.Name, tt.member, got, tt.want)
			}
		})
	}
}
