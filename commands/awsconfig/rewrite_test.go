package awsconfig

import (
	"errors"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestSet(t *testing.T) {
	const scene = "# top\n\n[default]\n# region comment\nregion: old\noutput=text\n\n# about foo\n[profile  foo] # trailing\nregion=x\ns3=\n    a = b\n\n    c=d\nzz = 1\n[profile \"q u\"]\nregion = 1\n[profile bar]"
	tests := []struct {
		name, profile, setting, value string
		before, after                 string
	}{
		{"a file is begun", "", "region", "eu-west-1", "", "[default]\nregion = eu-west-1\n"},
		{"a profile is begun at the end", "foo", "region", "r", "[default]\nk = 1", "[default]\nk = 1\n[profile foo]\nregion = r\n"},
		{"a profile with a space is quoted", "my prof", "output", "json", "", "[profile 'my prof']\noutput = json\n"},
		{"a value is replaced in its place", "", "output", "json", scene, strings.Replace(scene, "output=text", "output = json", 1)},
		{"a colon and other letter case name the same key", "", "REGION", "new", scene, strings.Replace(scene, "region: old", "REGION = new", 1)},
		{"a new key stands behind the last one, before comments", "", "k", "1", scene, strings.Replace(scene, "output=text\n", "output=text\nk = 1\n", 1)},
		{"a new key of the last section stands at the end", "bar", "region", "b", scene, scene + "\nregion = b\n"},
		{"a profile is found however it is spelled", "q u", "region", "2", scene, strings.Replace(scene, "region = 1", "region = 2", 1)},
		{"a sub-section's key is replaced in its place", "", "profile.foo.s3.c", "5", scene, strings.Replace(scene, "    c=d", "    c = 5", 1)},
		{"a sub-section's new key stands last in it", "foo", "s3.n", "5", scene, strings.Replace(scene, "    c=d\n", "    c=d\n    n = 5\n", 1)},
		{"a sub-section is begun", "", "s3.n", "5", "[default]\nk = 1\n", "[default]\nk = 1\ns3 =\n    n = 5\n"},
		{"an empty key becomes a sub-section", "", "s3.n", "5", "[default]\ns3 =\n", "[default]\ns3 =\n    n = 5\n"},
		{"a value becomes a sub-section", "", "s3.n", "5", "[default]\ns3 = 1\n 2\nk = v\n", "[default]\ns3 =\n    n = 5\nk = v\n"},
		{"a sub-section becomes a value and leaves its comments", "", "profile.foo.s3", "5", "[profile foo]\ns3 =\n  a = 1\n  # c\n  b = 2\nk = v\n", "[profile foo]\ns3 = 5\n  # c\nk = v\n"},
		{"a value of several lines is replaced whole", "", "k", "n", "[default]\nk = a\n b\n c\nl = 1\n", "[default]\nk = n\nl = 1\n"},
		{"indented keys stay so", "", "l", "2", "[default]\n  k = 1\n  [profile b]\n  k = 2\n", "[default]\n  k = 1\n  l = 2\n  [profile b]\n  k = 2\n"},
		{"a deep sub-section stays deep", "", "s3.b", "2", "[default]\n     s3 =\n       a = 1\n     k = 1\n", "[default]\n     s3 =\n       a = 1\n       b = 2\n     k = 1\n"},
		{"a file with carriage returns keeps them", "", "k", "1", "[default]\r\nregion = r\r\n[profile x]\r\n", "[default]\r\nregion = r\r\nk = 1\r\n[profile x]\r\n"},
		{"default is a profile's name", "foo", "default.output", "text", "[default]\n", "[default]\noutput = text\n"},
		{"profile names a profile", "", "profile.foo.region", "r", "", "[profile foo]\nregion = r\n"},
		{"plugins is a section of its own", "", "plugins.x", "y", "", "[plugins]\nx = y\n"},
		{"an empty value is a value", "", "region", "", "[default]\nregion = r\n", "[default]\nregion = \n"},
		{"a hash is part of a value", "", "u", "http://x # y", "", "[default]\nu = http://x # y\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			env, dir := home(t, tt.before, "", nil)
			c, err := Load(env, tt.profile)
			if _, missing := errors.AsType[*ProfileNotFoundError](err); err != nil && !missing {
				t.Fatal(err)
			}
			if err := c.Set(tt.setting, tt.value, Section{}); err != nil {
				t.Fatalf("Set(%q, %q): %v", tt.setting, tt.value, err)
			}
			got, err := os.ReadFile(filepath.Join(dir, "config"))
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != tt.after {
				t.Errorf("Set(%q, %q) on\n%s\ngave\n%s\nwant\n%s", tt.setting, tt.value, tt.before, got, tt.after)
			}
		})
	}
}

func TestSetWritesKeysToTheCredentialsFile(t *testing.T) {
	env, dir := home(t, "", "[other]\naws_access_key_id = o\n", nil)
	c, _ := Load(env, "my prof")
	for _, key := range []string{"aws_access_key_id", "aws_secret_access_key", "profile.my prof.aws_session_token"} {
		if err := c.Set(key, "V", Section{}); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(filepath.Join(dir, "credentials"))
	if err != nil {
		t.Fatal(err)
	}
	const want = "[other]\naws_access_key_id = o\n[my prof]\naws_access_key_id = V\naws_secret_access_key = V\naws_session_token = V\n"
	if string(got) != want {
		t.Errorf("credentials:\n%s\nwant\n%s", got, want)
	}
}

func TestSetOfASection(t *testing.T) {
	env, dir := home(t, "", "", nil)
	c, _ := Load(env, "")
	section := Section{Kind: "services", Name: "loc al"}
	for _, url := range []string{"http://a", "http://b"} {
		if err := c.Set("apigatewayv2.endpoint_url", url, section); err != nil {
			t.Fatal(err)
		}
	}
	got, _ := os.ReadFile(filepath.Join(dir, "config"))
	const want = "[services 'loc al']\napigatewayv2 =\n    endpoint_url = http://b\n"
	if string(got) != want {
		t.Errorf("config:\n%s\nwant\n%s", got, want)
	}
	c, _ = Load(env, "")
	if value, found, err := c.Lookup("apigatewayv2.endpoint_url", section); value != "http://b" || !found || err != nil {
		t.Errorf("Lookup = %q, %v, %v, want http://b", value, found, err)
	}
}

func TestSetRefusesWhatDoesNotReadBack(t *testing.T) {
	const before = "[default]\nregion = r\n"
	tests := []struct{ name, profile, setting, value string }{
		{"a value of two lines", "", "region", "a\nb"},
		{"a value that would begin a section", "", "region", "a\n[profile x]"},
		{"no name", "", "", "v"},
		{"a name with a delimiter", "", "a=b", "v"},
		{"a name that is a comment", "", "#a", "v"},
		{"a name that is a header", "", "[a]", "v"},
		{"a sub-section's name with a delimiter", "", "s3.a=b", "v"},
		{"a profile with a line break", "a\nb", "k", "v"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			env, dir := home(t, before, "", nil)
			c, _ := Load(env, tt.profile)
			err := c.Set(tt.setting, tt.value, Section{})
			if _, ok := errors.AsType[*ValueError](err); !ok {
				t.Errorf("Set(%q, %q) = %v, want a *ValueError", tt.setting, tt.value, err)
			}
			if got, _ := os.ReadFile(filepath.Join(dir, "config")); string(got) != before {
				t.Errorf("the file changed to %q", got)
			}
		})
	}
}

func TestSetKeepsModeAndLink(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no modes and seldom links")
	}
	env, dir := home(t, "", "", nil)
	real, link := filepath.Join(dir, "real"), filepath.Join(dir, "config")
	if err := os.WriteFile(real, []byte("[default]\n"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("real", link); err != nil {
		t.Fatal(err)
	}
	c, _ := Load(env, "")
	if err := c.Set("k", "v", Section{}); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(real)
	if err != nil || info.Mode() != 0o640 {
		t.Errorf("mode = %v, %v, want 0640", info.Mode(), err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode().IsRegular() {
		t.Errorf("the link became %v, %v", info.Mode(), err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 2 {
		t.Errorf("%d files, want 2", len(entries))
	}
}

func TestSetMakesTheDirectoryAndAPrivateFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "new", "dir", "config")
	c, err := Load(func(name string) (string, bool) { return path, name == "AWS_CONFIG_FILE" }, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Set("k", "v", Section{}); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || runtime.GOOS != "windows" && info.Mode() != 0o600 {
		t.Errorf("mode = %v, %v, want 0600", info.Mode(), err)
	}
}

func TestSetNeedsAHome(t *testing.T) {
	t.Chdir(t.TempDir())
	c, err := Load(func(string) (string, bool) { return "", false }, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Set("k", "v", Section{}); err == nil {
		t.Error("Set without a home = nil, want an error")
	}
	if entries, _ := os.ReadDir("."); len(entries) != 0 {
		t.Errorf("Set without a home made %v", entries)
	}
}

func TestSetReportsAnUnusableFile(t *testing.T) {
	c, err := Load(func(name string) (string, bool) { return t.TempDir(), name == "AWS_CONFIG_FILE" }, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Set("k", "v", Section{}); err == nil {
		t.Error("Set on a directory = nil, want an error")
	}
}

func FuzzRewrite(f *testing.F) {
	f.Add("[default]\nregion = a\n[profile b]\n s3 =\n  a = 1\n\nk: v", "b", "s3", "a", "x")
	f.Add("[profile default]\n  k = 1\r\n  [default]\r\n", "default", "k", "", "y")
	f.Add("[a]\n", "a b", "k", "", "\x1c")
	f.Fuzz(func(t *testing.T, text, profile, key, sub, value string) {
		p := place{profile: profile, key: key, sub: sub}
		p.section.name = "profile " + quoteWord(profile)
		old, err := parseINI(text)
		if err != nil {
			return
		}
		changed, err := rewrite(text, p, value)
		if err != nil {
			if _, ok := errors.AsType[*ValueError](err); !ok {
				t.Fatalf("rewrite(%q, %+v, %q) = %v, want a *ValueError", text, p, value, err)
			}
			return
		}
		now, err := parseINI(changed)
		if err != nil {
			t.Fatalf("rewrite(%q, %+v, %q) = %q, which does not parse: %v", text, p, value, changed, err)
		}
		e := profileSection(now, profile).entry(strings.ToLower(strings.TrimFunc(key, isSpace)))
		got, want := "", strings.TrimFunc(value, isSpace)
		if sub == "" {
			got = e.text
		} else {
			got, _ = e.child(strings.TrimFunc(sub, isSpace))
		}
		if got != want {
			t.Fatalf("rewrite(%q, %+v, %q) = %q: reads back as %q", text, p, value, changed, got)
		}
		if again, err := rewrite(changed, p, value); err != nil || !maps.Equal(flatten(now), flattenText(t, again)) {
			t.Fatalf("rewrite of %q again = %q, %v", changed, again, err)
		}
		if len(now) < len(old) {
			t.Fatalf("rewrite(%q, %+v, %q) = %q loses a section", text, p, value, changed)
		}
	})
}

func flattenText(t *testing.T, text string) map[leaf]string {
	sections, err := parseINI(text)
	if err != nil {
		t.Fatal(err)
	}
	return flatten(sections)
}

func FuzzParseINI(f *testing.F) {
	f.Add("[a]\nk = v\n w\n# c\n[b]\ns3 =\n  x = 1\n")
	f.Fuzz(func(t *testing.T, text string) {
		sections, err := parseINI(text)
		if err != nil {
			return
		}
		end := 0
		for i := range sections {
			if sections[i].header.start < end || sections[i].end() > len(text) {
				t.Fatalf("parseINI(%q): section %q lies at %v after %d", text, sections[i].name, sections[i].header, end)
			}
			end = sections[i].end()
		}
	})
}
