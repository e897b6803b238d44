package completion

import (
	"os"
	"path/filepath"
	"strings"
)

// paths returns the files and directories that a path may go on to, written
// as it is; directories end in a slash. Hidden ones are for who asks for
// them.
func paths(path, home string) []string {
	if path == "~" && home != "" {
		return []string{"~/"}
	}
	cut := strings.LastIndexByte(path, '/') + 1
	dir, name := path[:cut], path[cut:]
	read := dir
	if rest, ok := strings.CutPrefix(dir, "~/"); ok && home != "" {
		read = filepath.Join(home, rest)
	}
	if read == "" {
		read = "."
	}
	entries, err := os.ReadDir(read)
	if err != nil {
		return nil
	}
	var found []string
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), name) || entry.Name()[0] == '.' && !strings.HasPrefix(name, ".") {
			continue
		}
		candidate := dir + entry.Name()
		if info, err := os.Stat(filepath.Join(read, entry.Name())); err == nil && info.IsDir() {
			candidate += "/"
		}
		found = append(found, candidate)
	}
	return found
}
