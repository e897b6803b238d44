package commands

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

// matchedVersion is the AWS CLI whose behaviour this is.
const matchedVersion = "2.36.7"

// printVersion prints what the AWS CLI would, for scripts that look for
// aws-cli/2, and who answers in its place.
func (c *cli) printVersion() error {
	version := "devel"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		version = strings.Trim(info.Main.Version, "()")
	}
	_, err := fmt.Fprintf(c.stdout, "aws-cli/%s gatehouse/%s Go/%s %s/%s\n",
		matchedVersion, version, strings.TrimPrefix(runtime.Version(), "go"), runtime.GOOS, runtime.GOARCH)
	return err
}
