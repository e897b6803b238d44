package state

import "testing"

func TestAWSEndpoint(t *testing.T) {
	tests := []struct{ region, protocol, want string }{
		{"us-east-1", "HTTP", "https://a1.execute-api.us-east-1.amazonaws.com"},
		{"us-east-1", "WEBSOCKET", "wss://a1.execute-api.us-east-1.amazonaws.com"},
		{"cn-north-1", "HTTP", "https://a1.execute-api.cn-north-1.amazonaws.com.cn"},
	}
	for _, tt := range tests {
		if got := awsEndpoint(tt.region, "a1", tt.protocol); got != tt.want {
			t.Errorf("awsEndpoint(%q, a1, %q) = %q, want %q", tt.region, tt.protocol, got, tt.want)
		}
	}
}

func TestLocalServerEndpoint(t *testing.T) {
	tests := []struct{ url, protocol, want string }{
		{"http://127.0.0.1:8080", "HTTP", "http://a1.execute-api.eu-west-1.localhost:8080"},
		{"https://[::1]:8443", "HTTP", "https://a1.execute-api.eu-west-1.localhost:8443"},
		{"http://127.0.0.1:8080", "WEBSOCKET", "ws://a1.execute-api.eu-west-1.localhost:8080"},
		{"https://127.0.0.1:8080", "WEBSOCKET", "wss://a1.execute-api.eu-west-1.localhost:8080"},
	}
	for _, tt := range tests {
		s, ok := ParseLocalServer(tt.url)
		if got := s.Endpoint("eu-west-1", "a1", tt.protocol); !ok || got != tt.want {
			t.Errorf("ParseLocalServer(%q).Endpoint(%q) = %q, %t, want %q", tt.url, tt.protocol, got, ok, tt.want)
		}
	}
	for _, url := range []string{"", "127.0.0.1:8080", "http://127.0.0.1", "http://127.0.0.1:", "ftp://127.0.0.1:21", "http://127.0.0.1:80a"} {
		if s, ok := ParseLocalServer(url); ok {
			t.Errorf("ParseLocalServer(%q) = %+v, want none", url, s)
		}
	}
}
