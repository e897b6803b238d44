package commands

import (
	"os"
	"strconv"
	"strings"

	"gatehouse/serve/authorizer"
)

// issuerFiles takes apart the values of --jwks, ISSUER=FILE.
func issuerFiles(values []string) (map[string]string, error) {
	files := make(map[string]string, len(values))
	for _, value := range values {
		issuer, path, _ := strings.Cut(value, "=")
		switch {
		case path == "" || !strings.HasPrefix(issuer, "https://") && !strings.HasPrefix(issuer, "http://"):
			return nil, usageErrorf("argument --jwks: want ISSUER=FILE, where ISSUER is an authorizer's issuer, such as https://issuer.example; got %q", value)
		case files[issuer] != "":
			return nil, usageErrorf("argument --jwks: the issuer %s is given twice", issuer)
		}
		files[issuer] = path
	}
	return files, nil
}

// iamKeys takes apart the values of --iam-credential: an access key each, or
// "@" and a file with one in each line that is neither empty nor begins with #.
// Errors repeat no secret.
func iamKeys(values []string) ([]authorizer.Key, error) {
	var keys []authorizer.Key
	known := map[string]bool{}
	add := func(text, place string) error {
		key, err := authorizer.ParseKey(text)
		if err != nil {
			return usageErrorf("argument --iam-credential: %s%s", place, err)
		}
		if known[key.AccessKey] {
			return usageErrorf("argument --iam-credential: %sthe access key %s is given twice", place, key.AccessKey)
		}
		known[key.AccessKey] = true
		keys = append(keys, key)
		return nil
	}
	for _, value := range values {
		path, isFile := strings.CutPrefix(value, "@")
		if !isFile {
			if err := add(value, ""); err != nil {
				return nil, err
			}
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, usageErrorf("argument --iam-credential: %v", err)
		}
		n, before := 0, len(keys)
		for line := range strings.Lines(string(text)) {
			n++
			line = strings.TrimSpace(line)
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			if err := add(line, path+", line "+strconv.Itoa(n)+": "); err != nil {
				return nil, err
			}
		}
		if len(keys) == before {
			return nil, usageErrorf("argument --iam-credential: there is no key in %s: want lines of the form ACCESS-KEY:SECRET-KEY", path)
		}
	}
	return keys, nil
}
