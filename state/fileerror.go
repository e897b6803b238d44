package state

import "fmt"

// A FileError says why the state file cannot be used and what to do about it.
// The file is left as it was, byte for byte.
type FileError struct {
	Path         string
	Line, Column int    // the place in the file, from 1; 0 if no place is to blame
	Offset       int    // bytes before that place
	Problem      string // what is wrong, e.g. "is not complete JSON"
	Remedy       string // what to do, a sentence
	Err          error  // what the system or the parser said, or nil
}

// Error is one line: the file, the place, the problem, the remedy.
func (e *FileError) Error() string {
	place := e.Path
	if e.Line > 0 {
		place = fmt.Sprintf("%s, line %d, column %d (byte %d)", e.Path, e.Line, e.Column, e.Offset)
	}
	text := "state file " + place + ": " + e.Problem
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	if e.Remedy != "" {
		text += ". " + e.Remedy
	}
	return text
}

// Unwrap returns what the system or the parser said.
func (e *FileError) Unwrap() error { return e.Err }
