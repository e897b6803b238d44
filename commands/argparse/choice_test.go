package argparse

import (
	"slices"
	"strings"
	"testing"
)

// Expected values are those of Python's difflib.get_close_matches with a
// cutoff of 0.8.
func TestCloseMatches(t *testing.T) {
	choices := []string{"create-api", "create-api-mapping", "get-api", "get-api-mapping", "get-apis", "delete-api", "update-api", "help"}
	tests := []struct {
		name, word string
		choices    []string
		want       []string
	}{
		{"the nearest comes first", "get-apiss", choices, []string{"get-apis", "get-api"}},
		{"a prefix may be near", "get-ap", choices, []string{"get-api", "get-apis"}},
		{"a letter too many", "create-apis", choices, []string{"create-api"}},
		{"half a word is not near", "describe-apis", choices, nil},
		{"case counts", "GET-API", choices, nil},
		{"among equals the later in the alphabet", "ac", []string{"abc", "adc", "aec", "afc"}, []string{"afc", "aec", "adc"}},
		{"an empty word is like an empty choice only", "", []string{"a", ""}, []string{""}},
		{"characters count, not bytes", "größe", []string{"grösse", "große", "grobe"}, []string{"große"}},
		{"nothing to choose from", "a", nil, nil},
		{"a very long word is like nothing", strings.Repeat("get-api", 100_000), choices, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := closeMatches(tt.word, tt.choices); !slices.Equal(got, tt.want) {
				t.Errorf("closeMatches(%.20q) = %q, want %q", tt.word, got, tt.want)
			}
		})
	}
}

// In words of 200 characters and more, those that come often are overlooked
// (Python's "autojunk").
func TestSimilarityOfLongWords(t *testing.T) {
	long := strings.Repeat("ab", 110)
	if got := newSequence(long).similarity([]rune(strings.Repeat("ba", 110))); got != 0 {
		t.Errorf("similarity = %v, want 0", got)
	}
	if got := newSequence(long).similarity([]rune(long)); got != 1 {
		t.Errorf("similarity with itself = %v, want 1", got)
	}
}
