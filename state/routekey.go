package state

import (
	"slices"
	"strings"
)

// routeMethods are the methods that a route key of an HTTP API may have. TRACE
// is refused (obs).
var routeMethods = []string{"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY"}

// defaultRoute is the route key of all requests that no other route takes.
const defaultRoute = "$default"

// checkRouteKey checks the form of an HTTP API's route key: $default, or a
// method, one blank and a path.
func checkRouteKey(key string) error {
	if key == "" {
		return badRequest("Route key is required") // obs
	}
	if key == defaultRoute {
		return nil
	}
	method, path, ok := strings.Cut(key, " ")
	if !ok || !slices.Contains(routeMethods, method) || !strings.HasPrefix(path, "/") {
		return badRequest(`The provided route key is not formatted properly for HTTP protocol. Format should be "[HTTP METHOD] /[RESOURCE PATH]" or "$default"`) // obs
	}
	if !isRoutePath(path) {
		return badRequest("One or more path parts appear to be invalid") // obs
	}
	return nil
}

// isRoutePath checks the parts of a path: text, a variable {name} or, as the
// last one, a greedy variable {name+}. A variable's name may appear once
// (guess). One slash at the end is taken (obs, weakly).
func isRoutePath(path string) bool {
	parts := strings.Split(path[1:], "/")
	names := map[string]bool{}
	for i, part := range parts {
		last := i == len(parts)-1
		switch name, greedy := routeVariable(part); {
		case part == "":
			if !last {
				return false
			}
		case name == "":
			if !isPathText(part) {
				return false
			}
		case greedy && !last, !isPathText(name), names[name]:
			return false
		default:
			names[name] = true
		}
	}
	return true
}

// routeVariable returns the name of the variable that a part of a path is, or "".
func routeVariable(part string) (name string, greedy bool) {
	if !strings.HasPrefix(part, "{") || !strings.HasSuffix(part, "}") {
		return "", false
	}
	return strings.CutSuffix(part[1:len(part)-1], "+")
}

// isPathText reports whether a text is one or more of the characters that a
// part of a path may have (obs).
func isPathText(part string) bool {
	return part != "" && !strings.ContainsFunc(part, func(c rune) bool {
		return !(isAlphanumeric(c) || strings.ContainsRune(".:_-", c))
	})
}

func isAlphanumeric(c rune) bool {
	return 'A' <= c && c <= 'Z' || 'a' <= c && c <= 'z' || '0' <= c && c <= '9'
}

// withoutNames is a route key without the names of its variables. Two keys of
// one API must not have it in common: no request could tell them apart (obs
// for a renamed variable; that other methods do not matter is a guess).
func withoutNames(key string) string {
	if !strings.Contains(key, "{") {
		return key
	}
	var b strings.Builder
	for part := range strings.SplitSeq(key, "/") {
		switch name, greedy := routeVariable(part); {
		case name == "":
			b.WriteString(part)
		case greedy:
			b.WriteString("{+}")
		default:
			b.WriteString("{}")
		}
		b.WriteByte('/')
	}
	return strings.TrimSuffix(b.String(), "/")
}
