package completion

import (
	"slices"
	"testing"
)

func TestAsked(t *testing.T) {
	type env map[string]string
	const line = "gatehouse sts "
	bash := env{"COMP_LINE": line, "COMP_POINT": "14"}
	tests := []struct {
		name    string
		program string
		args    []string
		env     env
		want    Request
		asked   bool
	}{
		{"a command is no question", "gatehouse", []string{"sts", "get-caller-identity"}, nil, Request{}, false},
		{"bash asks with three words", "gatehouse", []string{"gatehouse", "", "sts"}, bash, Request{line, 14, "", true}, true},
		{"by a path, too", "/usr/bin/gatehouse", []string{"gatehouse", "", "sts"}, env{"COMP_LINE": "/usr/bin/gatehouse sts ", "COMP_POINT": "23"}, Request{"/usr/bin/gatehouse sts ", 23, "", true}, true},
		{"by an alias, too", "gatehouse", []string{"aws", "st", "aws"}, env{"COMP_LINE": "aws st", "COMP_POINT": "6"}, Request{"aws st", 6, "st", true}, true},
		{"a wrapper asks without words", "gatehouse", nil, bash, Request{line, 14, "", false}, true},
		{"a command that another completion runs is no question", "gatehouse", []string{"apigatewayv2", "get-apis", "--no-paginate"}, env{"COMP_LINE": "pets ", "COMP_POINT": "5"}, Request{"pets ", 5, "get-apis", true}, false},
		{"nor is one of other words", "gatehouse", []string{"sts", "get-caller-identity"}, bash, Request{line, 14, "", false}, false},
		{"nor is a line without a cursor", "gatehouse", nil, env{"COMP_LINE": line}, Request{line, -1, "", false}, false},
		{"the completer is asked nothing else", "/opt/aws_completer", nil, env{"COMP_LINE": line}, Request{line, -1, "", false}, true},
		{"nor on Windows", `C:\bin\gatehouse_completer.exe`, nil, env{"COMP_LINE": line, "COMP_POINT": "3"}, Request{line, 3, "", false}, true},
		{"tcsh tells the completer the line", "aws_completer", nil, env{"COMMAND_LINE": line}, Request{line, -1, "", false}, true},
		{"and only the completer", "gatehouse", nil, env{"COMMAND_LINE": line}, Request{}, false},
		{"a completer without a line has no candidates", "aws_completer", nil, nil, Request{"", -1, "", false}, true},
		{"a cursor that is no number is the end", "gatehouse", nil, env{"COMP_LINE": line, "COMP_POINT": "x"}, Request{line, -1, "", false}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			lookup := func(name string) (string, bool) { v, ok := tt.env[name]; return v, ok }
			got, asked := Asked(tt.program, tt.args, lookup)
			if asked != tt.asked || asked && got != tt.want {
				t.Errorf("Asked(%q, %q, %v) = %+v, %t, want %+v, %t", tt.program, tt.args, tt.env, got, asked, tt.want, tt.asked)
			}
		})
	}
}

func TestAnswerIsACandidateALine(t *testing.T) {
	tests := []struct{ name, line, want string }{
		{"one", "aws st", "sts\n"},
		{"several", "aws s", "serve\nsts\n"},
		{"none", "aws x", "\n"},
		{"none of no line", "", "\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := (Request{Line: tt.line, Point: -1}).Answer(&account{}); got != tt.want {
				t.Errorf("Answer(%q) = %q, want %q", tt.line, got, tt.want)
			}
		})
	}
}

func TestCandidatesAreWrittenForTheShell(t *testing.T) {
	const stages = "aws apigatewayv2 get-stage --api-id a --stage-name "
	const routes = "aws apigatewayv2 delete-route-settings --api-id a --stage-name prod --route-key "
	tests := []struct {
		name, line string
		word       string // as bash has it
		want       []string
	}{
		{"what a shell would take for its own is quoted", stages + "$", "$", []string{"'$default'"}},
		{"what has a space, too", routes + "GET", "GET", []string{"'GET /pets'"}},
		{"a quote that is open is left to the shell", stages + "'$d", "$d", []string{"$default"}},
		{"two kinds of them", routes + `"GET /`, "GET /", []string{"GET /pets"}},
		{"a backslash is understood", stages + `\$d`, `\$d`, []string{"'$default'"}},
		{"what bash keeps before an equals sign is left out", "aws apigatewayv2 create-api --protocol-type=H", "H", []string{"HTTP"}},
		{"at the sign itself", "aws apigatewayv2 create-api --protocol-type=", "", []string{"WEBSOCKET", "HTTP"}},
		{"and within quotes", stages[:len(stages)-1] + "='$d", "$d", []string{"$default"}},
		{"a word that is not the line's is not believed", "aws st", "xx", []string{"sts"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := Request{Line: tt.line, Point: -1, Word: tt.word, HasWord: true}
			if got := r.Candidates(&account{}); !slices.Equal(got, tt.want) {
				t.Errorf("Candidates(%q, %q) = %q, want %q", tt.line, tt.word, got, tt.want)
			}
		})
	}
	t.Run("without a word from the shell an open quote stays", func(t *testing.T) {
		if got, want := Complete(stages+"'$d", -1, &account{}), []string{"'$default"}; !slices.Equal(got, want) {
			t.Errorf("Complete = %q, want %q", got, want)
		}
	})
	t.Run("words that a shell has divided are answered plainly", func(t *testing.T) {
		words := []string{"apigatewayv2", "get-stage", "--api-id", "a", "--stage-name"}
		if got, want := Words(words, "$", &account{}), []string{"$default"}; !slices.Equal(got, want) {
			t.Errorf("Words = %q, want %q", got, want)
		}
		words = []string{"apigatewayv2", "create-api"}
		if got, want := Words(words, "--protocol-type=H", &account{}), []string{"HTTP"}; !slices.Equal(got, want) {
			t.Errorf("Words = %q, want %q", got, want)
		}
	})
}

func TestSplit(t *testing.T) {
	tests := []struct {
		name, line string
		want       []string
	}{
		{"an empty line", "", []string{""}},
		{"white space at the end begins a word", "a  b\t", []string{"a", "b", ""}},
		{"quotes", `a 'b c' "d e"f`, []string{"a", "b c", "d ef"}},
		{"a quote within another", `"it's"`, []string{"it's"}},
		{"an empty word", "a '' ", []string{"a", "", ""}},
		{"backslashes", `a\ b "c\"d\e" 'f\'`, []string{"a b", `c"d\e`, `f\`}},
		{"an open quote", `a "b c`, []string{"a", "b c"}},
		{"a backslash at the end", `a\`, []string{"a"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, w := range split(tt.line) {
				got = append(got, w.text)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("split(%q) = %q, want %q", tt.line, got, tt.want)
			}
		})
	}
}
