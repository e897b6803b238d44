package completion

import (
	"path"
	"slices"
	"strconv"
	"strings"
)

// A Request is a shell's question.
type Request struct {
	Line  string // what is typed, with the program's name
	Point int    // the cursor's place in Line, in characters; negative is its end

	// Word is the part of the line that the shell will replace, if it said
	// so: bash divides words at = and :, too.
	Word    string
	HasWord bool
}

// Asked returns the question of a shell that runs the program to complete a
// line, by the name as which it was invoked, its arguments and its
// environment.
//
// complete -C runs it with the command, the word and the word before; a
// program that has nothing to pass on, with none. Other arguments are a
// command to run, although COMP_LINE is set: by a completion that calls us.
// Under the names aws_completer and gatehouse_completer nothing else is ever
// asked; there tcsh, which tells the line only, in COMMAND_LINE, is answered
// as well.
func Asked(program string, args []string, lookup func(name string) (string, bool)) (Request, bool) {
	completer := slices.Contains([]string{"aws_completer", "gatehouse_completer"}, strings.TrimSuffix(base(program), ".exe"))
	line, set := lookup("COMP_LINE")
	if !set {
		if !completer {
			return Request{}, false
		}
		line, _ = lookup("COMMAND_LINE")
		return Request{Line: line, Point: -1}, true
	}
	text, told := lookup("COMP_POINT")
	point, err := strconv.Atoi(text)
	if err != nil {
		point = -1
	}
	r := Request{Line: line, Point: point}
	if len(args) == 3 {
		r.Word, r.HasWord = args[1], true
	}
	asked := told && (len(args) == 0 || len(args) == 3 && base(args[0]) == base(firstWord(line)))
	return r, completer || asked
}

func firstWord(line string) string {
	if words := strings.Fields(line); len(words) > 0 {
		return words[0]
	}
	return ""
}

// base is the last element of a path of any system.
func base(program string) string { return path.Base(strings.ReplaceAll(program, `\`, "/")) }

// Answer returns what to print: a candidate a line, an empty line if there is
// none.
func (r Request) Answer(src Source) string { return strings.Join(r.Candidates(src), "\n") + "\n" }

// Candidates returns what may stand in the place of Word, or of the word in
// which the cursor is, written as shells read it.
func (r Request) Candidates(src Source) []string {
	line := r.Line
	if runes := []rune(line); r.Point >= 0 && r.Point < len(runes) {
		line = string(runes[:r.Point])
	}
	words := split(line)
	if len(words) < 2 {
		return nil // not even the program's name is whole
	}
	whole, last := words[1:len(words)-1], words[len(words)-1]
	texts := make([]string, len(whole))
	for i, w := range whole {
		texts[i] = w.text
	}
	candidates := after(texts, last.text, src)
	for i, c := range candidates {
		candidates[i] = r.written(c, last)
	}
	return candidates
}

// written returns a candidate as it is to be written in the place of a word,
// less what the shell keeps of it.
func (r Request) written(candidate string, w word) string {
	keep := ""
	if before, ok := strings.CutSuffix(w.typed, r.Word); ok && r.HasWord {
		keep = before
	}
	if w.quote != 0 {
		// The shell, which knows of the quote, will close it.
		if !strings.HasPrefix(candidate, w.before) {
			return candidate
		}
		typed := w.typed[:w.opened+1] + candidate[len(w.before):]
		return strings.TrimPrefix(typed, keep)
	}
	if rest, ok := strings.CutPrefix(candidate, keep); ok {
		candidate = rest
	}
	return quoted(candidate)
}

// quoted returns a text as shells read it.
func quoted(text string) string {
	if strings.IndexFunc(text, special) < 0 {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// special reports whether a shell may take a character for its own.
func special(c rune) bool {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c > '~':
		return false
	}
	return !strings.ContainsRune("-_./:=,+@%~", c)
}

// A word is one of a line.
type word struct {
	text  string // as the shell understands it
	typed string // as it stands in the line

	// quote is the quote that is open at its end, or 0. It begins at opened
	// in typed; before is what the shell understands until there.
	quote  rune
	opened int
	before string
}

// split divides a line as shells do: at white space, outside of quotes. The
// last word is the one in which the line ends; it is empty after white space.
func split(line string) []word {
	var words []word
	var w word
	var text strings.Builder
	start, begun, escaped := 0, false, false
	end := func(i int) {
		w.text, w.typed = text.String(), line[start:i]
		words = append(words, w)
		w, begun = word{}, false
		text.Reset()
	}
	for i, c := range line {
		space := c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f'
		if !begun && !space {
			begun, start = true, i
		}
		switch {
		case escaped:
			escaped = false
			if w.quote == '"' && !strings.ContainsRune("$`\"\\\n", c) {
				text.WriteByte('\\') // there it is only before these that it quotes
			}
			text.WriteRune(c)
		case w.quote != 0 && c == w.quote:
			w.quote = 0
		case c == '\\' && w.quote != '\'':
			escaped = true
		case w.quote != 0:
			text.WriteRune(c)
		case c == '\'' || c == '"':
			w.quote, w.opened, w.before = c, i-start, text.String()
		case space:
			if begun {
				end(i)
			}
		default:
			text.WriteRune(c)
		}
	}
	if !begun {
		start = len(line)
	}
	end(len(line))
	return words
}
