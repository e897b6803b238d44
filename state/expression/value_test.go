package expression

import "testing"

func TestContextNameLength(t *testing.T) {
	tests := []struct {
		name, in, want string
	}{
		{"a name ends before a quote", `requestId", "ip`, "requestId"},
		{"points join words", "identity.clientCert.validity.notAfter]", "identity.clientCert.validity.notAfter"},
		{"a point at the end is text", "status. Bye", "status"},
		{"two points are text", "status..x", "status"},
		{"a point at the beginning is text", ".status", ""},
		{"a hyphen is no part of a name", "status-x", "status"},
		{"underscores and digits are", "authorizer.a_1 ", "authorizer.a_1"},
		{"there may be nothing", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := test.in[:ContextNameLength(test.in)]; got != test.want {
				t.Errorf("ContextNameLength(%q) finds %q, want %q", test.in, got, test.want)
			}
		})
	}
}
