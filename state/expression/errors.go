package expression

import "fmt"

// A KeyError says why a key names nothing that a mapping can change.
type KeyError struct {
	Key     string
	Problem string
}

func (e *KeyError) Error() string {
	return fmt.Sprintf("mapping %q: %s", e.Key, e.Problem)
}

// A SyntaxError says where a value stopped being one.
type SyntaxError struct {
	Key    string // of the mapping; "" for a value by itself
	Input  string // the whole value
	Offset int    // bytes before the offending one; len(Input) if it ended early
	Want   string // what the grammar allows there
}

func (e *SyntaxError) Error() string {
	if e.Key == "" {
		return fmt.Sprintf("mapping value %q, byte %d: want %s", e.Input, e.Offset, e.Want)
	}
	return fmt.Sprintf("mapping %q: value %q, byte %d: want %s", e.Key, e.Input, e.Offset, e.Want)
}
