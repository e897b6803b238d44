package hostname

import (
	"strings"
	"testing"
)

func TestOf(t *testing.T) {
	tests := []struct{ host, want string }{
		{"localhost", "localhost"},
		{"localhost:8080", "localhost"},
		{"LOCALHOST.:8080", "localhost"},
		{"127.0.0.1:80", "127.0.0.1"},
		{"[::1]:8080", "::1"},
		{"[::1]", "::1"},
		{"[FE80::1]:8080", "fe80::1"},
		{"Abc.Execute-API.us-east-1.localhost:1", "abc.execute-api.us-east-1.localhost"},
		{"", ""},
		{":8080", ""},
		{"a:b:c", "a:b:c"},
		{"[", "["},
		{"]", "]"},
	}
	for _, test := range tests {
		if got := Of(test.host); got != test.want {
			t.Errorf("Of(%q) = %q, want %q", test.host, got, test.want)
		}
	}
}

func TestOfDoesNotAllocate(t *testing.T) {
	if got := testing.AllocsPerRun(100, func() { Of("api.example.com:8080") }); got != 0 {
		t.Errorf("Of allocates %v times", got)
	}
}

func FuzzOf(f *testing.F) {
	for _, seed := range []string{"localhost:8080", "[::1]:1", "a.execute-api.b.localhost", "1.2.3.4.", "::", "[", "a:b:c"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, host string) {
		name := Of(host)
		if again := Of(name); !strings.ContainsAny(name, ":[].") && again != name {
			t.Errorf("Of(Of(%q)) = %q, want %q", host, again, name)
		}
	})
}
