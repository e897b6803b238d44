package expression

import (
	"net/textproto"
	"strconv"
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

// A Place is where a mapping changes something.
type Place int

// The places.
const (
	InHeader Place = iota
	InQuery
	InPath
	InStatus
)

// A Side is the message that a mapping changes: a request on its way to the
// integration, or an answer on its way back.
type Side int

// The sides.
const (
	OfRequest Side = iota
	OfResponse
)

// String is the side as the service writes it.
func (s Side) String() string { return [...]string{"Request", "Response"}[s] }

// prefix begins the names of sources that read the message.
func (s Side) prefix() string { return [...]string{"request.", "response."}[s] }

// A Destination is the key of a mapping, taken apart:
//
//	request  = action ":" ( "header" | "querystring" ) "." name [ number ] | "overwrite:path"
//	response = action ":header." name [ number ] | "overwrite:statuscode"
//	action   = "append" | "overwrite" | "remove"
//	number   = "." digits { "." digits }
//
// A number is no part of the name: it lets one header have several mappings
// (observed: x.1 and x.2 may stand beside each other, x twice may not).
type Destination struct {
	Action Action
	Place  Place
	Name   string // of a field, in canonical form, or of a parameter
	number string // with its points, or ""
}

// ParseDestination takes a key apart. The error is a *KeyError; the destination
// is returned beside it if the only mistake is that it IsReserved.
//
// Observed: header, path and their like may be written with any letters. That
// they then work too is a guess.
func ParseDestination(key string, side Side) (Destination, error) {
	word, rest, ok := strings.Cut(key, ":")
	action, known := actionOf(word)
	if !ok || !known {
		return Destination{}, &KeyError{key, "begins with none of append:, overwrite: and remove:"}
	}
	target, name, named := strings.Cut(rest, ".")
	d := Destination{Action: action, Name: withoutNumber(name)}
	d.number = name[len(d.Name):]
	request := side == OfRequest
	switch {
	case strings.EqualFold(target, "header"):
		d.Place = InHeader
		d.Name = textproto.CanonicalMIMEHeaderKey(d.Name)
		switch {
		case d.IsReserved():
			return d, &KeyError{key, "the header is reserved"}
		case named && !IsToken(d.Name):
			return Destination{}, &KeyError{key, "that is no name of a header"}
		}
	case strings.EqualFold(target, "querystring") && request:
		d.Place = InQuery
	case strings.EqualFold(rest, "path") && request && action == Overwrite:
		return Destination{Action: action, Place: InPath}, nil
	case strings.EqualFold(rest, "statuscode") && !request && action == Overwrite:
		return Destination{Action: action, Place: InStatus}, nil
	case request:
		return Destination{}, &KeyError{key, "a request has header.NAME and querystring.NAME, and a path that can be overwritten"}
	default:
		return Destination{}, &KeyError{key, "an answer has header.NAME, and a statuscode that can be overwritten"}
	}
	if d.Name == "" {
		return Destination{}, &KeyError{key, "it has no name"}
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

// IsToken reports whether text can be the name of a field (RFC 9110, section
// 5.6.2).
func IsToken(text string) bool {
	for i := range len(text) {
		if c := text[i]; !isAlphanumeric(c) && !strings.ContainsRune("!#$%&'*+-.^_`|~", rune(c)) {
			return false
		}
	}
	return text != ""
}

// IsReserved reports whether the destination is a header that no mapping may
// change (doc).
func (d Destination) IsReserved() bool { return d.Place == InHeader && IsReserved(d.Name) }

// IsReserved reports whether no mapping may change a field (doc).
func IsReserved(name string) bool {
	name = textproto.CanonicalMIMEHeaderKey(name)
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

// ParseStatus reads the status of an integration's answer, for which answers
// have mappings: 200 to 599 (doc), in three digits.
func ParseStatus(key string) (status int, ok bool) {
	status, err := strconv.Atoi(key)
	return status, err == nil && len(key) == 3 && status >= 200 && status <= 599
}
