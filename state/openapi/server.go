package openapi

import (
	"strings"

	"gatehouse/model"
)

// maxServerURL bounds a server's URL and the variables in it, whose values
// could multiply to more than the memory. Browsers give up at that length.
const maxServerURL = 2048

// serverBasePath is the base path that a document's servers give: the default
// of the first variable that is called basePath, else the path of the first
// server's URL (doc). It begins with a slash and does not end with one, or is
// "".
func serverBasePath(servers []any) string {
	for _, v := range servers {
		server, _ := v.(*model.Document)
		if base, ok := variableDefault(server, "basePath"); ok {
			return cleanBasePath(base)
		}
	}
	if len(servers) == 0 {
		return ""
	}
	first, _ := servers[0].(*model.Document)
	url := expandURL(first)
	if _, rest, ok := strings.Cut(url, "://"); ok {
		url = rest
	} else if rest, ok := strings.CutPrefix(url, "//"); ok {
		url = rest
	} else {
		return cleanBasePath(url) // relative: nothing but a path
	}
	if slash := strings.IndexByte(url, '/'); slash >= 0 {
		return cleanBasePath(url[slash:])
	}
	return ""
}

// expandURL is a server's URL with the defaults of its variables.
func expandURL(server *model.Document) string {
	url := server.String("url")
	if len(url) > maxServerURL {
		return ""
	}
	var pairs []string
	for name, v := range server.Child("variables").All() {
		variable, _ := v.(*model.Document)
		if value := variable.String("default"); len(value) <= maxServerURL {
			pairs = append(pairs, "{"+name+"}", value)
		}
	}
	return strings.NewReplacer(pairs...).Replace(url)
}

func variableDefault(server *model.Document, name string) (string, bool) {
	v, ok := server.Child("variables").Child(name).Get("default")
	if !ok {
		return "", false
	}
	return text(v)
}

// cleanBasePath brings a base path into its form.
func cleanBasePath(path string) string {
	if end := strings.IndexAny(path, "?#"); end >= 0 {
		path = path[:end]
	}
	if path = strings.Trim(path, "/"); path == "" {
		return ""
	}
	return "/" + path
}

// pathPrefix is what comes before every path of the document: nothing, the
// base path, or the base path without its first part (doc).
func pathPrefix(basepath string, servers []any) (string, error) {
	switch basepath {
	case "", "ignore":
		return "", nil
	case "prepend":
		return serverBasePath(servers), nil
	case "split":
		base := strings.TrimPrefix(serverBasePath(servers), "/")
		_, rest, _ := strings.Cut(base, "/")
		return cleanBasePath(rest), nil
	}
	return "", &DocumentError{ // guess: the text
		Message: "Invalid basepath specified: " + basepath + ". Must be one of [ignore, prepend, split]",
	}
}

// prefixed puts a prefix before a path. The root of the API is the prefix
// itself (guess).
func prefixed(prefix, path string) string {
	if prefix != "" && path == "/" {
		return prefix
	}
	return prefix + path
}
