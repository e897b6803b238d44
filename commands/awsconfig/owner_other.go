//go:build !unix

package awsconfig

import (
	"io/fs"
	"os"
)

// keepOwner does nothing: a file's owner follows from its directory here.
func keepOwner(*os.File, fs.FileInfo) {}
