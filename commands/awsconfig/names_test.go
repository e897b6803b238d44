package awsconfig

import (
	"errors"
	"strings"
	"testing"
)

func TestLookup(t *testing.T) {
	const config = "[default]\nregion = r\ns3 =\n  a = b\nempty =\n[profile foo]\nregion=f\ns3 =\n  a = c\n[profile my.prof]\nregion=dot\n[plugins]\np = 1\n[services loc]\napigatewayv2 =\n  endpoint_url = http://s\n"
	const notFound = "<not found>"
	tests := []struct {
		name, profile, setting string
		want                   string // a value, notFound, or an error's text
	}{
		{"a key is the profile's", "", "region", "r"},
		{"an empty value is a value", "", "empty", ""},
		{"a key of a named profile", "foo", "region", "f"},
		{"a sub-section's key", "", "s3.a", "b"},
		{"a sub-section's key of the chosen profile", "foo", "s3.a", "c"},
		{"a profile's name before the key", "", "foo.region", "f"},
		{"a profile's name stands above the chosen profile", "default", "foo.region", "f"},
		{"a profile's name needs no other profile", "zz", "foo.region", "f"},
		{"a profile's name before a sub-section's key", "", "foo.s3.a", "c"},
		{"profile before a profile's name", "", "profile.foo.region", "f"},
		{"default before the key", "foo", "default.s3.a", "b"},
		{"plugins is a section of its own", "", "plugins.p", "1"},
		{"an absent key", "", "zz", notFound},
		{"keys are lower case", "", "REGION", notFound},
		{"a profile alone is nothing", "", "foo", notFound},
		{"an absent profile", "", "profile.zz.region", notFound},
		{"a profile with a dot cannot be named so", "", "my.prof.region", notFound},
		{"the empty name", "", "", notFound},
		{"nothing is below a value", "", "region.x", notFound},
		{"a sub-section has no value", "", "s3", "varname (s3) must reference a value, not a section or sub-section."},
		{"three words below the profile name the sub-section", "", "foo.s3.a.x", "varname (foo.s3.a.x) must reference a value, not a section or sub-section."},
		{"profile without a key", "", "profile.foo", "list index out of range"},
		{"an unknown profile", "zz", "region", "The config profile (zz) could not be found"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			env, _ := home(t, config, "", nil)
			c, err := Load(env, tt.profile)
			if _, missing := errors.AsType[*ProfileNotFoundError](err); err != nil && !missing {
				t.Fatal(err)
			}
			got, found, err := c.Lookup(tt.setting, Section{})
			switch {
			case err != nil:
				got = err.Error()
			case !found:
				got = notFound
			}
			if got != tt.want {
				t.Errorf("Lookup(%q) = %q, want %q", tt.setting, got, tt.want)
			}
		})
	}
}

func TestWriteList(t *testing.T) {
	const header = "NAME       : VALUE                    : TYPE             : LOCATION\n"
	const config = "[default]\nregion = eu-west-1\n[profile p]\nrole_arn = x\n"
	const credentials = "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = sec\n"
	tests := []struct {
		name, config, credentials, profile string
		variables                          map[string]string
		want, wantErr                      string
	}{
		{"nothing is set", "", "", "", nil, header +
			"profile    : <not set>                : None             : None\n" +
			"access_key : <not set>                : None             : None\n" +
			"secret_key : <not set>                : None             : None\n" +
			"region     : <not set>                : None             : None\n", ""},
		{"files say", config, credentials, "", nil, header +
			"profile    : <not set>                : None             : None\n" +
			"access_key : ****************MPLE     : shared-credentials-file : \n" +
			"secret_key : ****************sec      : shared-credentials-file : \n" +
			"region     : eu-west-1                : config-file      : ~/.aws/config\n", ""},
		{"the environment says", config, credentials, "", map[string]string{"AWS_REGION": "r1", "AWS_ACCESS_KEY_ID": "A", "AWS_SECRET_ACCESS_KEY": "b", "AWS_DEFAULT_PROFILE": "default"}, header +
			"profile    : default                  : env              : ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE']\n" +
			"access_key : ****************A        : env              : \n" +
			"secret_key : ****************b        : env              : \n" +
			"region     : r1                       : env              : ['AWS_REGION', 'AWS_DEFAULT_REGION']\n", ""},
		{"an unknown profile ends it", config, credentials, "zz", nil, header +
			"profile    : zz                       : manual           : --profile\n",
			"The config profile (zz) could not be found"},
		{"unusable credentials end it", config, credentials, "p", nil, header +
			"profile    : p                        : manual           : --profile\n",
			"The config profile (p) gets its credentials by role_arn"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			env, _ := home(t, tt.config, tt.credentials, tt.variables)
			c, _ := Load(env, tt.profile)
			var out strings.Builder
			err := c.WriteList(&out)
			if out.String() != tt.want {
				t.Errorf("WriteList wrote\n%s\nwant\n%s", out.String(), tt.want)
			}
			if (err == nil) != (tt.wantErr == "") || err != nil && !strings.HasPrefix(err.Error(), tt.wantErr) {
				t.Errorf("WriteList = %v, want %q", err, tt.wantErr)
			}
		})
	}
}
