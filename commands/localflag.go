package commands

import (
	"errors"
	"net/url"
	"slices"
	"strings"

	"gatehouse/serve"
)

// A localFlag is a flag whose values say where something is on this machine:
// NAME=URL. It can be given several times, each time with another name.
type localFlag []serve.Local

func (f *localFlag) Type() string { return "name=url" }

// String returns the value that was set last.
func (f *localFlag) String() string {
	if len(*f) == 0 {
		return ""
	}
	last := (*f)[len(*f)-1]
	return last.Name + "=" + last.URL
}

// Set reads a value. A name may have "=" in it.
func (f *localFlag) Set(text string) error {
	at := max(strings.Index(text, "=http://"), strings.Index(text, "=https://"))
	if at <= 0 {
		return errors.New("is no NAME=URL with an http or https URL")
	}
	name, address := text[:at], text[at+1:]
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return errors.New("has a URL that is no scheme://host:port/path")
	}
	if slices.ContainsFunc(*f, func(l serve.Local) bool { return strings.EqualFold(l.Name, name) }) {
		return errors.New("has a name that is given twice")
	}
	*f = append(*f, serve.Local{Name: name, URL: address})
	return nil
}
