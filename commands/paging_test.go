package commands

import (
	"context"
	"encoding/base64"
	"reflect"
	"strconv"
	"testing"

	"gatehouse/model"
)

// A library is a service whose result has seven items, three to a page
// unless the input says otherwise. It counts the calls.
type library struct{ calls []string }

func (l *library) call(_ context.Context, op *model.Operation, in *model.Document) (*model.Document, error) {
	start, _ := strconv.Atoi(in.String("NextToken"))
	size := 3
	if v, ok := in.Get("MaxResults"); ok {
		size, _ = strconv.Atoi(model.PythonString(v))
	}
	l.calls = append(l.calls, string(model.AppendJSON(nil, in, 0)))
	const total = 7
	items := []any{}
	for i := start; i < min(start+size, total); i++ {
		items = append(items, int64(i))
	}
	out := model.NewDocument(model.Field{Name: op.Paginator.ResultKey, Value: items})
	if start+size < total {
		out.Set("NextToken", strconv.Itoa(start+size))
	}
	return out, nil
}

func base64Of(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }

func TestPages(t *testing.T) {
	tests := []struct {
		name, config string
		items        []any
		token        string // the JSON within it
		calls        []string
	}{
		{"all pages are merged", `{}`, []any{0, 1, 2, 3, 4, 5, 6}, "",
			[]string{`{}`, `{"NextToken":"3"}`, `{"NextToken":"6"}`}},
		{"the page size goes along", `{"PageSize":"5"}`, []any{0, 1, 2, 3, 4, 5, 6}, "",
			[]string{`{"MaxResults":"5"}`, `{"MaxResults":"5","NextToken":"5"}`}},
		{"a cut within the first page", `{"MaxItems":"2"}`, []any{0, 1}, `{"NextToken": null, "boto_truncate_amount": 2}`,
			[]string{`{}`}},
		{"a cut within a later page", `{"MaxItems":" 4 "}`, []any{0, 1, 2, 3}, `{"NextToken": "3", "boto_truncate_amount": 1}`,
			[]string{`{}`, `{"NextToken":"3"}`}},
		{"a cut at the end of a page", `{"MaxItems":"6"}`, []any{0, 1, 2, 3, 4, 5}, `{"NextToken": "6"}`,
			[]string{`{}`, `{"NextToken":"3"}`}},
		{"a limit that all items keep", `{"MaxItems":"7"}`, []any{0, 1, 2, 3, 4, 5, 6}, "",
			[]string{`{}`, `{"NextToken":"3"}`, `{"NextToken":"6"}`}},
		{"none wanted", `{"MaxItems":"0"}`, []any{}, `{"NextToken": null, "boto_truncate_amount": 0}`,
			[]string{`{}`}},
		{"a negative limit cuts from the end, to Python", `{"MaxItems":"-1"}`, []any{0, 1}, `{"NextToken": null, "boto_truncate_amount": -1}`,
			[]string{`{}`}},
		{"going on within the first page", `{"StartingToken":"` + base64Of(`{"NextToken": null, "boto_truncate_amount": 2}`) + `","MaxItems":"2"}`,
			[]any{2, 3}, `{"NextToken": "3", "boto_truncate_amount": 1}`, []string{`{}`, `{"NextToken":"3"}`}},
		{"going on within a later page", `{"StartingToken":"` + base64Of(`{"NextToken": "3", "boto_truncate_amount": 1}`) + `","MaxItems":"1"}`,
			[]any{4}, `{"NextToken": "3", "boto_truncate_amount": 2}`, []string{`{"NextToken":"3"}`}},
		{"going on at a page", `{"StartingToken":"` + base64Of(`{"NextToken": "6"}`) + `"}`,
			[]any{6}, "", []string{`{"NextToken":"6"}`}},
		{"the service's own token", `{"StartingToken":"6"}`, []any{6}, "", []string{`{"NextToken":"6"}`}},
		{"the old form of tokens", `{"StartingToken":"3___2"}`, []any{5, 6}, "", []string{`{"NextToken":"3"}`, `{"NextToken":"6"}`}},
		{"the old form from the beginning", `{"StartingToken":"None___6"}`, []any{3, 4, 5, 6}, "",
			[]string{`{}`, `{"NextToken":"3"}`, `{"NextToken":"6"}`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var l library
			config, err := model.ParseJSON(tt.config)
			if err != nil {
				t.Fatal(err)
			}
			p, err := newPages(l.call, model.OperationByCommand("get-apis"), model.NewDocument(model.Field{Name: pagingConfig, Value: config}))
			if err != nil {
				t.Fatal(err)
			}
			got, err := p.merged(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			want := model.NewDocument(model.Field{Name: "Items", Value: integers(tt.items)})
			if tt.token != "" {
				want.Set("NextToken", base64Of(tt.token))
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("merged %s, want %s", model.AppendJSON(nil, got, 0), model.AppendJSON(nil, want, 0))
			}
			if !reflect.DeepEqual(l.calls, tt.calls) {
				t.Errorf("calls %q, want %q", l.calls, tt.calls)
			}
		})
	}
}

func integers(list []any) []any {
	out := []any{}
	for _, n := range list {
		out = append(out, int64(n.(int)))
	}
	return out
}

func TestPagesRefuse(t *testing.T) {
	tests := []struct{ name, config, want string }{
		{"an old token of too many parts", `{"StartingToken":"a___b___c"}`, "Bad starting token: a___b___c"},
		{"a limit that is no number", `{"MaxItems":[1]}`, "int() argument must be a string, a bytes-like object or a real number, not 'list'"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			config, _ := model.ParseJSON(tt.config)
			_, err := newPages(nil, model.OperationByCommand("get-apis"), model.NewDocument(model.Field{Name: pagingConfig, Value: config}))
			if err == nil || err.Error() != tt.want {
				t.Errorf("newPages: %v, want %s", err, tt.want)
			}
		})
	}
}

// A service that repeats itself does not hold the command for ever.
func TestPagesEndWithoutProgress(t *testing.T) {
	same := func(context.Context, *model.Operation, *model.Document) (*model.Document, error) {
		return model.NewDocument(model.Field{Name: "Items", Value: []any{}}, model.Field{Name: "NextToken", Value: "x"}), nil
	}
	p, err := newPages(same, model.OperationByCommand("get-apis"), new(model.Document))
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.merged(t.Context())
	want := "Error during pagination: The same next token was received twice: {'NextToken': 'x'}"
	if err == nil || err.Error() != want {
		t.Errorf("merged: %v, want %s", err, want)
	}
}

// Tokens of the CLI are ASCII, as Python writes them.
func TestEncodeToken(t *testing.T) {
	got, _ := base64.StdEncoding.DecodeString(encodeToken("é😀\"", nil))
	if want := `{"NextToken": "\u00e9\ud83d\ude00\""}`; string(got) != want {
		t.Errorf("encodeToken = %s, want %s", got, want)
	}
}

// What is printed of pages: text and yaml-stream come page by page.
func TestPrintPages(t *testing.T) {
	tests := []struct{ name, line, want string }{
		{"json merges", `--query Items --max-items 4`, "[\n    0,\n    1,\n    2,\n    3\n]\n"},
		{"text ends with the token", `--output text --max-items 4`, "ITEMS\t0\nITEMS\t1\nITEMS\t2\nITEMS\t3\nNEXTTOKEN\t" + base64Of(`{"NextToken": "3", "boto_truncate_amount": 1}`) + "\n"},
		{"a query applies to each page of text", `--output text --query length(Items)`, "3\n3\n1\n"},
		{"and to the token's line", `--output text --query Items[0] --max-items 4`, "0\n3\nNone\n"},
		{"yaml-stream shows the service's token", `--output yaml-stream --max-items 4`, "- Items:\n  - 0\n  - 1\n  - 2\n  NextToken: '3'\n- Items:\n  - 3\n  NextToken: '6'\n"},
		{"without paging there is one page", `--no-paginate --query NextToken`, "\"3\"\n"},
		{"so it is with a token of the operation's own", `--next-token 6`, "{\n    \"Items\": [\n        6\n    ]\n}\n"},
		{"or in the input text", `--cli-input-json {"MaxResults":"1"} --query Items`, "[\n    0\n]\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newShell(t)
			var l library
			got := s.runOn(l.call, append([]string{"apigatewayv2", "get-apis"}, words(tt.line)...)...)
			if want := (ran{0, tt.want, ""}); got != want {
				t.Errorf("get-apis %s\n got %+v\nwant %+v", tt.line, got, want)
			}
		})
	}
}

func TestMaxItemsWarns(t *testing.T) {
	const warning = "warning: Non-positive values for --max-items may result in undefined behavior.\n"
	got := newShell(t).run("apigatewayv2", "get-apis", "--max-items", "-3", "--cli-input-json", "[]")
	want := ran{252, "", warning + "\naws: [ERROR]: An error occurred (ParamValidation): Error parsing parameter '--cli-input-json': Invalid type: expecting map, received <class 'list'>\n"}
	if got != want {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
}
