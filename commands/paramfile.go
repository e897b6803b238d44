package commands

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"unicode"
	"unicode/utf8"

	"gatehouse/model"
)

// A loader replaces values that name a file by its contents.
type loader struct{ getenv func(string) string }

// A paramFileError says why a file's contents cannot be had.
type paramFileError struct{ text string }

func (e *paramFileError) Error() string { return e.text }

func (c *cli) loader() loader { return loader{c.env.Getenv} }

// loadFor is load for an argument's value: an error of the file then names
// the argument.
func (l loader) loadFor(argument, value string) (contents any, fromFile bool, err error) {
	contents, fromFile, err = l.load(value)
	if e, ok := errors.AsType[*paramFileError](err); ok {
		err = parameterError(argument, "%s", e)
	}
	return contents, fromFile, err
}

// load returns the contents of the file that a value names: as text for
// file://, as bytes for fileb://. Any other value is returned as it is, with
// fromFile unset. The error is the AWS CLI's text, as a *paramFileError if the
// file is at fault.
func (l loader) load(value string) (contents any, fromFile bool, err error) {
	path, isText := strings.CutPrefix(value, "file://")
	if !isText {
		var isBinary bool
		if path, isBinary = strings.CutPrefix(value, "fileb://"); !isBinary {
			return value, false, nil
		}
	}
	path = l.expandVariables(l.expandHome(path))
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, true, &paramFileError{fmt.Sprintf("Unable to load paramfile %s: %s", value, osError(err, path))}
	}
	if !isText {
		return b, true, nil
	}
	text, err := decodeText(b, l.getenv("AWS_CLI_FILE_ENCODING"))
	if errors.Is(err, errUndecodable) {
		err = &paramFileError{"Unable to load paramfile (" + path + "), text contents could not be decoded.  " +
			"If this is a binary file, please use the fileb:// prefix instead of the file:// prefix."}
	}
	return universalNewlines(text), true, err
}

// universalNewlines returns a text with every kind of line end as "\n", as
// Python reads text files.
func universalNewlines(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// osError words an error of the system about a path as Python does.
func osError(err error, path string) string {
	errno, ok := errors.AsType[syscall.Errno](err)
	if !ok {
		if pathError, ok := errors.AsType[*fs.PathError](err); ok {
			err = pathError.Err
		}
		return fmt.Sprintf("%s: %s", err, model.PythonRepr(path))
	}
	text := errno.Error()
	if text != "" {
		text = strings.ToUpper(text[:1]) + text[1:]
	}
	return fmt.Sprintf("[Errno %d] %s: %s", int(errno), text, model.PythonRepr(path))
}

// expandHome replaces a leading ~ by $HOME; ~USER stays as it is.
func (l loader) expandHome(path string) string {
	home := l.getenv("HOME")
	if rest, ok := strings.CutPrefix(path, "~"); ok && home != "" && (rest == "" || rest[0] == '/') {
		return strings.TrimRight(home, "/") + rest
	}
	return path
}

// expandVariables replaces $NAME and ${NAME}; what is not set stays as it is.
func (l loader) expandVariables(path string) string {
	before, rest, found := strings.Cut(path, "$")
	if !found {
		return path
	}
	var b strings.Builder
	for ; found; before, rest, found = strings.Cut(rest, "$") {
		b.WriteString(before)
		name, written := variableName(rest)
		if value := l.getenv(name); name != "" && value != "" {
			b.WriteString(value)
			rest = rest[len(written):]
		} else {
			b.WriteByte('$')
		}
	}
	b.WriteString(before)
	return b.String()
}

// variableName returns the name of the variable that a text after "$" begins
// with, and how it is written.
func variableName(text string) (name, written string) {
	if strings.HasPrefix(text, "{") {
		if end := strings.IndexByte(text, '}'); end > 0 {
			return text[1:end], text[:end+1]
		}
		return "", ""
	}
	end := strings.IndexFunc(text, func(r rune) bool {
		return r >= utf8.RuneSelf || r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	if end < 0 {
		end = len(text)
	}
	return text[:end], text[:end]
}
