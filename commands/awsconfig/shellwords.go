package awsconfig

import (
	"errors"
	"strings"
)

var errQuote = errors.New("no closing quotation")

// shellWords splits a section's name into words as a POSIX shell would, so
// that [profile "my profile"] names a profile with a space.
func shellWords(text string) ([]string, error) {
	var words []string
	var word strings.Builder
	inWord := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; c {
		case ' ', '\t', '\r', '\n':
			if inWord {
				words = append(words, word.String())
				word.Reset()
				inWord = false
			}
		case '\'':
			end := strings.IndexByte(text[i+1:], '\'')
			if end < 0 {
				return nil, errQuote
			}
			word.WriteString(text[i+1 : i+1+end])
			i += end + 1
			inWord = true
		case '"':
			inWord = true
			for i++; ; i++ {
				if i >= len(text) {
					return nil, errQuote
				}
				if text[i] == '"' {
					break
				}
				if text[i] == '\\' && i+1 < len(text) && (text[i+1] == '"' || text[i+1] == '\\') {
					i++
				}
				word.WriteByte(text[i])
			}
		case '\\':
			i++
			if i >= len(text) {
				return nil, errQuote
			}
			word.WriteByte(text[i])
			inWord = true
		default:
			word.WriteByte(c)
			inWord = true
		}
	}
	if inWord {
		words = append(words, word.String())
	}
	return words, nil
}

// quoteWord spells a word so that shellWords reads it back as one: as it is
// if that will do, else in single quotes.
func quoteWord(word string) string {
	if words, err := shellWords(word); err == nil && len(words) == 1 && words[0] == word {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'"'"'`) + "'"
}
