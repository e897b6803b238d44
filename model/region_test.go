package model

import (
	"strings"
	"testing"
)

func TestIsRegion(t *testing.T) {
	for text, want := range map[string]bool{
		"us-east-1": true, "EU": true, "1a": true, "x": true, strings.Repeat("a", 63): true,
		"": false, "-a": false, "a-": false, "1234": false, "us.east": false, "us_east": false, "ü": false, strings.Repeat("a", 64): false,
		"[": false, "@": false, "`": false, "{": false,
	} {
		if got := IsRegion(text); got != want {
			t.Errorf("IsRegion(%q) = %t, want %t", text, got, want)
		}
	}
}
