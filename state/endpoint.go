package state

import "strings"

// A LocalServer is where the APIs of a file are called on this machine. The
// zero value has no port.
type LocalServer struct {
	Port   string
	Secure bool // HTTPS
}

// ParseLocalServer takes apart the address of a running serve, as ServeURL
// returns it: http://127.0.0.1:8080. ok is false for anything else.
func ParseLocalServer(url string) (s LocalServer, ok bool) {
	scheme, authority, _ := strings.Cut(url, "://")
	colon := strings.LastIndexByte(authority, ':')
	if scheme != "http" && scheme != "https" || colon < 0 {
		return LocalServer{}, false
	}
	port := authority[colon+1:]
	if port == "" || strings.Trim(port, "0123456789") != "" {
		return LocalServer{}, false
	}
	return LocalServer{Port: port, Secure: scheme == "https"}, true
}

// Endpoint is the URL under which the server answers for an API.
func (s LocalServer) Endpoint(region, apiID, protocol string) string {
	return scheme(protocol, s.Secure) + LocalHost(region, apiID) + ":" + s.Port
}

// LocalHost is the host name of an API on this machine.
func LocalHost(region, apiID string) string {
	return apiID + ".execute-api." + region + ".localhost"
}

// awsEndpoint is the URL that AWS gives an API (obs).
func awsEndpoint(region, apiID, protocol string) string {
	return scheme(protocol, true) + AWSHost(region, apiID)
}

// AWSHost is the host name that AWS gives an API or, with the identifier of
// one, the target of a custom domain name (obs; doc for China).
func AWSHost(region, id string) string {
	host := id + ".execute-api." + region + ".amazonaws.com"
	if strings.HasPrefix(region, "cn-") {
		host += ".cn"
	}
	return host
}

func scheme(protocol string, secure bool) string {
	name := "http"
	if protocol == protocolWebSocket {
		name = "ws"
	}
	if secure {
		name += "s"
	}
	return name + "://"
}
