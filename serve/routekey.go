package serve

import (
	"errors"
	"iter"
	"strings"
)

// A routeKey is a route key taken apart.
type routeKey struct {
	method string // as written, ANY included; "" for $default
	path   string // without a slash at its end, unless it is one
}

const defaultKey = "$default"

// parseRouteKey takes apart what state has checked, or a person has written
// into the file by hand: $default, or a method and a path with one space
// between. A slash at the end of the path does not count.
func parseRouteKey(key string) (routeKey, error) {
	if key == defaultKey {
		return routeKey{}, nil
	}
	method, path, ok := strings.Cut(key, " ")
	if !ok || !routable(method) || !strings.HasPrefix(path, "/") {
		return routeKey{}, errRouteKey
	}
	k := routeKey{method, trimSlash(path)}
	if end := strings.Index(k.path, "+}"); end >= 0 && end+2 < len(k.path) {
		return routeKey{}, errGreedy
	}
	return k, nil
}

var (
	errRouteKey = errors.New(`the key is neither $default nor a method and a path, such as "GET /pets"`)
	errGreedy   = errors.New("a greedy variable stands only at the end of the path")
)

// segments yields the segments of the path: static text, {name}, or last
// {name+}. The root has none.
func (k routeKey) segments() iter.Seq[string] {
	return func(yield func(string) bool) {
		if len(k.path) < 2 {
			return
		}
		for segment := range strings.SplitSeq(k.path[1:], "/") {
			if !yield(segment) {
				return
			}
		}
	}
}

// routable says whether a route key may name a method.
func routable(method string) bool {
	switch method {
	case "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY":
		return true
	}
	return false
}

type segmentKind int

const (
	staticSegment segmentKind = iota
	variableSegment
	greedySegment
)

// variable is the name of the variable that a segment is, if it is one.
func variable(segment string) (name string, kind segmentKind) {
	name, ok := strings.CutPrefix(segment, "{")
	if !ok {
		return "", staticSegment
	}
	if name, ok = strings.CutSuffix(name, "}"); !ok || name == "" {
		return "", staticSegment
	}
	if greedy, ok := strings.CutSuffix(name, "+"); ok {
		return greedy, greedySegment
	}
	return name, variableSegment
}

// trimSlash removes one slash from the end of a path that is more than that:
// in matching it does not count (observed that it is no 404; guess that it
// reaches the parent rather than an empty child).
func trimSlash(path string) string {
	if len(path) > 1 && path[len(path)-1] == '/' {
		return path[:len(path)-1]
	}
	return path
}
