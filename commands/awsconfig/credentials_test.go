package awsconfig

import (
	"strings"
	"testing"
)

func TestCredentials(t *testing.T) {
	const config = `
[default]
aws_access_key_id = ci
aws_secret_access_key = cs
aws_security_token = old
aws_session_token = new
[profile partial]
aws_access_key_id = pi
[profile role]
role_arn = x
aws_access_key_id = pi
aws_secret_access_key = ps
[profile program]
credential_process = false
aws_access_key_id = pi
aws_secret_access_key = ps
[profile sso]
sso_session = x
[profile bare]
region = r
`
	const credentials = "[both]\naws_access_key_id = si\naws_secret_access_key = ss\ncredential_process = false\n"
	keys := map[string]string{"AWS_ACCESS_KEY_ID": "ei", "AWS_SECRET_ACCESS_KEY": "es", "AWS_SESSION_TOKEN": "et"}
	tests := []struct {
		name, profile string
		variables     map[string]string
		want          Credentials
		wantErr       string
	}{
		{"the environment stands above the profile", "", keys, Credentials{"ei", "es", "et", "env"}, ""},
		{"the environment's choice of a profile leaves it so", "", map[string]string{"AWS_PROFILE": "bare", "AWS_ACCESS_KEY_ID": "ei", "AWS_SECRET_ACCESS_KEY": "es"}, Credentials{"ei", "es", "", "env"}, ""},
		{"--profile makes the environment's keys be ignored", "default", keys, Credentials{"ci", "cs", "old", "config-file"}, ""},
		{"the older token variable wins", "", map[string]string{"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_SECURITY_TOKEN": "c", "AWS_SESSION_TOKEN": "d"}, Credentials{"a", "b", "c", "env"}, ""},
		{"an empty key variable is none", "", map[string]string{"AWS_ACCESS_KEY_ID": ""}, Credentials{"ci", "cs", "old", "config-file"}, ""},
		{"keys of the credentials file stand above a program", "both", nil, Credentials{"si", "ss", "", "shared-credentials-file"}, ""},
		{"half a pair of variables is refused", "", map[string]string{"AWS_ACCESS_KEY_ID": "a"}, Credentials{}, "Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY"},
		{"half a pair of keys is refused", "partial", nil, Credentials{}, "Partial credentials found in config-file, missing: aws_secret_access_key"},
		{"a role stands above keys", "role", nil, Credentials{}, "The config profile (role) gets its credentials by role_arn, which gatehouse does not support"},
		{"a program stands above the config file's keys", "program", nil, Credentials{}, "The config profile (program) gets its credentials by credential_process, which"},
		{"single sign-on is named", "sso", nil, Credentials{}, "The config profile (sso) gets its credentials by sso_session, which"},
		{"a token file is named", "", map[string]string{"AWS_WEB_IDENTITY_TOKEN_FILE": "/x"}, Credentials{}, "The environment gets its credentials by AWS_WEB_IDENTITY_TOKEN_FILE, which"},
		{"a container is named", "bare", map[string]string{"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://x"}, Credentials{}, "The environment gets its credentials by AWS_CONTAINER_CREDENTIALS_FULL_URI, which"},
		{"none are none", "bare", nil, Credentials{}, `Unable to locate credentials. You can configure credentials by running "aws login".`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := load(t, config, credentials, tt.variables, tt.profile).Credentials()
			if got != tt.want {
				t.Errorf("Credentials() = %+v, want %+v", got, tt.want)
			}
			if (err == nil) != (tt.wantErr == "") || err != nil && !strings.HasPrefix(err.Error(), tt.wantErr) {
				t.Errorf("Credentials() error = %v, want %q", err, tt.wantErr)
			}
		})
	}
}
