package help

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

// rendered returns the lines of a document, without title and foot.
func rendered(t *testing.T, o Options, blocks ...block) string {
	t.Helper()
	var b bytes.Buffer
	if err := render(&b, document{title: "get-api", blocks: blocks}, o); err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(b.String(), "\n\n\n\n")
	return strings.TrimRight(body[:strings.LastIndex(body, "GET-API()")], " \n") + "\n"
}

func TestLayout(t *testing.T) {
	tests := []struct {
		name   string
		o      Options
		blocks []block
		want   string
	}{
		{
			name: "what stands under a heading follows at once, what comes next after a blank line",
			blocks: []block{
				{heading, 0, "NAME"}, {paragraph, 0, "get-api"}, {paragraph, 0, "Shows."},
				{heading, 0, "OPTIONS"}, {paragraph, 0, "None"},
			},
			want: "NAME\n       get-api\n\n       Shows.\n\nOPTIONS\n       None\n",
		},
		{
			name: "levels are three and a half columns apart",
			blocks: []block{
				{paragraph, 0, "a"}, {paragraph, 1, "b"}, {paragraph, 2, "c"}, {paragraph, 3, "d"}, {paragraph, 4, "e"},
			},
			want: "       a\n\n          b\n\n              c\n\n                 d\n\n                     e\n",
		},
		{
			name: "a term stands directly over what is deeper only",
			blocks: []block{
				{term, 0, "`--a` (string)"}, {paragraph, 1, "A."},
				{term, 0, "--b (string)"}, {paragraph, 0, "B."},
				{term, 0, "--c (string)"}, {term, 0, "--d (string)"},
			},
			want: "       --a (string)\n          A.\n\n       --b (string)\n\n       B.\n\n       --c (string)\n\n       --d (string)\n",
		},
		{
			name:   "lines are broken before the right margin",
			o:      Options{Width: 40},
			blocks: []block{{paragraph, 0, "one two three four five six seven eight nine"}},
			want:   "       one two three four five six\n       seven eight nine\n",
		},
		{
			name:   "a word longer than the line has one of its own",
			o:      Options{Width: 40},
			blocks: []block{{paragraph, 0, "see https://docs.example.com/a/very/long/address now"}},
			want:   "       see\n       https://docs.example.com/a/very/long/address\n       now\n",
		},
		{
			name:   "bullets hang",
			o:      Options{Width: 40},
			blocks: []block{{bullet, 0, "one two three four five six seven eight nine ten eleven twelve"}, {bullet, 0, "b"}},
			want:   "       o one two three four five six\n         seven eight nine ten eleven\n         twelve\n\n       o b\n",
		},
		{
			name:   "literals keep their lines, backquotes and width",
			o:      Options{Width: 40},
			blocks: []block{{literal, 1, "{\n  \"a\": `b`, and much more than forty columns hold\n\n}"}},
			want:   "          {\n            \"a\": `b`, and much more than forty columns hold\n\n          }\n",
		},
		{
			name:   "bold is left out of plain text",
			blocks: []block{{paragraph, 0, "the `--region` option"}},
			want:   "       the --region option\n",
		},
		{
			name:   "bold is overstruck, its spaces are not",
			o:      Options{Overstrike: true},
			blocks: []block{{heading, 0, "SEE ALSO"}, {paragraph, 0, "use `a b`, c"}},
			want:   "S\bSE\bEE\bE A\bAL\bLS\bSO\bO\n       use a\ba b\bb, c\n",
		},
		{
			name:   "a terminal that is too narrow gets lines of forty columns",
			o:      Options{Width: 7},
			blocks: []block{{paragraph, 0, "one two three four five six seven eight nine"}},
			want:   "       one two three four five six\n       seven eight nine\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := rendered(t, tt.o, tt.blocks...); got != tt.want {
				t.Errorf("rendered:\n%q\nwant:\n%q", got, tt.want)
			}
		})
	}
}

func TestTitleStandsAtBothEndsOfTheFirstLineAndAtTheFoot(t *testing.T) {
	var b bytes.Buffer
	if err := render(&b, document{title: "get-api", blocks: []block{{paragraph, 0, "a"}}}, Options{Width: 50}); err != nil {
		t.Fatal(err)
	}
	want := "GET-API()" + strings.Repeat(" ", 30) + "GET-API()\n\n\n\n       a\n\n\n\n" + strings.Repeat(" ", 39) + "GET-API()\n"
	if b.String() != want {
		t.Errorf("rendered %q, want %q", b.String(), want)
	}
}

func TestProseHasParagraphsListsAndLiterals(t *testing.T) {
	var d document
	d.prose(1, "One\ntwo.\n\n- a\nb\n- c\n\n    $ x \\\n        y\n\nLast.")
	want := []block{
		{paragraph, 1, "One\ntwo."}, {bullet, 1, "a\nb"}, {bullet, 1, "c"}, {literal, 2, "$ x \\\n    y"}, {paragraph, 1, "Last."},
	}
	if len(d.blocks) != len(want) {
		t.Fatalf("blocks = %+v, want %+v", d.blocks, want)
	}
	for i := range want {
		if d.blocks[i] != want[i] {
			t.Errorf("block %d = %+v, want %+v", i, d.blocks[i], want[i])
		}
	}
}

type failing struct{ error }

func (f failing) Write([]byte) (int, error) { return 0, f.error }

func TestWriteTellsOfAWriterThatFails(t *testing.T) {
	full := errors.New("no space left")
	if err := Write(failing{full}, Top{}, Options{}); !errors.Is(err, full) {
		t.Errorf("Write = %v, want %v", err, full)
	}
}

func BenchmarkOperationPage(b *testing.B) {
	op := allOperations()[1]
	b.ReportAllocs()
	for b.Loop() {
		if err := Write(new(bytes.Buffer), Operation{"apigatewayv2", op}, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
