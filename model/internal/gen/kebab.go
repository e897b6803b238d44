package main

import "strings"

// kebab turns an API name into the AWS CLI's spelling: a dash before each
// word, lower case ("DisableExecuteApiEndpoint", "disable-execute-api-endpoint").
// A run of capitals is one word ("ACMManaged", "acm-managed"), at the end of
// the name with its plural s ("PoolARNs", "pool-arns"). The few names of other
// services that botocore spells by hand are not imitated.
func kebab(name string) string {
	var b strings.Builder
	for i := 0; i < len(name); i++ {
		c := name[i]
		if i > 0 && isUpper(c) && (!isUpper(name[i-1]) || i+1 < len(name) && isLower(name[i+1]) && name[i+1:] != "s") {
			b.WriteByte('-')
		}
		b.WriteByte(c)
	}
	return strings.ToLower(b.String())
}

func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }
func isLower(c byte) bool { return c >= 'a' && c <= 'z' }
