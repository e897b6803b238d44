package output

import (
	"errors"
	"testing"
)

func TestWriteText(t *testing.T) {
	testWrite(t, Options{Format: "text"}, []writeCase{
		{"a structure is a line in the order of its names, then its members",
			`{"Name":"pets","ApiId":"a","DisableExecuteApiEndpoint":false,"Tags":{"team":"web","env":"dev"},"CorsConfiguration":{"MaxAge":5,"AllowOrigins":["*","b"]}}`,
			"a\tFalse\tpets\nCORSCONFIGURATION\t5\nALLOWORIGINS\t*\nALLOWORIGINS\tb\nTAGS\tdev\tweb\n"},
		{"a list of structures has the columns of all",
			`{"Items":[{"ApiId":"a","Name":"x"},{"ApiId":"b","Description":"d"}]}`,
			"ITEMS\ta\t\tx\nITEMS\tb\td\t\n"},
		{"a structure without scalars has no line", `{"Items":[{"Tags":{"a":"1"}}]}`, "TAGS\t1\n"},
		{"nothing is printed of empty lists and maps", `{"Items":[],"Tags":{}}`, ""},
		{"a column may hold what is no scalar elsewhere", `[{"a":1},{"a":{"b":[1.5]}}]`, "1\n{'b': [1.5]}\n"},
		{"scalars of a query share a line", `["a",null,true,1.0]`, "a\tNone\tTrue\t1.0\n"},
		{"scalars come before lists", `["a",["b","c"],"d",["e",["f"]]]`, "a\td\nb\tc\ne\nf\n"},
		{"lists keep the name they are under", `{"K":[["a"],["b","c"]]}`, "K\ta\nK\tb\nK\tc\n"},
		{"names are in upper case as Python has it", `{"GET /straße":{"RateLimit":5},"ﬁn":[1]}`, "GET /STRASSE\t5\nFIN\t1\n"},
	})
}

func TestWriteTextOfStructuresAmongOthers(t *testing.T) {
	got, err := write(Options{Format: "text"}, parse(t, `{"a":"before","b":[{"c":1},"x"],"d":["after"]}`))
	e, ok := errors.AsType[*LayoutError](err)
	if !ok || e.Text != "'str' object has no attribute 'items'" || got != "before\n" {
		t.Errorf("Write = %q, %v", got, err)
	}
}

func TestUpper(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "ApiId": "APIID", "größe": "GRÖSSE", "ŉ": "ʼN", "ᾳ": "ΑΙ", "ǆ": "Ǆ", "日本": "日本", "ﬗ": "ՄԽ",
	} {
		if got := upper(in); got != want {
			t.Errorf("upper(%q) = %q, want %q", in, got, want)
		}
	}
}
