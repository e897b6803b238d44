package testscripts

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// modern turns what version 2.9.19 of the AWS CLI did with the words into
// what version 2.36.7 does. It changes nothing but what was observed to
// differ between the two: framing, layout and the few texts of newTexts.
func modern(old result, words []string) result {
	r := old
	message := strings.TrimSpace(old.Stderr)
	switch {
	// A warning that is new.
	case message == "" && old.Code == 0 && nonPositive.MatchString(strings.Join(words, " ")):
		r.Stderr = "warning: Non-positive values for --max-items may result in undefined behavior.\n"
		return r
	case !strings.HasPrefix(old.Stderr, "\n"): // not framed in either version
		return r

	// Unknown options are named behind the usage text, now framed as an error
	// without a class.
	case strings.HasPrefix(message, usage+"\nUnknown options:"):
		r.Stderr = "\n" + usage + "\n\naws: [ERROR]: " + strings.TrimPrefix(message, usage+"\n") + "\n"
		return r

	// A parser error is now a parameter error whose message ends in the usage
	// text, which used to come first.
	case strings.Contains(message, parserError):
		before, text, _ := strings.Cut(message, parserError)
		before = strings.Replace(before, "aws [-h] ", "aws ", 1) // the usage of the first pass, which has no help any more
		message = modernChoice(text, words) + "\n\n" + before
	}

	message = newTexts.Replace(message)
	message = ambiguousError.ReplaceAllString(message, "$0, --cli-error-format")
	message = caretLayout.ReplaceAllString(message, "$1 $2")
	r.Stderr = "\naws: [ERROR]: " + classOf(old.Code, message) + strings.TrimSpace(message) + "\n" + details(old)
	return r
}

const (
	usage = `usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]
To see help text, you can run:

  aws help
  aws <command> help
  aws <command> <subcommand> help
`
	parserError = "\naws: error: "
)

var nonPositive = regexp.MustCompile(`--max-items(=| )(0|-[0-9]+)( |$)`)

// newTexts are the messages that were reworded.
var newTexts = strings.NewReplacer(
	`You can configure credentials by running "aws configure".`, `You can configure credentials by running "aws login".`,
)

// caretLayout finds the input in a shorthand error. A space stands before it
// now, but not before that of a duplicate key.
var caretLayout = regexp.MustCompile(`(?s)(Expected: '.*', received: '.*' for input:\n)(.*)`)

// ambiguousError finds the prefixes of --cli-error-format, which is new and the
// last option that they match.
var ambiguousError = regexp.MustCompile(`ambiguous option: (--c|--cl|--cli|--cli-) could match [^\n]*`)

// classOf returns what now stands before the message of an error that ends with
// the code.
func classOf(code int, message string) string {
	switch {
	case code == 252:
		return "An error occurred (ParamValidation): "
	case code == 253 && strings.HasPrefix(message, "You must specify a region"):
		return "An error occurred (NoRegion): "
	case code == 253 && strings.HasPrefix(message, "Unable to locate credentials"):
		return "An error occurred (NoCredentials): "
	case code == 253:
		return "An error occurred (Configuration): "
	}
	return ""
}

// modernChoice rewords an error about a word that is not among several. The
// choices are not listed any more, but the word is named; an empty word is a
// missing one.
func modernChoice(text string, words []string) string {
	argument, list, ok := strings.Cut(text, ": Invalid choice, valid choices are:\n")
	if !ok {
		return text
	}
	word, _ := wordOf(strings.TrimPrefix(argument, "argument "), words)
	if word == "" && !strings.HasPrefix(argument, "argument -") {
		return "the following arguments are required: " + strings.TrimPrefix(argument, "argument ")
	}
	text = fmt.Sprintf("%s: Found invalid choice '%s'\n", argument, word)
	if _, close, ok := strings.Cut(list, ", maybe you meant:\n"); ok {
		text += "\nMaybe you meant:\n" + close
	}
	return text
}

// wordOf finds the word that an argument got: an option, or one of the
// positionals command, operation and subcommand.
func wordOf(argument string, words []string) (string, bool) {
	if strings.HasPrefix(argument, "-") {
		for i, word := range words {
			name, value, attached := strings.Cut(word, "=")
			switch {
			case len(name) < len("--x") || !strings.HasPrefix(argument, name): // no prefix of the option
			case attached:
				return value, true
			case i+1 < len(words):
				return words[i+1], true
			}
		}
		return "", false
	}
	nth := 0
	if argument != "command" {
		nth = 1 // operation or subcommand
	}
	for i, word := range words {
		if strings.HasPrefix(word, "-") || i > 0 && slices.Contains(globalsWithValue, words[i-1]) {
			continue
		}
		if nth--; nth < 0 {
			return word, true
		}
	}
	return "", false
}

var globalsWithValue = []string{"--output", "--query", "--region", "--profile", "--endpoint-url", "--color"}

// details returns the lines that now follow a service's error: the members of
// its body other than code and message.
func details(r result) string {
	if r.Code != 254 {
		return ""
	}
	var body struct{ ResourceType, LimitType string }
	if json.Unmarshal(r.answered, &body) != nil {
		return ""
	}
	switch {
	case strings.Contains(r.Stderr, "(NotFoundException)") && body.ResourceType != "":
		return "\nAdditional error details:\nResourceType: " + body.ResourceType + "\n"
	case strings.Contains(r.Stderr, "(TooManyRequestsException)") && body.LimitType != "":
		return "\nAdditional error details:\nLimitType: " + body.LimitType + "\n"
	}
	return ""
}

// withoutProse takes from what was printed the sentences that are each
// program's own: the comments of a skeleton in YAML, and gatehouse's line about
// the services that it does not have.
func withoutProse(r result, words []string) result {
	r.Stderr = strings.Replace(r.Stderr, "gatehouse serves apigatewayv2, and GetCallerIdentity of sts; other services need the AWS CLI itself.\n", "", 1)
	if slices.Contains(words, "yaml-input") {
		r.Stdout = yamlComment.ReplaceAllStringFunc(r.Stdout, func(comment string) string {
			if strings.Contains(comment, "[REQUIRED]") {
				return " # [REQUIRED]"
			}
			return ""
		})
	}
	return r
}

var yamlComment = regexp.MustCompile(` +#.*`)

func TestModernTexts(t *testing.T) {
	tests := []struct {
		name  string
		old   string
		code  int
		words string
		want  string
	}{
		{"a bad parameter gets a class", "\nBad value\n", 252, "", "\naws: [ERROR]: An error occurred (ParamValidation): Bad value\n"},
		{"a general error gets none", "\nno\n", 255, "", "\naws: [ERROR]: no\n"},
		{"a caret keeps its column", "\nError parsing parameter '--tags': Expected: '=', received: 'EOF' for input:\na\n ^\n", 252, "",
			"\naws: [ERROR]: An error occurred (ParamValidation): Error parsing parameter '--tags': Expected: '=', received: 'EOF' for input:\n a\n ^\n"},
		{"the usage text moves behind a parser error", "\n" + usage + "\naws: error: no\n\n", 252, "",
			"\naws: [ERROR]: An error occurred (ParamValidation): no\n\n" + usage},
		{"unknown options are framed", "\n" + usage + "\nUnknown options: a, b\n\n", 252, "",
			"\n" + usage + "\n\naws: [ERROR]: Unknown options: a, b\n"},
		{"a choice is named", "\n" + usage + "\naws: error: argument operation: Invalid choice, valid choices are:\n\na | b\n\n", 252, "--region x apigatewayv2 --debug oops",
			"\naws: [ERROR]: An error occurred (ParamValidation): argument operation: Found invalid choice 'oops'\n\n\n" + usage},
		{"close choices are kept", "\n" + usage + "\naws: error: argument operation: Invalid choice, valid choices are:\n\na | b\n\n\nInvalid choice: 'aa', maybe you meant:\n\n  * a\n\n", 252, "apigatewayv2 aa",
			"\naws: [ERROR]: An error occurred (ParamValidation): argument operation: Found invalid choice 'aa'\n\nMaybe you meant:\n\n  * a\n\n" + usage},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := modern(result{Stderr: tt.old, Code: tt.code}, strings.Fields(tt.words)).Stderr
			if got != tt.want {
				t.Errorf("modern(%q) = %q, want %q", tt.old, got, tt.want)
			}
		})
	}
}
