package expression

import "testing"

func TestPathsThatAreNone(t *testing.T) {
	tests := []struct {
		path string
		at   int
		want string
	}{
		{"x", 0, `"." or "["`},
		{".", 1, "the name of a member"},
		{"..a", 1, "the name of a member"},
		{".a..b", 3, "the name of a member"},
		{".a[?(@.b)]", 3, `a number, a name in quotes or "*"`},
		{".a[(@.length-1)]", 3, `a number, a name in quotes or "*"`},
		{".a[", 3, `a number, a name in quotes or "*"`},
		{".a[]", 3, `a number, a name in quotes or "*"`},
		{".a[1", 4, `"," or "]"`},
		{".a[1x]", 4, `"," or "]"`},
		{".a[-]", 3, "a number of 32 bits"},
		{".a[99999999999]", 3, "a number of 32 bits"},
		{".a[::0]", 6, "a step of 1 or more"},
		{".a['b]", 6, "a closing quote"},
		{".a[1]b", 5, `"." or "["`},
		{".a'b", 2, `"." or "["`},
	}
	for _, test := range tests {
		t.Run(test.path, func(t *testing.T) {
			_, at, want := ParsePath(test.path)
			if at != test.at || want != test.want {
				t.Errorf("ParsePath(%q) wants %s at %d, want %s at %d", test.path, want, at, test.want, test.at)
			}
		})
	}
}
