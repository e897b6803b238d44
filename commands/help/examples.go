package help

import (
	"errors"
	"io/fs"
	"strings"
)

// An Example is a command with what it prints.
type Example struct {
	Title   string
	About   string // what it does and why, or ""
	Command string // for a POSIX shell, possibly of several lines
	Output  string // without the last newline; "" if nothing is printed
}

// Examples returns the examples of an operation's page, by its command, for
// the program under the name gatehouse. They show the account that Account
// makes.
func Examples(command string) []Example {
	return Texts{program: "gatehouse"}.examples(command)
}

// Documented returns the commands of the operations that have examples,
// sorted.
func Documented() []string {
	var commands []string
	list, err := files.ReadDir("examples")
	if err != nil {
		panic(err) // it is embedded
	}
	for _, f := range list {
		if command := strings.TrimSuffix(f.Name(), ".txt"); command != account {
			commands = append(commands, command)
		}
	}
	return commands
}

// account is the file of the commands that make the examples' account.
const account = "account"

// Account returns the commands that make the account the examples show,
// beginning from an empty one.
func Account() []string {
	var commands []string
	for _, e := range (Texts{program: "gatehouse"}).examples(account) {
		commands = append(commands, e.Command)
	}
	return commands
}

// examples reads the examples of a command: for each a line "# Title", what
// there is to say about it, the command after "$ ", and the output.
func (t Texts) examples(command string) []Example {
	name := "examples/" + command + ".txt"
	if _, err := fs.Stat(files, name); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var examples []Example
	for _, text := range strings.Split("\n"+t.read(name), "\n# ")[1:] {
		var e Example
		e.Title, text, _ = strings.Cut(text, "\n")
		e.About, text, _ = strings.Cut("\n"+text, "\n$ ")
		e.About = strings.Trim(e.About, "\n")
		for line := range strings.Lines(text) {
			e.Command += line
			if !strings.HasSuffix(line, "\\\n") {
				break
			}
		}
		e.Output = strings.Trim(text[len(e.Command):], "\n")
		e.Command = t.program + strings.TrimPrefix(strings.TrimSuffix(e.Command, "\n"), "gatehouse")
		examples = append(examples, e)
	}
	return examples
}
