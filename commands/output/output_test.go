package output

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"gatehouse/model"
)

// parse returns the value of a JSON text.
func parse(t testing.TB, text string) any {
	t.Helper()
	v, err := model.ParseJSON(text)
	if err != nil {
		t.Fatalf("ParseJSON(%q): %v", text, err)
	}
	return v
}

func write(o Options, v any) (string, error) {
	var b bytes.Buffer
	err := Write(&b, o, v)
	return b.String(), err
}

// testWrite writes JSON values in one format.
func testWrite(t *testing.T, o Options, cases []writeCase) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got, err := write(o, parse(t, c.value))
			if err != nil {
				t.Fatal(err)
			}
			if want := strings.TrimPrefix(c.want, "\n"); got != want {
				t.Errorf("Write(%s) as %s =\n%s\nwant\n%s", c.value, o.Format, got, want)
			}
		})
	}
}

type writeCase struct {
	name, value string
	want        string // a line break at its beginning does not count
}

func TestWriteOfLittle(t *testing.T) {
	cases := []struct {
		value                           string
		json, yaml, stream, text, table string
	}{
		{`{}`, "", "", "", "", ""},
		{`null`, "null\n", "null\n", "- null\n", "None\n", ""},
		{`false`, "false\n", "false\n", "- false\n", "False\n", ""},
		{`0`, "0\n", "0\n", "- 0\n", "0\n", ""},
		{`""`, "\"\"\n", "\"\"\n", "- ''\n", "\n", ""},
		{`[]`, "[]\n", "[]\n", "- []\n", "", ""},
		{`1.0`, "1.0\n", "1.0\n", "- 1.0\n", "1.0\n", titleBox},
		{`"alpha"`, "\"alpha\"\n", "\"alpha\"\n", "- alpha\n", "alpha\n", titleBox},
		{`"ä\nb"`, "\"ä\\nb\"\n", "\"ä\\nb\"\n", "- 'ä\n\n  b'\n", "ä\nb\n", titleBox},
	}
	for _, c := range cases {
		for format, want := range map[string]string{
			"": c.json, "json": c.json, "yaml": c.yaml, "yaml-stream": c.stream, "text": c.text, "table": c.table, "off": "",
		} {
			got, err := write(Options{Format: format, Title: "GetApi"}, parse(t, c.value))
			if got != want || err != nil {
				t.Errorf("Write(%s) as %q = %q, %v, want %q", c.value, format, got, err, want)
			}
		}
	}
}

const titleBox = "--------\n|GetApi|\n+------+\n"

// TestWriteAsObserved compares with what the formatters of the AWS CLI 2.9.19
// made of generated values.
func TestWriteAsObserved(t *testing.T) {
	b, err := os.ReadFile("testdata/observed.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		c := parse(t, strings.TrimSpace(line)).(*model.Document)
		value, _ := c.Get("value")
		color, _ := c.Get("color")
		o := Options{Format: c.String("format"), Title: "GetApi", Color: color == true}
		if width, ok := c.Get("width"); ok {
			o.Width = int(width.(int64))
		}
		got, err := write(o, value)
		text := ""
		if e, ok := errors.AsType[*LayoutError](err); ok {
			text = e.Error()
		} else if err != nil {
			t.Fatal(err)
		}
		if want := c.String("want"); got != want || text != c.String("error") {
			t.Errorf("Write(%s) with %+v =\n%s\nerror %q, want\n%s\nerror %q",
				model.AppendJSON(nil, value, 0), o, got, text, want, c.String("error"))
		}
	}
}

func TestWriterPrintsPageByPage(t *testing.T) {
	pages := []string{`{"Items":[{"ApiId":"a","Name":"x"}],"NextToken":"t1"}`, `{"Items":[{"ApiId":"b","Name":"y"}]}`}
	cases := []struct {
		format string
		paged  bool
		want   string
	}{
		{"text", true, "t1\nITEMS\ta\tx\nITEMS\tb\ty\nNEXTTOKEN\tt2\n"},
		{"yaml-stream", true, `- Items:
  - ApiId: a
    Name: x
  NextToken: t1
- Items:
  - ApiId: b
    Name: y
- NextToken:
    NextToken: t2
`},
		{"off", false, ""},
	}
	for _, c := range cases {
		var b bytes.Buffer
		w := NewWriter(&b, Options{Format: c.format})
		if w.Paged() != c.paged {
			t.Errorf("Paged() of %s = %v, want %v", c.format, w.Paged(), c.paged)
		}
		for _, page := range pages {
			if err := w.Page(parse(t, page)); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Page(TokenPage("t2")); err != nil {
			t.Fatal(err)
		}
		if got := b.String(); got != c.want {
			t.Errorf("pages as %s =\n%s\nwant\n%s", c.format, got, c.want)
		}
	}
}

func TestUnknownFormatIsRefused(t *testing.T) {
	got, err := write(Options{Format: "bogus"}, parse(t, `{"a":1}`))
	if _, ok := errors.AsType[*FormatError](err); !ok || err.Error() != "Unknown output type: bogus" || got != "" {
		t.Errorf("Write as bogus = %q, %v", got, err)
	}
}

type fullDisk struct{}

var errFull = errors.New("no space left on device")

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func TestWriteReturnsTheWritersError(t *testing.T) {
	for _, format := range []string{"json", "yaml", "yaml-stream", "text", "table"} {
		if err := Write(fullDisk{}, Options{Format: format}, parse(t, `{"a":"b"}`)); err != errFull {
			t.Errorf("Write as %s to a full disk = %v, want %v", format, err, errFull)
		}
	}
}
