package awsconfig

import (
	"errors"
	"strings"
)

// A Section names a section of the config file that is no profile, by the
// options --sso-session and --services of configure get and set. The zero
// value names none, so that the setting is a profile's.
type Section struct {
	Kind string // "sso-session" or "services"
	Name string
}

// errNoSetting is what the AWS CLI answers to "profile.NAME" without a
// setting (observed, 255).
var errNoSetting = errors.New("list index out of range")

// A place is where a setting stands: a key of a section, or a key of one of
// its sub-sections.
type place struct {
	section section // name alone
	profile string  // the profile that the section is about, or ""
	key     string
	sub     string // the key below key, or ""
}

// placeToSet reads a name as configure set does:
//
//	name = key | key "." sub                 of the chosen profile
//	     | "default." key [ "." sub ]        of the default profile
//	     | "profile." profile "." key [ "." sub ]
//	     | "plugins." key
//
// Observed: with more than one word after the key, the AWS CLI forgets them
// all and sets the key.
func (c *Config) placeToSet(name string, of Section) (place, error) {
	words := strings.Split(name, ".")
	p := place{profile: c.Profile()}
	switch {
	case of.Kind != "":
		p.profile = ""
		p.section.name = of.Kind + " " + quoteWord(of.Name)
	case len(words) == 1:
	case words[0] == "default":
		p.profile, words = "default", words[1:]
	case words[0] == "profile":
		if len(words) < 3 {
			return place{}, errNoSetting
		}
		p.profile, words = words[1], words[2:]
	case words[0] == "plugins" && len(words) == 2:
		p.profile, words = "", words[1:]
		p.section.name = "plugins"
	}
	p.key = words[0]
	if len(words) == 2 {
		p.sub = words[1]
	}
	return p, nil
}

// inCredentials reports whether configure set writes the setting to the
// credentials file.
func (p place) inCredentials() bool {
	switch p.key {
	case "aws_access_key_id", "aws_secret_access_key", "aws_session_token":
		return p.profile != ""
	}
	return false
}

// Lookup returns the value of a setting as configure get does, by a name as
// placeToSet reads it, or PROFILE "." key [ "." sub ] of an existing
// profile. The environment plays no part beyond the choice of the profile.
//
// The error is a *ProfileNotFoundError if the name needs the chosen profile
// and that does not exist, a *SubsectionError if the name is a whole
// sub-section's.
func (c *Config) Lookup(name string, of Section) (value string, found bool, err error) {
	words := strings.Split(name, ".")
	var e *entry
	switch {
	case of.Kind != "":
		e = namedSection(c.config, of.Kind, of.Name).entry(words[0])
		words = words[1:]
	case len(words) == 1:
		if c.missing() {
			return "", false, &ProfileNotFoundError{Profile: c.profile}
		}
		e, words = c.entry(name), nil
	case len(words) == 2 && words[0] == "plugins":
		e, words = sectionNamed(c.config, "plugins").entry(words[1]), nil
	case words[0] == "profile":
		if len(words) < 3 {
			return "", false, errNoSetting
		}
		e, words = c.entryOf(words[1], words[2]), words[3:]
	case words[0] == "default" || c.hasProfile(words[0]):
		e, words = c.entryOf(words[0], words[1]), words[2:]
	default:
		e, words = c.entry(words[0]), words[1:]
	}
	switch {
	case e == nil:
		return "", false, nil
	case len(words) == 1 && e.isNest:
		value, found = e.child(words[0])
		return value, found, nil
	case len(words) == 1:
		return "", false, nil // a plain value has nothing below it
	case e.isNest:
		return "", false, &SubsectionError{Name: name}
	}
	return e.text, true, nil
}

func (c *Config) hasProfile(name string) bool {
	return profileSection(c.config, name) != nil || sectionNamed(c.credentials, name) != nil
}

func (c *Config) entryOf(profile, key string) *entry {
	if e := sectionNamed(c.credentials, profile).entry(key); e != nil {
		return e
	}
	return profileSection(c.config, profile).entry(key)
}

// A SubsectionError says that a name is a sub-section's and so has no value.
// The AWS CLI prints the text as it is, without a line's end, and ends with 1.
type SubsectionError struct{ Name string }

func (e *SubsectionError) Error() string {
	return "varname (" + e.Name + ") must reference a value, not a section or sub-section."
}
