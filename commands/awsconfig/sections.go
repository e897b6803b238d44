package awsconfig

import (
	"slices"
	"strings"
)

// sectionNamed returns the section of exactly that name, or nil. So the
// credentials file names its profiles.
func sectionNamed(sections []section, name string) *section {
	for i := range sections {
		if sections[i].name == name {
			return &sections[i]
		}
	}
	return nil
}

// profileSection returns a profile's section of the config file, or nil. Of
// [default] and [profile default] the later one counts.
func profileSection(sections []section, profile string) *section {
	for i := range slices.Backward(sections) {
		if name, isProfile := profileName(sections[i].name); isProfile && name == profile {
			return &sections[i]
		}
	}
	return nil
}

// profileName returns the profile that a section of the config file is
// about, if it is about one.
func profileName(sectionName string) (name string, isProfile bool) {
	if sectionName == "default" {
		return "default", true
	}
	return nameOfKind(sectionName, "profile")
}

// namedSection returns the section [kind NAME], or nil. The last of several
// spellings counts.
func namedSection(sections []section, kind, want string) *section {
	for i := range slices.Backward(sections) {
		if name, found := nameOfKind(sections[i].name, kind); found && name == want {
			return &sections[i]
		}
	}
	return nil
}

// nameOfKind returns NAME of a section [kind NAME]. Observed: the kind may
// have more letters, as in [profiles NAME].
func nameOfKind(sectionName, kind string) (name string, found bool) {
	if !strings.HasPrefix(sectionName, kind) {
		return "", false
	}
	words, err := shellWords(sectionName)
	if err != nil || len(words) != 2 {
		return "", false
	}
	return words[1], true
}
