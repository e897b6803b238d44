// Package awsconfig reads and changes the AWS CLI's configuration: the files
// ~/.aws/config and ~/.aws/credentials, the environment variables that stand
// above them, and the credentials that follow from both.
package awsconfig

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// An Environment looks up environment variables: os.LookupEnv or a test's own.
type Environment func(name string) (value string, found bool)

// FromGetenv makes an Environment of a function like os.Getenv. Variables
// that are set but empty then count as unset.
func FromGetenv(getenv func(string) string) Environment {
	return func(name string) (string, bool) {
		value := getenv(name)
		return value, value != ""
	}
}

// first returns the first of the variables that is set, even if empty.
func (env Environment) first(names ...string) (value string, found bool) {
	for _, name := range names {
		if value, found = env(name); found {
			return value, true
		}
	}
	return "", false
}

// A Config is the configuration as one command sees it: the files' contents
// and the profile that was chosen. It does not change and may be shared.
type Config struct {
	env         Environment
	profile     string // "" is the default profile, which need not exist
	explicit    bool   // the profile was named by flag or environment
	profileFlag bool   // it was named by --profile

	configPath      string // with ~ expanded
	credentialsPath string

	config      []section // of the config file
	credentials []section // of the credentials file

	fromConfig      *section // the profile's section of the config file, or nil
	fromCredentials *section
}

// Load reads both files, which may be absent, and chooses the profile:
// profileFlag (the value of --profile, "" if not given), else AWS_PROFILE,
// else AWS_DEFAULT_PROFILE, else "default".
//
// The error is a *ParseError for a file that does not parse, else a
// *ProfileNotFoundError for a profile that was asked for by name and is in
// neither file. With the latter the Config is usable all the same, as a
// configuration without a profile.
func Load(env Environment, profileFlag string) (*Config, error) {
	c := &Config{env: env}
	c.configPath = c.path("AWS_CONFIG_FILE", "config")
	c.credentialsPath = c.path("AWS_SHARED_CREDENTIALS_FILE", "credentials")
	var err error
	if c.config, err = readFile(c.configPath); err != nil {
		return nil, err
	}
	if c.credentials, err = readFile(c.credentialsPath); err != nil {
		return nil, err
	}
	c.chooseProfile(profileFlag)
	c.fromConfig = profileSection(c.config, c.Profile())
	c.fromCredentials = sectionNamed(c.credentials, c.Profile())
	if c.missing() {
		return c, &ProfileNotFoundError{Profile: c.profile}
	}
	return c, nil
}

func (c *Config) chooseProfile(flag string) {
	if flag != "" {
		c.profile, c.explicit, c.profileFlag = flag, true, true
		return
	}
	c.profile, c.explicit = c.env.first("AWS_PROFILE", "AWS_DEFAULT_PROFILE")
}

// Profile returns the name of the chosen profile.
func (c *Config) Profile() string {
	if !c.explicit {
		return "default"
	}
	return c.profile
}

// Get returns the value of a key of the profile and whether it is there. The
// credentials file stands above the config file. A sub-section has no value.
func (c *Config) Get(key string) (value string, found bool) {
	if e := c.entry(key); e != nil && !e.isNest {
		return e.text, true
	}
	return "", false
}

// entry returns the profile's entry of that key, or nil.
func (c *Config) entry(key string) *entry {
	if e := c.fromCredentials.entry(key); e != nil {
		return e
	}
	return c.fromConfig.entry(key)
}

// Profiles returns the names of all profiles: those of the config file in
// its order, then those that only the credentials file has.
func (c *Config) Profiles() []string {
	var names []string
	add := func(name string, isProfile bool) {
		if isProfile && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for i := range c.config {
		add(profileName(c.config[i].name))
	}
	for i := range c.credentials {
		add(c.credentials[i].name, true)
	}
	return names
}

// missing reports whether a profile was asked for by name that is in no
// file.
func (c *Config) missing() bool {
	return c.explicit && c.fromConfig == nil && c.fromCredentials == nil
}

// path returns where a file of that name is: the variable's value, or in
// .aws below the home directory. $NAME and ${NAME} are replaced if they are
// set.
func (c *Config) path(variable, name string) string {
	path, found := c.env(variable)
	if !found {
		path = "~/.aws/" + name
	}
	if strings.Contains(path, "$") {
		path = os.Expand(path, func(name string) string {
			if value, found := c.env(name); found {
				return value
			}
			return "${" + name + "}"
		})
	}
	return expandHome(path, c.env)
}

// expandHome replaces a leading ~ by the home directory. ~USER stays as it
// is, and so does ~ without a home.
func expandHome(path string, env Environment) string {
	if path != "~" && !strings.HasPrefix(path, "~/") {
		return path
	}
	variable := "HOME"
	if runtime.GOOS == "windows" {
		variable = "USERPROFILE"
	}
	home, _ := env(variable)
	if home == "" {
		return path
	}
	return filepath.Join(home, path[1:])
}

// readFile parses a file. One that is absent, cannot be opened or is no
// regular file counts as empty, as it does for botocore.
func readFile(path string) ([]section, error) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return nil, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, nil
	}
	sections, err := parseINI(string(text))
	if err != nil {
		return nil, &ParseError{Path: path, Err: err}
	}
	return sections, nil
}
