package mapping

import (
	"net/http"
	"strings"
)

// An Action is what a mapping does to a header or a query parameter.
type Action int

// The actions.
const (
	Append    Action = iota // add a value
	Overwrite               // replace all values by one
	Remove                  // remove all values
)

func (a Action) String() string {
	return [...]string{"append", "overwrite", "remove"}[a]
}

// A place is where a mapping changes something.
type place int

const (
	inHeader place = iota
	inQuery
	inPath
	inStatus
)

// A destination is the key of a mapping, taken apart:
//
//	request  = action ":" ( "header" | "querystring" ) "." name [ number ] | "overwrite:path"
//	response = action ":header." name [ number ] | "overwrite:statuscode"
//	action   = "append" | "overwrite" | "remove"
//	number   = "." digits { "." digits }
//
// A number is no part of the name: it lets one header have several mappings
// (observed: x.1 and x.2 may stand beside each other, x twice may not).
type destination struct {
	action Action
	place  place
	name   string // of a field, in canonical form, or of a parameter
}

// parseDestination takes a key apart. message is "request." or "response.". The
// error is a *KeyError.
//
// Observed: header, path and their like may be written with any letters. That
// they then work too is a guess.
func parseDestination(key, message string) (destination, error) {
	word, rest, ok := strings.Cut(key, ":")
	action, known := actionOf(word)
	if !ok || !known {
		return destination{}, &KeyError{key, "begins with none of append:, overwrite: and remove:"}
	}
	target, name, named := strings.Cut(rest, ".")
	d := destination{action: action, name: withoutNumber(name)}
	request := message == "request."
	switch {
	case strings.EqualFold(target, "header"):
		d.place = inHeader
		d.name = http.CanonicalHeaderKey(d.name)
		switch {
		case isReserved(d.name):
			return d, &KeyError{key, "the header is reserved"}
		case named && !isToken(d.name):
			return d, &KeyError{key, "that is no name of a header"}
		}
	case strings.EqualFold(target, "querystring") && request:
		d.place = inQuery
	case strings.EqualFold(rest, "path") && request && action == Overwrite:
		d.place = inPath
		return d, nil
	case strings.EqualFold(rest, "statuscode") && !request && action == Overwrite:
		d.place = inStatus
		return d, nil
	case request:
		return d, &KeyError{key, "a request has header.NAME and querystring.NAME, and a path that can be overwritten"}
	default:
		return d, &KeyError{key, "an answer has header.NAME, and a statuscode that can be overwritten"}
	}
	if d.name == "" {
		return d, &KeyError{key, "it has no name"}
	}
	return d, nil
}

func actionOf(word string) (Action, bool) {
	switch word {
	case "append":
		return Append, true
	case "overwrite":
		return Overwrite, true
	case "remove":
		return Remove, true
	}
	return 0, false
}

// withoutNumber removes the numbers behind a name: x.2 is x.
func withoutNumber(name string) string {
	for {
		point := strings.LastIndexByte(name, '.')
		if point < 0 || point == len(name)-1 || strings.Trim(name[point+1:], "0123456789") != "" {
			return name
		}
		name = name[:point]
	}
}

// isToken reports whether text can be the name of a field (RFC 9110, section
// 5.6.2).
func isToken(text string) bool {
	for i := range len(text) {
		if c := text[i]; !isAlphanumeric(c) && !strings.ContainsRune("!#$%&'*+-.^_`|~", rune(c)) {
			return false
		}
	}
	return text != ""
}

// isReserved reports whether no mapping may change a field, given its canonical
// name (doc). State refuses such mappings when they are made; that a file
// written by hand holds none is not certain.
func isReserved(name string) bool {
	for _, prefix := range []string{"Access-Control-", "Apigw-", "X-Amz-", "X-Amzn-"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	switch name {
	case "Authorization", "Connection", "Content-Encoding", "Content-Length", "Content-Location", "Forwarded",
		"Keep-Alive", "Origin", "Proxy-Authenticate", "Proxy-Authorization", "Te", "Trailers", "Transfer-Encoding",
		"Upgrade", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto":
		return true
	}
	return false
}

// isConnection reports whether a field that is not reserved belongs to one
// connection all the same. The gateway sends no such field (inferred), so a
// mapping of it changes nothing.
func isConnection(name string) bool {
	return name == "Expect" || name == "Proxy-Connection" || name == "Trailer"
}
