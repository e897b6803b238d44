package awsconfig

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// home makes a home directory with the two files and returns an environment
// of it and of the variables. A file of no text is not made.
func home(t testing.TB, config, credentials string, variables map[string]string) (Environment, string) {
	t.Helper()
	dir := t.TempDir()
	aws := filepath.Join(dir, ".aws")
	if err := os.Mkdir(aws, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"config": config, "credentials": credentials} {
		if text == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(aws, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return func(name string) (string, bool) {
		if name == "HOME" || name == "USERPROFILE" {
			return dir, true
		}
		value, found := variables[name]
		return value, found
	}, aws
}

func load(t testing.TB, config, credentials string, variables map[string]string, profile string) *Config {
	t.Helper()
	env, _ := home(t, config, credentials, variables)
	c, err := Load(env, profile)
	if err != nil {
		t.Fatalf("Load: %v", err)
	}
	return c
}

const twoProfiles = `
[default]
region = r-default
output = text
[profile "my prof"]
region = r-mine
`

func TestRegion(t *testing.T) {
	tests := []struct {
		name, profile, flag string
		variables           map[string]string
		want                string
	}{
		{"the flag wins", "", "f", map[string]string{"AWS_REGION": "e"}, "f"},
		{"AWS_REGION stands above AWS_DEFAULT_REGION", "", "", map[string]string{"AWS_REGION": "e", "AWS_DEFAULT_REGION": "d"}, "e"},
		{"AWS_DEFAULT_REGION stands above the profile", "", "", map[string]string{"AWS_DEFAULT_REGION": "d"}, "d"},
		{"the default profile needs no naming", "", "", nil, "r-default"},
		{"--profile chooses", "my prof", "", nil, "r-mine"},
		{"--profile stands above AWS_PROFILE", "my prof", "", map[string]string{"AWS_PROFILE": "default"}, "r-mine"},
		{"AWS_PROFILE chooses", "", "", map[string]string{"AWS_PROFILE": "my prof"}, "r-mine"},
		{"AWS_PROFILE stands above AWS_DEFAULT_PROFILE", "", "", map[string]string{"AWS_PROFILE": "my prof", "AWS_DEFAULT_PROFILE": "default"}, "r-mine"},
		{"AWS_DEFAULT_PROFILE chooses", "", "", map[string]string{"AWS_DEFAULT_PROFILE": "my prof"}, "r-mine"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := load(t, twoProfiles, "", tt.variables, tt.profile).Region(tt.flag); got != tt.want {
				t.Errorf("Region(%q) = %q, want %q", tt.flag, got, tt.want)
			}
		})
	}
}

func TestACallNeedsARegion(t *testing.T) {
	c := load(t, "[default]\noutput = text\n", "", nil, "")
	const want = `You must specify a region. You can also configure your region by running "aws configure".`
	if _, err := c.CallRegion(""); err == nil || err.Error() != want {
		t.Errorf("CallRegion = %v, want %q", err, want)
	}
	if region, err := c.CallRegion("r"); region != "r" || err != nil {
		t.Errorf("CallRegion = %q, %v, want r", region, err)
	}
}

func TestTheCredentialsFileStandsAboveTheConfigFile(t *testing.T) {
	c := load(t, twoProfiles, "[default]\nregion = r-cred\n[only]\nregion = r-only\n", nil, "")
	if got := c.Region(""); got != "r-cred" {
		t.Errorf("Region() = %q, want r-cred", got)
	}
	if got, want := c.Profiles(), []string{"default", "my prof", "only"}; !slices.Equal(got, want) {
		t.Errorf("Profiles() = %q, want %q", got, want)
	}
}

func TestLoadErrors(t *testing.T) {
	tests := []struct {
		name, config, profile string
		variables             map[string]string
		want                  string // %HOME% is the .aws directory
	}{
		{"a profile named by flag must exist", twoProfiles, "zz", nil, "The config profile (zz) could not be found"},
		{"a profile named by the environment must exist", twoProfiles, "", map[string]string{"AWS_PROFILE": "zz"}, "The config profile (zz) could not be found"},
		{"the default profile must exist if it is named", "", "default", nil, "The config profile (default) could not be found"},
		{"an empty name is a name", twoProfiles, "", map[string]string{"AWS_PROFILE": ""}, "The config profile () could not be found"},
		{"an unparsable file is named", "garbage", "", nil, "Unable to parse config file: %HOME%/config"},
		{"the file is looked at before the profile", "garbage", "zz", nil, "Unable to parse config file: %HOME%/config"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			env, dir := home(t, tt.config, "", tt.variables)
			_, err := Load(env, tt.profile)
			want := tt.want
			if i := len(want) - len("%HOME%/config"); i > 0 && want[i:] == "%HOME%/config" {
				want = want[:i] + filepath.Join(dir, "config")
			}
			if err == nil || err.Error() != want {
				t.Errorf("Load(%q) = %v, want %q", tt.profile, err, want)
			}
		})
	}
}

func TestLoadTakesFilesFromTheEnvironment(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "c"), []byte("[default]\nregion = elsewhere\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{filepath.Join(dir, "c"), "~/c", "$BASE/c", "${BASE}/c"} {
		env := func(name string) (string, bool) {
			value, found := map[string]string{"AWS_CONFIG_FILE": path, "HOME": dir, "USERPROFILE": dir, "BASE": dir}[name]
			return value, found
		}
		c, err := Load(env, "")
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Region(""); got != "elsewhere" {
			t.Errorf("AWS_CONFIG_FILE=%s: Region() = %q, want elsewhere", path, got)
		}
	}
}

func TestWhatIsNoFileCountsAsAbsent(t *testing.T) {
	dir := t.TempDir()
	for _, path := range []string{dir, filepath.Join(dir, "none"), os.DevNull, ""} {
		env := func(name string) (string, bool) { return path, name == "AWS_CONFIG_FILE" }
		if _, err := Load(env, ""); err != nil {
			t.Errorf("AWS_CONFIG_FILE=%q: %v", path, err)
		}
	}
}

func TestEndpoint(t *testing.T) {
	const config = "[default]\nservices = loc\nendpoint_url = http://all\n[services loc]\napigatewayv2 =\n  endpoint_url = http://svc\n"
	tests := []struct {
		name, config, flag string
		variables          map[string]string
		want               string
	}{
		{"the flag wins", config, "http://f", map[string]string{"AWS_ENDPOINT_URL": "http://e"}, "http://f"},
		{"the flag is not ignored", config, "http://f", map[string]string{"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"}, "http://f"},
		{"the service's variable stands above the general one", config, "", map[string]string{"AWS_ENDPOINT_URL": "http://e", "AWS_ENDPOINT_URL_APIGATEWAYV2": "http://s"}, "http://s"},
		{"the general variable stands above the files", config, "", map[string]string{"AWS_ENDPOINT_URL": "http://e"}, "http://e"},
		{"an empty variable is none", config, "", map[string]string{"AWS_ENDPOINT_URL": ""}, "http://svc"},
		{"the services section stands above the profile", config, "", nil, "http://svc"},
		{"the profile's own is last", "[default]\nendpoint_url = http://all\n", "", nil, "http://all"},
		{"ignoring is spelled in any case", config, "", map[string]string{"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "TRUE"}, ""},
		{"ignoring is spelled true only", config, "", map[string]string{"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "1"}, "http://svc"},
		{"the profile may ignore too", "[default]\nendpoint_url = http://all\nignore_configured_endpoint_urls = true\n", "", nil, ""},
		{"the environment may take that back", "[default]\nendpoint_url = http://all\nignore_configured_endpoint_urls = true\n", "", map[string]string{"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "false"}, "http://all"},
		{"nothing is nothing", "", "", nil, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := load(t, tt.config, "", tt.variables, "").Endpoint(tt.flag, "apigatewayv2")
			if err != nil || got != tt.want {
				t.Errorf("Endpoint(%q) = %q, %v, want %q", tt.flag, got, err, tt.want)
			}
		})
	}
	t.Run("a services section must exist", func(t *testing.T) {
		_, err := load(t, "[default]\nservices = nope\n", "", nil, "").Endpoint("", "apigatewayv2")
		const want = `The profile is configured to use the services section but the "nope" services configuration does not exist.`
		if err == nil || err.Error() != want {
			t.Errorf("Endpoint = %v, want %q", err, want)
		}
	})
}

func TestSettings(t *testing.T) {
	const config = "[default]\noutput = text\ncli_pager = mine\ncli_binary_format = raw-in-base64-out\ncli_auto_prompt = on\n" +
		"cli_error_format = json\ncli_timestamp_format = wire\ncli_help_output = url\nca_bundle = /ca\nmax_attempts = 5\nretry_mode = adaptive\n"
	environment := map[string]string{"AWS_DEFAULT_OUTPUT": "yaml", "AWS_PAGER": "", "AWS_CLI_AUTO_PROMPT": "on-partial",
		"AWS_CLI_ERROR_FORMAT": "text", "AWS_CA_BUNDLE": "/env", "AWS_MAX_ATTEMPTS": "7", "AWS_RETRY_MODE": "standard"}
	tests := []struct {
		name, config string
		variables    map[string]string
		want         []any
	}{
		{"nothing is set", "", nil, []any{"json", "less", "base64", "off", "enhanced", "iso8601", "terminal", "", 3, "standard"}},
		{"the profile says", config, nil, []any{"text", "mine", "raw-in-base64-out", "on", "json", "wire", "url", "/ca", 5, "adaptive"}},
		{"the environment stands above it", config, environment, []any{"yaml", "", "raw-in-base64-out", "on-partial", "text", "wire", "url", "/env", 7, "standard"}},
		{"PAGER stands below cli_pager", "", map[string]string{"PAGER": "more"}, []any{"json", "more", "base64", "off", "enhanced", "iso8601", "terminal", "", 3, "standard"}},
		{"an unknown error format counts for nothing", "", map[string]string{"AWS_CLI_ERROR_FORMAT": "zz"}, []any{"json", "less", "base64", "off", "enhanced", "iso8601", "terminal", "", 3, "standard"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := load(t, tt.config, "", tt.variables, "")
			format, err := c.TimestampFormat()
			attempts, err1 := c.MaxAttempts()
			mode, err2 := c.RetryMode()
			if err := errors.Join(err, err1, err2); err != nil {
				t.Fatal(err)
			}
			got := []any{c.Output(""), c.Pager(), c.BinaryFormat(""), c.AutoPrompt(), c.ErrorFormat(""), format,
				c.HelpOutput(), c.CABundle(""), attempts, mode}
			if !slices.Equal(got, tt.want) {
				t.Errorf("settings = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestBadSettings(t *testing.T) {
	tests := []struct {
		key, value, want string
		ask              func(*Config) error
	}{
		{"max_attempts", "x", "invalid literal for int() with base 10: 'x'", func(c *Config) error { _, err := c.MaxAttempts(); return err }},
		{"max_attempts", "0", `Value provided to "max_attempts": 0 must be an integer greater than or equal to one.`, func(c *Config) error { _, err := c.MaxAttempts(); return err }},
		{"retry_mode", "legacy", `Invalid value provided to "mode": "legacy" must be one of: "standard" or "adaptive"`, func(c *Config) error { _, err := c.RetryMode(); return err }},
		{"cli_timestamp_format", "zzz", `Unknown cli_timestamp_format value: zzz, valid values are "wire" or "iso8601"`, func(c *Config) error { _, err := c.TimestampFormat(); return err }},
	}
	for _, tt := range tests {
		t.Run(tt.key+"="+tt.value, func(t *testing.T) {
			c := load(t, "[default]\n"+tt.key+" = "+tt.value+"\n", "", nil, "")
			if err := tt.ask(c); err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func BenchmarkLoad(b *testing.B) {
	for name, config := range map[string]string{"absent": "", "two profiles": twoProfiles} {
		env, _ := home(b, config, config, nil)
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Load(env, ""); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
