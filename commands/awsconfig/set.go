package awsconfig

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Set changes one setting, by a name as configure set takes it, in the
// profile that was chosen (which need not exist) or in the section named.
// Keys and session tokens go to the credentials file, all else to the config
// file. The file is replaced as a whole or not at all; a new one is readable
// by its owner alone.
//
// The Config itself still shows what Load read.
func (c *Config) Set(name, value string, of Section) error {
	p, err := c.placeToSet(name, of)
	if err != nil {
		return err
	}
	path := c.configPath
	switch {
	case p.inCredentials():
		path = c.credentialsPath
		p.section.name = p.profile
	case p.profile == "default":
		p.section.name = "default"
	case p.profile != "":
		p.section.name = "profile " + quoteWord(p.profile)
	}
	if strings.HasPrefix(path, "~") {
		return fmt.Errorf("change configuration: there is no home directory for %s: set HOME, or name the file by AWS_CONFIG_FILE or AWS_SHARED_CREDENTIALS_FILE", path)
	}
	return change(path, func(text string) (string, error) {
		changed, err := rewrite(text, p, value)
		if err != nil && !isValueError(err) {
			err = &ParseError{Path: path, Err: err}
		}
		return changed, err
	})
}

func isValueError(err error) bool {
	_, is := errors.AsType[*ValueError](err)
	return is
}

// change replaces a file's text by edit's result. A file that is not there
// counts as empty and is created. Through a symbolic link, the file that it
// leads to is changed.
func change(path string, edit func(text string) (string, error)) error {
	mode := fs.FileMode(0o600)
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	info, err := os.Stat(path)
	var text []byte
	switch {
	case errors.Is(err, fs.ErrNotExist):
		// The mode is that of a directory the AWS CLI makes.
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		return fmt.Errorf("change configuration: %s is not a regular file", path)
	default:
		mode = info.Mode().Perm()
		if text, err = os.ReadFile(path); err != nil {
			return err
		}
	}
	changed, err := edit(string(text))
	if err != nil {
		return err
	}
	return replace(path, changed, mode, info)
}

// replace writes a temporary file beside path and renames it to path. old
// is the file that it replaces, or nil.
func replace(path, text string, mode fs.FileMode, old fs.FileInfo) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.tmp")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	_, err = f.WriteString(text)
	if err == nil && old != nil {
		keepOwner(f, old)
	}
	if err == nil {
		err = f.Chmod(mode)
	}
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	if err = os.Rename(f.Name(), path); err != nil {
		return fmt.Errorf("%w (a file that is mounted by itself cannot be replaced: mount its directory)", err)
	}
	return nil
}
