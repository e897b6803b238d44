package awsconfig

import (
	"errors"
	"reflect"
	"testing"
)

// What stands here was compared with Python's RawConfigParser as botocore
// uses it, on some thirty thousand texts made of the same fragments.
func TestParseINI(t *testing.T) {
	tests := []struct {
		name, text string
		want       map[leaf]string // of section a
	}{
		{"a key loses its case", "[a]\nKey = V\n", map[leaf]string{{"a", "key", ""}: "V"}},
		{"a colon separates too", "[a]\nk: v=w\n", map[leaf]string{{"a", "k", ""}: "v=w"}},
		{"a hash after a value belongs to it", "[a]\nk = v # c\n", map[leaf]string{{"a", "k", ""}: "v # c"}},
		{"a deeper line continues the value", "[a]\nk = v\n  w\n", map[leaf]string{{"a", "k", ""}: "v\nw"}},
		{"a comment line does not end a value", "[a]\nk = v\n# c\n  w\n", map[leaf]string{{"a", "k", ""}: "v\nw"}},
		{"a blank line does not end a value", "[a]\nk = v\n\n  w\n\n", map[leaf]string{{"a", "k", ""}: "v\n\nw"}},
		{"an indented line after a header is a key", "[a]\n  k = v\n", map[leaf]string{{"a", "k", ""}: "v"}},
		{"an indented header is a header", "  [a]\nk = v\n", map[leaf]string{{"a", "k", ""}: "v"}},
		{"what follows a header is ignored", "[a] b\nk = v\n", map[leaf]string{{"a", "k", ""}: "v"}},
		{"quotes stay", "[a]\nk = \"v\"\n", map[leaf]string{{"a", "k", ""}: `"v"`}},
		{"a value on the next lines is a sub-section", "[a]\ns3 =\n  X = 1\n\n  y=2\n", map[leaf]string{{"a", "s3", ".X"}: "1", {"a", "s3", ".y"}: "2"}},
		{"the last of equal keys of a sub-section counts", "[a]\ns3 =\n  x = 1\n  x = 2\n", map[leaf]string{{"a", "s3", ".x"}: "2"}},
		{"carriage returns end lines", "[a]\r\nk = v\rl = w\r\n", map[leaf]string{{"a", "k", ""}: "v", {"a", "l", ""}: "w"}},
		{"the last line needs no end", "[a]\nk =", map[leaf]string{{"a", "k", ""}: ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sections, err := parseINI(tt.text)
			if err != nil {
				t.Fatalf("parseINI(%q): %v", tt.text, err)
			}
			tt.want[leaf{section: "a"}] = ""
			if got := flatten(sections); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("parseINI(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

func TestParseINIRefuses(t *testing.T) {
	tests := []struct {
		name, text string
		want       error
	}{
		{"a key before all sections", "k = v\n", errNoSection},
		{"a byte order mark", "\ufeff[a]\n", errNoSection},
		{"a word alone", "[a]\nk\n", errNoKey},
		{"a value alone", "[a]\n= v\n", errNoKey},
		{"a section twice", "[a]\n[a]\n", errTwice},
		{"a key twice, in any case", "[a]\nk = 1\nK = 2\n", errTwice},
		{"a sub-section's word alone", "[a]\nk =\n  w\n", errSubsection},
		{"another encoding", "[a]\nk = \xe9\n", errNotUTF8},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := parseINI(tt.text); !errors.Is(err, tt.want) {
				t.Errorf("parseINI(%q) = %v, want %v", tt.text, err, tt.want)
			}
		})
	}
}

func TestProfileName(t *testing.T) {
	tests := []struct {
		section, want string
		found         bool
	}{
		{"default", "default", true},
		{"profile default", "default", true},
		{"profile  a", "a", true},
		{"profile 'a b'", "a b", true},
		{`profile "a\"b"`, `a"b`, true},
		{`profile a\ b`, "a b", true},
		{`profile ""`, "", true},
		{"profilez a", "a", true},
		{" profile a", "", false},
		{"profile", "", false},
		{"profile a b", "", false},
		{"profile a'b", "", false},
		{"services a", "", false},
	}
	for _, tt := range tests {
		if got, found := profileName(tt.section); got != tt.want || found != tt.found {
			t.Errorf("profileName(%q) = %q, %v, want %q, %v", tt.section, got, found, tt.want, tt.found)
		}
	}
}

func FuzzQuoteWord(f *testing.F) {
	f.Add("a b")
	f.Add(`it's "x" \`)
	f.Add("")
	f.Fuzz(func(t *testing.T, word string) {
		words, err := shellWords("profile " + quoteWord(word))
		if err != nil || len(words) != 2 || words[1] != word {
			t.Fatalf("shellWords(quoteWord(%q)) = %q, %v", word, words, err)
		}
	})
}
